"""Taking back what a workbook wrote: its rows and homes go, every line about them gets its reversal, and what they
were matched to and corrected to since goes with them. Old values stay in the history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from diaban.access.scope import Viewer
from diaban.core.errors import Conflict
from diaban.core.sql import execute, rows, value
from diaban.core.time import now
from diaban.ledger.actions import void_written
from diaban.papers.models import Import, State
from diaban.people.actions.base import action
from diaban.people.importing import working
from diaban.registers import policies, reviewed
from diaban.registers.importing.actions import load
from diaban.registers.models import Home, Match, Row


@dataclass(frozen=True, slots=True)
class Plan:
    """What undoing takes back; `touched` counts rows that something was done with since."""

    rows: list[UUID]
    homes: list[UUID]
    touched: int


def plan(*, viewer: Viewer, import_id: UUID) -> Plan:
    """What undoing would do now. Raises Conflict where nothing was written."""
    imported = load(import_id)
    if imported.state not in (State.COMMITTED, State.UNDOING) or imported.place is None:
        raise Conflict(_("Lần nhập này chưa ghi sổ hoặc đã hoàn tác rồi; không có gì để hoàn tác."))
    policies.check_into(viewer, imported.place)
    made = list(Row.objects.filter(import_id=import_id).values_list("id", "version", "home_id"))
    ids = [key for key, _version, _home in made]
    mine = {home for _key, _version, home in made if home is not None}
    shared = set(Row.objects.filter(home_id__in=mine).exclude(import_id=import_id).values_list("home_id", flat=True))
    homes = Home.objects.filter(pk__in=mine - shared).values_list("id", flat=True)
    return Plan(ids, sorted(homes), sum(version > 1 for _key, version, _home in made))


def begin(*, by: Viewer, import_id: UUID) -> Import:
    """Say that undoing was asked for, before a job does it. Raises Conflict where nothing was written."""
    imported = load(import_id)
    working.check_to_undo(imported)
    plan(viewer=by, import_id=import_id)
    return working.ask(imported, State.UNDOING, "undoing")


def undo(*, by: Viewer, import_id: UUID) -> Import:
    """Take a written workbook back, in one transaction."""
    with working.holding(import_id), action() as action_id:
        imported = load(import_id)
        value("select pg_advisory_xact_lock(hashtext('registers.import'), %s)", [imported.place])
        found = plan(viewer=by, import_id=import_id)
        waiting = Row.objects.filter(pk__in=found.rows, match=Match.DOUBTFUL).values_list("id", flat=True)
        reviewed.settle(list(waiting), by)
        lines = _reverse(by, [*found.rows, *found.homes], action_id)
        execute("select registers.unwrite(%s, %s)", [found.rows, found.homes])
        execute("update papers_row set committed = false, record = null where import_id = %s", [import_id])
        told = {"rows": len(found.rows), "homes": len(found.homes), "touched": found.touched,
                "lines": [min(lines), max(lines)] if lines else []}  # fmt: skip
        imported.counts = imported.counts | {"undone": told}
        imported.state, imported.undone_by, imported.undone_at = State.UNDONE, action_id, now()
        imported.save()
    return imported


def _reverse(by: Viewer, records: Sequence[UUID], action_id: UUID) -> list[int]:
    """Void every standing line about some records, whichever action wrote it."""
    actions = rows("select distinct action_id from ledger_line where record_id = any(%s)", [[*records]])
    return void_written(
        records=records, actions=[row[0] for row in actions], office=by.office_id, actor=by.staff_id,
        purpose=by.purpose, action=action_id,
    )  # fmt: skip
