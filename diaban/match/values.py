"""Cells as numbers: birth dates, identity numbers, villages, sexes and relations, each distinct text parsed once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from diaban.match import tokens

Ints = NDArray[np.int64]
OLD = 10**12  #: added to the old numbers of nine digits, which keeps them apart
OTHER = 10**13  #: numbers of other shapes lie above

_FULL = re.compile(r"(\d{1,2})\D+(\d{1,2})\D+(\d{4}|\d{2})$")
_ISO = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})(?:[ T].*)?$")
_RUN = re.compile(r"(\d{4})(\d{2})(\d{2})$")
_MONTH = re.compile(r"(\d{1,2})\D+(\d{4})$")
_YEAR = re.compile(r"(?:^|\D)(1[89]\d\d|20\d\d)(?:\.0)?$")
#: What a scanner or a tired eye makes of digits.
_DIGITS = str.maketrans("OoQDIl|iZzSsBbGgqT", "000011112255866997")


def factored(column: pl.Series, distinct: pl.Series) -> NDArray[np.int32]:
    """For each row the place of its text among the distinct ones; -1 for none."""
    book = pl.DataFrame({"text": distinct, "place": pl.Series(range(len(distinct)), dtype=pl.Int32)})
    rows = pl.DataFrame({"text": column})
    found = rows.join(book, on="text", how="left", maintain_order="left")
    return np.asarray(found["place"].fill_null(-1).to_numpy(), np.int32)


def codes(column: pl.Series) -> tuple[list[str], NDArray[np.int32]]:
    """The distinct texts of a column in order of their letters, and for each row which; -1 for none."""
    text = column.cast(pl.String).str.strip_chars()
    text = text.set(text == "", None)
    distinct = text.drop_nulls().unique().sort()
    return distinct.to_list(), factored(text, distinct)


def numbers(column: pl.Series) -> NDArray[np.int64]:
    """Identity numbers; those of plain digits, nearly all, at once, the others one by one."""
    text = column.cast(pl.String).str.strip_chars()
    plain = text.str.contains(r"^\d{8,12}$").fill_null(False)
    length = text.str.len_bytes().to_numpy(allow_copy=True)
    quick = pl.select(pl.when(plain).then(text).otherwise(None).cast(pl.Int64).fill_null(-1)).to_series().to_numpy()
    found = np.where((quick >= 0) & (length <= 9), quick + OLD, quick)
    odd = np.flatnonzero((~plain & text.is_not_null()).to_numpy())
    if len(odd):
        found[odd] = [number(one) for one in text.gather(odd).to_list()]
    return np.asarray(found, np.int64)


def spread(
    distinct: list[str], places: NDArray[np.int32], parse: Callable[[str], Any], missing: Any, dtype: Any
) -> NDArray[Any]:
    """A value for each row, parsed once for each distinct text."""
    table = np.array([*(parse(text) for text in distinct), missing], dtype)
    return np.asarray(table[places])


def day(text: str) -> tuple[int, int, int]:
    """(year, month, day) with 0 for what isn't known; (0, 0, 0) where it is no date."""
    text = text.strip()
    for pattern, order in ((_FULL, (2, 1, 0)), (_ISO, (0, 1, 2)), (_RUN, (0, 1, 2)), (_MONTH, (1, 0))):
        found = pattern.match(text)
        if found:
            parts = [int(found.group(i + 1)) for i in order]
            year, month, number = (*parts, 0)[:3]
            if pattern is _FULL and month > 12 >= number:
                month, number = number, month
            if pattern is _FULL and year < 100:
                year += 2000 if year <= date.today().year % 100 else 1900
            if 1850 <= year <= 2100 and 0 < month <= 12 and number <= 31:
                return year, month, number
    found = _YEAR.search(text)
    return (int(found.group(1)), 0, 0) if found else (0, 0, 0)


def number(text: str) -> int:
    """An identity number as a whole number of 9 or 12 digits, misread digits mended; -1 where there is none.

    A number of 9 digits is kept apart from one of 12 by adding `OLD`; what has another shape is only ever the same or
    not, and lies above `OTHER`. A 12-digit number that lost its first zero has 11, an old one 8.
    """
    text = re.sub(r"[\s.\-'/]", "", text.strip().removesuffix(".0"))
    read = text.translate(_DIGITS)
    if read.isdecimal() and 8 <= len(read) <= 12:
        return int(read) + OLD if len(read) <= 9 else int(read)
    if len(text) < 4 or not any(char.isdigit() for char in text):
        return -1
    if text.isdecimal() and len(text) <= 12:
        return OTHER + int(text)
    return 2 * OTHER + int.from_bytes(hashlib.blake2b(text.upper().encode(), digest_size=6).digest())


def sex(text: str) -> int:
    bare = tokens.spelt(text.split()[0])[0] if text.split() else ""
    return {"nam": 0, "nu": 1, "m": 0, "f": 1, "male": 0, "female": 1, "trai": 0, "gai": 1}.get(bare, -1)


_KINDS = {
    "chu ho": 0, "vo": 1, "chong": 1, "con": 2, "cha": 3, "me": 3, "bo": 3, "chau": 4, "ong": 5, "ba": 5, "anh": 6,
    "chi": 6, "em": 6, "dau": 7, "re": 7, "head": 0, "spouse": 1, "wife": 1, "husband": 1, "child": 2, "son": 2,
    "daughter": 2, "parent": 3,
}  # fmt: skip


def relation(text: str) -> int:
    """A coarse kind of relation to the head of the household; 9 for others."""
    bare = " ".join(tokens.spelt(word)[0] for word in re.split(r"[\s/,]+", text) if word)
    if bare.startswith(("con dau", "con re")):
        return 7
    return _KINDS.get(bare, _KINDS.get(bare.split(" ")[0], 9)) if bare else -1


_KIND_WORDS = (
    "to dan pho", "tdp", "khu pho", "khu dan cu", "kp", "kdc", "khoi pho", "khoi", "tieu khu", "thon", "xom", "ap",
    "ban", "buon", "bon", "lang", "plei", "to", "khu", "doi", "t", "b", "l", "k", "x", "a",
)  # fmt: skip
_KIND = re.compile(rf"^(?:{'|'.join(_KIND_WORDS)})\b\s*")
_JOINED_KINDS = [kind.replace(" ", "") for kind in _KIND_WORDS if len(kind) > 2]


def village(text: str) -> str:
    """A village's name without its kind: its number where it has one (`Tổ dân phố 05` and `TDP 5` are `5`)."""
    bare = " ".join(filter(None, (tokens.spelt(word)[0] for word in re.split(r"[\s.,;:\-]+", text))))
    short = _KIND.sub("", bare)
    found = re.match(r"(.*?)0*(\d+)\s*([a-z]?)[a-z]*$", bare)
    if found:
        before = found.group(1).replace(" ", "")
        slip = any(OSA.distance(before, kind, score_cutoff=1) <= 1 for kind in _JOINED_KINDS)
        if not before or slip or not _KIND.sub("", found.group(1)).strip():
            return found.group(2) + found.group(3)
    return short.replace(" ", "") or bare.replace(" ", "")
