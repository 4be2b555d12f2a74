"""What is marked between two values."""

from __future__ import annotations

import pytest

from diaban.review.marks import LACKING, MARKS, OTHER, SAME, SLIP, Piece, pieces


@pytest.mark.parametrize(
    ("field", "one", "two", "marked"),
    [
        ("full_name", "Nguyễn Văn An", "Nguyễn Văn An", [Piece("Nguyễn Văn An")]),
        ("full_name", "Hoà Bình", "Hòa Bình", [Piece("Hòa Bình")]),
        ("full_name", "Trần Văn Bình", "Tran Van Binh", [Piece("Tran Van Binh", MARKS)]),
        ("full_name", "Lê Thị Nụ", "Lê Thị Lụ", [Piece("Lê Thị"), Piece("Lụ", SLIP)]),
        ("full_name", "Lê Thị Hoa", "Lê Hoa", [Piece("Lê"), Piece("Thị", LACKING), Piece("Hoa")]),
        ("full_name", "Lê Hoa", "Lê Ngọc Hoa", [Piece("Lê"), Piece("Ngọc", OTHER), Piece("Hoa")]),
        ("birth", "12/03/1961", "12/05/1961", [Piece("12/"), Piece("05", OTHER), Piece("/1961")]),
        ("number", "042061000123", "042061000133", [Piece("0420610001"), Piece("3", OTHER), Piece("3")]),
        ("sex", "", "Nam", [Piece("Nam")]),
        ("sex", "Nam", "", []),
    ],
)
def test_marks(field: str, one: str, two: str, marked: list[Piece]) -> None:
    assert pieces(field, one, two) == marked


def test_nothing_is_lost_or_added() -> None:
    found = pieces("full_name", "Nguyễn Thị Thu Hà", "Ng Thu Hà Nguyễn")
    assert " ".join(p.text for p in found if p.differs != LACKING) == "Ng Thu Hà Nguyễn"
    assert {p.differs for p in found} <= {SAME, MARKS, SLIP, OTHER, LACKING}
