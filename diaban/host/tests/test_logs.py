"""What is logged when something breaks says where, never whom."""

from __future__ import annotations

import io
import logging

import psycopg
import pytest

from diaban.host.worker import Sparing
from tests.cluster import TestCluster


@pytest.mark.pg15
def test_the_servers_log_does_not_quote_the_row_that_broke_a_rule(cluster: TestCluster) -> None:
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
    cluster.drop(name)
    written = log.read_bytes()[before:].decode()
    assert "told_id_no_key" in written
    assert "042185009999" not in written
    assert "Thử" not in written


def _logged(error: Exception) -> str:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(Sparing("%(name)s %(levelname)s %(message)s"))
    logger = logging.Logger("procrastinate")
    logger.addHandler(handler)
    try:
        raise error
    except Exception:
        logger.error("Job people.commit_import[7] ended with status: Error", exc_info=True)
    return out.getvalue()


def test_the_workers_log_names_the_error_and_its_place_without_its_words() -> None:
    written = _logged(ValueError("DETAIL: Key (id_no)=(042185009999) already exists."))
    assert "commit_import[7]" in written
    assert "ValueError at host/tests/test_logs.py:" in written
    assert "042185009999" not in written


def test_a_cause_is_told_too() -> None:
    outer = RuntimeError("Lò Văn Thử")
    outer.__cause__ = KeyError("042185009999")
    written = _logged(outer)
    assert "RuntimeError" in written
    assert "KeyError" in written
    assert "Thử" not in written
    assert "042185009999" not in written
