"""Finds a port for the web server and asks whether it answers."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from diaban.core.errors import Unavailable

if TYPE_CHECKING:
    import ssl

_TRIED = 50


def free(host: str, port: int) -> bool:
    """Whether nobody listens on the port of this address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError:
            return False
    return True


def choose(host: str, wanted: int) -> int:
    """The wanted port, else the next free one after it.

    Raises: Unavailable when the address isn't this machine's or no port near is free.
    """
    for port in range(wanted, min(wanted + _TRIED, 65536)):
        if free(host, port):
            return port
    raise _none_free(host, wanted)


def hold(host: str, wanted: int) -> socket.socket:
    """As `choose`, and the port stays ours until the socket is closed: its `getsockname` tells which.

    The web server takes seconds to begin listening, and shares its port with its own workers (SO_REUSEPORT). Another
    install that looked meanwhile would find the port free and share it too; each would get some of the other's callers.
    The socket is bound alone and only then lets this account's web server share. It never listens, so it gets nobody.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for port in range(wanted, min(wanted + _TRIED, 65536)):
        held = socket.socket(family)
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # the last callers of a server that has ended
        try:
            held.bind((host, port))
        except OSError:
            held.close()
            continue
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        return held
    raise _none_free(host, wanted)


def _none_free(host: str, wanted: int) -> Unavailable:
    return Unavailable(f"Không mở được cổng nào từ {wanted} trên địa chỉ {host}; hãy chọn cổng khác bằng --port.")


def status(host: str, port: int, path: str = "/", timeout: float = 10.0, tls: bool = False) -> int:
    """The HTTP status of one GET, 0 when nobody answers. Redirects are not followed, certificates not checked."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as plain:
            plain.settimeout(timeout)
            plain.connect((host, port))
            name = f"[{host}]" if ":" in host else host
            with _unchecked().wrap_socket(plain) if tls else plain as link:
                link.sendall(f"GET {path} HTTP/1.1\r\nHost: {name}:{port}\r\nConnection: close\r\n\r\n".encode())
                first = link.recv(64).split(b" ", 2)
    except OSError:
        return 0
    return int(first[1]) if len(first) > 1 and first[1].isdigit() else 0


def _unchecked() -> ssl.SSLContext:
    """Only to ask whether we ourselves answer."""
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context
