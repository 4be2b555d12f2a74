"""What was recorded of an incident is put right: figures follow by correction lines, none changes silently."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from diaban.access.queries import offices_of_unit
from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.casework import actions as casework
from diaban.core.errors import Invalid, NotFound
from diaban.core.time import today
from diaban.incidents import lines
from diaban.incidents.actions.base import has_case, locked, save, settle
from diaban.incidents.data import IncidentData, InvolvedData
from diaban.incidents.models import Incident, Involved
from diaban.ledger.lines import Line
from diaban.people.actions.base import action, keep_lines, keep_reach


def correct(*, by: Viewer, incident_id: UUID, version: int | None, data: IncidentData, outcome: str | None = None,
            outcome_note: str | None = None) -> Incident:  # fmt: skip
    """Put kind, place, time, damage, result or words right. Moved to another commune it leaves this office's ground
    with its case; what counted here counts there."""
    data = data.checked(by.office_id)
    with action() as action_id:
        incident = locked(by, incident_id, version)
        wanted: dict[str, Any] = data.columns(by.office_id)
        if outcome is not None:
            wanted |= {"outcome": outcome, "outcome_note": (outcome_note or "").strip()[:1000]}
        changed = {name: value for name, value in wanted.items() if getattr(incident, name) != value}
        if not changed:
            return incident
        more = [lines.line("corrected", incident, by, action_id)]
        if "place" in changed:
            more.append(_moved(incident, changed["place"], by, action_id))
        save(incident, **changed)
        settle(incident, by, action_id, more)
    return incident


def _moved(incident: Incident, place: int, by: Viewer, action_id: UUID) -> Line:
    """The case goes along, to the police of the other commune; this transaction goes on seeing what it gives away."""
    unit = areas.units([place]).get(place)
    if unit is None or unit.level < areas.Level.COMMUNE:
        raise Invalid(_("Chưa lưu: nơi xảy ra phải là xã, phường hoặc thôn."), {"place": _("Chọn nơi khác.")})
    keep_reach(incident.id)
    if place not in by.scope.person_places:
        keep_lines(place)
    if has_case(incident.id):
        there = office_at(place) if place not in by.scope.person_places else None
        casework.relocate(by=by, case_id=incident.id, place=place, office_id=there, action=action_id)
    return replace(lines.line("moved", incident, by, action_id), place=place)


def office_at(place: int) -> int | None:
    """The police of the commune that a place lies in today, else another office there; None where there is none."""
    for unit in reversed(areas.within(place)):
        if unit.level == areas.Level.COMMUNE and unit.in_force(today()):
            offices = {office.body: office.id for office in offices_of_unit(unit.id, today())}
            found = offices.get("congan") or next(iter(offices.values()), None)
            if found is not None:
                return int(found)
    return None


def put_involved(
    *, by: Viewer, incident_id: UUID, version: int | None, data: InvolvedData, involved_id: UUID | None = None
) -> Incident:
    """Add someone involved, or put right what was recorded of one."""
    data = data.checked()
    with action() as action_id:
        incident = locked(by, incident_id, version)
        if involved_id is None:
            Involved.objects.create(incident_id=incident.id, **data.columns())
        elif not Involved.objects.filter(pk=involved_id, incident_id=incident.id).update(**data.columns()):
            raise NotFound(_("Không có người này trong vụ việc."))
        save(incident)
        settle(incident, by, action_id, [lines.line("corrected", incident, by, action_id)])
    return incident


def take_off(*, by: Viewer, incident_id: UUID, version: int | None, involved_id: UUID) -> Incident:
    """Take off someone who was put there by mistake; the old values stay in the history."""
    with action() as action_id:
        incident = locked(by, incident_id, version)
        deleted, _rows = Involved.objects.filter(pk=involved_id, incident_id=incident.id).delete()
        if not deleted:
            raise NotFound(_("Không có người này trong vụ việc."))
        save(incident)
        settle(incident, by, action_id, [lines.line("corrected", incident, by, action_id)])
    return incident
