"""An incident's page. Opening it is written to the log of look-ups."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diaban.access.queries import staff_names
from diaban.access.scope import Viewer
from diaban.core.text import fmt_date, fmt_int, fmt_moment, fmt_num
from diaban.incidents import policies, queries, states
from diaban.incidents.models import Incident, Involved, Outcome, Role, Source, Who
from diaban.incidents.queries import IncidentView
from diaban.incidents.shipped import GROUPS
from diaban.incidents.views.base import CHIPS, crumbs, purposeful, viewer_of
from diaban.ledger import queries as ledger
from diaban.web.pages import Action, allowed
from diaban.web.records import Chip, Entry, Fact, Record, Section, Tab, Table, record_page


def tabs(incident_id: UUID, current: str) -> list[Tab]:
    return [
        Tab(_("Hồ sơ"), reverse("incidents:incident", args=[incident_id]), current == "record"),
        Tab(_("Các lần sửa"), reverse("incidents:history", args=[incident_id]), current == "history"),
    ]


@purposeful
def incident(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """GET: everything about one incident that this viewer may see."""
    viewer = viewer_of(request)
    view = queries.open_incident(viewer=viewer, incident_id=incident_id)
    record = Record(
        title=view.title,
        kind=GROUPS.get(view.incident.group, _("Vụ việc")),
        identity=_identity(view),
        chips=_chips(view),
        sections=[_facts(view), _people(viewer, view), _steps(viewer, view)],
        tabs=tabs(incident_id, "record"),
        timeline=_timeline(view),
        actions=_actions(viewer, view),
    )
    return record_page(request, record, crumbs=crumbs())


def _identity(view: IncidentView) -> list[Fact]:
    row = view.incident
    when = fmt_date(row.happened_on) if row.happened_on else _("chưa rõ")
    clock = f"{row.happened_at:%H:%M}" if row.happened_at else ""
    due = (
        [Fact(_("Thời hạn"), fmt_moment(view.case.due_at))] if view.case and view.case.open and view.case.due_at else []
    )
    return [
        Fact(_("Xảy ra"), when, note=clock),
        Fact(_("Nơi xảy ra"), view.place, reverse("console:area", args=[row.place]), note=row.address),
        Fact(_("Nguồn tin"), Source(row.source).label),
        *due,
    ]


def _chips(view: IncidentView) -> list[Chip]:
    chips = [Chip(states.TITLES[view.state], CHIPS[view.state])]
    if view.case is not None and view.case.open and view.case.late:
        chips.append(Chip(_("Quá hạn"), "bad"))
    if view.incident.import_id:
        chips.append(Chip(_("Từ sổ cũ")))
    return chips


def _facts(view: IncidentView) -> Section:
    row = view.incident
    told = [
        Fact(_("Nội dung"), row.summary),
        Fact(_("Phát hiện"), fmt_moment(row.found_at) if row.found_at else ""),
        Fact(_("Nhận tin"), fmt_moment(row.reported_at) if row.reported_at else ""),
        Fact(_("Kết quả"), Outcome(row.outcome).label if row.outcome else "", note=row.outcome_note),
        Fact(_("Thiệt hại"), _damage(row)),
        Fact(_("Tọa độ"), ", ".join(fmt_num(part, 5).rstrip("0") for part in view.point) if view.point else "",
             note="" if not view.point or view.point == (row.lat, row.lon) else _("làm tròn khoảng 1 km")),
        Fact(_("Số hồ sơ"), row.file_no),
    ]  # fmt: skip
    return Section(_("Thông tin"), [fact for fact in told if fact.value] or told[:1])


def _damage(row: Incident) -> str:
    parts = [
        _("%(n)s người chết") % {"n": row.dead} if row.dead else "",
        _("%(n)s người bị thương") % {"n": row.injured} if row.injured else "",
        _("%(n)s đồng") % {"n": fmt_int(row.loss)} if row.loss else "",
        _("%(n)s ha") % {"n": fmt_num(row.area / 10_000, 2)} if row.area else "",
    ]
    return ", ".join(str(part) for part in parts if part)


def _people(viewer: Viewer, view: IncidentView) -> Section:
    edits = policies.can_edit(viewer, view.incident)
    titles = (_("Người, tổ chức"), _("Vai trò"), _("Là"), _("Năm sinh"), _("Ghi chú"), *([_("Gỡ")] if edits else []))
    rows = [_person(view, one, name, edits) for one, name in view.people]
    add = Action(_("Thêm người, tổ chức"), reverse("incidents:add_involved", args=[view.incident.id]), "", "plus")
    return Section(
        _("Người, tổ chức liên quan"), table=Table(titles, rows), empty=_("Chưa ghi ai."),
        action=allowed(add, lambda: policies.check_edit(viewer, view.incident)),
    )  # fmt: skip


def _person(view: IncidentView, one: Involved, name: str, edits: bool) -> list[Any]:
    ids = [view.incident.id, one.id]
    unknown = _("%(n)s người chưa rõ họ tên") if one.who == Who.PERSON else _("%(n)s tổ chức chưa rõ tên")
    called = name or unknown % {"n": one.count}
    link = reverse("people:resident", args=[one.resident_id]) if one.resident_id and name else ""
    if not link and edits:
        link = reverse("incidents:involved", args=ids)
    cells = [(called, link), Role(one.role).label, Who(one.who).label, one.birth_year or "", one.note]
    return [*cells, (_("gỡ"), reverse("incidents:take_off", args=ids))] if edits else cells


def _steps(viewer: Viewer, view: IncidentView) -> Section:
    names = staff_names(sorted({step.by for step in view.steps}))
    rows = [[fmt_moment(step.at), step.text, names.get(step.by, "")] for step in view.steps]
    add = Action(_("Ghi việc đã làm"), reverse("incidents:step", args=[view.incident.id]), "", "plus")
    return Section(
        _("Biện pháp đã tiến hành"), table=Table((_("Lúc"), _("Việc đã làm"), _("Người ghi")), rows),
        empty=_("Chưa ghi việc nào."), action=allowed(add, lambda: policies.check_edit(viewer, view.incident)),
    )  # fmt: skip


#: Lines that the timeline leaves out: they say how much, not what happened.
_QUIET = ("incidents.involved", "incidents.dead", "incidents.injured", "incidents.loss", "incidents.area")


def _timeline(view: IncidentView) -> list[Entry]:
    """The lines of the ledger about it, the latest first."""
    found = [row for row in ledger.record_lines(view.incident.id) if row.kind not in _QUIET and row.declared]
    made = []
    for row in reversed(found):
        assert row.declared is not None
        url = reverse("console:line", args=[row.id])
        made.append(Entry(row.recorded_at, row.declared.title, url=url, gone=not row.standing))
    return made


def _actions(viewer: Viewer, view: IncidentView) -> list[Action]:
    """What may be done now; what this viewer may not do carries the reason."""
    row, state = view.incident, view.state
    ways = {
        states.RECEIVED: ("check", "close", "hand_over"), states.CHECKING: ("close", "hand_over"),
        states.HANDING: ("notify", "close"), states.PASSED: ("reopen",), states.CLOSED: ("reopen",), states.VOID: (),
    }  # fmt: skip
    names = {
        "check": _("Bắt đầu xác minh"), "close": _("Kết thúc"), "hand_over": _("Chuyển cơ quan khác"),
        "notify": _("Đã thông báo bằng văn bản"), "reopen": _("Mở lại"), "correct": _("Đính chính"),
        "remote": _("Thời hạn 48 giờ (vùng sâu, hải đảo)"), "void": _("Ghi nhầm"),
    }  # fmt: skip
    if state == states.VOID:
        return []
    wanted = [*ways[state], "correct", "void"]
    if state == states.RECEIVED and view.case is not None and view.case.rule == "incidents.transfer":
        wanted.insert(-1, "remote")
    made = [Action(names[way], reverse(f"incidents:{way}", args=[row.id]), "main" if i == 0 else "")
            for i, way in enumerate(wanted)]  # fmt: skip
    return [allowed(action, lambda: policies.check_edit(viewer, row)) for action in made]


_COLUMNS = {
    "kind": _("Loại vụ việc"), "place": _("Nơi xảy ra"), "day": _("Ngày tính"), "happened_on": _("Ngày xảy ra"),
    "source": _("Nguồn tin"), "summary": _("Nội dung"), "address": _("Địa điểm cụ thể"), "dead": _("Số người chết"),
    "injured": _("Số người bị thương"), "loss": _("Thiệt hại tài sản (đồng)"), "outcome": _("Kết quả"),
    "name": _("Họ tên hoặc tên tổ chức"), "role": _("Vai trò"), "count": _("Số người"),
}  # fmt: skip


@purposeful
def history(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """GET: what the incident's rows said before each change, newest first."""
    viewer = viewer_of(request)
    view = queries.open_incident(viewer=viewer, incident_id=incident_id)
    rows = [
        [fmt_moment(at), _("Người liên quan") if table.endswith("involved") else _("Vụ việc"), _told(old)]
        for at, table, old in queries.history(viewer=viewer, incident_id=incident_id)
    ]
    titles = (_("Lúc"), _("Ở phần"), _("Trước đó"))
    record = Record(
        title=view.title, kind=_("Vụ việc"), tabs=tabs(incident_id, "history"),
        sections=[Section(_("Các lần sửa"), table=Table(titles, rows), empty=_("Chưa sửa lần nào."))],
    )  # fmt: skip
    return record_page(request, record, crumbs=crumbs())


def _told(old: dict[str, Any]) -> str:
    from diaban.areas.queries import label

    shown = {name: old[name] for name in _COLUMNS if old.get(name) not in (None, "", 0)}
    shown |= {"place": label(shown["place"])} if "place" in shown else {}
    return "; ".join(f"{_COLUMNS[name]}: {value}" for name, value in shown.items())
