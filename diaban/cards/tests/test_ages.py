"""Who is due and until when a card is good: worked examples and what must hold for all."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaban.cards import ages
from diaban.core.time import age_on

BORN = date(1985, 9, 17)

GOOD_UNTIL = [
    # issued, born, the day printed as its end
    (date(2021, 4, 25), BORN, date(2025, 9, 17)),  # at 35: to the fortieth birthday
    (date(2023, 9, 16), BORN, date(2025, 9, 17)),  # a day before the two years: still to 40
    (date(2023, 9, 17), BORN, date(2045, 9, 17)),  # within two years before 40: to 60
    (date(2025, 9, 17), BORN, date(2045, 9, 17)),  # on the birthday
    (date(2043, 9, 17), BORN, None),  # within two years before 60: without a term
    (date(2026, 5, 1), date(1960, 1, 1), None),
    (date(2024, 7, 1), date(2020, 2, 29), date(2034, 3, 1)),  # a child's card, to 14
    (date(2026, 3, 1), date(2014, 3, 1), date(2039, 3, 1)),  # twelve: two years before 14, to 25
    (date(2026, 2, 28), date(2014, 3, 1), date(2028, 3, 1)),
]


@pytest.mark.parametrize(("issued", "born", "last"), GOOD_UNTIL)
def test_until_when(issued: date, born: date, last: date | None) -> None:
    assert ages.good_until(born, issued) == last


@pytest.mark.parametrize(
    ("born", "issued", "day", "due"),
    [
        (date(2012, 11, 22), None, date(2026, 11, 22), True),  # fourteen today
        (date(2012, 11, 23), None, date(2026, 11, 22), False),
        (BORN, None, date(2026, 11, 22), True),
        (BORN, date(2021, 4, 25), date(2025, 9, 16), False),
        (BORN, date(2021, 4, 25), date(2025, 9, 17), True),
        (date(1960, 1, 1), date(2021, 4, 25), date(2026, 11, 22), False),
        (date(2020, 1, 1), date(2025, 1, 1), date(2026, 11, 22), False),
    ],
)
def test_who_is_due(born: date, issued: date | None, day: date, due: bool) -> None:
    assert ages.is_due(born, issued, day) == due


def test_children_may_ask_since_the_law_of_2023() -> None:
    child = date(2018, 5, 5)
    assert not ages.may_ask(child, date(2024, 6, 30))
    assert ages.may_ask(child, date(2024, 7, 1))
    assert not ages.may_ask(child, date(2018, 5, 4))


def test_no_card_before_birth() -> None:
    with pytest.raises(ValueError, match="born"):
        ages.good_until(BORN, BORN - timedelta(days=1))


days = st.dates(date(1900, 1, 1), date(2060, 12, 31))


@given(days, st.integers(0, 40_000))
def test_a_card_is_good_for_at_least_the_spared_years_or_for_ever(born: date, after: int) -> None:
    issued = born + timedelta(days=after)
    last = ages.good_until(born, issued)
    if last is None:
        assert age_on(born, issued) >= 58
    else:
        assert last >= ages.birthday(issued, 2) - timedelta(days=2)
        assert age_on(born, last) in (14, 25, 40, 60)


@given(days, st.integers(0, 36_000), st.integers(0, 36_000))
def test_due_exactly_when_the_card_is_no_longer_good(born: date, after: int, later: int) -> None:
    issued = born + timedelta(days=after)
    day = issued + timedelta(days=later)
    last = ages.good_until(born, issued)
    assert ages.is_due(born, issued, day) == (last is not None and day >= last)


@given(days, days)
def test_without_a_card_due_from_fourteen_on(born: date, day: date) -> None:
    assert ages.is_due(born, None, day) == (born <= day and age_on(born, day) >= 14)
