"""Which commune a list is for, and which hamlet or commune a row's words mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from diaban.areas import queries as areas
from diaban.areas.queries import Level, Unit
from diaban.core.text import fold
from diaban.papers.lists import words
from diaban.people.importing.reasons import reason
from diaban.people.importing.rows import Person

_PREFIXES = ("xa ", "phuong ", "thi tran ", "dac khu ", "p. ", "x. ", "tt. ", "p ", "x ", "tt ")


def bare(text: str) -> str:
    """A commune's name folded, without its kind."""
    name = fold(text)
    prefix = next((p for p in _PREFIXES if name.startswith(p)), "")
    return name[len(prefix) :].strip()


def guess_commune(hints: Iterable[str], within: set[int] | None, on: date) -> Unit | None:
    """The commune that a file's name or title lines name, if only one of those within reach fits."""
    for hint in hints:
        found = areas.find(hint, on, Level.COMMUNE) if hint.isdigit() else _named(hint, within, on)
        if found is not None and (within is None or found.id in within):
            return found
    return None


def _named(line: str, within: set[int] | None, on: date) -> Unit | None:
    """A commune named, with its kind, in a title line. Names repeat nationwide: only a single fit counts."""
    text = f" {fold(line)} "
    found = [u for u in _communes(within, on) if f" {fold(u.full_name)} " in text]
    longest = max((len(u.full_name) for u in found), default=0)
    best = [u for u in found if len(u.full_name) == longest]
    exact = [u for u in best if f" {u.full_name.lower()} " in f" {line.lower()} "]
    return exact[0] if len(exact) == 1 else best[0] if len(best) == 1 else None


def _communes(within: set[int] | None, on: date) -> list[Unit]:
    if within is None:
        return [u for p in areas.provinces(on) for u in areas.children(p.id, on, Level.COMMUNE)]
    return [u for u in areas.units(within, on).values() if u.level == Level.COMMUNE and u.in_force(on)]


class Hamlets:
    """The hamlets of a commune, found by the words of a list."""

    def __init__(self, commune: int, on: date) -> None:
        self.commune = commune
        self._exact: dict[tuple[str, str], int] = {}
        self._named: dict[str, list[int]] = {}
        self._seen: dict[str, int | None] = {}
        for row in areas.hamlets(commune, on):
            kind, name = words.hamlet(row.unit.full_name)
            self._exact[fold(kind or row.unit.kind), fold(name)] = row.unit.id
            self._named.setdefault(fold(name), []).append(row.unit.id)

    def __len__(self) -> int:
        return len(self._exact)

    def find(self, text: str) -> int | None:
        """The hamlet that a cell means: by kind and name, else by a name that only one hamlet has."""
        if text not in self._seen:
            kind, name = (fold(part) for part in words.hamlet(text))
            exact = self._exact.get((kind, name))
            named = self._named.get(name, [])
            self._seen[text] = exact if exact is not None else named[0] if len(named) == 1 else None
        return self._seen[text]

    def place(self, person: Person) -> int:
        """Where a row's person is counted: the hamlet, else the commune."""
        return (self.find(person.hamlet) if person.hamlet else None) or self.commune


def unknown(persons: Iterable[Person], hamlets: Hamlets) -> list[tuple[str, str, int]]:
    """Hamlets that a list names and the commune does not have: (kind, name, rows), most rows first.

    Without a kind nobody can say what it is, so such words are not offered.
    """
    counts: Counter[tuple[str, str]] = Counter()
    spelled: dict[tuple[str, str], tuple[str, str]] = {}
    for person in persons:
        if person.hamlet and hamlets.find(person.hamlet) is None:
            kind, name = words.hamlet(person.hamlet)
            if kind and name:
                counts[kind, fold(name)] += 1
                spelled.setdefault((kind, fold(name)), (kind, words.title_case(name) if name.isupper() else name))
    return [(*spelled[key], count) for key, count in counts.most_common()]


def note_places(
    persons: Iterable[Person], hamlets: Hamlets, commune: Unit, on: date, adding: Iterable[tuple[str, str, int]] = ()
) -> None:
    """Say of each row where its hamlet is not known (nor about to be added), and doubt rows of another commune."""
    verdict_of: dict[str, bool] = {}
    coming = {(kind, fold(name)) for kind, name, _rows in adding}
    for person in persons:
        if not person.hamlet:
            person.reasons.append(reason("hamlet_missing"))
        elif hamlets.find(person.hamlet) is None and not _coming(person.hamlet, coming):
            person.reasons.append(reason("hamlet_unknown", text=person.hamlet[:60]))
        if person.commune:
            if person.commune not in verdict_of:
                verdict_of[person.commune] = belongs(person.commune, commune, on)
            if not verdict_of[person.commune]:
                person.reasons.append(reason("other_commune", text=person.commune[:60]))


def _coming(text: str, coming: set[tuple[str, str]]) -> bool:
    kind, name = words.hamlet(text)
    return (kind, fold(name)) in coming


def belongs(text: str, commune: Unit, on: date) -> bool:
    """Whether words for a commune mean this one: its name, a slip in it, or a former unit that became part of it."""
    from rapidfuzz.distance import OSA

    name, own = bare(text), fold(commune.name)
    if name == own or (name.isdigit() and name == commune.code) or (len(own) > 4 and int(OSA.distance(name, own)) <= 1):
        return True
    former = [step.unit for step in areas.predecessors(commune.id)]
    return any(name == fold(unit.name) for unit in former)
