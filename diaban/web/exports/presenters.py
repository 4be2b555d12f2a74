"""An export in words, for its pages."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diaban.access import queries as access
from diaban.access.scope import Viewer
from diaban.core.errors import DiabanError
from diaban.core.text import fmt_int, fmt_moment, fmt_num
from diaban.papers.models import Export, ExportState
from diaban.web.exports import at_work, policies
from diaban.web.lists import Column
from diaban.web.pages import Action, Crumb
from diaban.web.records import Chip, Fact, Record, Section

CHIPS = {
    ExportState.READY: "good", ExportState.FAILED: "bad", ExportState.RUNNING: "info", ExportState.QUEUED: "info",
}  # fmt: skip
#: Purposes and staff by their titles and names; read once for a page of exports.
_KB, _MB = 1024, 1024 * 1024


def address(export: Export) -> str:
    return reverse("exports:export", args=[export.pk])


def crumbs() -> list[Crumb]:
    return [Crumb(_("Tệp đã xuất"), reverse("exports:exports"))]


def fmt_bytes(size: int) -> str:
    """A file's size as people say it: 850 KB, 1,2 MB."""
    return f"{fmt_num(size / _MB)} MB" if size >= 0.1 * _MB else f"{max(1, round(size / _KB))} KB"


def _state(export: Export) -> Any:
    return ExportState(export.state).label


def _chip(export: Export) -> str:
    return CHIPS.get(ExportState(export.state), "")


def columns(audited: bool) -> tuple[Column, ...]:
    """Columns of the list of exports; an auditor also reads whose each is."""
    whose = (Column(gettext_lazy("Người xuất"), lambda e: access.staff_names([e.actor]).get(e.actor, e.actor)),)
    return (
        Column(gettext_lazy("Danh sách"), "title", url=address),
        Column(gettext_lazy("Mã xuất"), "code", sort="code"),
        Column(gettext_lazy("Tình trạng"), _state, chip=_chip),
        Column(gettext_lazy("Số dòng"), lambda e: e.done or e.total, num=True),
        Column(gettext_lazy("Dạng"), lambda e: e.format.upper()),
        *(whose if audited else ()),
        Column(gettext_lazy("Lúc"), "asked_at", sort="day"),
    )


def record(viewer: Viewer, export: Export) -> Record:
    """The export's page."""
    notes: list[tuple[str, Any]] = [("bad", export.error)] if export.error else []
    stalled = at_work.stalled(export)
    if stalled:
        notes.append(("warn", _("Việc xuất bị ngắt giữa chừng; chưa có tệp nào được đưa ra.")))
    own = export.actor == viewer.staff_id
    fetchable = own and export.state == ExportState.READY
    if fetchable and (why := _refusal(viewer, export)):
        notes.append(("warn", why))
    return Record(
        title=export.title,
        kind=_("Danh sách xuất ra tệp"),
        identity=[Fact(_("Mã xuất"), export.code), Fact(_("Dạng"), export.format.upper()),
                  Fact(_("Lúc"), fmt_moment(export.asked_at))],
        chips=[Chip(_state(export), _chip(export))],
        sections=_sections(export),
        notes=notes,
        actions=_actions(viewer, export, stalled) if own else [],
    )  # fmt: skip


def _refusal(viewer: Viewer, export: Export) -> str:
    try:
        policies.check_fetch(viewer, export)
    except DiabanError as refused:
        return str(refused)
    return ""


def _sections(export: Export) -> list[Section]:
    rows = fmt_int(export.done) if export.finished_at else ""
    what = [
        Fact(_("Số dòng"), rows),
        Fact(_("Bộ lọc"), "; ".join(export.about) or _("không")),
        Fact(_("Kích thước"), fmt_bytes(export.size) if export.size else ""),
        Fact(_("Giữ đến"), fmt_moment(export.expires_at) if export.expires_at else "", note=_("sau đó tệp tự xóa")),
        Fact(_("SHA-256"), export.sha256, note=_("để biết một tệp có đúng là tệp này")),
    ]
    return [Section(_("Tệp"), what), Section(_("Ai xuất, để làm gì"), _who(export))]


def _who(export: Export) -> list[Fact]:
    from diaban.access.purposes import catalogue

    titles = {purpose.code: purpose.title for purpose in catalogue()}
    named = access.staff_names([export.actor]).get(export.actor, str(export.actor))
    facts = [Fact(_("Người xuất"), named), Fact(_("Đơn vị"), access.office_names([export.office]).get(export.office))]
    if export.personal:
        facts.append(Fact(_("Mục đích"), titles.get(export.purpose, export.purpose), note=export.reference))
        shown = fmt_int(export.persons) if export.persons is not None else ""
        facts.append(Fact(_("Cư dân trong tệp"), shown, note=_("từng người được ghi vào nhật ký tra cứu")))
    facts.append(Fact(_("Số lần tải"), fmt_int(export.fetched)))
    return facts


def _actions(viewer: Viewer, export: Export, stalled: bool) -> list[Action]:
    found = []
    if stalled:
        found.append(Action(_("Làm lại"), reverse("exports:again", args=[export.pk]), "main", post=True))
    if export.state in at_work.RUNNING:
        found.append(Action(_("Hủy xuất"), reverse("exports:cancel", args=[export.pk]), "danger", post=True))
    if export.state == ExportState.READY:
        name = _("Tải tệp (%(size)s)") % {"size": fmt_bytes(export.size)}
        why = _refusal(viewer, export)
        url = "" if why else reverse("exports:file", args=[export.pk])
        found.append(Action(name, url, "main", "download", reason=why))
        ask = _("Xóa tệp này khỏi máy chủ? Nhật ký của lần xuất vẫn còn.")
        found.append(
            Action(_("Xóa tệp"), reverse("exports:remove", args=[export.pk]), "danger", post=True, confirm=ask)
        )
    return found
