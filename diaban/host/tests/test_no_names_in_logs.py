"""Every page, call and job is made to fail on names and numbers; no log of any process has them afterwards."""

from __future__ import annotations

import contextlib
import http.cookiejar
import json
import re
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from diaban.host.server import Server
from diaban.host.tests.conftest import Install, wait_for
from tests.leaks.routes import Route, routes

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

NAME, NUMBER = "Lò Văn Dấu Vết", "042185031337"
#: As they might stand in a log: plain, escaped, quoted for an address, in bytes.
NEEDLES = ("Dấu Vết", "D\\u1ea5u", urllib.parse.quote("Dấu Vết"), urllib.parse.quote_plus("Dấu Vết"),
           "D\\xe1\\xba\\xa5u", "dau-vet", "dau_vet", NUMBER)  # fmt: skip
FORM = {"code": "residence", "q": NAME, "full_name": NAME, "name": NAME, "id_no": NUMBER, "number": NUMBER,
        "reference": NUMBER, "birth_date": NAME, "day": NAME, "sex": "f", "version": NUMBER, "username": "dau-vet",
        "login": "dau-vet", "password": NUMBER, "reason": NAME, "address": NAME, "kind": NAME, "value": NUMBER,
        "\x00": NAME}  # fmt: skip


class Visitor:
    """Someone signed in to the demo, asking for anything."""

    def __init__(self, address: str) -> None:
        self.address, self.jar = address, http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def ask(self, path: str, form: Any = None, json_body: Any = None, method: str | None = None) -> int:
        """The status; whatever it is."""
        body, headers = None, {"Referer": self.address, "X-CSRFToken": self.token()}
        if form is not None:
            body = urllib.parse.urlencode(form).encode()
        elif json_body is not None:
            body, headers["Content-Type"] = json.dumps(json_body).encode(), "application/json"
        request = urllib.request.Request(self.address + path, body, headers, method=method)
        try:
            with self.opener.open(request, timeout=30) as answer:
                answer.read()
                return int(answer.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code

    def token(self) -> str:
        return next((str(cookie.value) for cookie in self.jar if cookie.name == "csrftoken"), "")

    def sign_in(self, entry: dict[str, str]) -> None:
        self.jar.clear()
        self.ask("/vao/")
        self.ask("/vao/", {"login": entry["username"], "password": entry["password"]})
        assert self.ask("/tuy-chon/", {"language": "vi"}) in (200, 302)


@pytest.fixture
def demo(install: Install) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """A small demo, served by its supervisor with a worker."""
    said = install.spot.data.parent / "said"
    with said.open("wb") as out:
        running = subprocess.Popen(
            [sys.executable, "-m", "diaban.cli", "demo", "--residents", "120", "--data", str(install.spot.data),
             "--port", "8440"], stdout=out, stderr=out,
        )  # fmt: skip
    try:
        assert wait_for(lambda: "http://" in said.read_text(), 120), said.read_text()
        found = re.search(r"http://[\d.:]+", said.read_text())
        assert found
        yield found.group(), json.loads((install.spot.data / "demo.json").read_text("utf-8"))["sign_ins"]
    finally:
        running.terminate()
        running.wait(60)


def _path(route: Route) -> str:
    """The address with a marker wherever one fits."""
    filled = {}
    for name in route.params:
        filled[name] = NAME if name in ("code", "key", "name", "text") else NUMBER
        if name.endswith("_id"):
            filled[name] = str(uuid.uuid5(uuid.NAMESPACE_DNS, NAME))
    for choice in (filled, dict.fromkeys(filled, 999_999), {name: str(uuid.uuid4()) for name in filled}):
        with contextlib.suppress(Exception):
            return urllib.parse.quote(route.address(choice), safe="/")
    return f"/khong-co/{urllib.parse.quote(NAME)}/"


def _break_the_tables(owner_url: str) -> None:
    """From now on, writing a resident and reading a stay fail, and PostgreSQL says on whose account."""
    with psycopg.connect(owner_url, autocommit=True) as link:
        link.execute(
            f"create function told() returns trigger language plpgsql as $$ begin raise exception"
            f" 'row %% of {NAME} {NUMBER}', new; end $$".replace("%%", "%")
        )
        for table in ("people_resident", "django_session", "ledger_lookup"):
            link.execute(f"create trigger told before insert on {table} for each row execute function told()")
        link.execute(
            "insert into procrastinate_jobs (queue_name, task_name, args, status, attempts) select 'default', task,"
            " %s::jsonb, 'todo', 0 from unnest(%s::text[]) task",
            [json.dumps({"import_id": NAME, "number": NUMBER, "office": NUMBER}),
             ["diaban.people.importing.jobs.commit", "people.commit_import", "no.such.task"]],
        )  # fmt: skip


def _ask_for_everything(visitor: Visitor) -> list[int]:
    statuses = []
    query = "?" + urllib.parse.urlencode({"q": NAME, "id_no": NUMBER, "after": NUMBER, "since": NAME, "text": NAME})
    for route in routes():
        if route.name == "account_logout":
            continue
        if route.api:
            method = route.name.split(" ")[0]
            statuses.append(
                visitor.ask(_path(route) + query, json_body=FORM if method != "GET" else None, method=method)
            )
        else:
            statuses += [visitor.ask(_path(route) + query), visitor.ask(_path(route), form=FORM)]
    statuses.append(visitor.ask("/khong-co/" + urllib.parse.quote(NAME) + query))
    statuses.append(visitor.ask("/api/v1/residents", json_body=[NAME], method="POST"))
    return statuses


def test_no_log_of_any_process_names_anyone(install: Install, demo: tuple[str, list[dict[str, str]]]) -> None:
    address, sign_ins = demo
    visitor = Visitor(address)
    statuses = _ask_for_everything(visitor)
    for role in ("commune_police", "system_admin"):
        visitor.sign_in(next(entry for entry in sign_ins if entry["role"] == role))
        visitor.ask("/muc-dich/", {"code": "residence", "reference": NUMBER})
        statuses += _ask_for_everything(visitor)
    lease: Server = install.join()
    _break_the_tables(lease.owner_url)
    statuses += _ask_for_everything(visitor)
    logs = install.spot.logs
    assert wait_for(lambda: "no.such.task" in (logs / "worker.log").read_text() or _failed(lease), 30)
    lines = [json.loads(line) for line in (logs / "web.log").read_text("utf-8").splitlines()]
    assert {line["status"] for line in lines if "status" in line} >= {200, 302, 400, 403, 404, 500}
    assert any(part.get("sqlstate") for line in lines for part in line.get("error", [])), "PostgreSQL's own code"
    assert max(statuses) >= 500
    for path in _every_log(install):
        text = path.read_bytes().decode("utf-8", "replace")
        assert [needle for needle in NEEDLES if needle in text] == [], path


def _failed(lease: Server) -> bool:
    with psycopg.connect(lease.owner_url) as link:
        row = link.execute("select count(*) from procrastinate_jobs where status = 'failed'").fetchone()
    return bool(row and row[0] >= 2)


def _every_log(install: Install) -> list[Path]:
    found = [*install.spot.logs.iterdir(), install.spot.data.parent / "said", *(install.spot.run / "meters").iterdir()]
    assert {"web.log", "worker.log", "postgres.log"} <= {path.name for path in found}
    return [path for path in found if path.is_file()]
