"""Where and how people come in: the address listened on, TLS, proxies, and the names that are answered.

Beyond this machine nothing is listened on without TLS, a proxy that speaks it, or the administrator's word.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from diaban.core.errors import DiabanError
from diaban.host import options
from diaban.host.tongue import refusal

LOOPBACK = ("127.0.0.1", "localhost", "::1")
_OWN_NAMES = ("127.0.0.1", "localhost", "[::1]")
_EVERYWHERE = ("0.0.0.0", "::")


@dataclass(frozen=True)
class Door:
    """One way in, checked."""

    host: str
    port: int
    cert: Path | None = None
    key: Path | None = None
    redirect_port: int = 0
    secure: bool = False
    names: tuple[str, ...] = _OWN_NAMES

    @property
    def scheme(self) -> str:
        """What a browser on this machine says before the address."""
        return "https" if self.cert else "http"

    def environment(self) -> dict[str, str]:
        """What the web server and the pages are told."""
        told = {"DIABAN_HOSTS": ",".join(self.names), "DIABAN_SECURE": "1" if self.secure else ""}
        if self.cert and self.key:
            told |= {"DIABAN_TLS_CERT": str(self.cert), "DIABAN_TLS_KEY": str(self.key)}
        return told


def of(host: str, port: int, demo: bool = False, environment: Mapping[str, str] | None = None) -> Door:
    """The door that was asked for, by the command line and by settings.

    Raises: DiabanError when it would let passwords travel in the clear, or can't be opened as said.
    """
    told = os.environ if environment is None else environment
    cert, key = options.value("DIABAN_TLS_CERT", told), options.value("DIABAN_TLS_KEY", told)
    proxied = bool(options.value("DIABAN_TRUSTED_PROXIES", told))
    names = list(options.value("DIABAN_HOSTS", told))
    if demo and (proxied or not is_loopback(host)):
        raise refusal(
            "Dữ liệu trình diễn chỉ mở trên chính máy này; hãy bỏ --host và DIABAN_TRUSTED_PROXIES.",
            "Demo data is opened on this machine alone; drop --host and DIABAN_TRUSTED_PROXIES.",
        )
    if cert and key:
        from diaban.host import tls

        names = names or [_in_header(name) for name in tls.check(cert, key).names]
    elif cert or key:
        raise refusal(
            "TLS cần cả chứng chỉ (DIABAN_TLS_CERT) lẫn khóa (DIABAN_TLS_KEY); hãy đặt cả hai.",
            "TLS needs a certificate (DIABAN_TLS_CERT) and its key (DIABAN_TLS_KEY); set both.",
        )
    elif not (is_loopback(host) or proxied or options.value("DIABAN_INSECURE", told)):
        raise _in_the_clear(host)
    if not is_loopback(host) and host not in _EVERYWHERE:
        names.append(_in_header(host))
    if (proxied or host in _EVERYWHERE) and not names:
        raise refusal(
            "Hãy đặt DIABAN_HOSTS là tên mà người dùng gõ, ví dụ DIABAN_HOSTS=diaban.tinh.example.",
            "Set DIABAN_HOSTS to the name that people type, such as diaban.province.example.",
        )
    redirect = options.value("DIABAN_REDIRECT_PORT", told) if cert else 0
    return Door(
        host, port, cert, key, redirect, bool(cert) or proxied, tuple(dict.fromkeys([*_OWN_NAMES, *names]))
    )  # fmt: skip


def _in_the_clear(host: str) -> DiabanError:
    return refusal(
        f"Không mở trên {host} khi chưa có TLS, vì mật khẩu sẽ đi qua mạng không mã hóa; hãy đặt "
        "DIABAN_TLS_CERT và DIABAN_TLS_KEY (thử: diaban tls --self-signed TÊN), hoặc DIABAN_TRUSTED_PROXIES.",
        f"Not listening on {host} without TLS, since passwords would travel in the clear; set "
        "DIABAN_TLS_CERT and DIABAN_TLS_KEY (a trial: diaban tls --self-signed NAME) or DIABAN_TRUSTED_PROXIES.",
    )


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    if host in LOOPBACK:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _in_header(name: str) -> str:
    """A name as a browser puts it into Host; `*.x` of a certificate is `.x` for Django."""
    if ":" in name:
        return f"[{name}]"
    return name.removeprefix("*")
