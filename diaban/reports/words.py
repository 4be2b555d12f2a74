"""Words that compare two numbers, as reports of the state write them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from diaban.core.text import fmt_int, fmt_num

#: What is written where the number isn't known.
UNKNOWN = "chưa có số liệu"
#: Units of things that happen.
HAPPENING = frozenset({"vụ", "vụ việc"})


#: Stands after a number that leaves out days of which nothing is known; a note says which.
PARTLY = "*"


def number(value: int | None, partly: str = "") -> str:
    """1.234, a true minus sign, or that nothing is known; marked where it is of some days only."""
    return UNKNOWN if value is None else fmt_int(value).replace("-", "\N{MINUS SIGN}") + (PARTLY if partly else "")


def with_unit(value: int | None, unit: str, partly: str = "") -> str:
    """155 vụ."""
    return f"{number(value, partly)} {unit}".strip() if value is not None else UNKNOWN


def percent(change: Decimal | None, *, signed: bool = False) -> str:
    """26,82% without a sign, or −26,82% with it; a dash where there is nothing to compare with."""
    if change is None:
        return "–"
    sign = ("+" if change > 0 else "\N{MINUS SIGN}" if change < 0 else "") if signed else ""
    places = -int(change.as_tuple().exponent)
    return f"{sign}{fmt_num(abs(change), places)}%"


def partly(told: Sequence[tuple[str, str]], which: str) -> Iterator[str]:
    """A note for each thing said of some numbers of a period, with their titles unless it is said of all of them."""
    said: dict[str, list[str]] = {}
    for title, sentence in told:
        if sentence:
            said.setdefault(sentence, []).append(title)
    for sentence, titles in said.items():
        of = "" if len(titles) == len(told) else f" ({'; '.join(titles)})"
        yield f"{PARTLY} {which}{of}: {sentence[:1].lower()}{sentence[1:]}"


def difference(now: int | None, then: int | None) -> str:
    """+12, −48 or 0; a dash where one isn't known."""
    if now is None or then is None:
        return "–"
    gap = now - then
    return f"+{fmt_int(gap)}" if gap > 0 else number(gap)


def fitting(sentence: str, unit: str) -> str:
    """A comparison's words for what the unit counts: incidents happen or don't, of people there are some or none."""
    return sentence if unit in HAPPENING else sentence.replace("xảy ra", "có")


def long_day(day: date | None, year: int | None = None) -> str:
    """ngày 05 tháng 02 năm 2026: days under 10 and the first two months are padded. Room to write where not known."""
    if day is None:
        blank = "\N{NO-BREAK SPACE}" * 6
        return f"ngày{blank}tháng{blank}năm{' ' + str(year) if year else blank}"
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def roman(count: int) -> str:
    """I, II, III, IV …, for the parts of a report."""
    steps = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    made = ""
    for size, letters in steps:
        made, count = made + letters * (count // size), count % size
    return made
