"""The systemd unit of an install: what it runs, as whom, and everything it may not do.

The account owns the data folder and nothing else. PostgreSQL runs as the same account, inside the unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from diaban.host.tongue import refusal

UNIT = Path("/etc/systemd/system/diaban.service")
SETTINGS = Path("/etc/diaban/diaban.env")


@dataclass(frozen=True)
class Service:
    """What differs between installs. `port` below 1024 needs the right to bind it, which is then given."""

    user: str
    data: Path
    program: Path
    host: str = "127.0.0.1"
    port: int = 8000

    def text(self) -> str:
        """The unit file."""
        binds = "CAP_NET_BIND_SERVICE" if self.port < 1024 else ""
        return _UNIT.format(
            user=self.user, data=_word(str(self.data)), program=_word(str(self.program)).replace("$", "$$"),
            told=_word(f"DIABAN_DATA={self.data}"), cache=_word(f"XDG_CACHE_HOME={self.data}/cache"),
            host=self.host, port=self.port, settings=SETTINGS, binds=binds,
        )  # fmt: skip


def _word(text: str) -> str:
    """One word as a unit file takes it: a percent sign means something there.

    Raises: DiabanError for a path with a quote, a backslash or a line's end.
    """
    if set(text) & set('"\\\n'):
        raise refusal(
            "Đường dẫn của dịch vụ không được có dấu ngoặc kép, gạch chéo ngược hay xuống dòng.",
            "A service's paths may have no double quote, backslash or line's end.",
        )
    text = text.replace("%", "%%")
    return f'"{text}"' if " " in text else text


_UNIT = """\
# Written by `diaban service`. Settings go into {settings}.
[Unit]
Description=Diaban
Documentation=man:systemd.service(5)
After=network-online.target
Wants=network-online.target
StartLimitIntervalSec=300
StartLimitBurst=10

[Service]
Type=notify
# The supervisor speaks, below the guard that systemd started.
NotifyAccess=all
User={user}
Group={user}
EnvironmentFile=-{settings}
Environment={told} {cache} DIABAN_LOG=stderr PYTHONUNBUFFERED=1
ExecStart={program} up --host {host} --port {port}
ExecReload=/bin/kill -HUP $MAINPID
Restart=always
RestartSec=2
TimeoutStartSec=300
# Requests that are being answered are finished, then PostgreSQL writes everything out.
TimeoutStopSec=90
KillMode=mixed
WatchdogSec=60

# The account writes to the data folder alone.
ReadWritePaths={data}
ProtectSystem=strict
ProtectHome=read-only
PrivateTmp=yes
PrivateDevices=yes
ProtectProc=invisible
ProcSubset=all
UMask=0077

NoNewPrivileges=yes
CapabilityBoundingSet={binds}
AmbientCapabilities={binds}
RestrictSUIDSGID=yes
ProtectClock=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectControlGroups=yes
RestrictNamespaces=yes
RestrictRealtime=yes
LockPersonality=yes
RemoveIPC=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM

[Install]
WantedBy=multi-user.target
"""
