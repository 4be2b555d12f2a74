"""A synthetic population, commune by commune: who lives there, since when, under what name and number.

``population`` streams one ``Block`` a commune and holds no more than one; the same plan, seed and day give
the same bytes. No person in it is real: names are drawn part by part, numbers and telephones lie outside what
is handed out (``numbers``).
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date

from diaban.demo import household_weights, identity, lives
from diaban.demo.blocks import Block, Commune
from diaban.demo.days import Days
from diaban.demo.hamlets import Hamlet, hamlets_of
from diaban.demo.highland import HighlandNames
from diaban.demo.households import Builder, Member
from diaban.demo.names import name_tables
from diaban.demo.numbers import NumberMaker, code_of


class Maker:
    """What all communes of one population share: tables of days and names, numbers already given."""

    def __init__(self, communes: Sequence[Commune], seed: int, today: date) -> None:
        self.communes = communes
        self.seed = seed
        self.days = Days(today)
        self.names = name_tables()
        self.highland = HighlandNames.make(0)
        used: dict[str, int] = {}
        self.numbers = {old: NumberMaker(old, used) for old in sorted({c.province for c in communes})}
        years = range(self.days.date[0].year, today.year + 1)
        self.codes = [{year: code_of(female, year) for year in years} for female in (False, True)]
        self.hometowns = identity.hometowns()
        self.choices, weights = household_weights.cells()
        total, self.cumulated = 0, []
        for weight in weights:
            total += weight
            self.cumulated.append(total)

    def rng(self, index: int, part: str) -> random.Random:
        """Chance of its own for one commune and part, so that a change in one leaves the others as they
        were.
        """
        return random.Random(f"{self.seed}/{self.communes[index].code}/{part}")

    def hamlets(self, index: int) -> list[Hamlet]:
        """The hamlets of one commune, whatever its number of residents."""
        commune = self.communes[index]
        return hamlets_of(self.rng(index, "hamlets"), commune.province, commune.urban)

    def block(self, index: int, residents: int) -> Block:
        """One commune with exactly ``residents`` residents."""
        block = Block(index, self.communes[index], self.hamlets(index))
        rows, sizes = self._households(index, residents)
        self._houses(block, sizes)
        self._columns(block, rows)
        identity.fill(self, block, rows)
        lives.fill(self, block, rows)
        return block

    def _households(self, index: int, residents: int) -> tuple[list[Member], list[int]]:
        """Rows of whole households (the last one cut to fit) and the row each begins at."""
        rng = self.rng(index, "households")
        builder = Builder(rng, self.days.today)
        rows: list[Member] = []
        starts: list[int] = []
        while len(rows) < residents:
            wanted = (residents - len(rows)) // 4 + 1
            for choice in rng.choices(self.choices, cum_weights=self.cumulated, k=wanted):
                starts.append(len(rows))
                builder.add(rows, choice)
                if len(rows) >= residents:
                    break
        del rows[residents:]
        return rows, starts

    def _houses(self, block: Block, starts: list[int]) -> None:
        """Spread the households over the hamlets, in order, and number them."""
        rng = self.rng(block.index, "houses")
        weights = [hamlet.weight for hamlet in block.hamlets]
        block.house_hamlet = sorted(rng.choices(range(len(weights)), weights, k=len(starts)))
        code, urban = block.commune.code, block.commune.urban
        labels = [hamlet.label for hamlet in block.hamlets]
        before, number = -1, 0
        for hamlet in block.house_hamlet:
            number = number + 1 if hamlet == before else 1
            before = hamlet
            block.house_code.append(f"{code}-{hamlet + 1:02d}-{number:03d}")
            label = labels[hamlet]
            block.house_address.append(f"Số {number}, {label}" if urban else label[0].upper() + label[1:])
        block.house_head = list(starts)

    def _columns(self, block: Block, rows: list[Member]) -> None:
        """The columns that follow from the rows alone."""
        starts = [start or 0 for start in block.house_head]
        for house, (start, end) in enumerate(zip(starts, [*starts, len(rows)][1:], strict=True)):
            block.house.extend([house] * (end - start))
        born, female, relation, _roots = zip(*rows, strict=True) if rows else ((), (), (), ())
        block.born, block.relation = list(born), list(relation)
        block.sex = ["f" if is_female else "m" for is_female in female]
        block.state = ["present"] * len(rows)


def shares(communes: Sequence[Commune], residents: int) -> list[int]:
    """How many residents each commune gets: in proportion to its weight, the sum exact."""
    total = sum(commune.weight for commune in communes)
    counts: list[int] = []
    given, reached = 0, 0.0
    for commune in communes:
        reached += commune.weight
        upto = round(reached / total * residents)
        counts.append(upto - given)
        given = upto
    return counts


def population(communes: Sequence[Commune], residents: int, seed: int, today: date) -> Iterator[Block]:
    """Blocks in the order of ``communes``, ``residents`` rows in all. ``today`` is the day it is seen on:
    ages and the past year follow.
    """
    maker = Maker(communes, seed, today)
    for index, count in enumerate(shares(communes, residents)):
        yield maker.block(index, count)
