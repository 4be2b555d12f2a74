"""The figures of a report: each with the same period a year before, how they compare, and what stands behind them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.areas.queries import Level, Unit
from diaban.figures.measures import How, Measure, measure
from diaban.figures.queries import State, told_partly
from diaban.figures.tables import compare
from diaban.reports import behind, words
from diaban.reports.asking import Ask
from diaban.reports.content import Item, Piece


def items(ask: Ask, parted: Collection[str], *, viewer: Viewer) -> tuple[Item, ...]:
    """Every figure of the report in its order; those of `parted` with what of them lies in each unit of the map."""
    units = units_of(ask)
    return tuple(_item(ask, code, units if code in parted else [], viewer) for code in ask.template.measures())


def _item(ask: Ask, code: str, units: Sequence[Unit], viewer: Viewer) -> Item:
    wanted = measure(code)
    now, then, change = compare(
        code, ask.unit.id, ask.passed, ask.before, viewer=viewer, map=ask.map_on, cut=ask.size
    )  # fmt: skip
    known = now.state is State.KNOWN and now.value is not None
    unit = str(wanted.unit)
    return Item(
        measure=code, title=str(wanted.title), unit=unit, value=now.value, compared=then.value, change=change.percent,
        words=words.fitting(change.sentence(unit, f"cùng kỳ năm {ask.before.until.year}"), unit), lines=now.lines or 0,
        records=behind.records(wanted, ask.unit.id, ask.passed, ask.size) if known else 0, why=str(now.why),
        parts=_parts(ask, wanted, units) if known else (),
        partly=told_partly(now) if now.partly else "", partly_then=told_partly(then) if then.partly else "",
    )  # fmt: skip


def units_of(ask: Ask) -> list[Unit]:
    """The communes of the map that lie in the area, whole or in part, in their usual order."""
    if ask.unit.level >= Level.COMMUNE:
        return []
    return areas.overlapping(ask.unit.id, ask.map_on, Level.COMMUNE)


def _parts(ask: Ask, wanted: Measure, units: Sequence[Unit]) -> tuple[Piece, ...]:
    """A count of units reached isn't parted: it goes by units already."""
    if not units or wanted.how is How.UNITS:
        return ()
    found = behind.parted(wanted, ask.unit.id, [unit.id for unit in units], ask.passed, ask.size)
    nothing = behind.Tally(0, 0)
    made = []
    for unit in units:
        tally = found.get(unit.id, nothing)
        made.append(Piece(unit.id, unit.code, unit.title, tally.value, tally.lines))
    rest = found.get(None)
    if rest is not None:
        made.append(Piece(None, "", "Chưa rõ thuộc đơn vị nào", rest.value, rest.lines))
    return tuple(made)
