"""What may be counted of registers: who stands in them on a day, and who came and went."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from diaban.figures.measures import How, Measure

#: What adds to and takes from the stock; the ledger's quantities carry the sign.
PERSONS = ("registers.opening", "registers.entered", "registers.left")
HOMES = ("registers.home_opening", "registers.home_entered", "registers.home_left")


def _stock(code: str, title: Any, definition: Any, kinds: tuple[str, ...], unit: Any, **where: str) -> Measure:
    return Measure(f"registers.{code}", title, definition, kinds, How.STOCK,
                   {dim: (only,) for dim, only in where.items()}, unit)  # fmt: skip


#: Why somebody leaves for good; who only changes the group, or was written twice, did not leave.
GONE = ("out_of_poverty", "not_listed", "moved", "dead", "ended")
_HOMES = _("Hộ đang trong danh sách của đợt rà soát còn hiệu lực; hộ đã ra khỏi danh sách không tính.")
MEASURES = (
    _stock("poverty_homes", _("Hộ nghèo, hộ cận nghèo"), _HOMES, HOMES, _("hộ"), register="poverty"),
    _stock("poor_homes", _("Hộ nghèo"), _HOMES, HOMES, _("hộ"), register="poverty", group="poor"),
    _stock("near_poor_homes", _("Hộ cận nghèo"), _HOMES, HOMES, _("hộ"), register="poverty", group="near_poor"),
    _stock("poverty_persons", _("Người thuộc hộ nghèo, cận nghèo"),
           _("Người có dòng trong danh sách hộ nghèo, hộ cận nghèo; mỗi dòng là một người."), PERSONS, _("người"),
           register="poverty"),
    _stock("merit", _("Người có công"),
           _("Dòng đang trong danh sách người có công; người thuộc hai diện có hai dòng."), PERSONS, _("người"),
           register="merit"),
    _stock("protection", _("Đối tượng bảo trợ xã hội"),
           _("Dòng đang trong danh sách bảo trợ xã hội; người thuộc hai diện có hai dòng."), PERSONS, _("người"),
           register="protection"),
    Measure("registers.left", _("Lượt ra khỏi danh sách quản lý"),
            _("Số lần một người ra khỏi một danh sách, tính theo ngày ra."), ("registers.left",), where={"why": GONE},
            unit=_("lượt")),
    Measure("registers.linked", _("Dòng danh sách được nối với cư dân"),
            _("Số lần một dòng được cán bộ nối với cư dân, tính theo ngày làm."), ("registers.linked",), unit=_("lượt")),
)  # fmt: skip
