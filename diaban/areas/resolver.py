"""What an address or a code, as people write it, stands for on a day.

    resolver().resolve("xã Kỳ Tiến, huyện Kỳ Anh", date(2025, 6, 30))

Never guesses. A name typed with its marks that one unit has is `exact`. A name that only agrees without marks is
`unmarked` where one unit fits, and `ambiguous`, with the candidates, where two do: Văn Lang and Văn Lăng are two
communes of one province. Codes are read on the list of the day, for they are reused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import get_language

from diaban.areas import index as indexes
from diaban.areas import told
from diaban.areas.index import Entry, Index
from diaban.areas.parsing import Part, bare_key, exact_key, has_marks, readings
from diaban.areas.units import FIRST_LIST, listed
from diaban.core import sql
from diaban.core.text import tidy

_LEVELS = ((3, 2, 1), (3, 1), (3, 2), (2, 1), (3,), (2,), (1,))


@dataclass(frozen=True, slots=True)
class Match:
    """Units that one reading of a text may mean, and what of the text was left over on the left."""

    entries: tuple[Entry, ...]
    rest: tuple[Part, ...]
    part: Part
    exactly: bool

    def merit(self) -> tuple[int, bool, int]:
        """Of two readings the one that finds a commune, then marks, then leaves fewer words over, is meant."""
        return max(e.level for e in self.entries), self.exactly, -sum(len(p.text.split()) for p in self.rest)


@dataclass(slots=True)
class Resolver:
    """Answers from memory; make one with `resolver()`. Safe to keep for an import, which then sees one map."""

    index: Index
    _kept: dict[tuple[str, date, int | None, int | None, str | None], told.Resolution] = field(default_factory=dict)
    _facts: dict[tuple[int, date, str | None], told.Facts] = field(default_factory=dict)

    def resolve(
        self, text: str, on: date, within_province: int | None = None, prefer: int | None = None
    ) -> told.Resolution:
        """What a text stands for on a day.

        `within_province` (of either list) leaves out what lies elsewhere. `prefer` decides between units of the
        same name, marks included, for the one inside it; it never decides between names that marks tell apart.
        """
        clean = tidy(text)
        key = (clean, on, within_province, prefer, get_language())
        if key not in self._kept:
            if len(self._kept) > 50_000:
                self._kept.clear()
            self._kept[key] = self._resolve(clean, on, within_province, prefer)
        return self._kept[key]

    def _resolve(self, text: str, on: date, province: int | None, prefer: int | None) -> told.Resolution:
        if text.replace(" ", "").isdigit():
            return self._by_code(text.replace(" ", ""), on, province)
        best: Match | None = None
        for parts in readings(text):
            found = self._match(self._loosen(parts), listed(on), province, has_marks(text))
            if found and (best is None or found.merit() > best.merit()):
                best = found
            if best and best.merit() == (3, True, 0):
                break
        return told.nothing(text, on) if best is None else self._choose(text, on, best, prefer)

    def _by_code(self, code: str, on: date, province: int | None) -> told.Resolution:
        padded = code.zfill(5) if len(code) == 4 else code
        entries = self._timely(self._inside(self.index.codes.get(padded, []), province), listed(on))
        part = Part("", padded, frozenset((1, 2, 3)))
        if not entries:
            return told.nothing(code, on)
        return self._choose(code, on, Match(tuple(entries), (), part, True), None)

    def _loosen(self, parts: list[Part]) -> list[Part]:
        """Cut names off the right of a part that is none itself: "Kỳ Anh Hà Tĩnh" is a district and a province."""
        out: list[Part] = []
        for part in parts:
            tail: list[Part] = []
            words = part.name.split()
            while len(words) > 2 and not self.index.knows(words, part.levels):
                cut = next((i for i in range(1, len(words)) if self.index.knows(words[i:], frozenset((1, 2)))), None)
                if cut is None:
                    break
                tail.insert(0, Part("", " ".join(words[cut:]), frozenset((1, 2))))
                words = words[:cut]
            out += [Part(part.kind, " ".join(words), part.levels), *tail]
        return out

    def _match(self, parts: list[Part], day: date, province: int | None, marked: bool) -> Match | None:
        """The reading that uses most parts from the right; among those, exact before bare.

        A xã, huyện or tỉnh that is written but doesn't fit is never passed over for what stands right of it.
        """
        for used in range(min(3, len(parts)), 0, -1):
            rest = tuple(parts[:-used])
            if any(part.kind and 4 not in part.levels for part in rest):
                continue
            for exactly in (True, False) if marked else (False,):
                entries = [
                    e
                    for levels in _LEVELS
                    if len(levels) == used
                    for e in self._along(parts[-used:], levels, day, province, exactly)
                ]
                if entries:
                    return Match(tuple(dict.fromkeys(entries)), rest, parts[-used], exactly)
        return None

    def _along(
        self, parts: Sequence[Part], levels: tuple[int, ...], day: date, province: int | None, exactly: bool
    ) -> list[Entry]:
        """Units for the first part that lie inside units for the others, one level each."""
        if any(level not in part.levels for part, level in zip(parts[1:], levels[1:], strict=True)):
            return []
        # What looks like a hamlet's kind may begin a commune's name: Bản Hồ, Tổng Cọt.
        if levels[0] not in parts[0].levels and not (parts[0].kind and levels[0] == 3):
            return []
        above: list[set[int]] = []
        for part, level in zip(parts[1:], levels[1:], strict=True):
            units = {e.unit_id for e in self.index.look_up(part, exactly=False) if e.level == level}
            sharp = {e.unit_id for e in self.index.look_up(part, exactly=True) if e.level == level}
            above.append(sharp or units)
        found = [e for e in self.index.look_up(parts[0], exactly=exactly) if e.level == levels[0]]
        found = [e for e in found if all(self.index.inside[e.unit_id] & units for units in above)]
        # A district in the address means the list that had districts.
        return self._timely(self._inside(found, province), FIRST_LIST if 2 in levels[1:] else day)

    def _inside(self, entries: Sequence[Entry], province: int | None) -> list[Entry]:
        return [e for e in entries if province is None or province in self.index.inside[e.unit_id]]

    @staticmethod
    def _timely(entries: Sequence[Entry], day: date) -> list[Entry]:
        """Units of the day's list; where it has none, those of the other list, which is then said."""
        return [e for e in entries if e.stood(day)] or list(entries)

    def _choose(self, text: str, on: date, match: Match, prefer: int | None) -> told.Resolution:
        entries = self._fitting(match.entries, match.part.kind, listed(on))
        units = list(dict.fromkeys(e.unit_id for e in entries))
        sharp = match.exactly or all(exact_key(e.name) == exact_key(match.part.name) for e in entries)
        if len(units) > 1 and sharp and prefer is not None:
            near = [u for u in units if prefer in self.index.inside[u]]
            units = near if len(near) == 1 else units
        rest = ", ".join(part.text for part in match.rest)
        if len(units) > 1:
            return told.ambiguous(text, on, units, rest)
        kind_known = not match.part.kind or match.part.kind in {e.kind for e in entries if e.unit_id == units[0]}
        kind_known = kind_known or any(bare_key(e.name) == bare_key(match.part.text) for e in entries)
        sure: told.Sure = "exact" if sharp and kind_known else "unmarked"
        hamlet, rest = self._hamlet(units[0], match.rest, listed(on), rest)
        return told.one(text, on, self._known(hamlet or units[0], on), sure, rest, kind_differs=not kind_known)

    def _known(self, unit_id: int, on: date) -> told.Facts:
        key = (unit_id, on, get_language())
        if key not in self._facts:
            if len(self._facts) > 20_000:
                self._facts.clear()
            self._facts[key] = told.facts(unit_id, on)
        return self._facts[key]

    @staticmethod
    def _fitting(entries: Sequence[Entry], kind: str, day: date) -> list[Entry]:
        """Those of the kind that was written, if any is; names of the day before names of other days."""
        of_kind = [e for e in entries if not kind or e.kind == kind] or list(entries)
        return [e for e in of_kind if e.so_called(day)] or of_kind

    def _hamlet(self, commune: int, parts: Sequence[Part], day: date, rest: str) -> tuple[int | None, str]:
        """The hamlet that the part just before the commune names, if exactly one does with all its marks."""
        if not parts or (parts[-1].kind and 4 not in parts[-1].levels):
            return None, rest
        wanted = {exact_key(parts[-1].name), exact_key(parts[-1].text)}
        found = {e.unit_id for e in self.index.hamlets.get(commune, ()) if exact_key(e.name) in wanted and e.stood(day)}
        if len(found) != 1:
            return None, rest
        return found.pop(), ", ".join(part.text for part in parts[:-1])


Resolution = told.Resolution
_ready: Resolver | None = None


def resolver() -> Resolver:
    """The process's resolver, made anew when the map has changed."""
    global _ready
    version = int(sql.value("select version from areas_state"))
    if _ready is None or _ready.index.version != version:
        _ready = Resolver(indexes.build(version))
    return _ready
