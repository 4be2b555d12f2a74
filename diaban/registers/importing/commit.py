"""Writing a staged workbook: its rows into the register with their ledger lines, in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from diaban.access.scope import Viewer
from diaban.core.ids import uuid7s
from diaban.core.memory import uncollected
from diaban.core.sql import rows as read
from diaban.core.sql import value
from diaban.core.text import sort_key
from diaban.core.time import now
from diaban.papers import bulk, memory, staged
from diaban.papers.models import Import, State
from diaban.people.actions.base import action
from diaban.people.importing import working
from diaban.registers import catalogue, homes, lines, policies, reviewed
from diaban.registers.catalogue import Register
from diaban.registers.importing import staging
from diaban.registers.importing.actions import load
from diaban.registers.importing.entries import VERDICTS, WRITTEN, Entry, entry_of, judge
from diaban.registers.models import Home, How, Match, Row

_HOME = (
    ("id", "uuid"), ("register", "text"), ("round", "text"), ("group", "text"), ("place", "int4"),
    ("household_id", "uuid"), ("key", "text"), ("since", "date"), ("state", "text"), ("import_id", "uuid"),
    ("office", "int4"),
)  # fmt: skip
_ROW = (
    ("id", "uuid"), ("register", "text"), ("round", "text"), ("group", "text"), ("place", "int4"), ("home_id", "uuid"),
    ("resident_id", "uuid"), ("match", "text"), ("how", "text"), ("probability", "float8"), ("evidence", "text"),
    ("candidates", "jsonb"), ("full_name", "text"), ("fold", "text"), ("sort_key", "text"), ("sex", "text"),
    ("birth_date", "date"), ("birth_precision", "text"), ("id_no", "text"), ("cmnd", "text"), ("relation", "text"),
    ("head_name", "text"), ("address", "text"), ("values", "jsonb"), ("since", "date"), ("until", "date"),
    ("state", "text"), ("faults", "jsonb"), ("file_name", "text"), ("sheet", "text"), ("row_no", "int4"),
    ("import_id", "uuid"), ("office", "int4"),
)  # fmt: skip
_JSON = frozenset({"candidates", "values", "faults"})


def commit(*, by: Viewer, import_id: UUID) -> Import:
    """Write the matched rows of a staged workbook and those to be reviewed; the others stay in staging. Each is
    compared with the register once more, under a lock, so that the same workbook twice doubles nothing."""
    with working.holding(import_id), action() as action_id, uncollected():
        imported = load(import_id)
        place = working.check_staged(imported)
        policies.check_into(by, place)
        value("select pg_advisory_xact_lock(hashtext('registers.import'), %s)", [place])
        imported.refresh_from_db()
        working.check_staged(imported)
        register = catalogue.register(imported.options["register"])
        ids, entries = staged.entries(imported.id, entry_of)
        _forget_gone(entries)
        judge(entries, staging.there(register.code, imported.options["round"], place))
        staged.restage((key, e.verdict, e.record, e.reasons) for key, e in zip(ids, entries, strict=True))
        taken = [(key, entry) for key, entry in zip(ids, entries, strict=True) if entry.verdict in WRITTEN]
        made, new = _write(by, imported, register, [entry for _key, entry in taken], action_id)
        staged.mark_written([key for key, _entry in taken], [row.id for row in made])
        said = {verdict: sum(entry.verdict == verdict for entry in entries) for verdict in VERDICTS}
        linked = sum(row.match == Match.LINKED for row in made)
        written = {"rows": len(made), "linked": linked, "homes": len(new)}
        imported.counts = imported.counts | said | {"written": written}
        imported.state, imported.committed_at, imported.action_id = State.COMMITTED, now(), action_id
        imported.save()
        memory.remember_lists(imported, by=by.staff_id)
    return imported


def _forget_gone(entries: Sequence[Entry]) -> None:
    """Residents that were matched when the workbook was read, and are marked as entered by mistake since."""
    asked = {candidate[0] for entry in entries for candidate in entry.candidates}
    still = {str(row[0]) for row in read(
        "select id from people_resident where id = any(%s::uuid[]) and state <> 'void'", [[*asked]]
    )}  # fmt: skip
    for entry in entries:
        if entry.linked and entry.candidates[0][0] not in still:
            entry.linked = False
        entry.candidates = [candidate for candidate in entry.candidates if candidate[0] in still]


def _write(
    by: Viewer, imported: Import, register: Register, entries: Sequence[Entry], action_id: UUID
) -> tuple[list[Row], list[Home]]:
    made = [_row(entry, key, by, imported) for entry, key in zip(entries, uuid7s(len(entries)), strict=True)]
    new = homes.gather(made) if register.of_households else []
    _load("registers_home", _HOME, new)
    _load("registers_row", _ROW, made)
    lines.enter(made, by, action_id, opening=True)
    lines.enter(new, by, action_id, opening=True)
    reviewed.open_doubts(made, by)
    return made, new


def _load(table: str, columns: Sequence[tuple[str, str]], made: Sequence[Row | Home]) -> None:
    from psycopg.types.json import Jsonb

    def cell(one: Row | Home, name: str) -> object:
        return Jsonb(getattr(one, name)) if name in _JSON else getattr(one, name)

    bulk.load(table, columns, (tuple(cell(one, name) for name, _type in columns) for one in made))


def _row(entry: Entry, key: UUID, by: Viewer, imported: Import) -> Row:
    assert entry.place is not None
    first = entry.candidates[0] if entry.candidates else None
    match = Match.LINKED if entry.linked else Match.DOUBTFUL if first else Match.UNMATCHED
    return Row(
        id=key, register=imported.options["register"], round=imported.options["round"], group=entry.group,
        place=entry.place, resident_id=entry.resident, match=match, how=How.ENGINE if entry.linked else "",
        probability=first[1] if first else None, evidence=first[2] if first else "",
        candidates=[list(candidate) for candidate in entry.candidates], full_name=entry.full_name, fold=entry.fold,
        sort_key=sort_key(entry.full_name), sex=entry.sex, birth_date=entry.birth, birth_precision=entry.precision,
        id_no=entry.id_no, cmnd=entry.cmnd, relation=entry.relation, head_name=entry.head_name,
        address=entry.address, values=entry.values, since=entry.since, until=entry.until, faults=entry.faults,
        file_name=imported.file_name, sheet=entry.sheet, row_no=entry.row, import_id=imported.id,
        office=by.office_id,
    )  # fmt: skip
