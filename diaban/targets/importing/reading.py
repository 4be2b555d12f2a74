"""A workbook of targets as entries: one a row, with what could not be read said in a sentence.

The document may stand with its day in one cell (12/KH-UBND ngày 15/01/2026), and once for the whole file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from diaban.core.errors import Invalid
from diaban.core.time import today
from diaban.papers.reading import plain
from diaban.targets.data import Document
from diaban.targets.numbers import read_value

#: Field → the folded words that its column may carry, the template's own first.
COLUMNS: dict[str, tuple[str, ...]] = {
    "measure": ("so lieu", "chi so", "ten chi tieu", "noi dung", "ma so lieu"),
    "unit": ("dia ban", "don vi", "ma don vi", "giao cho", "xa, phuong", "xa"),
    "period": ("ky", "nam", "ky bao cao"),
    "value": ("chi tieu", "gia tri", "chi tieu giao", "so giao"),
    "denominator": ("ty le tren", "mau so"),
    "as_of": ("mau so tinh den ngay", "tinh den ngay"),
    "split": ("cach chia", "chia cho cac don vi ben duoi", "chia"),
    "document": ("van ban", "so, ky hieu van ban", "so van ban", "van ban giao"),
    "signed_on": ("ngay ky", "ngay van ban"),
    "signer_post": ("chuc vu nguoi ky", "nguoi ky"),
}
NEEDED = ("measure", "unit", "period", "value")
DAYS = ("as_of", "signed_on")
#: Rows that one file may have: a province's hundred communes by twenty targets, and room.
MOST = 5_000
_DATED = re.compile(r"^(?P<number>.+?)[\s,;]+ngày\s+(?P<day>\d{1,2}[/.-]\d{1,2}[/.-]\d{4})$", re.IGNORECASE)


@dataclass
class Entry:
    """One row as it was written; `value` is a number where the cell was one. `wrong`: why cells can't be read."""

    row: int
    measure: str = ""
    unit: str = ""
    period: str = ""
    value: Any = ""
    denominator: str = ""
    as_of: date | None = None
    split: str = ""
    document: str = ""
    signed_on: date | None = None
    signer_post: str = ""
    wrong: list[str] = field(default_factory=list)


def entries(path: Path, name: str, usual: Mapping[str, str] | None = None) -> list[Entry]:
    """Every filled row under the header of the first sheet that has one.

    `usual` is the document for rows that name none (document, signed_on, signer_post). Raises Invalid, with what to do,
    for a file that can't be read, has no such header, or too many rows.
    """
    found = plain.filled(path, name, COLUMNS, NEEDED, MOST)
    if found is None:
        raise Invalid(_("Không thấy dòng tiêu đề có Số liệu, Địa bàn, Kỳ, Chỉ tiêu; chưa ghi gì. Hãy dùng tệp mẫu."))
    if not found:
        raise Invalid(_("Tệp không có dòng chỉ tiêu nào dưới tiêu đề; chưa ghi gì."))
    return [_entry(number, cells, usual or {}) for number, cells in found]


def _entry(number: int, cells: Mapping[str, Any], usual: Mapping[str, str]) -> Entry:
    entry = Entry(number)
    for name, cell in ({**usual} | {n: c for n, c in cells.items() if plain.text(c)}).items():
        if name in DAYS:
            _day(entry, name, cell)
        elif name == "value" and isinstance(cell, int | float):
            entry.value = cell
        else:
            setattr(entry, name, plain.text(cell))
    _dated(entry)
    return entry


def _day(entry: Entry, name: str, cell: Any) -> None:
    from diaban.papers.reading import dates

    found = dates.read(cell, today())
    if found.day is None or found.precision != "d":
        column = _("Ngày ký") if name == "signed_on" else _("Mẫu số tính đến ngày")
        entry.wrong.append(f"{column}: {_('Không đọc được ngày này. Ghi theo dạng 31/12/1990.')}")
    else:
        setattr(entry, name, found.day)


def _dated(entry: Entry) -> None:
    """A document that names its own day."""
    told = _DATED.match(entry.document)
    if told:
        entry.document = told["number"]
        _day(entry, "signed_on", told["day"])


def document_of(entry: Entry) -> Document | None:
    """The document that sets the row's target; None where it isn't told whole."""
    if not (entry.document and entry.signed_on and entry.signer_post):
        return None
    return Document(entry.document, entry.signed_on, entry.signer_post)


def value_of(entry: Entry, rate: bool) -> int:
    """The row's value: a count, or hundredths of a percent. Raises ValueError where it could be read two ways.

    A number up to 1 in a rate's cell may be a percentage that the sheet shows as one (0.955) or a part of a percent.
    """
    if isinstance(entry.value, str):
        return read_value(entry.value, rate)
    hundredths = round(float(entry.value) * (100 if rate else 1), 6)
    if not hundredths.is_integer() or (rate and 0 < entry.value <= 1):
        raise ValueError(entry.value)
    return int(hundredths)
