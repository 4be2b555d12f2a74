"""What the values of a column look like: −1 (not at all a field's values) to 1 (surely)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, time
from itertools import pairwise
from typing import Any

from diaban.core import id_numbers as numbers
from diaban.core.text import fold, tidy
from diaban.core.time import today
from diaban.papers.lists import headcounts, words
from diaban.papers.reading import dates

_DIGIT = re.compile(r"\d")
#: "7.", "3.2" (second of the third household): numbers of rows that are no plain numbers.
_COUNTED = re.compile(r"\d{1,5}(?:[.\-/]\d{0,3})*[.)]?")
_FULL = re.compile(r"\D*\d{1,4}\D+\d{1,2}\D+\d{2,4}\D*|\d{8}")


def share(values: Sequence[Any], test: Callable[[Any], bool]) -> float:
    """The share of values that pass a test, stretched to −1…1."""
    return 2 * sum(map(test, values)) / len(values) - 1 if values else 0.0


def _whole(value: Any) -> int | None:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and value.strip().isdigit() and len(value.strip()) < 8:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _between(low: int, high: int) -> Callable[[Sequence[Any]], float]:
    def judge(values: Sequence[Any]) -> float:
        return share(values, lambda v: (n := _whole(v)) is not None and low <= n <= high)

    return judge


day_numbers = _between(0, 31)
month_numbers = _between(0, 12)
year_numbers = _between(1890, 2030)


def days_and_months(values: Sequence[Any]) -> float:
    """Days of a month, or days with their month."""
    return max(day_numbers(values), days_with_months(values))


def days_with_months(values: Sequence[Any]) -> float:
    """Days and months that leave the year to another column: "15/08", or dates all of the years they were typed in."""
    years = {v.year for v in values if isinstance(v, date)}
    typed = len(years) <= 2 and len(values) >= 10
    return share(values, lambda v: dates.day_month(v) is not None and (typed or not isinstance(v, date)))


def dates_of_birth(values: Sequence[Any]) -> float:
    """Dates in any form; bare small numbers are days or months, not dates."""
    now = today()

    def test(value: Any) -> bool:
        number = _whole(value)
        if number is not None and number < 1000:
            return False
        return dates.read(value, now).day is not None

    return share(values, test)


def event_days(values: Sequence[Any]) -> float:
    """Dates of what happened: whole ones, or days and months of a year that the book's title tells."""
    return max(dates_of_birth(values), share(values, lambda v: isinstance(v, str) and dates.day_month(v) is not None))


def full_dates(values: Sequence[Any]) -> float:
    """Dates that name day, month and year."""
    return share(values, lambda v: isinstance(v, date) or (isinstance(v, str) and bool(_FULL.fullmatch(v.strip()))))


def _worded(value: Any, low: int, high: int) -> bool:
    return isinstance(value, str) and not _DIGIT.search(value) and low <= len(value.split()) <= high


def names(values: Sequence[Any]) -> float:
    """Names of at least two words, most of them different."""
    variety = len({fold(v) for v in values if isinstance(v, str)}) / max(len(values), 1)
    return min(share(values, lambda v: _worded(v, 2, 7)), 4 * variety - 1)


def given_names(values: Sequence[Any]) -> float:
    """Single words without digits."""
    return share(values, lambda v: _worded(v, 1, 1))


def family_names(values: Sequence[Any]) -> float:
    """One to four words without digits."""
    return share(values, lambda v: _worded(v, 1, 4))


def id_numbers(values: Sequence[Any]) -> float:
    """12-digit numbers, zeros lost or not."""
    return share(values, lambda v: numbers.parse(v).kind == "id")


def old_numbers(values: Sequence[Any]) -> float:
    """9-digit numbers."""
    return share(values, lambda v: numbers.parse(v).kind == "cmnd")


def any_numbers(values: Sequence[Any]) -> float:
    """12- or 9-digit numbers."""
    return share(values, lambda v: numbers.parse(v).kind in ("id", "cmnd"))


def _word(value: Any) -> str:
    return fold(tidy(value)).strip(" .") if isinstance(value, str) else str(_whole(value))


