"""What this room writes to the ledger: changes that an office makes to the map. What shipped is not an event."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from diaban.ledger.registry import Kind


def _kind(what: str, title: object, sentence: object, *dims: str) -> Kind:
    return Kind(
        code=f"areas.{what}", record="unit", unit="unit", counts="one", dims=dims, title=title, sentence=sentence
    )


KINDS = (
    _kind("hamlet_added", _("Thôn được thêm"), _("{actor} thêm {record} vào danh mục")),
    _kind("hamlet_renamed", _("Thôn được đổi tên"), _("{actor} đổi tên {record}")),
    _kind("hamlet_merged", _("Thôn được sáp nhập"), _("{actor} ghi {record} sáp nhập")),
    _kind("hamlet_closed", _("Thôn giải thể"), _("{actor} ghi {record} không còn")),
    _kind("hamlet_traced", _("Ghi nguồn gốc thôn"), _("{actor} ghi nguồn gốc của {record}")),
    _kind("reform_played", _("Sắp xếp đơn vị hành chính"), _("{actor} ghi {record} được sắp xếp")),
    _kind("reform_undone", _("Bỏ một đợt sắp xếp"), _("{actor} bỏ đợt sắp xếp của {record}")),
    _kind("boundary_imported", _("Nhập ranh giới"), _("{actor} nhập ranh giới của {record}")),
)
