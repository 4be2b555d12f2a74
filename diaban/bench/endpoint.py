"""`endpoint`: what the hot reads of the API cost, beside the least that could answer them.

**Ours**: the console's own web server as `diaban up` starts it (granian, one worker, all middleware), called with an
access token and a purpose: one resident by id, the list's first page, a search. **Peer**: `bench.raw_wsgi`, a bare WSGI
function under the same granian with as many threads and the same persistent connections, which checks the token's
digest and sends the very statements that the application sends for the same call (who reads, the rows, the line in the
log of look-ups), recorded beforehand, and answers with their rows as JSON.

Both are called by as many threads as they have, in turn. The figure is CPU over CPU, counted by the kernel for the web
server's processes and PostgreSQL's together; at most 3. `detail` has microseconds a call, for PostgreSQL alone too.
"""

from __future__ import annotations

import http.client
import os
import pickle
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import psycopg

from diaban.bench import cpu
from diaban.bench.base import Figure
from diaban.bench.install import Install, installed
from diaban.bench.raw_wsgi import Sent
from diaban.host import ports, session

RESIDENTS = 100_000
ROUNDS, CALLS, DIFFERENT = 5, 600, 40
_HOST = "127.0.0.1"

Call = tuple[str, str, bytes]


def measure(folder: Path, size: int = RESIDENTS) -> Sequence[Figure]:
    """CPU of each hot read over that of the bare function."""
    rounds, calls = (ROUNDS, CALLS) if size >= RESIDENTS else (1, 40)
    with installed(folder, size) as install, ExitStack() as stack:
        headers, digest = _token(install)
        kinds = _calls(install)
        recorded = {call: _recorded(call, headers) for some in kinds.values() for call in some}
        file = folder / "recorded"
        file.write_bytes(pickle.dumps((install.app_url, digest, recorded)))
        ours = stack.enter_context(_served(install, ["diaban.host.web"], []))
        peer = stack.enter_context(_served(install, ["diaban.bench.raw_wsgi"], [str(file)]))
        sides = {"ours": ours, "raw": peer}
        for server in sides.values():  # every thread has its connection, every module is imported
            for some in kinds.values():
                _cost(install, server, some, headers, 40)
        time.sleep(2.0)
        return [_figure(install, sides, kind, some, headers, rounds, calls) for kind, some in kinds.items()]


def _figure(
    install: Install, sides: dict[str, Server], kind: str, some: list[Call], headers: dict[str, str], rounds: int,
    calls: int,
) -> Figure:  # fmt: skip
    spent: dict[str, list[tuple[float, float]]] = {name: [] for name in sides}
    for _round in range(rounds):
        for name, server in sides.items():
            spent[name].append(_cost(install, server, some, headers, calls))
    medians = {name: statistics.median(sum(both) for both in found) for name, found in spent.items()}
    detail = {f"{name}_us": round(value) for name, value in medians.items()}
    detail |= {f"{name}_us_server": round(statistics.median(s for _w, s in found)) for name, found in spent.items()}
    return Figure(f"endpoint-{kind}", medians["ours"] / medians["raw"], 3.0, "at most", detail)


def _token(install: Install) -> tuple[dict[str, str], bytes]:
    """The headers of a program of a commune's police, and the digest of its token."""
    from diaban.access import tokens
    from diaban.access.session import acting
    from diaban.access.viewers import command_line
    from diaban.core.time import today

    office = install.viewer("commune_police").office_id
    with acting(command_line()) as by:
        _token, secret = tokens.make(
            by=by, office_id=office, name="đo", role="commune_police", scopes=["people.read", "people.numbers"],
            expires_on=today() + timedelta(days=90),
        )  # fmt: skip
    return {"Authorization": f"Bearer {secret}", "X-Purpose": "residence"}, tokens.digest(secret)


