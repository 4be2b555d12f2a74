"""From what was typed to probes of the register, surest first. The database stops at the first that fill the list.

The order: names as typed; in the place the search names; begun words; one slip in one syllable; and, where nobody was
found until then, words left out, turned round or run together. A viewer of few places is answered from the indexes
that begin with a place, where no birth narrows the search by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from diaban.core.text import sort_key
from diaban.people.finding.places import Named, split
from diaban.people.finding.typed import Born, Typed
from diaban.people.finding.words import AMID, FIRST, GIVEN, Vocabulary

#: How far a resident is from what was typed: as typed, one slip away, further.
SURE, SLIP, LOOSE = 0, 1, 2
#: Names that one probe may try: each costs the database a look into an index, and beside a place one for each place.
TRIES, TRIES_HERE = 160, 16
#: Of many slips, these are looked for one by one until they fill the list; the rarer rest in one scan of an index.
LIKELY = 10
#: Digits of a number's end and beginning that a search needs at least.
TAIL_FROM, HEAD_FROM = 4, 8

#: What parts probes, the parts of one and the values of a part, as `people.search` reads them. No typed word has any.
PROBE, PART, VALUE = "\x1e", "\x1f", "\x1d"

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a plan knows of the viewer: whether the places are few, and the names of places in them."""

    narrow: bool
    named: Named


@dataclass(slots=True)
class Plan:
    """Probes in order, as the database's function `people.search` reads them."""

    typed: Typed
    words: Vocabulary
    ground: Ground
    probes: list[str] = field(default_factory=list)

    def text(self) -> str:
        """The probes as the database takes them."""
        return PROBE.join(self.probes)

    def add(
        self, kind: str, values: Iterable[str], *, near: int = SURE, born: Born | None = None, last: bool | str = False,
        patterns: Sequence[str] | None = None, within: Sequence[int] | None = None,
    ) -> None:  # fmt: skip
        """One more probe, unless there is nothing to look for. `last`: only where nobody was found until then; `"2"`:
        as the probe before it."""
        found = VALUE.join(dict.fromkeys(values))
        if not found and kind != "here":
            return
        when = last if isinstance(last, str) else "1" if last else ""
        days = (str(born.first), str(born.last), born.precise or "") if born is not None else ("", "", "")
        like, places = VALUE.join(patterns or ()), VALUE.join(map(str, within or ()))
        self.probes.append(PART.join((kind, str(near), when, found, *days, self.typed.tail, like, places)))

    def name(self, key: str, values: Sequence[str], within: Sequence[int] | None = None, **more: Any) -> None:
        """A probe of a name for each birth that may be meant, in the index that suits place and birth.

        `key` is what of a name the values are: `fold` (all of it), `ends`, `tail` or `given`.
        """
        here = within is not None or self.ground.narrow
        for born in self.typed.born or (None,):
            if here and (born is None or within is not None or key in ("given", "ends")) and key != "tail":
                tries = values[:TRIES_HERE] if more.get("near") else values
                self.add(f"here_{key}", tries, born=born, within=within, **more)
            else:
                self._wide(key if born is None else f"{key}_born", values[:TRIES], born, more)

    def _wide(self, kind: str, values: Sequence[str], born: Born | None, more: dict[str, Any]) -> None:
        if len(values) < 2 * LIKELY:
            self.add(kind if len(values) == 1 else f"each_{kind}", values, born=born, **more)
            return
        self.add(f"each_{kind}", values[:LIKELY], born=born, **more)
        rest = more | {"last": "2"} if more.get("last") else more
        self.add(f"any_{kind}", values[LIKELY:], born=born, **rest)


def plan(typed: Typed, words: Vocabulary, ground: Ground) -> Plan:
    """The probes for a search."""
    made = Plan(typed, words, ground)
    if typed.number:
        _number(made, typed.number)
        made.add("code", [typed.code])
        return made
    name = tuple(word for word in typed.words if word != ",")
    if typed.house:
        _house(made, name)
    if name:
        _as_typed(made, name)
        placed = _placed(made, name)
        _begun(made, name)
        _slips(made, name, last=placed)
        if not typed.house and name[0] == "ho" and len(name) > 2:
            made.add("here_head" if ground.narrow else "head", [" ".join(name[1:])], near=LOOSE)
        _loose(made, name)
    elif typed.tail:
        _number(made, typed.tail)
    if typed.code and not typed.house:
        made.add("code", [typed.code], last=True)
    return made


def _number(made: Plan, digits: str) -> None:
    """A whole number, an old one, a telephone; else its last or first digits."""
    local = "0" + digits[2:] if digits.startswith("84") and len(digits) in (11, 12) else digits
    if len(digits) == 12:
        made.add("number", [digits])
    if len(digits) >= 9:
        made.add("alias", [digits])
        made.add("phone", [digits, local, f"+84{local[1:]}", f"84{local[1:]}"])
    if TAIL_FROM <= len(digits) < 12:
        made.add("number_tail", [digits])
    if HEAD_FROM <= len(digits) < 12:
        made.add("number_head", [digits])


