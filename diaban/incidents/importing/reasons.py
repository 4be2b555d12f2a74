"""Why a row of a book got its verdict: codes with their words. `refuse` and `doubt` keep a row out, `note` does not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

REFUSE, DOUBT, NOTE = "refuse", "doubt", "note"
TABLE: dict[str, tuple[str, Any]] = {
    "unreadable": (DOUBT, _("%(text)s")),
    "no_day": (REFUSE, _("Không có ngày xảy ra, ngày phát hiện hay ngày nhận tin.")),
    "day_unread": (REFUSE, _("Không đọc được ngày xảy ra “%(text)s”.")),
    "day_future": (REFUSE, _("Ngày xảy ra %(text)s sau hôm nay.")),
    "day_part": (DOUBT, _("Chỉ ghi tháng hoặc năm xảy ra (%(text)s); cần đủ ngày.")),
    "day_no_year": (DOUBT, _("Ngày “%(text)s” không ghi năm, sổ cũng không cho biết.")),
    "kind_missing": (DOUBT, _("Không ghi loại vụ việc.")),
    "kind_unknown": (DOUBT, _("Loại “%(text)s” chưa có trong danh mục; hãy cho biết là loại nào.")),
    "kind_several": (DOUBT, _("Loại “%(text)s” có thể là: %(kinds)s.")),
    "place_missing": (DOUBT, _("Không ghi nơi xảy ra.")),
    "place_unknown": (DOUBT, _("Không tìm thấy địa bàn “%(text)s”.")),
    "place_several": (DOUBT, _("Địa bàn “%(text)s” có thể là: %(units)s.")),
    "place_wide": (DOUBT, _("“%(text)s” không phải xã, phường; cần ghi rõ xã, phường.")),
    "place_split": (DOUBT, _("%(unit)s đã được chia trước ngày này; cần ghi thôn hoặc đơn vị mới.")),
    "place_far": (DOUBT, _("“%(text)s” ở ngoài tỉnh của sổ này.")),
    "place_beyond": (DOUBT, _("%(unit)s nằm ngoài phạm vi của người nhập.")),
    "twice": (DOUBT, _("Giống hệt dòng %(row)s trong tệp; chỉ tính một vụ.")),
    "there": (NOTE, _("Vụ việc này đã có trong sổ.")),
    "day_year_read": (NOTE, _("Ngày ghi thiếu năm; đọc là %(read)s.")),
    "day_swapped": (NOTE, _("Ngày và tháng bị đảo khi gõ; đọc là %(read)s.")),
    "day_from_report": (NOTE, _("Không ghi ngày xảy ra; tính theo ngày nhận tin.")),
    "day_outside": (NOTE, _("Ngày %(text)s nằm ngoài thời gian ghi trên sổ.")),
    "kind_near": (NOTE, _("Loại “%(text)s” đọc là “%(kind)s”.")),
    "kind_heading": (NOTE, _("Loại lấy theo tiêu đề nhóm “%(text)s”.")),
    "place_near": (NOTE, _("Địa bàn “%(text)s” đọc là %(unit)s.")),
    "place_outside": (NOTE, _("%(unit)s không thuộc địa bàn của sổ này.")),
    "place_settled": (NOTE, _("Đơn vị “%(text)s” đã sắp xếp; ghi vào %(unit)s.")),
    "place_later": (NOTE, _("%(unit)s lập sau ngày này; ghi theo đơn vị đã nêu.")),
    "place_parted": (NOTE, _("%(unit)s sau này được chia; trên bản đồ hiện nay vụ này chưa thuộc xã, phường nào.")),
    "place_book": (NOTE, _("Không ghi nơi xảy ra; lấy %(unit)s của sổ.")),
    "outcome_other": (NOTE, _("Kết quả “%(text)s” ghi là “Kết quả khác”.")),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason of one row; the sentence is made when it is read, in the reader's language."""

    code: str
    args: Mapping[str, Any] = field(default_factory=dict)

    @property
    def level(self) -> str:
        return TABLE[self.code][0]

    def stored(self) -> dict[str, Any]:
        """As kept with the row."""
        return {"code": self.code, **({"args": dict(self.args)} if self.args else {})}


def reason(code: str, **args: Any) -> Reason:
    """A reason; text from the book is cut short."""
    return Reason(code, {name: str(value)[:80] for name, value in args.items()})


def sentence(stored: Mapping[str, Any]) -> str:
    """A stored reason in words."""
    return str(TABLE[stored["code"]][1]) % (stored.get("args") or {})


def title(code: str) -> str:
    """A reason without the words of any one row."""
    import re

    return re.sub(r"\s*[“(]?%\(\w+\)s[”)]?", "", str(TABLE[code][1])).strip(" .;:,") or str(_("ô không đọc được"))
