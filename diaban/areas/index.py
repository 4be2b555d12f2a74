"""Names of units in memory: by exact and bare key, with what each unit lies inside. Built once for a version."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from diaban.areas.parsing import NICKNAMES, Part, bare_key, exact_key
from diaban.core import sql


@dataclass(frozen=True, slots=True)
class Entry:
    """One unit under one of the names it had: days of the unit, days of the name."""

    unit_id: int
    level: int
    kind: str
    name: str
    starts: date
    ends: date | None
    named_from: date
    named_to: date | None

    def stood(self, day: date) -> bool:
        """Whether the unit was in force on a day."""
        return self.starts <= day and (self.ends is None or day < self.ends)

    def so_called(self, day: date) -> bool:
        """Whether it had this kind and name on a day."""
        return self.named_from <= day and (self.named_to is None or day < self.named_to)


@dataclass(slots=True)
class Index:
    """Provinces, districts and communes of every list by name and code; hamlets by the commune they lie in."""

    version: int
    exact: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    bare: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    codes: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    inside: dict[int, frozenset[int]] = field(default_factory=dict)
    hamlets: dict[int, list[Entry]] = field(default_factory=lambda: defaultdict(list))

    def look_up(self, part: Part, *, exactly: bool) -> list[Entry]:
        """Entries that a part of an address may name, its kind aside."""
        key, table = (exact_key, self.exact) if exactly else (bare_key, self.bare)
        found = [e for e in table.get(key(part.name), ()) if e.level in part.levels]
        if part.kind:  # The kind may belong to the name: Phường Đúc, Bản Hồ.
            found += [e for e in table.get(key(part.text), ()) if e.level <= 3]
        if 1 in part.levels and (nickname := NICKNAMES.get(bare_key(part.name))):
            found += [e for e in table.get(key(nickname), ()) if e.level == 1]
        return list(dict.fromkeys(found))

    def knows(self, words: Iterable[str], levels: frozenset[int]) -> bool:
        """Whether words are, marks aside, the name of a unit of one of these levels."""
        name = " ".join(words)
        if 1 in levels and bare_key(name) in NICKNAMES:
            return True
        return any(e.level in levels for e in self.bare.get(bare_key(name), ()))


_ENTRIES = """
select u.id, u.level, n.kind, n.name, u.valid_from, u.valid_to, n.valid_from, n.valid_to, u.code, u.parent_id
from areas_unit u join areas_name n on n.unit_id = u.id where u.level between 1 and 4 order by u.id, n.valid_from
"""
_INSIDE = """
select w.place_id, array_agg(w.unit_id) from areas_within w join areas_unit u on u.id = w.place_id
where u.level between 1 and 3 group by 1
"""


def build(version: int) -> Index:
    """Read the index: about a third of a second for the whole country."""
    index = Index(version)
    for *values, code, parent in sql.rows(_ENTRIES):
        entry = Entry(*values)
        if entry.level == 4:
            index.hamlets[parent].append(entry)
            continue
        index.exact[exact_key(entry.name)].append(entry)
        index.bare[bare_key(entry.name)].append(entry)
        index.codes[code].append(entry)
    index.inside = {place: frozenset(units) for place, units in sql.rows(_INSIDE)}
    return index
