"""Turns one block into lines of text for COPY: residents, households, stays, old numbers."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from diaban.core.text import fold, words_key
from diaban.demo.blocks import Block
from diaban.demo.lives import OPENING
from diaban.demo.population import Maker
from diaban.demo.sink import NULL

TABLES: Final = {
    "people_household": ("id", "code", "place", "address", "head_id", "office", "closed_on"),
    "people_resident": (
        "id", "full_name", "fold", "sort_key", "sex", "birth_date", "birth_precision", "death_date", "id_no", "place",
        "present_place", "household_id", "relation", "phone", "address", "hometown", "state", "office",
    ),
    "people_stay": ("id", "resident_id", "kind", "place", "address", "starts", "ends", "reason"),
    "people_alias": ("resident_id", "kind", "value", "issuer"),
    "people_event": (
        "id", "resident_id", "kind", "day", "detail", "before", "lines", "action_id", "recorded_at",
    ),
}  # fmt: skip


class Memo(dict[str, str]):
    """A function of a part of a name, remembered: parts repeat, names do not."""

    def __init__(self, make: Callable[[str], str]) -> None:
        self._make = make

    def __missing__(self, part: str) -> str:
        made = self[part] = self._make(part)
        return made


#: Keys hold backslashes for some letters, which COPY reads as the start of an escape.
FOLDED, KEYED = Memo(fold), Memo(lambda part: words_key(part).replace("\\", "\\\\"))


class Ids:
    """Time-ordered UUIDs (version 7) from a seed: the same seed, the same ids. Given as 32 hexadecimal digits."""

    def __init__(self, rng: random.Random, day: date, index: int) -> None:
        self._rng = rng
        self._ms = (day.toordinal() - 719_163) * 86_400_000 + index * 100_000

    def take(self, count: int) -> list[str]:
        """``count`` more ids, each greater than the one before."""
        bits, first = self._rng.getrandbits, self._ms
        self._ms += count
        return [
            f"{((first + i) << 80) | (7 << 76) | (bits(12) << 64) | (2 << 62) | bits(62):032x}" for i in range(count)
        ]


@dataclass(slots=True)
class Placed:
    """A block with the ids and places it gets; ``office`` is the commune's police."""

    block: Block
    today: int
    hamlets: list[int]
    communes: list[int]
    office: int
    residents: list[str]
    houses: list[str]
    permanent: list[str]
    others: list[str]
    tenants: set[int]

    def place(self, row: int) -> int:
        """The hamlet a resident is counted in."""
        return self.hamlets[self.block.house_hamlet[self.block.house[row]]]


def placed(block: Block, maker: Maker, hamlets: list[int], communes: list[int], office: int) -> Placed:
    """Give every row of a block its id."""
    today = maker.days.today
    opening = date.fromordinal(today - OPENING)
    ids = Ids(random.Random(f"{maker.seed}/{block.commune.code}/ids"), opening, block.index)
    houses, count = ids.take(len(block.house_code)), len(block)
    tenants = {stay.row for stay in block.stays if stay.kind == "temporary" and stay.where is None}
    moves = sum(happening.kind == "moved_in" for happening in block.happenings)
    return Placed(
        block, today, hamlets, communes, office, ids.take(count), houses,
        ids.take(count), ids.take(len(block.stays) + moves), tenants,
    )  # fmt: skip


class Iso(dict[int, str]):
    """Ordinals as ISO dates, remembered; None is written NULL by ``or_null``."""

    def __missing__(self, day: int) -> str:
        made = self[day] = date.fromordinal(day).isoformat()
        return made


ISO = Iso()


def households(at: Placed) -> Iterator[str]:
    """Lines of ``people_household``."""
    block, office = at.block, str(at.office)
    for house, code in enumerate(block.house_code):
        head, closed = block.house_head[house], block.house_closed.get(house)
        yield "\t".join(
            (
                at.houses[house],
                code,
                str(at.hamlets[block.house_hamlet[house]]),
                block.house_address[house],
                NULL if head is None else at.residents[head],
                office,
                ISO[closed] if closed else NULL,
            )
        )


