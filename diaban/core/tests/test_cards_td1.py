"""Machine-readable zones: the published specimen, made ones, and every way in which one is wrong."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaban.core.cards import td1
from diaban.core.cards.said import Misread

TODAY = date(2026, 11, 22)
#: The specimen of ICAO Doc 9303 part 5.
ICAO = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"


def check(text: str) -> str:
    """The check digit by the table of the standard, worked out the long way."""
    worth = {**{str(n): n for n in range(10)}, **{chr(65 + n): 10 + n for n in range(26)}, "<": 0}
    return str(sum(worth[c] * [7, 3, 1][i % 3] for i, c in enumerate(text)) % 10)


def made(number: str, birth: str, sex: str, expiry: str, name: str) -> str:
    first = f"IDVNM{number[3:]}{check(number[3:])}{number}<<{check(number + '<<')}"
    second = f"{birth}{check(birth)}{sex}{expiry}{check(expiry)}VNM{'<' * 11}"
    whole = check(first[5:30] + second[0:7] + second[8:15] + second[18:29])
    return f"{first}\n{second}{whole}\n{name:<<30.30}"


numbers = st.builds(
    lambda p, g, y, n: f"{p}{g}{y:02d}{n:06d}",
    st.sampled_from(["001", "019", "042", "051", "062", "079"]), st.sampled_from("0123"),
    st.integers(0, 99), st.integers(0, 999_999),
)  # fmt: skip
ZONE = made("042185001234", "850917", "F", "350917", "NGUYEN<<THI<HOA")


def test_the_published_specimen() -> None:
    zone = td1.read(ICAO)
    assert (zone.document, zone.issuer, zone.number, zone.sex) == ("I<", "UTO", "D23145890", "F")
    assert (zone.birth, zone.expiry, zone.nationality) == ("740812", "120415", "UTO")
    assert zone.name == ("ERIKSSON", "ANNA", "MARIA")
    assert not zone.cut
    with pytest.raises(Misread, match="country"):
        td1.parse(ICAO, TODAY)


@pytest.mark.parametrize(("text", "digit"), [("D23145890", 7), ("740812", 2), ("120415", 9), ("<<<<<<", 0), ("", 0)])
def test_check_digits(text: str, digit: int) -> None:
    assert td1.check_digit(text) == digit


def test_a_card() -> None:
    card = td1.parse(ZONE, TODAY)
    assert (card.number, card.name, card.sex) == ("042185001234", "NGUYEN THI HOA", "f")
    assert (card.birth, card.expires, card.odd) == (date(1985, 9, 17), date(2035, 9, 17), ())
    assert not card.marked
    assert not card.cut
    assert not card.expired(TODAY)
    assert card.expired(date(2035, 9, 18))


@given(numbers, st.dates(date(1930, 1, 1), date(2026, 11, 1)), st.sampled_from("MF"))
def test_made_ones(number: str, birth: date, sex: str) -> None:
    card = td1.parse(made(number, f"{birth:%y%m%d}", sex, "991231", "LE<<VAN<AN"), TODAY)
    assert card.number == number
    assert card.sex == sex.lower()
    assert card.expires is None
    assert (card.birth.month, card.birth.day, card.birth.year % 100) == (birth.month, birth.day, birth.year % 100)
    assert card.birth <= TODAY or "year" not in card.odd


@given(st.integers(0, 89), st.sampled_from("0123456789ABCXYZ<"))
def test_no_wrong_character_gives_another_number_or_day(at: int, char: str) -> None:
    flat = ZONE.replace("\n", "")
    wrong = flat[:at] + char + flat[at + 1 :]
    right = td1.parse(ZONE, TODAY)
    try:
        card = td1.parse(wrong, TODAY)
    except Misread:
        return
    assert (card.number, card.birth, card.expires) == (right.number, right.birth, right.expires)


def test_letters_read_for_digits_are_mended_where_the_check_digits_agree() -> None:
    assert td1.parse(ZONE.replace("042185001234", "O4218S0O1234"), TODAY) == td1.parse(ZONE, TODAY)


@pytest.mark.parametrize("form", [ZONE.lower(), ZONE.replace("\n", "\r\n"), ZONE.replace("\n", ""), f"  {ZONE} \n"])
def test_as_scanners_hand_it_over(form: str) -> None:
    assert td1.parse(form, TODAY) == td1.parse(ZONE, TODAY)


def test_a_name_that_fills_its_line_may_be_cut() -> None:
    card = td1.parse(made("042185001234", "850917", "F", "350917", "NGUYEN<<THI<PHUONG<ANH<HONG<HANH"), TODAY)
    assert card.cut


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (ZONE[:60], "lines"),
        (ZONE + "<", "lines"),
        ("P<VNMNGUYEN<<AN<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "lines"),
        ("xin chào", "other"),
        (ZONE.replace("NGUYEN<<THI<HOA", "<" * 15), "name"),
        (made("042185001234", "851332", "F", "350917", "A<<B"), "birth"),
        (made("042185001234", "850917", "<", "350917", "A<<B"), "sex"),
        (ZONE.replace("IDVNM1", "IDVNM2"), "check.number"),
        (ZONE.replace("850917", "850918"), "check.birth"),
        (ZONE.replace("350917", "350918"), "check.expiry"),
    ],
)
def test_what_is_wrong_is_told(text: str, code: str) -> None:
    with pytest.raises(Misread) as told:
        td1.parse(text, TODAY)
    assert told.value.code == code
    assert "NGUYEN" not in str(told.value)
