"""A plain HTTP port that sends people on to HTTPS and takes nothing else.

    python -m diaban.host.redirect HOST PORT HTTPS_PORT

Its own small process: it must not fork with threads in the supervisor, nor be in the way of the web server.
"""

from __future__ import annotations

import os
import socket
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote

_REFUSED = "Hãy dùng https://; nội dung vừa gửi chưa được nhận. / Use https://; nothing that was sent was taken.\n"


class Sender(BaseHTTPRequestHandler):
    """GET and HEAD are sent on; anything that carries data is refused, for it came in the clear."""

    timeout = 10
    https_port = 443
    names: tuple[str, ...] = ()

    def do_GET(self) -> None:
        name = self.headers.get("Host", "").rpartition("@")[2]
        name = name[: name.rfind(":")] if name.rfind(":") > name.rfind("]") else name
        if not any(name == known or (known.startswith(".") and name.endswith(known)) for known in self.names):
            self._say(400, "Không có máy tên này ở đây. / No such host here.\n")
            return
        port = "" if self.https_port == 443 else f":{self.https_port}"
        self.send_response(308)
        self.send_header("Location", f"https://{name}{port}{quote(self.path, safe='/?&=%:@!$+,;~*()-._')}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET

    def do_POST(self) -> None:
        self._say(403, _REFUSED)

    do_PUT = do_PATCH = do_DELETE = do_POST

    def _say(self, status: int, sentence: str) -> None:
        self.send_response(status)
        body = sentence.encode()
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def version_string(self) -> str:
        return "diaban"

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: an address can hold what someone typed."""


class _Four(ThreadingHTTPServer):
    daemon_threads = True


class _Six(_Four):
    address_family = socket.AF_INET6


def main() -> None:
    """Serve until SIGTERM."""
    host, port, https_port = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    Sender.https_port = https_port
    Sender.names = tuple(os.environ.get("DIABAN_HOSTS", "").split(","))
    (_Six if ":" in host else _Four)((host, port), Sender).serve_forever()


if __name__ == "__main__":
    main()
