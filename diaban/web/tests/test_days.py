"""Days as clerks type them."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from diaban.core.text import fmt_date
from diaban.core.time import clock_at
from diaban.web.days import PartialDay, read_day, read_partial
from diaban.web.fields import DayField, PartialDayField

NOW = datetime(2026, 11, 22, 9, 0)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1/2/2003", date(2003, 2, 1)), ("01-02-03", date(2003, 2, 1)), ("1.2.2003", date(2003, 2, 1)),
        ("01022003", date(2003, 2, 1)), ("2003-02-01", date(2003, 2, 1)), (" 1 / 2 / 2003 ", date(2003, 2, 1)),
        ("ngày 1 tháng 2 năm 2003", date(2003, 2, 1)), ("1/2/57", date(1957, 2, 1)), ("5/6", date(2026, 6, 5)),
        ("hôm nay", date(2026, 11, 22)), ("Hôm qua", date(2026, 11, 21)),
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_typed(typed: str, meant: date) -> None:
    with clock_at(NOW):
        assert read_day(typed) == meant


@pytest.mark.parametrize(
    "typed", ["", "31/31/1990", "30/2/2001", "1/2/203", "mai", "1/2/3/4", "2003", "99999999", "1e3"]
)
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        read_day(typed)


@pytest.mark.parametrize(
    ("typed", "first", "precision"),
    [("1957", date(1957, 1, 1), "y"), ("5/1957", date(1957, 5, 1), "m"), ("7/5/1957", date(1957, 5, 7), "d")],
)
def test_a_day_may_be_partly_known(typed: str, first: date, precision: str) -> None:
    assert read_partial(typed) == PartialDay(first, precision)


@given(st.dates(date(1890, 1, 1), date(2199, 12, 31)), st.sampled_from("dmy"))
def test_what_is_written_is_read_back(day: date, precision: str) -> None:
    first = {"d": day, "m": day.replace(day=1), "y": day.replace(month=1, day=1)}[precision]
    assert read_partial(fmt_date(first, precision)) == PartialDay(first, precision)
    assert str(read_partial(fmt_date(first, precision))) == fmt_date(first, precision)


def test_fields_say_how_to_write_a_day() -> None:
    for field in (DayField(), PartialDayField()):
        with pytest.raises(ValidationError, match="31/12/1990"):
            field.clean("31/31/1990")
    assert DayField(required=False).clean("") is None
    assert PartialDayField().clean("1957") == PartialDay(date(1957, 1, 1), "y")
