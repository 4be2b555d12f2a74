"""Brings the shipped calendar and the rooms' clock rules into the database; what an office changed itself stays."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

from django.db import transaction

from diaban.casework import calendar, registry
from diaban.core import sql

DAYS = Path(__file__).parent / "shipped" / "days.csv"
HOURS = Path(__file__).parent / "shipped" / "hours.csv"

_DAY = """
insert into casework_day (day, worked, title, citation, checked) values (%s, %s, %s, %s, %s)
on conflict (day) do update set worked = excluded.worked, title = excluded.title, citation = excluded.citation,
    checked = excluded.checked where not casework_day.own
"""
_HOURS = """
insert into casework_hours (weekday, opens, closes, counter, citation, valid_from)
select %s, %s, %s, %s, %s, %s where not exists (
    select from casework_hours where own or (weekday = %s and opens = %s and valid_from = %s))
"""
_RULE = """
insert into casework_rule (code, title, amount, unit, cutoff, rolls, citation, valid_from, valid_to)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s) on conflict (code, valid_from) do nothing
"""


def load() -> None:
    """Load what ships, where it differs from what was last loaded. Deadlines follow by the clock."""
    digest = sha256(DAYS.read_bytes() + HOURS.read_bytes() + repr(registry.rules()).encode()).hexdigest()
    if sql.value("select shipped from casework_calendar") == digest:
        return
    with transaction.atomic():
        for day, worked, title, citation, checked in _days():
            sql.execute(_DAY, [day, worked, title, citation, checked])
        for row in csv.DictReader(HOURS.read_text("utf-8").splitlines(), delimiter=";"):
            key = [row["weekday"], row["opens"], row["valid_from"]]
            given = [row["weekday"], row["opens"], row["closes"], row["counter"] == "1", row["citation"]]
            sql.execute(_HOURS, [*given, row["valid_from"], *key])
        for rule in registry.rules():
            sql.execute(
                _RULE,
                [rule.code, str(rule.title), rule.amount, rule.unit.value, rule.cutoff, rule.rolls, rule.citation,
                 rule.valid_from, rule.valid_to],
            )  # fmt: skip
        sql.execute("update casework_calendar set version = version + 1, shipped = %s", [digest])
    calendar.forget()


def _days() -> Iterator[tuple[date, bool, str, str, bool]]:
    for row in csv.DictReader(DAYS.read_text("utf-8").splitlines(), delimiter=";"):
        yield date.fromisoformat(row["day"]), row["worked"] == "1", row["title"], row["citation"], row["checked"] == "1"
