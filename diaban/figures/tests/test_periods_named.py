from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from diaban.core.errors import Invalid
from diaban.figures.periods import Period
from diaban.figures.periods_named import (
    Named,
    compared,
    containing,
    day,
    free,
    of,
    week,
    weeks_in,
    year_back,
)
from diaban.figures.periods_read import between, read, run
from diaban.figures.periods_schemes import IN_A_YEAR, MONTHS, RULES, Family, Grain, Rule

DAY = timedelta(days=1)
days = st.dates(date(1950, 1, 1), date(2150, 12, 31))
families = st.sampled_from(Family)
tiling = st.sampled_from([Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.HALF, Grain.YEAR])
#: The state's rule changing in the middle of a year, twice.
CHANGED = (
    *RULES,
    Rule(Family.STATE, 20, date(2027, 4, 1), None, "thử"),
    Rule(Family.STATE, 31, date(2031, 11, 1), None, "thử"),
)


@given(tiling, days, families)
def test_a_day_lies_in_one_period_and_the_next_begins_where_it_ends(grain: Grain, on: date, family: Family) -> None:
    named = containing(grain, on, family)
    assert named.since <= on <= named.until
    assert named.next().since == named.until + DAY
    assert named.next().previous() == named == named.previous().next()


@given(st.integers(1950, 2150), families)
def test_months_quarters_and_halves_add_up_to_the_year(year: int, family: Family) -> None:
    whole = of(Grain.YEAR, year, 1, family)
    for grain in (Grain.MONTH, Grain.QUARTER, Grain.HALF):
        parts = [of(grain, year, n, family) for n in range(1, IN_A_YEAR[grain] + 1)]
        assert parts[0].since == whole.since
        assert parts[-1].until == whole.until
        assert all(b.since == a.until + DAY for a, b in itertools.pairwise(parts))
    nine = of(Grain.NINE, year, 1, family)
    assert (nine.since, nine.until) == (whole.since, of(Grain.QUARTER, year, 3, family).until)


@given(st.integers(2020, 2035), st.sampled_from([grain for grain in MONTHS if grain is not Grain.NINE]))
def test_periods_tile_where_the_rule_changes(year: int, grain: Grain) -> None:
    each = [of(grain, y, n, Family.STATE, CHANGED) for y in (year, year + 1) for n in range(1, IN_A_YEAR[grain] + 1)]
    assert all(b.since == a.until + DAY for a, b in itertools.pairwise(each))


@pytest.mark.parametrize(
    ("code", "since", "until"),
    [
        ("bc-2023", "2022-12-15", "2023-12-14"),
        ("bc-2023-T01", "2022-12-15", "2023-01-14"),
        ("bc-2023-Q1", "2022-12-15", "2023-03-14"),
        ("bc-2023-H1", "2022-12-15", "2023-06-14"),
        ("bc-2023-H2", "2023-06-15", "2023-12-14"),
        ("bc-2023-9T", "2022-12-15", "2023-09-14"),
        ("2024-T02", "2024-02-01", "2024-02-29"),
        ("2020-W53", "2020-12-28", "2021-01-03"),
    ],
)
def test_the_days_of_the_decree_and_of_the_calendar(code: str, since: str, until: str) -> None:
    named = read(code)
    assert (named.since.isoformat(), named.until.isoformat(), named.code) == (since, until, code)


def test_only_the_state_cites_a_document() -> None:
    assert "09/2019" in read("bc-2023-T05").citation
    assert read("2023-T05").citation == ""


names = st.one_of(
    st.builds(of, st.just(Grain.YEAR), st.integers(1950, 2150), st.just(1), families),
    st.builds(containing, st.sampled_from([g for g in Grain if g is not Grain.FREE]), days, families),
    st.tuples(days, st.integers(0, 900)).map(lambda p: free(p[0], p[0] + p[1] * DAY)),
)


@given(names)
def test_a_code_is_read_back_and_a_label_is_never_empty(named: Named) -> None:
    again = read(named.code)
    assert again.period == named.period
    assert again.code == named.code
    assert named.label
    assert named.full
    assert named.short


def test_what_a_report_calls_a_year_is_its_own() -> None:
    own = read("2023", Family.STATE)
    assert (own.since, own.until) == (date(2022, 12, 15), date(2023, 12, 14))
    assert own.full == "năm 2023 (15/12/2022 – 14/12/2023)"
    assert read("lich-2023", Family.STATE).period == Period(date(2023, 1, 1), date(2023, 12, 31))
    assert read("15/12/2022-14/12/2023").period == own.period
    assert read("5/2023").code == "2023-T05"
    assert read("2023-6T").code == "2023-H1"
    assert read("31/05/2023").code == "2023-05-31"


