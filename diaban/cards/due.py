"""Who has to have a card made now: held against what was written before, and the difference written as lines.

The clock goes over every commune once a day; what settles or changes a duty looks at its own residents at once, by the
same function. A line is dated the day the duty began, or the day the register came to know of someone, if later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.cards import ages
from diaban.cards.models import Why
from diaban.cards.persons import last_of_merged
from diaban.core.sql import bound, execute, prepared_rows, rows
from diaban.core.time import today
from diaban.ledger import actions as ledger
from diaban.ledger import queries as written
from diaban.ledger.lines import Code
from diaban.people.identity import merged_of
from diaban.people.models import COUNTED, State


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty as it is kept: where the bearer is counted, why, since when, told on which day, and whether they are
    here."""

    place: int
    why: str
    since: date
    told_on: date
    here: bool

    @property
    def dims(self) -> dict[str, Code]:
        return {"why": self.why, "here": "yes" if self.here else "no"}


@dataclass(frozen=True, slots=True)
class Known:
    """What the register knows of someone, the last card they were given, and the duty kept of them so far."""

    id: UUID
    place: int
    state: str
    birth: date | None
    known_on: date
    issued: date | None
    outdated: date | None
    kept: Duty | None

    @property
    def counted(self) -> bool:
        return self.state in COUNTED and self.birth is not None


def duty_of(known: Known, day: date) -> Duty | None:
    """The duty someone has on a day; None where there is none yet, or none any more."""
    if not known.counted or known.birth is None:
        return None
    issued = None if known.issued is None else max(known.issued, known.birth)
    law = ages.next_duty(known.birth, issued)
    why, since = (law.why, law.since) if law is not None and law.since <= day else (Why.CHANGED, known.outdated)
    if since is None or since > day:
        return None
    told = min(day, max(since, known.known_on))
    return Duty(known.place, str(why), since, told, known.state == State.PRESENT)


_READ = """
select r.id, r.place, r.state, r.birth_date, (r.created_at at time zone 'Asia/Ho_Chi_Minh')::date,
    coalesce(c.issued_on, e.issued_on), coalesce(c.outdated_on, e.outdated_on),
    d.place, d.why, d.since, d.told_on, d.here
from people_resident r
left join cards_card c on c.resident_id = r.id and c.state = 'handed'
left join cards_earlier e on e.resident_id = r.id
left join cards_due d on d.resident_id = r.id
where {where} order by r.id
"""


#: Asked by whatever settles a duty; planning it anew, with the policies of four tables, would take longer than reading.
_OF_SOME = _READ.format(where="r.id = any(%s::uuid[])")


def _known(read: Iterable[Sequence[Any]]) -> list[Known]:
    found = []
    for *own, place, why, since, told_on, here in read:
        kept = None if place is None else Duty(place, why, since, told_on, here)
        fields: list[Any] = [*own, kept]
        found.append(Known(*fields))
    return _as_persons(found)


def _as_persons(found: Sequence[Known]) -> list[Known]:
    """The same, with the last card of each person: it may hang on a record that was merged into theirs."""
    held = last_of_merged(merged_of([known.id for known in found]))
    return [
        replace(known, issued=held[known.id][0], outdated=held[known.id][1])
        if known.id in held and (known.issued is None or known.issued < held[known.id][0])
        else known
        for known in found
    ]


def go_over(by: Viewer, unit_id: int, day: date) -> int:
    """Look at everyone counted in a commune, as of a day, and note that it was done; how many duties changed."""
    young = day - timedelta(days=ages.rule_on(day).duty * 365)  # a few days too many: the rule itself decides
    places = sorted(areas.places_within(unit_id))
    with transaction.atomic():
        found = _known(rows(_OF_PLACES, [places, young, [str(state) for state in COUNTED]]))
        execute(_ROUND, [unit_id, day])
        return _reckon(by, found, day, {})


_OF_PLACES = _READ.format(
    where="r.place = any(%s) and (r.birth_date <= %s and r.state = any(%s) or d.resident_id is not null)"
)
_ROUND = """
insert into cards_round (unit_id, day) values (%s, %s)
on conflict (unit_id) do update set day = greatest(cards_round.day, excluded.day)
"""


def look_at(by: Viewer, resident_ids: Sequence[UUID], *, undone: bool = False) -> int:
    """Look at some residents at once, as of today. `undone`: what settled a duty turned out not to have happened, so
    that it goes on from the day on which it was taken for settled.
    """
    return settle(by, dict.fromkeys(resident_ids, today()), undone=undone)


def settle(by: Viewer, days: Mapping[UUID, date], *, undone: bool = False) -> int:
    """Look at some residents of whom something happened on a day of their own."""
    if not days:
        return 0
    return _reckon(by, _known(prepared_rows(_OF_SOME, [list(days)])), today(), days, undone)


