"""Two years of incidents of a commune: most of them over, a few of the last days being worked on."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from diaban.access.scope import Viewer
from diaban.areas.units import Unit
from diaban.core.ids import uuid7
from diaban.core.time import ZONE, now
from diaban.incidents import actions
from diaban.incidents.catalogue import Catalogue
from diaban.incidents.data import IncidentData, InvolvedData
from diaban.incidents.importing.commit import write
from diaban.incidents.importing.entries import Entry

YEARS: Final = 2
#: Residents for each incident of a year.
RESIDENTS: Final = 350
#: How often a kind comes, and what one does: persons involved, money lost, injured.
KINDS: Final = {
    "theft": 22, "assault": 12, "gambling": 12, "fraud": 9, "vandalism": 6, "disorder": 7, "usury": 2,
    "drug_possession": 6, "contraband": 3, "pollution": 3, "forest": 3, "road_accident": 14, "fire": 4, "drowning": 2,
    "civil_dispute": 10, "land_dispute": 6, "domestic_violence": 5, "lost_property": 4, "flood": 2,
}  # fmt: skip
_SOURCES: Final = ("tip", "tip", "tip", "denunciation", "denunciation", "found", "found", "hotline", "referred")
_OUTCOMES: Final = ("fined", "fined", "fined", "prosecuted", "reconciled", "reminded", "settled", "transferred")
_LOSING: Final = ("theft", "fraud", "vandalism", "fire", "flood")
_PEACEFUL: Final = ("drowning", "lost_property", "flood", "fire")
_WORDS: Final = {
    "theft": "Mất xe máy để trước nhà.", "civil_dispute": "Hai nhà lời qua tiếng lại về lối đi chung.",
    "road_accident": "Hai xe máy va chạm ở ngã tư.", "fraud": "Nhận cuộc gọi giả danh, đã chuyển tiền.",
}  # fmt: skip


def happened(
    by: Viewer, commune: Unit, hamlets: Sequence[int], residents: int, seed: str, kinds: Catalogue, today: date,
    heard: Sequence[int] = (),
) -> int:  # fmt: skip
    """Write a commune's incidents as its police, and open ones heard of so many hours ago; returns how many.

    Call inside a transaction.
    """
    rng = random.Random(f"{seed}/incidents")
    count = max(round(residents / RESIDENTS * YEARS * rng.uniform(0.8, 1.2)), 3)
    entries = [_over(rng, hamlets, kinds, today) for _n in range(count)]
    write(entries, by, uuid7(), None)
    for hours in heard:
        _open(rng, by, commune, hamlets, hours)
    return count + len(heard)


def _over(rng: random.Random, hamlets: Sequence[int], kinds: Catalogue, today: date) -> Entry:
    code = rng.choices(list(KINDS), list(KINDS.values()))[0]
    day = today - timedelta(days=rng.randrange(5, YEARS * 365))
    entry = Entry("", 0, kind=code, group=kinds[code].group, place=rng.choice(hamlets), day=day, happened_on=day)
    entry.happened_at, entry.reported_on = time(rng.randrange(24), rng.randrange(0, 60, 5)), day
    entry.source, entry.outcome = rng.choice(_SOURCES), rng.choice(_OUTCOMES)
    entry.suspects = 0 if code in _PEACEFUL else rng.choices((1, 2, 3, 4), (64, 26, 7, 3))[0]
    entry.victims = int(code in ("theft", "assault", "fraud", "domestic_violence", "road_accident"))
    entry.loss = rng.randrange(1, 400) * 100_000 if code in _LOSING else 0
    entry.injured = rng.randrange(2) if code in ("assault", "road_accident") else 0
    entry.dead = int(code == "drowning" or (code == "road_accident" and rng.random() < 0.06))
    entry.summary = _WORDS.get(code, "")
    return entry


def _open(rng: random.Random, by: Viewer, commune: Unit, hamlets: Sequence[int], hours: int) -> None:
    code, heard = rng.choice(list(_WORDS)), now() - timedelta(hours=hours, minutes=rng.randrange(60))
    data = IncidentData(
        kind=code, place=rng.choice(hamlets), happened_on=heard.date(), source=rng.choice(_SOURCES),
        summary=_WORDS[code],
        reported_at=datetime.combine(heard.date(), heard.time(), ZONE), lat=_near(rng, commune.lat),
        lon=_near(rng, commune.lon),
    )  # fmt: skip
    actions.take_in(by=by, data=data, involved=[InvolvedData(role="suspect", count=rng.randrange(1, 3))])


def _near(rng: random.Random, middle: float | None) -> float | None:
    """About two kilometres around the commune's middle, where that is known."""
    return None if middle is None else round(middle + rng.uniform(-0.02, 0.02), 6)
