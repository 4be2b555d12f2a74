"""Names as numbers: every distinct name once, its syllables in arrays, and how any two of them compare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from diaban.match import tokens

Ints = NDArray[np.int64]
Small = NDArray[np.int8]

WIDTH = 6  #: syllables kept of a name
KNOWN = 3  #: a syllable in so many names is one, and no slip
_CHUNK = 400_000


class Likeness(IntEnum):
    """How two names compare, nearest first."""

    SAME = 0
    UNMARKED = 1  #: the same letters, one of them without its marks
    MARKS = 2  #: the same letters, other marks
    ORDER = 3  #: the same syllables in another order, or written as one
    SLIP = 4  #: one syllable is a slip or a region's way of writing
    SHORT = 5  #: a syllable shortened to its first letter
    LACKING = 6  #: a syllable left out
    TWO = 7  #: two of these slips
    OTHER_ONE = 8  #: one syllable is another one
    PART = 9  #: only the first or the last syllable is the same
    OTHER = 10
    UNKNOWN = 11  #: a name is missing


LIKENESSES = len(Likeness)


@dataclass
class Names:
    """Distinct names. Arrays of (names, WIDTH) or (names,); -1 where there is no syllable."""

    folded: NDArray[np.int32]
    spelt: NDArray[np.int32]
    count: Small
    unmarked: NDArray[np.bool_]
    fold_key: NDArray[np.uint64]
    spelt_key: NDArray[np.uint64]
    sorted_key: NDArray[np.uint64]
    joined_key: NDArray[np.uint64]
    size: int  #: how many folded syllables there are
    alike: Ints  #: sorted pairs of folded syllables (a * size + b) that a slip makes of each other
    short: Ints  #: the same for a syllable and its first letters


def read(texts: Sequence[str], plenty: Iterable[str] = ()) -> Names:
    """Parse distinct names. `plenty`: names (with repetitions) that tell which syllables are real ones."""
    known = _known(plenty or texts)
    book: dict[str, int] = {}
    marks: dict[str, int] = {}
    joins: dict[str, int] = {}
    number = len(texts)
    folded, spelt = np.full((number, WIDTH), -1, np.int32), np.full((number, WIDTH), -1, np.int32)
    count, unmarked = np.zeros(number, np.int8), np.zeros(number, np.bool_)
    joined = np.zeros(number, np.uint64)
    for row, text in enumerate(texts):
        found = tokens.parsed(text, known)[:WIDTH]
        for column, (bare, marked) in enumerate(found):
            folded[row, column] = book.setdefault(bare, len(book))
            spelt[row, column] = marks.setdefault(marked, len(marks))
        count[row] = len(found)
        unmarked[row] = all(bare == marked for bare, marked in found)
        joined[row] = joins.setdefault("".join(bare for bare, _ in found), len(joins))
    vocabulary = list(book)
    return Names(
        folded, spelt, count, unmarked, mixed(folded), mixed(spelt), mixed(np.sort(folded, axis=1)), joined,
        len(vocabulary), _alike(vocabulary), _shortened(vocabulary),
    )  # fmt: skip


def _known(texts: Iterable[str]) -> frozenset[str]:
    counted: Counter[str] = Counter()
    for text in texts:
        counted.update({tokens.spelt(word)[0] for word in tokens.words(text)})
    return frozenset(w for w, times in counted.items() if times >= KNOWN and w.isalpha() and not _left_over(w, counted))


def _left_over(word: str, counted: Counter[str]) -> bool:
    """Keys that Telex would have made a far more frequent syllable of, though they stand in several names."""
    read = tokens.telex(word)
    return read is not None and counted[tokens.spelt(read)[0]] > 20 * counted[word]


_SALT = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93,
                  0xA0761D6478BD642F, 0xE7037ED1A0B428DB, 0x8EBC6AF09C88C6E3], np.uint64)  # fmt: skip


def mixed(columns: NDArray[np.int32] | Ints) -> NDArray[np.uint64]:
    """One number for each row, equal where the rows are."""
    found = np.zeros(len(columns), np.uint64)
    for index in range(columns.shape[1]):
        found = (found ^ (columns[:, index].astype(np.int64) + 2).astype(np.uint64)) * _SALT[index]
        found ^= found >> np.uint64(29)
    return found


def _alike(vocabulary: list[str]) -> Ints:
    """Pairs of syllables one slip apart, or heard the same in some region: both ways round."""
    groups: dict[str, list[int]] = {}
    for index, word in enumerate(vocabulary):
        keys = {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))} if len(word) > 1 else set()
        for key in keys | {"~" + tokens.heard(word)}:
            groups.setdefault(key, []).append(index)
    size = len(vocabulary)
    found: set[int] = set()
    for key, members in groups.items():
        for a in members:
            for b in members:
                if a < b and (key[0:1] == "~" or OSA.distance(vocabulary[a], vocabulary[b], score_cutoff=1) <= 1):
                    found.update((a * size + b, b * size + a))
    return np.array(sorted(found), np.int64)


def _shortened(vocabulary: list[str]) -> Ints:
    """A syllable and its first consonants, `N.` or `Ng.` for Nguyễn: both ways round."""
    size = len(vocabulary)
    found: set[int] = set()
    heads = {word: index for index, word in enumerate(vocabulary) if len(word) <= 2 and not set(word) & set("aeiouy")}
    for index, word in enumerate(vocabulary):
        for length in (1, 2):
            head = heads.get(word[:length])
            if head is not None and len(word) > length:
                found.update((head * size + index, index * size + head))
    return np.array(sorted(found), np.int64)


def compare(names: Names, left: Ints, right: Ints) -> Small:
    """`Likeness` of pairs of names, by their numbers; -1 for a missing one."""
    found = np.full(len(left), Likeness.UNKNOWN, np.int8)
    known = np.flatnonzero((left >= 0) & (right >= 0))
    if len(known) == 0:
        return found
    key = left[known] * len(names.count) + right[known]
    distinct, back = np.unique(key, return_inverse=True)
    pairs = np.divmod(distinct, len(names.count))
    likeness = np.empty(len(distinct), np.int8)
    for at in range(0, len(distinct), _CHUNK):
        part = slice(at, at + _CHUNK)
        likeness[part] = _compare(names, pairs[0][part], pairs[1][part])
    found[known] = likeness[back]
    return found


def _compare(n: Names, left: Ints, right: Ints) -> Small:
    found = np.full(len(left), Likeness.OTHER, np.int8)
    last = n.folded[left, n.count[left] - 1] == n.folded[right, n.count[right] - 1]
    part = last | (n.folded[left, 0] == n.folded[right, 0])
    found[n.sorted_key[left] == n.sorted_key[right]] = Likeness.ORDER
    found[n.joined_key[left] == n.joined_key[right]] = Likeness.ORDER
    same = n.fold_key[left] == n.fold_key[right]
    bare = n.unmarked[left] | n.unmarked[right]
    found[same] = np.where(bare[same], Likeness.UNMARKED, Likeness.MARKS)
    found[n.spelt_key[left] == n.spelt_key[right]] = Likeness.SAME
    rest = np.flatnonzero(found == Likeness.OTHER)
    longer = n.count[left[rest]] - n.count[right[rest]]
    level = rest[longer == 0]
    found[level] = _side_by_side(n, left[level], right[level])
    for step, a, b in ((-1, left, right), (1, right, left)):
        odd = rest[longer == step]
        found[odd] = _one_lacking(n, a[odd], b[odd])
    found[(found == Likeness.OTHER) & part] = Likeness.PART
    found[(n.count[left] == 0) | (n.count[right] == 0)] = Likeness.UNKNOWN
    return found


def _slips(n: Names, a: NDArray[np.int32], b: NDArray[np.int32]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether syllables are a slip of each other, and whether one is the other's first letter; for unequal ones."""
    slip, short = np.zeros(a.shape, np.bool_), np.zeros(a.shape, np.bool_)
    at = np.nonzero((a != b) & (a >= 0) & (b >= 0))
    pairs = a[at].astype(np.int64) * n.size + b[at]
    slip[at], short[at] = _in(n.alike, pairs), _in(n.short, pairs)
    return slip, short