def _reckon(by: Viewer, found: Sequence[Known], day: date, days: Mapping[UUID, date], undone: bool = False) -> int:
    """Write the differences between duties and what is kept; how many there were."""
    begun, ended, mended = [], [], []
    for known in found:
        duty, kept = duty_of(known, day), known.kept
        if kept is not None and duty is not None and _same(kept, duty):
            continue
        if kept is None and duty is None:
            continue
        if kept is not None and (moved := _misdated(known, duty)):
            mended.append((known, moved))
            continue
        on = days.get(known.id, day)
        if kept is not None:
            ended.append((known.id, kept, on))
        if duty is not None:
            begun.append((known.id, duty if kept is None else replace(duty, told_on=on)))
    for known, mend in mended:
        mend(by, known)
    _end(by, ended)
    _begin(by, _again(begun, {known.id for known in found if known.kept is None}, day, days, undone))
    return len(begun) + len(ended) + len(mended)


_SETTLED = """
select l.record_id, max(l.day) from ledger_line l
where l.record_id = any(%s) and l.kind_id = (select id from ledger_kind where code = 'cards.settled')
    and l.quantity <> 0 and not exists (select from ledger_corrected c where c.id = l.id) group by 1
"""


def _again(
    begun: Sequence[tuple[UUID, Duty]], fresh: set[UUID], day: date, days: Mapping[UUID, date], undone: bool
) -> list[tuple[UUID, Duty]]:  # fmt: skip
    """A duty that was settled before begins again when it does, not when it first did: else those days count twice."""
    again = [each for each, _duty in begun if each in fresh]
    settled: dict[UUID, date] = dict(rows(_SETTLED, [again])) if again else {}
    told = []
    for each, duty in begun:
        if each in settled:
            on = settled[each] if undone else days.get(each, day)
            duty = replace(duty, told_on=max(duty.told_on, settled[each], on))
        told.append((each, duty))
    return told


def _same(kept: Duty, duty: Duty) -> bool:
    return (kept.place, kept.why, kept.since, kept.here) == (duty.place, duty.why, duty.since, duty.here)


Mend = Callable[[Viewer, Known], None]


def _misdated(known: Known, duty: Duty | None) -> Mend | None:
    """How to put right a line whose day follows a birth date that has been corrected; None where it is no such case."""
    kept = known.kept
    if kept is None or kept.why == Why.CHANGED:
        return None
    if duty is None:
        too_young = known.counted and known.issued is None
        return _take_back if too_young else None
    if (kept.place, kept.why, kept.here) == (duty.place, duty.why, duty.here):
        return lambda by, each: _date_anew(by, each, duty)
    return None


def _take_back(by: Viewer, known: Known) -> None:
    """Nobody was due: the line is void."""
    line = _line_of(known.id)
    if line is not None:
        ledger.void(line, office=by.office_id, actor=by.staff_id, purpose=by.purpose)
    execute("delete from cards_due where resident_id = %s", [known.id])


def _date_anew(by: Viewer, known: Known, duty: Duty) -> None:
    """The line is replaced by one of the right day."""
    line = _line_of(known.id)
    if line is not None and known.kept is not None and known.kept.told_on != duty.told_on:
        ledger.replace(line, replace(ledger.stored(line), day=duty.told_on, office=by.office_id, actor=by.staff_id,
                                     purpose=by.purpose))  # fmt: skip
    execute("update cards_due set since = %s, told_on = %s where resident_id = %s",
            [duty.since, duty.told_on, known.id])  # fmt: skip


def _line_of(resident_id: UUID) -> int | None:
    """The last line of a duty that still stands."""
    page = written.lines(written.Filter(record=resident_id, kinds=("cards.due",), standing=True), limit=1)
    return page.rows[0].id if page.rows else None


def _end(by: Viewer, ended: Sequence[tuple[UUID, Duty, date]]) -> None:
    if not ended:
        return
    ledger.append_columns(
        "cards.settled", records=[each for each, _kept, _on in ended],
        days=[max(on, kept.told_on) for _each, kept, on in ended], places=[kept.place for _each, kept, _on in ended],
        office=by.office_id, actor=by.staff_id, quantities=-1, dims=[kept.dims for _each, kept, _on in ended],
        purpose=by.purpose,
    )  # fmt: skip
    bound("delete from cards_due where resident_id = any(%b::uuid[])", [[each for each, _kept, _on in ended]])


_BEGIN = """
insert into cards_due (resident_id, place, why, since, told_on, here)
select * from unnest(%b::uuid[], %b::int[], %b::text[], %b::date[], %b::date[], %b::boolean[])
"""


def _begin(by: Viewer, begun: Sequence[tuple[UUID, Duty]]) -> None:
    if not begun:
        return
    ids, duties = [each for each, _duty in begun], [duty for _each, duty in begun]
    ledger.append_columns(
        "cards.due", records=ids, days=[duty.told_on for duty in duties], places=[duty.place for duty in duties],
        office=by.office_id, actor=by.staff_id, dims=[duty.dims for duty in duties], purpose=by.purpose,
    )  # fmt: skip
    bound(_BEGIN, [ids, *([getattr(duty, name) for duty in duties] for name in (
        "place", "why", "since", "told_on", "here"))])  # fmt: skip
