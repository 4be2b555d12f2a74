"""What differs between two values laid side by side: syllables of names, parts of days, digits of numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from diaban.match import tokens
from diaban.review.registry import NUMBERS

#: How a piece differs from its counterpart: not at all, in its marks alone, by a slip, wholly; or it stands on the
#: other side alone.
SAME, MARKS, SLIP, OTHER, LACKING = "", "marks", "slip", "other", "lacking"
WHOLE = frozenset({"sex", "relation"})  #: one of a few words: the same, or another
_JOINED = frozenset({"birth", "phone"})
_GAP = 0.8
_COST = {SAME: 0.0, MARKS: 0.2, SLIP: 0.5, OTHER: 1.1}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a value as it is shown, and how it differs."""

    text: str
    differs: str = SAME


def pieces(field: str, subject: str, candidate: str) -> list[Piece]:
    """The candidate's value in pieces marked against the subject's. Nothing is marked where one of them is missing."""
    if not subject or not candidate or subject == candidate:
        return [Piece(candidate)] if candidate else []
    if field in WHOLE:
        return [Piece(candidate, OTHER)]
    if field in NUMBERS and len(subject) == len(candidate):
        return _joined([Piece(b, SAME if a == b else OTHER) for a, b in zip(subject, candidate, strict=True)], "")
    if field in NUMBERS:
        return _joined(_aligned(subject, candidate, lambda a, b: SAME if a == b else OTHER), "")
    if field in _JOINED:
        parts = [re.findall(r"\d+|\D+", value) for value in (subject, candidate)]
        return _joined(_aligned(parts[0], parts[1], lambda a, b: SAME if a == b else OTHER), "")
    return _joined(_aligned(subject.split(), candidate.split(), syllables), " ")


def between(field: str) -> str:
    """What stands between a field's pieces: words have a space, digits nothing."""
    return "" if field in NUMBERS or field in _JOINED else " "


def syllables(one: str, two: str) -> str:
    """How two written syllables differ: capital letters and where a tone is written say nothing."""
    (bare, marked), (other, other_marked) = tokens.spelt(one.strip(",.")), tokens.spelt(two.strip(",."))
    if marked == other_marked:
        return SAME
    if bare == other:
        return MARKS
    near = OSA.distance(bare, other, score_cutoff=1) <= 1 or tokens.heard(bare) == tokens.heard(other)
    return SLIP if near and min(len(bare), len(other)) > 1 else OTHER


def _aligned(one: Sequence[str], two: Sequence[str], how: object) -> list[Piece]:
    """The cheapest way to lay the second over the first; what it lacks stands where it would be."""
    assert callable(how)
    kinds = [[str(how(a, b)) for b in two] for a in one]
    cost = [[0.0] * (len(two) + 1) for _ in range(len(one) + 1)]
    for i in range(len(one) + 1):
        for j in range(len(two) + 1):
            ways = [_GAP * (i + j)] if not i or not j else [
                cost[i - 1][j - 1] + _COST[kinds[i - 1][j - 1]], cost[i - 1][j] + _GAP, cost[i][j - 1] + _GAP,
            ]  # fmt: skip
            cost[i][j] = min(ways)
    found: list[Piece] = []
    i, j = len(one), len(two)
    while i or j:
        if i and j and cost[i][j] == cost[i - 1][j - 1] + _COST[kinds[i - 1][j - 1]]:
            i, j = i - 1, j - 1
            found.append(Piece(two[j], kinds[i][j]))
        elif j and (not i or cost[i][j] == cost[i][j - 1] + _GAP):
            j -= 1
            found.append(Piece(two[j], OTHER))
        else:
            i -= 1
            found.append(Piece(one[i], LACKING))
    return found[::-1]


def _joined(found: Sequence[Piece], between: str) -> list[Piece]:
    """Neighbours that differ alike as one piece."""
    made: list[Piece] = []
    for piece in found:
        if made and made[-1].differs == piece.differs:
            made[-1] = Piece(f"{made[-1].text}{between}{piece.text}", piece.differs)
        else:
            made.append(piece)
    return made
