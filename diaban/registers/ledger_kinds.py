"""What the registers write to the ledger. What leaves a register has a negative quantity."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from diaban.ledger.registry import Kind
from diaban.registers.models import Why
from diaban.registers.shipped import REGISTERS

_TITLES = {row["code"]: row["title"] for row in REGISTERS}
_GROUPS = {group["code"]: group["title"] for row in REGISTERS for group in row["groups"]}
#: The group of a row that the paper doesn't tell.
UNSTATED = "unstated"
LABELS = {"register": _TITLES, "group": {**_GROUPS, UNSTATED: _("Chưa phân nhóm")}, "why": dict(Why.choices)}
#: Codes of the register and of the group, which every line that counts carries.
WHAT = ("register", "group")


def _stock(code: str, record: str, unit: str, title: Any, sentence: Any, *more: str) -> Kind:
    return Kind(f"registers.{code}", record, title, sentence, unit, (*WHAT, *more), labels=LABELS)


#: Lines that say who is in a register.
COUNTED = (
    _stock("opening", "register_row", "person", _("Người trong danh sách được nhập lại"),
           _("{office} nhập {record} vào danh sách {register} từ bảng tính")),
    _stock("entered", "register_row", "person", _("Người được đưa vào danh sách"),
           _("{office} đưa {record} vào danh sách {register}")),
    _stock("left", "register_row", "person", _("Người ra khỏi danh sách"),
           _("{office} đưa {record} ra khỏi danh sách {register}: {why}"), "why"),
    _stock("home_opening", "register_home", "household", _("Hộ trong danh sách được nhập lại"),
           _("{office} nhập {record} vào danh sách {register} từ bảng tính")),
    _stock("home_entered", "register_home", "household", _("Hộ được đưa vào danh sách"),
           _("{office} đưa {record} vào danh sách {register}")),
    _stock("home_left", "register_home", "household", _("Hộ ra khỏi danh sách"),
           _("{office} đưa {record} ra khỏi danh sách {register}: {why}"), "why"),
)  # fmt: skip
#: What was done with a row, on the day it was.
DONE = (
    Kind("registers.linked", "register_row", _("Nối dòng danh sách với cư dân"),
         _("{office} nối {record} của danh sách {register} với một cư dân"), "row", ("register",), "one",
         labels=LABELS),
    Kind("registers.unlinked", "register_row", _("Gỡ nối dòng danh sách với cư dân"),
         _("{office} gỡ {record} của danh sách {register} khỏi cư dân đã nối"), "row", ("register",), "one",
         labels=LABELS),
    Kind("registers.corrected", "register_row", _("Sửa dòng danh sách"),
         _("{office} sửa {record} của danh sách {register}"), "correction", ("register", "field"), "one",
         labels=LABELS),
    Kind("registers.defined", "register", _("Danh sách quản lý được lập hoặc đổi"),
         _("{office} lập hoặc đổi danh sách {register}"), "change", ("register",), "one", labels=LABELS),
)  # fmt: skip
KINDS = (*COUNTED, *DONE)
