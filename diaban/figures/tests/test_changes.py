"""Percentages by rule, in the words of a report."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaban.figures.changes import Rounding, change, rounded

HALF_UP, TRUNCATE = Rounding.HALF_UP, Rounding.TRUNCATE


@pytest.mark.parametrize(
    ("now", "then", "rounding", "percent"),
    [
        (131, 179, HALF_UP, "-26.82"),  # 26.8156…
        (131, 179, TRUNCATE, "-26.81"),
        (30, 41, HALF_UP, "-26.83"),  # 26.829…
        (30, 41, TRUNCATE, "-26.82"),
        (60, 82, TRUNCATE, "-26.82"),
        (2001, 2000, HALF_UP, "0.05"),
        (20001, 20000, HALF_UP, "0.01"),  # 0.005 goes away from nought
        (19999, 20000, HALF_UP, "-0.01"),
        (20001, 20000, TRUNCATE, "0.00"),
        (3, 1, HALF_UP, "200.00"),
    ],
)
def test_the_rule_decides_the_last_digit(now: int, then: int, rounding: Rounding, percent: str) -> None:
    assert change(now, then, rounding).percent == Decimal(percent)


def test_words() -> None:
    assert change(131, 179).sentence("vụ", "cùng kỳ năm 2022") == "giảm 48 vụ (= 26,82%) so với cùng kỳ năm 2022"
    assert change(131, 179).share() == "−26,82%"
    assert change(1500, 300).sentence("vụ") == "tăng 1.200 vụ (= 400,00%) so với cùng kỳ"
    assert change(5, 0).sentence("vụ") == "cùng kỳ không xảy ra"
    assert change(0, 0).sentence("vụ") == "kỳ này và cùng kỳ đều không xảy ra"
    assert change(7, 7).sentence("vụ") == "không thay đổi so với cùng kỳ"
    assert change(None, 7).sentence("vụ") == "chưa có số liệu để so sánh"
    assert change(None, 7).difference is None


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6), st.integers(0, 4))
def test_rounding_stays_within_its_bounds(top: int, bottom: int, places: int) -> None:
    exact, unit = Fraction(top, bottom), Fraction(1, 10**places)
    near, cut = (Fraction(rounded(exact, places, rule)) for rule in (HALF_UP, TRUNCATE))
    assert abs(near - exact) <= unit / 2
    assert abs(exact) - unit < abs(cut) <= abs(exact)
    assert rounded(-exact, places) == -rounded(exact, places)