@pytest.mark.parametrize("text", ["", "23", "2023-T13", "2023-Q0", "2023-W53", "31/02/2023", "2024-01-02..2023-01-01",
                                  "abc", "bc-", "9999", "1899", "２０２３", "bc-2023-05-31"])  # fmt: skip
def test_what_is_no_period_is_refused_with_how_to_write_one(text: str) -> None:
    with pytest.raises(Invalid, match="2023-T05"):
        read(text)


# -- the same period last year --


@given(days, st.integers(0, 500), st.integers(0, 500))
def test_spans_that_follow_each_other_have_counterparts_that_do(since: date, first: int, second: int) -> None:
    a = Period(since, since + first * DAY)
    b = Period(a.until + DAY, a.until + DAY + second * DAY)
    assume(not any(p.since == p.until and (p.since.month, p.since.day) == (2, 29) for p in (a, b)))
    assert year_back(b).since == year_back(a).until + DAY


@given(st.integers(1951, 2150), st.sampled_from(list(MONTHS)), families, st.data())
def test_a_named_period_last_year_is_the_same_days_a_year_back(
    year: int, grain: Grain, family: Family, data: st.DataObject
) -> None:
    number = data.draw(st.integers(1, IN_A_YEAR[grain]))
    named = of(grain, year, number, family)
    assert named.last_year() == of(grain, year - 1, number, family)
    assert named.last_year().period == year_back(named.period)


@pytest.mark.parametrize(
    ("since", "until", "back_since", "back_until"),
    [
        ("2024-02-29", "2024-02-29", "2023-02-28", "2023-02-28"),
        ("2024-02-01", "2024-02-29", "2023-02-01", "2023-02-28"),
        ("2025-02-01", "2025-02-28", "2024-02-01", "2024-02-29"),
        ("2024-02-29", "2024-03-10", "2023-03-01", "2023-03-10"),
        ("2024-01-01", "2024-02-28", "2023-01-01", "2023-02-28"),
        ("2025-03-01", "2025-03-31", "2024-03-01", "2024-03-31"),
    ],
)
def test_leap_days(since: str, until: str, back_since: str, back_until: str) -> None:
    back = year_back(Period(date.fromisoformat(since), date.fromisoformat(until)))
    assert (back.since.isoformat(), back.until.isoformat()) == (back_since, back_until)


def test_week_53_is_compared_with_the_last_week_before() -> None:
    assert weeks_in(2020) == 53
    assert week(2020, 53).last_year() == week(2019, 52)
    assert week(2021, 5).last_year() == week(2020, 5)


def test_a_running_period_is_compared_with_as_much_of_last_year() -> None:
    now, then = compared(of(Grain.YEAR, 2026), date(2026, 11, 22))
    assert (now.since, now.until) == (date(2026, 1, 1), date(2026, 11, 22))
    assert (then.since, then.until) == (date(2025, 1, 1), date(2025, 11, 22))
    whole, before = compared(of(Grain.YEAR, 2025), date(2026, 11, 22))
    assert (whole.code, before.code) == ("2025", "2024")
    assert compared(day(date(2026, 11, 22)), date(2026, 11, 22))[1].since == date(2025, 11, 22)


def test_over_and_begun() -> None:
    named = read("bc-2023")
    assert not named.over(date(2023, 12, 14))
    assert named.over(date(2023, 12, 15))
    assert named.begun(date(2022, 12, 15))
    assert not named.begun(date(2022, 12, 14))


# -- many --


def test_a_run_ends_with_the_period_asked() -> None:
    assert [named.code for named in run(read("2024-T02"), 4)] == ["2023-T11", "2023-T12", "2024-T01", "2024-T02"]


@given(days, st.integers(0, 120), st.sampled_from([Grain.WEEK, Grain.MONTH, Grain.QUARTER]), families)
def test_between_covers_every_day(since: date, more: int, grain: Grain, family: Family) -> None:
    until = since + more * DAY
    found = list(between(grain, since, until, family))
    assert found[0].since <= since
    assert found[-1].until >= until
    assert all(b.since == a.until + DAY for a, b in itertools.pairwise(found))
