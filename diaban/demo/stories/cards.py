"""A drive for identity cards as large as Kon Tum's, played day by day through the verbs that the screens call.

Kon Tum was set 354,800 and took in 330,000 (93 %); of another size, both follow in proportion. Nothing is written past
the verbs: applications, batches, the centre's answers, parcels and hand-overs each go the way an office's own go.
Communes are played at the same time, as they work.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from diaban.access.session import acting
from diaban.access.viewers import clock, viewer_of_posting
from diaban.areas import queries as areas
from diaban.cards import actions, due
from diaban.cards.models import Reason, Why
from diaban.casework import calendar
from diaban.casework import jobs as casework
from diaban.core.sql import rows, value
from diaban.core.time import clock_at, today
from diaban.demo.stories.counter import Comes, Counter, moment
from diaban.demo.stories.crew import at_once, hands
from diaban.figures import jobs as figures
from diaban.people.models import COUNTED
from diaban.targets.data import Division, Document
from diaban.targets.models import Split

#: What Kon Tum was set and took in, and of how many residents this generator makes so many eligible.
TARGET, TAKEN, RESIDENTS = 354_800, 330_000, 480_000
WEEKS: Final = 14
_REASONS: Final = {Why.FIRST: Reason.FIRST, Why.AGE: Reason.AGE, Why.CHANGED: Reason.CHANGED}

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Played:
    """What was played: the drive, what it was set and took in, how many transitions in how many seconds.

    `seconds` hold everything from the first application to the last figure merged, by so many processes.
    """

    drive_id: UUID
    unit_id: int
    manager: int
    police: Mapping[int, int]
    target: int
    taken: int
    transitions: int
    seconds: float
    processes: int

    @property
    def rate(self) -> float:
        """Transitions a second."""
        return self.transitions / self.seconds if self.seconds else 0.0


@dataclass(frozen=True)
class Part:
    """One commune's part of the drive: by which posting, who comes, and over which days."""

    posting: int
    seed: str
    since: date
    until: date
    province: str
    who: Sequence[Comes]
    intake: int = 7 * WEEKS


def play(seed: int = 1, progress: Progress | None = None, processes: int | None = None) -> Played:
    """Play the drive over the residents that are there, its last week of intake being the one before this.

    `progress` is told (applications taken in, applications in all) after each commune; as many `processes` play as
    there are cores.
    """
    day, rng, many = today(), random.Random(f"{seed}/cards"), processes or hands()
    since = day - timedelta(days=day.weekday() + 7 * WEEKS)
    police, manager = postings("commune_police"), min(postings("province_manager").values())
    target = round(residents() * TARGET / RESIDENTS)
    able = due_people(police, since, target, rng, many)
    drive_id, unit_id = begin(manager, since, day, target)
    taken = min(round(target * TAKEN / TARGET), sum(map(len, able.values())))
    province = areas.unit(unit_id).code
    parts = [Part(police[unit], f"{seed}/{unit}", since, day, province, who)
             for unit, who in chosen(able, taken, rng).items()]  # fmt: skip
    begun, transitions, done = time.perf_counter(), 0, 0
    for came, steps in at_once(play_part, parts, many, merge):
        transitions, done = transitions + steps, done + came
        if progress is not None:
            progress(done, taken)
    settle()
    seconds = time.perf_counter() - begun
    return Played(drive_id, unit_id, manager, police, target, done, transitions, seconds, min(many, len(parts)))


def play_part(part: Part) -> tuple[int, int]:
    """Play one commune; how many applications were taken in, and how many transitions there were."""
    with acting(viewer_of_posting(part.posting, "residence")) as by:
        counter = Counter(by, part.province, random.Random(part.seed), calendar.current().days.worked)
        counter.play(part.since, part.intake, part.until, part.who)
    return len(part.who), counter.transitions


def merge() -> None:
    """What the worker of an install does every second."""
    figures.run_once()
    casework.merge_once()


def settle() -> None:
    """What the worker does when offices have closed: the clock looks at every open case, all is merged."""
    casework.run_once()
    while casework.merge_once():
        pass
    figures.run_once()


