"""Names and cells as clerks type them."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaban.match import fonts, names, places, tokens, values
from diaban.match.likeness import Likener, Likeness
from diaban.papers.reading.charsets import Charset, encode

KNOWN = frozenset(
    [
        "nguyen",
        "phuoc",
        "luc",
        "tran",
        "nhat",
        "mlo",
        "zina",
        "thi",
        "dao",
        "phan",
        "xuan",
        "khang",
        "van",
        "hung",
        "minh",
    ]
)


@pytest.mark.parametrize(("typed", "meant"), [
    ("Phan Phuwowsc Luwcj", "Phan Phước Lực"), ("Tra6n2 Xuân Khang", "Trần Xuân Khang"),
    ("nguyeenx ddaof", "Nguyễn Đào"),
    ("nguye6n4 thi5", "Nguyễn Thị"), ("NguyễnVăn Hùng", "Nguyễn Văn Hùng"), ("Hơ Zina Mloo", "H'Zina Mlô"),
    ("Cụ Trần Văn Hùng", "Trần Văn Hùng"), ("Nguye\u0302\u0303n Thi\u0323", "Nguyễn Thị"), ("Ðào", "Đào"),
    ("nguyenvan hung", "nguyen van hung"),
])  # fmt: skip
def test_what_was_meant(typed: str, meant: str) -> None:
    assert tokens.parsed(typed, KNOWN) == tokens.parsed(meant, KNOWN)


def test_where_the_tone_stands_is_no_difference() -> None:
    assert tokens.spelt("Hòa") == tokens.spelt("Hoà")
    assert tokens.spelt("Thúy") != tokens.spelt("Thùy")


@given(st.text(max_size=30))
def test_any_text_is_parsed(text: str) -> None:
    for bare, spelt in tokens.parsed(text, KNOWN):
        assert bare
        assert spelt


def _like(one: str, two: str) -> Likeness:
    crowd = [
        f"{f} {m} {g}" for f in ("Nguyễn", "Trần") for m in ("Văn", "Thị") for g in ("Hùng", "Minh", "Hương", "Hoàng")
    ]
    compare = Likener(names.read([one, two, *crowd], names.real(pl.Series(crowd * 3))))
    found = compare(np.array([0]), np.array([1]))
    assert found[0] == compare(np.array([1]), np.array([0]))[0]
    return Likeness(int(found[0]))


@pytest.mark.parametrize(("one", "two", "likeness"), [
    ("Nguyễn Văn Hùng", "NGUYỄN VĂN HÙNG", Likeness.SAME), ("Nguyen Van Hung", "Nguyễn Văn Hùng", Likeness.UNMARKED),
    ("Nguyễn Văn Hưng", "Nguyễn Văn Hùng", Likeness.MARKS), ("Hùng Nguyễn Văn", "Nguyễn Văn Hùng", Likeness.ORDER),
    ("Nguyễn Văn Hoàn", "Nguyễn Văn Hoàng", Likeness.SLIP), ("Nguyễn Văn Mnih", "Nguyễn Văn Minh", Likeness.SLIP),
    ("N. V. Hùng", "Nguyễn Văn Hùng", Likeness.SHORT), ("Nguyễn Hùng", "Nguyễn Văn Hùng", Likeness.LACKING),
    ("Nguyễn Tèo", "Nguyễn Văn Hùng", Likeness.CALLED),
    ("Nguyễn Văn Hùng", "Nguyễn Thị Hùng", Likeness.MIDDLE), ("Trần Thị Minh", "Nguyễn Văn Minh", Likeness.GIVEN),
    ("Nguyễn Văn Hùng", "Nguyễn Văn Hoàng", Likeness.OTHER_ONE), ("Trần Thị Minh", "Trần Văn Hoàng", Likeness.PART),
    ("Văn Hùng", "Nguyễn Văn Hùng", Likeness.ENDLESS), ("Nguyyễn Văn Hùng", "Nguyễn Văn Hùng", Likeness.SLIP),
    ("Trần Thị Hương", "Nguyễn Văn Minh", Likeness.OTHER),
])  # fmt: skip
def test_how_names_compare(one: str, two: str, likeness: Likeness) -> None:
    assert _like(one, two) == likeness


@pytest.mark.parametrize(("text", "day"), [
    ("12/11/1986", (1986, 11, 12)), ("1988", (1988, 0, 0)), ("19.03.1981", (1981, 3, 19)), ("02/1936", (1936, 2, 0)),
    ("1984-07-10 00:00:00", (1984, 7, 10)), ("19151111", (1915, 11, 11)), ("06/13/1980", (1980, 6, 13)),
    ("không rõ", (0, 0, 0)),
])  # fmt: skip
def test_birth_dates(text: str, day: tuple[int, int, int]) -> None:
    assert values.day(text) == day


@pytest.mark.parametrize(("text", "number"), [
    ("054084295341", 54084295341), ("54084295341.0", 54084295341), ("O54O84295341", 54084295341),
    ("247 916 203", 10**12 + 247916203), ("24151951", 10**12 + 24151951), ("12", -1), ("", -1),
])  # fmt: skip
def test_identity_numbers(text: str, number: int) -> None:
    assert values.number(text) == number


@pytest.mark.parametrize(("text", "village"), [
    ("Tổ dân phố 05", "5"), ("TDP 5", "5"), ("T. 3", "3"), ("Tpổ dân phố 15", "15"), ("13", "13"),
    ("Thôn Tân Lập 2", "tanlap2"),
    ("Buôn Akŏ Dhông", "akodhong"), ("B. Ako Dhong", "akodhong"), ("Thôn Jù", "ju"),
])  # fmt: skip
def test_villages(text: str, village: str) -> None:
    assert values.village(text) == village


def test_lists_out_of_old_fonts_are_read_as_they_were_meant() -> None:
    known = names.real(pl.Series(["Nguyễn Thị Đào", "Phan Kim Như Kiều", "Y Ñê Ayũn"] * 3))
    rows = [
        "Nguyeãn Thò Ñaøo",
        "Phan Kim Nhö Kieàu",
        "NguyÔn ThÞ §µo",
        "Y Ñê Ayũn",
        "NGUYEÃN THÒ ÑAØO",
        "Trần Văn Hùng",
    ]
    table = pl.DataFrame(
        {"full_name": rows, "village": ["Thoân 1", "Thoân 1", "Th«n 1", "Thôn 1", "THOÂN 1", "Thôn 1"]}
    )
    read = fonts.decoded(table, known)
    assert read["full_name"].to_list() == [
        "Nguyễn Thị Đào", "Phan Kim Như Kiều", "Nguyễn Thị Đào", "Y Ñê Ayũn", "NGUYỄN THỊ ĐÀO", "Trần Văn Hùng",
    ]  # fmt: skip
    assert {text.lower() for text in read["village"]} == {"thôn 1"}


def test_names_from_an_old_font_may_stand_beside_places_typed_anew() -> None:
    names = [encode(name, Charset.TCVN3) for name in ["Nguyễn Thị Đào", "Phan Kim Hùng", "Trần Văn Minh"] * 5]
    places = ["Xã Hòa Hải", "Xã Đắk Liêng", "Phường Tân An"] * 5
    read = fonts.decoded(pl.DataFrame({"full_name": names, "commune": places}), KNOWN)
    assert read["full_name"].to_list()[:3] == ["Nguyễn Thị Đào", "Phan Kim Hùng", "Trần Văn Minh"]
    assert read["commune"].to_list() == places
    coded = fonts.decoded(
        pl.DataFrame({"full_name": names, "commune": [encode(place, Charset.TCVN3) for place in places]}), KNOWN
    )
    assert coded["commune"].to_list() == places


def test_codes_are_one_text_however_kept() -> None:
    assert [places.code(text) for text in ("00004", "4", "4.0", " 22015 ", "00000", "")] == [
        "4", "4", "4", "22015", "0", "",
    ]  # fmt: skip
