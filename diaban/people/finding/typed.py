"""What was typed, taken apart: words of a name, days of birth, digits of a number, a household asked for."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from diaban.core.text import fold, tidy, words_key
from diaban.core.time import today

_DAY = re.compile(r"(?<!\d)(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?!\d)")
_MONTH = re.compile(r"(?<![\d/.\-])(\d{1,2})[/.\-](\d{4})(?!\d)")
_YEAR = re.compile(r"(?:18|19|20)\d\d")
_NUMBER = re.compile(r"[\d\s.\-+]+")
_HOUSE = re.compile(r"(?:hộ|chủ hộ|ho khau|chu ho|hộ khẩu|số hộ|so ho)\s+(?:số\s+|so\s+)?(\S.*)", re.IGNORECASE)
_BORN = re.compile(r"\b(?:sinh năm|sinh nam|sinh ngày|sinh ngay|năm sinh|nam sinh|sn|ns)\b[\s.:]*", re.IGNORECASE)
_EARLIEST = 1850


@dataclass(frozen=True, slots=True)
class Born:
    """Days between which someone was born, both included; `precise` where only dates known that far are meant."""

    first: date
    last: date
    precise: str | None = None


@dataclass(frozen=True, slots=True)
class Typed:
    """The parts of a search.

    `words`: folded, a comma standing between what it parted. `raw`: the same words as typed. `tail`: last digits that
    go with a name. `number`: digits alone. `house`: a household is asked for. `code`: what a household's number may be.
    """

    words: tuple[str, ...] = ()
    raw: tuple[str, ...] = ()
    born: tuple[Born, ...] = ()
    tail: str = ""
    number: str = ""
    house: bool = False
    code: str = ""

    @property
    def accents(self) -> tuple[str, ...]:
        """Keys of the words if any was typed with a mark: then marks are meant, on all of them or none."""
        return () if all(word.isascii() for word in self.raw) else tuple(words_key(word) for word in self.raw)


def parse(text: str) -> Typed:
    """Take a search apart. Words that stand for nothing are left out; nothing raises."""
    clean = tidy(text)[:200]
    if re.search(r"\d", clean) and _NUMBER.fullmatch(clean) and not _DAY.search(clean) and not _MONTH.search(clean):
        return Typed(number=re.sub(r"\D", "", clean), code=clean)
    house = _HOUSE.fullmatch(clean)
    rest = house[1] if house else clean
    born, without = _births(tidy(_BORN.sub(" ", rest)))
    words, raw, tail = _words(without)
    code = rest if house is not None or re.search(r"\d", without) else ""
    return Typed(words, raw, born, tail, house=house is not None, code=code)


def _births(text: str) -> tuple[tuple[Born, ...], str]:
    """The birth that a text names, as exact as it does, and the text without it."""
    if match := _DAY.search(text):
        return _of_day(*map(int, match.groups())), _without(text, match)
    if match := _MONTH.search(text):
        month, year = int(match[1]), int(match[2])
        if 1 <= month <= 12 and year >= _EARLIEST:
            first = date(year, month, 1)
            last = first.replace(day=monthrange(year, month)[1])
            return (Born(first, last), Born(date(year, 1, 1), date(year, 1, 1), "y")), _without(text, match)
    years = [match for match in re.finditer(r"(?<!\S)\d{4}(?!\S)", text) if _YEAR.fullmatch(match[0])]
    if years:
        return (_of_year(int(years[-1][0])),), _without(text, years[-1])
    if match := re.search(r"(?<=\S\s)\d\d$", text.rstrip()):
        short, now = int(match[0]), today().year
        return tuple(_of_year(c + short) for c in (1900, 2000) if now - 110 <= c + short <= now), _without(text, match)
    return (), text


def _of_year(year: int) -> Born:
    return Born(date(year, 1, 1), date(year, 12, 31))


def _of_day(day: int, month: int, year: int) -> tuple[Born, ...]:
    """That day; births known by month or year alone are kept as its first day, and fit too."""
    try:
        exact = date(year, month, day)
    except ValueError:
        return (_of_year(year),) if year >= _EARLIEST else ()
    january = date(year, 1, 1)
    return Born(exact, exact), Born(exact.replace(day=1), exact.replace(day=1), "m"), Born(january, january, "y")


def _without(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()]} {text[match.end() :]}"


def _words(text: str) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """Folded words, the words as typed, and digits that stand alone among them."""
    words, raw, tail = [], [], ""
    for token in re.sub(r"[,;]", " , ", text).split():
        folded = fold(token)
        if token == ",":
            words.append(",")
        elif folded.isdigit():
            tail = folded if 3 <= len(folded) <= 12 else tail
        elif plain := re.sub(r"[^a-z0-9.\-]", "", folded).strip(".-"):
            words.append(plain)
            raw.append(token)
    return tuple(words), tuple(raw), tail
