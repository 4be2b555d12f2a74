"""Reads of staging: an office's own imports and their rows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.core.errors import NotFound
from diaban.papers import memory
from diaban.papers.models import LayoutMemory, Row, Verdict
from diaban.people.importing import policies
from diaban.people.importing.actions import KIND, LISTS

imports, one, rows = LISTS.every, LISTS.one, LISTS.rows

#: How filters of the list of rows narrow it.
LOOKUPS: dict[str, Any] = {
    "ket_qua": "verdict",
    "da_ghi": "committed",
    "ly_do": lambda found, code: found.filter(reasons__contains=[{"code": code}]),
    "quyet_dinh": lambda found, said: (
        found.filter(committed=False, decision="") if said == "open" else found.filter(decision=said)
    ),
}


def row(*, viewer: Viewer, import_id: UUID, row_id: int) -> Row:
    """One of its rows. Raises NotFound."""
    found = rows(viewer=viewer, import_id=import_id).filter(pk=row_id).first()
    if found is None:
        raise NotFound(_("Không có dòng này trong lần nhập."))
    return found


def open_rows(*, viewer: Viewer, import_id: UUID) -> QuerySet[Row]:
    """Rows that were not written by themselves and that nobody has decided about."""
    found = rows(viewer=viewer, import_id=import_id).filter(committed=False, decision="")
    return found.filter(verdict__in=(Verdict.CHANGED, Verdict.DOUBTFUL, Verdict.REFUSED))


def decided(*, viewer: Viewer, import_id: UUID) -> dict[str, int]:
    """How many rows each decision was taken about, and under `open` how many still wait for one."""
    found = rows(viewer=viewer, import_id=import_id).exclude(decision="").values_list("decision")
    counts = dict(found.annotate(n=Count("id")))
    return counts | {"open": open_rows(viewer=viewer, import_id=import_id).count()}


def layouts(*, viewer: Viewer) -> QuerySet[LayoutMemory]:
    """Headers whose meaning the viewer's office confirmed."""
    policies.check_import(viewer)
    return memory.layouts(memory.Memory(viewer.office_id, KIND))


def layout(*, viewer: Viewer, layout_id: int) -> LayoutMemory:
    """One of them. Raises NotFound."""
    found = layouts(viewer=viewer).filter(pk=layout_id).first()
    if found is None:
        raise NotFound(_("Cơ quan của bạn không nhớ cách đọc này (nữa)."))
    return found
