"""A drive for identity cards as large as Kon Tum's, played week by week through the verbs that the screens call.

Kon Tum was set 354,800 and took in 330,000 (93 %); of another size, both follow in proportion. Nothing is written past
the verbs: applications, batches, the centre's answers, parcels and hand-overs each go the way an office's own go.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from diaban.access.session import acting
from diaban.access.viewers import clock, viewer_of_posting
from diaban.areas import queries as areas
from diaban.cards import actions, due
from diaban.cards.models import Reason, Why
from diaban.casework import jobs as casework
from diaban.core.sql import rows, value
from diaban.core.time import now, today
from diaban.demo.stories.counter import Counter
from diaban.figures import jobs as figures
from diaban.people.models import COUNTED
from diaban.targets.data import Division, Document
from diaban.targets.models import Split

#: What Kon Tum was set and took in, and of how many residents this generator makes so many eligible.
TARGET, TAKEN, RESIDENTS = 354_800, 330_000, 480_000
WEEKS: Final = 14
_REASONS: Final = {Why.FIRST: Reason.FIRST, Why.AGE: Reason.AGE, Why.CHANGED: Reason.CHANGED}

Progress = Callable[[int, int], None]


@dataclass
class Played:
    """What was played: the drive, what it was set and took in, how many transitions in how many seconds."""

    drive_id: UUID
    unit_id: int
    manager: int
    target: int
    taken: int
    transitions: int
    seconds: float

    @property
    def rate(self) -> float:
        """Transitions a second."""
        return self.transitions / self.seconds if self.seconds else 0.0


def play(seed: int = 1, progress: Progress | None = None) -> Played:
    """Play the drive over the residents that are there, its last week being the one before this.

    `progress` is told (applications taken in, applications in all) after each commune.
    """
    rng, day = random.Random(f"{seed}/cards"), today()
    since = day - timedelta(days=day.weekday() + 7 * WEEKS)
    police = _postings("commune_police")
    manager = min(_postings("province_manager").values())
    target = round(_residents() * TARGET / RESIDENTS)
    _cards_of_before(police, since, target, rng)
    with acting(clock()) as by:
        for unit_id in police:
            due.go_over(by, unit_id, since)
    figures.run_once()
    drive = _begin(manager, since, day, target)
    taken = round(target * TAKEN / TARGET)
    return _weeks(drive, manager, police, since, (target, taken), rng, progress)


def _residents() -> int:
    """How many residents the communes that keep a register count."""
    with acting(clock()):
        return int(value("select count(*) from people_resident where state = any(%s)", [list(map(str, COUNTED))]))


def _postings(role: str) -> dict[int, int]:
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


def _cards_of_before(police: dict[int, int], since: date, target: int, rng: random.Random) -> None:
    """Who isn't in the target has a card already: their police note the day on it, so that as many remain as set."""
    with acting(clock()):
        found = {unit: [row[0] for row in rows(_OF_AGE, [areas.places_within(unit), list(map(str, COUNTED)), since])]
                 for unit in police}  # fmt: skip
    total = sum(map(len, found.values()))
    spare, given, reached = max(total - target, 0), 0, 0
    for unit, ids in found.items():
        reached += len(ids)
        upto = round(reached / total * spare)
        chosen = rng.sample(ids, upto - given)
        given = upto
        with acting(viewer_of_posting(police[unit], "residence")) as by:
            actions.note_cards(by=by, issued={pk: since - timedelta(days=rng.randrange(30, 500)) for pk in chosen})


def _begin(manager: int, since: date, until: date, target: int) -> tuple[UUID, int]:
    with acting(viewer_of_posting(manager, "residence")) as by:
        assert by.scope.unit_id is not None
        drive = actions.begin(
            by=by, title="Đợt cao điểm cấp thẻ căn cước", unit_id=by.scope.unit_id, since=since, until=until,
            target=target, document=Document("2909/KH-UBND", since - timedelta(days=10), "Phó Chủ tịch"),
            division=Division(Split.POPULATION),
        )  # fmt: skip
        return drive.pk, by.scope.unit_id


def _weeks(
    drive: tuple[UUID, int], manager: int, police: dict[int, int], since: date, sizes: tuple[int, int],
    rng: random.Random, progress: Progress | None,
) -> Played:  # fmt: skip
    target, taken = sizes
    who = {unit: _able(posting) for unit, posting in police.items()}
    total = sum(map(len, who.values()))
    taken = min(taken, total)
    province = areas.unit(drive[1]).code
    begun, transitions, given, reached, until = time.perf_counter(), 0, 0, 0, now()
    for unit, able in who.items():
        reached += len(able)
        upto = round(reached / total * taken)
        chosen = able[: upto - given]
        given = upto
        rng.shuffle(chosen)
        with acting(viewer_of_posting(police[unit], "residence")) as by:
            counter = Counter(by, province, random.Random(f"{rng.random()}/{unit}"), until)
            for number in range(WEEKS):
                counter.week(since + timedelta(days=7 * number), chosen[number::WEEKS])
            transitions += counter.transitions
        figures.run_once()
        if progress is not None:
            progress(given, taken)
    seconds = time.perf_counter() - begun
    casework.run_once()
    figures.run_once()
    while casework.merge_once():
        pass
    return Played(drive[0], drive[1], manager, target, given, transitions, seconds)


_ABLE = """
select d.resident_id, d.why from cards_due d join people_resident r on r.id = d.resident_id
where d.place = any(%s) and r.id_no is not null and r.birth_precision <> 'u' and r.sex <> 'u'
order by d.here desc, d.resident_id
"""


def _able(posting: int) -> list[tuple[UUID, Reason]]:
    """Who of a commune is due and known well enough to apply, those present first."""
    with acting(viewer_of_posting(posting, "residence")) as by:
        found: Sequence[tuple[UUID, str]] = rows(_ABLE, [list(by.scope.places)])
    return [(pk, _REASONS[Why(why)]) for pk, why in found]
