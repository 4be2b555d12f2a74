"""What reports write to the ledger: that one was drafted, signed or dropped."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from diaban.ledger.registry import Kind

_TEMPLATES = {"template": {"year": _("báo cáo năm"), "month": _("báo cáo tháng")}}

KINDS = (
    Kind(
        code="reports.drafted",
        record="report",
        unit="report",
        counts="one",
        dims=("template",),
        labels=_TEMPLATES,
        title=_("Báo cáo được lập"),
        sentence=_("{actor} lập {template} của {place}: {record}"),
    ),
    Kind(
        code="reports.signed",
        record="report",
        unit="report",
        counts="one",
        dims=("template", "revision"),
        labels=_TEMPLATES,
        title=_("Báo cáo được ký"),
        sentence=_("{actor} ký {template} của {place}, lần {revision}: {record}"),
    ),
    Kind(
        code="reports.dropped",
        record="report",
        unit="report",
        counts="one",
        dims=("template",),
        labels=_TEMPLATES,
        title=_("Dự thảo báo cáo bị bỏ"),
        sentence=_("{actor} bỏ dự thảo {template} của {place}: {record}"),
    ),
)
