"""Writing a staged book: its new rows become incidents with their ledger lines, in one transaction, or nothing does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time
from uuid import UUID

from diaban.access.scope import Viewer
from diaban.core.ids import uuid7s
from diaban.core.memory import uncollected
from diaban.core.sql import value
from diaban.core.time import ZONE, now
from diaban.incidents import lines
from diaban.incidents.importing import cases, kept, policies, staging
from diaban.incidents.importing.actions import load
from diaban.incidents.importing.book import names_of
from diaban.incidents.importing.entries import VERDICTS, Entry, entry_of, judge
from diaban.incidents.models import Incident, Involved, Role, Who
from diaban.papers import bulk, memory, staged
from diaban.papers.models import Import, State
from diaban.people.actions.base import action
from diaban.people.importing import working

_INCIDENT = (
    ("id", "uuid"), ("file_no", "text"), ("kind", "text"), ("group", "text"), ("place", "int4"), ("address", "text"),
    ("day", "date"), ("happened_on", "date"), ("happened_at", "time"), ("reported_at", "timestamptz"),
    ("source", "text"), ("summary", "text"), ("dead", "int4"), ("injured", "int4"), ("loss", "int8"),
    ("outcome", "text"), ("outcome_note", "text"), ("import_id", "uuid"), ("office", "int4"), ("made_by", "int4"),
)  # fmt: skip
_INVOLVED = (
    ("id", "uuid"), ("incident_id", "uuid"), ("role", "text"), ("who", "text"), ("name", "text"), ("count", "int4"),
)  # fmt: skip


def commit(*, by: Viewer, import_id: UUID) -> Import:
    """Write the new rows of a staged book; the others stay in staging. Each is compared with the register once more,
    under a lock, so that two at a time or the same book twice double nothing. Raises Conflict where nothing is staged.
    """
    policies.check_import(by)
    with working.holding(import_id), action() as action_id, uncollected():
        value("select pg_advisory_xact_lock(hashtext('incidents.import'))")
        imported = load(import_id)
        working.check_staged(imported)
        ids, entries = staged.entries(imported.id, entry_of)
        judge(entries, staging.there(entries))
        staged.restage((key, e.verdict, e.record, e.reasons) for key, e in zip(ids, entries, strict=True))
        new = [(key, entry) for key, entry in zip(ids, entries, strict=True) if entry.verdict == "new"]
        made = write([entry for _key, entry in new], by, action_id, imported.id)
        staged.mark_written([key for key, _entry in new], [incident.id for incident, _involved in made])
        said = {verdict: sum(entry.verdict == verdict for entry in entries) for verdict in VERDICTS}
        people = sum(n.count for _i, involved in made for n in involved if n.role == Role.SUSPECT)
        imported.counts = imported.counts | said | {"written": {"incidents": len(made), "suspects": people}}
        kept.tell(imported, [incident.day for incident, _involved in made], by, action_id)
        imported.state, imported.committed_at, imported.action_id = State.COMMITTED, now(), action_id
        imported.save()
        memory.remember_lists(imported, by=by.staff_id)
    return imported


Made = tuple[Incident, list[Involved]]


def write(entries: Sequence[Entry], by: Viewer, action_id: UUID, import_id: UUID | None) -> list[Made]:
    """Entries as incidents, with those involved, their lines and cases; as the verbs would write them one by one."""
    made = [_made(entry, key, by, import_id) for entry, key in zip(entries, uuid7s(len(entries)), strict=True)]
    bulk.load("incidents_incident", _INCIDENT, (_cells(i, _INCIDENT) for i, _involved in made))
    bulk.load("incidents_involved", _INVOLVED, (_cells(p, _INVOLVED) for _i, involved in made for p in involved))
    lines.write_many(((incident, lines.tally(involved)) for incident, involved in made), by, action_id)
    cases.open_all([incident for incident, _involved in made], by, action_id)
    return made


def _cells(row: object, columns: Sequence[tuple[str, str]]) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name, _type in columns)


def _made(entry: Entry, key: UUID, by: Viewer, import_id: UUID | None) -> Made:
    assert entry.place is not None
    assert entry.day is not None
    reported = entry.reported_on and datetime.combine(entry.reported_on, time(0), ZONE)
    incident = Incident(
        id=key, file_no=entry.file_no, kind=entry.kind, group=entry.group, place=entry.place, address=entry.address,
        day=entry.day, happened_on=entry.happened_on, happened_at=entry.happened_at, reported_at=reported,
        source=entry.source, summary=entry.summary, dead=entry.dead, injured=entry.injured, loss=entry.loss,
        outcome=entry.outcome, outcome_note=entry.outcome_note, import_id=import_id, office=by.office_id,
        made_by=by.staff_id,
    )  # fmt: skip
    return incident, list(_involved(entry, key))


def _involved(entry: Entry, key: UUID) -> Iterator[Involved]:
    """Each name is one; who is only counted is the rest, as one row with its number."""
    said = (
        (Role.SUSPECT, Who.PERSON, entry.suspects, entry.suspect_names),
        (Role.SUSPECT, Who.ORGANISATION, entry.organisations, ""),
        (Role.VICTIM, Who.PERSON, entry.victims, entry.victim_names),
    )
    for role, who, count, text in said:
        names = names_of(text)
        named = names if len(names) <= count else []
        yield from (Involved(incident_id=key, role=role, who=who, name=name[:120]) for name in named)
        if count > len(named):
            yield Involved(incident_id=key, role=role, who=who, count=count - len(named))