def _named(block: Block) -> Iterator[str]:
    """Full name, folded name and sort key of each resident, joined by tabs."""
    for family, middle, given in zip(block.family, block.middle, block.given, strict=True):
        key = f"{KEYED[given]},{KEYED[family]},{KEYED[middle]}"
        if middle:
            yield f"{family} {middle} {given}\t{FOLDED[family]} {FOLDED[middle]} {FOLDED[given]}\t{key}"
        else:
            yield f"{family} {given}\t{FOLDED[family]} {FOLDED[given]}\t{key}"


def residents(at: Placed) -> Iterator[str]:
    """Lines of ``people_resident``."""
    block, office = at.block, str(at.office)
    away = {s.row: at.communes[s.where] for s in block.stays if s.kind == "temporary" and s.where is not None}
    died = {row: ISO[day] for row, day in block.died.items()}
    homes = [
        (at.houses[house], str(at.hamlets[hamlet]), block.house_address[house])
        for house, hamlet in enumerate(block.house_hamlet)
    ]
    columns = zip(
        range(len(block)), at.residents, _named(block), block.sex, block.born, block.precision, block.number,
        block.house, block.relation, block.phone, block.hometown, block.state, strict=True,
    )  # fmt: skip
    for row, key, names, sex, born, precision, number, house, relation, phone, home, state in columns:
        home_id, place, address = homes[house]
        yield (
            f"{key}\t{names}\t{sex}\t{ISO[born]}\t{precision}\t{died.get(row, NULL)}\t{number or NULL}\t{place}\t"
            f"{away.get(row, NULL)}\t{home_id}\t{relation}\t{phone}\t{address}\t{home}\t{state}\t{office}"
        )


#: Years after birth that a husband or wife came to live here, by the last digit of their birthday.
MARRIED: Final = (22, 23, 23, 24, 24, 25, 25, 26, 27, 28)


def stays(at: Placed) -> Iterator[str]:
    """Lines of ``people_stay``: where each one is permanent (or, for tenants, stays), and what was declared beside."""
    block, own = at.block, {h.row: h for h in at.block.happenings}
    spare = iter(at.others)
    for row, born in enumerate(block.born):
        if row in at.tenants:
            continue
        happening, address = own.get(row), block.house_address[block.house[row]]
        starts, ends = _since(at, row, born), NULL
        if happening and happening.kind in ("registered", "moved_in"):
            starts = happening.day
        elif happening and happening.kind in ("died", "moved_out"):
            ends = ISO[max(happening.day, starts)]
        own_id, where = at.permanent[row], at.place(row)
        yield f"{own_id}\t{at.residents[row]}\tpermanent\t{where}\t{address}\t{ISO[starts]}\t{ends}\t"
    for stay in block.stays:
        place = at.place(stay.row) if stay.where is None else at.communes[stay.where]
        ends = NULL if stay.ends is None else ISO[stay.ends]
        yield (
            f"{next(spare)}\t{at.residents[stay.row]}\t{stay.kind}\t{place}\t\t{ISO[stay.starts]}\t{ends}\t{stay.reason}"
        )
    for happening in block.happenings:
        if happening.kind == "moved_in" and happening.origin is not None:
            starts = min(_since(at, happening.row, block.born[happening.row]), happening.day)
            place, resident = at.hamlets[happening.origin], at.residents[happening.row]
            yield (f"{next(spare)}\t{resident}\tpermanent\t{place}\t\t{ISO[starts]}\t{ISO[happening.day]}\t")


def _since(at: Placed, row: int, born: int) -> int:
    """Since when someone lives here: since birth, or since they married in; before the first list at any rate."""
    if at.block.relation[row] not in ("spouse", "in_law"):
        return born
    return max(born, min(born + MARRIED[born % 10] * 365, at.today - OPENING - 30))


def aliases(at: Placed) -> Iterator[str]:
    """Lines of ``people_alias``: old nine-digit numbers."""
    issuer = "Công an tỉnh"
    for row, number in at.block.cmnd.items():
        yield f"{at.residents[row]}\tcmnd\t{number}\t{issuer}"


def texts(at: Placed) -> dict[str, str]:
    """Everything of a block but its events, as text for COPY, in the order it has to be written."""
    return {
        "people_household": "\n".join(households(at)),
        "people_resident": "\n".join(residents(at)),
        "people_stay": "\n".join(stays(at)),
        "people_alias": "\n".join(aliases(at)),
    }
