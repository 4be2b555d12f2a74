"""The page on which an import is undone: what would go, what stays and why, before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from diaban.core.text import fmt_int
from diaban.papers.models import Import, Row
from diaban.people.importing import asking, presenters, queries
from diaban.people.importing import undo as undoing
from diaban.people.importing.views import crumbs
from diaban.people.views.base import purposeful, viewer_of
from diaban.web.pages import Action
from diaban.web.records import Record, Section, Table, record_page

#: Rows of those kept that the page names; all of them are in the list of rows.
NAMED = 200


@purposeful
def undo(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """GET: what undoing takes back and keeps. POST: do it; a job does."""
    viewer = viewer_of(request)
    imported = queries.one(viewer=viewer, import_id=import_id)
    if request.method == "POST":
        return redirect(presenters.address(asking.undo(by=viewer, import_id=import_id)))
    found = undoing.plan(viewer=viewer, import_id=import_id)
    return record_page(request, _record(imported, found), crumbs=crumbs(imported))


def sentence(found: undoing.Plan) -> str:
    """What will happen, with its counts."""
    counts = {
        "residents": fmt_int(len(found.residents)),
        "households": fmt_int(len(found.households)),
        "kept": fmt_int(len(found.kept)),
    }
    if not (found.residents or found.households or found.kept):
        return _("Lần nhập này không ghi thêm người nào vào sổ.")
    if not found.kept:
        return (
            _(
                "Gỡ %(residents)s người và %(households)s hộ mà lần nhập này đã ghi;"
                " các số liệu trở lại như trước khi nhập."
            )
            % counts
        )
    return (
        _(
            "Gỡ %(residents)s người và %(households)s hộ mà lần nhập này đã ghi; giữ nguyên %(kept)s người của những hộ"
            " đã có việc ghi sau đó."
        )
        % counts
    )


def _record(imported: Import, found: undoing.Plan) -> Record:
    ledger = _("Sổ việc không mất dòng nào: mỗi dòng đã ghi có thêm một dòng hủy. Thôn đã thêm cùng danh sách vẫn giữ.")
    notes = [("warn", sentence(found)), ("info", ledger)]
    if found.merged:
        back = _("%(n)s dòng đã sửa hồ sơ theo tệp: trả lại như trước, trừ hồ sơ có người sửa thêm.")
        notes.insert(1, ("warn", back % {"n": fmt_int(found.merged)}))
    sections = []
    if found.kept:
        titles = (_("Họ và tên"), _("Dòng trong tệp"), _("Vì sao giữ lại"))
        sections.append(Section(_("Giữ lại"), table=Table(titles, _kept(imported, found), long=True)))
    act = Action(_("Hoàn tác"), reverse("importing:undo", args=[imported.id]), "danger", post=True)
    actions = [act] if found.residents or found.households or found.merged else []
    title = _("Hoàn tác lần nhập “%(name)s”") % {"name": imported.file_name}
    return Record(title, _("Danh sách cư dân"), sections=sections, notes=notes, actions=actions)


def _kept(imported: Import, found: undoing.Plan) -> Sequence[Sequence[Any]]:
    """Those kept, by the name in the office's own list."""
    whys = {
        "touched": _("đã có việc ghi sau lần nhập"),
        "home": _("cùng hộ với người đã có việc ghi sau"),
        "gone": _("đã chuyển khỏi địa bàn của bạn"),
    }
    rows = Row.objects.filter(import_id=imported.id, record__in=list(found.kept)).order_by("seq")[:NAMED]
    return [
        (
            (row.parsed.get("full_name", ""), reverse("people:resident", args=[row.record])),
            f"{row.sheet} · {row.row_no}",
            whys[found.kept[row.record]],
        )
        for row in rows
        if row.record is not None
    ]
