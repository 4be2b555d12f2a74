"""What is logged when something breaks says where, never whom."""

from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
from typing import Any

import psycopg
import pytest

from diaban.host import logs
from tests.cluster import TestCluster


@pytest.mark.pg15
def test_the_servers_log_does_not_quote_what_a_statement_failed_on(cluster: TestCluster) -> None:
    name = cluster.create()
    log = cluster.cluster.lodging.root / "log"
    before = log.stat().st_size
    with psycopg.connect(cluster.owner_url(name), autocommit=True) as link:
        link.execute("create table told (id_no text unique, full_name text check (full_name <> 'Lò Văn Thử'))")
        link.execute("insert into told values ('042185009999', 'x')")
        with pytest.raises(psycopg.errors.UniqueViolation, match="042185009999"):
            link.execute("insert into told values ('042185009999', 'y')")
        with pytest.raises(psycopg.errors.CheckViolation, match="Lò Văn Thử"):
            link.execute("insert into told values ('1', 'Lò Văn Thử')")
        with pytest.raises(psycopg.errors.InvalidDatetimeFormat, match="Lò Văn Thử"):
            link.execute("select 'Lò Văn Thử'::date")
        with pytest.raises(psycopg.errors.RaiseException):
            link.execute("do $$ begin raise 'Lò Văn Thử'; end $$")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(cluster.owner_url("nobody_made_this"))
    cluster.drop(name)
    written = log.read_bytes()[before:].decode()
    assert "nobody_made_this" in written, "what concerns the server itself is logged"
    assert "042185009999" not in written
    assert "Thử" not in written


def _logged(error: Exception, name: str = "procrastinate", **more: Any) -> dict[str, Any]:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(logs.Lines("worker"))
    logger = logging.Logger(name)
    logger.addHandler(handler)
    try:
        raise error
    except Exception:
        logger.error("Job people.commit(042185009999) failed: %s", error, exc_info=True, extra=more)
    line: dict[str, Any] = json.loads(out.getvalue())
    assert "042185009999" not in out.getvalue()
    assert "Thử" not in out.getvalue()
    return line


def test_a_line_names_the_error_and_its_place_without_its_words() -> None:
    line = _logged(ValueError("DETAIL: Key (id_no)=(042185009999) already exists."))
    assert line["error"][0]["type"] == "ValueError"
    assert line["error"][0]["at"].startswith("host/tests/test_logs.py:")
    assert (line["process"], line["level"], line["logger"]) == ("worker", "error", "procrastinate")


def test_a_job_is_named_without_its_arguments() -> None:
    job = {"task_name": "people.commit_import", "id": 7, "task_args": {"name": "Lò Văn Thử"}}
    line = _logged(KeyError("x"), job=job, action="job_error")
    assert (line["action"], line["job"], line["job_id"]) == ("job_error", "people.commit_import", 7)


def test_causes_are_told_too() -> None:
    outer = RuntimeError("Lò Văn Thử")
    outer.__cause__ = KeyError("042185009999")
    assert [part["type"] for part in _logged(outer)["error"]] == ["RuntimeError", "KeyError"]


def test_a_databases_error_has_its_code_and_constraint(db: None) -> None:
    from django.db import Error, connection, transaction

    with pytest.raises(Error) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("create temp table told (id_no text constraint told_once unique)")
        cursor.execute("insert into told values ('042185009999'), ('042185009999')")
    parts = _logged(caught.value)["error"]
    assert {"sqlstate": "23505", "constraint": "told_once", "table": "told"}.items() <= parts[1].items()


def test_what_a_process_dies_of_is_spared_as_well() -> None:
    code = (
        "import threading; from diaban.host import logs; logs.configure('web')\n"
        "def die(): raise ValueError('Lò Văn Thử')\n"
        "thread = threading.Thread(target=die); thread.start(); thread.join()\n"
        "import warnings; warnings.warn('042185009999')\n"
        "raise KeyError('042185009999')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["error"][0]["type"] for line in lines if "error" in line] == ["ValueError", "KeyError"]
    assert "042185009999" not in done.stderr
    assert "Thử" not in done.stderr
