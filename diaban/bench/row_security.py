"""`row-security`: what row policies cost, beside the same filter written by the application.

**Ours**: each statement that a listed read (`bench.listed`) sends, sent by the application's role with a viewer's
settings on the connection, so that PostgreSQL's row policies filter. **Peer**: the same statement sent by the owner,
whom no policy binds, with each guarded table narrowed by the application to the same rows: the places written out in
the statement. A million residents in one province; three viewers: a commune's, a province's, and an operator of the
whole country.

Both are sent in turn, several times each; a statement costs what its fastest run took. A read's statements are added
up.
`row-security-SCOPE` is the largest ratio among reads that cost the policy more than .1 ms above its peer; at most 1.3.
`row-security-plans` counts the statements whose plan scans a large table from end to end under the policy where the
peer's uses an index: none may. `detail` names the reads that cost most.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import psycopg

from diaban.bench.base import Figure
from diaban.bench.install import PROVINCE, Install, installed

RESIDENTS = 1_000_000
#: Sendings of a statement to each side (of a small size, which is only tried), and the seconds after which it isn't
#: sent again.
TIMES, TRIED, PATIENCE = 15, 1, 2.0
#: Rows from which a table is large: what is smaller is read whole by any plan.
LARGE = 10_000
SPARED = 0.0001

Statement = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class Cost:
    """A read's seconds on both sides, and the large tables that only the policy's plan scans."""

    read: str
    scope: str
    ours: float
    peer: float
    scanned: tuple[str, ...]

    @property
    def ratio(self) -> float:
        """1 where the difference is spared."""
        return self.ours / self.peer if self.ours - self.peer > SPARED else min(self.ours / self.peer, 1.0)


def measure(folder: Path, size: int = RESIDENTS) -> Sequence[Figure]:
    """The largest ratio of each scope, at most 1.3; and how many plans lose an index, which must be none."""
    with installed(folder, size) as install:
        costs = [cost for scope in ("commune", "province", "everywhere") for cost in of_scope(install, scope)]
    found = []
    for scope in ("commune", "province", "everywhere"):
        worst = sorted((c for c in costs if c.scope == scope), key=lambda c: -c.ratio)
        told = {c.read: [round(c.ours * 1e3, 2), round(c.peer * 1e3, 2)] for c in worst[:6]}
        found.append(Figure(f"row-security-{scope}", worst[0].ratio, 1.3, "at most", {"worst_ms": told}))
    lost = [f"{c.scope} {c.read}: {', '.join(c.scanned)}" for c in costs if c.scanned]
    return [*found, Figure("row-security-plans", len(lost), 0, "at most", {"lost": lost, "reads": len(costs)})]


def of_scope(install: Install, scope: str) -> Iterator[Cost]:
    """The cost of every listed read for the viewer of one scope."""
    from diaban.access.session import acting
    from diaban.bench import listed

    viewer, unit = _viewer(install, scope)
    with psycopg.connect(install.owner_url, autocommit=True, cursor_factory=psycopg.ClientCursor) as owner:
        large = _large(owner)
        with acting(viewer):
            sample = listed.sample(viewer, unit)
            for name, ways in listed.READS.items():
                for number, way in enumerate(ways, 1):
                    yield _cost(f"{name} {number}", scope, _sent(partial(way, sample)), viewer, owner, large)


def _viewer(install: Install, scope: str) -> tuple[Any, int]:
    """A viewer and the unit whose figures they read."""
    from diaban.access.viewers import command_line
    from diaban.areas import queries as areas
    from diaban.core.time import today

    if scope == "everywhere":
        province = areas.find(PROVINCE, today(), areas.Level.PROVINCE)
        assert province is not None
        return command_line(purpose="residence"), province.id
    viewer = install.viewer("commune_police" if scope == "commune" else "province_manager")
    assert viewer.scope.unit_id is not None
    return replace(viewer, role=install.viewer("commune_police").role), viewer.scope.unit_id


def _sent(read: Any) -> list[Statement]:
    """The statements that a read sends, but for those that say who reads and those that write the log."""
    from django.db import connection

    found: list[Statement] = []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if _GUARDED.search(sql):
            found.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        read()
    return found


def _cost(read: str, scope: str, sent: list[Statement], viewer: Any, owner: Any, large: set[str]) -> Cost:
    from django.db import connection

    ours = peer = 0.0
    scanned: set[str] = set()
    for sql, params in sent:
        plain = _literal(owner, sql, params)
        filtered = narrowed(plain, viewer)
        with connection.cursor() as cursor:
            a, b = _fastest(cursor, plain, owner, filtered, TIMES if "people_resident" in large else TRIED)
            lost = _scans(cursor.cursor, plain, large) - _scans(owner.cursor(), filtered, large)
        ours, peer, scanned = ours + a, peer + b, scanned | lost
    return Cost(read, scope, ours, max(peer, 1e-9), tuple(sorted(scanned)))


def _literal(owner: Any, sql: str, params: Any) -> str:
    """The statement with its values written into it, as Django's cursors send it."""
    text: str = psycopg.ClientCursor(owner).mogrify(sql, params) if params else sql
    return text


