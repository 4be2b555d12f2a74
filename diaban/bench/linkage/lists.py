"""Rows of registers typed from paper, workbook after workbook, each by a typist with habits of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

import numpy as np
import polars as pl
from numpy.typing import NDArray

from diaban.bench.linkage import cells, families, slips
from diaban.bench.linkage.families import Flags, Ints
from diaban.bench.linkage.folk import Folk
from diaban.bench.linkage.settings import Setting


@dataclass
class Typist:
    """Habits of one workbook: how dates and places are written, how often what goes wrong."""

    rates: dict[str, float]
    day_style: int
    place_style: int
    village_style: int
    no_number: float
    year_only: float
    whole: str  #: a slip that all its names have, or ''
    numeric: bool
    lacks: frozenset[str]  #: columns this workbook doesn't have


@dataclass
class Rows:
    """`cells` by column; who each row is, and what went wrong in it."""

    cells: dict[str, list[str | None]] = field(default_factory=dict)
    person: list[int] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)

    def table(self) -> pl.DataFrame:
        return pl.DataFrame(self.cells, schema=dict.fromkeys(self.cells, pl.String))


def typist(setting: Setting, rng: Random) -> Typist:
    """Rates round the setting's, some typists far better and some far worse."""
    skill = setting.slips * rng.lognormvariate(-0.2, 0.6)
    rates = {
        kind: min(0.6, share * skill * rng.lognormvariate(-0.3, 0.8)) for kind, (_, share) in slips.NAME_SLIPS.items()
    }
    lot, whole = rng.random(), ""
    if lot < setting.font_files:
        whole = rng.choice(("tcvn3", "vni"))
    elif lot < setting.font_files + setting.bare_files:
        whole = "bare"
    elif rng.random() < 0.2:
        whole = "capitals"
    lacking = frozenset(c for c, share in (("village", 0.12), ("sex", 0.06), ("head_name", 0.2), ("commune", 0.04))
                        if rng.random() < share)  # fmt: skip
    return Typist(
        rates | {"dob": 0.035 * skill, "sex": 0.008 * skill, "number": 0.025 * skill, "place": 0.02 * skill},
        rng.choices(range(6), (50, 18, 12, 8, 8, 4))[0], rng.randrange(4), rng.randrange(2),
        min(1.0, max(0.0, rng.gauss(setting.no_number, 0.25))) if setting.no_number < 1 else 1.0,
        min(0.98, max(0.0, rng.gauss(setting.year_only, 0.2))), whole, rng.random() < 0.12, lacking,
    )  # fmt: skip


def make(folk: Folk, gone: Flags, setting: Setting, draw: np.random.Generator) -> Rows:
    """As many rows as the setting has, about residents and about those who are gone."""
    rng = Random(int(draw.integers(2**31)))
    columns = (*setting.columns, "commune_code") if setting.codes else setting.columns
    rows = Rows({name: [] for name in columns})
    only = int(draw.integers(len(folk.communes))) if setting.one_commune else None
    groups = _groups(folk, gone, setting, draw, only)
    while len(rows.person) < setting.rows:
        how = typist(setting, rng)
        for person, head in next(groups):
            _type(rows, folk, person, head, how, rng, gone)
            if len(rows.person) >= setting.rows:
                break
    return rows


