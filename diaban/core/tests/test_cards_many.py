"""Some hundred made cards, as they are and in every way in which scanners and hands spoil them: each field right, or
the whole refused with the reason.

Layouts: seven fields of cards since 2021, the same with what later cards add, the other order that is met in the field
(`domain` notes; no text of law fixes it), and the three lines of ICAO Doc 9303 part 5.
"""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from diaban.core.cards import scanned
from diaban.core.cards.said import Misread, Said
from diaban.core.tests.test_cards_td1 import made as zone_of

TODAY = date(2026, 11, 22)
PROVINCES = ("001", "006", "019", "024", "042", "051", "062", "079", "096")
WORDS = ("Nguyễn", "Thị", "Hoà", "Đào", "Ánh", "Y", "K’Brôi", "Lê", "Văn", "Ngọc", "Thuỷ")
BARE = ("NGUYEN", "THI", "HOA", "DAO", "ANH", "Y", "LE", "VAN", "NGOC", "THUY")
CARDS = 120


@dataclass(frozen=True)
class Card:
    """A card that was made up, and what a reader has to say of it."""

    number: str
    old: str
    name: str
    bare: tuple[str, ...]
    woman: bool
    birth: date
    issued: date
    expires: date
    address: str

    def usual(self, *more: str) -> str:
        sex = "Nữ" if self.woman else "Nam"
        return "|".join([self.number, self.old, self.name, f"{self.birth:%d%m%Y}", sex, self.address,
                         f"{self.issued:%d%m%Y}", *more])  # fmt: skip

    def other(self) -> str:
        sex = "Nữ" if self.woman else "Nam"
        return "|".join([self.number, self.name, sex, f"{self.birth:%d%m%Y}", self.address, f"{self.issued:%d%m%Y}",
                         self.old, ""])  # fmt: skip

    def zone(self) -> str:
        given = "<".join(self.bare[1:])
        return zone_of(self.number, f"{self.birth:%y%m%d}", "F" if self.woman else "M", f"{self.expires:%y%m%d}",
                       f"{self.bare[0]}<<{given}")  # fmt: skip


def _made() -> Iterator[Card]:
    chance = random.Random(9303)
    for _ in range(CARDS):
        birth = date(1935, 1, 1) + timedelta(chance.randrange(28_000))
        woman, century = chance.random() < 0.5, 0 if birth.year < 2000 else 2
        number = f"{chance.choice(PROVINCES)}{century + woman}{birth:%y}{chance.randrange(10**6):06d}"
        issued = date(2021, 3, 1) + timedelta(chance.randrange(2_000))
        yield Card(
            number, f"{chance.randrange(10**9):09d}" if chance.random() < 0.6 else "",
            " ".join(chance.choices(WORDS, k=chance.randrange(2, 5))), tuple(chance.choices(BARE, k=3)), woman, birth,
            issued, date(2027, 1, 1) + timedelta(chance.randrange(8_000)),
            chance.choice(["Thôn Bắc Sơn, Kỳ Văn, Hà Tĩnh", "Tổ 3, Sông Trí", "Số 12/4 Làng Đăk Wơk, Ia Chim"]),
        )  # fmt: skip


MADE = tuple(_made())


def same(said: Said, card: Card) -> None:
    assert (said.number, said.birth, said.sex) == (card.number, card.birth, "f" if card.woman else "m")
    assert said.odd == ()
    if said.source == "mrz":
        assert (said.name, said.expires, said.marked) == (" ".join(card.bare), card.expires, False)
    else:
        told = (said.name, said.cmnd, said.issued, said.address)
        assert told == (card.name, card.old, card.issued, card.address)


def reason(text: str) -> str:
    """Why a text is refused."""
    with pytest.raises(Misread) as told:
        scanned.read(text, TODAY)
    return told.value.code


@pytest.mark.parametrize("card", MADE, ids=lambda card: card.number)
def test_a_card_in_every_layout(card: Card) -> None:
    later = ("Nguyễn Văn Cha", "Trần Thị Mẹ", "")
    for text in (card.usual(), card.usual(*later), card.other(), card.usual() + "\r\n", card.zone()):
        same(scanned.read(text, TODAY), card)
    assert scanned.read(card.usual(*later), TODAY).spare == later[:2]


