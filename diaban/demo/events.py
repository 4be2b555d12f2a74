"""Writes the past year as the verbs of ``people`` would have: ledger lines, and events that can be undone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any, Final
from uuid import UUID

from diaban.core.ids import uuid7
from diaban.demo.blocks import Happening
from diaban.demo.lives import OPENING
from diaban.demo.rows import ISO, Placed
from diaban.ledger import actions as ledger
from diaban.ledger.lines import Line
from diaban.people.data import age_step

#: What a happening is as an event, and in the ledger.
EVENT: Final = {
    "born": "birth", "died": "death", "moved_out": "move_out", "registered": "register", "moved_in": "move_in",
}  # fmt: skip
ENTERED: Final = ("born", "registered")


@cache
def _dims(sex: str, born: int, day: int) -> dict[str, str]:
    return {"sex": sex, "age": age_step(date.fromordinal(born), date.fromordinal(day))}


def opening(at: Placed, actor: int) -> int:
    """The lines of the first list, one for each resident it held; returns how many."""
    block, day = at.block, at.today - OPENING
    later = {h.row for h in block.happenings if h.kind in ENTERED}
    moved = {h.row: at.hamlets[h.origin] for h in block.happenings if h.origin is not None}
    known: dict[tuple[str, str], dict[str, str]] = {}
    records, places, dims = [], [], []
    on = date.fromordinal(day)
    steps: dict[int, str] = {}
    for row, (key, sex, born) in enumerate(zip(at.residents, block.sex, block.born, strict=True)):
        if row in later:
            continue
        step = steps.get(born) or steps.setdefault(born, age_step(date.fromordinal(born), on))
        records.append(UUID(key))
        places.append(moved.get(row) or at.place(row))
        dims.append(known.setdefault((sex, step), {"sex": sex, "age": step}))
    return ledger.append_columns(
        "people.opening", records=records, days=on, places=places, office=at.office, actor=actor, dims=dims
    )


def households(at: Placed, actor: int) -> int:
    """The lines of the households of the first list; returns how many."""
    return ledger.append_columns(
        "people.household_opened",
        records=[UUID(house) for house in at.houses],
        days=date.fromordinal(at.today - OPENING),
        places=[at.hamlets[hamlet] for hamlet in at.block.house_hamlet],
        office=at.office,
        actor=actor,
    )


def declared(at: Placed, actor: int) -> None:
    """The lines of stays declared in the past year, for who lives here."""
    by_kind: dict[str, list[tuple[UUID, date, int]]] = {}
    for stay in at.block.stays:
        if stay.starts <= at.today - OPENING or stay.row in at.tenants:
            continue
        place = at.place(stay.row) if stay.where is None else at.communes[stay.where]
        entry = UUID(at.residents[stay.row]), date.fromordinal(stay.starts), place
        by_kind.setdefault(stay.kind, []).append(entry)
    for kind, entries in sorted(by_kind.items()):
        records, days, places = zip(*entries, strict=True)
        ledger.append_columns(
            "people.stay_opened", records=records, days=days, places=places, office=at.office, actor=actor,
            dims={"stay": kind},
        )  # fmt: skip


def happened(at: Placed, actor: int) -> Iterator[str]:
    """Append the lines of births, deaths and moves; yields lines of ``people_event`` that point to them."""
    moves = [h for h in at.block.happenings if h.kind == "moved_in"]
    old_stays = dict(zip((h.row for h in moves), at.others[len(at.block.stays) :], strict=True))
    told = [(h, uuid7()) for h in at.block.happenings]
    lines = [line for h, action in told for line in _lines(at, h, actor, action)]
    lines += _closed(at, actor)
    numbers = iter(ledger.append(lines))
    for happening, action in told:
        own = [next(numbers) for _line in range(2 if happening.kind == "moved_in" else 1)]
        before, detail = _before(at, happening, old_stays.get(happening.row))
        day = ISO[happening.day]
        yield "\t".join(
            (
                uuid7().hex,
                at.residents[happening.row],
                EVENT[happening.kind],
                day,
                _json(detail),
                _json(before),
                _json(own),
                action.hex,
                f"{day} 00:00:00+07",
            )
        )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _lines(at: Placed, happening: Happening, actor: int, action: UUID) -> list[Line]:
    block, row, day = at.block, happening.row, happening.day
    record, dims = UUID(at.residents[row]), _dims(block.sex[row], block.born[row], day)
    on = date.fromordinal(day)

    def line(kind: str, place: int, quantity: int) -> Line:
        return Line(f"people.{kind}", record, place, at.office, actor, on, quantity, dims, action=action)

    place = at.place(row)
    if happening.kind == "moved_in" and happening.origin is not None:
        return [line("moved_out", at.hamlets[happening.origin], -1), line("moved_in", place, 1)]
    return [line(happening.kind, place, -1 if happening.kind in ("died", "moved_out") else 1)]


def _closed(at: Placed, actor: int) -> list[Line]:
    """Lines of households that ended with their last member."""
    return [
        Line(
            "people.household_closed",
            UUID(at.houses[house]),
            at.hamlets[at.block.house_hamlet[house]],
            at.office,
            actor,
            date.fromordinal(day),
            quantity=-1,
        )
        for house, day in at.block.house_closed.items()
    ]


def _before(at: Placed, happening: Happening, old_stay: str | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """What undoing the event would put back, and what the event says."""
    row, block = happening.row, at.block
    if happening.kind in ENTERED:
        tenant = row in at.tenants
        detail = (
            {"stay": "temporary" if tenant else "permanent", "opened": None} if happening.kind == "registered" else {}
        )
        return {"state": "void"}, detail
    house = str(UUID(at.houses[block.house[row]]))
    permanent = str(UUID(at.permanent[row]))
    before: dict[str, Any] = {
        "state": "present", "place": at.place(row), "present_place": None, "household_id": house,
        "relation": block.relation[row], "death_date": None, "address": block.house_address[block.house[row]],
        "id_no": block.number[row], "stays_ended": [[permanent, None]], "headed": None,
    }  # fmt: skip
    if happening.kind == "moved_in" and happening.origin is not None:
        origin = at.hamlets[happening.origin]
        ended = [[str(UUID(old_stay)), None]] if old_stay else []
        before |= {"place": origin, "household_id": None, "relation": "other", "address": "", "stays_ended": ended}
        return before | {"stay_opened": permanent, "household_opened": None}, {"origin": origin}
    return before, {"destination": happening.elsewhere} if happening.kind == "moved_out" else {}
