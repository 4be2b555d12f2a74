"""The machine-readable zone of an identity card: three lines of thirty (TD1 of ICAO Doc 9303, parts 3 and 5).

On a Vietnamese card (arithmetic checked on a sample):

    IDVNM, last 9 digits of the number, check, all 12 digits, <<, check of those 14
    birth yyMMdd, check, M or F, expiry yyMMdd, check, VNM, 11 fillers, check of all
    SURNAME<<MIDDLE<GIVEN without marks
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import cycle

from diaban.core.cards.said import Misread, Said
from diaban.core.id_numbers import birth_year_of, odd

WIDTH = 30
_ALLOWED = re.compile(r"[A-Z0-9<]+")
#: Letters that readers take for digits, and back, where only the other can stand.
_DIGITS = str.maketrans("OQDIZSGB", "00012568")
_LETTERS = str.maketrans("01258", "OIZSB")
#: What cards without a term write for their expiry (the first as met in the field; no text of law was found).
_ENDLESS = {"991231", "<<<<<<"}


def check_digit(text: str) -> int:
    """The check digit: weights 7, 3, 1; 0-9 as they are, A-Z from 10 on, the filler 0. Raises ValueError otherwise."""
    total = 0
    for char, weight in zip(text, cycle((7, 3, 1)), strict=False):
        if char == "<":
            continue
        if not ("0" <= char <= "9" or "A" <= char <= "Z"):
            raise ValueError("only digits, capitals and fillers have check digits")
        total += weight * int(char, 36)
    return total % 10


@dataclass(frozen=True, slots=True)
class Zone:
    """Any state's TD1 zone whose check digits agree. Days are yyMMdd as written: their century isn't said."""

    document: str
    issuer: str
    number: str
    optional: str
    birth: str
    sex: str
    expiry: str
    nationality: str
    name: tuple[str, ...]
    cut: bool


def read(text: str) -> Zone:
    """The zone in a scanned text, as three lines or as ninety characters in one. Raises: Misread."""
    first, second, third = _lines(text)
    number = _checked(first[5:14], first[14], "check.number")
    birth = _checked(_digits(second[0:6]), second[6], "check.birth")
    expiry = _checked(_digits(second[8:14]), second[14], "check.expiry")
    whole = first[5:30] + birth + _digit(second[6]) + expiry + _digit(second[14]) + second[18:29]
    if str(check_digit(whole)) != _digit(second[29]):
        raise Misread("check.all")
    family, _, given = third.rstrip("<").partition("<<")
    names = tuple(part for part in (*family.split("<"), *given.split("<")) if part)
    issuer = first[2:5].translate(_LETTERS)
    return Zone(
        first[0:2], issuer, number.rstrip("<"), first[15:30], birth, second[7], expiry,
        second[15:18].translate(_LETTERS), names, cut=not third.endswith("<"),
    )  # fmt: skip


def parse(text: str, today: date) -> Said:
    """The Vietnamese card that a zone is of; `today` tells centuries where the number doesn't. Raises: Misread."""
    lines = _lines(text)
    if lines[0][2:5].translate(_LETTERS) != "VNM":
        raise Misread("country")
    zone = read("".join(_repaired(lines)))
    number, filler, check = zone.optional[:12], zone.optional[12:14], zone.optional[14]
    if not number.isdigit() or number[3:] != zone.number:
        raise Misread("number")
    if filler != "<<" or str(check_digit(zone.optional[:14])) != check:
        raise Misread("check.optional")
    if not zone.name:
        raise Misread("name")
    sex = {"M": "m", "F": "f"}.get(zone.sex)
    if sex is None:
        raise Misread("sex")
    birth = _birth(zone.birth, number, today)
    return Said(
        "mrz", number, " ".join(zone.name), sex, birth, expires=_expiry(zone.expiry), marked=False, cut=zone.cut,
        odd=tuple(odd(number, sex, birth.year)),
    )  # fmt: skip


def _lines(text: str) -> list[str]:
    bare = re.sub(r"[\s\u200b\ufeff]+", "", text).upper().replace("«", "<<").replace("‹", "<")
    if not bare:
        raise Misread("empty")
    if len(bare) != 3 * WIDTH or not _ALLOWED.fullmatch(bare):
        raise Misread("lines" if "<<" in bare else "other")
    return [bare[at : at + WIDTH] for at in (0, WIDTH, 2 * WIDTH)]


def _repaired(lines: list[str]) -> list[str]:
    """Digits where a Vietnamese card has nothing else: its check digits then say whether the repair was right."""
    first, second, third = lines
    return [first[:5] + first[5:27].translate(_DIGITS) + first[27:29] + _digit(first[29]), second, third]


def _digits(text: str) -> str:
    return text.translate(_DIGITS)


def _digit(char: str) -> str:
    return "0" if char == "<" else char.translate(_DIGITS)


def _checked(text: str, digit: str, code: str) -> str:
    if str(check_digit(text)) != _digit(digit):
        raise Misread(code)
    return text


def _birth(written: str, number: str, today: date) -> date:
    """The century is the number's own, where its year agrees; else the latest that isn't in the future."""
    year = int(written[:2]) if written[:2].isdigit() else -1
    if year == birth_year_of(number) % 100:
        year = birth_year_of(number)
    elif year >= 0:
        year += today.year // 100 * 100
        year -= 100 if year > today.year else 0
    try:
        return date(year, int(written[2:4]), int(written[4:6]))
    except ValueError:
        raise Misread("birth") from None


def _expiry(written: str) -> date | None:
    if written in _ENDLESS:
        return None
    try:
        return date(2000 + int(written[:2]), int(written[2:4]), int(written[4:6]))
    except ValueError:
        raise Misread("check.expiry") from None
