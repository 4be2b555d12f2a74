"""The kinds of line that the installed rooms declare, and their copy in the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Literal

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of line: `KINDS = (Kind(...), ...)` in a room's `ledger_kinds.py`.

    `code` is `domain.what`; `record` the type of record it is about; `unit` what a quantity of one is. At most
    the first three `dims` can be asked of cells quickly. `counts` says which quantities are taken: `one`,
    `positive`, or `signed` (negative for what leaves a stock); zero is kept for voids. A `planned` kind may be
    dated after today. `title` and `sentence` are lazy translations; a sentence may name {actor}, {office},
    {record}, {place}, {day}, {quantity}, {from}, {to} and any dim (see `ledger.sentences`).
    """

    code: str
    record: str
    title: Any
    sentence: Any
    unit: str = "record"
    dims: tuple[str, ...] = ()
    counts: Literal["one", "positive", "signed"] = "signed"
    planned: bool = False
    labels: Mapping[str, Mapping[Any, Any]] = field(default_factory=dict)

    @property
    def domain(self) -> str:
        return self.code.partition(".")[0]


@cache
def kinds() -> dict[str, Kind]:
    """Every declared kind by code, in the order of rooms. Raises ValueError where two share a code."""
    found: dict[str, Kind] = {}
    for app in apps.get_app_configs():
        name = f"{app.name}.ledger_kinds"
        if not app.name.startswith("diaban.") or find_spec(name) is None:
            continue
        for kind in import_module(name).KINDS:
            if kind.code in found:
                raise ValueError(f"two rooms declare the kind {kind.code}")
            found[kind.code] = kind
    return found


def kind(code: str) -> Kind | None:
    """The declaration of a kind, or None for one that an older version wrote and this one no longer knows."""
    return kinds().get(code)


_SYNC = """
insert into ledger_kind (code, domain, record_type, unit, dims, counts, planned)
values (%s, %s, %s, %s, %s, %s, %s)
on conflict (code) do update set record_type = excluded.record_type, unit = excluded.unit,
    dims = excluded.dims, counts = excluded.counts, planned = excluded.planned
where (ledger_kind.record_type, ledger_kind.unit, ledger_kind.dims, ledger_kind.counts, ledger_kind.planned)
   is distinct from (excluded.record_type, excluded.unit, excluded.dims, excluded.counts, excluded.planned)
"""


def sync(using: str = DEFAULT_DB_ALIAS) -> None:
    """Copy the declared kinds into `ledger_kind`, as its owner, after `migrate`. Kinds are never removed.

    Dims may be added at the end only: cells are keyed by their order. Raises ValueError otherwise.
    """
    with connections[using].cursor() as cursor:
        cursor.execute("select code, dims from ledger_kind")
        before: dict[str, list[str]] = dict(cursor.fetchall())
        for kind in kinds().values():
            old = before.get(kind.code, [])
            if list(kind.dims[: len(old)]) != old:
                raise ValueError(f"{kind.code}: dims {old} may only be added to, not {list(kind.dims)}")
            cursor.execute(
                _SYNC, [kind.code, kind.domain, kind.record, kind.unit, list(kind.dims), kind.counts, kind.planned]
            )
