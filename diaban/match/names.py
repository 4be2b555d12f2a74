"""Names as numbers: every distinct name once, its syllables in arrays. `likeness.py` compares them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from diaban.match import tokens
from diaban.match.arrays import Keys, mixed, spread
from diaban.match.values import factored

Ints = NDArray[np.int64]

WIDTH = 6  #: syllables kept of a name
KNOWN = 3  #: a syllable in so many names is one, and no slip


@dataclass
class Names:
    """Distinct names. Arrays of (names, WIDTH) or (names,); -1 where there is no syllable."""

    folded: NDArray[np.int32]
    heard: NDArray[np.int32]  #: syllables as they may sound anywhere
    count: NDArray[np.int8]
    unmarked: NDArray[np.bool_]
    called: NDArray[np.bool_]  #: the name ends in what a family calls a child at home
    fold_key: Keys
    spelt_key: Keys
    sorted_key: Keys
    joined_key: Keys
    size: int  #: how many folded syllables there are
    alike: Ints  #: sorted pairs of folded syllables (a * size + b) that a slip makes of each other
    short: Ints  #: the same for a syllable and its first letters
    _cut: list[Keys] = field(default_factory=list)

    def cut_keys(self) -> list[Keys]:
        """Keys of each name as it sounds: whole, then without each of its syllables in turn; 0 where it has none."""
        if not self._cut:
            self._cut = [mixed(*self.heard.T)]
            for cut in range(WIDTH):
                rest = [self.heard[:, i] for i in range(WIDTH) if i != cut]
                has = (self.count > cut) & (self.count > 1)
                self._cut.append(np.where(has, mixed(*rest, np.full(len(has), -1)), 0).astype(np.uint64))
        return self._cut

    def given(self) -> NDArray[np.int32]:
        return np.asarray(self.heard[np.arange(len(self.count)), np.maximum(self.count.astype(np.int64) - 1, 0)])


def read(texts: Sequence[str] | pl.Series, known: frozenset[str]) -> Names:
    """Parse distinct names. `known`: the syllables that are real ones."""
    table = pl.DataFrame({"text": pl.Series(texts, dtype=pl.String)}).with_row_index("row")
    pieces = table.with_columns(pl.col.text.str.split(" ")).explode("text").filter(pl.col.text != "")
    distinct = pieces["text"].unique().sort()
    read = _Pieces([tokens.read(piece, known) for piece in distinct.to_list()])
    at, row = factored(pieces["text"], distinct), pieces["row"].to_numpy().astype(np.int64)
    folded, spelt, count = read.laid_out(at, row, len(texts))
    return _numbered(read, folded, spelt, count)


class _Pieces:
    """What each distinct piece of a name was read as, in flat arrays of syllable numbers."""

    def __init__(self, found: list[tokens.Syllables]) -> None:
        book: dict[str, int] = {}
        marks: dict[str, int] = {}
        self.length = np.array([len(one) for one in found], np.int64)
        every = [pair for one in found for pair in one]
        self.folded = np.array([book.setdefault(bare, len(book)) for bare, _ in every], np.int32)
        self.spelt = np.array([marks.setdefault(marked, len(marks)) for _, marked in every], np.int32)
        self.book, self.marks = book, marks

    def laid_out(
        self, at: NDArray[np.int32], row: Ints, rows: int
    ) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int8]]:
        """Syllables of each name, without titles in front; the sex markers of the highlands written one way."""
        count = self.length[at]
        flat = spread((np.cumsum(self.length) - self.length)[at], count)
        of = np.repeat(row, count)
        total = np.bincount(of, minlength=rows)
        place = np.arange(len(of)) - (np.cumsum(total) - total)[of]
        titles = self._flags(tokens.TITLES), self._flags(tokens.GIVEN_TOO)
        first = np.flatnonzero(place == 0)
        bare, many = self.folded[flat[first]], total[of[first]]
        off = np.zeros(rows, np.int64)
        off[of[first]] = titles[0][bare] & (many > 2) & ((many > 3) | ~titles[1][bare])
        place -= off[of]
        kept = (place >= 0) & (place < WIDTH)
        folded, spelt = (np.full((rows, WIDTH), -1, np.int32) for _ in range(2))
        folded[of[kept], place[kept]] = self.folded[flat[kept]]
        spelt[of[kept], place[kept]] = self.spelt[flat[kept]]
        total -= off
        self._markers(folded, spelt, np.flatnonzero(total > 1))
        return folded, spelt, np.minimum(total, WIDTH).astype(np.int8)

    def _flags(self, among: frozenset[str]) -> NDArray[np.bool_]:
        return np.array([*(word in among for word in self.book), False], np.bool_)

    def _markers(self, folded: NDArray[np.int32], spelt: NDArray[np.int32], rows: Ints) -> None:
        for marked, letter in tokens.MARKERS.items():
            for tone in ("", "1", "2", "3", "4", "5"):
                if marked + tone in self.marks:
                    mine = rows[spelt[rows, 0] == self.marks[marked + tone]]
                    folded[mine, 0] = self.book.setdefault(letter, len(self.book))
                    spelt[mine, 0] = self.marks.setdefault(letter, len(self.marks))


def _numbered(read: _Pieces, folded: NDArray[np.int32], spelt: NDArray[np.int32], count: NDArray[np.int8]) -> Names:
    book, marks = list(read.book), list(read.marks)
    plain = np.array([*_plain(book, marks), True], np.bool_)
    sounds: dict[str, int] = {}
    heard_of = np.array([*(sounds.setdefault(tokens.heard(word), len(sounds)) for word in book), -1], np.int32)
    home = np.array([*(word in tokens.AT_HOME for word in book), False], np.bool_)
    last = folded[np.arange(len(count)), np.maximum(count.astype(np.int64) - 1, 0)]
    return Names(
        folded, heard_of[folded], count, np.asarray(plain[spelt].all(axis=1)), home[last],
        mixed(*folded.T), mixed(*spelt.T), mixed(*np.sort(folded, axis=1).T), _run_together(book, folded),
        len(book), _alike(book), _shortened(book),
    )  # fmt: skip


def _run_together(book: list[str], folded: NDArray[np.int32]) -> Keys:
    """A number for the letters of each name without its spaces: a polynomial of them, put together syllable by
    syllable."""
    base, wrap = 0x100000001B3, 1 << 64
    values, widths = [], []
    for word in book:
        value = 0
        for char in word:
            value = (value * base + ord(char)) % wrap
        values.append(value)
        widths.append(pow(base, len(word), wrap))
    value_of, width_of = np.array([*values, 0], np.uint64), np.array([*widths, 1], np.uint64)
    found = np.zeros(len(folded), np.uint64)
    for column in folded.T:
        found = found * width_of[column] + value_of[column]
    return found


def _plain(book: list[str], marks: list[str]) -> list[bool]:
    """Whether each spelt syllable has no marks: it is its own folded form."""
    folded = set(book)
    return [mark in folded and mark.isascii() for mark in marks]


def real(carried: pl.Series) -> frozenset[str]:
    """The folded syllables that occur in plenty, among names as often as they are carried."""
    pieces = carried.str.split(" ").explode().drop_nulls().value_counts(name="times")
    counted: Counter[str] = Counter()
    for piece, times in pieces.iter_rows():
        for word in tokens.words(piece):
            counted[tokens.spelt(word)[0]] += times
    return frozenset(w for w, times in counted.items() if times >= KNOWN and w.isalpha() and not _left_over(w, counted))


def _left_over(word: str, counted: Counter[str]) -> bool:
    """Keys that Telex would have made a far more frequent syllable of, though they stand in several names."""
    read = tokens.telex(word)
    return read is not None and counted[tokens.spelt(read)[0]] > 20 * counted[word]


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
