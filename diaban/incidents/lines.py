"""What an incident counts as: the ledger lines that say it, made from its record, and brought in line after a change.

One rule makes the lines of an incident that is taken in, brought from a book or corrected; what differs from the lines
that stand is corrected by new ones.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from diaban.access.scope import Viewer
from diaban.core.sql import rows
from diaban.incidents.ledger_kinds import COUNTED
from diaban.incidents.models import Incident
from diaban.ledger.actions import append, append_columns
from diaban.ledger.lines import Line

_CODES = [kind.code for kind in COUNTED]
#: What tells lines of one kind of one incident apart: whom they count.
_APART = ("role", "who")


@dataclass(frozen=True, slots=True)
class Counted:
    """A line as it should stand: its kind, day, place, quantity and dims."""

    kind: str
    day: date
    place: int
    quantity: int
    dims: tuple[tuple[str, str], ...]

    @property
    def key(self) -> tuple[str, ...]:
        dims = dict(self.dims)
        return (self.kind, *(dims.get(name, "") for name in _APART))


def counted(incident: Incident, involved: Mapping[tuple[str, str], int]) -> list[Counted]:
    """The lines of an incident; `involved` counts those who were, by role and whether a person or an organisation."""
    if incident.void:
        return []
    what = (("group", incident.group), ("kind", incident.kind))

    def one(kind: str, quantity: int, *more: tuple[str, str]) -> Counted:
        return Counted(f"incidents.{kind}", incident.day, incident.place, quantity, (*what, *more))

    found = [one("booked" if incident.import_id else "received", 1, ("source", incident.source))]
    found += [one("involved", n, ("role", role), ("who", who)) for (role, who), n in sorted(involved.items()) if n]
    for name in ("dead", "injured", "loss", "area"):
        if quantity := getattr(incident, name):
            found.append(one(name, quantity))
    if incident.outcome:
        found.append(one("solved", 1, ("outcome", incident.outcome)))
    return found


def tally(people: Iterable[Any]) -> Counter[tuple[str, str]]:
    """How many were involved in each role, from rows with `role`, `who` and `count`."""
    counts: Counter[tuple[str, str]] = Counter()
    for one in people:
        counts[str(one.role), str(one.who)] += one.count
    return counts


def line(kind: str, incident: Incident, by: Viewer, action: UUID, day: date | None = None, **said: Any) -> Line:
    """A line about what was done with an incident, on the day it was."""
    dims = {"group": incident.group, "kind": incident.kind}
    return Line(
        kind=f"incidents.{kind}", record=incident.id, place=incident.place, office=by.office_id, actor=by.staff_id,
        day=day, dims=dims, purpose=by.purpose, action=action, **said,
    )  # fmt: skip


_STANDING = """
select l.id, k.code, l.day, l.place, l.quantity, l.dims from ledger_line l join ledger_kind k on k.id = l.kind_id
where l.record_id = %s and k.code = any(%s) and l.quantity <> 0
  and not exists (select from ledger_corrected c where c.id = l.id) order by l.id
"""


def settle(
    incident: Incident, involved: Mapping[tuple[str, str], int], by: Viewer, action: UUID, more: Sequence[Line] = ()
) -> list[int]:
    """Write what makes the lines that stand say what the record says now, with `more` lines beside; returns their ids.

    A line that says otherwise is replaced, one that nothing says any more is voided; both keep what they correct.
    """
    wanted = {each.key: each for each in counted(incident, involved)}
    written: list[Line] = []
    for line_id, kind, day, place, quantity, dims in rows(_STANDING, [incident.id, _CODES]):
        dims = json.loads(dims) if isinstance(dims, str) else dims
        old = Counted(kind, day, place, quantity, tuple(dims.items()))
        new = wanted.pop(old.key, None)
        if new is None:
            written.append(_line(old, incident.id, by, action, corrects=line_id, quantity=0))
        elif (new.day, new.place, new.quantity, dict(new.dims)) != (day, place, quantity, dims):
            written.append(_line(new, incident.id, by, action, corrects=line_id))
    written += [_line(each, incident.id, by, action) for each in wanted.values()]
    return append([*written, *more])


def _line(
    said: Counted, record: UUID, by: Viewer, action: UUID, *, corrects: int | None = None, quantity: int | None = None
) -> Line:
    return Line(
        kind=said.kind, record=record, place=said.place, office=by.office_id, actor=by.staff_id, day=said.day,
        quantity=said.quantity if quantity is None else quantity, dims=dict(said.dims), purpose=by.purpose,
        action=action, corrects=corrects,
    )  # fmt: skip


def write_many(made: Iterable[tuple[Incident, Mapping[tuple[str, str], int]]], by: Viewer, action: UUID) -> int:
    """The lines of many new incidents, one call for each kind; returns how many were written."""
    of_kind: dict[str, list[tuple[UUID, Counted]]] = {}
    for incident, involved in made:
        for each in counted(incident, involved):
            of_kind.setdefault(each.kind, []).append((incident.id, each))
    return sum(
        append_columns(
            kind, records=[record for record, _said in lines], days=[said.day for _record, said in lines],
            places=[said.place for _record, said in lines], quantities=[said.quantity for _record, said in lines],
            dims=[dict(said.dims) for _record, said in lines], office=by.office_id, actor=by.staff_id,
            purpose=by.purpose, action=action,
        )
        for kind, lines in of_kind.items()
    )  # fmt: skip