def test_a_wrong_check_digit_is_named() -> None:
    """Each of the five digits that check a zone, made one more."""
    places = {14: "check.number", 29: "check.optional", 36: "check.birth", 44: "check.expiry", 59: "check.all"}
    for card in MADE:
        flat = card.zone().replace("\n", "")
        for at, code in places.items():
            wrong = str((int(flat[at]) + 1) % 10)
            got = reason(flat[:at] + wrong + flat[at + 1 :])
            assert got == code or (code == "check.optional" and got == "check.all")  # both cover it


def test_a_digit_read_as_another_is_never_believed() -> None:
    """One digit of the first two lines taken for its neighbour: refused, wherever it stands."""
    chance = random.Random(1)
    for card in MADE:
        flat = card.zone().replace("\n", "")
        digits = [at for at in range(5, 60) if flat[at].isdigit()]
        for at in chance.sample(digits, 6):
            wrong = str((int(flat[at]) + chance.randrange(1, 9)) % 10)
            assert reason(flat[:at] + wrong + flat[at + 1 :]).startswith(("check", "number"))


def test_letters_that_readers_take_for_digits_are_mended() -> None:
    looks = {"0": "OQD", "1": "I", "2": "Z", "5": "S", "6": "G", "8": "B"}
    chance = random.Random(2)
    for card in MADE:
        flat = list(card.zone().replace("\n", ""))
        for at in range(5, 27):
            if flat[at] in looks and chance.random() < 0.5:
                flat[at] = chance.choice(looks[flat[at]])
        same(scanned.read("".join(flat), TODAY), card)


def test_what_was_cut_is_refused_or_whole() -> None:
    """Cut at any length: too short, or all that a card states was read before the cut."""
    for card in MADE[:25]:
        usual, zone = card.usual(), card.zone().replace("\n", "")
        for end in range(13, len(usual)):
            assert reason(usual[:end]) in ("short", "name", "sex", "birth"), end
        for end in range(31, len(zone)):
            assert reason(zone[:end]) == "lines"
        other = card.other()
        for end in range(13, len(other)):
            with contextlib.suppress(Misread):
                said = scanned.read(other[:end], TODAY)
                assert (said.number, said.birth, said.issued) == (card.number, card.birth, card.issued)
                assert said.cmnd in ("", card.old)


@pytest.mark.parametrize(
    ("birth", "issued", "code"),
    [
        ("31021990", "25042021", "birth"), ("00131990", "25042021", "birth"), ("32011990", "25042021", "birth"),
        ("17091849", "25042021", "birth"), ("17091985", "31042021", "dates"), ("17091985", "00002021", "dates"),
        ("17091985", "16091985", "dates"), ("17091985", "23112026", "dates"), ("17092027", "17092028", "dates"),
        ("", "25042021", "dates"), ("17091985", "hôm qua", "dates"), ("1709198", "25042021", "dates"),
    ],
)  # fmt: skip
def test_days_that_cannot_be(birth: str, issued: str, code: str) -> None:
    assert reason(f"042185001234||Nguyễn Thị Hoà|{birth}|Nữ|Kỳ Văn, Hà Tĩnh|{issued}") == code


@pytest.mark.parametrize(("birth", "expiry", "code"), [
    ("850230", "350917", "birth"), ("851301", "350917", "birth"), ("850917", "350231", "check.expiry"),
    ("850900", "350917", "birth"),
])  # fmt: skip
def test_days_of_a_zone_that_cannot_be_though_its_digits_agree(birth: str, expiry: str, code: str) -> None:
    assert reason(zone_of("042185001234", birth, "F", expiry, "NGUYEN<<THI<HOA")) == code


def test_a_zone_says_that_its_term_is_over() -> None:
    said = scanned.read(zone_of("042185001234", "850917", "F", "210917", "NGUYEN<<THI<HOA"), TODAY)
    assert said.expired(TODAY)
    assert not said.expired(date(2021, 9, 17))
