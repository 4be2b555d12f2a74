"""Many rows into a table under row security.

`core.sql.copy` goes through a temporary table, since PostgreSQL does not COPY into a table whose rows are guarded by
policies: one pass over the wire, and every row is still checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

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
    names, types = [name for name, _type in columns], [kind for _name, kind in columns]
    return copy(table, names, records, types, each)
