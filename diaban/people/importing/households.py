"""Rows of a list gathered into households: by number, heading row, head's name, or where a head stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

from diaban.core.text import fold
from diaban.people.importing import words
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
    apart = _number_needs_hamlet(persons)
    groups: dict[Hashable, Group] = {}
    by_head = any(p.relation == "head" for p in persons)
    running: tuple[str, int] | None = None
    for index, person in enumerate(persons):
        if person.relation == "head":
            running = (person.sheet, index)
        key = _key(person, apart, running if by_head else None)
        if key is None:
            continue
        group = groups.setdefault(key, Group(person.household))
        group.members.append(index)
    for group in groups.values():
        _find_head(group, persons)
    return list(groups.values())


def _key(person: Person, apart: bool, running: tuple[str, int] | None) -> Hashable | None:
    hamlet = "|".join(words.hamlet(person.hamlet)).lower()
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


def _number_needs_hamlet(persons: Sequence[Person]) -> bool:
    """Whether household numbers start again in each hamlet: then many of them occur in several."""
    hamlets: dict[str, set[str]] = defaultdict(set)
    for person in persons:
        if person.household and person.hamlet:
            hamlets[person.household.lstrip("0").lower()].add("|".join(words.hamlet(person.hamlet)).lower())
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
