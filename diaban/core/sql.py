"""Helpers for migrations and raw SQL: grants to the application's role and short queries.

The application connects as a role that owns nothing. A table or function without a grant can't be reached by
it, so every migration that makes one says what the application may do with it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import psycopg
from django.db import connection, migrations

#: Parameters of a statement, by place or by name.
Params = Sequence[Any] | Mapping[str, Any]

_ROLE = re.compile(r"^[a-z_][a-z0-9_]{0,62}$")


def app_role() -> str:
    """The application's role in PostgreSQL (`DIABAN_APP_ROLE`, else `diaban_app`)."""
    role = os.environ.get("DIABAN_APP_ROLE", "diaban_app")
    if not _ROLE.match(role):
        raise ValueError(f"DIABAN_APP_ROLE is not a plain role name: {role!r}")
    return role


def statements(*texts: str) -> migrations.RunPython:
    """A migration step that runs SQL texts; `{app}` in a text becomes the application's role.

    Other braces are left alone, so array literals and formats need no doubling.
    """

    def run(apps: Any, editor: Any) -> None:
        with editor.connection.cursor() as cursor:
            for text in texts:
                cursor.execute(text.replace("{app}", app_role()))

    return migrations.RunPython(run, migrations.RunPython.noop)


def grant(privileges: str, *tables: str) -> migrations.RunPython:
    """A migration step: `grant privileges on tables to` the application's role."""
    return statements(*(f'grant {privileges} on "{table}" to {{app}}' for table in tables))


def among(place: str, places: str = "access.scope()") -> str:
    """For row policies: whether a place is one of the session's (`places`: `access.scope()` or `access.places()`).

    The ordered places are taken once a statement and halved for each row, which is as fast as a hash of them and needs
    none made: a look-up of one row pays nothing for a scope of thousands. `case`, for the planner then takes half of
    the rows to fit; of a bare equality it would think that next to none do.
    """
    held = f"(select {places})"
    return f"(case {held}[width_bucket({place}, {held})] when {place} then true else false end)"


def rows(sql: str, params: Params | None = None) -> list[tuple[Any, ...]]:
    """Run one statement on the default connection and fetch everything."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def one(sql: str, params: Params | None = None) -> tuple[Any, ...] | None:
    """Run one statement and fetch its first row, or None."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        row = cursor.fetchone()
    return None if row is None else tuple(row)


def value(sql: str, params: Params | None = None) -> Any:
    """Run one statement and return the first column of its first row, or None."""
    row = one(sql, params)
    return None if row is None else row[0]


def execute(sql: str, params: Params | None = None) -> int:
    """Run one statement that returns nothing; how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)


def prepared(sql: str, params: Params) -> tuple[Any, ...]:
    """Run one statement that the hottest paths repeat, and fetch its only row.

    It is bound and prepared on the server, so that it is parsed and planned once for each connection; Django's own
    cursors write parameters into the text, which is then new every time. Parameters need their types in the statement
    (`%s::int`). Not for statements whose best plan depends on their parameters.
    """
    (row,) = prepared_rows(sql, params)
    return row


def prepared_rows(sql: str, params: Params, *, binary: bool = False) -> list[tuple[Any, ...]]:
    """As `prepared`, and fetch every row; `binary` where rows have many moments, whose text takes long to read."""
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        return list(cursor.execute(sql, params, prepare=True, binary=binary).fetchall())


def bound(sql: str, params: Sequence[Any]) -> int:
    """Run one statement with long arrays among its parameters; how many rows it touched.

    They go to the server in binary form; Django's own cursors would write them out as text. Parameters need their
    types in the statement (`%b::uuid[]`).
    """
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        return int(cursor.execute(sql, params, prepare=False).rowcount)


#: Of rows written at once, by column: its type in PostgreSQL, and each row's value.
Columns = Mapping[str, tuple[str, Sequence[Any]]]


def insert_rows(table: str, columns: Columns) -> int:
    """Insert many rows in one statement, in their order; returns how many.

    Unlike `copy` it makes no table to pass through, which for hundreds of rows costs more than they do. What all rows
    have alike is sent once; the first column is the key.
    """
    first, (kind, keys) = next(iter(columns.items()))
    if not keys:
        return 0
    sources, alike, names, arrays = _spread({name: given for name, given in columns.items() if name != first})
    from_ = f"unnest({', '.join([f'%b::{kind}[]', *arrays])}) as x ({', '.join([first, *names])})"
    return bound(
        f"insert into {table} ({', '.join(columns)}) select {', '.join([f'x.{first}', *sources])} from {from_}",
        [*alike, list(keys), *(columns[each][1] for each in names)],
    )


def update_rows(table: str, key: str, keys: Sequence[Any], columns: Columns, also: str = "") -> int:
    """Write some columns of many rows in one statement, found by a key given with its type (`id uuid`); returns how
    many were written, which row security may make fewer.

    What all rows get alike is sent once. `also` is what else is set, as SQL (`version = t.version + 1`).
    """
    if not keys:
        return 0
    name, kind = key.split()
    sources, alike, names, arrays = _spread(columns)
    sets = ", ".join([*(f"{column} = {source}" for column, source in zip(columns, sources, strict=True)),
                      *filter(None, [also])])  # fmt: skip
    from_ = f"unnest({', '.join([f'%b::{kind}[]', *arrays])}) as x ({', '.join([name, *names])})"
    return bound(f"update {table} t set {sets} from {from_} where t.{name} = x.{name}",
                 [*alike, list(keys), *(columns[each][1] for each in names)])  # fmt: skip


def _spread(columns: Columns) -> tuple[list[str], list[Any], list[str], list[str]]:
    """For each column where its values come from; the values sent once; the columns sent as arrays, and their types."""
    sources, alike, names, arrays = [], list[Any](), list[str](), list[str]()
    for name, (kind, values) in columns.items():
        if all(value is values[0] for value in values) or values.count(values[0]) == len(values):
            sources.append(f"%b::{kind}")
            alike.append(values[0])
        else:
            sources.append(f"x.{name}")
            names.append(name)
            arrays.append(f"%b::{kind}[]")
    return sources, alike, names, arrays


def copy(
    table: str,
    columns: Sequence[str],
    records: Iterable[Sequence[Any]],
    types: Sequence[str] | None = None,
    each: Callable[[int], None] | None = None,
    every: int = 5_000,
) -> int:
    """Write many records into a table by COPY, in the current transaction; returns how many.

    PostgreSQL refuses COPY into a table with row security, so the records go to a temporary table first and are
    inserted from there: policies, defaults and triggers hold for them as for any other.
    `types` (PostgreSQL type names) lets psycopg write the binary format; `each` is told the running count every
    `every` records.
    """
    names = ", ".join(f'"{c}"' for c in columns)
    form = " (format binary)" if types else ""
    passing = f"copy_{table}"[:63]
    count = 0
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute(
            f'create temporary table "{passing}" on commit drop as select {names} from "{table}" with no data'
        )
        with cursor.cursor.copy(f'copy "{passing}" ({names}) from stdin{form}') as sink:
            if types:
                sink.set_types(types)
            for record in records:
                sink.write_row(record)
                count += 1
                if each is not None and count % every == 0:
                    each(count)
        cursor.execute(f'insert into "{table}" ({names}) select {names} from "{passing}"')
        cursor.execute(f'drop table "{passing}"')
    return count
