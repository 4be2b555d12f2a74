"""At the counter: which procedure, then one form; what is typed is kept while it is typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from diaban.access.policies import can
from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.core.text import fmt_date
from diaban.core.time import now
from diaban.onestop import actions, catalogue, forms, policies, queries, shipped
from diaban.onestop.models import Dossier, Field, Procedure
from diaban.onestop.views.base import crumbs, purposeful, url_of, viewer_of
from diaban.people import queries as people
from diaban.people.models import Resident
from diaban.web.forms import form_page
from diaban.web.pages import page


def _resident(viewer: Viewer, resident_id: UUID | None) -> Resident | None:
    if resident_id is None:
        return None
    return people.resident(viewer=viewer, resident_id=resident_id).resident


def _intake_url(code: str, resident_id: UUID | None) -> str:
    args: list[Any] = [code] if resident_id is None else [resident_id, code]
    return reverse("onestop:intake" if resident_id is None else "onestop:intake_for", args=args)


@dataclass(frozen=True)
class _Link:
    """A procedure that may be asked for: where its form is, what it is called, its field of work."""

    url: str
    title: str
    field: str


@purposeful
def choose(request: HttpRequest, resident_id: UUID | None = None) -> HttpResponse:
    """GET: the procedures that may be asked for, about a resident or about someone the register doesn't know."""
    viewer = viewer_of(request)
    policies.check_write(viewer)
    resident = _resident(viewer, resident_id)
    offered = [row for row in catalogue.in_force() if _offered(viewer, row, resident)]
    links = [
        _Link(_intake_url(row.code, resident_id), catalogue.title(row), str(Field(row.field).label)) for row in offered
    ]
    return page(
        request, "onestop/choose.html", title=_("Nhận hồ sơ"), lead=_about(resident), crumbs=crumbs(), links=links,
        resident=resident,
    )  # fmt: skip


def _offered(viewer: Viewer, row: Procedure, resident: Resident | None) -> bool:
    """Whether a procedure is one of this counter's: a card is applied for where one is captured."""
    if row.field == Field.CARD and not can(viewer, Permission.CARDS_WRITE):
        return False
    return resident is not None or row.code in shipped.FOR_STRANGERS


def _about(resident: Resident | None) -> str:
    if resident is None:
        return _("Người chưa có trong sổ cư trú.")
    born = fmt_date(resident.birth_date, resident.birth_precision)
    return f"{resident.full_name} · {born}" if born else resident.full_name


@purposeful
def intake(request: HttpRequest, procedure: str, resident_id: UUID | None = None) -> HttpResponse:
    """GET, POST: the procedure's form; what was typed before and not handed in stands in it."""
    viewer = viewer_of(request)
    policies.check_write(viewer)
    row, resident = catalogue.procedure(procedure), _resident(viewer, resident_id)
    policies.check_subject(row, resident.state if resident else None)
    kept = queries.draft(viewer=viewer, code=procedure, subject_id=resident_id)
    back = reverse("onestop:choose_for", args=[resident_id]) if resident_id else reverse("onestop:choose")
    return form_page(
        request, forms.IntakeForm, template="onestop/intake.html", title=catalogue.title(row), lead=_about(resident),
        form_kwargs=_shape(viewer, row, resident), initial=kept or _initial(resident), cancel=back, crumbs=crumbs(),
        save=lambda data: _take_in(viewer, row, resident_id, data), button=_("Tiếp nhận"), kept=bool(kept),
        done=lambda made: (_("Đã tiếp nhận hồ sơ %s.") % made.number, url_of(made.pk)),
        draft_url=_draft_url(row, resident_id), term=row,
    )  # fmt: skip


def _draft_url(row: Procedure, resident_id: UUID | None) -> str:
    args: list[Any] = [row.code] if resident_id is None else [resident_id, row.code]
    return reverse("onestop:draft" if resident_id is None else "onestop:draft_for", args=args)


def _shape(viewer: Viewer, row: Procedure, resident: Resident | None) -> dict[str, Any]:
    offices = catalogue.deciders(viewer, row)
    here = viewer.scope.unit_id
    return {"procedure": row, "known": resident is not None, "by_another": row.code in shipped.BY_ANOTHER,
            "offices": offices, "places": catalogue.hamlets(here) if here is not None else []}  # fmt: skip


def _initial(resident: Resident | None) -> dict[str, Any]:
    """What the register knows already is not asked for again."""
    return {} if resident is None else {"place": str(resident.place)}


def _take_in(viewer: Viewer, row: Procedure, resident_id: UUID | None, data: dict[str, Any]) -> Dossier:
    typed, rest = forms.split(data)
    who = actions.Applicant(rest["applicant_name"], rest["applicant_number"], rest["phone_of"])
    office = int(rest["office"]) if rest["office"] else None
    return actions.take_in(by=viewer, intake=actions.Intake(
        row.code, resident_id, typed, rest["papers"] or [], who, rest["channel"] or "direct", office))  # fmt: skip


@purposeful
@require_POST
def draft(request: HttpRequest, procedure: str, resident_id: UUID | None = None) -> HttpResponse:
    """POST: keep what has been typed so far; answers with a few words for the page."""
    viewer = viewer_of(request)
    _resident(viewer, resident_id)
    catalogue.procedure(procedure)
    typed: dict[str, Any] = {
        name: request.POST.getlist(name) if name == "papers" else value
        for name, value in request.POST.items()
        if not name.startswith(("csrf", "_"))
    }
    actions.keep_draft(by=viewer, code=procedure, subject_id=resident_id, typed=typed)
    return HttpResponse(_("Đã lưu nháp lúc %s.") % f"{now():%H:%M:%S}", content_type="text/plain; charset=utf-8")


#: Said where the page has to be opened again with nothing kept.
NOTHING_KEPT = gettext_lazy("Chưa lưu nháp được; đừng đóng trang này.")
