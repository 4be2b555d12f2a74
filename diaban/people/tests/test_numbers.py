"""Personal numbers: what clerks write, and what is odd about a number."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaban.core import id_numbers as numbers
from diaban.core import id_prefixes as number_prefixes
from diaban.people.numbers import check

NUMBER = "066185012345"


@pytest.mark.parametrize(
    "cell",
    [
        NUMBER,
        "066 185 012 345",
        "066.185.012.345",
        "066-185-012345",
        f"'{NUMBER}",
        f"’{NUMBER}",
        f"{NUMBER}.0",
        f"`{NUMBER} ",
        "66185012345",
        66185012345,
        66185012345.0,
        f"CCCD: {NUMBER}",
        f"Số {NUMBER}",
        "O66185O12345",
        "066I850I2345",
        f"\u200b{NUMBER}",
        "066\u00a0185\u00a0012\u00a0345",
    ],
)
def test_a_twelve_digit_number_in_many_forms(cell: Any) -> None:
    read = numbers.parse(cell)
    assert (read.kind, read.digits) == ("id", NUMBER)


def test_lost_zeros_are_put_back_and_said() -> None:
    assert numbers.parse(1185012345.0) == numbers.Number("id", "001185012345", ("zero_restored",), typed=False)
    assert numbers.parse(66185012345.0).notes == ("zero_restored",)
    assert numbers.parse(18234567.0) == numbers.Number("cmnd", "018234567", ("zero_restored",), typed=False)
    assert numbers.parse(NUMBER).notes == ()


def test_letters_read_as_digits_are_said() -> None:
    assert numbers.parse("054I69123805") == numbers.Number("id", "054169123805", ("letters_read",))


@pytest.mark.parametrize("cell", ["245981456", 245981456, "245 981 456", "CMND 245981456"])
def test_a_nine_digit_number_is_an_old_one(cell: Any) -> None:
    assert (numbers.parse(cell).kind, numbers.parse(cell).digits) == ("cmnd", "245981456")


@pytest.mark.parametrize("cell", ["", None, " ", "-", "không", "chưa có", "KHÔNG CÓ", "x", 0, 0.0, False])
def test_no_number(cell: Any) -> None:
    assert numbers.parse(cell).kind == "none"


@pytest.mark.parametrize(
    "cell",
    [
        "12345",
        "0661850123456",
        "Nguyễn Văn A",
        "6.6185E+10",
        66185012345.5,
        -5,
        True,
        10**13,
        float("inf"),
        "99185012345x9",
        [1],
    ],
)
def test_what_is_no_number(cell: Any) -> None:
    assert (numbers.parse(cell).kind, numbers.parse(cell).digits) == ("bad", "")


@pytest.mark.parametrize(
    ("number", "sex", "year", "odd"),
    [
        ("066185012345", "f", 1985, []),
        ("066085012345", "m", 1985, []),
        ("066205012345", "m", 2005, []),
        ("066305012345", "f", 2005, []),
        ("066185012345", "u", None, []),
        ("066185012345", "m", 1985, ["sex"]),
        ("066085012345", "f", 1985, ["sex"]),
        ("066185012345", "f", 1986, ["year"]),
        ("066185012345", "f", 2085, ["century"]),
        ("003185012345", "f", 1985, ["prefix"]),
        ("418185012345", "f", 1985, []),
        ("000185012345", "f", 1985, ["prefix"]),
        ("12345", "f", 1985, ["shape"]),
        ("003085012345", "f", 2006, ["prefix", "sex", "century", "year"]),
    ],
)
def test_what_is_odd_about_a_number(number: str, sex: str, year: int | None, odd: list[str]) -> None:
    warnings = check(number, sex, year)
    assert [w.code for w in warnings] == odd == numbers.odd(number, sex, year)
    assert all(str(w.sentence).endswith(".") for w in warnings)


def test_the_list_of_provinces_is_the_old_one() -> None:
    assert len(number_prefixes.PREFIXES) == 63
    assert number_prefixes.PREFIXES["066"].name == "Đắk Lắk"
    assert number_prefixes.PREFIXES["024"].name == "Bắc Giang"
    assert all(p.citation and p.valid_from for p in number_prefixes.PREFIXES.values())


PREFIX = st.sampled_from(sorted(number_prefixes.PREFIXES))


@given(PREFIX, st.integers(1900, 2099), st.sampled_from("mf"), st.integers(0, 999_999))
def test_made_and_read_back(prefix: str, year: int, sex: str, serial: int) -> None:
    number = f"{prefix}{(year // 100 - 19) * 2 + (sex == 'f')}{year % 100:02d}{serial:06d}"
    assert numbers.odd(number, sex, year) == []
    assert (numbers.sex_of(number), numbers.birth_year_of(number)) == (sex, year)
    for cell in (number, int(number), float(number), f"{number[:3]} {number[3:]}", number.lstrip("0")):
        assert numbers.parse(cell).digits == number


@given(st.one_of(st.text(max_size=25), st.floats(), st.integers(), st.none()))
def test_nothing_makes_it_fail(cell: Any) -> None:
    read = numbers.parse(cell)
    assert len(read.digits) == {"id": 12, "cmnd": 9}.get(read.kind, 0)
