"""An incident is taken in: its record, those involved, its case with the clock running, and the lines that count it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from diaban.access.scope import Viewer
from diaban.casework import actions as casework
from diaban.core.time import now
from diaban.incidents import policies, states
from diaban.incidents.actions.base import settle
from diaban.incidents.data import IncidentData, InvolvedData
from diaban.incidents.models import Incident, Involved
from diaban.people.actions.base import action


def take_in(
    *, by: Viewer, data: IncidentData, involved: Sequence[InvolvedData] = (), incident_id: UUID | None = None
) -> Incident:
    """Write an incident of one's own ground. `incident_id` is the client's, so that a form sent twice writes once."""
    policies.check_report(by, data.place)
    data, people = data.checked(by.office_id), [each.checked() for each in involved]
    with action() as action_id:
        if incident_id is not None and (known := Incident.objects.filter(pk=incident_id).first()) is not None:
            return known
        columns = data.columns(by.office_id) | {"reported_at": data.reported_at or now()}
        incident = Incident(office=by.office_id, made_by=by.staff_id, **columns)
        incident.id = incident_id or incident.id
        incident.save(force_insert=True)
        Involved.objects.bulk_create(Involved(incident_id=incident.id, **each.columns()) for each in people)
        casework.open(
            by=by, kind=states.CASE, case_id=incident.id, place=incident.place, received_at=incident.reported_at,
            title_code=incident.kind, dims={"group": incident.group, "kind": incident.kind}, action=action_id,
        )  # fmt: skip
        settle(incident, by, action_id)
    return incident
