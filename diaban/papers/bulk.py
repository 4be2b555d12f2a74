"""Many rows into a table under row security.

PostgreSQL does not COPY into a table whose rows are guarded by policies, so the rows are copied into a temporary
table of the same columns and inserted from there: one pass over the wire, and every row is still checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection

from diaban.core.sql import copy


def load(
    table: str,
    columns: Sequence[tuple[str, str]],
    records: Iterable[Sequence[Any]],
    each: Callable[[int], None] | None = None,
) -> int:
    """Insert records into `table`; `columns` are (name, PostgreSQL type). Returns how many.

    Call inside a transaction. `each` is told the running count now and then. Raises what INSERT would raise; nothing
    of the call is then kept.
    """
    names = ", ".join(f'"{name}"' for name, _type in columns)
    between = f"in_{table}"
    typed = ", ".join(f'"{name}" {kind}' for name, kind in columns)
    with connection.cursor() as cursor:
        cursor.execute(f'create temp table "{between}" ({typed}) on commit drop')
    count = copy(between, [name for name, _type in columns], records, [kind for _name, kind in columns], each)
    with connection.cursor() as cursor:
        cursor.execute(f'insert into "{table}" ({names}) select {names} from "{between}"')
        cursor.execute(f'drop table "{between}"')
    return count
