"""What this room writes to the ledger: that a target was set, revised or taken back; the value stays in the room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from diaban.ledger.registry import Kind


def _kind(what: str, title: object, sentence: object) -> Kind:
    return Kind(
        code=f"targets.{what}", record="target", unit="target", counts="one", dims=("measure",), title=title,
        sentence=sentence,
    )  # fmt: skip


KINDS = (
    _kind("set", _("Chỉ tiêu được giao"), _("{office} giao {record} cho {place}")),
    _kind("revised", _("Chỉ tiêu được điều chỉnh"), _("{office} điều chỉnh {record} của {place}")),
    _kind("withdrawn", _("Chỉ tiêu được bãi bỏ"), _("{office} bãi bỏ {record} của {place}")),
)
