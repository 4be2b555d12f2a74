"""Reads of incidents. Lists and points name no person; a record does, and opening one is logged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case as Choice
from django.db.models import OuterRef, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from diaban.access.looks import log_opened, log_shown
from diaban.access.scope import FEW_PLACES, Viewer
from diaban.areas import queries as areas
from diaban.casework import queries as casework
from diaban.casework.cases import Case
from diaban.casework.models import Case as CaseRow
from diaban.core.errors import NotFound
from diaban.core.sql import rows
from diaban.core.text import fmt_date
from diaban.core.time import today
from diaban.incidents import catalogue, policies, states
from diaban.incidents.models import History, Incident, Involved, Outcome, Step
from diaban.people.identity import of_one

#: Decimals of a degree that everybody sees of a point: about a kilometre.
ROUNDED = 2


@dataclass(frozen=True)
class IncidentView:
    """An incident as this viewer may see it; `people` with the resident's name where one is linked and in reach."""

    incident: Incident
    kind: str
    place: str
    state: str
    case: Case | None
    people: list[tuple[Involved, str]]
    steps: list[Step]
    point: tuple[float, float] | None

    @property
    def title(self) -> str:
        return self.kind


def incidents(*, viewer: Viewer) -> QuerySet[Any]:
    """Incidents of the viewer's ground, each with its `state`. The row policy holds whatever is asked of it."""
    policies.check_list(viewer)
    found = Incident.objects.filter(void=False)
    places = viewer.scope.person_places
    if len(places) <= FEW_PLACES:
        found = found.filter(place__in=places)
    state = CaseRow.objects.filter(pk=OuterRef("pk")).values("state")[:1]
    return found.annotate(case_state=Coalesce(Subquery(state), _without_case()))


def _without_case() -> Any:
    """`states.booked`, for incidents that an earlier version brought in without a case."""
    open_, passed, closed = (Value(code, TextField()) for code in (states.CHECKING, states.PASSED, states.CLOSED))
    return Choice(
        When(outcome="", then=open_), When(outcome=Outcome.TRANSFERRED, then=passed), default=closed,
        output_field=TextField(),
    )  # fmt: skip


def shown(found: Sequence[Any]) -> list[Any]:
    """Rows with the words that a list shows: `kind_title`, `place_name`, `state_title`."""
    kinds = catalogue.titles(row.kind for row in found)
    names = areas.labels({row.place for row in found})
    for row in found:
        row.kind_title, row.place_name = kinds.get(row.kind, row.kind), names.get(row.place, "")
        row.state_title = states.TITLES.get(row.case_state, row.case_state)
    return list(found)


def incident(*, viewer: Viewer, incident_id: UUID) -> IncidentView:
    """An incident within reach, without logging: for forms that follow an opened record. Raises NotFound."""
    policies.check_open(viewer)
    row = Incident.objects.filter(pk=incident_id).first()
    if row is None:
        raise NotFound(_("Không có vụ việc này trong phạm vi của bạn."))
    case = _case(viewer, incident_id)
    people = list(Involved.objects.filter(incident_id=row.id).order_by("role", "id"))
    names = residents({p.resident_id for p in people if p.resident_id})
    state = case.state if case else states.VOID if row.void else states.booked(row.outcome)
    return IncidentView(
        row, catalogue.titles([row.kind]).get(row.kind, row.kind), areas.label(row.place), state, case,
        [(p, names.get(p.resident_id, "") or p.name) for p in people],
        list(Step.objects.filter(incident_id=row.id).order_by("at", "id")), point(viewer, row),
    )  # fmt: skip


def _case(viewer: Viewer, incident_id: UUID) -> Case | None:
    try:
        return casework.case(incident_id, viewer=viewer)
    except NotFound:
        return None


def residents(ids: Iterable[UUID | None]) -> dict[UUID | None, str]:
    """Names of residents that the session may see."""
    found = rows("select id, full_name from people_resident where id = any(%s)", [[key for key in ids if key]])
    return dict(found)


def open_incident(*, viewer: Viewer, incident_id: UUID, channel: str = "web") -> IncidentView:
    """The same, written to the log of look-ups with the residents shown, in the same transaction."""
    with transaction.atomic():
        view = incident(viewer=viewer, incident_id=incident_id)
        log_opened(viewer, incident_id, channel, "incident")
        if known := [p.resident_id for p, _name in view.people if p.resident_id is not None]:
            log_shown(viewer, "incident", known, channel)
    return view


def point(viewer: Viewer, row: Incident) -> tuple[float, float] | None:
    """Where exactly it happened (lat, lon), rounded unless the role needs it."""
    if row.lat is None or row.lon is None:
        return None
    if policies.sees_points(viewer):
        return row.lat, row.lon
    return round(row.lat, ROUNDED), round(row.lon, ROUNDED)


def labels(viewer: Viewer, ids: Sequence[UUID]) -> dict[UUID, str]:
    """What the inbox calls cases of incidents: kind, place and day."""
    found = list(Incident.objects.filter(pk__in=list(ids)))
    kinds, names = catalogue.titles(row.kind for row in found), areas.labels({row.place for row in found})
    return {
        row.id: f"{kinds.get(row.kind, row.kind)} · {names.get(row.place, '')} · {fmt_date(row.day)}" for row in found
    }


def history(*, viewer: Viewer, incident_id: UUID, limit: int = 100) -> list[tuple[datetime, str, dict[str, Any]]]:
    """Old values of an incident and of those involved, newest first."""
    policies.check_open(viewer)
    kept = History.objects.filter(subject=incident_id).order_by("-id")[:limit]
    return [(h.at, h.table_name, h.old) for h in kept]


def involving(*, viewer: Viewer, resident_id: UUID, channel: str = "web") -> list[tuple[Any, list[str]]]:
    """Incidents of the viewer's ground that a resident was involved in, newest first, as lists show them, with the
    roles they had. Where there are any it is written to the log of look-ups."""
    policies.check_open(viewer)
    roles: dict[UUID, list[str]] = {}
    for one in Involved.objects.filter(resident_id__in=of_one(resident_id)).order_by("id"):
        roles.setdefault(one.incident_id, []).append(one.role)
    found = shown(list(incidents(viewer=viewer).filter(pk__in=list(roles)).order_by("-day", "-id")))
    if found:
        log_shown(viewer, "involved", [resident_id], channel)
    return [(row, list(dict.fromkeys(roles[row.pk]))) for row in found]


def frequent_kinds(*, viewer: Viewer, limit: int = 8) -> list[str]:
    """Codes of the kinds that came most often in the viewer's ground in the year before today."""
    found = incidents(viewer=viewer).filter(day__gte=today() - timedelta(days=365)).exclude(kind="other")
    return [kind for kind, _n in Counter(found.values_list("kind", flat=True)[:5_000]).most_common(limit)]
