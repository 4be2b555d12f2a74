"""The list of units that ships with the program, read from its file. `tools/build_units.py` makes the file.

Ids follow from level, list and code, so that a rebuilt file or another install gives a unit the same id:
provinces 1,000 + code then and 2,000 + code now, districts 10,000 + code, communes 100,000 + code then and
200,000 + code now, island districts that stand for a commune 140,000 + code. Fragments carry theirs in the file.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from diaban.areas.closure import Graph, closure, rows

NATION = 1
_FOLDER = Path(__file__).with_name("data")
_SHARE = {"f": "full", "p": "part", "n": "none"}
_LEVELS = {"provinces_then": 1, "districts": 2, "communes_then": 3, "provinces_now": 1, "communes_now": 3}


@dataclass(slots=True)
class Shipped:
    """Rows ready for COPY: the columns of `areas_unit`, `areas_name`, `areas_edge` and the closure's graph."""

    digest: str
    units: list[tuple[Any, ...]] = field(default_factory=list)
    names: list[tuple[Any, ...]] = field(default_factory=list)
    edges: list[tuple[Any, ...]] = field(default_factory=list)
    fragments: dict[int, tuple[int, int]] = field(default_factory=dict)

    def within(self) -> list[tuple[int, int]]:
        """The closure of these units alone."""
        parents = {unit[0]: unit[5] for unit in self.units}
        whole = frozenset(unit[0] for unit in self.units if unit[1] in (1, 2))
        edges = [(edge[0], edge[1]) for edge in self.edges]
        return rows(closure(Graph(parents, edges, self.fragments, whole=whole)))


def path() -> Path:
    """The newest list that ships."""
    return max(_FOLDER.glob("units-*.json.gz"))


def digest() -> str:
    """Tells one shipped list from another."""
    return hashlib.sha256(path().read_bytes()).hexdigest()


def unit_id(level: int, code: str, then: bool) -> int:
    """The fixed id of a shipped province, district or commune."""
    if level == 1:
        return (1_000 if then else 2_000) + int(code)
    if level == 2:
        return 10_000 + int(code)
    if len(code) == 3:
        return 140_000 + int(code)
    return (100_000 if then else 200_000) + int(code)


def read() -> Shipped:
    """Everything in the file, as rows."""
    packed = path().read_bytes()
    content = json.loads(gzip.decompress(packed))
    out = Shipped(hashlib.sha256(packed).hexdigest())
    snapshot, reform = (date.fromisoformat(content[key]) for key in ("snapshot", "reform"))
    out.units.append((NATION, 0, "VN", snapshot, None, None, True, 16.0, 107.0, None))
    out.names.append((NATION, "nước", "Việt Nam", snapshot, None, "", True))
    cited = [f"{number} ngày {date.fromisoformat(day):%d/%m/%Y}" for number, day in content["resolutions"]]
    made_by = {(edge[0], edge[2]): cited[edge[5]] for edge in content["edges"]}
    changed = {(level, code): rest for level, code, *rest in content["changes"]}
    for part in _LEVELS:
        _add_units(out, content[part], part, snapshot, reform, made_by, changed, cited)
    _add_edges(out, content, reform, cited)
    return out


def _add_units(
    out: Shipped, listed: list[list[Any]], part: str, snapshot: date, reform: date,
    made_by: dict[tuple[int, str], str], changed: dict[tuple[int, str], list[Any]], cited: list[str],
) -> None:  # fmt: skip
    level, then = _LEVELS[part], part in ("provinces_then", "districts", "communes_then")
    starts, ends = (snapshot, reform) if then else (reform, None)
    above = 2 if part == "communes_then" else 1
    for code, parent, kind, name, lat, lon, *area in listed:
        number = unit_id(level, code, then)
        parent_id = unit_id(above, parent, then) if parent else NATION
        out.units.append((number, level, code, starts, ends, parent_id, then, lat, lon, area[0] if area else None))
        source = "" if then else made_by[level, code]
        change = None if then else changed.get((level, code))
        if change is None:
            out.names.append((number, kind, name, starts, ends, source, True))
            continue
        new_kind, new_name, day, place, checked = change
        out.names.append((number, kind, name, starts, date.fromisoformat(day), source, True))
        out.names.append((number, new_kind, new_name, date.fromisoformat(day), None, cited[place], checked))


def _add_edges(out: Shipped, content: dict[str, Any], day: date, cited: list[str]) -> None:
    parts = {(old, new): number for number, old, new in content["fragments"]}
    units = {unit[0]: unit for unit in out.units}
    names = {name[0]: f"{name[1]} {name[2]}" for name in reversed(out.names)}
    for level, old, new, land, people, place, clause in content["edges"]:
        old_id, new_id = unit_id(level, old, True), unit_id(level, new, False)
        fragment = parts.get((old, new)) if level == 3 else None
        out.edges.append((old_id, new_id, _SHARE[land], _SHARE[people], day, cited[place], clause, fragment))
        if fragment:
            was = units[old_id]
            out.fragments[fragment] = (old_id, new_id)
            out.units.append((fragment, 5, f"{old}.{new}", was[3], None, old_id, True, was[7], was[8], None))
            out.names.append((fragment, "phần", f"{names[old_id]} về {names[new_id]}", was[3], None, "", True))
