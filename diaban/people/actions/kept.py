"""Rows as they were, so that an action can be taken back to the byte."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import models

from diaban.core.sql import execute, rows
from diaban.people.models import Household, Resident, Stay

#: Tables whose rows may be put back.
TABLES = {model._meta.db_table: model for model in (Resident, Household, Stay)}
#: Say of a row only that it was written.
_PASSING = frozenset({"version", "updated_at"})

Row = dict[str, Any]


class Kept:
    """Rows before an action; `changes` are those that it left otherwise, in the order of the ids that were given."""

    def __init__(self, wanted: Mapping[type[models.Model], Sequence[UUID]]) -> None:
        self._wanted = {model._meta.db_table: list(dict.fromkeys(ids)) for model, ids in wanted.items()}
        self._before = {table: _read(table, ids) for table, ids in self._wanted.items()}

    def changes(self) -> list[Row]:
        """Each changed row as {table, id, before, after}."""
        found: list[Row] = []
        for table, ids in self._wanted.items():
            after = _read(table, ids)
            for key in map(str, ids):
                before = self._before[table].get(key)
                if before is not None and before != after.get(key):
                    found.append({"table": table, "id": key, "before": before, "after": after[key]})
        return found


def restored(changes: Sequence[Row]) -> None:
    """Put rows back, the last one first. One that nobody wrote since is as it was to the byte; of another, columns that
    the action had changed and that still say what it wrote."""
    for change in reversed(changes):
        now = _read(change["table"], [UUID(change["id"])])[change["id"]]
        before, after = change["before"], change["after"]
        if now == after:
            _write(change["table"], change["id"], before)
            continue
        back = {name: before[name] for name in before if before[name] != after[name] and now[name] == after[name]}
        back = {name: old for name, old in back.items() if name not in _PASSING}
        if back and "version" in now:
            back["version"] = now["version"] + 1
        if back:
            _write(change["table"], change["id"], back)


def _read(table: str, ids: Sequence[UUID]) -> dict[str, Row]:
    """Rows as JSON by id. Times keep their microseconds, days and numbers their form."""
    assert table in TABLES
    found = rows(f"select t.id::text, to_jsonb(t)::text from {table} t where t.id = any(%s)", [list(ids)])
    return {key: json.loads(row) for key, row in found}


def _write(table: str, key: str, columns: Row) -> None:
    """Some columns of one row, read as the table's own types."""
    assert table in TABLES
    known = {field.column for field in TABLES[table]._meta.concrete_fields}
    names = [name for name in columns if name in known and name != "id"]
    listed = ", ".join(f'"{name}"' for name in names)
    execute(
        f"update {table} t set ({listed}) = (select {listed} from jsonb_populate_record(null::{table}, %s::jsonb))"
        " where t.id = %s",
        [json.dumps(columns), key],
    )
