"""Why a row got its verdict: codes with their words. `refuse` and `doubt` keep a row out, `note` does not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

REFUSE, DOUBT, NOTE = "refuse", "doubt", "note"


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason of one row, as staged: the sentence is made when it is read, in the reader's language."""

    code: str
    args: Mapping[str, Any]

    @property
    def level(self) -> str:
        return TABLE[self.code][0]

    def stored(self) -> dict[str, Any]:
        """As kept with the row."""
        return {"code": self.code, **({"args": dict(self.args)} if self.args else {})}


TABLE: dict[str, tuple[str, Any]] = {
    "no_name": (REFUSE, _("Không có họ tên.")),
    "name_long": (REFUSE, _("Họ tên dài quá 120 ký tự.")),
    "birth_no_such_day": (REFUSE, _("Ngày sinh “%(text)s” không có trong lịch.")),
    "birth_not_a_date": (REFUSE, _("Không đọc được ngày sinh “%(text)s”.")),
    "birth_no_year": (REFUSE, _("Ngày sinh “%(text)s” thiếu năm.")),
    "birth_too_early": (REFUSE, _("Ngày sinh “%(text)s” trước năm 1890.")),
    "number_letters": (
        DOUBT,
        _("Số định danh “%(text)s” có chữ cái; đọc thành %(read)s nhưng không khớp giới tính hoặc năm sinh."),
    ),
    "number_bad": (DOUBT, _("Không đọc được số giấy tờ “%(text)s”.")),
    "number_short": (DOUBT, _("Số định danh “%(text)s” thiếu chữ số và thêm số 0 đằng trước cũng không khớp.")),
    "number_twice": (DOUBT, _("Trùng số định danh với dòng %(row)s trong tệp.")),
    "person_twice": (DOUBT, _("Trùng họ tên, ngày sinh với dòng %(row)s trong tệp.")),
    "number_elsewhere": (DOUBT, _("Số định danh này đã có ở một người thuộc địa bàn khác.")),
    "number_of_other": (DOUBT, _("Số định danh này đã có ở một cư dân khác tên, khác ngày sinh.")),
    "number_differs": (DOUBT, _("Giống một cư dân đã có (họ tên, ngày sinh) nhưng số định danh khác.")),
    "maybe_same": (DOUBT, _("Có thể là một cư dân đã có (họ tên, ngày sinh) nhưng chưa đủ căn cứ.")),
    "left": (DOUBT, _("Giống một cư dân đã có, nay không còn cư trú ở đây.")),
    "birth_future": (DOUBT, _("Ngày sinh %(text)s sau hôm nay.")),
    "birth_swapped": (DOUBT, _("Ngày và tháng có thể đã đảo chỗ: đọc là %(read)s, ô ghi %(text)s.")),
    "birth_two": (DOUBT, _("Có ngày sinh ở cả cột Nam và cột Nữ.")),
    "sex_two": (DOUBT, _("Đánh dấu cả Nam và Nữ.")),
    "name_odd": (DOUBT, _("Họ tên có chữ số hoặc dấu lạ.")),
    "other_commune": (DOUBT, _("Địa chỉ ghi “%(text)s”, không thuộc xã, phường đang nhập.")),
    "not_resident": (DOUBT, _("Tình trạng “%(text)s”: không phải người đang cư trú.")),
    "name_telex": (NOTE, _("Họ tên có thể còn mã gõ Telex; có lẽ là “%(read)s”.")),
    "name_title": (NOTE, _("Bỏ tiếng xưng hô “%(text)s” trước họ tên.")),
    "birth_month_day": (NOTE, _("Ngày sinh ghi tháng trước ngày; đọc là %(read)s.")),
    "birth_year_cell": (NOTE, _("Ô chỉ ghi năm nhưng định dạng ngày; đọc là năm %(read)s.")),
    "birth_serial": (NOTE, _("Ngày sinh là số của Excel; đọc là %(read)s.")),
    "birth_short_year": (NOTE, _("Năm sinh ghi hai chữ số; đọc là %(read)s.")),
    "birth_typed": (NOTE, _("Ngày sinh gõ lẫn chữ hoặc thiếu số 0; đọc là %(read)s.")),
    "birth_about": (NOTE, _("Ngày sinh âm lịch hoặc ước chừng; chỉ ghi năm.")),
    "birth_missing": (NOTE, _("Không có ngày sinh.")),
    "number_zero": (NOTE, _("Số giấy tờ mất số 0 đằng trước; đã thêm lại.")),
    "number_read": (NOTE, _("Số giấy tờ gõ lẫn chữ cái; đọc là %(read)s.")),
    "number_prefix": (NOTE, _("Ba chữ số đầu của số định danh không phải mã tỉnh hay quốc gia.")),
    "number_sex": (NOTE, _("Số định danh không khớp giới tính.")),
    "number_century": (NOTE, _("Số định danh không khớp thế kỷ sinh.")),
    "number_year": (NOTE, _("Số định danh không khớp năm sinh.")),
    "sex_from_number": (NOTE, _("Không ghi giới tính; lấy theo số định danh.")),
    "sex_missing": (NOTE, _("Không rõ giới tính.")),
    "relation_unknown": (NOTE, _("Không hiểu quan hệ “%(text)s”; ghi là Khác.")),
    "hamlet_unknown": (NOTE, _("Chưa có “%(text)s” trong danh mục thôn; ghi ở xã, phường.")),
    "hamlet_missing": (NOTE, _("Không ghi thôn, tổ dân phố; ghi ở xã, phường.")),
    "stay_unknown": (NOTE, _("Không hiểu tình trạng cư trú “%(text)s”; ghi là thường trú.")),
    "stay_missing": (NOTE, _("Không ghi tình trạng cư trú; ghi là thường trú.")),
    "phone_bad": (NOTE, _("Không đọc được số điện thoại “%(text)s”.")),
    "fields_changed": (NOTE, _("Khác với sổ ở: %(fields)s.")),
}

#: What may differ between a row and the resident in store.
FIELD_TITLES: dict[str, Any] = {
    "full_name": _("họ tên"),
    "sex": _("giới tính"),
    "birth": _("ngày sinh"),
    "id_no": _("số định danh"),
    "cmnd": _("số CMND"),
    "relation": _("quan hệ"),
    "household": _("hộ"),
    "place": _("thôn"),
    "phone": _("điện thoại"),
    "address": _("địa chỉ"),
    "hometown": _("quê quán"),
}


def reason(code: str, **args: Any) -> Reason:
    """A reason by its code; a KeyError is a defect."""
    if code not in TABLE:
        raise KeyError(code)
    return Reason(code, args)


def sentence(stored: Mapping[str, Any]) -> str:
    """The words of a stored reason in the language now active."""
    args = dict(stored.get("args") or {})
    if stored["code"] == "fields_changed":
        args["fields"] = ", ".join(str(FIELD_TITLES.get(name, name)) for name in args.get("names", []))
    return str(TABLE[stored["code"]][1]) % args if args else str(TABLE[stored["code"]][1])


def verdict(reasons: list[Reason], otherwise: str) -> str:
    """The verdict that reasons force, else the one given: refused before doubtful before anything."""
    levels = {TABLE[r.code][0] for r in reasons}
    return "refused" if REFUSE in levels else "doubtful" if DOUBT in levels else otherwise
