"""Which ground a book is about, and which commune or hamlet a row's words mean, by lineage."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from diaban.areas import queries as areas
from diaban.areas.parsing import bare_key, split_kind
from diaban.areas.queries import Level, Resolution, Unit
from diaban.core.text import tidy
from diaban.incidents.importing.reasons import Reason, reason

_KINDS = r"huyện|thị xã|thành phố|tp\.?|quận|tỉnh|xã|phường|thị trấn|đặc khu|h\.|tx\.?"
_NAMED = re.compile(rf"(?:^|[\s(,\-])({_KINDS})\s+((?:[^\W\d_]+[’'\- ]*){{1,4}}|\d{{1,2}})", re.IGNORECASE)
#: Of the rows that name a place, how many must lie in the ground that a book is taken to be about.
ENOUGH = 0.6


def named(lines: Iterable[str], on: date) -> list[Unit]:
    """Units that title lines name with their kind: all that fit, for names repeat nationwide."""
    found: dict[int, Unit] = {}
    for line in lines:
        for kind, name in _NAMED.findall(tidy(line)):
            words = name.split()
            for count in range(len(words), 0, -1):
                units = _units(areas.resolver().resolve(f"{kind} {' '.join(words[:count])}".lower(), on))
                units = [u for u in units if bare_key(u.name) == bare_key(" ".join(words[:count]))]
                if units:
                    found |= {unit.id: unit for unit in units}
                    break
    return list(found.values())


def _units(answer: Resolution) -> list[Unit]:
    return [answer.unit] if answer.unit else [candidate.unit for candidate in answer.candidates]


def ground(lines: Iterable[str], texts: Mapping[str, int], on: date) -> Unit | None:
    """The ground of a book: what its titles name, else where most of its rows lie. None where it must be asked."""
    votes: Counter[int] = Counter()
    for text, count in texts.items():
        above = {
            u for unit in _units(areas.resolver().resolve(text, on)) for u in areas.resolver().index.inside[unit.id]
        }
        votes.update(dict.fromkeys(above, count))
    total = sum(texts.values())
    told = [unit for unit in named(lines, on) if not total or votes[unit.id] >= ENOUGH * total]
    if told:
        return min(told, key=lambda unit: (-unit.level, -votes[unit.id]))
    found = areas.units(votes, on)
    for level in (Level.DISTRICT, Level.PROVINCE):
        ranked = [u for u, n in votes.most_common() if n >= ENOUGH * total and u in found and found[u].level == level]
        if len(ranked) == 1 or (len(ranked) > 1 and votes[ranked[0]] > votes[ranked[1]]):
            return found[ranked[0]]
    return None


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a row's incident happened: the place (None where that must be seen to), words beside it, and why."""

    place: int | None
    rest: str
    reasons: tuple[Reason, ...]


@dataclass(slots=True)
class Places:
    """Finds the places of one book's rows. `reach` is what the importer may write."""

    area: Unit
    reach: frozenset[int]
    inside: frozenset[int] = frozenset()
    province: int | None = None
    communes: list[Unit] = field(default_factory=list)
    _kept: dict[tuple[str, date], Placed] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.inside = frozenset(areas.places_within(self.area.id))
        above = [self.area, *areas.ancestors(self.area.id)]
        self.province = next((unit.id for unit in above if unit.level == Level.PROVINCE), None)
        self.communes = [unit for unit in areas.units(self.inside).values() if unit.level == Level.COMMUNE]

    def find(self, text: str, on: date) -> Placed:
        """The place that words mean on a day."""
        known = (text, areas.FIRST_LIST if areas.by_list(on) else on)
        if known not in self._kept:
            self._kept[known] = self._find(tidy(text), on)
        return self._kept[known]

    def _find(self, text: str, on: date) -> Placed:
        if not text:
            return self._of_book()
        answer = areas.resolver().resolve(text, on, self.province, self.area.id)
        found, notes = self._chosen(answer, text, on)
        if found is None:
            return Placed(None, "", notes)
        if found.level < Level.COMMUNE:
            return Placed(None, "", (reason("place_wide", text=text),))
        return self._on_day(found, answer, text, on, notes)

    def _of_book(self) -> Placed:
        if self.area.level < Level.COMMUNE:
            return Placed(None, "", (reason("place_missing"),))
        return Placed(self.area.id, "", (reason("place_book", unit=self.area.full_name),))

    def _chosen(self, answer: Resolution, text: str, on: date) -> tuple[Unit | None, tuple[Reason, ...]]:
        """The unit that an answer means in this book."""
        units = _units(answer)
        near = [unit for unit in units if unit.id in self.inside]
        near = [unit for unit in near if unit.in_force(on)] or near
        if len(near) == 1:
            notes = () if answer.sure == "exact" else (reason("place_near", text=text, unit=near[0].full_name),)
            return near[0], notes
        if len(near) > 1 or len(units) > 1:
            told = "; ".join(unit.full_name for unit in (near or units)[:5])
            return self._alike(text, on) or (None, (reason("place_several", text=text, units=told),))
        if units:  # a unit of the province, outside the ground of the book
            return self._alike(text, on) or (units[0], (reason("place_outside", unit=units[0].full_name),))
        alike = self._alike(text, on)
        if alike:
            return alike
        far = areas.resolver().resolve(text, on)
        return None, (reason("place_far" if far.unit else "place_unknown", text=text),)

    def _alike(self, text: str, on: date) -> tuple[Unit, tuple[Reason, ...]] | None:
        """The only commune of the book's ground whose name is one slip away."""
        from rapidfuzz.distance import OSA

        wanted = bare_key(split_kind(text).name)
        if len(wanted) < 5:
            return None
        found = [unit for unit in self.communes if int(OSA.distance(bare_key(unit.name), wanted)) <= 1]
        found = [unit for unit in found if unit.in_force(on)] or found
        if len(found) != 1:
            return None
        return found[0], (reason("place_near", text=text, unit=found[0].full_name),)

    def _on_day(self, found: Unit, answer: Resolution, text: str, on: date, notes: tuple[Reason, ...]) -> Placed:
        """The place as of the day: a unit that had ended by then gives way to the one that took it over."""
        told = list(notes)
        if not found.in_force(on):
            if found.valid_from > on:
                told.append(reason("place_later", unit=found.full_name))
            else:
                after = [step.unit for step in areas.successors(found.id) if step.unit.in_force(on)]
                if len(after) != 1:
                    return Placed(None, "", (*told, reason("place_split", unit=found.full_name)))
                found = after[0]
                told.append(reason("place_settled", text=text, unit=found.full_name))
        elif found.level == Level.COMMUNE and len(areas.successors(found.id)) > 1:
            told.append(reason("place_parted", unit=found.full_name))
        if found.id not in self.reach:
            return Placed(None, "", (*told, reason("place_beyond", unit=found.full_name)))
        rest = answer.rest if answer.unit is not None else ""
        return Placed(found.id, rest, tuple(told))
