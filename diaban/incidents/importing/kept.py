"""What a book says by being there: from its first day on there is data of its ground, and before that there is none.

A book of a former district says it of the district and of every commune of today that lies wholly in it. What an
office did (closings, passings on) is known from its own work alone, which no book tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from diaban.access.scope import Viewer
from diaban.core.sql import one, rows
from diaban.core.time import ZONE, today
from diaban.figures import actions as figures
from diaban.figures import known
from diaban.figures.actions import Kept
from diaban.figures.measures import measures
from diaban.figures.periods import BEGINNING, first_day, half_of, last_day
from diaban.incidents.importing.days import Span
from diaban.incidents.ledger_kinds import DONE
from diaban.papers.models import Import

DOMAIN = "incidents"
_DAY = timedelta(days=1)
#: The ground of a book: its unit, and communes of today all of whose predecessors lie inside it.
_UNITS = """
select %(area)s::int union
select w.unit_id from areas_within w
join areas_unit u on u.id = w.unit_id and u.level = 3 and (u.valid_to is null or u.valid_to > %(day)s)
join areas_unit p on p.id = w.place_id and p.level in (3, 5) and p.id <> u.id
where w.unit_id in (select i.unit_id from areas_within o join areas_within i on i.place_id = o.place_id
    where o.unit_id = %(area)s) and not exists (
    select from areas_within a where a.unit_id = %(area)s and a.place_id = w.unit_id)
group by 1 having bool_and(exists (select from areas_within a where a.unit_id = %(area)s and a.place_id = p.id))
"""
#: Of those, the ones that lie in the importer's ground as a whole.
_OWN = """
select unit_id from areas_within where unit_id = any(%s) group by 1 having bool_and(place_id = any(%s))
"""
#: The first day that other books or the office's own work tell of, and the day it began to work with them.
_OTHERS = """
select min(i.day), min(i.created_at) filter (where i.import_id is null)
from incidents_incident i where not i.void and i.import_id is distinct from %s
    and i.place in (select place_id from areas_within where unit_id = %s)
"""


@dataclass(frozen=True, slots=True)
class Told:
    """The days that a book tells of, both included."""

    since: date
    until: date


def told(span: Span | None, days: Sequence[date]) -> Told:
    """The days that its title names; else from the first row's half-month to the last one's, and all of the years that
    the title names."""
    if span is not None and span.sure:
        return Told(span.since, min(span.until, today()))
    since, until = first_day(half_of(min(days))), last_day(half_of(max(days)))
    if span is not None:
        since, until = min(since, date((span.since + timedelta(days=31)).year, 1, 1)), max(until, span.until)
    return Told(since, min(until, today()))


def tell(imported: Import, days: Sequence[date], by: Viewer, action: UUID) -> None:
    """Write from when there is data, and keep with the import what was written, for its pages and its undoing."""
    if imported.place is None or not days:
        return
    covered = told(_span(imported), days)
    held = {(code, unit): day for code, unit, day in known.everything()}
    said = [each for unit in _units(imported.place, by) for each in _of_unit(unit, covered, held, imported.id)]
    figures.keep_all(by=by, kept=said, document=_document(imported), action=action)
    imported.options["known"] = [
        [each.measure, each.unit_id, each.day.isoformat(), each.before and each.before.isoformat()] for each in said
    ]


def _span(imported: Import) -> Span | None:
    said = imported.options.get("span")
    if not said:
        return None
    since, until = (date.fromisoformat(day) for day in said[:2])
    return Span(since, until, bool(said[2]) if len(said) > 2 else True)


def _document(imported: Import) -> str:
    return str(_("Sổ vụ việc đã nhập, lần nhập %s") % imported.id)


def _units(area: int, by: Viewer) -> list[int]:
    found = [row[0] for row in rows(_UNITS, {"area": area, "day": today()})]
    if by.scope.everywhere:
        return found
    return [row[0] for row in rows(_OWN, [found, list(by.scope.person_places)])]


def _of_unit(unit: int, covered: Told, held: dict[tuple[str, int], date], import_id: UUID) -> list[Kept]:
    """What the book adds to what is known of a unit. A day that is known stays known, and a gap is never bridged: a
    book that ends long before what is known begins leaves it as it is."""
    earliest, began = one(_OTHERS, [import_id, unit]) or (None, None)
    before = held.get((DOMAIN, unit))
    since = min(filter(None, (covered.since, earliest if before is None else None)))
    said = []
    if before is None or since < before <= covered.until + _DAY:
        said.append(Kept(DOMAIN, unit, since, before))
    work = began.astimezone(ZONE).date() if began else today()
    said += [Kept(code, unit, work) for code in _done() if (code, unit) not in held and before is None]
    return said


def _done() -> list[str]:
    """Measures of what offices did."""
    kinds = {kind.code for kind in DONE}
    return [code for code, measure in measures().items() if code.startswith(DOMAIN) and set(measure.kinds) <= kinds]


def untell(imported: Import, by: Viewer, action: UUID) -> None:
    """Take it back with the book, unless other books tell of the same ground or somebody said otherwise since."""
    held = {(code, unit): day for code, unit, day in known.everything()}
    said = [_kept(row) for row in imported.options.get("known", ())]
    mine = [each for each in said if held.get((each.measure, each.unit_id)) == each.day and not _booked(each.unit_id)]
    back = [Kept(each.measure, each.unit_id, each.before or BEGINNING, each.day) for each in mine]
    figures.keep_all(by=by, kept=back, document=_document(imported), action=action)


def _kept(row: Sequence[Any]) -> Kept:
    code, unit, day, before = row
    return Kept(code, unit, date.fromisoformat(day), date.fromisoformat(before) if before else None)


_BOOKED = """
select exists (select from incidents_incident i where not i.void and i.import_id is not null
    and i.place in (select place_id from areas_within where unit_id = %s))
"""


def _booked(unit: int) -> bool:
    found = one(_BOOKED, [unit])
    return bool(found and found[0])
