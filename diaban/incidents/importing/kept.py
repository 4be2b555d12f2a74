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
from diaban.figures import gaps, known
from diaban.figures.actions import Kept
from diaban.figures.gaps import Bound
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
    held = {(code, bound.unit): bound for code, bound in known.everything()}
    said = [each for unit in _units(imported.place, by) for each in _of_unit(unit, covered, held, imported.id)]
    figures.keep_all(by=by, kept=said, document=_document(imported), action=action)
    imported.options["known"] = [
        [each.measure, each.unit_id, each.day.isoformat(), each.before and each.before.day.isoformat(),
         _plain(each.gaps), _plain(each.before.gaps if each.before else ())]
        for each in said
    ]  # fmt: skip


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


def _of_unit(unit: int, covered: Told, held: dict[tuple[str, int], Bound], import_id: UUID) -> list[Kept]:
    """What the book adds to what is known of a unit. A day that is known stays known, and what lies between a book and
    what is known already is a gap, never bridged."""
    earliest, began = one(_OTHERS, [import_id, unit]) or (None, None)
    before = held.get((DOMAIN, unit))
    if before is None:
        said = [Kept(DOMAIN, unit, min(filter(None, (covered.since, earliest))))]
    else:
        said = _beside(before, covered)
    work = began.astimezone(ZONE).date() if began else today()
    said += [Kept(code, unit, work) for code in _done() if (code, unit) not in held and before is None]
    return said


def _beside(before: Bound, covered: Told) -> list[Kept]:
    """What a book says beside what was known: its days are known too, those between are a gap."""
    apart = gaps.without(before.gaps, covered.since, covered.until)
    if covered.until + _DAY < before.day:
        apart = gaps.added(apart, covered.until + _DAY, before.day - _DAY)
    since = min(covered.since, before.day)
    return [Kept(DOMAIN, before.unit, since, before, apart)] if (since, apart) != (before.day, before.gaps) else []


def _plain(apart: gaps.Gaps) -> list[list[str]]:
    return [[since.isoformat(), until.isoformat()] for since, until in apart]


def _done() -> list[str]:
    """Measures of what offices did."""
    kinds = {kind.code for kind in DONE}
    return [code for code, measure in measures().items() if code.startswith(DOMAIN) and set(measure.kinds) <= kinds]


def untell(imported: Import, by: Viewer, action: UUID) -> None:
    """Take it back with the book, unless other books tell of the same ground or somebody said otherwise since."""
    held = {(code, bound.unit): bound for code, bound in known.everything()}
    said = [_kept(row) for row in imported.options.get("known", ())]
    mine = [each for each in said if held.get((each.measure, each.unit_id)) == _bound(each)
            and not _booked(each.unit_id)]  # fmt: skip
    back = []
    for each in mine:
        earlier = each.before or Bound(each.unit_id, BEGINNING)
        back.append(Kept(each.measure, each.unit_id, earlier.day, _bound(each), earlier.gaps))
    figures.keep_all(by=by, kept=back, document=_document(imported), action=action)


def _kept(row: Sequence[Any]) -> Kept:
    code, unit, day, before, apart, apart_before = (*row, (), ())[:6]  # books of before gaps were told have none
    earlier = Bound(unit, date.fromisoformat(before), _read(apart_before)) if before else None
    return Kept(code, unit, date.fromisoformat(day), earlier, _read(apart))


def _bound(said: Kept) -> Bound:
    return Bound(said.unit_id, said.day, said.gaps)


def _read(apart: Sequence[Sequence[str]]) -> gaps.Gaps:
    return tuple((date.fromisoformat(since), date.fromisoformat(until)) for since, until in apart)


_BOOKED = """
select exists (select from incidents_incident i where not i.void and i.import_id is not null
    and i.place in (select place_id from areas_within where unit_id = %s))
"""


def _booked(unit: int) -> bool:
    found = one(_BOOKED, [unit])
    return bool(found and found[0])
