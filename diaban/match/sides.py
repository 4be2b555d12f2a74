"""A table of people as arrays of numbers, so that millions compare in little memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from diaban.core.errors import DiabanError
from diaban.match import fonts, places, values
from diaban.match import names as naming
from diaban.match.arrays import mixed
from diaban.match.names import Names

Ints = NDArray[np.int64]
Codes = NDArray[np.int32]

COLUMNS = (
    "full_name", "sex", "dob", "id_no", "cmnd", "commune", "commune_code", "village", "head_name", "relation", "hh_id",
)  # fmt: skip
_OTHER_NAMES = {"cccd": "id_no"}


@dataclass
class Side:
    """People, a row each. -1 where nothing is known; names, villages and households are numbers of distinct ones."""

    size: int
    name: Codes
    head: Codes
    year: NDArray[np.int16]
    month: NDArray[np.int8]
    day: NDArray[np.int8]
    id_no: Ints
    cmnd: Ints
    sex: NDArray[np.int8]
    relation: NDArray[np.int8]
    place: Codes  #: number of a set of communes in `Pair.place_sets`
    village: Codes
    household: Codes

    @cached_property
    def sound(self) -> NDArray[np.bool_]:
        """Whether a row's new number tells its own sex and year of birth: a slip in it, or another's, mostly wouldn't.

        Digits 4 to 6 are the century with the sex, and the year (circular 59/2021/TT-BCA)."""
        century, year = self.id_no // 10**8 % 10, self.id_no // 10**6 % 100
        right_year = (1900 + century // 2 * 100 + year == self.year) | (self.year <= 0)
        right_sex = (century % 2 == self.sex) | (self.sex < 0)
        told = (self.year > 0) | (self.sex >= 0)
        return np.asarray((self.id_no >= 0) & (self.id_no < values.OLD) & right_year & right_sex & told)

    @cached_property
    def order(self) -> Ints:
        """Rows by what stands in them: what is drawn by it is the same people however the table is sorted."""
        told = (self.name, self.head, self.year, self.month, self.day, self.id_no, self.cmnd, self.sex, self.relation,
                self.place, self.village)  # fmt: skip
        return np.argsort(mixed(*told), kind="stable")

    @cached_property
    def headless(self) -> bool:
        """Whether no row tells the head of its household."""
        return not (self.head >= 0).any()


@dataclass
class Pair:
    """Both sides, and what their numbers mean. `left` is `right` when a table is searched for its own duplicates."""

    left: Side
    right: Side
    names: Names
    place_sets: list[frozenset[int]]  #: the communes a written place may mean
    communes: int


def load(path: Path, renames: Mapping[str, str]) -> pl.DataFrame:
    """The known columns of a Parquet file as text; `renames`: our name -> theirs, several joined by `+`.

    Raises: DiabanError with one sentence where the file or a column can't be read, or where no column is known.
    """
    there = columns(path)
    wanted = {ours: ours for ours in (*COLUMNS, *_OTHER_NAMES) if ours in there}
    wanted |= {o: theirs for o, theirs in renames.items() if all(part in there for part in theirs.split("+"))}
    if not wanted:
        raise DiabanError(f"{path.name} không có cột nào được biết ({', '.join(COLUMNS)}); hãy dùng --map TÊN=CỘT.")
    whole = read(path, sorted({part for theirs in wanted.values() for part in theirs.split("+")}))
    found: dict[str, pl.Series] = {}
    for ours, theirs in wanted.items():
        parts = [_text(whole[part], path) for part in theirs.split("+")]
        whole_name = pl.concat_str(pl.all(), separator=" ", ignore_nulls=True)
        column = parts[0] if len(parts) == 1 else pl.DataFrame(parts).select(whole_name).to_series()
        found.setdefault(_OTHER_NAMES.get(ours, ours), column)
    return pl.DataFrame(found)


def read(path: Path, only: list[str] | None = None) -> pl.DataFrame:
    """A Parquet file, or some of its columns; its faults as one sentence."""
    with _opened(path):
        return pl.read_parquet(path, columns=only)


def columns(path: Path) -> list[str]:
    """The names of a Parquet file's columns."""
    with _opened(path):
        return list(pl.read_parquet_schema(path))


