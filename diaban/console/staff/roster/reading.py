"""A workbook of staff as entries: one a row, with what could not be read said in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from diaban.core.errors import Invalid
from diaban.core.time import today
from diaban.papers.reading import plain

#: Field → the folded words that its column may carry, the template's own first.
COLUMNS: dict[str, tuple[str, ...]] = {
    "number": ("so hieu", "so hieu can bo", "ma can bo", "so hieu cong chuc"),
    "full_name": ("ho va ten", "ho ten", "ten can bo"),
    "office": ("don vi", "ma don vi", "don vi cong tac", "co quan"),
    "post": ("chuc vu", "chuc danh", "vi tri"),
    "rank": ("cap bac", "cap bac, ngach", "ngach", "quan ham"),
    "role": ("vai tro", "quyen"),
    "unit": ("dia ban", "thon", "thon, to dan pho"),
    "valid_from": ("tu ngay", "bat dau"),
    "valid_to": ("den ngay", "thoi viec tu ngay", "ket thuc"),
    "username": ("ten dang nhap", "tai khoan"),
    "phone": ("dien thoai", "so dien thoai", "sdt"),
}
NEEDED = ("number", "full_name", "office")
DAYS = ("valid_from", "valid_to")
#: A page and its one-time passwords; the command takes as many again as there are.
MOST = 500


@dataclass
class Entry:
    """One row as it was written; `wrong` maps a field to why it can't be read."""

    row: int
    number: str = ""
    full_name: str = ""
    office: str = ""
    post: str = ""
    rank: str = ""
    role: str = ""
    unit: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    username: str = ""
    phone: str = ""
    wrong: dict[str, str] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """As JSON holds it between the look and the writing."""
        return asdict(self) | {name: day.isoformat() if (day := getattr(self, name)) else None for name in DAYS}

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Entry:
        """Back from `plain`."""
        days = {name: date.fromisoformat(plain[name]) if plain[name] else None for name in DAYS}
        return cls(**(plain | days))


def entries(path: Path, name: str) -> list[Entry]:
    """Every filled row under the header of the first sheet that has one.

    Raises Invalid (with what to do) for a file that can't be read, has no such header, or too many rows.
    """
    found = plain.filled(path, name, COLUMNS, NEEDED, MOST)
    if found is None:
        raise Invalid(
            _("Không thấy dòng tiêu đề có Số hiệu, Họ và tên, Đơn vị; chưa ghi gì. Hãy dùng tệp mẫu tải ở trang này.")
        )
    if not found:
        raise Invalid(_("Tệp không có dòng cán bộ nào dưới tiêu đề; chưa ghi gì."))
    return [_entry(number, cells) for number, cells in found]


def _entry(number: int, cells: Mapping[str, Any]) -> Entry:
    entry = Entry(number)
    for name, cell in cells.items():
        if name in DAYS:
            _day(entry, name, cell)
        else:
            setattr(entry, name, plain.text(cell))
    return entry


def _day(entry: Entry, name: str, cell: Any) -> None:
    from diaban.papers.reading import dates

    if cell in ("", None):
        return
    found = dates.read(cell, today())
    if found.day is None or found.precision != "d":
        column = _("Từ ngày") if name == "valid_from" else _("Đến ngày")
        entry.wrong[name] = f"{column}: {_('Không đọc được ngày này. Ghi theo dạng 31/12/1990.')}"
    else:
        setattr(entry, name, found.day)
