"""Undoing an import: what it wrote and nobody touched since is taken back, its ledger lines voided; the rest stays.

The household is what is kept or taken back: where anything happened since in one that the import opened, all of it
stays. Old rows go to the history of old values, as after any change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.core.errors import Conflict
from diaban.core.sql import execute, rows, value
from diaban.core.time import now
from diaban.ledger.actions import void_written
from diaban.papers.models import Decision, Import, Row, State
from diaban.people.actions.base import action, save
from diaban.people.importing import policies, working
from diaban.people.importing.actions import load, quiet
from diaban.people.importing.listing import Progress
from diaban.people.models import Alias, Resident


@dataclass(frozen=True, slots=True)
class Plan:
    """What undoing an import takes back, and what it keeps: staged rows whose residents stay, with why.

    `why` is `touched` (changed since), `home` (of a household with something done since) or `gone` (no longer in the
    viewer's ground). `merged` counts rows whose values were taken over into residents who were there.
    """

    residents: list[UUID]
    households: list[UUID]
    kept: dict[UUID, str]
    actions: list[UUID]
    merged: int = 0


def plan(*, viewer: Viewer, import_id: UUID) -> Plan:
    """What undoing would do now. Raises Conflict where nothing was written."""
    imported = load(import_id)
    _check(viewer, imported)
    return _plan(imported)


def _check(viewer: Viewer, imported: Import) -> None:
    if imported.state not in (State.COMMITTED, State.UNDOING) or imported.place is None or imported.action_id is None:
        raise Conflict(_("Lần nhập này chưa ghi sổ hoặc đã hoàn tác rồi; không có gì để hoàn tác."))
    policies.check_into(viewer, imported.place)


def _plan(imported: Import) -> Plan:
    written = Row.objects.filter(import_id=imported.id, committed=True).exclude(decision=Decision.PERSON)
    records = [record for record in written.values_list("record", flat=True) if record is not None]
    actions = actions_of(imported)
    home_of = dict(rows("select id, household_id from people_resident where id = any(%s)", [records]))
    free = _ids("select people.residents_of(%s, %s)", records, actions)
    homes = _ids(_OPENED, sorted({h for h in home_of.values() if h}), actions)
    alone = _ids("select people.households_of(%s, %s)", sorted(homes), actions)
    busy = homes - alone | _ids(_SHARED, sorted(homes), sorted(free))
    taken = [r for r in records if r in free and home_of[r] not in busy]
    kept = {r: _why(r, home_of, free) for r in set(records).difference(taken)}
    return Plan(taken, sorted(homes - busy), kept, actions, _merged(imported).count())


def actions_of(imported: Import) -> list[UUID]:
    """The actions that wrote an import's rows: its commit, and decisions about single rows."""
    decided = Row.objects.filter(import_id=imported.id, action_id__isnull=False).values_list("action_id", flat=True)
    return [a for a in (imported.action_id, *decided.distinct()) if a is not None]


#: Households among some that some actions opened.
_OPENED = "select distinct record_id from ledger_line where record_id = any(%s) and action_id = any(%s)"
#: Households among some where somebody else than some residents lives.
_SHARED = "select distinct household_id from people_resident where household_id = any(%s) and id <> all(%s)"


def _ids(statement: str, *arrays: Sequence[UUID]) -> set[UUID]:
    return {row[0] for row in rows(statement, [list(array) for array in arrays])}


def _why(resident: UUID, home_of: Mapping[UUID, UUID | None], free: set[UUID]) -> str:
    return "gone" if resident not in home_of else "home" if resident in free else "touched"


def begin(*, by: Viewer, import_id: UUID) -> Import:
    """Say that undoing was asked for, before a job does it. Raises Conflict where nothing was written."""
    imported = load(import_id)
    working.check_to_undo(imported)
    _check(by, imported)
    return working.ask(imported, State.UNDOING, "undoing")


def undo(*, by: Viewer, import_id: UUID, progress: Progress = quiet) -> Import:
    """Take back what an import wrote, all in one transaction; what others touched since is kept and stays counted.

    Every line taken back gets a void line of this action, so that figures are as they were. Raises Conflict where
    there is nothing to take back.
    """
    with working.holding(import_id), action() as action_id:
        imported = load(import_id)
        _check(by, imported)
        value("select pg_advisory_xact_lock(hashtext('people.import'), %s)", [imported.place])
        imported.refresh_from_db()
        _check(by, imported)
        _lock(imported)
        found = _plan(imported)
        if not found.residents and not found.households and not found.merged:
            raise Conflict(_("Mọi người của lần nhập này đều đã có việc ghi sau đó nên giữ nguyên; chưa hoàn tác gì."))
        progress("undoing", 0, len(found.residents))
        lines = _put_back(by, imported, found, action_id) + _take_back(by, found, action_id, progress)
        _note(imported, found, action_id, lines)
    return imported


def _lock(imported: Import) -> None:
    """Hold the residents and their households, in this order as every verb does, until it is done."""
    mine = "select record from papers_row where import_id = %s and committed"
    rows(f"select id from people_resident where id in ({mine}) order by id for update", [imported.id])
    homes = f"select household_id from people_resident where id in ({mine})"
    rows(f"select id from people_household where id in ({homes}) order by id for update", [imported.id])


def _merged(imported: Import) -> QuerySet[Row]:
    """Rows whose values an officer took over into residents who were there."""
    return Row.objects.filter(import_id=imported.id, decision=Decision.PERSON, action_id__isnull=False)


def _put_back(by: Viewer, imported: Import, found: Plan, action_id: UUID) -> list[int]:
    """Residents whose details were put right from rows are as they were, unless somebody changed them since; the ids
    of the lines that void it. Last first, so that two rows about one person come apart again."""
    lines: list[int] = []
    merged = _merged(imported).filter(record__isnull=False).exclude(record__in=found.residents)
    for pk in list(merged.order_by("-decided_at", "-id").values_list("pk", flat=True)):
        row = Row.objects.get(pk=pk)
        assert row.record is not None
        resident = Resident.objects.select_for_update().filter(pk=row.record).first()
        if resident is None or resident.version != row.before["version"]:
            continue
        columns = dict(row.before["columns"])
        if columns.get("birth_date"):
            columns["birth_date"] = date.fromisoformat(columns["birth_date"])
        if columns:
            save(resident, **columns)
            _earlier_still_fits(imported, row, resident)
        Alias.objects.filter(resident_id=row.record, pk__in=row.before["aliases"]).delete()
        lines += void_written(
            records=[row.record], actions=[row.action_id] if row.action_id else [], office=by.office_id,
            actor=by.staff_id, purpose=by.purpose, action=action_id,
        )  # fmt: skip
        Row.objects.filter(pk=row.pk).update(committed=False)
    return lines


def _earlier_still_fits(imported: Import, row: Row, resident: Resident) -> None:
    """An earlier row about the same person can be put back too: nobody else came between."""
    earlier = _merged(imported).filter(record=row.record, decided_at__lt=row.decided_at).order_by("-decided_at").first()
    if earlier is not None and earlier.before["version"] == row.before["version"] - 1:
        Row.objects.filter(pk=earlier.pk).update(before=earlier.before | {"version": resident.version})


def _take_back(by: Viewer, found: Plan, action_id: UUID, progress: Progress) -> list[int]:
    """The voids' ids."""
    total = len(found.residents) + len(found.households)
    lines = void_written(
        records=[*found.residents, *found.households], actions=found.actions, office=by.office_id, actor=by.staff_id,
        purpose=by.purpose, action=action_id, each=lambda done: progress("undoing", done, total),
    )  # fmt: skip
    # Households that were there before, and whose missing head came with the list, are without one again.
    execute(
        "update people_household set head_id = null, version = version + 1, updated_at = now()"
        " where head_id = any(%s) and id <> all(%s)",
        [found.residents, found.households],
    )
    execute("select people.unwrite(%s, %s, %s)", [found.residents, found.households, [*found.actions, action_id]])
    return lines


def _note(imported: Import, found: Plan, action_id: UUID, lines: Sequence[int]) -> None:
    """Staged rows point to nobody again; those kept go on pointing."""
    execute(
        "update papers_row set committed = false, record = null where import_id = %s and record = any(%s)",
        [imported.id, found.residents],
    )
    told: dict[str, Any] = {
        "residents": len(found.residents),
        "households": len(found.households),
        "kept": len(found.kept),
        "lines": [min(lines), max(lines)] if lines else [],
    }
    imported.counts = imported.counts | {"undone": told}
    imported.state, imported.undone_by, imported.undone_at = State.UNDONE, action_id, now()
    imported.step, imported.error = "", ""
    imported.save()