def sexes(values: Sequence[Any]) -> float:
    """Nam, Nữ and their short forms."""
    return share(values, lambda v: words.sex(v) != "u")


def marks(values: Sequence[Any]) -> float:
    """x, v, + or 1: a cell that is ticked or not."""
    return share(values, lambda v: _word(v) in words.MARKS)


def relations(values: Sequence[Any]) -> float:
    """Words for a relation to the head of household."""
    return share(values, lambda v: isinstance(v, str) and words.relation(v) is not None)


def stays(values: Sequence[Any]) -> float:
    """Words for a kind of residence."""
    return share(values, lambda v: isinstance(v, str) and words.stay(v) is not None)


def hamlets(values: Sequence[Any]) -> float:
    """Few different values, or ones that begin with thôn, tổ, ấp …"""
    led = share(values, lambda v: isinstance(v, str) and bool(words.HAMLET.match(tidy(v))))
    few = len({_word(v) for v in values}) <= max(len(values) ** 0.5 * 2, 3)
    return max(led, 0.2 if few else -0.2)


def running(values: Sequence[Any]) -> float:
    """Whole numbers that only rise."""
    if all(isinstance(v, str) and _COUNTED.fullmatch(v.strip()) for v in values):
        return 0.0
    found = [_whole(v) for v in values]
    whole = [n for n in found if n is not None]
    if len(whole) < 0.8 * len(values) or not whole:
        return -1.0
    if len(whole) == 1:
        return 0.5
    rising = sum(a < b for a, b in pairwise(whole))
    return 2 * rising / max(len(whole) - 1, 1) - 1


