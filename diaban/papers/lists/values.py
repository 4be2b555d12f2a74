"""Cells read to typed values: dates with their precision, numbers of persons, amounts in đồng, times, words.

Each reader gives what JSON can hold, or None for an empty cell; `Unread` where the cell says something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from diaban.core import id_numbers
from diaban.core.text import fold, tidy
from diaban.papers.lists import headcounts, words
from diaban.papers.reading import dates

_TIMES = {"trieu": 1_000_000, "tr": 1_000_000, "trd": 1_000_000, "nghin": 1_000, "ngan": 1_000, "k": 1_000, "ty": 10**9}
_MONEY = re.compile(r"([\d.,\s]+?)\s*(trieu|trd|tr|nghin|ngan|k|ty)?\s*(?:dong|vnd|d)?\s*\.?")
_CLOCK = re.compile(r"(\d{1,2})\s*(?:h|g|gio|:|\.)\s*(\d{1,2})?\s*(?:phut|ph|p|')?(?:\s*:\s*\d{2})?")
_NAME = re.compile(r"[^\W\d_].*[^\W_]|[^\W\d_]")
_EMPTY = frozenset({"", "-", "–", "_", ".", "x", "khong", "ko", "k", "chua", "khong ro", "chua ro", "khong co", "0"})


class Unread(ValueError):
    """A cell that does not say what its column is about."""


def read(kind: str, cell: Any, label: str, today: date) -> Any:
    """The value of a cell; `label` is its header, which may name a unit. Raises Unread."""
    if isinstance(cell, str) and not cell.strip():
        return None
    try:
        return _READERS[kind](cell, label, today)
    except (OverflowError, ValueError) as error:  # an infinite number, or one that is none
        raise Unread from error


def plain(cell: Any) -> str:
    """A cell as text, the way the clerk saw it."""
    if isinstance(cell, str):
        return tidy(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y %H:%M}"
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else "" if cell is None else str(cell)


def _text(cell: Any, _label: str, _today: date) -> Any:
    return plain(cell) or None


def _name(cell: Any, _label: str, _today: date) -> Any:
    if not isinstance(cell, str) or not _NAME.search(cell):
        raise Unread
    return tidy(cell)


def _date(cell: Any, _label: str, today: date) -> Any:
    found = dates.read(cell, today)
    if found.error:
        raise Unread
    return {"day": found.day.isoformat(), "precision": found.precision} if found.day else None


def _moment(cell: Any, label: str, today: date) -> Any:
    """A date, with a time of day where the same cell has one."""
    if isinstance(cell, datetime):
        found = _date(cell.date(), label, today)
        return found | {"time": f"{cell:%H:%M}"} if (cell.hour or cell.minute) and found else found
    clock = None
    if isinstance(cell, str):
        text = fold(tidy(cell))
        at = re.search(r"(?<![\d/.\-])" + _CLOCK.pattern + r"(?![\d/\-])", text)
        if at and (":" in at[0] or "h" in at[0] or "g" in at[0]):
            clock = _clock(int(at[1]), int(at[2] or 0))
            cell = re.sub(r"\b(?:luc|vao|hoi|khoang|ngay)\b|^[\s,;-]+|[\s,;-]+$", " ", text.replace(at[0], " ")).strip(
                " ,;-"
            )
    found = _date(cell, label, today)
    return found | {"time": clock} if clock and found else found


def _time(cell: Any, _label: str, _today: date) -> Any:
    if isinstance(cell, (time, datetime)):
        return f"{cell:%H:%M}"
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        if 0 <= cell < 1:
            return _clock(*divmod(round(cell * 1440), 60))
        if cell == int(cell) and cell <= 24:
            return _clock(int(cell), 0)
        raise Unread
    text = fold(plain(cell)).strip(" .-")
    if text in _EMPTY:
        return None
    found = _CLOCK.fullmatch(re.sub(r"^(?:luc|vao|khoang|hoi)\s+", "", text))
    if not found:
        raise Unread
    return _clock(int(found[1]), int(found[2] or 0))


def _clock(hour: int, minute: int) -> str:
    if not (0 <= hour <= 24 and 0 <= minute < 60):
        raise Unread
    return f"{hour % 24:02d}:{minute:02d}"


def _number(cell: Any, _label: str, _today: date) -> Any:
    found = id_numbers.parse(cell)
    if found.kind == "bad":
        raise Unread
    return {"kind": found.kind, "number": found.digits} if found.digits else None


def _sex(cell: Any, _label: str, _today: date) -> Any:
    found = words.sex(cell)
    if found == "u":
        raise Unread
    return found


def _relation(cell: Any, _label: str, _today: date) -> Any:
    return (words.relation(cell) or "other") if isinstance(cell, str) else None


def _mark(cell: Any, _label: str, _today: date) -> Any:
    return True if words.marked(cell) else None


def _phone(cell: Any, _label: str, _today: date) -> Any:
    found = words.phone(cell)
    if not found and any(map(str.isdigit, plain(cell))) and cell != 0:
        raise Unread
    return found or None


def _decimal(cell: Any, _label: str, _today: date) -> Any:
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return cell
    text = plain(cell).strip().rstrip("%").strip()
    if fold(text) in _EMPTY:
        return None
    found = _digits(text)
    if found is None:
        raise Unread
    return found


def _count(cell: Any, _label: str, _today: date) -> Any:
    """A whole number, words after it ("2 người", "01 vụ") aside."""
    if isinstance(cell, str):
        found = re.fullmatch(r"(\d{1,6})\s*(?:người|nguoi|khẩu|khau|vụ|đối tượng|đt|tuổi|nk)?\.?", tidy(cell).lower())
        if not found:
            if fold(cell).strip(" .-") in _EMPTY:
                return None
            return _decimal(cell, "", date.min)
        return int(found[1])
    if isinstance(cell, (int, float)) and not isinstance(cell, bool) and cell >= 0:
        return int(cell) if cell == int(cell) else cell
    raise Unread


def _heads(cell: Any, label: str, today: date) -> Any:
    """How many persons, and organisations where they are told apart."""
    return headcounts.read(cell) if isinstance(cell, str) else _count(cell, label, today)


def _amount(cell: Any, label: str, _today: date) -> Any:
    """Money in đồng: the unit of the header ("triệu đồng") holds for cells without one."""
    unit = next((size for word, size in _TIMES.items() if re.search(rf"\b{word}\b", fold(label))), 1)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return round(cell * unit)
    text = fold(plain(cell)).strip(" .-")
    if text in _EMPTY:
        return None
    found = _MONEY.fullmatch(text)
    number = _digits(found[1]) if found else None
    if not found or number is None:
        raise Unread
    return round(number * (_TIMES[found[2]] if found[2] else unit))


def _digits(text: str) -> float | int | None:
    """A number as Vietnam writes it: 1.200.000, 1,5; also 1,200,000 and 1.5."""
    bare = text.replace(" ", "").strip(".,")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", bare):
        bare = bare.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", bare):
        bare = bare.replace(",", "")
    else:
        bare = bare.replace(",", ".")
    if not re.fullmatch(r"\d+(?:\.\d+)?", bare):
        return None
    return float(bare) if "." in bare else int(bare)


def _percent(cell: Any, label: str, today: date) -> Any:
    if isinstance(cell, float) and 0 < cell < 1:
        return round(cell * 100, 2)
    text = plain(cell)
    if re.fullmatch(r"\d/\d|[IViv]{1,3}", text):  # a class of injury, as older papers have it
        return text
    return _decimal(cell, label, today)


def _stay(cell: Any, _label: str, _today: date) -> Any:
    found = words.stay(cell) if isinstance(cell, str) else None
    if found is None:
        raise Unread
    return found


_READERS: dict[str, Callable[[Any, str, date], Any]] = {
    "text": _text, "category": _text, "code": _text, "part": _text, "name": _name, "date": _date, "moment": _moment,
    "time": _time, "number": _number, "sex": _sex, "relation": _relation, "mark": _mark, "phone": _phone,
    "decimal": _decimal, "count": _count, "heads": _heads, "amount": _amount, "percent": _percent, "stay": _stay,
}  # fmt: skip
