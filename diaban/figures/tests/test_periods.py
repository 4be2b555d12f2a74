from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaban.core import sql
from diaban.figures import periods
from diaban.figures.periods import Period, first_day, half_of, last_day

days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
spans = st.tuples(days, st.integers(0, 800)).map(lambda p: Period(p[0], p[0] + timedelta(days=p[1])))


def days_of(since: date, until: date) -> range:
    return range(since.toordinal(), until.toordinal() + 1)


@given(days)
def test_halves_follow_each_other(day: date) -> None:
    half = half_of(day)
    assert first_day(half) <= day <= last_day(half)
    assert first_day(half).day in (1, 15)
    assert last_day(half) + timedelta(days=1) == first_day(half + 1)


@given(spans)
def test_halves_and_edges_are_the_days_of_the_period(period: Period) -> None:
    covered = [
        date.fromordinal(n) for since, until in period.edges() for n in range(since.toordinal(), until.toordinal() + 1)
    ]
    halves = period.halves()
    if halves is not None:
        whole = range(first_day(halves[0]).toordinal(), last_day(halves[1]).toordinal() + 1)
        covered += [date.fromordinal(n) for n in whole]
    everything = [date.fromordinal(n) for n in range(period.since.toordinal(), period.until.toordinal() + 1)]
    assert sorted(covered) == everything
    assert len(period.edges()) <= 2


@pytest.mark.parametrize(
    "period",
    [
        periods.month(2026, 2),
        periods.month(2024, 12),
        periods.year(2023),
        periods.reporting_month(2026, 1),
        periods.reporting_year(2023),
    ],
)
def test_months_and_years_of_both_sorts_are_whole_halves(period: Period) -> None:
    assert period.edges() == []


def test_the_state_counts_its_year_from_15_december_to_14_december() -> None:
    assert periods.reporting_year(2023) == Period(date(2022, 12, 15), date(2023, 12, 14))
    assert periods.reporting_month(2026, 1) == Period(date(2025, 12, 15), date(2026, 1, 14))


def test_no_period_ends_before_it_starts() -> None:
    with pytest.raises(ValueError):
        Period(date(2026, 1, 2), date(2026, 1, 1))


@pytest.mark.django_db
def test_the_database_numbers_halves_alike() -> None:
    found = sql.rows(
        "select d::date, figures.half(d::date) from generate_series(date '1999-12-01', '2028-03-31', '1 day') d"
    )
    assert all(half_of(day) == half for day, half in found)
