"""Forms by which incidents are taken in and put right."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diaban.access import policies as access
from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.core.errors import Invalid, NotFound
from diaban.core.time import ZONE
from diaban.incidents import actions, forms, policies, queries
from diaban.incidents.data import IncidentData, InvolvedData
from diaban.incidents.models import Incident, Involved
from diaban.incidents.queries import IncidentView
from diaban.incidents.views.base import crumbs, purposeful, subject, url_of, viewer_of
from diaban.people import queries as people
from diaban.web.forms import form_page


def report(request: HttpRequest) -> HttpResponse:
    """GET, POST: an incident is taken in; made for a phone, kind and place are enough."""
    viewer = viewer_of(request)
    access.check_permission(viewer, Permission.INCIDENTS_REPORT)

    def save(data: dict[str, Any]) -> Incident:
        incident, involved = forms.reported(data)
        return actions.take_in(by=viewer, data=incident, involved=involved)

    return form_page(
        request, forms.Report, template="incidents/report.html", title=_("Báo vụ việc"), save=save,
        form_kwargs={"viewer": viewer}, done=lambda made: (_("Đã tiếp nhận vụ việc."), after(viewer, made)),
        crumbs=crumbs(), cancel=reverse("incidents:incidents"), button=_("Tiếp nhận"),
    )  # fmt: skip


def after(viewer: Viewer, made: Incident) -> str:
    """The record, for who may open one."""
    return url_of(made.id) if policies.can_open(viewer) else reverse("incidents:incidents")


@purposeful
def correct(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """GET, POST: what was recorded is put right."""
    viewer, view, frame = subject(request, incident_id)
    row = view.incident
    policies.check_edit(viewer, row)

    def save(data: dict[str, Any]) -> Incident:
        said = forms.corrected(data)
        return actions.correct(by=viewer, incident_id=incident_id, **said | {"data": to_the_minute(row, said["data"])})

    return form_page(
        request, forms.Correct, title=_("Đính chính vụ việc"), save=save, initial=initial(row),
        form_kwargs={"viewer": viewer, "place": row.place, "kind": row.kind},
        done=lambda made: (_("Đã đính chính; số liệu theo đó mà đổi."), _where(viewer, made)),
        current=lambda: initial(queries.incident(viewer=viewer, incident_id=incident_id).incident), **frame,
    )  # fmt: skip


def to_the_minute(row: Incident, data: IncidentData) -> IncidentData:
    """The form asks for days; a moment whose day is unchanged keeps its time."""
    kept = {}
    for name in ("found_at", "reported_at"):
        was, said = getattr(row, name), getattr(data, name)
        if was is not None and said is not None and was.astimezone(ZONE).date() == said.date():
            kept[name] = was
    return replace(data, **kept)


def _where(viewer: Viewer, made: Incident) -> str:
    """The record, or the list once it has gone to another ground."""
    mine = made.place in viewer.scope.person_places
    return url_of(made.id) if mine else reverse("incidents:incidents")


def initial(row: Incident) -> dict[str, Any]:
    """The incident as the form shows it."""
    same = ("kind", "place", "address", "happened_on", "source", "summary", "dead", "injured", "loss", "lat", "lon",
            "file_no", "outcome", "outcome_note", "version")  # fmt: skip
    return {name: getattr(row, name) for name in same} | {
        "happened_at": f"{row.happened_at:%H:%M}" if row.happened_at else "",
        "found_on": row.found_at.astimezone(ZONE).date() if row.found_at else None,
        "reported_on": row.reported_at.astimezone(ZONE).date() if row.reported_at else None,
        "hectares": f"{row.area / 10_000:g}" if row.area else "",
    }


@purposeful
def add_involved(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """GET, POST: someone more who was involved."""
    viewer, view, frame = subject(request, incident_id)
    return _involved(request, viewer, view, frame, None)


@purposeful
def edit_involved(request: HttpRequest, incident_id: UUID, involved_id: UUID) -> HttpResponse:
    """GET, POST: what was recorded of someone involved."""
    viewer, view, frame = subject(request, incident_id)
    return _involved(request, viewer, view, frame, _one(view, involved_id))


def _one(view: IncidentView, involved_id: UUID) -> Involved:
    found = next((one for one, _name in view.people if one.id == involved_id), None)
    if found is None:
        raise NotFound(_("Không có người này trong vụ việc."))
    return found


def _involved(
    request: HttpRequest, viewer: Viewer, view: IncidentView, frame: dict[str, Any], one: Involved | None
) -> HttpResponse:
    policies.check_edit(viewer, view.incident)
    names = ("role", "who", "name", "birth_year", "count", "note")
    start = {name: getattr(one, name) for name in names} if one else {}

    def save(data: dict[str, Any]) -> Incident:
        version, linked = data.pop("version"), _linked(viewer, data.pop("number"), one)
        said = InvolvedData(resident_id=linked, **data | {"count": data["count"] or 1})
        return actions.put_involved(by=viewer, incident_id=view.incident.id, version=version, data=said,
                                    involved_id=one.id if one else None)  # fmt: skip

    return form_page(
        request, forms.Person, title=_("Người, tổ chức liên quan"), save=save,
        initial=start | {"version": view.incident.version},
        done=lambda made: (_("Đã ghi."), url_of(made.id)), **frame,
    )  # fmt: skip


def _linked(viewer: Viewer, number: str, one: Involved | None) -> UUID | None:
    """The resident of an exact number: looked up with the viewer's purpose, and logged."""
    if not number.strip():
        return one.resident_id if one else None
    found = people.search(viewer=viewer, text=number.strip())
    if len(found.rows) != 1:
        sentence = _("Không có đúng một cư dân mang số này trong phạm vi của bạn; để trống và ghi họ tên như đã khai.")
        raise Invalid(sentence, {"number": sentence})
    return found.rows[0].id


@purposeful
def take_off(request: HttpRequest, incident_id: UUID, involved_id: UUID) -> HttpResponse:
    """GET, POST: someone was put there by mistake."""
    viewer, view, frame = subject(request, incident_id)
    policies.check_edit(viewer, view.incident)
    one = _one(view, involved_id)
    return form_page(
        request, forms.Confirm, title=_("Gỡ khỏi vụ việc"), initial={"version": view.incident.version},
        save=lambda data: actions.take_off(by=viewer, incident_id=incident_id, involved_id=one.id, **data),
        done=lambda made: (_("Đã gỡ; số liệu theo đó mà đổi."), url_of(made.id)), button=_("Gỡ"),
        lead=_("Người này được ghi nhầm vào vụ việc; giá trị cũ vẫn ở lịch sử."), **frame,
    )  # fmt: skip