def _groups(
    folk: Folk, gone: Flags, setting: Setting, draw: np.random.Generator, only: int | None
) -> Iterator[list[tuple[int, int]]]:
    """Persons (with their heads) of one workbook after another, forever: by household, heads, or single persons."""
    people = folk.families
    first = np.concatenate([[0], np.flatnonzero(np.diff(people.home)) + 1])
    end = np.append(first[1:], people.size)
    by_commune = [np.flatnonzero(folk.commune[: len(first)] == c) for c in range(len(folk.communes))]
    absent = _shared(gone, setting.strangers)
    while True:
        homes = by_commune[only if only is not None else int(draw.integers(len(by_commune)))]
        size = int(draw.integers(60, 900))
        if not len(homes):
            continue
        if draw.random() < setting.by_household:
            chosen = np.sort(draw.choice(homes, min(len(homes), size // 3 + 1), replace=False))
            heads = draw.random() < setting.heads_only
            who = first[chosen] if heads else np.concatenate([np.arange(first[h], end[h]) for h in chosen])
        else:
            among = np.concatenate([np.arange(first[h], end[h]) for h in draw.choice(homes, min(len(homes), 3 * size))])
            age = (families.TODAY - people.born[among]) / families.YEAR
            weight = np.where(age > 58, 5.0, np.where(age < 16, 1.5, 1.0))
            who = draw.choice(among, min(size, len(among)), replace=False, p=weight / weight.sum())
            if draw.random() < 0.3:
                who = np.sort(who)
            who = np.concatenate([who, draw.choice(who, max(1, len(who) // 60))])  # written twice in one list
        who = who[draw.random(len(who)) < absent(who)]
        yield [(int(p), int(first[people.home[p]])) for p in who]


def _shared(gone: Flags, strangers: float) -> Callable[[Ints], NDArray[np.float64]]:
    """Keeps as many of those who are gone that they make up the wished share."""
    base = float(gone.mean())
    odds = strangers / (1 - strangers) / (base / (1 - base))

    def keep(who: Ints) -> NDArray[np.float64]:
        return np.where(gone[who], min(1.0, odds), min(1.0, 1 / odds) if odds > 1 else 1.0)

    return keep


def _type(rows: Rows, folk: Folk, person: int, head: int, how: Typist, rng: Random, gone: Flags) -> None:
    """One row. A column whose cell isn't written stays empty."""
    people, kinds = folk.families, list[str]()
    commune = folk.communes[folk.commune[people.home[person]]]
    number = _number(folk, person, head, how, rng, kinds)
    made: dict[str, str | None] = {
        "full_name": _name(folk, person, how, rng, kinds),
        "sex": _sex(bool(people.female[person]), how, rng, kinds),
        "dob": _dob(folk, person, how, rng, kinds),
        "id_no": number, "cmnd": None,
        "commune": cells.place(commune, rng, how.place_style, person % 7) if rng.random() > 0.03 else None,
        "village": cells.village(commune.villages[folk.village[people.home[person]]], rng, how.village_style)
        if rng.random() > 0.06 else None,
        "head_name": _name(folk, head, how, rng, []) if rng.random() > 0.08 else None,
        "relation": families.RELATIONS[int(_relation(folk, person, head))] if rng.random() > 0.1 else None,
        "commune_code": commune.code,
    }  # fmt: skip
    if rng.random() < how.rates["place"]:
        other = folk.communes[rng.randrange(len(folk.communes))]
        made["commune"], made["village"] = cells.place(other, rng, how.place_style, 0), None
        kinds.append("other-place")
    if "cmnd" in rows.cells and number and len(number) < 10 and "9" not in how.lacks and rng.random() < 0.5:
        made["id_no"], made["cmnd"] = None, number
    for column, values in rows.cells.items():
        values.append(None if column in how.lacks else made[column])
    rows.person.append(person if not gone[person] else -1 - person)
    rows.kinds.append("+".join(kinds) or "none")


def _relation(folk: Folk, person: int, head: int) -> int:
    slot = folk.families.slot[person]
    if person == head or slot == families.HEAD:
        return 0
    female = folk.families.female[person]
    if slot == families.SPOUSE:
        return 1 if female else 2
    return (
        3 if slot < families.PARENT else (5 if female else 4) if slot < families.GRANDCHILD else 6 if slot < 12 else 7
    )


def _name(folk: Folk, person: int, how: Typist, rng: Random, kinds: list[str]) -> str:
    words = " ".join(filter(None, (folk.surname[person], folk.middle[person], folk.given[person]))).split()
    for kind, (slip, _) in slips.NAME_SLIPS.items():
        if rng.random() < how.rates[kind]:
            found = slip(words, rng)
            if found != words and " ".join(found).strip():
                words = found
                if kind not in slips.HARMLESS:
                    kinds.append(kind)
    text = " ".join(words)
    if how.whole == "capitals":
        return text.upper()
    if how.whole:
        kinds.append("file-" + how.whole)
        return " ".join(slips.NAME_SLIPS[how.whole][0](text.split(), rng))
    return text


def _sex(female: bool, how: Typist, rng: Random, kinds: list[str]) -> str | None:
    if rng.random() < 0.04:
        return None
    if rng.random() < how.rates["sex"]:
        female = not female
        kinds.append("sex")
    return ("Nam", "Nữ")[female]


def _dob(folk: Folk, person: int, how: Typist, rng: Random, kinds: list[str]) -> str | None:
    date = (int(folk.date[person, 0]), int(folk.date[person, 1]), int(folk.date[person, 2]))
    if rng.random() < 0.03:
        kinds.append("dob-missing")
        return None
    if rng.random() < how.rates["dob"]:
        date, kind = cells.wrong_day(date, rng)
        kinds.append(kind)
    if rng.random() < how.year_only:
        kinds.append("year-only")
        return str(date[0])
    if rng.random() < 0.01:
        return f"{date[1]:02}/{date[0]}"
    return cells.day(*date, how.day_style)


def _number(folk: Folk, person: int, head: int, how: Typist, rng: Random, kinds: list[str]) -> str | None:
    new, old = folk.number[person], folk.old_number[person]
    if rng.random() < how.no_number or (new is None and old is None):
        kinds.append("no-number")
        return None
    if new is None or (old is not None and rng.random() < 0.3):
        number = old
        kinds.append("old-number")
    else:
        number = new
    if rng.random() < 0.006 and folk.number[head] is not None and head != person:
        kinds.append("head-number")
        return str(folk.number[head])
    if rng.random() < how.rates["number"]:
        number = cells.wrong_number(number, rng)
        kinds.append("number-digit")
    return cells.shown_number(number, rng, how.numeric)
