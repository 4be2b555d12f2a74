"""`import`: a list from parsed rows to committed, beside PostgreSQL's COPY and Django's bulk_create.

**Ours**: `people.importing.commit` of a staged list, which is what the reader leaves of a workbook: each row is read
from staging, made a person again, checked, compared with the register and with the other rows, given its household, and
written with stay, ledger line, search keys and figures, all of it under row security in one durable transaction;
staging then says what became of each row. The list is brought in as a file by the importer itself, so nothing is
prepared for it.

**Peers**: the very rows that the commit wrote into the three tables resident, stay and ledger line, read back (with
other ids and numbers) and written once more as the owner, with no row security, in one transaction: by `COPY` of ready
text into the same tables, indexes and triggers as they are; and by Django's `bulk_create`, from parsed values through
an object for each row to one call for each table. Neither peer reads, checks, compares or writes a household.

Rates are rows written a second; sides take turns, each list in a commune of its own. `import` is ours over COPY,
`import-bulk-create` ours over bulk_create. `detail` also gives the rate of judging and staging, the step before.
"""

from __future__ import annotations

import io
import json
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from diaban.bench import lists
from diaban.bench.base import Figure
from diaban.bench.install import Install, analyze, installed

RESIDENTS = 100_000
ROWS, ROUNDS = 20_000, 3
#: Rows that bulk_create gets, which is slower: a rate needs no more.
SOME = 4_000

_TABLES = ("people_resident", "people_stay", "ledger_line")


@dataclass
class _Rates:
    """Rows a second, round by round."""

    ours: list[float] = field(default_factory=list)
    staged: list[float] = field(default_factory=list)
    copied: list[float] = field(default_factory=list)
    created: list[float] = field(default_factory=list)


def measure(folder: Path, size: int = RESIDENTS) -> Sequence[Figure]:
    """At least half the rate of COPY, at least six times that of bulk_create."""
    rounds, rows = (ROUNDS, ROWS) if size >= RESIDENTS else (1, 200)
    rates = _Rates()
    with installed(folder, size) as install:
        for number in range(rounds):
            action, count = _import(install, folder, number, rows, rates)
            _copy(install, action, count, rates)
            _bulk_create(install, action, rates)
            analyze(install.owner_url)
    ours, copied, created = map(statistics.median, (rates.ours, rates.copied, rates.created))
    detail = {
        "rows_per_s": round(ours), "copy_rows_per_s": round(copied), "bulk_create_rows_per_s": round(created),
        "staging_rows_per_s": round(statistics.median(rates.staged)), "rows": rows,
    }  # fmt: skip
    return [
        Figure("import", ours / copied, 0.5, "at least", detail),
        Figure("import-bulk-create", ours / created, 6.0, "at least", detail),
    ]


def _import(install: Install, folder: Path, number: int, rows: int, rates: _Rates) -> tuple[UUID, int]:
    """Bring in a list for one commune more; the action that wrote it, and how many residents that are."""
    from diaban.access.models import Posting
    from diaban.access.session import acting
    from diaban.access.viewers import viewer_of_posting
    from diaban.people.importing import actions
    from diaban.people.importing.commit import commit

    posting = Posting.objects.filter(role="commune_police").distinct("office").order_by("office")[number]
    by = viewer_of_posting(posting.pk, "residence")
    assert by.scope.unit_id is not None
    path = folder / f"list-{number}.csv"
    lists.write(path, by.scope.unit_id, rows, seed=100 + number)
    with acting(by):
        started = actions.start(by=by, file_name=path.name, place=by.scope.unit_id)
        watch = _Watch()
        read = actions.process(by=by, import_id=started.id, path=path, progress=watch)
        rates.staged.append(read.counts["rows"] / watch.since("judging"))
        began = time.perf_counter()
        done = commit(by=by, import_id=started.id)
        seconds = time.perf_counter() - began
    written: int = done.counts["written"]["residents"]
    rates.ours.append(written / seconds)
    assert done.action_id is not None
    return done.action_id, written


class _Watch:
    """Progress of an import, with the moment at which each step was first told."""

    def __init__(self) -> None:
        self._began: dict[str, float] = {}

    def __call__(self, step: str, done: int, total: int) -> None:
        self._began.setdefault(step, time.perf_counter())

    def since(self, step: str) -> float:
        """Seconds from the beginning of a step until now."""
        return time.perf_counter() - self._began[step]


