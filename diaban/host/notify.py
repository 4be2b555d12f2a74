"""Tells systemd how we are (sd_notify): a datagram to the socket it named. Without one, nothing happens.

See systemd's sd_notify(3): READY=1 once people are served, WATCHDOG=1 while all is well, STOPPING=1 at the end.
"""

from __future__ import annotations

import os
import socket
import time


class Notifier:
    """Speaks for the supervisor. The socket's name is taken out of the environment: children have none of it."""

    def __init__(self) -> None:
        self._address = os.environ.pop("NOTIFY_SOCKET", "")
        told = os.environ.pop("WATCHDOG_USEC", "")
        os.environ.pop("WATCHDOG_PID", None)
        #: Half of what systemd waits for, in seconds; 0: no watchdog.
        self._every = int(told) / 2e6 if told.isdigit() else 0.0
        self._last = 0.0

    def tell(self, *lines: str) -> bool:
        """Send; False when nobody listens."""
        if not self._address:
            return False
        address = "\0" + self._address[1:] if self._address.startswith("@") else self._address
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as link:
                link.connect(address)
                link.sendall("\n".join(lines).encode())
        except OSError:
            return False
        return True

    def alive(self) -> None:
        """WATCHDOG=1 when it is due."""
        if self._every and time.monotonic() - self._last >= self._every:
            self._last = time.monotonic()
            self.tell("WATCHDOG=1")
