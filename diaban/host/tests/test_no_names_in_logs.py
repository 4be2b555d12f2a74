"""Every page, call and job is made to fail on names and numbers; no log of any process has them afterwards."""

from __future__ import annotations

import io
import json
import logging
import os
import subprocess
import sys
import urllib.parse
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.test import Client

from conftest import FreshDatabase
from diaban.host import logs, meter
from diaban.host.tests.conftest import wait_for
from tests.cluster import TestCluster
from tests.leaks.routes import Route, routes
from tests.leaks.world import Full, fill, signed_in
from tests.sampling import turn

pytestmark = pytest.mark.slow

NAME, NUMBER = "Lò Văn Dấu Vết", "042185031337"
#: As they might stand in a log: plain, escaped, quoted for an address, in bytes, as a user's name.
NEEDLES = ("Dấu Vết", "D\\u1ea5u", urllib.parse.quote("Dấu Vết"), urllib.parse.quote_plus("Dấu Vết"),
           "D\\xe1\\xba\\xa5u", "dau-vet", "dau_vet", NUMBER)  # fmt: skip
FORM = {"code": "residence", "q": NAME, "full_name": NAME, "name": NAME, "id_no": NUMBER, "number": NUMBER,
        "reference": NUMBER, "birth_date": "2001-02-03", "day": "01/10/2026", "sex": "f", "version": NUMBER,
        "username": "dau-vet", "login": "dau-vet", "password": NUMBER, "reason": NAME, "address": NAME, "kind": NAME,
        "value": NUMBER, "birth_precision": "d", "relation": "child", "since": "2026-10-01", "starts": "2026-10-01",
        "destination": NAME, "text": NAME, "birth_day": "03/02/2001", "on": "01/10/2026"}  # fmt: skip
QUERY = {"q": NAME, "id_no": NUMBER, "after": NUMBER, "cursor": NAME, "since": NAME, "text": NAME, "day": "\x00" + NAME}
#: Fails whatever writes or looks residents up, and quotes what it failed on.
BREAK = f"""
create function told() returns trigger language plpgsql as
    $$ begin raise exception 'row % of {NAME} {NUMBER}', new using detail = '{NAME}', hint = '{NUMBER}'; end $$;
create trigger told before insert or update on people_resident for each row execute function told();
create trigger told before insert or update on django_session for each row execute function told();
revoke select on people_stay from diaban_app;
"""


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the web server's log would have."""
    out = io.StringIO()
    handler, root, ours = logging.StreamHandler(out), logging.getLogger(), logging.getLogger("diaban")
    handler.setFormatter(logs.Lines("web"))
    before = root.level, ours.level
    root.addHandler(handler)
    ours.setLevel(logging.INFO)
    yield out
    root.removeHandler(handler)
    root.setLevel(before[0])
    ours.setLevel(before[1])


def _address(route: Route, full: Full) -> str:
    """The address with a marker wherever one fits, else with a record that is there."""
    ids = {name: NAME if isinstance(value, str) and "code" in name else value for name, value in full.ids.items()}
    try:
        return route.address(ids)
    except Exception:
        return route.address(full.ids)


def _ask_for_everything(client: Client, full: Full, one_in: int = 1) -> list[int]:
    statuses = []
    for n, route in enumerate(routes()):
        if route.name in ("account_logout", "access:forget_purpose") or not turn(one_in, n):
            continue
        address = _address(route, full)
        if route.api:
            method = route.name.split(" ")[0]
            body = json.dumps(FORM) if method != "GET" else ""
            told = client.generic(method, address, body, content_type="application/json", query_params=QUERY)
            statuses.append(told.status_code)
        else:
            statuses += [client.get(address, QUERY).status_code, client.post(address, FORM).status_code]
    return statuses


def _strange_requests(client: Client) -> list[int]:
    """What no address expects."""
    asked = (
        client.get(f"/khong-co/{NAME}/", {"q": NUMBER}),
        client.get("/cu-dan/", headers={"host": f"{NUMBER}.example"}),
        client.post("/vao/", {"login": "dau-vet", "password": NUMBER}, headers={"origin": f"https://{NUMBER}"}),
        client.generic("POST", "/api/v1/search", f'{{"q": "{NAME}', content_type="application/json"),
        client.generic("PROPFIND", f"/{uuid.uuid4()}/{NUMBER}"),
        client.get("/metrics", {"q": NAME}),
    )
    return [answer.status_code for answer in asked]


def _worker_log(fresh: FreshDatabase, folder: Path) -> str:
    """What the worker writes of jobs that it doesn't know or that fail on their arguments."""
    with psycopg.connect(fresh.owner_url, autocommit=True) as link:
        link.execute(
            "insert into procrastinate_jobs (queue_name, task_name, args, status, attempts)"
            " select 'people', task, %s::jsonb, 'todo', 0 from unnest(%s::text[]) task",
            [json.dumps({"import_id": NAME, "posting_id": NUMBER}), ["people.commit_import", "no.such.task"]],
        )
        told = os.environ | {"DIABAN_DB_URL": fresh.app_url, "DIABAN_DATA": str(folder)}
        code = "import sys; from diaban.host.worker import main; sys.exit(main())"
        with (folder / "worker.log").open("wb") as out:
            worker = subprocess.Popen([sys.executable, "-c", code], env=told, stdout=out, stderr=out)
        failed = "select count(*) from procrastinate_jobs where status = 'failed'"
        assert wait_for(lambda: (link.execute(failed).fetchone() or [0])[0] == 2)
        worker.terminate()
        worker.wait(120)
    return (folder / "worker.log").read_text("utf-8")


def test_no_log_of_any_process_names_anyone(
    fresh_database: FreshDatabase, cluster: TestCluster, written: io.StringIO, tmp_path: Path,
    django_db_blocker: Any, capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    log = cluster.cluster.lodging.root / "log"
    before = log.stat().st_size
    with django_db_blocker.unblock():
        full = fill("b", "23293", "51", "Trong", "062080000001")
        client = signed_in(full, "commune_police")
        client.raise_request_exception = False
        _ask_for_everything(client, full, one_in=3)  # what goes well is written by one line of code
        _strange_requests(client)
        with psycopg.connect(fresh_database.owner_url, autocommit=True) as link:
            link.execute(BREAK)
        _ask_for_everything(client, full)
        metrics = meter.text(tmp_path, {})
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    seen = {line["status"] for line in lines if "status" in line}
    assert seen >= {200, 302, 400, 403, 404, 405, 422, 500}, sorted(seen)
    parts = [part for line in lines for part in line.get("error", [])]
    assert {"P0001", "42501"} <= {part.get("sqlstate") for part in parts}, "each error with PostgreSQL's own code"
    assert all("/" in part["at"] for part in parts), "and with where it arose"
    worker = _worker_log(fresh_database, tmp_path)
    assert "people.commit_import" in worker
    texts = {"web": written.getvalue(), "worker": worker, "metrics": metrics, "printed": "".join(capfd.readouterr()),
             "postgres": log.read_bytes()[before:].decode("utf-8", "replace")}  # fmt: skip
    for name, text in texts.items():
        assert [needle for needle in NEEDLES if needle in text] == [], name
