"""Why a row got its verdict: what is said of persons in every list, and what only registers say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from diaban.people.importing import reasons as people

REFUSE, DOUBT, NOTE = people.REFUSE, people.DOUBT, people.NOTE

TABLE: dict[str, tuple[str, Any]] = {
    "unreadable": (NOTE, _("%(text)s")),
    "maybe": (DOUBT, _("Có người giống trong sổ cư trú nhưng chưa đủ căn cứ để nối.")),
    "nobody": (DOUBT, _("Chưa thấy ai giống trong sổ cư trú.")),
    "there": (NOTE, _("Dòng này đã có trong danh sách.")),
    "twice": (REFUSE, _("Giống hệt dòng %(row)s trong tệp; chỉ ghi một lần.")),
    "place_unknown": (NOTE, _("Không tìm thấy địa bàn “%(text)s”; ghi ở địa bàn của danh sách.")),
    "place_several": (NOTE, _("Địa bàn “%(text)s” có thể là: %(units)s; ghi ở địa bàn của danh sách.")),
    "place_split": (NOTE, _("%(unit)s đã được chia; ghi ở địa bàn của danh sách.")),
    "place_elsewhere": (NOTE, _("Địa chỉ ghi %(unit)s, ngoài địa bàn của danh sách.")),
    "place_settled": (NOTE, _("Địa chỉ “%(text)s” nay thuộc %(unit)s.")),
    "place_near": (NOTE, _("Địa bàn “%(text)s” đọc là %(unit)s.")),
    "place_missing": (NOTE, _("Không ghi nơi ở; ghi ở địa bàn của danh sách.")),
    "hamlet_near": (NOTE, _("Thôn “%(text)s” đọc là %(unit)s.")),
    "hamlet_new": (NOTE, _("Danh mục thôn chưa có “%(text)s”, tệp ghi nhiều lần; ghi ở xã, phường.")),
    "group_unknown": (NOTE, _("Không hiểu diện “%(text)s”.")),
}
#: What is missing or wrong with a row, for reasons given when it was read: `criterion.field`.
FAULTS: dict[str, str] = {
    "birth_missing": "du.birth", "sex_missing": "du.sex", "place_missing": "du.place",
    "birth_no_such_day": "sach.birth", "birth_not_a_date": "sach.birth", "birth_no_year": "sach.birth",
    "birth_too_early": "sach.birth", "birth_future": "sach.birth", "birth_two": "sach.birth",
    "number_letters": "sach.id_no", "number_bad": "sach.id_no", "number_short": "sach.id_no",
    "number_prefix": "sach.id_no", "number_sex": "sach.id_no", "number_century": "sach.id_no",
    "number_year": "sach.id_no", "sex_two": "sach.sex", "name_odd": "sach.full_name", "name_telex": "sach.full_name",
    "name_long": "sach.full_name", "hamlet_unknown": "sach.place", "place_unknown": "sach.place",
    "place_several": "sach.place", "place_split": "sach.place", "place_elsewhere": "dung.place",
    "group_unknown": "sach.group", "relation_unknown": "sach.relation",
}  # fmt: skip
#: Of what is said of persons only this keeps a row out of a register: without a name nobody can be looked for.
_REFUSED = frozenset({"no_name"})


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason of one row; the sentence is made when it is read, in the reader's language."""

    code: str
    args: Mapping[str, Any]

    @property
    def level(self) -> str:
        return level(self.code)

    def stored(self) -> dict[str, Any]:
        """As kept with the row."""
        return {"code": self.code, **({"args": dict(self.args)} if self.args else {})}


def reason(code: str, **args: Any) -> Reason:
    """A reason; text from the workbook is cut short."""
    return Reason(code, {name: str(value)[:80] for name, value in args.items()})


def level(code: str) -> str:
    """Whether a reason keeps a row out, asks for a look, or is said only."""
    if code in TABLE:
        return TABLE[code][0]
    return REFUSE if code in _REFUSED else NOTE


def sentence(stored: Mapping[str, Any]) -> str:
    """A stored reason in words."""
    if stored["code"] in TABLE:
        return str(TABLE[stored["code"]][1]) % (stored.get("args") or {})
    return people.sentence(stored)


def title(code: str) -> str:
    """A reason without the words of any one row."""
    text = str(TABLE[code][1] if code in TABLE else people.TABLE[code][1])
    parts = [re.sub(r"\s*[“(]?%\(\w+\)s[”)]?", "", part).strip(" .:,") for part in text.split(";")]
    return "; ".join(filter(None, parts)) or str(_("ô không đọc được"))
