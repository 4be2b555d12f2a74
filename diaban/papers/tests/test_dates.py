"""Dates in every form clerks were seen to write."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaban.core.text import fmt_date
from diaban.papers.reading import dates

TODAY = date(2026, 11, 22)
FIRST_OF_FEBRUARY = date(1985, 2, 1)


@pytest.mark.parametrize(
    "cell",
    [
        "01/02/1985",
        "1/2/1985",
        "1/2/85",
        "01-02-1985",
        "1.2.1985",
        "01022005"[:4] + "1985",
        "1985-02-01",
        "1985/02/01",
        "19850201",
        "ngày 1 tháng 2 năm 1985",
        "Ngày 01 tháng 02 năm 1985",
        "01/02/1985 ",
        "'01/02/1985",
        "1 / 2 / 1985",
        "1\\2\\1985",
        "O1/02/1985",
        "l/2/1985",
        "1-Feb-85",
        "01-Feb-1985",
        "Feb 1, 1985"[4:5] + "/2/1985",
        "1985-02-01 00:00:00",
        "1/2/1985 0:00",
        "sinh ngày 1/2/1985",
        "01/02/1985.",
        31079,
        31079.0,
        31079.4,
        "31079",
        1021985.0,
        1021985,
        date(1985, 2, 1),
        datetime(1985, 2, 1, 7, 30),
        "\u200b01/02/1985",
        "01/02/1985\u00a0",
    ],
)
def test_the_first_of_february_1985(cell: Any) -> None:
    read = dates.read(cell, TODAY)
    assert (read.day, read.precision, read.error) == (FIRST_OF_FEBRUARY, "d", None)


@pytest.mark.parametrize(
    "cell",
    [
        "02/1985",
        "2/1985",
        "2-1985",
        "1985/02",
        "tháng 2/1985",
        "tháng 2 năm 1985",
        "00/02/1985",
        "2.1985",
        2.1985,
        "021985",
        "02/85",
    ],
)
def test_february_1985(cell: Any) -> None:
    read = dates.read(cell, TODAY)
    assert (read.day, read.precision, read.error) == (FIRST_OF_FEBRUARY, "m", None)


@pytest.mark.parametrize(
    "cell",
    [
        "1985",
        1985,
        1985.0,
        "85",
        85.0,
        "năm 1985",
        "sinh năm 1985",
        "SN 1985",
        "00/00/1985",
        "--/--/1985",
        "../../1985",
        "1985.0",
        "khoảng 1985",
        "12/3/1985 (ÂL)",
        date(1905, 6, 7),
    ],
)
def test_the_year_1985(cell: Any) -> None:
    read = dates.read(cell, TODAY)
    assert (read.day, read.precision, read.error) == (date(1985, 1, 1), "y", None)


@pytest.mark.parametrize("cell", ["", None, " ", "-", "không rõ", "x", "?", "..."])
def test_a_cell_that_says_nothing(cell: Any) -> None:
    assert dates.read(cell, TODAY) == dates.NOTHING


@pytest.mark.parametrize(
    ("cell", "error"),
    [
        ("31/02/1990", "no_such_day"),
        ("29/02/1985", "no_such_day"),
        ("32/01/1990", "no_such_day"),
        ("15/13/1990", "no_such_day"),
        ("31/04/2001", "no_such_day"),
        ("12/05", "no_year"),
        ("31/12", "no_year"),
        ("Nguyễn Văn A", "not_a_date"),
        ("1/2/3/4", "not_a_date"),
        ("01/01/1700", "too_early"),
        (True, "not_a_date"),
        (time(1, 2), "not_a_date"),
        (timedelta(days=3), "not_a_date"),
        (500.0, "not_a_date"),
        (99_999_999_999.0, "not_a_date"),
        ("12a/03/1990", "not_a_date"),
        (float("nan"), "not_a_date"),
    ],
)
def test_what_is_no_date_is_refused_with_a_code(cell: Any, error: str) -> None:
    assert dates.read(cell, TODAY) == dates.DateRead(error=error, notes=dates.read(cell, TODAY).notes)


@pytest.mark.parametrize(
    ("cell", "note"),
    [
        ("02/15/1990", "month_day_swapped"),
        ("1/2/85", "short_year"),
        (31079.0, "serial"),
        (date(1905, 6, 7), "year_as_serial"),
        (1021985.0, "zero_restored"),
        ("O1/02/1985", "letters_read"),
        ("1985 (ÂL)", "lunar"),
        ("khoảng 1950", "about"),
    ],
)
def test_what_was_done_to_read_it_is_said(cell: Any, note: str) -> None:
    assert note in dates.read(cell, TODAY).notes


def test_two_digit_years_are_the_latest_not_in_the_future() -> None:
    assert [dates.read(f"1/1/{yy:02d}", TODAY).day.year for yy in (0, 26, 27, 99)] == [2000, 2026, 1927, 1999]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("parts", "day", "precision"),
    [
        ((1.0, 2.0, 1985.0), FIRST_OF_FEBRUARY, "d"),
        (("01", "02", "1985"), FIRST_OF_FEBRUARY, "d"),
        (("", 2.0, 1985.0), FIRST_OF_FEBRUARY, "m"),
        (("", "", "1985"), date(1985, 1, 1), "y"),
        ((1, 2, 85), FIRST_OF_FEBRUARY, "d"),
        (("x", "x", 1985), date(1985, 1, 1), "y"),
        (("", "", ""), None, "u"),
    ],
)
def test_a_date_in_three_columns(parts: tuple[Any, Any, Any], day: date | None, precision: str) -> None:
    read = dates.read_parts(*parts, today=TODAY)
    assert (read.day, read.precision, read.error) == (day, precision, None)


def test_three_columns_without_a_year_or_with_no_such_day() -> None:
    assert dates.read_parts(1, 2, "", TODAY).error == "no_year"
    assert dates.read_parts(31, 2, 1990, TODAY).error == "no_such_day"
    assert dates.read_parts("ba", 2, 1990, TODAY).error == "not_a_date"


BIRTHS = st.dates(date(dates.EARLIEST, 1, 1), TODAY)


@given(BIRTHS, st.sampled_from("dmy"))
def test_what_is_printed_is_read_back(day: date, precision: str) -> None:
    first = day.replace(day=1 if precision != "d" else day.day, month=1 if precision == "y" else day.month)
    read = dates.read(fmt_date(first, precision), TODAY)
    assert (read.day, read.precision, read.notes, read.error) == (first, precision, (), None)


@given(
    BIRTHS,
    st.sampled_from(
        [
            "{d}/{m}/{y}",
            "{d:02}-{m:02}-{y}",
            "{d}.{m}.{y}",
            "{y}{m:02}{d:02}",
            "ngày {d} tháng {m} năm {y}",
            "{y}-{m}-{d}",
        ]
    ),
)
def test_every_day_in_every_form(day: date, form: str) -> None:
    assert dates.read(form.format(d=day.day, m=day.month, y=day.year), TODAY).day == day


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.dates(), st.booleans(), st.none()))
def test_nothing_makes_it_fail(cell: Any) -> None:
    read = dates.read(cell, TODAY)
    assert (read.day is None) == (read.precision == "u")
    assert not (read.day and read.error)


def swapped_column() -> list[object]:
    """Thirty births typed day first into a program that reads month first."""
    cells: list[object] = []
    for index in range(30):
        typed = date(1980 + index % 20, 1 + index % 12, 1 + (index * 7) % 28)
        cells.append(date(typed.year, typed.day, typed.month) if typed.day <= 12 else fmt_date(typed))
    return cells


def test_days_and_months_exchanged_by_the_program_are_noticed() -> None:
    assert dates.swap_evidence(swapped_column()).swapped


def test_ordinary_columns_are_not_suspected() -> None:
    honest: list[object] = [date(1980 + i % 20, 1 + i % 12, 1 + (i * 7) % 28) for i in range(30)]
    years_only: list[object] = [date(1950 + i, 1, 1) for i in range(40)]
    assert not dates.swap_evidence(honest).swapped
    assert not dates.swap_evidence(years_only).swapped
    assert not dates.swap_evidence(["25/12/1990", "30/06/1988", "13/05/2001"]).swapped


def test_exchanging_day_and_month() -> None:
    assert dates.swap(date(1990, 5, 12)) == date(1990, 12, 5)
    assert dates.swap(date(1990, 5, 13)) is None
    assert dates.swap(date(1990, 5, 5)) is None
