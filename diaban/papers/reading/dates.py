"""Dates as clerks write them.

A date is read as the first possible day and how much of it is known: `d` day, `m` month, `y` year, `u` nothing.
Day comes before month, as Vietnamese is written. What can't be a date is an error with a code, never a guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from diaban.core.text import fold, tidy

EARLIEST = 1890
#: Day 0 of spreadsheet serial numbers (their calendar has a 29 February 1900 that never was).
_EPOCH = date(1899, 12, 30)
_PLAIN = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_DAY_MONTH = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})")
_CLOCK = re.compile(r"[\st]+(?:luc\s*)?\d{1,2}(?::|\s*gio\s*)\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:am|pm|z)?$")
_LUNAR = re.compile(r"\(?\b(?:al|am lich|a\.l)\b\.?\)?")
_ABOUT = re.compile(r"\b(?:khoang|chung|uoc)\b")
_DIGITISH = re.compile(r"(?<=[\d/.\-])[ol]|[ol](?=[\d/.\-])")
_WORDS = re.compile(r"\b(?:sinh|ngay|thang|nam|sn|ns|nsinh|ng|th|n|t|mung|mong)\b|(?<=\d)(?:th|st|nd|rd)\b")
_MONTHS = {
    name: i + 1
    for i, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"])
}
_MONTH_NAME = re.compile(r"\b(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\b")
_LEFT = re.compile(r"[^\d/.,\-\s:_–\\|]")


@dataclass(frozen=True, slots=True)
class DateRead:
    """What a cell says. `error` is a code where it says no date: `no_such_day`, `no_year`, `not_a_date`, `too_early`.

    `notes`: `month_day_swapped` (only month-day order makes sense), `year_as_serial` (a year typed into a cell
    formatted as a date), `serial`, `lunar`, `about`, `zero_restored`, `letters_read`, `short_year`.
    """

    day: date | None = None
    precision: str = "u"
    notes: tuple[str, ...] = ()
    error: str | None = None


NOTHING = DateRead()


def read(value: object, today: date) -> DateRead:
    """Read one cell. `today` says which century a two-digit year means: the latest that is not in the future."""
    if isinstance(value, str):
        return _text(value, today)
    if isinstance(value, datetime):
        return _cell(value.date())
    if isinstance(value, date):
        return _cell(value)
    if value is None:
        return NOTHING
    if isinstance(value, (bool, time, timedelta)):
        return DateRead(error="not_a_date")
    if isinstance(value, (int, float)):
        return _numeric(value, today)
    return DateRead(error="not_a_date")


def day_month(value: object) -> tuple[int, int] | None:
    """Day and month of a cell that leaves the year to another column: "15/08", or what a program made a date of."""
    if isinstance(value, date):
        return value.day, value.month
    found = _DAY_MONTH.fullmatch(value.strip()) if isinstance(value, str) else None
    return (int(found[1]), int(found[2])) if found else None


def read_parts(day: object, month: object, year: object, today: date) -> DateRead:
    """Read a date kept in three columns; an empty or zero day or month lowers the precision."""
    both = day_month(day) if month == "" else None
    parts = [_part(value) for value in (*(both or (day, month)), year)]
    if None in parts:
        return DateRead(error="not_a_date")
    d, m, y = (part or 0 for part in parts)
    if not (d or m or y):
        return NOTHING
    if not y:
        return DateRead(error="no_year")
    return _dmy(d, m, y, today, short=y < 100)


def _part(value: object) -> int | None:
    """A whole number in a cell of its own; 0 for an empty one, None for what is no number."""
    if value is None or value == "":
        return 0
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return int(value) if value == int(value) else None
    if isinstance(value, str):
        bare = _WORDS.sub(" ", fold(tidy(value))).strip(" .-_/?")
        return 0 if not bare or set(bare) <= {"x", "."} else int(bare) if bare.isascii() and bare.isdigit() else None
    return None


def _cell(day: date) -> DateRead:
    """A date cell. A year typed into it (1985) shows as a day of 1905; nobody in a list today was born that summer."""
    serial = (day - _EPOCH).days
    if 1900 <= serial <= 2040:
        return DateRead(date(serial, 1, 1), "y", ("year_as_serial",))
    if day.year < EARLIEST:
        return DateRead(error="too_early")
    return DateRead(day, "d")


def _numeric(value: float, today: date) -> DateRead:
    if not 0 <= value < 10**9:  # infinities and what is no number, too
        return DateRead(error="not_a_date")
    whole = int(value)
    if value != whole and 1 <= whole <= 12:  # 2.1985: month and year typed with a point
        year = round((value - whole) * 10_000)
        return _dmy(0, whole, year, today) if EARLIEST <= year <= today.year else DateRead(error="not_a_date")
    if EARLIEST <= whole <= 2100 or (whole < 100 and value == whole and whole > 0):
        return _dmy(0, 0, whole, today, short=whole < 100)
    if 3_000 <= whole <= (today - _EPOCH).days + 366:
        return replace(_cell(_EPOCH + timedelta(days=whole)), notes=("serial",))
    return _run(str(whole), today) if value == whole and whole > 99_999 else DateRead(error="not_a_date")


@lru_cache(maxsize=16_384)
def _text(value: str, today: date) -> DateRead:
    plain = _PLAIN.fullmatch(value)
    if plain:
        return _dmy(int(plain[1]), int(plain[2]), int(plain[3]), today)
    text = fold(tidy(value)).strip(" '.-–_/?")
    if not text or text in ("x", "k", "ko", "khong", "khong ro", "kxd", "chua ro", "0"):
        return NOTHING
    notes: list[str] = []
    for code, pattern in (("lunar", _LUNAR), ("about", _ABOUT)):
        if pattern.search(text):
            notes.append(code)
            text = pattern.sub(" ", text)
    text = _MONTH_NAME.sub(lambda found: f"/{_MONTHS[found[1][:3]]}/", _WORDS.sub("/", _CLOCK.sub("", text)))
    if _DIGITISH.search(text):
        notes.append("letters_read")
        text = _DIGITISH.sub(lambda found: "0" if found[0] == "o" else "1", text)
    if _LEFT.search(text):
        return DateRead(error="not_a_date", notes=tuple(notes))
    result = _groups(re.findall(r"\d+", text), today)
    if "lunar" in notes or "about" in notes:  # the solar day is not known, only the year
        result = replace(
            result, day=result.day and result.day.replace(month=1, day=1), precision="y" if result.day else "u"
        )
    return replace(result, notes=(*notes, *result.notes))


def _groups(groups: list[str], today: date) -> DateRead:
    numbers = [int(group) for group in groups]
    match [len(group) for group in groups]:
        case [1 | 2, 1 | 2, 4]:
            return _dmy(numbers[0], numbers[1], numbers[2], today)
        case [4, 1 | 2, 1 | 2]:
            return _dmy(numbers[2], numbers[1], numbers[0], today)
        case [1 | 2, 1 | 2, 2]:
            return _dmy(numbers[0], numbers[1], numbers[2], today, short=True)
        case [1 | 2, 4]:
            return _dmy(0, numbers[0], numbers[1], today)
        case [4, 1 | 2]:
            return _dmy(0, numbers[1], numbers[0], today)
        case [1 | 2, 2] if numbers[1] > 31 and numbers[0] <= 12:
            return _dmy(0, numbers[0], numbers[1], today, short=True)
        case [1 | 2, 1 | 2]:
            return DateRead(error="no_year")
        case [_]:
            return _run(groups[0], today)
    return DateRead(error="not_a_date")


def _run(digits: str, today: date) -> DateRead:
    """Digits without separators: year, yyyyMMdd, ddMMyyyy (a lost zero restored), MMyyyy, ddMMyy, a serial number."""
    number = int(digits)
    match len(digits):
        case 4:
            return _dmy(0, 0, number, today)
        case 2:
            return _dmy(0, 0, number, today, short=True)
        case 5 if 3_000 <= number <= (today - _EPOCH).days:
            return replace(_cell(_EPOCH + timedelta(days=number)), notes=("serial",))
        case 6 if EARLIEST <= int(digits[2:]) <= today.year and 1 <= int(digits[:2]) <= 12:
            return _dmy(0, int(digits[:2]), int(digits[2:]), today)
        case 6:
            return _dmy(int(digits[:2]), int(digits[2:4]), int(digits[4:]), today, short=True)
        case 7:
            return _noted(_run("0" + digits, today), "zero_restored")
        case 8:
            if EARLIEST <= int(digits[:4]) <= today.year and int(digits[4:6]) <= 12:
                return _dmy(int(digits[6:]), int(digits[4:6]), int(digits[:4]), today)
            return _dmy(int(digits[:2]), int(digits[2:4]), int(digits[4:]), today)
    return DateRead(error="not_a_date")


def _noted(result: DateRead, note: str) -> DateRead:
    return result if result.error else replace(result, notes=(*result.notes, note))


def _dmy(day: int, month: int, year: int, today: date, *, short: bool = False) -> DateRead:
    notes: tuple[str, ...] = ()
    if short:
        year += 2000 if year <= today.year % 100 else 1900
        notes = ("short_year",)
    if year > 2200:
        return DateRead(error="no_such_day", notes=notes)
    if year < EARLIEST:
        return DateRead(error="too_early", notes=notes)
    if month == 0 and day:
        return DateRead(error="no_such_day", notes=notes)
    if month > 12 and 1 <= day <= 12:
        day, month, notes = month, day, (*notes, "month_day_swapped")
    try:
        first = date(year, month or 1, day or 1)
    except ValueError:
        return DateRead(error="no_such_day", notes=notes)
    return DateRead(first, "d" if day else "m" if month else "y", notes)


@dataclass(frozen=True, slots=True)
class SwapEvidence:
    """Whether a spreadsheet set to month-day order turned the typed days of a column into dates the wrong way round.

    Such a program takes 05/12 as 12 May and leaves 25/12 as text: then no date cell has a day above 12, and the
    text cells are the ones that do.
    """

    cells: int = 0
    cells_above: int = 0
    texts: int = 0
    texts_above: int = 0
    texts_month_first: int = 0

    @property
    def swapped(self) -> bool:
        """True where chance can't explain it: 20 cells without a day above 12, or 6 and texts that all have one."""
        if self.cells_above:
            return False
        telling = self.texts >= 3 and self.texts_above >= 0.9 * self.texts
        return self.cells >= 20 or (self.cells >= 6 and telling)

    @property
    def month_first(self) -> bool:
        """True where the texts themselves are typed month before day: some say so, and none says otherwise."""
        return self.texts_month_first >= 3 and not self.texts_above


def swap_evidence(values: list[object]) -> SwapEvidence:
    """Weigh a column of birth dates. 1 January, which stands for "only the year is known", tells nothing."""
    cells = above = texts = texts_above = month_first = 0
    for value in values:
        if isinstance(value, date):
            if (value.day, value.month) != (1, 1):
                cells += 1
                above += value.day > 12
        elif isinstance(value, str):
            found = _PLAIN.fullmatch(value.strip())
            if found:
                texts += 1
                texts_above += int(found[1]) > 12
                month_first += is_month_first(value)
    return SwapEvidence(cells, above, texts, texts_above, month_first)


def is_month_first(text: str) -> bool:
    """Whether a text can only be month before day."""
    found = _PLAIN.fullmatch(text.strip())
    return found is not None and int(found[1]) <= 12 < int(found[2])


def plain(text: str) -> bool:
    """Whether a text is nothing but two small numbers and a year, which are day and month in either order."""
    return _PLAIN.fullmatch(text.strip()) is not None


def swap(day: date) -> date | None:
    """The same date with day and month exchanged, or None where that is no date or the same one."""
    if day.day > 12 or day.day == day.month:
        return None
    return date(day.year, day.day, day.month)
