"""Every read of the tables that row policies guard: what `row-security` measures. A test holds the list complete.

Each is called as pages and API call it; the statements it sends are what is measured.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from diaban.access.scope import Viewer
from diaban.core.sql import one, rows
from diaban.figures import queries as figures
from diaban.figures.periods import Period
from diaban.ledger import queries as ledger
from diaban.people import queries as people
from diaban.people.models import COUNTED


@dataclass(frozen=True, slots=True)
class Sample:
    """Who reads, and records of their ground that are read."""

    viewer: Viewer
    unit: int
    communes: list[int]
    resident: UUID
    household: UUID
    place: int
    line: int
    year: Period

    @property
    def ragged(self) -> Period:
        """Days that begin and end inside half-months: figures read lines there."""
        return Period(date(self.year.since.year, 3, 5), date(self.year.since.year, 9, 9))

    @property
    def line_row(self) -> ledger.Row:
        found = ledger.line(self.line)
        assert found is not None
        return found


Read = Callable[[Sample], object]


def _people(sample: Sample, **told: Any) -> object:
    filters = people.Filters(**{k: v for k, v in told.items() if k in people.Filters.__dataclass_fields__})
    rest = {k: v for k, v in told.items() if k not in people.Filters.__dataclass_fields__}
    return people.list_residents(viewer=sample.viewer, filters=filters, **rest)


#: name of the query → the ways it is called.
READS: Final[Mapping[str, tuple[Read, ...]]] = {
    "people.list_residents": (
        lambda s: _people(s),
        lambda s: _people(s, sort="birth"),
        lambda s: _people(s, down=True),
        lambda s: _people(s, after=str(s.resident)),
        lambda s: _people(s, before=str(s.resident)),
        lambda s: _people(s, name="thị hoa", sex="f"),
        lambda s: _people(s, age_from=60, age_to=79),
        lambda s: _people(s, unit=s.communes[0]),
        lambda s: _people(s, state="moved"),
        lambda s: _people(s, limit=5_000),  # as an export reads it
    ),
    "people.count_residents": (
        lambda s: people.count_residents(viewer=s.viewer),
        lambda s: people.count_residents(viewer=s.viewer, filters=people.Filters(sex="f", age_from=60)),
        lambda s: people.count_residents(viewer=s.viewer, filters=people.Filters(unit=s.communes[0])),
    ),
    "people.household_options": (
        lambda s: people.household_options(viewer=s.viewer, place=s.place, text="nguyễn"),
    ),
    "people.resident": (lambda s: people.resident(viewer=s.viewer, resident_id=s.resident),),
    "people.open_resident": (lambda s: people.open_resident(viewer=s.viewer, resident_id=s.resident),),
    "people.household": (lambda s: people.household(viewer=s.viewer, household_id=s.household),),
    "people.open_household_record": (
        lambda s: people.open_household_record(viewer=s.viewer, household_id=s.household),
    ),
    "people.timeline": (lambda s: people.timeline(viewer=s.viewer, resident_id=s.resident),),
    "people.history": (lambda s: people.history(viewer=s.viewer, subject=s.resident),),
    "figures.count": (
        lambda s: figures.count("people.residents", s.unit, s.year, viewer=s.viewer),
        lambda s: figures.count("people.births", s.unit, s.year, viewer=s.viewer),
        lambda s: figures.count("people.births", s.unit, s.ragged, viewer=s.viewer),
    ),
    "figures.by_unit": (
        lambda s: figures.by_unit("people.residents", s.communes, s.year, viewer=s.viewer),
        lambda s: figures.by_unit("people.households", s.communes, s.year, viewer=s.viewer),
        lambda s: figures.by_unit("people.arrivals", s.communes, s.year, viewer=s.viewer),
    ),
    "figures.lines": (
        lambda s: figures.lines("people.residents", s.unit, s.year, viewer=s.viewer),
        lambda s: figures.lines("people.deaths", s.unit, s.year, viewer=s.viewer),
    ),
    "ledger.lines": (
        lambda s: ledger.lines(),
        lambda s: ledger.lines(ledger.Filter(domain="people")),
        lambda s: ledger.lines(ledger.Filter(kinds=["people.registered"], standing=True)),
        lambda s: ledger.lines(ledger.Filter(kinds=["people.registered", "people.born"]), after=(s.year.since, 10**9)),
        lambda s: ledger.lines(ledger.Filter(since=s.year.since, until=s.year.until)),
    ),
    "ledger.line": (lambda s: ledger.line(s.line),),
    "ledger.run_below": (lambda s: ledger.run_below(s.line_row, ledger.Filter()),),
    "ledger.record_lines": (lambda s: ledger.record_lines(s.resident),),
    "ledger.lookups": (lambda s: ledger.lookups(),),
}  # fmt: skip

#: Public functions of the queries' modules that are measured elsewhere or read nothing that a policy guards.
NOT_MEASURED: Final[Mapping[str, str]] = {
    "people.search": "search-1m and search-5m: one function of the database, which applies the scope itself",
    "people.alike": "intake: one function of the database, which applies the scope itself",
    "people.likeness": "reads the syllables of names alone, which no policy guards",
    "people.merged_record": "reads nothing",
    "people.reach": "one function of the database that finds a number anywhere: no policy is asked",
    "people.papers": "papers are guarded by a function of their own, by the record they hang on",
    "people.paper": "the same",
    "people.open_paper": "the same, logged",
    "people.open_papers": "the list of them, logged",
    "figures.check_read": "reads nothing",
    "figures.check_open": "reads nothing",
    "figures.reach": "reads nothing",
    "figures.told": "reads nothing",
    "figures.unknown": "reads nothing",
    "figures.told_partly": "reads nothing",
    "figures.early": "figures.count twice, from lines",
    "figures.series": "figures.count for each period",
    "ledger.lookups_of": "one function of the database, as its owner",
    "ledger.some_lines": "ledger.line, of several",
    "ledger.in_cut": "a condition, reads nothing",
    "ledger.kind": "reads nothing",
}


def sample(viewer: Viewer, unit: int) -> Sample:
    """Records that a viewer may read, taken in the middle of what there is. Call with the viewer acting."""
    communes = _communes(unit)
    some = rows(
        "select id, household_id, place from people_resident where household_id is not null and state = any(%s)"
        " and place in (select place_id from areas_within where unit_id = %s) order by sort_key limit 41",
        [[str(state) for state in COUNTED], unit],
    )
    found = some[-1]  # not the first, which is found fastest; a commune of a small install has few
    line = one("select max(id) from ledger_line where record_id = %s", [found[0]])
    assert line is not None
    from diaban.core.time import today

    day = today()
    return Sample(viewer, unit, communes, found[0], found[1], found[2], line[0], Period(date(day.year, 1, 1), day))


def _communes(unit: int) -> list[int]:
    from diaban.areas import queries as areas
    from diaban.areas.queries import Level
    from diaban.core.time import today

    return [u.id for u in areas.children(unit, today(), Level.COMMUNE)] or [unit]
