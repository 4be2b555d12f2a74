"""Days as clerks type them, in one text field: 1/2/2003, 01-02-03, 1.2.2003, 01022003, 2003-02-01, hôm nay."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from diaban.core.text import fmt_date, fold
from diaban.core.time import today

_PARTS = re.compile(r"[\s./,\-]+")
_WORDS = {"hom nay": 0, "hom qua": -1, "hom kia": -2, "today": 0, "yesterday": -1}


@dataclass(frozen=True)
class PartialDay:
    """A day of which the day, or the day and month, may be unknown. `first` is the first possible day;
    `precision` is `d`, `m` or `y`."""

    first: date
    precision: str = "d"

    def __str__(self) -> str:
        return fmt_date(self.first, self.precision)


def read_day(text: str) -> date:
    """A whole day, or ValueError. Two-digit years are the last hundred years'; a day and month are this year's."""
    words = fold(text)
    if words in _WORDS:
        return today() + timedelta(days=_WORDS[words])
    numbers = _numbers(words)
    if len(numbers) == 2 and len(numbers[1]) <= 2:
        return date(today().year, int(numbers[1]), int(numbers[0]))
    if len(numbers) != 3:
        raise ValueError("not a day")
    return _whole(numbers)


def read_partial(text: str) -> PartialDay:
    """As `read_day`, and also a year alone (1957) or a month and a year (5/1957)."""
    numbers = _numbers(fold(text))
    if len(numbers) == 1 and len(numbers[0]) == 4:
        return PartialDay(date(int(numbers[0]), 1, 1), "y")
    if len(numbers) == 2 and len(numbers[1]) == 4:
        return PartialDay(date(int(numbers[1]), int(numbers[0]), 1), "m")
    return PartialDay(read_day(text))


def _numbers(text: str) -> list[str]:
    text = re.sub(r"\b(ngay|thang|nam)\b", "/", text).strip(" /.-,")
    if re.fullmatch(r"[0-9]{8}", text):
        return [text[:2], text[2:4], text[4:]]
    found = [part for part in _PARTS.split(text) if part]
    if not all(re.fullmatch(r"[0-9]{1,4}", part) for part in found):
        raise ValueError("not a day")
    return found


def _whole(numbers: list[str]) -> date:
    if len(numbers[0]) == 4:
        return date(int(numbers[0]), int(numbers[1]), int(numbers[2]))
    day, month, year = (int(number) for number in numbers)
    if len(numbers[2]) <= 2:
        year += 2000 if year <= today().year % 100 else 1900
    elif len(numbers[2]) == 3:
        raise ValueError("a year of three digits")
    return date(year, month, day)
