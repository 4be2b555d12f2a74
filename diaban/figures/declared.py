"""Figures that were typed and signed before the ledger: shown apart, with their document, never added to counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from diaban.access.scope import Viewer
from diaban.core.errors import NotFound
from diaban.core.sql import rows
from diaban.figures.gaps import Gaps
from diaban.figures.periods import Period
from diaban.figures.queries import check_read


@dataclass(frozen=True, slots=True)
class Declared:
    """A published figure. `replaces` is the one it revised; `standing` whether it is the newest, and not withdrawn."""

    id: UUID
    measure: str
    unit_id: int
    since: date
    until: date
    value: Decimal
    document: str
    signer: str
    replaces: UUID | None
    withdrawn: bool
    actor: int
    at: datetime
    standing: bool


@dataclass(frozen=True, slots=True)
class KeptFrom:
    """What was said of when a measure, a domain or ("") everything is kept in a unit: from `day` on, but for `gaps`
    (first day, last day); the newest stands."""

    id: int
    measure: str
    unit_id: int
    day: date
    document: str
    actor: int
    at: datetime
    standing: bool
    gaps: Gaps = ()


_SELECT = """
select d.id, d.measure, d.unit_id, d.since, d.until, d.value, d.document, d.signer, d.replaces, d.withdrawn, d.actor,
    d.at, not d.withdrawn and not exists (select from figures_declared r where r.replaces = d.id) as standing
from figures_declared d
"""


def declared(code: str, unit_ids: Sequence[int], period: Period, *, viewer: Viewer) -> dict[int, Declared]:
    """What was published for exactly this period, by unit. Of several the newest. Raises Refused."""
    check_read(viewer)
    found = rows(
        f"select * from ({_SELECT}) d where standing and measure = %s and unit_id = any(%s) and since = %s"
        " and until = %s order by at, id",
        [code, list(unit_ids), period.since, period.until],
    )
    return {row[2]: Declared(*row) for row in found}


def history(unit_id: int, *, viewer: Viewer, code: str | None = None) -> list[Declared]:
    """Everything that was ever declared of a unit, revised and withdrawn figures included, newest first."""
    check_read(viewer)
    found = rows(
        f"{_SELECT} where d.unit_id = %s and (%s::text is null or d.measure = %s) order by d.at desc, d.id desc",
        [unit_id, code, code],
    )
    return [Declared(*row) for row in found]


_KEPT = """
select k.id, k.measure, k.unit_id, k.day, k.document, k.actor, k.at, not exists (
    select from figures_known n where n.measure = k.measure and n.unit_id = k.unit_id and n.id > k.id),
    array(select lower(g) from unnest(k.gaps) g order by 1), array(select upper(g) - 1 from unnest(k.gaps) g order by 1)
from figures_known k join areas_unit u on u.id = k.unit_id
where k.unit_id in (select unit_id from areas_within where place_id = %s)
order by u.level desc, k.unit_id, k.id desc
"""


def kept(unit_id: int, *, viewer: Viewer) -> list[KeptFrom]:
    """What was said of a unit and of those it lies in: what holds, and what held before. The unit's own first."""
    check_read(viewer)
    return [
        KeptFrom(code, measure, unit, day, document, actor, at, standing, tuple(zip(since, until, strict=True)))
        for code, measure, unit, day, document, actor, at, standing, since, until in rows(_KEPT, [unit_id])
    ]


def one(declared_id: UUID, *, viewer: Viewer) -> Declared:
    """One declared figure. Raises NotFound."""
    check_read(viewer)
    found = rows(f"{_SELECT} where d.id = %s", [declared_id])
    if not found:
        raise NotFound(_("Không có số liệu công bố này."))
    return Declared(*found[0])