def _in(table: Ints, values: Ints) -> NDArray[np.bool_]:
    """Which values stand in a sorted table."""
    if len(table) == 0:
        return np.zeros(len(values), np.bool_)
    return np.asarray(table[np.minimum(np.searchsorted(table, values), len(table) - 1)] == values)


def _side_by_side(n: Names, left: Ints, right: Ints) -> Small:
    a, b = n.folded[left], n.folded[right]
    unequal = (a != b).sum(axis=1)
    slip, short = _slips(n, a, b)
    slips, shorts = (slip & ~short).sum(axis=1), short.sum(axis=1)
    other = unequal - slips - shorts
    found = np.full(len(left), Likeness.OTHER, np.int8)
    found[(other == 1) & (unequal == 1) & (n.count[left] >= 3)] = Likeness.OTHER_ONE
    found[(other == 0) & (unequal >= 2) & (unequal <= 3) & (unequal < n.count[left])] = Likeness.TWO
    found[(other == 0) & (shorts >= 1) & (slips == 0) & (shorts < n.count[left])] = Likeness.SHORT
    found[(other == 0) & (slips == 1) & (unequal == 1)] = Likeness.SLIP
    return found


def _one_lacking(n: Names, shorter: Ints, longer: Ints) -> Small:
    """The longer name has one syllable more."""
    a, b = n.folded[shorter], n.folded[longer]
    straight, moved = np.ones(a.shape, np.bool_), np.zeros(a.shape, np.bool_)
    slip, short = _slips(n, a, b)
    straight = (a == b) | slip | short
    later = np.full(a.shape, -1, a.dtype)
    later[:, :-1] = b[:, 1:]
    slip_later, short_later = _slips(n, a, later)
    moved = (a == later) | slip_later | short_later
    exact_straight, exact_moved = a == b, a == later
    found = np.full(len(shorter), Likeness.OTHER, np.int8)
    for good, bad, kind in ((straight, moved, Likeness.TWO), (exact_straight, exact_moved, Likeness.LACKING)):
        before = np.ones(len(shorter), np.bool_)
        fits = np.zeros(len(shorter), np.bool_)
        after = np.flip(np.logical_and.accumulate(np.flip(bad, axis=1), axis=1), axis=1)
        for cut in range(WIDTH):
            fits |= before & after[:, cut]
            before = before & good[:, cut]
        found[fits & (n.count[shorter] >= 2)] = kind
    return found