def _house(made: Plan, name: Words) -> None:
    if name:
        made.add("here_head" if made.ground.narrow else "head", [" ".join(name)])
    made.add("code", [made.typed.code])


def _patterns(words: Sequence[str]) -> list[str] | None:
    """What a folded name between spaces must be like to have all these words."""
    return [f"% {word} %" for word in words] or None


def _as_typed(made: Plan, name: Words) -> None:
    whole = " ".join(name)
    if made.typed.accents and not made.typed.born and len(name) > 1:
        made.add("here_marked" if made.ground.narrow else "marked", [sort_key(" ".join(made.typed.raw))])
    if len(name) == 1:
        made.name("given", [whole])
    else:
        made.name("fold", [whole])
        made.add("other_name", [whole])
    if len(name) == 2:
        made.name("ends", [whole])
        made.name("tail", [whole])


def _placed(made: Plan, name: Words) -> bool:
    """The end of the search read as a place; whether it may be one."""
    readings = list(split(made.typed.words, made.ground.named))
    for left, places in readings:
        key, whole = ("fold", " ".join(left)) if len(left) > 1 else ("given", left[0])
        made.name(key, [whole], sorted(places))
    for left, places in readings:
        within = sorted(places)
        if len(left) > 1:
            made.name("fold", list(islice(_slipped(made.words, left), TRIES_HERE)), within, near=SLIP, last=True)
            made.name("ends", [f"{left[0]} {left[-1]}"], within, patterns=_patterns(left[1:-1]), near=LOOSE, last=True)
        made.name("given", [left[-1]], within, patterns=_patterns(left[:-1]), near=LOOSE, last=True)
    return bool(readings)


def _begun(made: Plan, name: Words) -> None:
    """The last word taken as the beginning of one."""
    *before, last = name
    if made.typed.born or made.ground.narrow or not before:
        start = " ".join((*before, ""))
        begun = [start + word for word in made.words.begun(last, GIVEN)]
        unsure = bool(before) and len(last) > 2 and made.words.knows(last)
        made.name("fold" if before else "given", begun, near=SLIP, last=unsure)
    else:
        made.add("begins", [" ".join(name)], near=SLIP)


def _slipped(words: Vocabulary, name: Words) -> Iterator[str]:
    """The name with one syllable put right, in turn for each syllable so that the likeliest of each come first."""
    roles = [FIRST, *[AMID] * (len(name) - 2), GIVEN] if len(name) > 1 else [GIVEN]
    near = [words.near(word, role) for word, role in zip(name, roles, strict=True)]
    around = [(" ".join((*name[:at], "")), " ".join(("", *name[at + 1 :]))) for at in range(len(name))]
    for rank in range(max(map(len, near), default=0)):
        for found, (before, after) in zip(near, around, strict=True):
            if rank < len(found):
                yield f"{before}{found[rank]}{after}"


def _slips(made: Plan, name: Words, last: bool) -> None:
    found = list(islice(_slipped(made.words, name), TRIES))
    if len(name) == 1:
        made.name("given", found, near=SLIP)
        return
    made.name("fold", found, near=SLIP, last=last)
    if len(name) == 2 and (made.typed.born or made.ground.narrow):
        made.name("ends", found, near=SLIP, last=last)


def _loose(made: Plan, name: Words) -> None:
    """For when nobody was found: a birth not quite right, words left out or turned round, spaces forgotten."""
    whole, typed = " ".join(name), made.typed
    last: dict[str, Any] = {"near": LOOSE, "last": True}
    joined = [
        " ".join((*name[:at], first, second, *name[at + 1 :]))
        for at, word in enumerate(name)
        if not made.words.knows(word)
        for first, second in made.words.split(word)
    ]
    if joined:
        made.name("fold", joined, **last)
    all_slips = _unkeyed(made.words, name)
    if all_slips and all_slips != name:
        made.name("fold", [" ".join(all_slips)], **last)
    if len(name) > 1:
        if typed.born and typed.born[0].first == typed.born[0].last:
            year = typed.born[0].first
            made.add(
                "fold_born", [whole], born=Born(year.replace(month=1, day=1), year.replace(month=12, day=31)), **last
            )
        if len(name) > 2:
            made.name("ends", [f"{name[0]} {name[-1]}"], patterns=_patterns(name[1:-1]), **last)
            made.name("tail", [" ".join(name[-2:])], patterns=_patterns(name[:-2]), **last)
        turned = (name[-1], *name[:-1])
        made.name("ends", [f"{name[-1]} {name[0]}"], patterns=_patterns(turned[1:]), **last)
        made.name("fold", [" ".join((*name[1:], name[0]))], **last)
    if made.ground.narrow:
        made.add("here", [""], patterns=[f"% {word}%" for word in name], born=next(iter(typed.born), None), **last)


def _unkeyed(words: Vocabulary, name: Words) -> Words:
    """The name with the likeliest reading of every syllable that nobody has: several slips at once."""
    roles = [FIRST, *[AMID] * (len(name) - 2), GIVEN] if len(name) > 1 else [GIVEN]
    read = []
    for word, role in zip(name, roles, strict=True):
        near = [] if words.knows(word) else words.near(word, role)
        read.append(near[0] if near else word)
    return tuple(read)
