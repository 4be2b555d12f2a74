"""The systemd unit: what systemd itself says of it, and how the supervisor talks to systemd."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from diaban.core.errors import DiabanError
from diaban.host.notify import Notifier
from diaban.host.unit import Service

ANALYZE = shutil.which("systemd-analyze")
needs_systemd = pytest.mark.skipif(ANALYZE is None, reason="systemd isn't here")


def _written(folder: Path, service: Service) -> Path:
    unit = folder / "diaban.service"
    unit.write_text(service.text())
    return unit


@needs_systemd
@pytest.mark.parametrize("data", ["/var/lib/diaban", "/srv/Địa bàn/100%$HOME"])
def test_systemd_takes_the_unit(tmp_path: Path, data: str) -> None:
    unit = _written(tmp_path, Service("root", Path(data), Path("/bin/true")))
    done = subprocess.run([str(ANALYZE), "verify", str(unit)], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@needs_systemd
@pytest.mark.parametrize("port", [8000, 443])
def test_systemd_finds_the_unit_well_hardened(tmp_path: Path, port: int) -> None:
    unit = _written(tmp_path, Service("diaban", Path("/var/lib/diaban"), Path("/bin/true"), port=port))
    done = subprocess.run(
        [str(ANALYZE), "security", "--offline=true", "--threshold=20", "--no-pager", str(unit)],
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-300:]


def test_only_a_low_port_needs_a_capability() -> None:
    high = Service("diaban", Path("/srv/d"), Path("/usr/bin/diaban")).text()
    low = Service("diaban", Path("/srv/d"), Path("/usr/bin/diaban"), port=443).text()
    assert "CAP_NET_BIND_SERVICE" not in high
    assert "AmbientCapabilities=CAP_NET_BIND_SERVICE" in low
    with pytest.raises(DiabanError):
        Service("diaban", Path('/srv/"'), Path("/usr/bin/diaban")).text()


def test_the_command_prints_the_unit(run_diaban: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    done = run_diaban("service", "--user", "dia-ban", "--port", "8443")
    assert done.returncode == 0
    for line in ("User=dia-ban", "NoNewPrivileges=yes", "ProtectSystem=strict", "ReadWritePaths=/var/lib/diaban"):
        assert f"\n{line}\n" in done.stdout


def test_systemd_is_told_and_children_are_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(str(tmp_path / "notify"))
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        monkeypatch.setenv("WATCHDOG_USEC", "60000000")
        notifier = Notifier()
        assert "NOTIFY_SOCKET" not in os.environ
        assert notifier.tell("READY=1", "STATUS=x")
        assert listener.recv(100) == b"READY=1\nSTATUS=x"
        notifier.alive()
        notifier.alive()
        assert listener.recv(100) == b"WATCHDOG=1"
        listener.setblocking(False)
        with pytest.raises(BlockingIOError):
            listener.recv(100)
    assert not notifier.tell("READY=1"), "nobody listens any more"
    assert not Notifier().tell("READY=1")


def test_a_certificate_of_our_own_is_made_shown_and_kept(
    tmp_path: Path, run_diaban: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    made = run_diaban("tls", "--self-signed", "may-chu.lan", "192.168.1.5", "--data", str(tmp_path / "d"))
    told = dict(line.split("=", 1) for line in made.stdout.splitlines())
    assert Path(told["DIABAN_TLS_KEY"]).stat().st_mode & 0o777 == 0o600
    shown = json.loads(run_diaban("tls", "--json", **told).stdout)
    assert (shown["names"], shown["self_signed"]) == (["may-chu.lan", "192.168.1.5"], True)
    assert 363 <= shown["days"] <= 365
    before = Path(told["DIABAN_TLS_CERT"]).read_bytes()
    run_diaban("tls", "--self-signed", "may-chu.lan", "--days", "5", "--data", str(tmp_path / "d"))
    assert Path(told["DIABAN_TLS_CERT"] + ".old").read_bytes() == before
    soon = run_diaban("tls", **told)
    assert soon.returncode == 1, "it ends within two weeks"
    assert run_diaban("tls", "--self-signed", "máy chủ").returncode == 2
