"""Lists that came out of an old font undecoded: `Nguyeãn Thò Ñaøo`, `NguyÔn ThÞ §µo`.

A row is read as VNI or TCVN3 where that makes more known syllables of its names than it has as it stands. A row whose
letters could be either is read as its neighbours are: a list is typed in one font.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from itertools import product

import numpy as np
import polars as pl
from numpy.typing import NDArray

from diaban.match import tokens
from diaban.papers.reading import charsets

_NAMES = ("full_name", "head_name")
_BESIDE = ("village", "commune", "relation", "sex")
_FONTS = ("VNI-Times", ".VnTime")
_NEIGHBOURS = 15
_SOME = 0.05  #: share of a run's cells with letters of today that makes its column one of today
_BEYOND = "[\u0100-\u036f\u1e00-\u1eff]"
_VOWELS = "aăâeêioôơuưy"
_TONED = (v + t for v, t in product(_VOWELS, ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]))
_LETTERS = "".join(unicodedata.normalize("NFC", one) for one in _TONED)
#: Anything that neither Vietnamese nor punctuation writes.
_FOREIGN = f"[^\\x00-\\x7f\\u0300-\\u0323‘’ʼ–“”đĐ{_LETTERS}{_LETTERS.upper()}]"
#: A vowel and the mark that VNI puts behind it, in letters that are Vietnamese, though not in this order.
_BEHIND = "[aeAE][àáâãèéêùúûõÀÁÂÃÈÉÊÙÚÛÕ]|[oO][âôùõÂÔÙÕ]|[uU][ùúõÙÚÕ]|[ôơưÔƠƯ][ùõÙÕ]|[yY][ùõÙÕ]"


def decoded(table: pl.DataFrame, known: Collection[str]) -> pl.DataFrame:
    """The table with such rows as they were meant. `known`: folded syllables that occur in plenty."""
    fonts = np.full(table.height, -1, np.int8)
    for name in _NAMES:
        if name in table.columns:
            fonts = np.maximum(fonts, _fonts(table[name], known))
    if (fonts < 0).all():
        return table
    fonts = _as_neighbours(fonts)
    for name in (*_NAMES, *_BESIDE):
        if name in table.columns:
            table = table.with_columns(_read(table[name], fonts))
    return table


def _fonts(column: pl.Series, known: Collection[str]) -> NDArray[np.int8]:
    """For each row the font that its name makes most sense in; -1 as it stands."""
    found = np.full(len(column), -1, np.int8)
    rows = np.flatnonzero(column.str.contains(f"{_FOREIGN}|{_BEHIND}").fill_null(False).to_numpy())
    texts = column.gather(rows)
    best = {text: _font(text, known) for text in texts.unique().to_list()}
    found[rows] = [best[text] for text in texts.to_list()]
    return found


def _font(text: str, known: Collection[str]) -> int:
    sense = [_sense(text, known), *(_sense(charsets.decode_as(text, font), known) for font in _FONTS)]
    return int(np.argmax(sense)) - 1


def _sense(text: str, known: Collection[str]) -> int:
    return sum(tokens.spelt(word)[0] in known for word in tokens.words(text))


def _as_neighbours(fonts: NDArray[np.int8]) -> NDArray[np.int8]:
    """Rows in the midst of rows of one font are in it too."""
    found = fonts.copy()
    width = np.ones(2 * _NEIGHBOURS + 1)
    near = np.convolve(np.ones(len(fonts)), width, "full")[_NEIGHBOURS : len(fonts) + _NEIGHBOURS]
    for font in range(len(_FONTS)):
        share = np.convolve(fonts == font, width, "full")[_NEIGHBOURS : len(fonts) + _NEIGHBOURS] / near
        found[(fonts < 0) & (share > 0.6)] = font
    return found


def _read(column: pl.Series, fonts: NDArray[np.int8]) -> pl.Series:
    """The column with its cells of coded rows decoded, where the column is coded too: a list may have its names from
    an old font and its places typed anew."""
    coded = (fonts >= 0) & (~column.fill_null("").str.contains(r"^[\x00-\x7f]*$")).to_numpy()
    rows = np.flatnonzero(coded & ~_typed_anew(column, fonts, coded))
    if not len(rows):
        return column
    read = [charsets.decode_as(text, _FONTS[font]) for text, font in zip(column.gather(rows), fonts[rows], strict=True)]
    return column.scatter(rows, pl.Series(read, dtype=pl.String))


def _typed_anew(column: pl.Series, fonts: NDArray[np.int8], coded: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Rows in a run of coded rows whose cells here hold letters that no old font has: every letter of those is one
    byte."""
    run = np.cumsum(np.append(True, fonts[1:] != fonts[:-1])) - 1
    today = column.str.contains(_BEYOND).fill_null(False).to_numpy() & coded
    share = np.bincount(run, weights=today) / np.maximum(np.bincount(run, weights=coded), 1)
    return np.asarray(share[run] > _SOME)
