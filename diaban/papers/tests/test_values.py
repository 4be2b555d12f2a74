"""Cells of registers read to typed values."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diaban.papers.lists import values
from diaban.papers.lists.values import Unread

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("kind", "cell", "label", "meant"),
    [
        ("time", "14 giờ 25 phút", "", "14:25"),
        ("time", "13h32", "", "13:32"),
        ("time", "8h", "", "08:00"),
        ("time", "20:15", "", "20:15"),
        ("time", "khoảng 7g05", "", "07:05"),
        ("time", time(6, 5), "", "06:05"),
        ("time", 0.5, "", "12:00"),
        ("time", "không rõ", "", None),
        ("amount", 0.4, "Thiệt hại (triệu đồng)", 400_000),
        ("amount", "2,6", "Thiệt hại (triệu đồng)", 2_600_000),
        ("amount", "1.200.000", "Số tiền", 1_200_000),
        ("amount", "1.200.000đ", "", 1_200_000),
        ("amount", "1,5 triệu", "Số tiền (đồng)", 1_500_000),
        ("amount", "500 nghìn đồng", "Triệu đồng", 500_000),
        ("amount", 540000.0, "Mức trợ cấp", 540_000),
        ("amount", "-", "", None),
        ("percent", 0.41, "", 41.0),
        ("percent", "61%", "", 61),
        ("percent", "2/4", "", "2/4"),
        ("count", "02 người", "", 2),
        ("count", 3.0, "", 3),
        ("decimal", "1,5", "", 1.5),
        ("sex", "Nữ", "", "f"),
        ("mark", "x", "", True),
        ("number", 66208012345.0, "", {"kind": "id", "number": "066208012345"}),
        ("date", "02.3.1985", "", {"day": "1985-03-02", "precision": "d"}),
        ("date", "1985", "", {"day": "1985-01-01", "precision": "y"}),
        ("moment", datetime(2022, 3, 4, 13, 5), "", {"day": "2022-03-04", "precision": "d", "time": "13:05"}),
        ("moment", "13h05 ngày 04/03/2022", "", {"day": "2022-03-04", "precision": "d", "time": "13:05"}),
        ("moment", "04/03/2022 13:05", "", {"day": "2022-03-04", "precision": "d", "time": "13:05"}),
        ("moment", "04/03/2022", "", {"day": "2022-03-04", "precision": "d"}),
    ],
)
def test_cells(kind: str, cell: Any, label: str, meant: Any) -> None:
    assert values.read(kind, cell, label, TODAY) == meant


@pytest.mark.parametrize(
    ("kind", "cell"),
    [("time", "hôm qua"), ("time", "25h70"), ("amount", "nhiều"), ("date", "31/02/1990"), ("number", "12345"),
     ("sex", "?"), ("name", "12"), ("count", "vài"), ("phone", "0912")],
)  # fmt: skip
def test_cells_that_say_something_else(kind: str, cell: Any) -> None:
    with pytest.raises(Unread):
        values.read(kind, cell, "", TODAY)


@settings(deadline=None)
@given(
    st.sampled_from(sorted(values._READERS)),
    st.one_of(st.text(), st.floats(), st.booleans(), st.dates(), st.datetimes(), st.times(), st.timedeltas()),
    st.text(max_size=10),
)
def test_any_cell_is_a_value_or_said_to_be_unread(kind: str, cell: Any, label: str) -> None:
    try:
        values.read(kind, cell, label, TODAY)
    except Unread:
        pass


@settings(deadline=None)
@given(st.integers(0, 10**12))
def test_amounts_as_vietnam_writes_them(number: int) -> None:
    assert (values.read("amount", f"{number:,}".replace(",", "."), "", TODAY) or 0) == number
