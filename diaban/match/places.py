"""Communes as written, then or now, as the codes of today's communes; by the lineage, never by a folded name alone.

A name that several communes carry stays several codes; of those, the ones that have residents on the other side count.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import polars as pl
from rapidfuzz.distance import OSA

from diaban.core.errors import DiabanError
from diaban.match import tokens

_KIND = re.compile(r"^(?:thi xa|thi tran|thanh pho|dac khu|xa|phuong|huyen|quan|tinh|tt|tx|tp|x|p|h|q|t)\b\s*")
_MORE = re.compile(r"[,;(]|\s[-–]\s")


def plain(text: str) -> str:
    """A unit's name folded, without its kind and spaces."""
    return _KIND.sub("", _spaced(text)).replace(" ", "") or _spaced(text).replace(" ", "")


def _spaced(text: str) -> str:
    return " ".join(filter(None, (tokens.spelt(word)[0] for word in re.split(r"[\s.'’\-]+", text))))


@dataclass
class Units:
    """Communes by every name they had. `named`: folded name -> [(code now, folded district then)]."""

    named: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, name: str | None, code: str, district: str | None = None) -> None:
        """`code`: the commune of today that this name leads to."""
        if name:
            entry = (code, plain(district) if district else "")
            known = self.named[plain(name)]
            if entry not in known:
                known.append(entry)

    def codes(self, text: str, among: frozenset[str]) -> frozenset[str]:
        """Today's communes that a text may mean, of those that occur. A slip of one letter is seen through."""
        head, *rest = _MORE.split(text)
        name, further = plain(head), {plain(part) for part in rest}
        found = [e for e in self.named.get(name, ()) if e[0] in among]
        if not found:
            near = (key for key in self._near(among) if abs(len(key) - len(name)) <= 1)
            found = [
                e
                for key in near
                if OSA.distance(key, name, score_cutoff=1) <= 1
                for e in self.named[key]
                if e[0] in among
            ]
        inside = [e for e in found if e[1] and e[1] in further]
        return frozenset(code for code, _ in inside or found)

    def _near(self, among: frozenset[str]) -> list[str]:
        if self._seen != among:
            self._seen = among
            self._keys = [key for key, entries in self.named.items() if any(code in among for code, _ in entries)]
        return self._keys

    _seen: frozenset[str] = frozenset()
    _keys: list[str] = field(default_factory=list)


def code(text: str) -> str:
    """A unit's code as one text, however it was kept: numbers lose their first zeros."""
    kept = text.strip().removesuffix(".0")
    return kept.lstrip("0") or kept[:1]


def from_table(table: pl.DataFrame) -> Units:
    """Units of a table with `new_code, new_name` and, where known, `old_name, old_district`.

    Raises: DiabanError where codes or all names are missing.
    """
    if "new_code" not in table.columns or not {"new_name", "old_name"} & set(table.columns):
        raise DiabanError("Tệp --communes cần cột new_code và new_name (hoặc old_name); chưa so gì.")
    units = Units()
    known = [name for name in ("new_code", "new_name", "old_name", "old_district") if name in table.columns]
    for row in table.select(pl.col(known).cast(pl.String)).iter_rows(named=True):
        if row["new_code"]:
            units.add(row.get("new_name"), code(row["new_code"]))
            units.add(row.get("old_name"), code(row["new_code"]), row.get("old_district"))
    return units


def shipped() -> Units:
    """The communes of 30 June 2025 and of today, as they ship."""
    from diaban.areas import shipped as file

    content = file.read()
    names: dict[int, list[str]] = defaultdict(list)
    for unit, _kind, name, *_rest in content.names:
        names[unit].append(name)
    codes, parents = {u[0]: u[2] for u in content.units}, {u[0]: u[5] for u in content.units}
    now = {u[0] for u in content.units if u[1] == 3 and 200_000 <= u[0] < 300_000}
    units = Units()
    for unit in now:
        for name in names[unit]:
            units.add(name, code(codes[unit]))
    for old, new, *_rest in content.edges:
        if new in now:
            for name in names[old]:
                units.add(name, code(codes[new]), next(iter(names.get(parents.get(old) or -1, [])), None))
    return units


def resolve(texts: Iterable[str], units: Units, among: frozenset[str]) -> list[frozenset[str]]:
    """For each distinct text its possible communes."""
    return [units.codes(text, among) for text in texts]
