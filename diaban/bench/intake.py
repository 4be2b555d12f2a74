"""`intake`: one new record against a million residents, as the register form and the API ask, beside a look-up by key.

What is asked about are damaged copies of residents (names by the slips of the linkage world, which share no table with
the matcher; births with day and month exchanged, another day or the year alone; mostly without a number), and as many
people whom nobody wrote yet. Recall is the share of copies whose resident is shown; an alarm is somebody shown for a
person who isn't in the register. Look-ups by primary key take turns with them through the same connection.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from diaban.bench.base import Figure, quantile
from diaban.bench.search import REAL, SIZE, _crowded

if TYPE_CHECKING:
    from diaban.bench.crowd import Crowd
    from diaban.people.data import PersonData

ASKED = 600  #: damaged copies, and as many new people
_SLIPS = ("tone", "shape", "bare", "bare", "bare_one", "region", "finger", "telex", "dropped", "joined", "order")


@dataclass(frozen=True)
class Asked:
    """Someone about to be registered, where, and the resident they are; None for somebody new."""

    person: PersonData
    place: int
    meant: str | None


def measure(folder: Path, size: int = SIZE) -> Sequence[Figure]:
    """Time, ratio to a look-up by key, recall and alarms."""
    from diaban.access.session import acting

    with _crowded(folder, size) as (install, crowd):
        number = ASKED if len(crowd) >= REAL else 20
        asked = _drawn(crowd, Random("intake"), number)
        with acting(install.viewer("province_manager")) as viewer:
            from diaban.people import queries

            for one in asked[:30]:
                queries.alike(viewer=viewer, person=one.person, place=one.place)
            return _measured(crowd, asked, viewer)


def _measured(crowd: Crowd, asked: Sequence[Asked], viewer: object) -> list[Figure]:
    from diaban.access.scope import Viewer
    from diaban.core.sql import one as look_up
    from diaban.people import queries

    assert isinstance(viewer, Viewer)
    clock, took, keys, hits, alarms = time.perf_counter, list[float](), list[float](), list[bool](), list[bool]()
    for at, one in enumerate(asked):
        known = crowd.id_of((at * 7_919_993) % len(crowd))
        began = clock()
        look_up("select id, full_name, birth_date, id_no, place from people_resident where id = %s", [known])
        between = clock()
        found = queries.alike(viewer=viewer, person=one.person, place=one.place)
        ended = clock()
        keys.append(between - began)
        took.append(ended - between)
        shown = {likely.person.id.hex for likely in found if likely.person}
        (alarms if one.meant is None else hits).append(bool(shown) if one.meant is None else one.meant in shown)
    p50, key = statistics.median(took) * 1e3, statistics.median(keys) * 1e3
    told = {"unit": "ms", "asked": len(asked), "residents": len(crowd), "lookup_p50_ms": key}
    return [
        Figure("intake-p50", p50, 2.0, "at most", told),
        Figure("intake-p95", quantile(took, 0.95) * 1e3, 5.0, "at most", {"unit": "ms"}),
        Figure("intake-per-lookup", p50 / key, 10, "at most", {"lookup_p50_ms": key}),
        Figure("intake-recall", statistics.mean(hits), 0.95, "at least", {"copies": len(hits)}),
        Figure("intake-alarms", statistics.mean(alarms), 0.1, "at most", {"new": len(alarms)}),
    ]


def _drawn(crowd: Crowd, rng: Random, number: int) -> list[Asked]:
    """Copies and new people, in turn."""
    from diaban.people.data import PersonData

    asked = []
    for _ in range(number):
        row, other = rng.randrange(len(crowd)), rng.randrange(len(crowd))
        born = date.fromordinal(crowd.births[row])
        day, precision = _birth(born, bool(crowd.whole_birth[row]), rng)
        sex = "f" if int(crowd.numbers[row][3]) % 2 else "m" if crowd.numbers[row] else "u"
        number_told = crowd.numbers[row] if crowd.numbers[row] and rng.random() < 0.2 else None
        copy = PersonData(full_name=_name(crowd.names[row], rng), sex=sex, birth_date=day, birth_precision=precision,
                          id_no=number_told)  # fmt: skip
        place = crowd.hamlets[crowd.commune[row]][0]
        fresh = PersonData(full_name=crowd.names[other], sex=sex, birth_precision="d",
                           birth_date=date.fromordinal(rng.randrange(712_000, 738_000)))  # fmt: skip
        asked += [Asked(copy, place, crowd.id_of(row)), Asked(fresh, place, None)]
    return asked


def _name(name: str, rng: Random) -> str:
    """Three of five names go wrong in one way."""
    from diaban.bench.linkage import slips

    if rng.random() < 0.4:
        return name
    written: list[str] = getattr(slips, rng.choice(_SLIPS))(name.split(), rng)
    return " ".join(written) or name


def _birth(born: date, whole: bool, rng: Random) -> tuple[date, str]:
    """One birth in four goes wrong or is known less exactly."""
    lot = rng.random()
    if not whole or lot < 0.1:
        return date(born.year, 1, 1), "y"
    if lot < 0.16 and born.day <= 12:
        return date(born.year, born.day, born.month), "d"
    if lot < 0.25:
        return born.replace(day=rng.randrange(1, 28)), "d"
    return born, "d"
