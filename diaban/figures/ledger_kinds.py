"""What this room writes to the ledger: what was said about figures, never figures themselves."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from diaban.ledger.registry import Kind

KINDS = (
    Kind(
        code="figures.known_from",
        record="unit",
        unit="day",
        title=_("Ngày bắt đầu có số liệu được ghi"),
        sentence=_("{office} ghi ngày bắt đầu có số liệu của {record}"),
    ),
    Kind(
        code="figures.declared",
        record="declared",
        unit="figure",
        title=_("Số liệu công bố được nhập"),
        sentence=_("{office} nhập một số liệu công bố theo văn bản của {place}"),
    ),
    Kind(
        code="figures.withdrawn",
        record="declared",
        unit="figure",
        title=_("Số liệu công bố được rút"),
        sentence=_("{office} rút một số liệu công bố của {place}"),
    ),
)