def household_codes(values: Sequence[Any]) -> float:
    """Short codes with a digit; not ones that start again and again, which count the people of each household."""
    plain = [_word(v) for v in values]
    if len(plain) >= 20 and len(set(plain)) <= max(15, len(plain) // 20):
        neighbours = sum(a == b for a, b in pairwise(plain))
        if neighbours < 0.15 * len(plain):
            return -1.0
    return share(
        values,
        lambda v: (
            (isinstance(v, (int, float)) and v < 10**10)
            or (isinstance(v, str) and 0 < len(v) < 20 and bool(_DIGIT.search(v)))
        ),
    )


def phones(values: Sequence[Any]) -> float:
    """Nine to eleven digits, a zero in front lost or not."""
    return share(values, lambda v: words.phone(v) != "")


def addresses(values: Sequence[Any]) -> float:
    """Words or house numbers; not dates, years, ticks or a person's numbers."""

    def test(value: Any) -> bool:
        if not isinstance(value, str):
            number = _whole(value)
            return number is not None and not 1890 <= number <= 2030 and number < 10**6
        plain = value.strip()
        return len(plain) > 1 and not _FULL.fullmatch(plain) and numbers.parse(plain).kind in ("bad", "none")

    return 0.3 * share(values, test) if share(values, test) > 0 else share(values, test)


def origins(values: Sequence[Any]) -> float:
    """Words for an ethnic group or a religion. Only long numbers contradict: such a column is never kept for want of
    evidence."""
    if share(values, lambda v: len(_DIGIT.findall(str(v))) >= 6) > 0:
        return -1.0
    said = [v for v in values if isinstance(v, str) and words.origin(v)]
    return max(share(values, lambda v: v in said or _word(v) == "khong"), 0.0) if said else 0.0


def ages(values: Sequence[Any]) -> float:
    """Whole numbers up to 120."""
    return _between(0, 120)(values)


_CLOCK = re.compile(r"\d{1,2}\s*(?:h|g|giờ|gio|:|\.)\s*(?:\d{1,2}\s*(?:phút|p|ph|')?)?(?:\s*:\d{2})?", re.IGNORECASE)


def clock_times(values: Sequence[Any]) -> float:
    """Times of day: a time cell, a part of a day, "14 giờ 25 phút", "13h32"."""

    def test(value: Any) -> bool:
        if isinstance(value, str):
            return bool(_CLOCK.fullmatch(tidy(value).lower()))
        return isinstance(value, time) or (isinstance(value, float) and 0 <= value < 1)

    return share(values, test)


def small_counts(values: Sequence[Any]) -> float:
    """Whole numbers as of people at one event."""
    return share(values, headcounts.says)


def categories(values: Sequence[Any]) -> float:
    """Words that come again and again. A short list says little."""
    said = [fold(v) for v in values if isinstance(v, str) and not v.strip().replace(".", "").isdigit()]
    if len(said) < 0.5 * len(values):
        return -0.6
    return 0.3 if len(values) >= 8 and len(set(said)) <= 0.6 * len(said) else 0.0


_AMOUNT = re.compile(r"[\d.,\s]+(?:đ|đồng|vnđ|vnd|d|triệu|tr|nghìn|ngàn|k|triệu đồng|trđ)?\.?", re.IGNORECASE)


def amounts(values: Sequence[Any]) -> float:
    """Numbers, or numbers with words for money. Not dates, and not a person's numbers."""

    def test(value: Any) -> bool:
        if isinstance(value, str):
            return bool(_AMOUNT.fullmatch(value.strip())) and any(map(str.isdigit, value)) and not _long(value)
        return isinstance(value, (int, float)) and not isinstance(value, bool)

    return share(values, test)


def _long(text: str) -> bool:
    return len(text) >= 9 and text.isdigit() and numbers.parse(text).kind in ("id", "cmnd") and text[0] == "0"


def percents(values: Sequence[Any]) -> float:
    """Shares of a hundred: 41, "41%", 0.41, "2/4"."""

    def test(value: Any) -> bool:
        if isinstance(value, str):
            return bool(re.fullmatch(r"\d{1,3}(?:[.,]\d+)?\s*%?|\d/\d|[IViv]{1,3}", value.strip()))
        return isinstance(value, (int, float)) and 0 <= value <= 100

    return share(values, test)


def coefficients(values: Sequence[Any]) -> float:
    """Small decimals: 1,5; 2.0."""

    def test(value: Any) -> bool:
        text = str(value).strip().replace(",", ".")
        return bool(re.fullmatch(r"\d{1,2}(?:\.\d+)?", text)) and float(text) <= 20

    return share(values, test)


def documents(values: Sequence[Any]) -> float:
    """Numbers of documents: 12/QĐ-UBND, 1045."""
    return max(share(values, lambda v: bool(re.search(r"\d", str(v))) and not isinstance(v, date)), -0.5) * 0.5


def account_numbers(values: Sequence[Any]) -> float:
    """Eight to sixteen digits."""
    return share(values, lambda v: bool(re.fullmatch(r"\d{6,19}", re.sub(r"[\s.\-]|\.0$", "", _plain_number(v)))))


def _plain_number(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _of(words_of: str) -> Callable[[Sequence[Any]], float]:
    """Evidence for cells that hold one of some folded words; short or other cells say nothing against it."""
    known = re.compile(words_of)

    def judge(values: Sequence[Any]) -> float:
        said = share(values, lambda v: isinstance(v, str) and bool(known.search(fold(v))))
        return said if said > 0 else min(categories(values), 0.0)

    return judge


poor_kinds = _of(r"\bngheo\b|\bhn\b|\bhcn\b|\bcn\b")
merit_kinds = _of(
    r"thuong binh|benh binh|liet si|liet sy|co cong|chat doc|khang chien|cach mang|me viet nam|bvnah|vnah|tu day"
    r"|anh hung|\btb\b|\bbb\b|\bls\b|nhiem cdhh|\bcdhh\b|\bncc\b|\bhdkc\b|cuu chien binh|thanh nien xung phong|\bndct\b"
)
protection_kinds = _of(
    r"khuyet tat|cao tuoi|nguoi gia|mo coi|don than|tre em|\bhiv\b|bao tro|bo roi|\bnkt\b|\bnct\b|\bkt\b|tam than"
    r"|cham soc|nuoi duong|huu tri xa hoi|nang|ngheo"
)
