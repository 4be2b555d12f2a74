"""The matcher beside Splink on worlds made here: errors, rows for a clerk, duplicates, wall and memory, as ratios.

Needs the extra `bench` (Splink, DuckDB, recordlinkage). Errors are 1 − F1 of each row's best answer: ours at the
shipped threshold, theirs at the best threshold there is for it, which no office could know.
"""

from __future__ import annotations

import importlib.util
import statistics
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from diaban.bench.base import Figure
from diaban.bench.linkage import compare, generate, public, samples
from diaban.bench.linkage.compare import SHIPPED, Dedupe, Link
from diaban.bench.linkage.scores import Ranked
from diaban.bench.linkage.settings import SETTINGS, TYPICAL

#: Residents of each world when every setting is tried, and rows about them.
_EACH, _ROWS = 50_000, 8_000
_MILLION = (1_000_000, 151_000)


def _tell(text: str) -> None:
    print(f"· {text}", file=sys.stderr, flush=True)


@dataclass
class Sums:
    """Figures of several worlds: ratios of sums, so that a world without errors divides nothing by zero."""

    links: dict[str, Link] = field(default_factory=dict)
    dedupes: dict[str, Dedupe] = field(default_factory=dict)

    def figures(self, name: str) -> Iterator[Figure]:
        """Each figure with the worlds' own in its detail."""
        yield from self.right(name)
        yield from self._dedupe(name)
        links, twins = list(self.links.values()), list(self.dedupes.values())
        yield Figure(f"{name}-wall", _slower(links), 4, "at least", {"seconds": [one.our_run.seconds for one in links]})
        yield Figure(f"{name}-memory", _heavier(links), 1 / 3, "at most", {"mib": [one.our_run.mib for one in links]})
        yield Figure(f"{name}-duplicates-wall", _slower(twins), 7, "at least",
                     {"seconds": [one.our_run.seconds for one in twins]})  # fmt: skip

    def right(self, name: str) -> Iterator[Figure]:
        """Errors, the shipped threshold's loss, rows for a clerk."""
        links = self.links
        ours = {at: 1 - one.ours.ranked.f1(SHIPPED) for at, one in links.items()}
        best = {at: 1 - one.ours.ranked.best()[0] for at, one in links.items()}
        theirs = {at: 1 - one.theirs.ranked.best()[0] for at, one in links.items()}
        yield Figure(f"{name}-errors", _over(ours, theirs), 0.6, "at most",
                     {"ours": _short(ours), "theirs": _short(theirs), "kinds": self._kinds()})  # fmt: skip
        lost = {at: ours[at] - best[at] for at in links}
        yield Figure(f"{name}-threshold", max(lost.values()), 0.002, "at most", {"lost": _short(lost)})
        clerk = {at: float(one.ours.clerk()) for at, one in links.items()}
        theirs = {at: float(one.theirs.clerk()) for at, one in links.items()}
        yield Figure(f"{name}-clerk", _over(clerk, theirs), 0.35, "at most", {"ours": clerk, "theirs": theirs})

    def _dedupe(self, name: str) -> Iterator[Figure]:
        ours = {at: one.ours.f1(SHIPPED) for at, one in self.dedupes.items()}
        theirs = {at: one.theirs.best()[0] for at, one in self.dedupes.items()}
        both = {"ours": _short(ours), "theirs": _short(theirs)}
        yield Figure(f"{name}-duplicates-f1", statistics.mean(ours.values()), 0.95, "at least", both)
        found = {at: one.ours.recall(0.99)[0] for at, one in self.dedupes.items()}
        theirs = {at: one.theirs.recall(0.99)[0] for at, one in self.dedupes.items()}
        both = {"ours": _short(found), "theirs": _short(theirs)}
        yield Figure(f"{name}-duplicates-recall", statistics.mean(found.values()), 0.88, "at least", both)

    def _kinds(self) -> dict[str, list[int]]:
        """Rows answered wrongly by each thing that went wrong in them: ours, theirs."""
        ours, theirs = Counter[str](), Counter[str]()
        for one in self.links.values():
            ours.update(one.ours.by_kind(SHIPPED))
            theirs.update(one.theirs.by_kind(one.theirs.ranked.best()[1]))
        return {kind: [ours[kind], theirs[kind]] for kind, _ in (ours + theirs).most_common()}


def _over(ours: dict[str, float], theirs: dict[str, float]) -> float:
    return sum(ours.values()) / max(sum(theirs.values()), 1e-9)


def _short(values: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in values.items()}


def _slower(runs: Sequence[Link | Dedupe]) -> float:
    return sum(one.their_run.seconds for one in runs) / sum(one.our_run.seconds for one in runs)


