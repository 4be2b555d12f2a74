"""The QR code of an identity card: fields between bars, seven on cards since 2021, more on later ones.

    number|old number or nothing|full name|ddMMyyyy of birth|Nam or Nữ|permanent residence|ddMMyyyy of issue

A second order is met in the field: `number|name|sex|birth|address|issue|old number|…` (not confirmed by a text of law).
So fields are told by their shape: the first is the number, dates are eight digits that make a date, sex is one of two
words; the name stands before both, the address after. What is left over is kept unread.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from diaban.core.cards.said import Misread, Precision, Said
from diaban.core.id_numbers import odd
from diaban.core.text import fold, tidy

#: Fewer fields than this, and the code was cut off.
FEWEST = 7
_NUMBER = re.compile(r"\d{12}")
_OLD = re.compile(r"\d{9}")
_DAY = re.compile(r"(\d{2})[/.-]?(\d{2})[/.-]?(\d{4})")
_SEXES = {"nam": "m", "nu": "f"}
#: A health-insurance card: its code or number, then a name in hexadecimal digits.
_INSURANCE = re.compile(r"(?:[A-Z]{2}\d{13}|\d{10,15})\|(?:[0-9A-Fa-f]{2}){4,}\|")
_LINK = re.compile(r"[a-z][a-z0-9+.-]*://|www\.", re.IGNORECASE)
_OLDEST = 1850


def parse(text: str, today: date | None = None) -> Said:
    """The card that a scanned text is of; none is of a day after `today`, where that is told. Raises: Misread."""
    fields = _fields(text)
    number = fields[0]
    if not _NUMBER.fullmatch(number):
        raise Misread("number")
    told = _Told.of(fields)
    year = told.birth[0].year
    if today is not None and told.issued > today:
        raise Misread("dates")
    return Said(
        "qr", number, told.name, told.sex, told.birth[0], told.birth[1],
        cmnd=told.old, address=told.address, issued=told.issued, spare=told.spare,
        odd=tuple(odd(number, told.sex, year)),
    )  # fmt: skip


def _fields(text: str) -> list[str]:
    """The tidied fields, once it is sure that this is a card's code. Invisible marks of scanners are dropped."""
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cn")).strip()
    if not text:
        raise Misread("empty")
    if _LINK.match(text):
        raise Misread("link")
    if _INSURANCE.match(text):
        raise Misread("insurance")
    fields = [tidy(field) for field in text.split("|")]
    if len(fields) < 3:
        raise Misread("short" if _NUMBER.match(text) else "other")
    if not any(c.isdigit() for c in fields[0]):
        raise Misread("other")
    if len(fields) < FEWEST or _cut(fields):
        raise Misread("short")
    return fields


def _cut(fields: list[str]) -> bool:
    """Whether the last that was read is a number of a length that none of a card's has."""
    last = next((field for field in reversed(fields) if field), "")
    return last.isdigit() and len(last) not in (8, 9, 12)


@dataclass(frozen=True, slots=True)
class _Told:
    """The fields behind the number, told by their shape."""

    name: str
    sex: str
    birth: tuple[date, Precision]
    issued: date
    old: str
    address: str
    spare: tuple[str, ...]

    @classmethod
    def of(cls, fields: list[str]) -> _Told:
        rest = list(enumerate(fields))[1:]
        sex_at = next((i for i, field in rest if fold(field) in _SEXES), None)
        if sex_at is None:
            raise Misread("sex")
        name_at = next((i for i, field in rest if i < sex_at and _is_name(field)), None)
        if name_at is None:
            raise Misread("name")
        birth_at, birth, issued_at, issued = _dates([(i, field) for i, field in rest if i > name_at])
        old_at = next((i for i, field in rest if _OLD.fullmatch(field)), None)
        address_at = next((i for i, field in rest if i > max(sex_at, birth_at) and not field.isdigit() and field), None)
        taken = {0, sex_at, name_at, birth_at, issued_at, old_at, address_at}
        spare = tuple(field for i, field in rest if i not in taken and field)
        return cls(
            fields[name_at], _SEXES[fold(fields[sex_at])], birth, issued,
            fields[old_at] if old_at is not None else "",
            fields[address_at] if address_at is not None and address_at != issued_at else "", spare,
        )  # fmt: skip


def _dates(rest: list[tuple[int, str]]) -> tuple[int, tuple[date, Precision], int, date]:
    """Birth and issue, each with where it stands: the first two fields of a date's shape, whether they make one or not.

    Raises: Misread.
    """
    shaped = [(i, _day(field)) for i, field in rest if _DAY.fullmatch(field)]
    if not shaped or shaped[0][1] is None:
        raise Misread("birth")
    birth_at, birth = shaped[0][0], shaped[0][1]
    if len(shaped) < 2:
        raise Misread("short" if not rest[-1][1] else "dates")
    issued_at, issued = shaped[1]
    if issued is None or issued[1] != "d" or issued[0] < birth[0]:
        raise Misread("dates")
    return birth_at, birth, issued_at, issued[0]


def _is_name(field: str) -> bool:
    return len(field) > 1 and any(c.isalpha() for c in field) and not any(c.isdigit() for c in field)


def _day(field: str) -> tuple[date, Precision] | None:
    """A date and how exactly it is known (`d` or `y`), or None for a field that is none."""
    found = _DAY.fullmatch(field)
    if found is None:
        return None
    day, month, year = map(int, found.groups())
    if year < _OLDEST:
        return None
    if day == month == 0:
        return date(year, 1, 1), "y"
    try:
        return date(year, month, day), "d"
    except ValueError:
        return None
