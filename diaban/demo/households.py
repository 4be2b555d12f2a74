"""Households as they are lived in: singles, couples, families, lone parents, three generations, grandparents
with grandchildren.

A household is built round one reference person (the wife or mother, or the lone person), drawn by kind and
age from ``WEIGHTS``; everybody else follows by plausible gaps: husbands three years older, first child at 24,
children who leave home as they grow up. ``WEIGHTS`` was fitted so that the sum has the ages of Viet Nam's
population and its household sizes (mean 3.5). Ages are in days.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Final, NamedTuple

YEAR: Final = 365.2425


class Member(NamedTuple):
    """One resident before names: day of birth (proleptic ordinal), sex, relation to the head, and the row
    whose surname is borne.
    """

    born: int
    female: bool
    relation: str
    root: int


Rows = list[Member]
#: Share of children still in the household by age in years: (sons, daughters).
AT_HOME: Final = (
    [(0.985, 0.985)] * 15
    + [(0.95, 0.95)] * 3
    + [(0.82, 0.80)] * 4
    + [(0.62, 0.48)] * 4
    + [(0.40, 0.24)] * 4
    + [(0.22, 0.10)] * 5
    + [(0.08, 0.04)] * 60
)
#: Children ever born, by the mother's age: cumulative shares of 0, 1, 2, 3, 4, 5, 6 (the rest 7).
EVER_BORN: Final = (
    (50, (0.03, 0.17, 0.68, 0.92, 0.98, 0.99, 1.0)),
    (65, (0.03, 0.12, 0.50, 0.80, 0.93, 0.98, 1.0)),
    (200, (0.03, 0.08, 0.24, 0.47, 0.69, 0.85, 0.95)),
)
TWINS: Final = 0.011
SINGLE, COUPLE, NUCLEAR, LONE, THREE, SKIPPED, OTHER = range(7)
#: Reference person's age: bands of five years from here on.
FIRST_AGE: Final = 15


class Builder:
    """Builds households one after another into a list of rows. ``today`` is an ordinal; all chance comes
    from ``rng``.
    """

    def __init__(self, rng: random.Random, today: int) -> None:
        self.rng = rng
        self.today = today
        self._random = rng.random
        self._kinds: tuple[Callable[[Rows, int], None], ...] = (
            self._single, self._couple, self._nuclear, self._lone, self._three, self._skipped, self._other,
        )  # fmt: skip

    def add(self, rows: Rows, choice: tuple[int, int]) -> None:
        """Append one household's members to ``rows``, the head first; ``choice`` is (kind, first age of the
        band).
        """
        kind, age = choice
        self._kinds[kind](rows, self.today - int((age + 5 * self._random()) * YEAR))

    def _husband(self, wife: int) -> int:
        """The husband's day of birth: three years older on average, eight younger to sixteen older at most,
        never under 19.
        """
        older = min(max(self.rng.gauss(3.0, 3.4), -8.0), 16.0)
        born = max(wife - int(older * YEAR), min(wife, self.today - int(100 * YEAR)))
        youngest = self.today - int((19 + 2 * self._random()) * YEAR)
        return born if born < youngest else min(youngest, wife)

    def _is_girl(self, born: int) -> bool:
        """At birth 111 boys to 100 girls since 2006, 106 before."""
        return self._random() < (0.474 if born > 732_312 else 0.486)

    def _births(self, mother: int) -> list[tuple[int, bool]]:
        """Days of birth and sexes of a mother's children so far, oldest first; twins share the day."""
        rnd, today = self._random, self.today
        age = (today - mother) / YEAR
        shares = next(shares for end, shares in EVER_BORN if age < end)
        lot = rnd()
        number = sum(lot > share for share in shares)
        day = mother + int(max(17.6 + 2 * rnd(), self.rng.gauss(24.6 - (1.6 if age > 50 else 0.0), 4.0)) * YEAR)
        last = min(today, mother + int(45.5 * YEAR))
        children: list[tuple[int, bool]] = []
        while number > 0 and day <= last:
            girl = self._is_girl(day)
            children.append((day, girl))
            if rnd() < TWINS:
                children.append((day, girl if rnd() < 0.65 else not girl))
            day += 400 + int(2_300 * rnd() ** 1.5)
            number -= 1
        return children

    def _children(self, rows: Rows, mother: int, root: int, relation: str) -> int:
        """Append the children of ``mother`` who are at home; returns how many."""
        today, rnd, before = self.today, self._random, len(rows)
        for born, girl in self._births(mother):
            if rnd() < AT_HOME[int((today - born) / YEAR)][girl]:
                rows.append(Member(born, girl, relation, root))
        return len(rows) - before

    def _pair(self, rows: Rows, wife: int) -> int:
        """Append husband and wife, either as head; returns the husband's row."""
        at, husband = len(rows), self._husband(wife)
        if self._random() < 0.74:
            rows.append(Member(husband, False, "head", at))
            rows.append(Member(wife, True, "spouse", at + 1))
            return at
        rows.append(Member(wife, True, "head", at))
        rows.append(Member(husband, False, "spouse", at + 1))
        return at + 1

    def _single(self, rows: Rows, born: int) -> None:
        age = (self.today - born) / YEAR
        women = 0.30 if age < 50 else 0.62 if age < 65 else 0.76
        rows.append(Member(born, self._random() < women, "head", len(rows)))

    def _couple(self, rows: Rows, born: int) -> None:
        self._pair(rows, born)

    def _nuclear(self, rows: Rows, born: int) -> None:
        at = len(rows)
        father = self._pair(rows, born)
        mother = 2 * at + 1 - father
        self._children(rows, born, mother if self._random() < 0.015 else father, "child")

    def _lone(self, rows: Rows, born: int) -> None:
        """A mother (or in one case of five a father) with children; half of the children bear an absent
        father's surname.
        """
        at, father = len(rows), self._random() < 0.2
        rows.append(Member(born, not father, "head", at))
        root = at if father or self._random() < 0.35 else at + 1
        if not self._children(rows, born, root, "child"):
            first = min(born + int((17.6 + 8 * self._random()) * YEAR), self.today - 30)
            rows.append(Member(first, self._random() < 0.5, "child", root))

    def _three(self, rows: Rows, mother: int) -> None:
        """A couple, their children and the husband's parents (in one case of seven the wife's); the old man,
        or the son, is head.
        """
        at, rnd = len(rows), self._random
        husband = self._husband(mother)
        of_wife = rnd() < 0.14
        child = mother if of_wife else husband
        grandmother = child - int((18.5 + 13 * rnd()) * YEAR)
        if grandmother < self.today - 97 * YEAR:
            self._nuclear(rows, mother)
            return
        grandfather = self._husband(grandmother)
        alive = rnd() < max(0.05, 1.0 - ((self.today - grandfather) / YEAR - 52) / 38)
        if alive and rnd() < 0.62:
            rows.append(Member(grandfather, False, "head", at))
            rows.append(Member(grandmother, True, "spouse", at + 1))
            root = self._inner(rows, mother, husband, at if not of_wife else None, of_wife, at)
            self._children(rows, mother, root, "grandchild")
            return
        root = self._inner(rows, mother, husband, None, of_wife, None)
        rows.append(Member(grandmother, True, "parent", len(rows)))
        if alive:
            rows.append(Member(grandfather, False, "parent", at if not of_wife else at + 1))
        self._children(rows, mother, root, "child")

    def _inner(self, rows: Rows, mother: int, husband: int, root: int | None, of_wife: bool, top: int | None) -> int:
        """Append the middle generation; returns the row whose surname the children bear. ``top`` is the
        head's row, if older.
        """
        at = len(rows)
        if top is None:
            rows.append(Member(husband, False, "head", at))
            rows.append(Member(mother, True, "spouse", at + 1))
            return at
        rows.append(Member(husband, False, "in_law" if of_wife else "child", at if root is None else root))
        rows.append(Member(mother, True, "child" if of_wife else "in_law", top if of_wife else at + 1))
        return at

    def _skipped(self, rows: Rows, born: int) -> None:
        """Grandparents (or a grandmother) who raise grandchildren while the parents work far away."""
        at, rnd = len(rows), self._random
        if rnd() < 0.6:
            root = self._pair(rows, born)
        else:
            rows.append(Member(born, True, "head", at))
            root = at + 1
        oldest = min(16.0, (self.today - born) / YEAR - 39)
        for _ in range(1 + (rnd() < 0.5)):
            day = self.today - int(max(0.2, oldest * rnd()) * YEAR)
            rows.append(Member(day, self._is_girl(day), "grandchild", root if rnd() < 0.6 else len(rows)))

    def _other(self, rows: Rows, born: int) -> None:
        """Brothers and sisters together, or a family with a relative."""
        at, rnd = len(rows), self._random
        if rnd() < 0.55:
            rows.append(Member(born, rnd() < 0.42, "head", at))
            for _ in range(1 + (rnd() < 0.3)):
                day = min(born + int(self.rng.gauss(0, 4) * YEAR), self.today - 5000)
                rows.append(Member(day, rnd() < 0.42, "sibling", at))
            return
        self._nuclear(rows, born)
        day = self.today - int((3 + 70 * rnd()) * YEAR)
        rows.append(Member(day, rnd() < 0.55, "other", len(rows)))
