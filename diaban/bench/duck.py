"""DuckDB making the cells of the figures from PostgreSQL's table where it lies: the peer of `rebuild`.

It reads the table by its PostgreSQL extension, in binary and with all processors, and keeps what it makes in a file of
its own, as PostgreSQL keeps the cells.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from urllib.parse import parse_qs, urlparse

_CELLS = (
    """create table cell as
    with k as (select id, dims from pg.public.ledger_kind)
    select count(*) as n, sum(l.quantity) as quantity, l.place,
        (year(day) * 24 + month(day) * 2 - 2 + (day(day) >= 15)::int)::int as half, l.kind_id,
        coalesce(l.dims ->> k.dims[1], '') as d1, coalesce(l.dims ->> k.dims[2], '') as d2,
        coalesce(l.dims ->> k.dims[3], '') as d3
    from pg.public.ledger_line l join k on k.id = l.kind_id
    where l.quantity <> 0 and not exists (select 1 from pg.public.ledger_line c where c.corrects = l.id)
    group by all""",
    """create table upper as
    with h as (
        select sum(c.n) as n, sum(c.quantity) as quantity, w.unit_id, c.half, c.kind_id, c.d1, c.d2, c.d3
        from cell c join pg.public.areas_within w on w.place_id = c.place
        join pg.public.areas_unit u on u.id = w.unit_id and u.level <= 1 group by all
    ) select * from h union all
    select sum(n), sum(quantity), unit_id, -(half // 24), kind_id, d1, d2, d3 from h group by all""",
    """create table total as
    select sum(n) as n, sum(quantity) as quantity, unit_id, half, kind_id from upper group by all""",
)


def cells(url: str) -> tuple[float, int]:
    """Seconds it took, and how many cells there are."""
    import duckdb
    import duckdb_extension_postgres_scanner as extension

    found = urlparse(url)
    host = parse_qs(found.query).get("host", [found.hostname or ""])[0]
    path = next(Path(extension.__file__).parent.rglob("*.duckdb_extension"))
    login = f"dbname={found.path.lstrip('/')} user={found.username} password={found.password} host={host}"
    with tempfile.TemporaryDirectory() as folder, duckdb.connect(f"{folder}/cells.duckdb") as duck:
        duck.execute(f"load '{path}'")
        duck.execute(f"attach '{login}' as pg (type postgres, read_only)")
        began = time.perf_counter()
        for statement in _CELLS:
            duck.execute(statement)
        duck.execute("checkpoint")
        took = time.perf_counter() - began
        row = duck.execute(
            "select (select count(*) from cell) + (select count(*) from upper) + (select count(*) from total)"
        ).fetchone()
    return took, int(row[0]) if row else 0