def residents() -> int:
    """How many residents the communes that keep a register count."""
    with acting(clock()):
        return int(value("select count(*) from people_resident where state = any(%s)", [list(map(str, COUNTED))]))


def postings(role: str) -> dict[int, int]:
    """One posting of a role for each unit, by the unit."""
    found = rows(
        "select o.unit_id, min(p.id) from access_posting p join access_office o on o.id = p.office_id"
        " where p.role = %s group by 1 order by 1",
        [role],
    )
    return dict(found)


_OF_AGE = """
select id from people_resident where place = any(%s) and state = any(%s) and birth_date <= %s - interval '14 years'
order by id
"""


def due_people(
    police: Mapping[int, int], since: date, target: int, rng: random.Random, processes: int
) -> dict[int, list[Comes]]:
    """Who is due as the drive begins, by commune.

    Who isn't in the target has a card already: their police note the day on it, so that as many remain as were set.
    """
    with acting(clock()):
        found = {unit: [row[0] for row in rows(_OF_AGE, [areas.places_within(unit), list(map(str, COUNTED)), since])]
                 for unit in police}  # fmt: skip
    total = sum(map(len, found.values()))
    spare, given, reached, before = max(total - target, 0), 0, 0, list[tuple[int, dict[UUID, date]]]()
    for unit, ids in found.items():
        reached += len(ids)
        upto = round(reached / total * spare)
        issued = {pk: since - timedelta(days=rng.randrange(30, 500)) for pk in rng.sample(ids, upto - given)}
        given = upto
        before.append((unit, issued))
    looked = at_once(partial(_look, police, since), before, processes, figures.run_once)
    able = dict(looked)
    return {unit: able[unit] for unit in police}


def _look(police: Mapping[int, int], since: date, before: tuple[int, dict[UUID, date]]) -> tuple[int, list[Comes]]:
    unit, issued = before
    with clock_at(moment(since, 0)):
        if issued:
            with acting(viewer_of_posting(police[unit], "residence")) as by:
                actions.note_cards(by=by, issued=issued)
        with acting(clock()) as by:
            due.go_over(by, unit, since)
    return unit, able(police[unit])


def begin(manager: int, since: date, until: date, target: int) -> tuple[UUID, int]:
    """Begin the drive in the manager's ground; its id and the unit's."""
    with acting(viewer_of_posting(manager, "residence")) as by:
        assert by.scope.unit_id is not None
        drive = actions.begin(
            by=by, title="Đợt cao điểm cấp thẻ căn cước", unit_id=by.scope.unit_id, since=since, until=until,
            target=target, document=Document("2909/KH-UBND", since - timedelta(days=10), "Phó Chủ tịch"),
            division=Division(Split.POPULATION),
        )  # fmt: skip
        return drive.pk, by.scope.unit_id


def chosen(able: Mapping[int, Sequence[Comes]], taken: int, rng: random.Random) -> dict[int, list[Comes]]:
    """Of who may come, who does: so many in all, from each commune in proportion, those present first."""
    total, given, reached = sum(map(len, able.values())), 0, 0
    found: dict[int, list[Comes]] = {}
    for unit, there in able.items():
        reached += len(there)
        upto = round(reached / total * taken) if total else 0
        found[unit] = list(there[: upto - given])
        given = upto
        rng.shuffle(found[unit])
    return found


_ABLE = """
select d.resident_id, d.why from cards_due d join people_resident r on r.id = d.resident_id
where d.place = any(%s) and r.id_no is not null and r.birth_precision <> 'u' and r.sex <> 'u'
order by d.here desc, d.resident_id
"""


def able(posting: int) -> list[Comes]:
    """Who of a commune is due and known well enough to apply, those present first."""
    with acting(viewer_of_posting(posting, "residence")) as by:
        found: Sequence[tuple[UUID, str]] = rows(_ABLE, [list(by.scope.places)])
    return [(pk, str(_REASONS[Why(why)])) for pk, why in found]
