"""The commit: the new rows of a staged list into the register, in one transaction, or nothing at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from diaban.access.roles import Permission
from diaban.access.scope import Scope, Viewer
from diaban.access.session import acting
from diaban.areas.actions import NewHamlet, add_hamlets
from diaban.areas.queries import places_within
from diaban.core.errors import Conflict
from diaban.core.ids import uuid7s
from diaban.core.memory import uncollected
from diaban.core.sql import value
from diaban.core.time import now, today
from diaban.papers import memory, staged
from diaban.papers.models import Import, State
from diaban.people.actions.base import action
from diaban.people.importing import existing, places, policies, staging, verdicts, working, writing
from diaban.people.importing.actions import KIND, load, quiet
from diaban.people.importing.listing import FONT_KEY, Progress
from diaban.people.importing.staging import Staged
from diaban.people.importing.verdicts import Judged


def commit(*, by: Viewer, import_id: UUID, progress: Progress = quiet) -> Import:
    """Write the new rows of a staged list with their ledger lines; the other rows stay in staging.

    Every row is compared with the register once more, under a lock on the place, so that two lists at a time or the
    same one twice double nothing. Raises Conflict where there is nothing staged.
    """
    with working.holding(import_id), action() as action_id:
        imported = load(import_id)
        if imported.place is None:
            raise Conflict(_("Chưa ghi: lần nhập này còn câu hỏi chưa trả lời."))
        policies.check_into(by, imported.place)
        value("select pg_advisory_xact_lock(hashtext('people.import'), %s)", [imported.place])
        imported.refresh_from_db()
        working.check_staged(imported)
        by = _with_hamlets(by, imported)
        with acting(by), uncollected():
            value("select set_config('diaban.action', %s, true)", [str(action_id)])
            written = _write(by, imported, action_id, progress)
        imported.counts = imported.counts | {"written": written}
        imported.state, imported.committed_at, imported.action_id = State.COMMITTED, now(), action_id
        imported.save()
        memory.remember_lists(imported, by=by.staff_id, font=imported.answers.get(FONT_KEY, ""))
    return imported


class _Keeper:
    """A clerk naming hamlets of the commune whose list it is: allowed by this room's policy, in the clerk's name."""

    def __init__(self, by: Viewer) -> None:
        self.staff_id, self.office_id, self.scope = by.staff_id, by.office_id, by.scope

    def can(self, permission: Any) -> bool:
        return str(permission) == Permission.AREAS_EDIT


def _with_hamlets(by: Viewer, imported: Import) -> Viewer:
    """Make the hamlets the list names, if the office wants them; the viewer's ground then includes them."""
    missing = imported.counts.get("hamlets") or []
    if not (imported.options.get("add_hamlets") and missing and imported.place):
        return by
    known = places.Hamlets(imported.place, today())
    names = [(e["kind"], e["name"]) for e in missing if known.find(f"{e['kind']} {e['name']}") is None]
    if not names:
        return by
    if not policies.can_hamlets(by, imported.place):  # someone made the commune's list of hamlets meanwhile
        imported.options = imported.options | {"add_hamlets": False}
        return by
    add_hamlets(commune_id=imported.place, hamlets=[NewHamlet(name, kind) for kind, name in names], by=_Keeper(by))
    return replace(by, scope=_grown(by.scope, imported.place))


def _grown(scope: Scope, commune: int) -> Scope:
    return replace(scope, places=tuple(sorted({*scope.places, *places_within(commune)})))


def _write(by: Viewer, imported: Import, action_id: UUID, progress: Progress) -> dict[str, int]:
    assert imported.place is not None
    rows = staging.staged(imported.id)
    hamlets = places.Hamlets(imported.place, today())
    inside = places_within(imported.place)
    judged = _judge_again(imported, rows, hamlets, inside)
    pairs = zip(rows, judged, strict=True)
    new = [(row, item.person) for row, item in pairs if item.verdict == verdicts.NEW and not row.decided]
    entries = [
        writing.Entry(row.id, person, hamlets.place(person), row.group, row.head, key)
        for (row, person), key in zip(new, uuid7s(len(new)), strict=True)
    ]
    homes = _homes(rows, judged)
    written = writing.write(
        entries,
        homes,
        by=by,
        place=imported.place,
        places=inside,
        day=today(),
        action=action_id,
        each=lambda done: progress("writing", done, len(entries)),
    )
    staged.mark_written([e.row_id for e in entries], [e.id for e in entries])
    progress("writing", len(entries), len(entries))
    return written


def _judge_again(imported: Import, rows: Sequence[Staged], hamlets: places.Hamlets, inside: list[int]) -> list[Judged]:
    """Compare with the register as it is now; rows whose verdict changed since are staged anew."""
    persons = [row.person for row in rows]
    known = existing.load(inside, (p.id_no for p in persons if p.id_no))
    judged = verdicts.judge(persons, known, hamlets.place)
    pairs = zip(rows, judged, strict=True)
    changed = [  # where an officer decided, the officer's word stands
        (row, item)
        for row, item in pairs
        if not row.decided and (row.verdict != item.verdict or row.record != item.record)
    ]
    if changed:
        staging.restage(changed)
        said = Counter(item.verdict for item in judged)
        imported.counts = imported.counts | {verdict: said[verdict] for verdict in verdicts.VERDICTS}
    return judged


def _homes(rows: Sequence[Staged], judged: Sequence[Judged]) -> dict[int, UUID]:
    """Households in store by their number in the list: those of members who are in store already."""
    from diaban.people.models import Resident

    records = {
        item.record: row.group
        for row, item in zip(rows, judged, strict=True)
        if item.record and row.group is not None and item.verdict in (verdicts.SAME, verdicts.CHANGED)
    }
    if not records:
        return {}
    found = Resident.objects.filter(pk__in=list(records), household_id__isnull=False).values_list("id", "household_id")
    return {records[resident]: household for resident, household in found if household is not None}


__all__ = ["KIND", "commit"]