#: The rows of an action under other ids and numbers: time-ordered as they were, and nobody's.
_OTHER = "overlay({column}::text placing '{mark}' from 15 for 1)::uuid"


def _select(cursor: psycopg.Cursor[Any], table: str, action: UUID, mark: str, limit: int | None = None) -> str:
    """A query for the rows that an action wrote into a table, with columns that the table takes."""
    records = f"select record_id from ledger_line where action_id = '{action}' order by id"
    columns = []
    for name in _columns(cursor, table):
        other = _OTHER.format(column=name, mark=mark)
        changed = {"id": other, "resident_id": other, "record_id": other, "action_id": other,
                   "id_no": f"overlay(id_no placing '{mark}' from 1 for 1)"}  # fmt: skip
        columns.append(f"{changed.get(name, name)} as {name}")
    key = {"people_resident": "id", "people_stay": "resident_id", "ledger_line": "record_id"}[table]
    residents = f"select id from people_resident where id in ({records}) order by id limit {limit or 'all'}"
    return f"select {', '.join(columns)} from {table} where {key} in ({residents}) order by id"


def _columns(cursor: psycopg.Cursor[Any], table: str) -> list[str]:
    """The columns of a table that an insert may name."""
    found = cursor.execute(
        "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0 and not attisdropped"
        " and attidentity <> 'a' and attgenerated = '' order by attnum",
        [table],
    )
    return [row[0] for row in found]


def _copy(install: Install, action: UUID, count: int, rates: _Rates) -> None:
    """COPY of ready text, three tables in one transaction."""
    with psycopg.connect(install.owner_url) as connection, connection.cursor() as cursor:
        texts = []
        for table in _TABLES:
            buffer = io.BytesIO()
            with cursor.copy(f"copy ({_select(cursor, table, action, '8')}) to stdout") as source:
                for part in source:
                    buffer.write(part)
            texts.append((f"copy {table} ({', '.join(_columns(cursor, table))}) from stdin", buffer.getvalue()))
        connection.commit()
        began = time.perf_counter()
        for statement, text in texts:
            with cursor.copy(statement) as sink:
                sink.write(text)
        connection.commit()
        rates.copied.append(count / (time.perf_counter() - began))


def _bulk_create(install: Install, action: UUID, rates: _Rates) -> None:
    """From parsed values to committed as Django's manual says: objects, then one bulk_create for each table."""
    from django.db import connections, transaction

    from diaban.people.models import Resident, Stay
    from diaban.settings import _database

    connections.databases["owner"] = connections.databases["default"] | _database(install.owner_url)
    models = dict(zip(_TABLES, (Resident, Stay, _line_model()), strict=True))
    with connections["owner"].cursor() as cursor:
        parsed = [(model, _values(cursor, _select(cursor.cursor, table, action, "9", SOME)))
                  for table, model in models.items()]  # fmt: skip
    began = time.perf_counter()
    with transaction.atomic(using="owner"):
        for model, values in parsed:
            model._default_manager.using("owner").bulk_create([model(**row) for row in values])
    rates.created.append(len(parsed[0][1]) / (time.perf_counter() - began))
    connections["owner"].close()


def _values(cursor: Any, query: str) -> list[dict[str, Any]]:
    """Rows as a reader would hand them over: what is said, by name."""
    cursor.execute(query)
    names = [column.name for column in cursor.cursor.description]
    found = [{name: v for name, v in zip(names, row, strict=True) if v is not None} for row in cursor]
    return [row | {"dims": json.loads(row["dims"])} if "dims" in row else row for row in found]


@cache
def _line_model() -> Any:
    """The ledger's lines as a model whose ids the database gives: the ledger's own takes none from outside."""
    from django.db import models

    from diaban.ledger.models import LedgerLine

    fields = {f.name: f.clone() for f in LedgerLine._meta.local_fields if f.name not in ("id", "kind", "recorded_at")}
    meta = type("Meta", (), {"managed": False, "db_table": "ledger_line", "app_label": "ledger"})
    own = {"id": models.BigAutoField(primary_key=True), "kind_id": models.SmallIntegerField(),
           "recorded_at": models.DateTimeField(), "__module__": __name__, "Meta": meta}  # fmt: skip
    return type("BulkLine", (models.Model,), fields | own)
