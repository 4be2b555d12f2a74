"""Limits: held across processes, cheap, and a page says its own sentence."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from diaban.access import limits
from diaban.access.tests.test_sign_in import enter
from diaban.access.tests.world import PASSWORD, build
from diaban.core import sql
from diaban.core.errors import DiabanError
from diaban.host import options

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh(settings: Any) -> Iterator[None]:
    limits.forget()
    settings.LIMITS = {**settings.LIMITS, "search": (80, 60), "export": (3, 60)}
    yield
    limits.forget()


def taken(name: str, subject: str, tries: int) -> int:
    got = 0
    for _n in range(tries):
        try:
            limits.take(name, subject)
        except limits.TooOften:
            return got
        got += 1
    return got


def test_so_many_at_once_and_no_more() -> None:
    assert taken("export", "a1", 10) == 3
    assert taken("export", "a2", 10) == 3  # someone else's
    assert taken("search", "a1", 200) == 80


def test_processes_share_one_allowance() -> None:
    """Each `forget` is a process that begins without what others hold: together they get no more than the limit."""
    got = 0
    for _process in range(30):
        limits.forget()
        got += taken("search", "a1", 10)
    assert 60 <= got <= 80


def test_the_allowance_comes_back_with_time() -> None:
    assert taken("search", "a1", 200) == 80
    sql.execute("update access_rate set full_at = full_at - interval '30 seconds'")
    limits.forget()
    assert 38 <= taken("search", "a1", 200) <= 42


def test_a_clock_that_was_set_back_locks_nobody_out() -> None:
    limits.take("search", "a1")
    sql.execute("update access_rate set full_at = full_at + interval '3 days'")
    limits.forget()
    limits.take("search", "a1")


def test_a_limit_of_nothing_is_none(settings: Any) -> None:
    settings.LIMITS = {**settings.LIMITS, "search": (0, 60)}
    assert taken("search", "a1", 500) == 500
    assert sql.value("select count(*) from access_rate") == 0


def test_most_permits_ask_the_database_nothing(settings: Any, django_assert_max_num_queries: Any) -> None:
    settings.LIMITS = {**settings.LIMITS, "lookup": (400, 60)}
    with django_assert_max_num_queries(11):
        assert taken("lookup", "a1", 100) == 100


def test_being_refused_again_asks_the_database_nothing(django_assert_max_num_queries: Any) -> None:
    taken("export", "a1", 10)
    with django_assert_max_num_queries(0):
        assert taken("export", "a1", 5) == 0


@pytest.mark.slow
def test_a_permit_costs_microseconds() -> None:
    limits.take("search", "cost")
    begun = time.process_time()
    for n in range(2_000):
        limits.take("lookup", f"many{n % 20}")
    assert (time.process_time() - begun) / 2_000 < 0.000_5


@pytest.mark.parametrize("told", ["search", "search=3", "search=x/60", "search=3/0", "nothing=3/60", "search=-1/60"])
def test_a_setting_that_cannot_be_read_is_said(told: str) -> None:
    with pytest.raises(DiabanError):
        options.limits({"DIABAN_LIMITS": told})


def test_a_setting_changes_what_it_names() -> None:
    changed = options.limits({"DIABAN_LIMITS": "search=7/30"})
    assert (changed["search"], changed["export"]) == ((7, 30), (30, 3600))


def test_a_page_says_it_and_when_to_come_back(settings: Any) -> None:
    settings.LIMITS = {**settings.LIMITS, "sign-in": (2, 60)}
    client = Client(headers={"host": "127.0.0.1"})
    sent = {"login": "nobody", "password": "x"}
    assert [client.post("/vao/", sent).status_code for _n in range(2)] == [200, 200]
    late = client.post("/vao/", sent)
    assert late.status_code == 429
    assert "Retry-After" in late.headers
    assert "tạm dừng" in late.content.decode()
    assert client.get("/vao/").status_code == 200


def test_searches_on_pages_count_by_account(settings: Any) -> None:
    build("18754", "42", "a", sign_in=("commune_police",), demo=True)
    settings.LIMITS = {**settings.LIMITS, "search": (1, 86_400)}
    client = Client(headers={"host": "127.0.0.1"})
    enter(client, "commune-police.a", PASSWORD)
    client.post("/muc-dich/", {"code": "residence"})
    found = {client.post("/tim/", {"q": "an"}).status_code for _n in range(limits.SHARED + 5)}
    assert 429 in found
