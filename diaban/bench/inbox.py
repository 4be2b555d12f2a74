"""`inbox`: one page of the inbox with the counts of all its tabs, over a million open cases.

By the real functions, as the application's role with row security, for a commune's police and for a province's
management; tabs in turn, the first page and the pages after it. Twice: a million cases in one province, and a million
over the nation's communes. Every read takes turns with a look-up of one case by primary key on the same connection,
under the same policies; `detail` has the ratio of the two medians.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diaban.bench.base import Figure, quantile
from diaban.bench.install import installed

if TYPE_CHECKING:
    from diaban.access.scope import Viewer

CASES = 1_000_000
GOAL_MS = 20.0
ROUNDS, TRIED = 40, 2  # of a small size, which is only tried


def measure(folder: Path, size: int = CASES) -> Sequence[Figure]:
    """Milliseconds that 95 in 100 reads don't pass, for a commune and for a province, in both layouts."""
    from diaban.bench import cases

    found: list[Figure] = []
    with installed(folder, min(size, 5_000)) as install:
        cases.declare()
        for layout in ("province", "nation"):
            cases.fill(install, size, nation=layout == "nation")
            for who, viewer in cases.viewers(install).items():
                found.append(_figure(f"inbox-{layout}-{who}", viewer, ROUNDS if size >= CASES else TRIED))
    return found


def _figure(name: str, viewer: Viewer, rounds: int) -> Figure:
    from diaban.access.session import acting

    with acting(viewer):
        ids = _some_ids()
        for _ in _reads(viewer):  # the first of each prepares its plans
            pass
        ours, peer, tabs = _in_turn(viewer, ids, rounds)
    told = {
        "p50_ms": round(statistics.median(ours) * 1e3, 2), "ratio_to_key": round(_ratio(ours, peer), 1),
        "reads": len(ours), "places": len(viewer.scope.person_places),
        "p95_of_tab_ms": {tab: round(quantile(each, 0.95) * 1e3, 2) for tab, each in tabs.items()},
    }  # fmt: skip
    return Figure(name, quantile(ours, 0.95) * 1e3, GOAL_MS, "at most", told)


def _ratio(ours: Sequence[float], peer: Sequence[float]) -> float:
    return statistics.median(ours) / statistics.median(peer)


def _in_turn(viewer: Viewer, ids: list[Any], rounds: int) -> tuple[list[float], list[float], dict[str, list[float]]]:
    from diaban.casework.cases import read

    ours: list[float] = []
    peer: list[float] = []
    tabs: dict[str, list[float]] = {}
    for number in range(rounds):
        for tab, seconds in _reads(viewer):
            ours.append(seconds)
            tabs.setdefault(tab, []).append(seconds)
            began = time.perf_counter()
            read(ids[(number * 7 + len(ours)) % len(ids)])
            peer.append(time.perf_counter() - began)
    return ours, peer, tabs


def _reads(viewer: Viewer) -> Iterator[tuple[str, float]]:
    """Each tab's first page and the one after it, as the page asks for them."""
    from diaban.casework import queries

    for tab in queries.Tab:
        after = None
        for _page in range(2):
            began = time.perf_counter()
            known = queries.counts(viewer=viewer)
            page = queries.inbox(viewer=viewer, tab=tab, after=after, known=known)
            yield tab.value, time.perf_counter() - began
            if (after := page.after) is None:
                break


def _some_ids() -> list[Any]:
    from diaban.core.sql import rows

    found = [row[0] for row in rows("select id from casework_case where closed_at is null limit 20000")]
    return random.Random(1).sample(found, min(500, len(found)))
