"""Look-ups as pages write them: who asked what, when, for which purpose. No resident is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from diaban.access import purposes
from diaban.access import queries as access
from diaban.access.scope import Viewer
from diaban.console.telling import record_link
from diaban.core.text import fmt_int
from diaban.ledger import queries as ledger
from diaban.web.lists import Column


@dataclass(frozen=True)
class Looked:
    """One look-up as the page writes it."""

    pk: int
    at: datetime
    what: Any
    actor: str
    office: str
    purpose: str
    reference: str
    actor_id: int


def kinds() -> dict[str, str]:
    """What was asked, in words."""
    return {
        "name": _("Tìm theo tên"),
        "number": _("Tìm theo số"),
        "house": _("Tìm hộ"),
        "exact": _("Tìm theo đúng số"),
        "household": _("Mở hộ"),
        "list": _("Xem danh sách"),
        "export": _("Xuất danh sách"),
        "incident": _("Mở vụ việc"),
        "involved": _("Xem vụ việc theo người liên quan"),
        "review": _("Đối chiếu"),
        "duplicates": _("Tìm hồ sơ trùng"),
        "intake": _("Kiểm tra trùng trước khi ghi"),
    }


def described(rows: list[ledger.LookupRow], viewer: Viewer) -> list[Looked]:
    """Look-ups with names in place of ids; no resident is named."""
    actors = access.staff_names(sorted({row.actor for row in rows}))
    offices = access.office_names(sorted({row.office for row in rows if row.office is not None}))
    titles = {purpose.code: purpose.title for purpose in purposes.catalogue()}
    return [
        Looked(
            row.id,
            row.at,
            _what(row, viewer),
            actors.get(row.actor, str(row.actor)),
            offices.get(row.office or 0, ""),
            titles.get(row.purpose, row.purpose),
            row.reference or "",
            row.actor,
        )
        for row in rows
    ]


def _what(row: ledger.LookupRow, viewer: Viewer) -> Any:
    if row.query_kind == "export":
        link = record_link("export", row.record, viewer)
        return format_html("{}: {}", link, _("%(n)s người trong tệp") % {"n": fmt_int(row.shown)})
    if row.record is not None and row.query_kind == "incident":
        return record_link("incident", row.record, viewer)
    if row.record is not None:
        return record_link("resident", row.record, viewer)
    said = kinds().get(row.query_kind, row.query_kind)
    return _("%(asked)s: hiện %(n)s người") % {"asked": said, "n": fmt_int(row.shown)}


def columns(of_actor: Callable[[Looked], str] | None = None) -> tuple[Column, ...]:
    """The columns; `of_actor` gives the address of all look-ups by the same person."""
    return (
        Column(_("Lúc"), "at"),
        Column(_("Đã xem"), "what"),
        Column(_("Người xem"), "actor", url=of_actor),
        Column(_("Đơn vị"), "office"),
        Column(_("Mục đích"), "purpose"),
        Column(_("Số hồ sơ"), "reference"),
    )
