"""A population for searches: a province's communes and hamlets, and as many residents as asked for, by COPY.

Names are drawn as the demo draws them (Nguyễn 38 %, lineages by commune, a long tail of rare syllables, names of the
highlands); births, numbers, telephones and places by chance of their own. Everything is kept in memory beside the
database, so that what a search should have found is known without asking the search's own tables.
"""

from __future__ import annotations

import random
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from zlib import crc32

from diaban.core.text import fold, words_key
from diaban.demo.highland import CLANS, HighlandNames
from diaban.demo.names import generation, name_tables, surname_table
from diaban.demo.numbers import code_of

#: One household in twelve has names of the highlands.
HIGHLAND_ONE_IN, HOUSEHOLD = 12, 4
COLUMNS = (
    "id, full_name, fold, sort_key, sex, birth_date, birth_precision, id_no, place, household_id, relation, phone,"
    " state, office"
)
HOUSES = "id, code, place, head_id, office"
_CHUNK = 200_000


@dataclass(slots=True)
class Crowd:
    """Who was written, by number from 0: name with marks, birth as an ordinal, commune, 12-digit number."""

    province: str
    communes: Sequence[int]
    hamlets: Sequence[Sequence[int]]
    seed: int = 1
    names: list[str] = field(default_factory=list)
    folds: list[str] = field(default_factory=list)
    births: array[int] = field(default_factory=lambda: array("l"))
    whole_birth: bytearray = field(default_factory=bytearray)
    commune: array[int] = field(default_factory=lambda: array("h"))
    numbers: list[str] = field(default_factory=list)
    _serials: dict[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.names)

    def id_of(self, row: int) -> str:
        """The resident's id, as PostgreSQL writes it without hyphens."""
        return f"{(0x0190 << 112) | (7 << 76) | (row << 12):032x}"

    def grow(self, total: int) -> Iterator[tuple[str, str]]:
        """Make residents up to a total; yields text for COPY of households and residents, chunk by chunk."""
        lines = self._lines()
        while (missing := total - len(self)) > 0:
            chunk = list(islice(lines, -(-min(missing, _CHUNK) // HOUSEHOLD)))
            yield "\n".join(house for house, _people in chunk), "\n".join(people for _house, people in chunk)

    def _lines(self) -> Iterator[tuple[str, str]]:
        """Household by household without end: its line, and its members' lines."""
        rng = random.Random(f"crowd/{self.seed}/{len(self)}")
        namer, keys, folded = _Namer(self.province, len(self.communes), rng), _Memo(words_key), _Memo(fold)
        days = [_day(rng) for _ in range(65_536)]
        bits, today, serials = rng.getrandbits, date.today().toordinal(), self._serials
        for house in range(len(self) // HOUSEHOLD, 1 << 40):
            at = int(rng.random() * len(self.communes))
            place = rng.choice(self.hamlets[at])
            first, home = len(self), f"{(0x0191 << 112) | (7 << 76) | house:032x}"
            people = []
            for member, (name, sex) in enumerate(namer.household(at, bits, days)):
                row, born = first + member, min(namer.born[member], today)
                day = date.fromordinal(born)
                precision = "d" if bits(5) else "y"
                day = day if precision == "d" else day.replace(month=1, day=1)
                code = code_of(sex == "f", day.year)
                serial = serials[code] = serials.get(code, 0) + 1
                number = f"0{self.province}{code}{(crc32(code.encode()) + serial * 307_099) % 1_000_000:06d}"
                parts = name.split()
                key = (
                    f"{keys[parts[-1]]},{keys[parts[0]] if parts[1:] else ''},{' '.join(keys[p] for p in parts[1:-1])}"
                )
                plain = " ".join(filter(None, (folded[p] for p in parts)))
                self._keep(name, plain, day.toordinal(), precision == "d", at, number)
                relation = "other" if member else "head"
                phone = f"050{bits(23):07d}" if bits(1) else ""
                people.append(
                    f"{self.id_of(row)}\t{name}\t{plain}\t{key}\t{sex}\t{day.isoformat()}\t{precision}\t{number}\t"
                    f"{place}\t{home}\t{relation}\t{phone}\tpresent\t1"
                )
            yield f"{home}\t{at:03d}-{house}\t{place}\t{self.id_of(first)}\t1", "\n".join(people)

    def _keep(self, name: str, plain: str, born: int, whole: bool, at: int, number: str) -> None:
        self.names.append(name)
        self.folds.append(plain)
        self.births.append(born)
        self.whole_birth.append(whole)
        self.commune.append(at)
        self.numbers.append(number)


class _Memo(dict[str, str]):
    """A function of one word, remembered; COPY reads a backslash as the start of an escape."""

    def __init__(self, make: object) -> None:
        self.make = make

    def __missing__(self, word: str) -> str:
        made = self[word] = str(self.make(word)).replace("\\", "\\\\")  # type: ignore[operator]
        return made


class _Namer:
    """Names of households, commune by commune."""

    def __init__(self, province: str, communes: int, rng: random.Random) -> None:
        self.tables, self.highland, self.rng = name_tables(), HighlandNames.make(0), rng
        self.surnames = [surname_table(province, rng) for _ in range(communes)]
        self.clans = [clan.replace("_", " ") for clan in (*CLANS["clan_first"], *CLANS["clan_last"])]
        self.born = [0] * HOUSEHOLD

    def household(self, at: int, bits: object, days: Sequence[int]) -> list[tuple[str, str]]:
        """(name, sex) of each member; their days of birth stand in `born`."""
        rng, out = self.rng, []
        highland = rng.randrange(HIGHLAND_ONE_IN) == 0
        family = self.surnames[at][rng.getrandbits(12)]
        clan = rng.choice(self.clans)
        for member in range(HOUSEHOLD):
            female = bool(rng.getrandbits(1))
            self.born[member] = born = days[rng.getrandbits(16)]
            if highland:
                form = ("clan_first", "clan_last", "marker", "k_form")[rng.getrandbits(2)]
                out.append((self.highland.full_name(rng, form, "f" if female else "m", clan), "f" if female else "m"))
                continue
            era = generation(date.fromordinal(born).year)
            own = family if member != 1 else self.surnames[at][rng.getrandbits(12)]
            middle = self.tables.middle[female][era][rng.getrandbits(16)]
            given = self.tables.given[female][era][rng.getrandbits(16)]
            out.append((f"{own} {middle} {given}" if middle else f"{own} {given}", "f" if female else "m"))
        return out


def _day(rng: random.Random) -> int:
    """A day of birth: ages as in a country that grew until the nineties."""
    age = min(rng.triangular(0, 100, 22), 99.9)
    return date.today().toordinal() - 1 - int(age * 365.25)
