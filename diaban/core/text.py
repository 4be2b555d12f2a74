"""Vietnamese text: one form in store, folded keys for search, sort keys for lists, numbers and dates as printed.

PostgreSQL's own lower, ILIKE and collations are not used for Vietnamese: keys are made here and stored.
"""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

#: Letters that look like Đ and are typed for it: Icelandic eth and its small form.
_LOOK_ALIKE = str.maketrans({"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ"})
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"))
#: Control characters, which no name has and the database refuses; those that are white space stay spaces.
_CONTROLS = {code: None if code not in range(9, 14) else " " for code in (*range(32), *range(127, 160))}
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_ORDER = {letter: chr(ord("A") + i) for i, letter in enumerate(_ALPHABET)}
#: Tones in dictionary order: level, huyền, hỏi, ngã, sắc, nặng.
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_APOSTROPHES = str.maketrans({"'": "", "’": "", "‘": "", "ʼ": "", "`": "", "´": ""})


def nfc(text: str) -> str:
    """The composed form, in which everything is stored and compared."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def tidy(text: str) -> str:
    """Text as it is stored: composed, Ð written Đ, no invisible characters, single spaces, none at the ends."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.translate(_INVISIBLE)).translate(_LOOK_ALIKE)
    if not text.isprintable():
        text = text.translate(_CONTROLS)
    return " ".join(text.split())


@lru_cache(maxsize=65_536)
def _fold_token(token: str) -> str:
    if token.isascii():
        return token.lower().translate(_APOSTROPHES)
    bare = unicodedata.normalize("NFD", token.translate(_INVISIBLE).translate(_LOOK_ALIKE).lower())
    plain = "".join(c for c in bare if not unicodedata.combining(c))
    return plain.replace("đ", "d").translate(_APOSTROPHES)


def fold(text: str) -> str:
    """The search key: small letters without marks, d for đ, no apostrophes, single spaces. Hòa and Hoà fold alike."""
    return " ".join(filter(None, map(_fold_token, text.split())))


@lru_cache(maxsize=65_536)
def _syllable_key(token: str) -> str:
    tone = "0"
    letters: list[str] = []
    for char in unicodedata.normalize("NFD", token.translate(_LOOK_ALIKE).lower()):
        if char in _TONES:
            tone = _TONES[char]
        elif unicodedata.combining(char):
            letters[-1:] = [unicodedata.normalize("NFC", letters[-1] + char)] if letters else []
        else:
            letters.append(char)
    return "".join(_ORDER.get(c, "9" if c.isdigit() else "") for c in letters) + tone


@lru_cache(maxsize=65_536)
def words_key(text: str) -> str:
    """Orders words by the Vietnamese alphabet: a ă â b c d đ …; tones decide only between equal letters."""
    return " ".join(_syllable_key(token) for token in text.split())


def name_parts(full_name: str) -> tuple[str, str, str]:
    """(family, middle, given) of a full name. A one-word name has no family name; none is ever made up."""
    words = full_name.split()
    if len(words) < 2:
        return "", "", full_name.strip()
    return words[0], " ".join(words[1:-1]), words[-1]


def sort_key(full_name: str) -> str:
    """The key that name lists are ordered by: given name, then family, then middle (COLLATE "C")."""
    family, middle, given = name_parts(full_name)
    return ",".join(words_key(part) for part in (given, family, middle))


def fmt_int(number: int) -> str:
    """1234567 → 1.234.567"""
    return f"{number:,}".replace(",", ".")


def fmt_num(number: float | Decimal, places: int = 1) -> str:
    """1234.5 → 1.234,5 with a fixed number of decimal places."""
    return f"{number:,.{places}f}".translate(str.maketrans(",.", ".,"))


def fmt_bytes(size: int) -> str:
    """345678 → 338 KB; from a megabyte up 1,2 MB."""
    return f"{fmt_num(size / 2**20)} MB" if size >= 2**20 else f"{fmt_int(max(round(size / 1024), 1))} KB"


def fmt_date(day: date | None, precision: str = "d") -> str:
    """dd/MM/yyyy; MM/yyyy for precision `m`, yyyy for `y`; empty where nothing is known."""
    if day is None or precision == "u":
        return ""
    if precision == "d":
        return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"
    return {"m": f"{day.month:02d}/{day.year:04d}", "y": f"{day.year:04d}"}[precision]


def fmt_moment(moment: datetime) -> str:
    """dd/MM/yyyy HH:mm in the office's time."""
    from diaban.core.time import ZONE

    return f"{moment.astimezone(ZONE):%d/%m/%Y %H:%M}"


def fmt_id(number: str) -> str:
    """A 12-digit number grouped in threes for the eye; other numbers as they are."""
    return " ".join(number[i : i + 3] for i in range(0, 12, 3)) if len(number) == 12 and number.isdigit() else number


def mask_id(number: str) -> str:
    """All but the last four digits hidden."""
    return "•" * max(len(number) - 4, 0) + number[-4:]
