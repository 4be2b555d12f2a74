"""What a form, a workbook or the API says of a person, made clean and checked before anything is written."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from diaban.core.errors import Invalid
from diaban.core.text import fold, sort_key, tidy
from diaban.core.time import age_on, today

_NAME = re.compile(r"^[^\W\d_]+(?:[ .'’\-][^\W\d_]*)*$")
_EARLIEST = date(1890, 1, 1)


@dataclass(frozen=True, kw_only=True)
class PersonData:
    """A person as entered. `birth_date` is the first possible day by `birth_precision` (`d`, `m`, `y` or `u`)."""

    full_name: str
    sex: str = "u"
    birth_date: date | None = None
    birth_precision: str = "u"
    id_no: str | None = None
    phone: str = ""
    address: str = ""
    hometown: str = ""
    relation: str = "other"

    def checked(self) -> PersonData:
        """The same, tidied; raises Invalid with a sentence for each field that can't be taken."""
        clean = replace(
            self,
            full_name=tidy(self.full_name),
            id_no=re.sub(r"[\s.]", "", self.id_no or "") or None,
            phone=re.sub(r"[\s.\-]", "", self.phone),
            address=tidy(self.address),
            hometown=tidy(self.hometown),
        )
        faults = clean._faults()
        if faults:
            raise Invalid(_("Chưa lưu: một số ô cần sửa lại."), faults)
        return clean

    def _faults(self) -> dict[str, Any]:
        faults: dict[str, Any] = {}
        if not self.full_name:
            faults["full_name"] = _("Nhập họ và tên.")
        elif not _NAME.match(self.full_name) or len(self.full_name) > 120:
            faults["full_name"] = _("Họ và tên chỉ gồm chữ cái; kiểm tra lại chữ số và dấu lạ.")
        if self.id_no is not None and not re.fullmatch(r"[0-9]{12}", self.id_no):
            faults["id_no"] = _("Số định danh gồm đúng 12 chữ số; số CMND 9 chữ số ghi ở mục số cũ.")
        if self.phone and not re.fullmatch(r"\+?[0-9]{9,14}", self.phone):
            faults["phone"] = _("Số điện thoại gồm 9 đến 14 chữ số.")
        if (self.birth_date is None) != (self.birth_precision == "u"):
            faults["birth_date"] = _("Ngày sinh và mức độ rõ của ngày sinh không khớp nhau.")
        elif self.birth_date is not None and not _EARLIEST <= self.birth_date <= today():
            faults["birth_date"] = _("Ngày sinh phải từ năm 1890 đến hôm nay.")
        return faults

    def columns(self) -> dict[str, Any]:
        """Column values of the resident's row, keys included."""
        return {
            "full_name": self.full_name,
            "fold": fold(self.full_name),
            "sort_key": sort_key(self.full_name),
            "sex": self.sex,
            "birth_date": self.birth_date,
            "birth_precision": self.birth_precision,
            "id_no": self.id_no,
            "phone": self.phone,
            "address": self.address,
            "hometown": self.hometown,
            "relation": self.relation,
        }


def age_step(birth: date | None, day: date) -> str:
    """Age on `day` in five-year steps as a ledger code: "00", "05" … "95"; "x" where it isn't known."""
    if birth is None or birth > day:
        return "x"
    return f"{min(age_on(birth, day), 99) // 5 * 5:02d}"
