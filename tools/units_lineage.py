"""What became of each unit: edges with their share and resolution, fragments, dated changes, centres put right."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from statistics import median
from typing import Any

from units_sources import Row, Sources

PROVINCES = ("202/2025/QH15", "2025-06-12")
FIRST_FRAGMENT = 300_001
#: One edge: level (1 province, 3 commune), old code, new code, land, people (f full, p part, n none), its resolution's
#: place in the list, clause.
Edge = list[Any]
_CITED = re.compile(r"(\d+/(?:\d{4}/)?[A-ZĐ]+[-A-Z\d]*)[^\d]+(\d\d)/(\d\d)/(\d{4})")


class Citations:
    """Numbers and days of resolutions, each listed once; which one made the communes of a province."""

    def __init__(self, sources: Sources) -> None:
        self.listed: list[list[str]] = []
        self._place: dict[str, int] = {}
        self.of_unit = {code: self._last(note) for code, note in sources.notes.items()}
        votes: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
        for code, row in sources.communes_now.items():
            cited = self.of_unit[code]
            if cited and cited[1] < "2026":
                votes[row.parent][cited] += 1
        self.of_province = {province: count.most_common(1)[0][0] for province, count in sorted(votes.items())}

    @staticmethod
    def _last(note: str) -> tuple[str, str] | None:
        found = None
        for match in _CITED.finditer(note):
            found = (match[1], f"{match[4]}-{match[3]}-{match[2]}")
        return found

    def place(self, number: str, day: str) -> int:
        """Where this resolution stands in the list."""
        if number not in self._place:
            self._place[number] = len(self.listed)
            self.listed.append([number, day])
        return self._place[number]


def commune_edges(sources: Sources, overrides: dict[str, Any], citations: Citations) -> list[Edge]:
    """Which commune of the old list went where, and with what share of its land and people."""
    pairs = set(sources.edges)
    for drop in overrides["drop_edges"]:
        pairs.remove((drop["old"], drop["new"]))
    pairs.update((added["old"], added["new"]) for added in overrides["add_edges"])
    shares = {(s["old"], s["new"]): s for s in overrides["shares"]}
    if unknown := set(shares) - pairs:
        raise ValueError(f"shares of edges that do not exist: {sorted(unknown)}")
    targets: dict[str, list[str]] = defaultdict(list)
    for old, new in sorted(pairs):
        targets[old].append(new)
    out: list[Edge] = []
    for old, news in targets.items():
        province = sources.communes_now[news[0]].parent
        resolution = citations.place(*citations.of_province[province])
        for new, (land, people) in zip(news, split_shares(old, news, shares), strict=True):
            clause = shares.get((old, new), {}).get("clause", "")
            out.append([3, old, new, land, people, resolution, clause])
    return out


def split_shares(old: str, news: list[str], shares: dict[tuple[str, str], dict[str, str]]) -> list[tuple[str, str]]:
    """Shares of each successor. Where only one takes people (or land), it takes all of them."""
    if len(news) == 1:
        return [("f", "f")]
    land = [shares.get((old, n), {}).get("land", "part")[0] for n in news]
    people = [shares.get((old, n), {}).get("people", "part")[0] for n in news]
    return list(zip(_settle(land), _settle(people), strict=True))


def _settle(parts: list[str]) -> list[str]:
    taking = [p for p in parts if p != "n"]
    if len(taking) == 1:
        return ["n" if p == "n" else "f" for p in parts]
    return ["n" if "f" in parts and p == "p" else p for p in parts]


def province_edges(edges: list[Edge], sources: Sources, citations: Citations) -> list[Edge]:
    """Old province → new province, read off the communes; every old province went whole to one new one."""
    found: dict[str, set[str]] = defaultdict(set)
    for edge in edges:
        district = sources.districts[sources.communes_then[edge[1]].parent]
        found[district.parent].add(sources.communes_now[edge[2]].parent)
    torn = {old: news for old, news in found.items() if len(news) != 1}
    if torn:
        raise ValueError(f"provinces with more than one successor: {torn}")
    place = citations.place(*PROVINCES)
    return [[1, old, min(found[old]), "f", "f", place, ""] for old in sorted(found)]


def number_fragments(edges: list[Edge], kept: dict[tuple[str, str], int]) -> tuple[list[Any], list[Any]]:
    """A fragment for each successor of a split commune; ids once given stay, retired ones are never reused."""
    count = Counter(edge[1] for edge in edges)
    split = [(edge[1], edge[2]) for edge in edges if count[edge[1]] > 1]
    upcoming = max(kept.values(), default=FIRST_FRAGMENT - 1) + 1
    ids = dict(kept)
    for pair in split:
        if pair not in ids:
            ids[pair] = upcoming
            upcoming += 1
    live = set(split)
    retired = sorted([number, *pair] for pair, number in ids.items() if pair not in live)
    return [[ids[pair], *pair] for pair in split], retired


def changes(sources: Sources, overrides: dict[str, Any], citations: Citations) -> list[list[Any]]:
    """Kinds that changed after 1 July 2025: level, code, kind, name, from, resolution, whether the day was checked."""
    effective = {e["resolution"]: e for e in overrides["effective"]}
    out: list[list[Any]] = []
    for level, rows in ((1, sources.provinces_now), (3, sources.communes_now)):
        for code in sorted(rows):
            kind = sources.kinds_today[code]
            if kind == rows[code].kind:
                continue
            note = sources.notes[code]
            number = next(n for n in effective if n in note)
            about = effective[number]
            place = citations.place(number, about["signed"])
            out.append([level, code, kind, rows[code].name, about["from"], place, about["checked"]])
    return out


def distance(a: Row, lat: float, lon: float) -> float:
    """Kilometres, flat: good enough to see a centre that lies in another district."""
    assert a.lat is not None
    assert a.lon is not None
    return math.hypot((a.lat - lat) * 111.0, (a.lon - lon) * 111.0 * math.cos(math.radians(lat)))


def repair_centres(sources: Sources, edges: list[Edge]) -> None:
    """Move centres that were geocoded to a namesake: a commune whose centre is far from all it was made of."""
    parts: dict[str, list[Row]] = defaultdict(list)
    for edge in edges:
        old = sources.communes_then[edge[1]]
        if old.lat is not None:
            parts[edge[2]].append(old)
    for code, row in sources.communes_now.items():
        if not parts[code]:
            continue
        lat = median(p.lat for p in parts[code] if p.lat is not None)
        lon = median(p.lon for p in parts[code] if p.lon is not None)
        reach = 10 + 3 * math.sqrt((row.area or 60) / math.pi)
        if (row.lat is None or distance(row, lat, lon) > reach) and row.kind != "đặc khu":
            row.lat, row.lon = lat, lon
