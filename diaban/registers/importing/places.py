"""Which commune a row's address means, by names then and now and the lineage between them.

A name that agrees without its marks alone decides nothing: it counts only where what it names is, or became part of,
the commune whose register it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from diaban.areas import queries as areas
from diaban.areas.parsing import bare_key, split_kind
from diaban.areas.queries import Level, Resolution, Unit
from diaban.core.text import fold, tidy
from diaban.papers.lists import words
from diaban.people.importing.places import Hamlets
from diaban.registers.importing.reasons import Reason, reason


@dataclass(frozen=True, slots=True)
class Where:
    """`place` keeps the row (a hamlet or the commune of the register); `commune` is what the address means."""

    place: int
    commune: int | None
    reasons: tuple[Reason, ...] = ()


@dataclass(slots=True)
class Places:
    """Finds the places of one workbook's rows; `own` is the commune whose register it is."""

    own: Unit
    on: date
    hamlets: Hamlets = field(init=False)
    province: int | None = field(init=False)
    _hamlets: list[Unit] = field(init=False)
    _kept: dict[tuple[str, str, str], Where] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.hamlets = Hamlets(self.own.id, self.on)
        self._hamlets = [row.unit for row in areas.hamlets(self.own.id, self.on)]
        above = areas.ancestors(self.own.id, self.on)
        self.province = next((unit.id for unit in above if unit.level == Level.PROVINCE), None)

    def find(self, hamlet: str, commune: str, address: str) -> Where:
        """Where a row's cells put it."""
        key = (tidy(hamlet), tidy(commune), tidy(address))
        if key not in self._kept:
            self._kept[key] = self._find(*key)
        return self._kept[key]

    def _find(self, hamlet: str, commune: str, address: str) -> Where:
        text = commune or address
        if not text and not hamlet:
            return Where(self.own.id, self.own.id, (reason("place_missing"),))
        if not text:
            return self._own(hamlet, ())
        unit, reasons = self._commune(text)
        if unit is None and not commune and not _names_commune(address):
            return self._own(hamlet or address, ())  # an address that is a hamlet or a house alone
        if unit is None:
            return Where(self.own.id, None, reasons)
        if unit.id != self.own.id:
            return Where(self.own.id, unit.id, reasons)
        return self._own(hamlet or _before(address), reasons)

    def _own(self, hamlet: str, reasons: tuple[Reason, ...]) -> Where:
        if not hamlet:
            return Where(self.own.id, self.own.id, (*reasons, reason("hamlet_missing")))
        place = self.hamlets.find(hamlet)
        if place is None and (near := self._near(hamlet)) is not None:
            return Where(near.id, self.own.id, (*reasons, reason("hamlet_near", text=hamlet, unit=near.full_name)))
        if place is None:
            unknown = (reason("hamlet_unknown", text=hamlet),) if len(self.hamlets) else ()
            return Where(self.own.id, self.own.id, (*reasons, *unknown))
        return Where(place, self.own.id, reasons)

    def _near(self, hamlet: str) -> Unit | None:
        """The one hamlet that a slip away is meant: its digits are the same, and no other is as near."""
        from rapidfuzz.distance import OSA

        wanted, digits = _letters(hamlet)
        near = [unit for unit in self._hamlets if _letters(unit.full_name)[1] == digits
                and len(wanted) > 3 and int(OSA.distance(_letters(unit.full_name)[0], wanted)) <= 1]  # fmt: skip
        return near[0] if len(near) == 1 else None

    def _commune(self, text: str) -> tuple[Unit | None, tuple[Reason, ...]]:
        """The commune of today that words mean."""
        if text.isdigit() and str(int(text)) in {unit.name.lstrip("0") for unit in self._parts()}:
            return self.own, ()  # "5" for Phường 5, which became part of it
        answer = areas.resolver().resolve(text, self.on, self.province, self.own.id)
        if answer.unit is not None:
            return self._taken(answer, text)
        homes = {home.id: home for candidate in answer.candidates for home in self._now(candidate.unit)}
        if answer.candidates and self.own.id in homes and self._sharp(answer, text):
            return self.own, (reason("place_near", text=text, unit=self.own.full_name),)
        if answer.candidates:
            told = "; ".join(candidate.unit.full_name for candidate in answer.candidates[:5])
            return None, (reason("place_several", text=text, units=told),)
        return self._alike(text)

    def _taken(self, answer: Resolution, text: str) -> tuple[Unit | None, tuple[Reason, ...]]:
        assert answer.unit is not None
        homes = self._now(answer.unit)
        if len(homes) != 1:
            mine = any(home.id == self.own.id for home in homes)
            split = (reason("place_split", unit=answer.unit.full_name),)
            return (self.own, ()) if mine else (None, split)
        if answer.sure != "exact" and homes[0].id != self.own.id:
            return None, (reason("place_several", text=text, units=answer.unit.full_name),)
        if homes[0].id != self.own.id:
            return homes[0], (reason("place_elsewhere", unit=homes[0].full_name),)
        return self.own, ()

    def _now(self, unit: Unit) -> list[Unit]:
        """The communes of today that a unit is in, is, or became."""
        if unit.level > Level.COMMUNE:
            found = [above for above in areas.ancestors(unit.id) if above.level == Level.COMMUNE]
            return [home for each in found for home in self._now(each)]
        if unit.level < Level.COMMUNE:
            return []
        if unit.in_force(self.on):
            return [unit]
        return [step.unit for step in areas.successors(unit.id) if step.unit.in_force(self.on)]

    def _sharp(self, answer: Resolution, text: str) -> bool:
        """Whether only one of the units that a text may mean became part of the own commune, marks included."""
        mine = [c.unit for c in answer.candidates if any(home.id == self.own.id for home in self._now(c.unit))]
        return len({bare_key(unit.name) for unit in mine}) == 1

    def _parts(self) -> list[Unit]:
        """The own commune and those that became part of it."""
        return [self.own, *(step.unit for step in areas.predecessors(self.own.id))]

    def _alike(self, text: str) -> tuple[Unit | None, tuple[Reason, ...]]:
        """The own commune, where its name or that of one that became part of it is one slip away."""
        from rapidfuzz.distance import OSA

        last = text.rpartition(",")[2]
        wanted, whole = bare_key(split_kind(last).name), bare_key(last)
        own = self._parts()
        near = len(wanted) >= 5 and any(int(OSA.distance(bare_key(unit.name), wanted)) <= 1 for unit in own)
        # "Phưng Tuy Hòa": the slip is in the kind
        near = near or any(
            len(bare_key(unit.name)) >= 5 and int(OSA.distance(bare_key(unit.full_name), whole)) <= 1 for unit in own
        )
        if near:
            return self.own, (reason("place_near", text=text, unit=self.own.full_name),)
        return None, (reason("place_unknown", text=text),)


def _letters(hamlet: str) -> tuple[str, str]:
    """A hamlet's letters, its kind spelt out, and its digits: "TDP 05" as "to dan pho" and "5"."""
    kind, name = words.hamlet(hamlet)
    text = fold(f"{kind} {name}")
    return re.sub(r"[^a-z]", "", text), re.sub(r"\D", "", text).lstrip("0")


def _names_commune(address: str) -> bool:
    """Whether an address has a part beside a hamlet."""
    return "," in address or not (words.HAMLET.match(address) or address.isdigit())


def _before(address: str) -> str:
    """What stands before the commune in an address."""
    return address.rpartition(",")[0].strip()
