"""What a number of a report opens: its lines at the report's cut, in the part of the area that the number is of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.console.telling import tell
from diaban.console.views.ledger import columns
from diaban.core.errors import Invalid, NotFound
from diaban.core.text import fmt_date, fmt_int
from diaban.figures import periods
from diaban.figures.measures import How, Measure, measures
from diaban.figures.periods import Period
from diaban.ledger import queries as ledger
from diaban.ledger.queries import Page
from diaban.reports import behind, policies
from diaban.reports.behind import Tally, Where
from diaban.web.figures import period_for
from diaban.web.paging import Ask, Found, Source

__all__ = ["Opened", "asked", "columns", "opened"]


@dataclass(frozen=True)
class Opened:
    """A number to be opened."""

    measure: Measure
    where: Where
    period: Period
    cut: int | None

    def title(self, viewer: Viewer) -> str:
        """The measure with its number."""
        return f"{self.measure.title}: {fmt_int(self.tally(viewer).value)}"

    def tally(self, viewer: Viewer) -> Tally:
        """The number, and how many lines it has."""
        policies.check_read(viewer)
        return behind.counted(self.measure, self.where, self.period, viewer=viewer, cut=self.cut)

    def lead(self) -> str:
        """Of what ground, days and cut it is."""
        unit = areas.unit(self.where.unit_id)
        days = f"{fmt_date(self.period.since)} – {fmt_date(self.period.until)}"
        if self.measure.how is How.STOCK:
            days = _("đến %s") % fmt_date(self.period.until)
        told = [unit.title]
        if self.where.inside is not None:
            told = [_("%(part)s (phần trong %(whole)s)") % {
                "part": areas.unit(self.where.inside).title, "whole": unit.full_name}]  # fmt: skip
        elif self.where.rest is not None:
            told.append(_("phần chưa rõ thuộc đơn vị nào"))
        told.append(days)
        if self.cut is not None:
            told.append(_("chốt tại dòng niêm phong %s") % fmt_int(self.cut))
        return f"{', '.join(told)}. {self.measure.definition}"

    def page(self, viewer: Viewer, after: tuple[date | None, int] | None, limit: int) -> Page:
        """Its lines, newest day first."""
        policies.check_read(viewer)
        return behind.lines(
            self.measure, self.where, self.period, viewer=viewer, cut=self.cut, after=after, limit=limit
        )

    def source(self, viewer: Viewer) -> Source:
        """Its lines as a list page takes them."""

        def source(ask: Ask) -> Found:
            row = ledger.line(int(ask.after)) if ask.after.isdecimal() and len(ask.after) < 19 else None
            page = self.page(viewer, None if row is None else (row.day, row.id), ask.limit)
            return Found(tell(page.rows, viewer), later=page.after is not None)

        return source


def opened(
    code: str, unit_id: int, since: date, until: date, cut: int | None = None, inside: int | None = None,
    rest: date | None = None,
) -> Opened:  # fmt: skip
    """The number that an address names. Raises NotFound for an unknown measure or unit, Invalid for bad days."""
    wanted = measures().get(code)
    if wanted is None:
        raise NotFound(_("Không có số liệu này."))
    areas.unit(unit_id)
    if inside is not None:
        areas.unit(inside)
    return Opened(wanted, Where(unit_id, inside, rest), periods.asked(since, until), cut)


def asked(query: Mapping[str, Any], code: str, unit_id: int) -> Opened:
    """The same from a page's address; without days, of the period that pages show. Raises Invalid where it can't be
    read.
    """
    usual = period_for(measures()[code]) if code in measures() and "tu" not in query and "den" not in query else None
    try:
        since, until = (
            (usual.since, usual.until) if usual else (date.fromisoformat(query[name]) for name in ("tu", "den"))
        )
        cut, inside = (int(query[name]) if query.get(name) else None for name in ("moc", "trong"))
        rest = date.fromisoformat(query["ngoai"]) if query.get("ngoai") else None
    except (KeyError, ValueError):
        raise Invalid(_("Địa chỉ này thiếu hoặc sai kỳ; hãy mở lại từ báo cáo.")) from None
    if any(number is not None and not 0 <= number < 2**31 for number in (inside,)) or (cut or 0) >= 2**63:
        raise Invalid(_("Địa chỉ này thiếu hoặc sai kỳ; hãy mở lại từ báo cáo."))
    return opened(code, unit_id, since, until, cut, inside, rest)
