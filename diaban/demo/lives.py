"""The year behind the day: births, deaths, moves, and who stays elsewhere; consistent with the rows they
belong to.

A commune is taken to have entered its list a year ago (``OPENING`` days before). Whoever was born or came
since is not of that list, and whoever died or left since still has a row, as in any register.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final

from diaban.demo.blocks import Block, Happening, Stay
from diaban.demo.chance import bits, by_age
from diaban.demo.households import Member

if TYPE_CHECKING:
    from diaban.demo.population import Maker

#: Days before the day of the population on which the first list was entered.
OPENING: Final = 365
#: Chances in a year, by age: to die; to move out of the province; to come from outside it; to move between
#: hamlets.
DIES: Final = by_age(
    (1, 0.006), (15, 0.0004), (40, 0.001), (50, 0.0025), (60, 0.006), (70, 0.013), (80, 0.035), (131, 0.11)
)
LEAVES: Final = by_age((17, 0.001), (35, 0.018), (50, 0.004), (131, 0.001))
COMES: Final = by_age((1, 0.0), (17, 0.002), (36, 0.016), (50, 0.004), (131, 0.001))
SHIFTS: Final = by_age((18, 0.0), (36, 0.010), (131, 0.001))
#: Shares away from home at this moment: absent far away, staying elsewhere in the province, visiting there.
ABSENT: Final = by_age((16, 0.004), (25, 0.10), (46, 0.075), (60, 0.02), (131, 0.002))
AWAY: Final = by_age((16, 0.001), (25, 0.016), (46, 0.009), (131, 0.001))
VISITING: Final = by_age((131, 0.002))
#: Share of households that stay here with their permanent home in another province: in the country, in towns.
TENANTS: Final = (0.015, 0.08)
WHY_ABSENT: Final = ("Đi làm ăn xa", "Lao động ở nước ngoài", "Đi học", "Theo gia đình", "Chữa bệnh")
WHY_TEMPORARY: Final = ("Làm công nhân", "Thuê trọ đi làm", "Học tập", "Buôn bán", "Ở cùng người thân")
WHY_VISITING: Final = ("Thăm người thân", "Công tác", "Chữa bệnh", "Du lịch")


def fill(maker: Maker, block: Block, rows: list[Member]) -> None:
    """Fill states, stays and happenings."""
    ages = [maker.days.age[row.born - maker.days.base] for row in rows]
    rng = maker.rng(block.index, "lives")
    busy = _tenants(maker, block, rng)
    _births(maker, block, rows, busy)
    _deaths(maker, block, rng, ages, busy)
    _moves(maker, block, rng, ages, busy)
    _stays(maker, block, rng, ages, busy)
    block.happenings.sort(key=lambda item: (item.day, item.row))
    _close_empty(block)


def _past(maker: Maker, rng: random.Random) -> int:
    """A day of the past year, yesterday at the latest."""
    return maker.days.today - 1 - int(rng.random() * (OPENING - 2))


def _tenants(maker: Maker, block: Block, rng: random.Random) -> set[int]:
    """Whole households that only stay here: young, from another province, without parents. Returns their
    rows.
    """
    share, busy, today = TENANTS[block.commune.urban], set[int](), maker.days.today
    chosen = {house for house, value in enumerate(bits(rng, len(block.house_code))) if value < share * 65_536}
    starts: dict[int, tuple[int, str, str]] = {}
    others = [name for code, name in maker.hometowns.items() if code[1:] != block.commune.province]
    for row, house in enumerate(block.house):
        if house in chosen:
            if house not in starts:
                starts[house] = today - 30 - int(rng.random() * 680), rng.choice(WHY_TEMPORARY), rng.choice(others)
            day, reason, home = starts[house]
            day = max(day, block.born[row])
            block.stays.append(Stay(row, "temporary", day, day + 730, reason))
            block.hometown[row] = home
            busy.add(row)
            if day > today - OPENING and block.born[row] <= today - OPENING:
                block.happenings.append(Happening(row, "registered", day, elsewhere=home))
    return busy


def _births(maker: Maker, block: Block, rows: list[Member], busy: set[int]) -> None:
    opening = maker.days.today - OPENING
    for row, member in enumerate(rows):
        if member.born > opening:
            block.happenings.append(Happening(row, "born", member.born))
            busy.add(row)


def _deaths(maker: Maker, block: Block, rng: random.Random, ages: list[int], busy: set[int]) -> None:
    """Deaths of the past year; a spouse becomes head of the household."""
    for row, (age, value) in enumerate(zip(ages, bits(rng, len(ages)), strict=True)):
        if value < DIES[age] and row not in busy:
            day = _past(maker, rng)
            block.state[row], block.died[row] = "dead", day
            block.happenings.append(Happening(row, "died", day))
            busy.add(row)
            _new_head(block, row)


def _new_head(block: Block, row: int) -> None:
    house = block.house[row]
    if block.house_head[house] != row:
        return
    block.house_head[house] = None
    heir = row + 1
    if heir == len(block) or block.house[heir] != house or block.relation[heir] != "spouse":
        return
    if block.state[heir] == "present":
        block.house_head[house], block.relation[heir], block.relation[row] = heir, "head", "spouse"


def _moves(maker: Maker, block: Block, rng: random.Random, ages: list[int], busy: set[int]) -> None:
    """Who left the province, came from another, or moved here from a hamlet next door. Heads stay."""
    homes = list(maker.hometowns.values())
    for row, (age, value) in enumerate(zip(ages, bits(rng, len(ages)), strict=True)):
        leaves, comes = LEAVES[age], LEAVES[age] + COMES[age]
        if value >= comes + SHIFTS[age] or row in busy or block.relation[row] == "head":
            continue
        day, home = _past(maker, rng), rng.choice(homes)
        busy.add(row)
        if value < leaves:
            block.state[row] = "moved"
            block.happenings.append(Happening(row, "moved_out", day, elsewhere=home))
        elif value < comes:
            block.hometown[row] = home
            block.happenings.append(Happening(row, "registered", day, elsewhere=home))
        else:
            here = block.house_hamlet[block.house[row]]
            origin = rng.choice([h for h in range(len(block.hamlets)) if h != here])
            block.happenings.append(Happening(row, "moved_in", day, origin=origin))


def _stays(maker: Maker, block: Block, rng: random.Random, ages: list[int], busy: set[int]) -> None:
    """Who is absent, stays elsewhere in the province or visits there."""
    today, communes = maker.days.today, len(maker.communes)
    for row, (age, value) in enumerate(zip(ages, bits(rng, len(ages)), strict=True)):
        absent, away = ABSENT[age], ABSENT[age] + AWAY[age]
        if value >= away + VISITING[age] or row in busy:
            continue
        where = (block.index + 1 + rng.randrange(communes - 1)) % communes if communes > 1 else None
        since = max(today - 1 - int(rng.random() * 700), block.born[row])
        if value < absent:
            block.state[row] = "absent"
            block.stays.append(Stay(row, "absent", since, None, rng.choice(WHY_ABSENT)))
        elif where is not None and value < away:
            block.state[row] = "away"
            block.stays.append(Stay(row, "temporary", since, since + 730, rng.choice(WHY_TEMPORARY), where))
        elif where is not None:
            back = today + rng.randrange(6)
            block.stays.append(Stay(row, "visiting", today - 1, back, rng.choice(WHY_VISITING), where))


def _close_empty(block: Block) -> None:
    """Households whose last member died or left are closed on that day."""
    last: dict[int, int] = {}
    counted: set[int] = set()
    for house, state in zip(block.house, block.state, strict=True):
        if state not in ("dead", "moved"):
            counted.add(house)
    for happening in block.happenings:
        house = block.house[happening.row]
        if house not in counted and happening.kind in ("died", "moved_out"):
            last[house] = happening.day
    block.house_closed = last
    for house in last:
        block.house_head[house] = None
