"""The persons of a made-up province with names, birth dates, numbers and homes: text columns beside the arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from diaban.bench.linkage import families, words
from diaban.bench.linkage.families import Families, Flags, Ints
from diaban.bench.linkage.ground import Commune
from diaban.bench.linkage.settings import Setting
from diaban.demo.highland import CLANS, HighlandNames
from diaban.demo.names import GENERATION_ENDS, name_tables, surname_table

Text = NDArray[np.object_]


@dataclass
class Folk:
    """All persons that ever were in the lists; `surname`, `middle`, `given` together are the name."""

    families: Families
    communes: list[Commune]
    commune: Ints  #: of each home
    village: Ints  #: of each home
    surname: Text
    middle: Text
    given: Text
    date: NDArray[np.int64]  #: (persons, 3): year, month, day
    number: Text  #: twelve digits, None for none
    old_number: Text

    def name(self, rows: Ints | slice = slice(None)) -> Text:
        """Full names."""
        parts = (self.surname[rows], self.middle[rows], self.given[rows])
        return _text(" ".join(filter(None, one)) for one in zip(*parts, strict=True))


def _text(values: object) -> Text:
    found = list(values)  # type: ignore[call-overload]
    out = np.empty(len(found), object)
    out[:] = found
    return out


def make(setting: Setting, communes: list[Commune], draw: np.random.Generator) -> Folk:
    """People of a setting, about a tenth more than its residents: some of them have left or died since."""
    homes = int(setting.residents * (1.08 - setting.duplicates) / 3.05)
    people = families.make(homes, draw)
    weights = np.array([c.size for c in communes])
    commune = np.sort(draw.choice(len(communes), homes, p=weights / weights.sum()))
    village = (draw.random(homes) ** 1.2 * np.array([len(c.villages) for c in communes])[commune]).astype(np.int64)
    order = np.lexsort((village, commune))
    commune, village = commune[order], village[order]
    date = _dates(people.born)
    surname, middle, given = _names(setting, communes, people, commune, date[:, 0], draw)
    _highland(communes, people, commune, village, (surname, middle, given), draw)
    number, old = _numbers(communes, people, commune, date[:, 0], draw)
    return Folk(people, communes, commune, village, surname, middle, given, date, number, old)


def _dates(born: Ints) -> NDArray[np.int64]:
    days = born.astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    year = months.astype("datetime64[Y]").astype(np.int64) + 1970
    return np.column_stack([year, months.astype(np.int64) % 12 + 1, (days - months).astype(np.int64) + 1])


def _zipf(items: tuple[str, ...], power: float, draw: np.random.Generator, count: int) -> Text:
    weights = 1 / np.arange(1, len(items) + 1) ** power
    picked = draw.choice(len(items), count, p=weights / weights.sum())
    return np.array([item.replace("_", " ") for item in items], object)[picked]


def _names(
    setting: Setting, communes: list[Commune], people: Families, commune: Ints, year: Ints, draw: np.random.Generator
) -> tuple[Text, Text, Text]:
    drawn = _few(people, draw) if setting.few_names else _many(setting, communes, people, commune, year, draw)
    surname, middle, given = drawn
    root = people.root
    own = draw.random(people.size) < 0.015  # a mother's or a first father's name
    surname = np.where(own, surname, surname[root])
    alike = np.flatnonzero(people.twin | ((people.slot > families.CHILD) & (draw.random(people.size) < 0.3)))
    alike = alike[(alike > 0) & (people.home[alike] == people.home[alike - 1])]
    same = alike[people.female[alike] == people.female[alike - 1]]
    middle[same] = middle[same - 1]
    for _ in range(2):  # children of one home aren't called the same
        again = 1 + np.flatnonzero(
            (people.home[1:] == people.home[:-1]) & (given[1:] == given[:-1]) & (middle[1:] == middle[:-1])
        )
        given[again] = given[draw.permutation(people.size)[: len(again)]]
    return surname, middle, given


def _few(people: Families, draw: np.random.Generator) -> tuple[Text, Text, Text]:
    size, female = people.size, people.female
    middle = np.where(female, _zipf(words.MIDDLE_WOMEN, 0.95, draw, size), _zipf(words.MIDDLE_MEN, 0.95, draw, size))
    middle[draw.random(size) < 0.02] = ""
    given = np.where(female, _zipf(words.GIVEN_WOMEN, 0.6, draw, size), _zipf(words.GIVEN_MEN, 0.6, draw, size))
    return _zipf(words.FAMILY, 1.25, draw, size), middle, given


def _many(
    setting: Setting, communes: list[Commune], people: Families, commune: Ints, year: Ints, draw: np.random.Generator
) -> tuple[Text, Text, Text]:
    import random

    rng = random.Random(setting.seed)
    tables = name_tables(setting.seed % 7)
    surnames = np.array([surname_table(c.prefixes[0][1:], rng) for c in communes], object)
    size, lot = people.size, draw.integers(0, 65_536, (2, people.size))
    era = np.searchsorted(np.array(GENERATION_ENDS), year, "right")
    surname = surnames[commune[people.home], draw.integers(0, 4096, size)]
    middle, given = np.empty(size, object), np.empty(size, object)
    for sex in (0, 1):
        for at in range(len(GENERATION_ENDS) + 1):
            who = np.flatnonzero((people.female == bool(sex)) & (era == at))
            middle[who] = np.array(tables.middle[sex][at], object)[lot[0, who]]
            given[who] = np.array(tables.given[sex][at], object)[lot[1, who]]
    return surname, middle, given


def _highland(
    communes: list[Commune], people: Families, commune: Ints, village: Ints, parts: tuple[Text, Text, Text],
    draw: np.random.Generator,
) -> None:  # fmt: skip
    """People of upland villages get a highland name, each household in one form."""
    upland = np.array([communes[c].upland[v] for c, v in zip(commune, village, strict=True)], np.bool_)
    who = np.flatnonzero(upland[people.home])
    if not len(who):
        return
    stock = np.array(HighlandNames.make(int(draw.integers(9))).words, object)
    word = stock[(draw.random(len(who)) ** 1.7 * len(stock)).astype(np.int64)]
    form = draw.integers(0, 4, int(commune.max()) + 1)[commune[people.home[who]]]
    clans = [np.array(CLANS[name], object) for name in ("clan_last", "clan_first")]
    clan = [one[(draw.random(len(commune)) ** 1.5 * len(one)).astype(np.int64)][people.home[who]] for one in clans]
    woman = people.female[who]
    surname, middle, given = parts
    surname[who] = np.select([form == 0, form == 1, form == 2], [np.where(woman, "H’", "Y"), clan[1],
                             np.where(woman, "Ka", "K’")], np.where(woman, "Y", "A"))  # fmt: skip
    middle[who] = np.where(form == 0, word, "")
    given[who] = np.where(form == 0, clan[0], word)
    joined = who[(surname[who] == "H’") | (surname[who] == "K’")]
    joined = joined[draw.random(len(joined)) < 0.6]  # H’Lan and K’Brao as one word
    first = np.where(middle[joined] == "", given[joined], middle[joined])
    surname[joined] = surname[joined] + first
    given[joined] = np.where(middle[joined] == "", "", given[joined])
    middle[joined] = ""


def _numbers(
    communes: list[Commune], people: Families, commune: Ints, year: Ints, draw: np.random.Generator
) -> tuple[Text, Text]:
    """Numbers of twelve digits, no two alike: province of birth, century and sex, year, six digits; and old ones."""
    size = people.size
    prefixes = sorted({p for c in communes for p in c.prefixes} | {"001", "079", "038", "040", "034", "036"})
    own = np.array([prefixes.index(c.prefixes[0]) for c in communes])[commune[people.home]]
    second = np.array([prefixes.index(c.prefixes[-1]) for c in communes])[commune[people.home]]
    lot = draw.random(size)
    at = np.where(lot < 0.8, own, np.where(lot < 0.92, second, draw.integers(0, len(prefixes), size)))
    sex = people.female + np.where(year >= 2000, 2, 0)
    cell = (at * 4 + sex) * 100 + year % 100
    order = np.argsort(cell, kind="stable")
    begins = np.concatenate([[0], np.flatnonzero(np.diff(cell[order])) + 1])
    rank = np.empty(size, np.int64)
    rank[order] = np.arange(size) - np.repeat(begins, np.diff(np.append(begins, size)))
    tail = (rank * 387_641 + cell * 7_919 + int(draw.integers(10**6))) % 10**6
    frame = pl.DataFrame({"p": np.array(prefixes, object)[at], "s": sex, "y": year % 100, "t": tail})
    whole = frame.select(
        pl.concat_str(
            pl.col("p").cast(pl.String), pl.col("s").cast(pl.String), pl.col("y").cast(pl.String).str.zfill(2),
            pl.col("t").cast(pl.String).str.zfill(6),
        )
    ).to_series()  # fmt: skip
    age = 2026 - year
    none = draw.random(size) < np.select([age < 5, age < 14, age > 80], [0.3, 0.03, 0.08], 0.012)
    number = whole.to_numpy().astype(object)
    number[none] = None
    head = np.array([100_000_000 + 10_000_000 * (int(p) % 28) for p in prefixes])[own]
    digits = head + draw.integers(0, 9_999_999, size)
    old = pl.Series(digits).cast(pl.String).to_numpy().astype(object)
    old[(age < 22) | (draw.random(size) < 0.6)] = None
    return number, old


def gone(folk: Folk, setting: Setting, draw: np.random.Generator) -> Flags:
    """Who isn't a resident any more: homes that moved, the dead, the young who left."""
    people = folk.families
    moved = draw.random(len(folk.commune)) < 0.035
    age = (families.TODAY - people.born) / families.YEAR
    died = draw.random(people.size) < np.where(age > 65, 0.16, 0.004)
    left = draw.random(people.size) < np.where((age > 17) & (age < 32), 0.05, 0.01)
    return np.asarray(moved[people.home] | died | left)
