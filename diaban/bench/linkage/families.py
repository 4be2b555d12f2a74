"""Households by the million: who lives together, of what age and sex, whose surname is borne. Arrays alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

#: Places in a household: head, spouse, six children, two of the head's parents, two grandchildren, a sibling.
HEAD, SPOUSE, CHILD, PARENT, GRANDCHILD, SIBLING = 0, 1, 2, 8, 10, 12
WIDTH = 13
RELATIONS = ("Chủ hộ", "Vợ", "Chồng", "Con", "Cha", "Mẹ", "Cháu", "Em", "Con dâu", "Con rể")
TODAY = 20_750  #: days since 1970, a day late in 2026
YEAR = 365.2425


@dataclass
class Families:
    """One entry for each person, households one after another."""

    home: Ints
    slot: Ints
    born: Ints  #: days since 1970
    female: Flags
    root: Ints  #: the person whose surname is borne (may be the person)
    twin: Flags

    @property
    def size(self) -> int:
        return len(self.home)


def make(homes: int, draw: np.random.Generator) -> Families:
    """Households of many kinds: alone, couples, families, lone parents, three generations, grandparents."""
    age = 22 + 68 * draw.beta(2.0, 2.4, homes)
    kind = draw.random(homes)
    born = np.full((homes, WIDTH), TODAY, np.int64)
    there = np.zeros((homes, WIDTH), np.bool_)
    female = draw.random((homes, WIDTH)) < 0.487
    female[:, HEAD] = draw.random(homes) < np.where(kind < 0.13, 0.6, 0.24)
    born[:, HEAD] = TODAY - (age * YEAR).astype(np.int64)
    there[:, HEAD] = True
    pair = (kind >= 0.13) & ~((kind >= 0.72) & (kind < 0.80))
    gap = draw.normal(3, 3.5, homes).clip(-9, 16) * np.where(female[:, HEAD], -1, 1)
    born[:, SPOUSE] = born[:, HEAD] + (gap * YEAR).astype(np.int64)
    female[:, SPOUSE] = ~female[:, HEAD]
    there[:, SPOUSE] = pair
    twins = _children(born, there, female, kind, draw)
    _old_and_young(born, there, female, kind, age, draw)
    there &= born < TODAY - 5
    there &= (TODAY - born) / YEAR < 103
    return _flat(born, there, female, twins)


def _children(born: Ints, there: Flags, female: Flags, kind: NDArray[np.float64], draw: np.random.Generator) -> Flags:
    """Children of the household with gaps of one to seven years, twins among them, who leave as they grow."""
    homes = len(born)
    mother = np.where(female[:, HEAD], born[:, HEAD], np.where(there[:, SPOUSE], born[:, SPOUSE], born[:, HEAD]))
    old = (TODAY - mother) / YEAR
    number = draw.poisson(np.where(old > 60, 3.4, np.where(old > 45, 2.5, 2.0)), homes).clip(0, 6)
    number[(kind < 0.13) | ((kind >= 0.13) & (kind < 0.24))] = 0
    twins = np.zeros((homes, 6), np.bool_)
    day = mother + (draw.normal(24.5, 4.2, homes).clip(16.5, 42) * YEAR).astype(np.int64)
    for at in range(6):
        if at:
            twins[:, at] = draw.random(homes) < 0.012
            step = 380 + (2300 * draw.random(homes) ** 1.6).astype(np.int64)
            day = np.where(twins[:, at], day, day + step)
        born[:, CHILD + at] = day
        leaves = 17 + draw.gamma(2.2, 5.0, homes)
        there[:, CHILD + at] = (number > at) & ((TODAY - day) / YEAR < leaves)
        same = twins[:, at] & (draw.random(homes) < 0.65)
        if at:
            female[:, CHILD + at] = np.where(same, female[:, CHILD + at - 1], female[:, CHILD + at])
    return twins


def _old_and_young(
    born: Ints, there: Flags, female: Flags, kind: NDArray[np.float64], age: NDArray[np.float64],
    draw: np.random.Generator,
) -> None:  # fmt: skip
    """The head's parents, grandchildren, a brother or sister."""
    homes = len(born)
    three = (kind >= 0.80) & (kind < 0.94)
    for at, woman in ((0, False), (1, True)):
        older = draw.normal(28 if not woman else 25, 5, homes).clip(16, 50)
        born[:, PARENT + at] = born[:, HEAD] - (older * YEAR).astype(np.int64)
        female[:, PARENT + at] = woman
        alive = draw.random(homes) < (1.25 - (age + older) / 100 + 0.15 * woman)
        there[:, PARENT + at] = three & alive & (age < 62)
    for at in range(2):
        young = draw.random(homes) * np.minimum(age - 42, 17).clip(0)
        born[:, GRANDCHILD + at] = TODAY - (young * YEAR).astype(np.int64)
        there[:, GRANDCHILD + at] = (age > 46) & (draw.random(homes) < (0.35 if at == 0 else 0.15))
    born[:, SIBLING] = born[:, HEAD] + (draw.normal(0, 5, homes) * YEAR).astype(np.int64)
    there[:, SIBLING] = draw.random(homes) < 0.03


def _flat(born: Ints, there: Flags, female: Flags, twins: Flags) -> Families:
    home, slot = np.nonzero(there)
    number = np.full(there.shape, -1, np.int64)
    number[home, slot] = np.arange(len(home))
    head, spouse = number[:, HEAD], number[:, SPOUSE]
    father = np.where(female[:, HEAD] & (spouse >= 0), spouse, head)
    root = np.arange(len(home))
    of_father = ((slot >= CHILD) & (slot < PARENT)) | (slot == PARENT) | (slot >= GRANDCHILD)
    root[of_father] = np.where(slot[of_father] < PARENT, father[home[of_father]], head[home[of_father]])
    twin = np.zeros(there.shape, np.bool_)
    twin[:, CHILD : CHILD + 6] = twins
    return Families(home, slot, born[home, slot], female[home, slot], root, twin[home, slot])


def relation(families: Families) -> Ints:
    """The number in `RELATIONS` of each person's relation to the head."""
    slot, female = families.slot, families.female
    found = np.full(families.size, 3, np.int64)
    found[slot == HEAD] = 0
    found[slot == SPOUSE] = np.where(female[slot == SPOUSE], 1, 2)
    parents = (slot >= PARENT) & (slot < GRANDCHILD)
    found[parents] = np.where(female[parents], 5, 4)
    found[(slot >= GRANDCHILD) & (slot < SIBLING)] = 6
    found[slot == SIBLING] = 7
    return found
