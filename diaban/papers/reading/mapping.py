"""What each column means: by its header's words, checked against its values; where that leaves doubt, a question."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping as Dict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from diaban.papers.reading.header import Header
from diaban.papers.reading.labels import Field, key
from diaban.papers.reading.sheets import Row, letter

#: From this score up a column is taken without asking; from the lower one up it is asked about.
SURE = 0.62
MAYBE = 0.40
_MARGIN = 0.04
#: Below this a header's words say nothing of a field.
_SAID = 0.3
_SAMPLE = 300
#: An answer that says: this column means nothing here.
UNUSED = "-"


@dataclass(slots=True)
class Column:
    """A column of a sheet: where, what its header says, what it was taken for (None: nothing), and how surely."""

    index: int
    label: str
    key: str
    field: str | None = None
    score: float = 0.0
    candidates: list[tuple[str, float]] = dataclasses.field(default_factory=list)
    asked: bool = False

    @property
    def letter(self) -> str:
        """The column's name in a spreadsheet: A, B, … AA."""
        return letter(self.index)


@dataclass(slots=True)
class ColumnMap:
    """All columns of a sheet, with the questions left."""

    columns: list[Column]

    @property
    def questions(self) -> list[Column]:
        """Columns whose meaning must be asked."""
        return [column for column in self.columns if column.asked]

    def where(self, code: str) -> list[int]:
        """Indexes of the columns taken for a field."""
        return [column.index for column in self.columns if column.field == code]

    def first(self, code: str) -> int | None:
        """Index of the first column taken for a field, or None."""
        found = self.where(code)
        return found[0] if found else None


def samples(rows: Sequence[Row], body: int, index: int) -> list[Any]:
    """Filled cells of a column, from rows spread over the whole list."""
    count = len(rows) - body
    step = max(count // _SAMPLE, 1)
    cells = (rows[i][index] for i in range(body, len(rows), step) if index < len(rows[i]))
    return [cell for cell in cells if cell != ""][:_SAMPLE]


def propose(
    header: Header, rows: Sequence[Row], fields: Sequence[Field], answers: Dict[str, str] | None = None
) -> ColumnMap:
    """Map the columns under a header. `answers` (column key, label or letter → field code or "-") are obeyed."""
    columns = columns_of(header).columns
    table = {f.code: f for f in fields}
    taken: set[str] = _answer(columns, answers or {}, table)
    scored = []
    for column in columns:
        if column.field is None and not column.asked and column.score < 1:
            column.candidates = _candidates(column, header, rows, fields)
            scored += [(score, column.index, code) for code, score in column.candidates]
    for score, index, code in sorted(scored, key=lambda item: (-item[0], item[1])):
        column = columns[index]
        if score < SURE or column.field or (code in taken and not table[code].many):
            continue
        column.field, column.score = code, score
        taken.add(code)
    for column in columns:
        _doubt(column, taken, table)
    return ColumnMap(columns)


def columns_of(header: Header) -> ColumnMap:
    """The columns under a header, before anything is said of them."""
    return ColumnMap([Column(i, " / ".join(path), column_key(path)) for i, path in enumerate(header.paths)])


def column_key(path: Sequence[str]) -> str:
    """A column's header as folded words, from the top row down."""
    return " > ".join(filter(None, (key(part) for part in path)))


def _answer(columns: list[Column], answers: Dict[str, str], table: Dict[str, Field]) -> set[str]:
    for column in columns:
        names = (column.key, key(column.label), column.label, column.letter)
        code = next((answers[name] for name in names if name and name in answers), None)
        if code == UNUSED:
            column.score = 1.0
        elif code in table:
            column.field, column.score = code, 1.0
    return {column.field for column in columns if column.field}


def _candidates(
    column: Column, header: Header, rows: Sequence[Row], fields: Sequence[Field]
) -> list[tuple[str, float]]:
    values = samples(rows, header.body, column.index)
    path = header.paths[column.index]
    if not path and not values:
        return []
    found = []
    for each in fields:
        words = each.named(path, header.marked)
        if words < _SAID and not each.telling:
            continue
        looks = each.evidence(values) if each.evidence and values else None
        score = _score(words, looks, each)
        if score >= MAYBE:
            found.append((each.code, round(score, 3)))
    return sorted(found, key=lambda item: -item[1])[:5]


def _score(words: float, values: float | None, field: Field) -> float:
    """Words decide; values confirm, contradict, or raise a question where the words say nothing. What may not be kept
    is known by its values alone, without a question."""
    if values is None:
        return words
    if words < _SAID:
        return (0.45 if field.kept else SURE) if field.telling and values > 0.8 else 0.0
    if values < -0.3:
        return words * 0.5
    return words * (0.85 + 0.15 * values) + (0.1 if words < SURE and values > 0.8 else 0.0)


def _doubt(column: Column, taken: set[str], table: Dict[str, Field]) -> None:
    """Mark a column as asked: something useful it may be is still free, or two meanings are equally near."""
    if column.score >= 1 and not column.candidates:
        return
    free = [(code, s) for code, s in column.candidates if table[code].used and (code not in taken or table[code].many)]
    if column.field is None:
        if column.candidates and column.candidates[0][1] >= SURE and not table[column.candidates[0][0]].used:
            return  # a second running number, say: known well enough, and of no use
        column.candidates = free
        column.asked = bool(free)
        return
    rivals = [s for code, s in free if code != column.field and column.score - s < _MARGIN]
    if rivals and column.score < 0.9 and table[column.field].used:
        column.asked = True
