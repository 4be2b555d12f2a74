"""A sheet's column map compiled for reading rows: which cell says what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from diaban.papers.lists import evidence
from diaban.papers.lists.residents import FIELDS
from diaban.papers.reading.header import Header
from diaban.papers.reading.labels import Field
from diaban.papers.reading.mapping import ColumnMap, samples
from diaban.papers.reading.sheets import Sheet


@dataclass(slots=True)
class Columns:
    """Cell indexes by meaning; None or empty where the sheet has no such column."""

    name: list[int] = field(default_factory=list)
    birth: int | None = None
    birth_parts: tuple[int | None, int | None, int | None] | tuple[()] = ()
    birth_male: int | None = None
    birth_female: int | None = None
    sex: int | None = None
    sex_male: int | None = None
    sex_female: int | None = None
    numbers: list[int] = field(default_factory=list)
    stt: int | None = None
    household: int | None = None
    relation: int | None = None
    head_name: int | None = None
    head_number: int | None = None
    head_mark: int | None = None
    hamlet: int | None = None
    commune: int | None = None
    address: list[int] = field(default_factory=list)
    stay: int | None = None
    gone: list[int] = field(default_factory=list)
    stay_marks: list[tuple[int, str]] = field(default_factory=list)
    relation_ticked: bool = False
    sex_codes: dict[str, str] = field(default_factory=dict)
    phone: int | None = None
    hometown: int | None = None
    facts: list[int] = field(default_factory=list)
    kept: list[tuple[int, str]] = field(default_factory=list)

    @property
    def tells_households(self) -> bool:
        """Whether a column says who lives together."""
        told = (self.household, self.relation, self.head_name, self.head_number, self.head_mark)
        return any(index is not None for index in told)

    def birth_cells(self) -> list[int]:
        """Every cell that says something of the birth date."""
        return [i for i in (*self.birth_parts, self.birth, self.birth_male, self.birth_female) if i is not None]

    def raw(self, cells: Sequence[Any]) -> dict[str, Any]:
        """The row as it was, by column letter; columns that may not be stored are left out."""
        size = len(cells)
        return {
            letter: cells[i] if isinstance(cells[i], str) else _json(cells[i])
            for i, letter in self.kept
            if i < size and cells[i] != ""
        }


def _json(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return value if isinstance(value, (str, int, float, bool)) else str(value)


def settle(found: ColumnMap, header: Header, sheet: Sheet) -> None:
    """What only the columns together say: a name merged over two columns, a year beside its day and month,
    birth years standing under "Nam" and "Nữ"."""
    _split_name(found, header, sheet)
    by_code = {column.field: column for column in found.columns if column.field}
    birth = by_code.get("birth")
    day = by_code.get("birth_day")
    both = day is not None and evidence.days_with_months(samples(sheet.rows, header.body, day.index)) > 0.6
    beside = "birth_year" not in by_code and ("birth_month" in by_code or both)
    if birth and beside and evidence.year_numbers(samples(sheet.rows, header.body, birth.index)) > 0.6:
        birth.field = "birth_year"
    year = by_code.get("birth_year")
    if year and not {"birth_month", "birth", "birth_day"} & by_code.keys():
        year.field = "birth"


def _split_name(found: ColumnMap, header: Header, sheet: Sheet) -> None:
    """ "Họ và tên" over two columns: family and middle names, then the given name."""
    name = next((c for c in found.columns if c.field in ("full_name", "family_name", "given_name")), None)
    if name is None or name.field != "full_name" or name.index + 1 >= len(found.columns):
        return
    beside = found.columns[name.index + 1]
    same = name.index + 1 in header.shared and header.paths[beside.index] == header.paths[name.index]
    blank = not header.paths[beside.index]
    if not (same or blank) or beside.field not in (None, "full_name", "family_name", "given_name"):
        return
    given = samples(sheet.rows, header.body, beside.index)
    if len(given) >= 2 and evidence.given_names(given) > 0.5:
        name.field, beside.field, beside.asked, beside.score = "family_name", "given_name", False, 0.9


#: Columns whose field and whose place in `Columns` have one name.
_PLAIN = [
    "birth",
    "birth_male",
    "birth_female",
    "sex",
    "sex_male",
    "sex_female",
    "stt",
    "household",
    "relation",
    "head_name",
    "head_number",
    "head_mark",
    "hamlet",
    "commune",
    "stay",
    "phone",
    "hometown",
]


def compile_columns(found: ColumnMap, fields: Sequence[Field] = FIELDS) -> Columns:
    """The cell indexes of a settled map; `fields` are those of the kind of list."""
    table = {field.code: field for field in fields}
    first = found.first
    full = first("full_name")
    names = [full] if full is not None else [first("family_name"), first("middle_name"), first("given_name")]
    parts = (first("birth_day"), first("birth_month"), first("birth_year"))
    columns = Columns(
        name=[i for i in names if i is not None],
        birth_parts=parts if parts[2] is not None else (),
        numbers=[i for i in (first("id_no"), first("cmnd")) if i is not None],
        address=found.where("address"),
        gone=found.where("gone"),
        stay_marks=[(i, k) for k in ("permanent", "temporary", "absent") if (i := first(f"stay_{k}")) is not None],
        kept=[(c.index, c.letter) for c in found.columns if c.field is None or table[c.field].kept],
        **{name: first(name) for name in _PLAIN},  # type: ignore[arg-type]
    )
    alone = (columns.sex, columns.sex_male, columns.sex_female, columns.relation)
    own = [c.index for c in found.columns if c.field and table[c.field].fact]
    columns.facts = [i for i in (*columns.birth_cells(), *parts, *alone, *columns.numbers, *own) if i is not None]
    return columns


def since_1904(data: Sequence[list[Any]], columns: Columns) -> None:
    """Bare day numbers of a workbook that counts days from 1904 (as on a Mac of old), made those of all others."""
    for cells in data:
        for index in columns.birth_cells():
            if index < len(cells) and isinstance(cells[index], float) and 3_000 <= cells[index] < 60_000:
                cells[index] += 1_462