def _calls(install: Install) -> dict[str, list[Call]]:
    """Different calls of each kind, for residents of the commune."""
    from diaban.access.session import acting
    from diaban.core.sql import rows

    with acting(install.viewer("commune_police")):
        found = rows(
            "select id, full_name, extract(year from birth_date)::int from people_resident"
            " where state = 'present' order by id limit %s",
            [DIFFERENT],
        )
    texts = [f"{name} {year}" for _id, name, year in found]
    return {
        "person": [("GET", f"/api/v1/people/{id_}", b"") for id_, _name, _year in found],
        "list": [("GET", f"/api/v1/people?limit={limit}", b"") for limit in range(45, 56)],
        "search": [("POST", "/api/v1/people/search", orjson.dumps({"q": text})) for text in texts],
    }


def _recorded(call: Call, headers: dict[str, str]) -> list[Sent]:
    """The statements of a call, as the application sends them when it has made the same call before."""
    from django.db import connection
    from django.test import Client

    client, found = Client(HTTP_HOST=_HOST, headers=headers), list[Sent]()
    whole = psycopg.Cursor.execute

    def keep(self: Any, query: Any, params: Any = None, *, prepare: bool | None = None, binary: Any = None) -> Any:
        prepared = not isinstance(self, psycopg.ClientCursor)
        found.append(Sent(query, params, prepared, connection.in_atomic_block))
        return whole(self, query, params, prepare=prepare, binary=binary)

    for _time in range(2):
        found.clear()
        with _patched(psycopg.Cursor, "execute", keep):
            answer = client.generic(call[0], call[1], call[2], content_type="application/json", REMOTE_ADDR=_HOST)
        if answer.status_code != 200:
            raise RuntimeError(f"{call[1]}: {answer.status_code} {answer.content[:300]!r}")
    return found


@contextmanager
def _patched(where: Any, name: str, value: Any) -> Iterator[None]:
    before = getattr(where, name)
    setattr(where, name, value)
    try:
        yield
    finally:
        setattr(where, name, before)


class Server:
    """A running web server."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process, self.port = process, port


@contextmanager
def _served(install: Install, module: list[str], arguments: list[str]) -> Iterator[Server]:
    """A web server on loopback, until the block ends. Limits are so wide that none is reached, and still counted."""
    port = ports.choose(_HOST, 8450)
    told = session.environment(install.session.spot, install.session.database, demo=True)
    told["DIABAN_LIMITS"] = "token=10000000/60 lookup=10000000/60 search=10000000/60"
    command = [sys.executable, "-m", *module, _HOST, str(port), *arguments]
    with (install.session.spot.logs / "bench.log").open("ab") as log:
        process = subprocess.Popen(command, env=os.environ | told, stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + 300
        while not ports.status(_HOST, port, "/vao/"):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((install.session.spot.logs / "bench.log").read_text())
            time.sleep(0.1)
        yield Server(process, port)
    finally:
        process.terminate()
        process.wait(120)


def _cost(
    install: Install, server: Server, some: list[Call], headers: dict[str, str], calls: int
) -> tuple[float, float]:
    """Microseconds of CPU for each call: of the web server, and of PostgreSQL."""
    from diaban.host.web import THREADS

    with cpu.counted(server.process.pid) as web, cpu.counted(install.postmaster) as database:
        threads = [_Caller(server.port, some[n::THREADS] or some, headers, calls // THREADS) for n in range(THREADS)]
        for thread in threads:
            thread.join()
    for thread in threads:
        if thread.failed is not None:
            raise thread.failed
    made = calls // THREADS * THREADS
    return web() / made * 1e6, database() / made * 1e6


class _Caller(threading.Thread):
    """Calls over one kept connection, one after another."""

    def __init__(self, port: int, some: list[Call], headers: dict[str, str], times: int) -> None:
        super().__init__()
        self.port, self.some, self.headers, self.times = port, some, headers, times
        self.failed: Exception | None = None
        self.start()

    def run(self) -> None:
        try:
            link = http.client.HTTPConnection(_HOST, self.port, timeout=60)
            for number in range(self.times):
                method, path, body = self.some[number % len(self.some)]
                link.request(method, path, body or None, self.headers | {"Content-Type": "application/json"})
                answer = link.getresponse()
                content = answer.read()
                if answer.status != 200:
                    raise RuntimeError(f"{path}: {answer.status} {content[:300]!r}")
            link.close()
        except Exception as error:
            self.failed = error
