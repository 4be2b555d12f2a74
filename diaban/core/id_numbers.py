"""Personal numbers as clerks write them: reading, and the checks that warn but never refuse.

A 12-digit number is PPP G YY NNNNNN: province (or country) of birth registration, century and sex, year of birth,
six random digits; there is no check digit (TT 59/2021/TT-BCA). A mismatch is a warning only: sex is redetermined,
birth dates are corrected, records are adopted, and the number stays. A 9-digit CMND is not unique and is kept as an
alias, never as a key.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from diaban.core import id_prefixes

Kind = Literal["id", "cmnd", "none", "bad"]

#: Letters that stand for digits in typed or scanned numbers.
_LETTERS = str.maketrans({"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "|": "1", "B": "8", "S": "5", "Z": "2"})
_JUNK = re.compile(r"[\s.,'’‘`´\-–_/\u200b\ufeff]+")
#: A number that a program wrote as a decimal: the zero behind the point is none of its digits.
_FLOAT = re.compile(r"^(\d{8,12})[.,]0+$")
_LABEL = re.compile(r"^(?:SO|SỐ|CCCD|CMND|CMTND|CMT|CC|ĐDCN|DDCN)?[:;]?\s*(?=[\dOIl])", re.IGNORECASE)
_EMPTY = {"", "0", "X", "KHONG", "KHÔNG", "K", "KC", "CHUA", "CHƯA", "CHƯACO", "CHƯACÓ", "CHUACO", "KHÔNGCÓ", "KHONGCO"}


@dataclass(frozen=True, slots=True)
class Number:
    """A number as read. `digits` is empty unless `kind` is `id` (12 digits) or `cmnd` (9 digits).

    `notes` says what was done to read it: `zero_restored`, `letters_read`. `typed` is true where the cell held text,
    so that a missing digit may as well have been dropped in the middle as in front.
    """

    kind: Kind
    digits: str = ""
    notes: tuple[str, ...] = ()
    typed: bool = True


NONE = Number("none")


def parse(value: object) -> Number:
    """Read a number from a cell: text in any clerk's form, or a numeric cell that lost its leading zeros."""
    if isinstance(value, str):
        return _parse_text(value)
    if isinstance(value, bool) or value is None:
        return NONE if not value else Number("bad")
    if isinstance(value, (int, float)):
        return _parse_numeric(value)
    return Number("bad", typed=False)


def _parse_numeric(value: float) -> Number:
    if value == 0:
        return Number("none", typed=False)
    if not 0 < value < 10**12 or value != int(value):
        return Number("bad", typed=False)
    return _by_length(str(int(value)), (), typed=False)


@lru_cache(maxsize=4096)
def _parse_text(text: str) -> Number:
    if text.isdigit() and text.isascii() and len(text) in (9, 12):
        return _by_length(text, (), typed=True)
    bare = _JUNK.sub("", _LABEL.sub("", _FLOAT.sub(r"\1", text.strip()))).upper()
    if bare in _EMPTY:
        return NONE
    notes: tuple[str, ...] = ()
    if not (bare.isdigit() and bare.isascii()):
        letters = sum(not c.isdigit() for c in bare)
        read = bare.translate(_LETTERS)
        if letters > 3 or not (read.isdigit() and read.isascii()):
            return Number("bad")
        bare, notes = read, ("letters_read",)
    return _by_length(bare, notes, typed=True)


def _by_length(digits: str, notes: tuple[str, ...], *, typed: bool) -> Number:
    """12 and 9 digits stand as they are; 10, 11 and 8 lost zeros in front, as a spreadsheet makes them."""
    size = len(digits)
    if size == 12:
        return Number("id", digits, notes, typed)
    if size == 9:
        return Number("cmnd", digits, notes, typed)
    if size in (10, 11) and id_prefixes.known(digits.zfill(12)[:3]):
        return Number("id", digits.zfill(12), (*notes, "zero_restored"), typed)
    if size == 8:
        return Number("cmnd", digits.zfill(9), (*notes, "zero_restored"), typed)
    return Number("bad", "", notes, typed)


def odd(number: str, sex: str, birth_year: int | None) -> list[str]:
    """Codes of what is odd about a 12-digit number, given the recorded sex (`m`, `f`, `u`) and year of birth.

    Never a reason to refuse; an empty list means that nothing is odd.
    """
    if len(number) != 12 or not (number.isdigit() and number.isascii()):
        return ["shape"]
    codes = [] if id_prefixes.known(number[:3]) else ["prefix"]
    mark = int(number[3])
    if sex in ("m", "f") and mark % 2 != (sex == "f"):
        codes.append("sex")
    if birth_year is not None:
        if 1900 + mark // 2 * 100 != birth_year // 100 * 100:
            codes.append("century")
        if int(number[4:6]) != birth_year % 100:
            codes.append("year")
    return codes


def sex_of(number: str) -> str:
    """The sex written in a 12-digit number: `m` or `f`."""
    return "f" if int(number[3]) % 2 else "m"


def birth_year_of(number: str) -> int:
    """The year of birth written in a 12-digit number."""
    return 1900 + int(number[3]) // 2 * 100 + int(number[4:6])