@contextmanager
def _opened(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise DiabanError(f"Không có tệp {path}.") from error
    except OSError as error:
        raise DiabanError(f"Không mở được {path}: {error.strerror or error}.") from error
    except pl.exceptions.DuplicateError as error:
        raise DiabanError(f"{path.name} có hai cột cùng tên; hãy đổi tên một cột.") from error
    except pl.exceptions.PolarsError as error:
        raise DiabanError(f"Không đọc được {path.name}: không phải tệp Parquet lành.") from error


def _text(column: pl.Series, path: Path) -> pl.Series:
    """A column's values as text, whatever type they have."""
    try:
        return column.cast(pl.String)
    except pl.exceptions.PolarsError as error:
        kind = f"cột {column.name} của {path.name} có kiểu {column.dtype}"
        raise DiabanError(f"Chưa so được: {kind}, không phải chữ, số hay ngày.") from error


def build(left: pl.DataFrame, right: pl.DataFrame | None, units: places.Units) -> Pair:
    """Number both tables with one set of numbers; without a right one the left is both."""
    known = naming.real(_column(left if right is None else right, "full_name"))
    tables = [fonts.decoded(table, known) for table in ([left] if right is None else [left, right])]
    books = _names(tables, known)
    communes = _communes(tables)
    village_book: dict[str, int] = {}
    household_book: dict[str, int] = {}
    sets: dict[frozenset[int], int] = {}
    sides = []
    for table in tables:
        place = _places(table, units, communes, sets)
        sides.append(_side(table, books[0], place, village_book, household_book))
    return Pair(sides[0], sides[-1], books[1], list(sets), len(communes))


def _column(table: pl.DataFrame, name: str) -> pl.Series:
    return table[name] if name in table.columns else pl.Series(name, [None] * table.height, pl.String)


def _names(tables: list[pl.DataFrame], known: frozenset[str]) -> tuple[pl.Series, Names]:
    distinct = pl.concat([_column(t, n) for t in tables for n in ("full_name", "head_name")]).unique().drop_nulls()
    distinct = distinct.sort() if len(distinct) else pl.Series([""])  # tables without any name
    return distinct, naming.read(distinct, known)


def _communes(tables: list[pl.DataFrame]) -> dict[str, int]:
    """The codes of communes that occur, numbered."""
    found = {places.code(one) for t in tables for one in _column(t, "commune_code").drop_nulls().unique()}
    return {code: index for index, code in enumerate(sorted(found - {""}))}


def _places(
    table: pl.DataFrame, units: places.Units, communes: dict[str, int], sets: dict[frozenset[int], int]
) -> Codes:
    """For each row the number of its set of possible communes: its code where it has one, else what its text means."""
    codes, code_of = values.codes(_column(table, "commune_code"))
    texts, text_of = values.codes(_column(table, "commune"))
    if not communes:  # no codes anywhere: the texts themselves are what there is to compare
        book = {text: index for index, text in enumerate(sorted({places.plain(t) for t in texts}))}
        meant = [frozenset({book[places.plain(t)]}) for t in texts]
    else:
        among = frozenset(communes)
        meant = [frozenset(communes[c] for c in found) for found in places.resolve(texts, units, among)]
    by_text = [sets.setdefault(one, len(sets)) if one else -1 for one in meant]
    numbers = [communes.get(places.code(code), -1) for code in codes]
    by_code = [sets.setdefault(frozenset({one}), len(sets)) if one >= 0 else -1 for one in numbers]
    of_text = np.array([*by_text, -1], np.int64)[text_of]
    of_code = np.array([*by_code, -1], np.int64)[code_of]
    return np.where(of_code >= 0, of_code, of_text).astype(np.int32)


def _booked(column: pl.Series, book: dict[str, int], form: bool = False) -> Codes:
    distinct, at = values.codes(column)
    numbers = [book.setdefault(values.village(text) if form else text, len(book)) for text in distinct]
    return np.asarray(np.array([*numbers, -1], np.int32)[at])


def _side(
    table: pl.DataFrame, distinct: pl.Series, place: Codes, villages: dict[str, int], households: dict[str, int]
) -> Side:
    def of(name: str, parse: Callable[[str], Any], missing: Any, dtype: Any) -> NDArray[Any]:
        texts, at = values.codes(_column(table, name))
        return values.spread(texts, at, parse, missing, dtype)

    days = of("dob", values.day, (0, 0, 0), np.int16)
    id_no, cmnd = (values.numbers(_column(table, name)) for name in ("id_no", "cmnd"))
    new = np.where((id_no < values.OLD) | (id_no >= values.OTHER), id_no, -1)
    moved = (id_no >= values.OLD) & (id_no < values.OTHER) & (cmnd < 0)  # an old number in the column of the new ones
    return Side(
        table.height,
        values.factored(_column(table, "full_name"), distinct), values.factored(_column(table, "head_name"), distinct),
        days[:, 0], days[:, 1].astype(np.int8), days[:, 2].astype(np.int8),
        new, np.where(moved, id_no, np.where(cmnd >= values.OLD, cmnd, -1)),
        of("sex", values.sex, -1, np.int8), of("relation", values.relation, -1, np.int8), place,
        _booked(_column(table, "village"), villages, form=True), _booked(_column(table, "hh_id"), households),
    )  # fmt: skip
