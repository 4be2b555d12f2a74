"""Dates, numbers, places and villages as cells of a list, right and wrong."""

from __future__ import annotations

from random import Random

from diaban.bench.linkage import fonts
from diaban.bench.linkage.ground import Commune

Day = tuple[int, int, int]


def day(year: int, month: int, number: int, style: int) -> str:
    """A whole date in one of a list's styles."""
    if style == 0:
        return f"{number:02}/{month:02}/{year}"
    if style == 1:
        return f"{number}/{month}/{year}"
    if style == 2:
        return f"{number:02}.{month:02}.{year}"
    if style == 3:
        return f"{year}-{month:02}-{number:02}"
    if style == 4:
        return f"{number:02}-{month:02}-{year}"
    return f"{number:02}/{month:02}/{year % 100:02}"


def wrong_day(date: Day, rng: Random) -> tuple[Day, str]:
    """A birth date as it goes wrong on the way, and how."""
    year, month, number = date
    lot = rng.random()
    if lot < 0.22 and number <= 12 and number != month:
        return (year, number, month), "dob-swapped"
    if lot < 0.45:
        return (year + rng.choice((-1, 1, -1, 1, -2, 2)), month, number), "dob-year"
    if lot < 0.62:
        return (year, month, max(1, min(28, number + rng.choice((-1, 1, 10, -10, 2))))), "dob-day"
    if lot < 0.75:
        return (year, 1 + (month + rng.randrange(11)) % 12, number), "dob-month"
    if lot < 0.85:
        digits = str(year)
        swapped = int(digits[:2] + digits[3] + digits[2])
        return (swapped if swapped <= 2026 else year - 1, month, number), "dob-year"
    if lot < 0.95:
        return (year, 1, 1), "dob-new-year"
    return (year + rng.choice((-10, 10, -3, 3)), month, number), "dob-decade"


def wrong_number(text: str, rng: Random) -> str:
    """One digit misread, or two that changed places."""
    at = rng.randrange(1, len(text))
    if rng.random() < 0.3 and at < len(text) - 1 and text[at] != text[at + 1]:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + rng.choice([d for d in "0123456789" if d != text[at]]) + text[at + 1 :]


def shown_number(text: str, rng: Random, numeric: bool) -> str:
    """As a cell shows it: a numeric column loses the first zero."""
    if numeric:
        return str(int(text))
    lot = rng.random()
    if lot < 0.015:
        return text.replace("0", "O", 1)
    if lot < 0.03:
        return f"{text[:3]} {text[3:6]} {text[6:]}"
    if lot < 0.035:
        return text[:-1]
    return text


_BRIEF = {
    "xã": ("Xã ", "X. ", "x.", ""), "phường": ("Phường ", "P. ", "P.", ""),
    "thị trấn": ("Thị trấn ", "TT ", "TT. ", ""), "đặc khu": ("Đặc khu ", ""),
}  # fmt: skip


def place(commune: Commune, rng: Random, style: int, old: int) -> str:
    """The commune by today's name or by one of those it had; `style`: how the list writes it, `old`: which."""
    kind, name, district = commune.kind, commune.name, ""
    if style % 2 and commune.before:
        kind, name, district = commune.before[old % len(commune.before)]
    text = rng.choice(_BRIEF.get(kind, ("",))) + name if style > 1 else f"{kind.capitalize()} {name}"
    if district and rng.random() < 0.25:
        text += f", {'huyện ' if rng.random() < 0.5 else ''}{district}"
    return fonts.bare(text) if rng.random() < 0.05 else text


def village(text: str, rng: Random, style: int) -> str:
    """A village as lists shorten it."""
    kind, _, number = text.rpartition(" ")
    if style == 0:
        return text
    if kind in ("Tổ dân phố", "Khu phố"):
        brief = (
            rng.choice(("TDP ", "Tổ ", "TDP", "Tổ dân phố 0", ""))
            if kind[0] == "T"
            else rng.choice(("KP", "KP ", "Khu phố 0"))
        )
        return brief + number
    if text.split(" ")[0] in ("Thôn", "Xóm", "Buôn", "Làng"):
        first, rest = text.split(" ", 1)
        return rng.choice((rest, f"{first[0]}. {rest}", f"{first.lower()} {rest}", text))
    return text
