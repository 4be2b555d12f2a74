"""What lists taken out write to the ledger: that they left, were fetched again, and that the file was removed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from diaban.ledger.registry import Kind

FORMATS = {"format": {"xlsx": "XLSX", "csv": "CSV"}}

KINDS = (
    Kind(
        code="papers.exported",
        record="export",
        unit="row",
        dims=("list", "format"),
        labels=FORMATS,
        title=_("Danh sách được xuất"),
        sentence=_("{actor} xuất danh sách {record}: {quantity} dòng, tệp {format}"),
    ),
    Kind(
        code="papers.export_fetched",
        record="export",
        unit="export",
        counts="one",
        title=_("Tệp đã xuất được tải"),
        sentence=_("{actor} tải tệp của {record}"),
    ),
    Kind(
        code="papers.export_removed",
        record="export",
        unit="export",
        counts="one",
        dims=("why",),
        labels={"why": {"expired": _("hết hạn giữ"), "asked": _("người xuất xóa")}},
        title=_("Tệp đã xuất bị xóa"),
        sentence=_("Tệp của {record} được xóa: {why}"),
    ),
)
