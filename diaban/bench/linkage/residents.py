"""The list of residents: those who are there, and some of them a second time."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import numpy as np
import polars as pl
from numpy.typing import NDArray

from diaban.bench.linkage import cells, families, slips
from diaban.bench.linkage.families import Flags, Ints
from diaban.bench.linkage.folk import Folk
from diaban.bench.linkage.settings import Setting

#: What the typist of residents does to a name; residents are typed with more care than lists.
_CARE = ("tone", "shape", "region", "finger", "bare-one", "spelling", "dropped", "added", "telex", "case", "other-word")
_WEIGHT = (5, 3, 4, 6, 2, 4, 2, 1, 1, 3, 2)


@dataclass
class Residents:
    """`table`: the list. `person`: who each row is; `again`: how a second row came about, '' for first ones."""

    table: pl.DataFrame
    person: Ints
    again: NDArray[np.object_]


def make(folk: Folk, gone: Flags, setting: Setting, draw: np.random.Generator) -> Residents:
    """All who aren't gone, households together; second rows stand where they would have been typed."""
    people = folk.families
    who = np.flatnonzero(~gone)
    homes = _rehomed(folk, who, setting, draw)
    person = np.concatenate([who, homes[0]])
    home = np.concatenate([people.home[who], homes[1]])
    again = np.concatenate([np.full(len(who), "", object), homes[2]])
    order = np.lexsort((again != "", home))
    person, home, again = person[order], home[order], again[order]
    return Residents(_table(folk, person, home, again, draw), person, again)


