"""Legal clocks: worked deadlines by hand, and what must hold for any of them."""

from __future__ import annotations

import csv
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diaban.casework.clocks import Pause, Paused, Term, Unit, begin, due, merged, used
from diaban.casework.tests.years import CALENDAR
from diaban.casework.workdays import Workdays, reaching
from diaban.core.time import ZONE

TABLE = list(csv.DictReader((Path(__file__).parent / "deadlines.csv").read_text("utf-8").splitlines(), delimiter=";"))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def _pauses(text: str) -> list[Pause]:
    return [Pause(*map(_moment, each.split("/"))) for each in text.split(",") if each]


def _term(row: dict[str, str]) -> Term:
    cutoff = time.fromisoformat(row["cutoff"]) if row["cutoff"] else None
    return Term(int(row["amount"]), Unit(row["unit"].rstrip("!")), cutoff, rolls=not row["unit"].endswith("!"))


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['received']} {row['amount']} {row['unit']} {row['due']}")
def test_worked_deadlines(row: dict[str, str]) -> None:
    assert due(_moment(row["received"]), _term(row), CALENDAR, _pauses(row["pauses"])) == _moment(row["due"]), row[
        "why"
    ]


def test_the_table_has_every_unit_and_trap() -> None:
    assert len(TABLE) >= 60
    assert {row["unit"].rstrip("!") for row in TABLE} == {unit.value for unit in Unit}


MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 1)).map(lambda m: m.replace(tzinfo=ZONE, second=0))
TERMS = st.builds(
    Term, st.integers(1, 40), st.sampled_from(Unit), st.sampled_from([None, time(15)]), st.booleans()
)  # fmt: skip
PAUSES = st.lists(
    st.builds(lambda since, minutes: Pause(since, since + timedelta(minutes=minutes)), MOMENTS, st.integers(0, 30_000)),
    max_size=4,
)


@given(MOMENTS, TERMS, PAUSES)
def test_a_clock_ends_after_it_began_while_it_runs(received: datetime, term: Term, pauses: list[Pause]) -> None:
    end = due(received, term, CALENDAR, pauses)
    assert end > begin(received, term, CALENDAR)
    assert not any(p.since < end <= p.until for p in pauses if p.until and p.until > p.since and end != p.until)


@given(MOMENTS, TERMS, PAUSES, PAUSES)
def test_another_pause_never_brings_the_end_nearer(
    received: datetime, term: Term, pauses: list[Pause], more: list[Pause]
) -> None:
    assert due(received, term, CALENDAR, pauses) <= due(received, term, CALENDAR, [*pauses, *more])


@given(MOMENTS, TERMS, PAUSES)
def test_pauses_that_overlap_count_once_in_any_order(received: datetime, term: Term, pauses: list[Pause]) -> None:
    end = due(received, term, CALENDAR, pauses)
    assert end == due(received, term, CALENDAR, [*reversed(pauses), *pauses]) == due(
        received, term, CALENDAR, merged(pauses)
    )  # fmt: skip


@given(MOMENTS, TERMS, PAUSES, st.sets(st.dates(date(2025, 1, 1), date(2028, 6, 1)), max_size=5))
def test_a_day_more_off_never_brings_the_end_nearer(
    received: datetime, term: Term, pauses: list[Pause], off: set[date]
) -> None:
    fewer = reaching(CALENDAR, off=off)
    assert due(received, term, CALENDAR, pauses) <= due(received, term, fewer, pauses)


@settings(deadline=None)  # forty months are walked day by day
@given(MOMENTS, TERMS, PAUSES)
def test_used_reaches_the_amount_when_it_is_due_and_not_before(
    received: datetime, term: Term, pauses: list[Pause]
) -> None:
    term = Term(term.amount, term.unit, term.cutoff, rolls=False)
    end = due(received, term, CALENDAR, pauses)
    assert used(received, term, CALENDAR, pauses, end) == term.amount
    assert used(received, term, CALENDAR, pauses, end - timedelta(seconds=1)) == term.amount - 1


@given(MOMENTS, st.integers(1, 30), PAUSES)
def test_working_days_as_counted_on_fingers(received: datetime, amount: int, pauses: list[Pause]) -> None:
    term = Term(amount, Unit.WORKING_DAY)
    day, left = begin(received, term, CALENDAR).date(), amount
    while left:
        day += timedelta(days=1)
        close = datetime.combine(day, time(17, 30), ZONE)
        paused = any(p.since < close <= p.until for p in pauses if p.until)
        left -= CALENDAR.worked(day) and not paused
    assert due(received, term, CALENDAR, pauses).date() == day


@given(MOMENTS, TERMS, MOMENTS)
def test_a_pause_that_goes_on_has_no_end_yet(received: datetime, term: Term, since: datetime) -> None:
    with pytest.raises(Paused):
        due(received, term, CALENDAR, [Pause(since)])
    later = since + timedelta(days=100)
    counted = used(received, term, CALENDAR, [Pause(since)], since)
    assert used(received, term, CALENDAR, [Pause(since)], later) <= counted + 1  # hours that were all but whole


def test_a_calendar_that_ends_says_so() -> None:
    short = Workdays(date(2026, 1, 1), date(2026, 1, 31))
    with pytest.raises(ValueError, match="the calendar ends on 2026-01-31"):
        due(_moment("2026-01-30 09:00"), Term(3, Unit.WORKING_DAY), short)
    with pytest.raises(ValueError, match="reaches from"):
        due(_moment("2026-03-30 09:00"), Term(3, Unit.WORKING_DAY), short)
