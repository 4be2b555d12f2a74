"""Taking back what a book wrote: incidents that nobody touched since are marked as entered by mistake and count no
more, and leave the inbox; the rest stays."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from diaban.access.scope import Viewer
from diaban.casework import actions as casework
from diaban.core.errors import Conflict
from diaban.core.sql import rows
from diaban.core.time import now
from diaban.incidents import states
from diaban.incidents.importing import kept, policies
from diaban.incidents.importing.actions import load
from diaban.incidents.models import Incident
from diaban.ledger.actions import void_written
from diaban.ledger.lines import CLOCK
from diaban.papers.models import Import, Row, State
from diaban.people.actions.base import action
from diaban.people.importing import working

#: Somebody worked on the case: gave it to someone, stopped its clock, handed it over.
_WORKED = """
select distinct record_id from ledger_line where record_id = any(%s) and actor <> %s and action_id <> %s
"""


@dataclass(frozen=True, slots=True)
class Plan:
    """What undoing takes back, and how many incidents it leaves because something was done with them since."""

    incidents: list[UUID]
    kept: int


def plan(*, viewer: Viewer, import_id: UUID) -> Plan:
    """What undoing would do now. Raises Conflict where nothing was written."""
    policies.check_import(viewer)
    imported = load(import_id)
    if imported.state not in (State.COMMITTED, State.UNDOING) or imported.action_id is None:
        raise Conflict(_("Lần nhập này chưa ghi sổ hoặc đã hoàn tác rồi; không có gì để hoàn tác."))
    written = Row.objects.filter(import_id=import_id, committed=True).values_list("record", flat=True)
    records = [record for record in written if record is not None]
    free = list(Incident.objects.filter(pk__in=records, version=1, void=False).values_list("pk", flat=True))
    worked = {row[0] for row in rows(_WORKED, [free, CLOCK, imported.action_id])}
    free = [record for record in free if record not in worked]
    return Plan(free, len(records) - len(free))


def begin(*, by: Viewer, import_id: UUID) -> Import:
    """Say that undoing was asked for, before a job does it. Raises Conflict where nothing was written."""
    imported = load(import_id)
    working.check_to_undo(imported)
    plan(viewer=by, import_id=import_id)
    return working.ask(imported, State.UNDOING, "undoing")


def undo(*, by: Viewer, import_id: UUID) -> Import:
    """Take a written book back, in one transaction."""
    with working.holding(import_id), action() as action_id:
        found = plan(viewer=by, import_id=import_id)
        imported = load(import_id)
        assert imported.action_id is not None
        casework.take_back(by=by, ids=found.incidents, state=states.VOID, action=action_id)
        void_written(
            records=found.incidents, actions=[imported.action_id], office=by.office_id, actor=by.staff_id,
            purpose=by.purpose, action=action_id,
        )  # fmt: skip
        Incident.objects.filter(pk__in=found.incidents).update(void=True, version=2, updated_at=now())
        kept.untell(imported, by, action_id)
        imported.counts = imported.counts | {"undone": {"incidents": len(found.incidents), "kept": found.kept}}
        imported.state, imported.undone_by, imported.undone_at = State.UNDONE, action_id, now()
        imported.save()
    return imported