def _fastest(cursor: Any, plain: str, owner: Any, filtered: str, times: int) -> tuple[float, float]:
    """Seconds of the fastest run of each side, sent in turn."""
    best = [float("inf"), float("inf")]
    began = time.perf_counter()
    theirs = owner.cursor()
    for number in range(times):
        for side, (at, text) in enumerate(((cursor.cursor, plain), (theirs, filtered))):
            start = time.perf_counter()
            at.execute(text).fetchall()
            best[side] = min(best[side], time.perf_counter() - start)
        if number >= 4 and time.perf_counter() - began > PATIENCE:
            break
    return best[0], best[1]


def _scans(cursor: Any, text: str, large: set[str]) -> set[str]:
    """The large tables that a statement's plan reads from end to end."""
    told = cursor.execute(f"explain (format json) {text}").fetchone()[0]
    waiting, found = [(json.loads(told) if isinstance(told, str) else told)[0]["Plan"]], set()
    while waiting:
        node = waiting.pop()
        waiting += node.get("Plans", [])
        if node["Node Type"] == "Seq Scan" and node.get("Relation Name") in large:
            found.add(node["Relation Name"])
    return found


def _large(owner: Any) -> set[str]:
    found = owner.execute("select relname from pg_class where relkind = 'r' and reltuples >= %s", [LARGE])
    return {row[0] for row in found}


_GUARDED = re.compile(
    r'\b(from|join)\s+"?(people_resident|people_household|people_stay|people_alias|people_event|people_history'
    r'|ledger_line|ledger_standing|ledger_lookup|figures_cell|figures_queue)"?(?:\s+(?!on\b|where\b|'
    r"order\b|join\b|cross\b|left\b|limit\b|group\b|for\b)(?:as\s+)?(\w+))?",
    re.IGNORECASE,
)


def narrowed(sql: str, viewer: Any) -> str:
    """The statement with each guarded table replaced by its rows that the viewer may read, by a filter written out."""
    conditions = _conditions(viewer)

    def filtered(found: re.Match[str]) -> str:
        word, table, alias = found[1], found[2].lower(), found[3] or found[2]
        source = f"select * from {table} t"
        if table == "ledger_standing":
            source = "select * from ledger_line t"
        return f"{word} ({source} where {conditions[table]}) {alias}"

    return _without_policies(_GUARDED.sub(filtered, sql), viewer)


def _without_policies(sql: str, viewer: Any) -> str:
    """What statements ask of the session is written out for the peer."""
    every = _array(viewer.scope.places)
    everywhere = "true" if viewer.scope.everywhere else "false"
    return sql.replace("in (select unnest(access.places()))", f"= any({every})").replace(
        "(select access.everywhere())", everywhere
    )


def _conditions(viewer: Any) -> dict[str, str]:
    """The application's own filter for each guarded table `t`."""
    scope = viewer.scope
    mine, every = _array(scope.person_places), _array(scope.places)
    person = f"(t.place = any({mine}) or t.present_place = any({mine}))"
    own = person.replace("t.", "p.")
    of_resident = f"exists (select from people_resident p where p.id = t.resident_id and {own})"
    of_subject = (
        f"(exists (select from people_resident p where p.id = t.subject and {own})"
        f" or exists (select from people_household h where h.id = t.subject and h.place = any({mine})))"
    )
    lines = "true" if scope.everywhere else f"(t.place = any({every}) or t.office = {viewer.office_id})"
    cells = "true" if scope.everywhere else f"t.place = any({every})"
    counted = "t.quantity <> 0 and not exists (select from ledger_line c where c.corrects = t.id)"
    looked = "true" if scope.everywhere else f"t.actor = {viewer.staff_id}"
    return {
        "people_resident": person,
        "people_household": f"t.place = any({mine})",
        "people_stay": f"(t.place = any({mine}) or {of_resident})",
        "people_alias": of_resident,
        "people_event": of_resident,
        "people_history": of_subject,
        "ledger_line": lines, "ledger_standing": f"{lines} and {counted}", "ledger_lookup": looked,
        "figures_cell": cells, "figures_queue": cells,
    }  # fmt: skip


def _array(values: Sequence[int]) -> str:
    return "'{" + ",".join(map(str, values)) + "}'::int[]"
