"""Reading periods as people and addresses write them.

| written | is |
| --- | --- |
| 2023 | the year |
| 2023-T05, 05/2023 | a month |
| 2023-Q2 | a quarter |
| 2023-H1, 2023-6T | the first half-year; H2 the second |
| 2023-9T | the first nine months |
| 2023-W07 | a week, Monday to Sunday |
| 2023-05-31, 31/05/2023 | a day |
| 15/12/2022-14/12/2023, 2022-12-15..2023-12-14 | from one day to another |

`bc-` before one of the first five takes the state's reporting way, `lich-` the calendar's; without either the reader's
own way holds: a report says which is its own, pages take the calendar's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from diaban.core.errors import Invalid
from diaban.figures.periods_named import FIRST_YEAR, LAST_YEAR, Named, containing, day, free, of, week
from diaban.figures.periods_schemes import Family, Grain

_UNREADABLE = _(
    "Không đọc được kỳ này. Ghi năm (2023), tháng (2023-T05), quý (2023-Q2), 6 tháng (2023-H1), 9 tháng (2023-9T),"
    " tuần (2023-W07), ngày (31/05/2023) hoặc từ ngày đến ngày (15/12/2022-14/12/2023)."
)
_DAY = r"(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/\d{4})"
_RANGE = re.compile(rf"^{_DAY}\s*(?:\.\.|-|–|đến)\s*{_DAY}$", re.ASCII)
_MONTH = re.compile(r"^(\d{1,2})/(\d{4})$", re.ASCII)
_NUMBERED = re.compile(r"^(\d{4})-(T|Q|H|W)(\d{1,2})$", re.ASCII)
_FIXED = {"9T": (Grain.NINE, 1), "6T": (Grain.HALF, 1)}


def read(text: str, family: Family = Family.CALENDAR) -> Named:
    """The period written; `family` holds where it doesn't say. Raises Invalid with how to write one."""
    try:
        found = _read(text.strip(), family)
    except ValueError:
        raise Invalid(_UNREADABLE, {"ky": _UNREADABLE}) from None
    if not FIRST_YEAR <= found.since.year <= found.until.year <= LAST_YEAR:
        raise Invalid(_UNREADABLE, {"ky": _UNREADABLE})
    return found


def _read(text: str, family: Family) -> Named:
    for known in Family:
        if text.lower().startswith(f"{known.value}-"):
            return _named(text[len(known.value) + 1 :].upper(), known)
    if span := _RANGE.match(text):
        return free(_day(span[1]), _day(span[2]))
    if re.fullmatch(_DAY, text, re.ASCII):
        return day(_day(text))
    if month := _MONTH.match(text):
        return of(Grain.MONTH, int(month[2]), int(month[1]), family)
    return _named(text.upper(), family)


def _named(text: str, family: Family) -> Named:
    if re.fullmatch(r"[0-9]{4}", text):
        return of(Grain.YEAR, int(text), 1, family)
    year, _dash, rest = text.partition("-")
    if rest in _FIXED:
        grain, number = _FIXED[rest]
        return of(grain, int(year), number, family)
    numbered = _NUMBERED.match(text)
    if numbered is None:
        raise ValueError(text)
    year, letter, number = numbered[1], numbered[2], int(numbered[3])
    return week(int(year), number) if letter == "W" else of(Grain(letter), int(year), number, family)


def _day(text: str) -> date:
    if "/" in text:
        number, month, year = (int(part) for part in text.split("/"))
        return date(year, month, number)
    return date(*(int(part) for part in text.split("-")))


def run(last: Named, count: int) -> list[Named]:
    """`count` periods of one kind that follow each other and end with `last`, oldest first: what a series shows."""
    found = [last]
    while len(found) < count and found[-1].since.year > FIRST_YEAR:
        found.append(found[-1].previous())
    return found[::-1]


def between(grain: Grain, since: date, until: date, family: Family = Family.CALENDAR) -> Iterator[Named]:
    """The periods of a grain that touch some days, in order."""
    each = containing(grain, since, family)
    while each.since <= until:
        yield each
        each = each.next()
