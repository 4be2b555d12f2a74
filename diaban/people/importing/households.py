"""Rows of a list gathered into households: by number, heading row, head's name, or where a head stands."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

from diaban.core.text import fold
from diaban.papers.lists import words
from diaban.people.importing.rows import Person


@dataclass(slots=True)
class Group:
    """The rows of one household: its number in the list (may be empty) and who is written as its head."""

    code: str
    members: list[int] = field(default_factory=list)
    head: int | None = None
    heads: int = 0


def gather(persons: Sequence[Person]) -> list[Group]:
    """Households in the order they first appear; `members` and `head` are indexes into `persons`.

    A person of whom the list says nothing about a household is in none.
    """
    imply_heads(persons)
    hamlet_of = _hamlets(persons)
    apart = _number_needs_hamlet(persons, hamlet_of)
    groups: dict[Hashable, Group] = {}
    by_head = any(p.relation == "head" for p in persons)
    running: tuple[str, int] | None = None
    again: Counter[Hashable] = Counter()
    for index, person in enumerate(persons):
        if person.relation == "head":
            running = (person.sheet, index)
        key = _key(person, hamlet_of[person.hamlet], apart, running if by_head else None)
        if key is None:
            continue
        key = _apart(key, person, index, groups.get((key, again[key])), again)
        group = groups.setdefault(key, Group(person.household))
        group.members.append(index)
        group.heads += person.relation == "head"
    for group in groups.values():
        _find_head(group, persons)
    return list(groups.values())


def _key(person: Person, hamlet: str, apart: bool, running: tuple[str, int] | None) -> Hashable | None:
    if person.household:
        return ("number", person.household.lstrip("0").lower(), hamlet if apart else "")
    if person.head_number:
        return ("head", person.head_number)
    if person.heading:
        return ("heading", person.sheet, person.heading)
    if person.head_name:
        return ("name", fold(person.head_name), hamlet)
    if running is not None and person.relation:
        return ("below", *running)
    return None


def _apart(key: Hashable, person: Person, index: int, group: Group | None, again: Counter[Hashable]) -> Hashable:
    """Two heads of one name in one hamlet: the second one, further down the list, has a household of his own."""
    parted = group is not None and group.members[-1] != index - 1 and group.heads
    if isinstance(key, tuple) and key[0] == "name" and person.relation == "head" and parted:
        again[key] += 1
    return key, again[key]


def _hamlets(persons: Sequence[Person]) -> dict[str, str]:
    """Each way a hamlet is written → one for all: "T1", "1" and "THÔN 01" are Thôn 1 where no other kind has a 1."""
    read = {text: words.hamlet(text) for text in {person.hamlet for person in persons}}
    kinds: dict[str, set[str]] = defaultdict(set)
    for kind, name in read.values():
        kinds[fold(name)] |= {kind} - {""}
    return {
        text: f"{next(iter(kinds[fold(name)])) if not kind and len(kinds[fold(name)]) == 1 else kind}|{fold(name)}"
        for text, (kind, name) in read.items()
    }


def imply_heads(persons: Sequence[Person]) -> None:
    """Lists that leave the relation of the head empty, and number the rows of heads alone: say who is head."""
    sheets: dict[str, list[Person]] = defaultdict(list)
    for person in persons:
        sheets[person.sheet].append(person)
    for rows in sheets.values():
        related = [p for p in rows if p.relation]
        blank = [p for p in rows if not p.relation]
        if not related or any(p.relation == "head" for p in related) or rows[0].relation:
            continue
        numbered = sum(bool(p.stt) for p in blank) >= 0.95 * len(blank) and not any(p.stt for p in related)
        named = sum(bool(p.head_name) and fold(p.head_name) == p.fold for p in blank) >= 0.95 * len(blank)
        if numbered or named or _first_of_home(rows):
            for person in blank:
                person.relation = "head"


def _first_of_home(rows: Sequence[Person]) -> bool:
    """Whether the rows without a relation are exactly the first rows of numbered or headed households."""
    last: object = None
    for person in rows:
        home = person.household or person.heading
        if not home or (home != last) != (not person.relation):
            return False
        last = home
    return True


def _number_needs_hamlet(persons: Sequence[Person], hamlet_of: dict[str, str]) -> bool:
    """Whether household numbers start again in each hamlet: then many of them occur in several."""
    hamlets: dict[str, set[str]] = defaultdict(set)
    for person in persons:
        if person.household and person.hamlet:
            hamlets[person.household.lstrip("0").lower()].add(hamlet_of[person.hamlet])
    several = sum(len(found) > 1 for found in hamlets.values())
    return several > 0.1 * max(len(hamlets), 1)


def _find_head(group: Group, persons: Sequence[Person]) -> None:
    """The head is the member written so whose name is the household's; else the first written so."""
    heads = [index for index in group.members if persons[index].relation == "head"]
    group.heads = len(heads)
    named = [i for i in group.members if persons[i].head_name and persons[i].fold == fold(persons[i].head_name)]
    both = [index for index in heads if index in named]
    group.head = both[0] if both else heads[0] if heads else None
    if group.head is None and named and not any(persons[i].relation for i in group.members):
        group.head = named[0]