def _rehomed(
    folk: Folk, who: Ints, setting: Setting, draw: np.random.Generator
) -> tuple[Ints, Ints, NDArray[np.object_]]:
    """Second rows: typed twice in the same home, moved alone or to marry, moved with the whole family."""
    people = folk.families
    number = int(setting.duplicates * setting.residents)
    alone = draw.choice(who, number, replace=False)
    lot = draw.random(number)
    twice, moved, family = alone[lot < 0.40], alone[(lot >= 0.40) & (lot < 0.75)], alone[lot >= 0.75][: number // 11]
    to = draw.integers(0, len(folk.commune), len(moved))
    near = draw.random(len(moved)) < 0.45
    to = np.where(near, (people.home[moved] + draw.integers(-400, 400, len(moved))).clip(0, len(folk.commune) - 1), to)
    new_home = {home: len(folk.commune) + at for at, home in enumerate(np.unique(people.home[family]).tolist())}
    members = who[np.isin(people.home[who], list(new_home))]
    members = members[draw.random(len(members)) < 0.9]
    _add_homes(folk, len(new_home), draw)
    together = np.array([new_home[h] for h in people.home[members].tolist()], np.int64)
    kinds = np.repeat(
        np.array(["typed-twice", "moved", "family-moved"], object), [len(twice), len(moved), len(members)]
    )
    return np.concatenate([twice, moved, members]), np.concatenate([people.home[twice], to, together]), kinds


def _add_homes(folk: Folk, number: int, draw: np.random.Generator) -> None:
    where = draw.integers(0, len(folk.commune), number)
    folk.commune = np.concatenate([folk.commune, folk.commune[where]])
    folk.village = np.concatenate([folk.village, folk.village[where]])


def _table(folk: Folk, person: Ints, home: Ints, again: NDArray[np.object_], draw: np.random.Generator) -> pl.DataFrame:
    people, commune = folk.families, folk.commune[home]
    first = np.concatenate([[0], np.flatnonzero(np.diff(home)) + 1])
    heads = np.repeat(first, np.diff(np.append(first, len(home))))
    relation = families.relation(people)[person]
    relation[heads == np.arange(len(home))] = 0
    relation[(relation == 0) & (heads != np.arange(len(home)))] = 7
    name = folk.name(person)
    units = folk.communes
    codes, texts = [c.code for c in units], [f"{c.kind.capitalize()} {c.name}" for c in units]
    villages = [f"{i}\t{v}" for i, c in enumerate(units) for v in c.villages]
    at = {text: index for index, text in enumerate(villages)}
    begin = np.array([at[f"{i}\t{c.villages[0]}"] for i, c in enumerate(units)])
    found = {
        "full_name": name, "sex": np.array(["Nam", "Nữ"], object)[people.female[person].astype(np.int64)],
        "dob": _dates(folk, person, draw), "id_no": folk.number[person].copy(), "cmnd": folk.old_number[person].copy(),
        "commune": np.array(texts, object)[commune], "commune_code": np.array(codes, object)[commune],
        "village": np.array([v.split("\t")[1] for v in villages], object)[begin[commune] + folk.village[home]],
        "head_name": name[heads], "relation": np.array(families.RELATIONS, object)[relation],
    }  # fmt: skip
    _retype(found, folk, person, again, draw)
    _slipped(found, draw)
    found["hh_id"] = home.astype(str).astype(object)
    return pl.DataFrame({key: pl.Series(value.tolist(), dtype=pl.String) for key, value in found.items()})


def _dates(folk: Folk, person: Ints, draw: np.random.Generator) -> NDArray[np.object_]:
    frame = pl.DataFrame(dict(zip("ymd", folk.date[person].T, strict=True)))
    year, month, day = (pl.col(c).cast(pl.String) for c in "ymd")
    text = frame.select(pl.concat_str(day.str.zfill(2), month.str.zfill(2), year, separator="/")).to_series()
    old = 2026 - folk.date[person, 0]
    lot = draw.random(len(person))
    share = np.select([old > 80, old > 66, old > 50], [0.35, 0.16, 0.03], 0.001)
    found = text.to_numpy().astype(object)
    only = lot < share
    found[only] = frame["y"].cast(pl.String).to_numpy()[only]
    newyear = (lot > 1 - share / 3) & ~only
    found[newyear] = np.array([f"01/01/{y}" for y in folk.date[person[newyear], 0]], object)
    return found


def _retype(
    found: dict[str, NDArray[np.object_]],
    folk: Folk,
    person: Ints,
    again: NDArray[np.object_],
    draw: np.random.Generator,
) -> None:
    """A second row is typed from another paper: the number is missing or a digit wrong, the name slips."""
    rng = Random(int(draw.integers(2**31)))
    for row in np.flatnonzero(again != ""):
        number, lot = folk.number[person[row]], rng.random()
        if number is not None:
            found["id_no"][row] = None if lot < 0.42 else cells.wrong_number(number, rng) if lot < 0.55 else number
        if rng.random() < 0.6:
            found["cmnd"][row] = None
        if rng.random() < 0.35:
            found["full_name"][row] = _careful(found["full_name"][row], rng)
        date, lot = tuple(folk.date[person[row]].tolist()), rng.random()
        if lot < 0.12:
            found["dob"][row] = cells.day(*cells.wrong_day(date, rng)[0], 0)
        elif lot < 0.24:
            found["dob"][row] = str(date[0])
        if again[row] == "moved" and rng.random() < 0.5:
            found["relation"][row] = rng.choice(("Vợ", "Con dâu", "Chồng", "Cháu", "Con rể", "Em"))


def _careful(name: str, rng: Random) -> str:
    kind = rng.choices(_CARE, _WEIGHT)[0]
    return " ".join(slips.NAME_SLIPS[kind][0](name.split(), rng)) or name


def _slipped(found: dict[str, NDArray[np.object_]], draw: np.random.Generator) -> None:
    """First rows aren't without slips either."""
    rng = Random(int(draw.integers(2**31)))
    size = len(found["full_name"])
    for row in np.flatnonzero(draw.random(size) < 0.015):
        found["full_name"][row] = _careful(found["full_name"][row], rng)
    for row in np.flatnonzero(draw.random(size) < 0.004):
        number = found["id_no"][row]
        found["id_no"][row] = cells.wrong_number(number, rng) if number else None
