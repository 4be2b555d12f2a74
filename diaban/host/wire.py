"""Asks a PostgreSQL server whether it takes connections, over its socket, without a driver.

A pid file can be stale, half written or point at a stranger; only an answer to a connection counts.
"""

from __future__ import annotations

import socket
import struct
from pathlib import Path

#: SQLSTATE of a server that is starting, stopping or recovering.
_NOT_YET = b"57P03"


def ping(folder: Path, timeout: float = 2.0) -> bool:
    """Whether a server behind the socket in `folder` would take a sign-in now. Never raises."""
    body = struct.pack("!I", 196608) + b"user\0diaban_app\0database\0postgres\0\0"
    try:
        with socket.socket(socket.AF_UNIX) as link:
            link.settimeout(timeout)
            link.connect(str(folder / ".s.PGSQL.5432"))
            link.sendall(struct.pack("!I", len(body) + 4) + body)
            answer = link.recv(1024)
    except OSError:
        return False
    # 'R' asks for a password: it is up. An error other than "not yet" comes from a server that is up too.
    return answer[:1] == b"R" or (answer[:1] == b"E" and _NOT_YET not in answer)