def _heavier(runs: Sequence[Link | Dedupe]) -> float:
    return max(one.our_run.mib for one in runs) / max(one.their_run.mib for one in runs)


def measure(folder: Path, size: int = _EACH) -> Sequence[Figure]:
    """Every setting, linked; three of them searched for duplicates."""
    sums = Sums()
    for name, setting in SETTINGS.items():
        _tell(name)
        generate.write(setting.sized(size, max(300, _ROWS * size // _EACH)), folder / name)
        sums.links[name] = compare.link(folder / name)
        if name in ("clean", "typical", "dirty"):
            sums.dedupes[name] = compare.dedupe(folder / name)
    return list(sums.figures("linkage"))


def public_sets(folder: Path, size: int = 0) -> Sequence[Figure]:
    """FEBRL 3 and 4 against what the best reach there, and the lists of `pseudopeople`, where it is installed.

    `size` is taken and not used: these sets are as large as they are.
    """
    public.febrl3(folder / "febrl3")
    public.febrl4(folder / "febrl4")
    three, _ = compare.alone_dedupe(folder / "febrl3", _mapped(public.FEBRL_MAP))
    four, _ = compare.alone_link(folder / "febrl4", _mapped(public.FEBRL_MAP))
    figures = [
        Figure("linkage-febrl3", three.f1(SHIPPED), 0.997, "at least", _told(three)),
        Figure("linkage-febrl4", four.ranked.f1(SHIPPED), 0.9998, "at least", _told(four.ranked)),
    ]
    if importlib.util.find_spec("pseudopeople"):
        public.pseudopeople(folder / "pseudopeople")
        found, _ = compare.alone_link(folder / "pseudopeople", _mapped(public.PSEUDOPEOPLE_MAP))
        value, told = found.ranked.f1(SHIPPED), _told(found.ranked)
        figures.append(Figure("linkage-pseudopeople", value, 0.8, "at least", told))
    return figures


def _mapped(maps: Sequence[str]) -> list[str]:
    return [part for one in maps for part in ("--map", one)]


def _told(ranked: Ranked) -> dict[str, float]:
    return _short({"best": ranked.best()[0]})


def sampled(folder: Path, size: int = 0) -> Sequence[Figure]:
    """The sample workbooks (DIABAN_SAMPLES): registers linked to residents, residents to themselves.

    `size` is taken and not used.
    """
    samples.write(samples.folder(), folder)
    return list(_alone("linkage-samples", folder, []))


def alone(folder: Path, size: int = _MILLION[0]) -> Sequence[Figure]:
    """The matcher without its peer, which takes hours at that size."""
    generate.write(TYPICAL.sized(size, round(size * _MILLION[1] / _MILLION[0])), folder)
    return list(_alone("linkage-alone", folder, ["--communes", str(folder / "units.parquet")]))


def _alone(name: str, folder: Path, told: Sequence[str]) -> Iterator[Figure]:
    """What issues ask of both verbs, with seconds and memory in the detail."""
    found, run = compare.alone_link(folder, told)
    ranked, took = found.ranked, {"seconds": run.seconds, "mib": run.mib}
    kinds = dict(found.by_kind(SHIPPED).most_common())
    yield Figure(f"{name}-f1", ranked.f1(SHIPPED), 0.985, "at least", {**_told(ranked), **took, "kinds": kinds})
    yield Figure(f"{name}-threshold", ranked.best()[0] - ranked.f1(SHIPPED), 0.002, "at most")
    yield Figure(f"{name}-recall", ranked.recall(0.995)[0], 0.97, "at least", {"clerk": found.clerk()})
    twins, run = compare.alone_dedupe(folder, told)
    took = {"seconds": run.seconds, "mib": run.mib}
    yield Figure(f"{name}-duplicates-f1", twins.f1(SHIPPED), 0.95, "at least", {**_told(twins), **took})
    yield Figure(f"{name}-duplicates-recall", twins.recall(0.99)[0], 0.88, "at least")


def small(folder: Path, size: int = 20_000) -> Sequence[Figure]:
    """The typical setting alone, in a minute or two."""
    return _one("linkage-small", folder, size, round(size * TYPICAL.rows / TYPICAL.residents))


def million(folder: Path, size: int = _MILLION[0]) -> Sequence[Figure]:
    """A province of a million and its registers of 151,000 rows."""
    return _one("linkage-1m", folder, size, round(size * _MILLION[1] / _MILLION[0]))


def _one(name: str, folder: Path, size: int, rows: int) -> Sequence[Figure]:
    sums = Sums()
    generate.write(TYPICAL.sized(size, rows), folder)
    _tell("link")
    sums.links["typical"] = compare.link(folder)
    _tell("dedupe")
    sums.dedupes["typical"] = compare.dedupe(folder)
    return list(sums.figures(name))
