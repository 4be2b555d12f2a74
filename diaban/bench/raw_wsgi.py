"""The least that could answer the same call: a WSGI function that checks the token and sends recorded statements.

`python -m diaban.bench.raw_wsgi HOST PORT FILE`: under granian as the console is, one worker, as many threads. `FILE`
holds the address of the database and, for each method and path (with its body), the statements of one call. Every
statement is sent to PostgreSQL with its parameters, over a connection that a thread keeps, and what comes back goes out
as JSON; nothing is routed, parsed, checked for shape or named.
"""

from __future__ import annotations

import hashlib
import hmac
import pickle
import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import psycopg


@dataclass(frozen=True, slots=True)
class Sent:
    """One statement as the application sent it: bound by the server or not, inside a transaction or not."""

    text: str
    params: Any
    prepared: bool
    atomic: bool


Recorded = dict[tuple[str, str, bytes], list[Sent]]


class Application:
    """Answers recorded calls."""

    def __init__(self, url: str, digest: bytes, recorded: Recorded) -> None:
        self.url, self.digest, self.recorded = url, digest, recorded
        self.kept = threading.local()

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        secret = environ.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ")
        if not hmac.compare_digest(hashlib.sha256(secret.encode()).digest(), self.digest):
            start("401 Unauthorized", [])
            return [b""]
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        path = environ["PATH_INFO"] + ("?" + environ["QUERY_STRING"] if environ.get("QUERY_STRING") else "")
        answer = orjson.dumps(self.ask(self.recorded[environ["REQUEST_METHOD"], path, body]), default=str)
        start("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(answer)))])
        return [answer]

    def ask(self, sent: list[Sent]) -> list[Any]:
        """Every row of every statement."""
        connection: psycopg.Connection | None = getattr(self.kept, "connection", None)
        if connection is None:
            connection = self.kept.connection = psycopg.connect(
                self.url, autocommit=True, cursor_factory=psycopg.ClientCursor
            )
        found = []
        client, server = connection.cursor(), psycopg.Cursor(connection)
        for statement in sent:
            if statement.atomic != (connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE):
                client.execute("begin" if statement.atomic else "commit")
            if statement.prepared:
                cursor: Any = server.execute(statement.text, statement.params, prepare=True)
            else:
                cursor = client.execute(statement.text, statement.params)
            found.append(cursor.fetchall() if cursor.description else None)
        if connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
            client.execute("commit")
        return found


def main() -> None:
    """Serve until told to stop."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from diaban.host.web import THREADS

    host, port, file = sys.argv[1:]
    application = Application(*pickle.loads(Path(file).read_bytes()))
    server = Granian(
        "diaban.bench.raw_wsgi:Application", address=host, port=int(port), interface=Interfaces.WSGI, workers=1,
        blocking_threads=THREADS, blocking_threads_idle_timeout=600, backpressure=256, websockets=False,
        log_level=LogLevels.warning,
    )  # fmt: skip
    server.serve(target_loader=lambda: application, wrap_loader=False)


if __name__ == "__main__":
    main()
