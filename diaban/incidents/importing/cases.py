"""The cases of a book's incidents: what is open stands in the inbox of the office that answers for its place, the term
of law counted from the day the office knew of it; what has its result is closed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, time
from uuid import UUID

from diaban.access.scope import Viewer
from diaban.casework import actions as casework
from diaban.casework.actions import Booked
from diaban.core.sql import rows
from diaban.core.time import ZONE, today
from diaban.incidents import states
from diaban.incidents.models import Incident

#: The importer's own office where it is the commune's, else the police of the commune, another office there, and so up.
_OFFICES = """
select distinct on (p.place) p.place, o.id
from unnest(%(places)s::int[]) p (place)
join areas_within w on w.place_id = p.place
join areas_unit u on u.id = w.unit_id and (u.valid_to is null or u.valid_to > %(day)s)
join access_office o on o.unit_id = u.id and o.valid_from <= %(day)s and (o.valid_to is null or o.valid_to > %(day)s)
order by p.place, (o.id = %(own)s and u.level = 3) desc, u.level desc, o.id = %(own)s desc, o.body <> 'congan', o.id
"""


def open_all(incidents: Sequence[Incident], by: Viewer, action: UUID) -> int:
    """Open the cases of new incidents; returns how many. One of a place that no office answers for gets its case with
    its first step."""
    offices = offices_of({incident.place for incident in incidents}, by)
    cases = [_case(each, offices[each.place]) for each in incidents if each.place in offices]
    return casework.open_many(by=by, kind=states.CASE, cases=cases, action=action)


def offices_of(places: Collection[int], by: Viewer) -> dict[int, int]:
    """The office that works on the incidents of each place today; places that no office answers for are left out."""
    given = {"places": list(places), "day": today(), "own": by.office_id}
    return dict(rows(_OFFICES, given))


def _case(incident: Incident, office: int) -> Booked:
    received = incident.reported_at or datetime.combine(incident.day, time(0), ZONE)
    return Booked(
        incident.id, incident.place, office, states.booked(incident.outcome), received, incident.kind,
        {"group": incident.group, "kind": incident.kind},
    )  # fmt: skip
