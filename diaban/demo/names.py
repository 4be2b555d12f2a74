"""Vietnamese names as they are distributed: tables that turn 16 random bits into a part of a name.

A table is a list of 65,536 entries in which a part stands as often as it is met, so that drawing a name costs
two look-ups. Shares come from ``surnames``, ``middle_names`` and ``given_names``; the tail of rare syllables
(``syllables``) is spread over the given-name tables.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from diaban.demo import given_names, middle_names, surnames
from diaban.demo.syllables import rare_syllables

#: Entries of a table: one for each value of 16 random bits.
SLOTS: Final = 65_536
#: First birth year after each generation but the last: before 1950, 1970, 1985, 2000, 2012, and later.
GENERATION_ENDS: Final = (1950, 1970, 1985, 2000, 2012)
GENERATIONS: Final = 6
#: Share of given names from the long tail, by generation: the old had no fashion to follow.
RARE_SHARE: Final = (0.055, 0.035, 0.016, 0.010, 0.006, 0.005)
#: How many rare syllables the tail has.
RARE_COUNT: Final = 3_400
#: How the old, middle and young lists of given names mix, by generation.
MIX: Final = ((92, 8, 0), (45, 55, 0), (10, 85, 5), (3, 62, 35), (1, 19, 80), (0, 6, 94))

Weights = Mapping[str, float]


def parse(text: str, bare: float = 2.0) -> dict[str, float]:
    """``"Hùng:30 Ba"`` as weights; a word without a number weighs ``bare``; an underscore is a space; words
    nobody bears are left out.
    """
    weights: dict[str, float] = {}
    for item in text.split():
        word, _, weight = item.partition(":")
        word = word.replace("_", " ")
        weights[word] = weights.get(word, 0.0) + (float(weight) if weight else bare)
    return weights


def table(weights: Weights, rng: random.Random, slots: int = SLOTS) -> list[str]:
    """A list of ``slots`` entries in which every word stands in proportion to its weight, give or take one.

    Boundaries are rounded on a scale with a random origin, so that words lighter than a slot get one by lot.
    """
    scale, reached, before = slots / sum(weights.values()), rng.random(), 0
    entries: list[str] = []
    for word, weight in weights.items():
        reached += weight * scale
        entries.extend([word] * (int(reached) - before))
        before = int(reached)
    while len(entries) < slots:  # the last boundary may fall short by a rounding error
        entries.append(entries[-1])
    return entries[:slots]


def generation(year: int) -> int:
    """The index of the generation a birth year belongs to."""
    return sum(year >= end for end in GENERATION_ENDS)


def mixed(lists: tuple[Weights, ...], shares: tuple[int, ...]) -> dict[str, float]:
    """One weighting out of several, each counted with its share."""
    out: dict[str, float] = {}
    for weights, share in zip(lists, shares, strict=True):
        total = sum(weights.values())
        for word, weight in weights.items():
            if share:
                out[word] = out.get(word, 0.0) + weight / total * share
    return out


@dataclass(frozen=True, slots=True)
class NameTables:
    """Middle parts ('' for none) and given names by ``[female][generation]``."""

    middle: tuple[tuple[list[str], ...], tuple[list[str], ...]]
    given: tuple[tuple[list[str], ...], tuple[list[str], ...]]


def middles(female: bool, era: int) -> dict[str, float]:
    """Weights of what stands before the given name, '' for a name of two words."""
    if female:
        lead, share, second = "Thị", middle_names.THI[era], middle_names.WOMEN_SECOND[era]
        single, pair, bare = parse(middle_names.WOMEN), parse(middle_names.WOMEN_MODERN), middle_names.WOMEN_BARE
    else:
        lead, share, second = "Văn", middle_names.VAN[era], middle_names.MEN_SECOND[era]
        single, pair, bare = parse(middle_names.MEN), parse(middle_names.MEN_MODERN), middle_names.MEN_BARE
    one, two = 1.0 - second - bare - middle_names.THIRD, second
    singles = mixed((single, pair), (100 - era * 15, era * 15))
    weights: dict[str, float] = {"": bare}
    for word, weight in singles.items():
        part = weight / 100
        weights[word] = weights.get(word, 0.0) + one * (1 - share) * part
        weights[f"{lead} {word}"] = two * share * part if word != lead else 0.0
    weights[lead] = weights.get(lead, 0.0) + one * share
    _add_pairs(weights, singles, two * (1 - share), middle_names.THIRD, lead)
    return weights


def _add_pairs(weights: dict[str, float], singles: Weights, share: float, third: float, lead: str) -> None:
    """Middles of two syllables without the lead, and of three with it, spread over the commonest words."""
    common = sorted(singles, key=lambda word: -singles[word])[:24]
    pairs = [(a, b) for a in common for b in common if a != b]
    for a, b in pairs:
        key = f"{a} {b}"
        weights[key] = weights.get(key, 0.0) + share / len(pairs)
        weights[f"{lead} {key}"] = third / len(pairs)


def _given(female: bool, era: int, rare: list[str], rng: random.Random) -> dict[str, float]:
    """Weights of given names of one sex and generation, the tail included."""
    old, mid, young = (
        (given_names.WOMEN_OLD, given_names.WOMEN_MID, given_names.WOMEN_YOUNG)
        if female
        else (given_names.MEN_OLD, given_names.MEN_MID, given_names.MEN_YOUNG)
    )
    weights = mixed((parse(old), parse(mid), parse(young)), MIX[era])
    total, share = sum(weights.values()), RARE_SHARE[era]
    count = min(len(rare), int(share * SLOTS / 1.5))
    picked = rng.sample(range(len(rare)), count)
    tail = {rare[index]: 1.0 / (index + 400) ** 0.6 for index in sorted(picked)}
    scale = share / (1 - share) * total / sum(tail.values())
    weights.update({word: weight * scale for word, weight in tail.items()})
    return weights


@lru_cache(maxsize=2)
def name_tables(seed: int = 0) -> NameTables:
    """The tables of middles and given names; the same for the same seed. Takes some tenths of a second."""
    rng = random.Random(f"names-{seed}")
    known = {word for name in dir(given_names) if name.isupper() for word in parse(getattr(given_names, name))}
    rare = rare_syllables(known, RARE_COUNT, seed)
    both = (False, True)
    middle = tuple(tuple(table(middles(sex, era), rng) for era in range(GENERATIONS)) for sex in both)
    given = tuple(tuple(table(_given(sex, era, rare, rng), rng) for era in range(GENERATIONS)) for sex in both)
    return NameTables((middle[0], middle[1]), (given[0], given[1]))


#: The surnames that hold their share in every commune; the others gather in lineages.
STEADY: Final = frozenset({"Nguyễn", "Trần", "Lê", "Phạm"})


def surname_table(province: str, rng: random.Random, slots: int = 4096) -> list[str]:
    """Surnames of one commune: its province's shares, moved about so that each commune has lineages of its
    own.

    The four great surnames keep their share; of the rest some are heavy here and absent next door, as where
    one lineage founded a village.
    """
    base = parse(surnames.group_of(province), bare=1.0)
    tail = parse(surnames.TAIL, bare=1.0)
    others = {word: weight for word, weight in base.items() if word not in STEADY}
    for word in rng.sample(sorted(tail), 24):
        others[word] = others.get(word, 0.0) + tail[word] * len(tail) / 24 * 0.14
    wished = sum(base.values()) - sum(base[word] for word in base if word in STEADY) + 0.14 * sum(tail.values())
    local = {word: weight * rng.lognormvariate(-0.4, 0.9) for word, weight in others.items()}
    scale = wished / sum(local.values())
    weights = {word: base.get(word, 0.0) for word in sorted(STEADY)} | {word: w * scale for word, w in local.items()}
    return table(weights, rng, slots)
