"""Form II.06a: what came in, was carried over, settled and is open, each a figure of the ledger.

Received and carried are settled and open, always: what is taken in counts one on the ledger and what is settled counts
minus one, so that the stock before, what came, what went and the stock after are sums of the same lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.core.sql import rows
from diaban.figures import queries as figures
from diaban.figures.measures import Measure, measure
from diaban.figures.periods import Period
from diaban.figures.periods_named import Named
from diaban.figures.periods_named import day as on_day
from diaban.figures.queries import Figure
from diaban.onestop.ledger_kinds import SETTLED
from diaban.onestop.models import Field, Procedure
from diaban.onestop.states import KINDS

#: The form's columns: (name, measure, whether it is the stock before the period).
_COLUMNS = (
    ("received", "onestop.received", False), ("online", "onestop.online", False), ("carried", "onestop.open", True),
    ("settled", "onestop.settled", False), ("early", "onestop.settled_early", False),
    ("on_time", "onestop.settled_on_time", False), ("late", "onestop.settled_late", False),
    ("open", "onestop.open", False),
)  # fmt: skip
#: Late and open, by procedure: standing lines of the clock about dossiers that no standing line settles. Each dossier
#: is looked up by itself: joins of the whole ledger were chosen where its statistics were old, and took minutes.
_LATE = """
with late as materialized (
  select distinct l.record_id from ledger_standing l
  where l.kind_id = (select id from ledger_kind where code = 'casework.late') and l.dims ->> 'case' = any(%(cases)s)
    and l.day <= %(until)s and l.place = any(array(select place_id from areas_within where unit_id = %(unit)s))),
told as materialized (
  select (select t.dims ->> 'procedure' from ledger_standing t where t.record_id = late.record_id and t.day <= %(until)s
            and t.kind_id = (select id from ledger_kind where code = 'onestop.accepted') limit 1) as procedure,
         (select count(*) from ledger_standing t where t.record_id = late.record_id and t.day <= %(until)s
            and t.kind_id = any(array(select id from ledger_kind where code = any(%(settled)s)))) as settled
  from late)
select procedure, count(*) from told where settled = 0 and procedure is not null group by 1
"""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the form. `figures` are the total row's, which open; others are None there."""

    title: Any
    received: int
    online: int
    carried: int
    settled: int
    early: int
    on_time: int
    late: int
    open: int
    open_late: int
    figures: dict[str, Figure]

    @property
    def opens(self) -> bool:
        """Whether every number of the row opens, and so is told to the last one."""
        return all(figure.may_open for figure in self.figures.values())

    @property
    def total(self) -> int:
        """All that the office had to do with: received in the period and carried into it."""
        return self.received + self.carried

    @property
    def other(self) -> int:
        """Received in person or by post."""
        return self.received - self.online

    @property
    def open_in_time(self) -> int:
        return self.open - self.open_late

    @property
    def adds_up(self) -> bool:
        return self.total == self.settled + self.open and self.settled == self.early + self.on_time + self.late


def made(unit_id: int, period: Named, *, viewer: Viewer) -> list[Line]:
    """The form's rows: each field of work, then all of them; the last alone for who may not open its lines.

    Raises Refused where the reader may see no figures.
    """
    whole = _line(_("Tổng số"), None, unit_id, period, viewer, 0)
    if not whole.opens:  # fields beside their total would tell what is too few to be told
        return [whole]
    by_field: dict[str, list[str]] = {}
    for code, field in Procedure.objects.values_list("code", "field").distinct().order_by("field", "code"):
        by_field.setdefault(field, []).append(code)
    late = dict(rows(_LATE, {"until": period.until, "unit": unit_id, "cases": list(KINDS), "settled": list(SETTLED)}))
    lines = [
        _line(Field(field).label, codes, unit_id, period, viewer, sum(late.get(code, 0) for code in codes))
        for field, codes in by_field.items()
    ]
    return [*lines, replace(whole, open_late=sum(late.values()))]


def _line(title: Any, codes: Sequence[str] | None, unit_id: int, period: Named, viewer: Viewer, late: int) -> Line:
    found = {name: _figure(code, codes, unit_id, _of(period, before), viewer) for name, code, before in _COLUMNS}
    values = {name: figure.value or 0 for name, figure in found.items()}
    return Line(title, **values, open_late=late, figures=found if codes is None else {})


def _of(period: Named, before: bool) -> Period:
    return on_day(period.since - timedelta(days=1)).period if before else period.period


def _figure(code: str, codes: Sequence[str] | None, unit_id: int, period: Period, viewer: Viewer) -> Figure:
    wanted: Measure = measure(code)
    if codes is not None:
        wanted = replace(wanted, where={**wanted.where, "procedure": tuple(codes)})
    return figures.count(wanted, unit_id, period, viewer=viewer)
