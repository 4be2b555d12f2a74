"""Names, numbers, telephones and the precision of birth dates: what tells residents apart, filled column by
column.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final

from diaban.core.id_prefixes import PREFIXES
from diaban.demo import numbers
from diaban.demo.blocks import FAULTS, Block
from diaban.demo.chance import bits, by_age
from diaban.demo.highland import FORMS_OF, household_form, other_clan
from diaban.demo.households import Member
from diaban.demo.names import surname_table

if TYPE_CHECKING:
    from diaban.demo.population import Maker

#: Shares by age: birth date known by year only; by month; kept as the first of January; number missing;
#: telephone; old number kept.
YEAR_ONLY: Final = by_age((1, 0.0), (36, 0.001), (56, 0.012), (70, 0.09), (80, 0.28), (131, 0.42))
MONTH_ONLY: Final = by_age((1, 0.0), (56, 0.0005), (131, 0.006))
NEW_YEAR: Final = by_age((36, 0.0), (56, 0.02), (131, 0.10))
NO_NUMBER: Final = by_age((1, 0.35), (6, 0.05), (14, 0.02), (60, 0.006), (80, 0.025), (131, 0.10))
PHONE: Final = by_age((12, 0.0), (16, 0.15), (60, 0.78), (75, 0.42), (131, 0.15))
OLD_NUMBER: Final = by_age((23, 0.0), (40, 0.22), (131, 0.38))
#: Share of numbers that do not fit the record.
FAULT: Final = 0.003


def fill(maker: Maker, block: Block, rows: list[Member]) -> None:
    """Fill every column that identifies, in an order that keeps the same chance for the same seed."""
    ages = [maker.days.age[born - maker.days.base] for born in block.born]
    _names(maker, block, rows)
    _numbers(maker, block, rows, ages)
    _dates(maker, block, ages)
    _contacts(maker, block, ages)


def _names(maker: Maker, block: Block, rows: list[Member]) -> None:
    rng, count = maker.rng(block.index, "names"), len(rows)
    surnames = surname_table(block.commune.province, rng)
    drawn = [surnames[value & 4095] for value in bits(rng, count)]
    family = [drawn[row.root] for row in rows]
    era, base = maker.days.era, maker.days.base
    middle, given = maker.names.middle, maker.names.given
    keys = [(row.female, era[row.born - base]) for row in rows]
    block.middle = [middle[f][e][value] for (f, e), value in zip(keys, bits(rng, count), strict=True)]
    block.given = [given[f][e][value] for (f, e), value in zip(keys, bits(rng, count), strict=True)]
    block.family = family
    _no_twice(rng, block, keys, maker)
    for row, name in enumerate(family):
        if " " in name:
            family[row], _, rest = name.partition(" ")
            block.middle[row] = f"{rest} {block.middle[row]}".rstrip()
    _highland(maker, block)


def _no_twice(rng: random.Random, block: Block, keys: list[tuple[bool, int]], maker: Maker) -> None:
    """Children of one household bear different given names."""
    seen: set[tuple[int, str]] = set()
    for row, pair in enumerate(zip(block.house, block.given, strict=True)):
        while pair in seen:
            female, era = keys[row]
            block.given[row] = maker.names.given[female][era][rng.randrange(65_536)]
            pair = (pair[0], block.given[row])
        seen.add(pair)


def _highland(maker: Maker, block: Block) -> None:
    """Give some households of highland communes the names of their people; they live close together."""
    share, forms = FORMS_OF.get(block.commune.province, (0.0, {}))
    if not share:
        return
    rng = maker.rng(block.index, "highland")
    village = [rng.random() < share for _ in block.hamlets]
    chosen: dict[int, tuple[str, str]] = {}
    for house, hamlet in enumerate(block.house_hamlet):
        if rng.random() < (0.9 if village[hamlet] else share * 0.1):
            chosen[house] = household_form(rng, forms)
    for row, house in enumerate(block.house):
        if house in chosen:
            form, clan = chosen[house]
            if clan and block.sex[row] == "m" and block.relation[row] in ("head", "spouse", "in_law"):
                clan = other_clan(rng, form, clan)  # children bear the mother's
            words = maker.highland.full_name(rng, form, block.sex[row], clan).split()
            block.family[row], block.middle[row], block.given[row] = words[0], " ".join(words[1:-1]), words[-1]


def _numbers(maker: Maker, block: Block, rows: list[Member], ages: list[int]) -> None:
    rng, count = maker.rng(block.index, "numbers"), len(rows)
    maker_of = maker.numbers[block.commune.province]
    take, origins, year, base = maker_of.take, maker_of.origins, maker.days.year, maker.days.base
    codes = maker.codes
    prefixes = [origins[value & 1023] for value in bits(rng, count)]
    block.hometown = [maker.hometowns[prefix] for prefix in prefixes]
    block.number = [
        None if missing < NO_NUMBER[age] else take(prefix, codes[row.female][year[row.born - base]])
        for row, age, prefix, missing in zip(rows, ages, prefixes, bits(rng, count), strict=True)
    ]
    for row, value in enumerate(bits(rng, count)):
        if value < FAULT * 65_536 and block.number[row] is not None:
            _spoil(maker, block, rows[row], row, prefixes[row], rng)


def _spoil(maker: Maker, block: Block, member: Member, row: int, prefix: str, rng: random.Random) -> None:
    """Make one number not fit its record, in a way that happens: sex or year redetermined, century mistyped,
    no such province.
    """
    fault = rng.choice(FAULTS)
    year = maker.days.year[member.born - maker.days.base]
    female = member.female != (fault == "sex")
    if fault == "year":
        year += rng.choice((-2, -1, 1)) if year % 100 not in (0, 1, 99) else (2 if year % 100 < 2 else -2)
    if fault == "century":
        year += 100 if year < 2000 else -100
    if fault == "prefix":
        prefix = rng.choice(("023", "003", "098", "000"))
    block.number[row] = maker.numbers[block.commune.province].take(prefix, numbers.code_of(female, year))
    block.faults[row] = fault


def _dates(maker: Maker, block: Block, ages: list[int]) -> None:
    """Old people know their year, some their month; clerks wrote the first of January for many. Babies' days
    are known.
    """
    rng, days, base = maker.rng(block.index, "dates"), maker.days, maker.days.base
    block.precision = ["d"] * len(ages)
    for row, (age, value) in enumerate(zip(ages, bits(rng, len(ages)), strict=True)):
        year_only = YEAR_ONLY[age]
        if value < year_only:
            block.precision[row], block.born[row] = "y", days.year_start[block.born[row] - base]
        elif value < year_only + MONTH_ONLY[age]:
            block.precision[row], block.born[row] = "m", days.month_start[block.born[row] - base]
        elif value < year_only + MONTH_ONLY[age] + NEW_YEAR[age]:
            block.born[row] = days.year_start[block.born[row] - base]


def _contacts(maker: Maker, block: Block, ages: list[int]) -> None:
    """Telephones, and old nine-digit numbers of those who had one."""
    rng, count, province = maker.rng(block.index, "contacts"), len(ages), block.commune.province
    block.phone = [
        f"050{(high << 7 ^ low) % 10_000_000:07d}" if value < PHONE[age] else ""
        for age, value, high, low in zip(ages, bits(rng, count), bits(rng, count), bits(rng, count), strict=True)
    ]
    for row, (age, value) in enumerate(zip(ages, bits(rng, count), strict=True)):
        if value < OLD_NUMBER[age]:
            block.cmnd[row] = numbers.cmnd(rng, province)


def hometowns() -> dict[str, str]:
    """Three digits to the province's name, as a hometown is written when only the province is known."""
    return {code: prefix.name for code, prefix in PREFIXES.items()}
