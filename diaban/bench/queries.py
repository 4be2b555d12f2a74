"""Searches as clerks type them, drawn from a population in memory, with whom each one means.

Twelve classes. Whom a search means is everyone whom its words, rightly typed, describe: chance and truth come from the
population alone, never from the tables that are searched.
"""

from __future__ import annotations

import random
import string
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from diaban.bench.crowd import Crowd

#: A search with more meant than this isn't judged: it needs a year or a place.
JUDGED: Final = 20


@dataclass(frozen=True, slots=True)
class Query:
    """What is typed; who is meant, empty where they are more than `JUDGED`; of how many residents it was drawn."""

    kind: str
    text: str
    meant: tuple[int, ...]
    of: int


#: What makes residents the ones meant: a key of each, compared with the drawn one's.
Key = Callable[[Crowd, int], object]


def _year(crowd: Crowd, row: int) -> int:
    return date.fromordinal(crowd.births[row]).year


def _name_year(crowd: Crowd, row: int) -> object:
    return crowd.folds[row], _year(crowd, row)


def _marked_year(crowd: Crowd, row: int) -> object:
    return crowd.names[row], _year(crowd, row)


def _name_birth(crowd: Crowd, row: int) -> object:
    return crowd.folds[row], crowd.births[row]


def _name_commune(crowd: Crowd, row: int) -> object:
    return crowd.folds[row], crowd.commune[row]


def _ends_year(crowd: Crowd, row: int) -> object:
    words = crowd.folds[row].split()
    return words[0], words[-1], _year(crowd, row)


def _tail_year(crowd: Crowd, row: int) -> object:
    return tuple(crowd.folds[row].split()[-2:]), _year(crowd, row)


def _number_tail(crowd: Crowd, row: int) -> object:
    return crowd.numbers[row][-6:]


def _number_head(crowd: Crowd, row: int) -> object:
    return crowd.numbers[row][:9]


def slipped(text: str, rng: random.Random) -> str:
    """A name with one slip in one syllable of three letters or more: one left out, added, changed, or two swapped."""
    words = text.split()
    at = rng.choice([i for i, word in enumerate(words) if len(word) > 2])
    word = words[at]
    i, letter = rng.randrange(len(word)), rng.choice(string.ascii_lowercase)
    made = (
        word[:i] + word[i + 1 :],
        word[:i] + letter + word[i:],
        word[:i] + letter + word[i + 1 :],
        word[: i - 1] + word[i] + word[i - 1] + word[i + 1 :] if i else word[1] + word[0] + word[2:],
    )
    words[at] = rng.choice([m for m in made if m != word])
    return " ".join(words)


@dataclass(slots=True)
class _Drawer:
    crowd: Crowd
    rng: random.Random
    names: tuple[str, ...]

    def text(self, kind: str, row: int) -> str | None:
        """What a clerk types for a resident; None where the class doesn't fit them."""
        crowd, rng = self.crowd, self.rng
        name, words, year = crowd.folds[row], crowd.folds[row].split(), _year(crowd, row)
        day, long = date.fromordinal(crowd.births[row]), max(map(len, words)) > 2
        born = rng.choice((f"{day.day}/{day.month}/{day.year}", f"{day:%d/%m/%Y}", f"{day:%d-%m-%Y}"))
        texts: dict[str, Callable[[], str | None]] = {
            "name-year": lambda: f"{name} {year}",
            "marked-year": lambda: f"{crowd.names[row]} {year}",
            "name-birth": lambda: f"{name} {born}" if crowd.whole_birth[row] else None,
            "slip-year": lambda: f"{slipped(name, rng)} {year}" if long else None,
            "slip-birth": lambda: f"{slipped(name, rng)} {born}" if long and crowd.whole_birth[row] else None,
            "name-commune": lambda: f"{name} {self.names[crowd.commune[row]]}",
            "family-given-year": lambda: f"{words[0]} {words[-1]} {year}" if len(words) > 2 else None,
            "middle-given-year": lambda: f"{words[-2]} {words[-1]} {year}" if len(words) > 2 else None,
            "begun-name": lambda: name[: rng.randint(len(words[0]) + 3, len(name))].strip() if len(words) > 2 else None,
            "begun-given-year": lambda: f"{words[-1][: rng.randint(2, 3)]} {year}" if len(words[-1]) > 3 else None,
            "number-last-6": lambda: crowd.numbers[row][-6:],
            "number-first-9": lambda: crowd.numbers[row][:9],
        }
        return texts[kind]()


KEYS: Final[dict[str, Key]] = {
    "name-year": _name_year, "marked-year": _marked_year, "name-birth": _name_birth, "slip-year": _name_year,
    "slip-birth": _name_birth, "name-commune": _name_commune, "family-given-year": _ends_year,
    "middle-given-year": _tail_year, "number-last-6": _number_tail, "number-first-9": _number_head,
}  # fmt: skip
#: Classes where what is meant begins with what is typed; the truth is a range of names, not a key.
BEGUN: Final = ("begun-name", "begun-given-year")
CLASSES: Final = (*KEYS, *BEGUN)
TYPOS: Final = ("slip-year", "slip-birth")


def drawn(crowd: Crowd, each: int, names: Iterable[str], seed: int = 7) -> list[Query]:
    """`each` searches of every class in mixed order, for residents drawn by chance; `names` are the communes'."""
    rng = random.Random(f"searches/{seed}/{len(crowd)}")
    drawer = _Drawer(crowd, rng, tuple(names))
    asked: list[tuple[str, str, int]] = []
    for kind in CLASSES:
        wanted = len(asked) + each
        while len(asked) < wanted:
            row = rng.randrange(len(crowd))
            if text := drawer.text(kind, row):
                asked.append((kind, text, row))
    meant = _meant(crowd, asked)
    out = [Query(kind, text, meant[i], len(crowd)) for i, (kind, text, _row) in enumerate(asked)]
    rng.shuffle(out)
    return out


def _meant(crowd: Crowd, asked: list[tuple[str, str, int]]) -> list[tuple[int, ...]]:
    """For each search everyone it means, by one pass over the population for each class."""
    found: list[list[int]] = [[] for _ in asked]
    for kind, key in KEYS.items():
        wanted: dict[object, list[int]] = {}
        for i, (own, _text, row) in enumerate(asked):
            if own == kind:
                wanted.setdefault(key(crowd, row), []).append(i)
        for row in range(len(crowd)):
            for i in wanted.get(key(crowd, row), ()):
                found[i].append(row)
    _begun(crowd, asked, found)
    return [tuple(rows) if len(rows) <= JUDGED else () for rows in found]


def _begun(crowd: Crowd, asked: list[tuple[str, str, int]], found: list[list[int]]) -> None:
    names = [(text, i) for i, (kind, text, _row) in enumerate(asked) if kind == "begun-name"]
    starts = {text[:5] for text, _i in names}
    years: dict[int, list[tuple[str, int]]] = {}
    for i, (kind, text, _row) in enumerate(asked):
        if kind == "begun-given-year":
            start, year = text.split()
            years.setdefault(int(year), []).append((start, i))
    for row, name in enumerate(crowd.folds):
        if name[:5] in starts:
            for text, i in names:
                if len(found[i]) <= JUDGED and name.startswith(text):
                    found[i].append(row)
        last = name[name.rfind(" ") + 1 :]
        for start, i in years.get(_year(crowd, row), ()):
            if len(found[i]) <= JUDGED and last.startswith(start):
                found[i].append(row)
