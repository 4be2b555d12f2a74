"""The sample workbooks as one world: rows of their registers against their resident lists, and who each row is.

Workbooks are read as imports read them, but cells are taken as they stand there: what is measured is the matcher, which
gets the text of the lists. `truth.csv` (workbook, stt, person, is_resident) says who is who; nothing else reads it.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from diaban.core.errors import DiabanError

#: Fields of a list by our columns; the first that a row fills counts.
_FIELDS = {
    "full_name": ("full_name",), "dob": ("birth", "birth_male", "birth_female"), "sex": ("sex",), "id_no": ("id_no",),
    "cmnd": ("cmnd",), "commune": ("commune",), "village": ("hamlet",), "head_name": ("head_name",),
    "relation": ("relation",), "hh_id": ("household",), "stt": ("stt",), "address": ("address",),
}  # fmt: skip
_TICKED = {"sex_male": "Nam", "sex_female": "Nữ"}
_COLUMNS = tuple(name for name in _FIELDS if name not in ("stt", "address"))
Row = dict[str, str | None]


def folder() -> Path:
    """Where the workbooks lie.

    Raises: DiabanError with one sentence where nobody said it, or where no truth lies there.
    """
    told = os.environ.get("DIABAN_SAMPLES", "")
    if not told or not (Path(told) / "truth.csv").is_file():
        raise DiabanError("Đặt DIABAN_SAMPLES là thư mục có các bảng tính mẫu và truth.csv; chưa đo gì.")
    return Path(told)


def write(source: Path, out: Path) -> None:
    """`rows.parquet` and `residents.parquet` with their truth, as `generate` writes them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diaban.settings")
    import django

    django.setup()
    truth = _truth(source / "truth.csv")
    rows: list[Row] = []
    residents: list[Row] = []
    for path in sorted(source.glob("*.xlsx")):
        if path.name.startswith(("residents-", "poor-", "merit-", "social-")):
            (residents if path.name.startswith("residents-") else rows).extend(_rows(path))
    people = {person: number for number, person in enumerate(sorted({person for person, _there in truth.values()}))}
    of_rows = [_who(truth, people, row, must_live=True) for row in rows]
    of_residents = [_who(truth, people, row) for row in residents]
    of_residents = [who if who >= 0 else -2 - at for at, who in enumerate(of_residents)]
    out.mkdir(parents=True, exist_ok=True)
    schema = dict.fromkeys(_COLUMNS, pl.String)
    pl.DataFrame(rows, schema=schema).write_parquet(out / "rows.parquet")
    pl.DataFrame(residents, schema=schema | {"commune_code": pl.String()}).write_parquet(out / "residents.parquet")
    kinds = [str(row["book"]).split("-")[0] for row in rows]
    pl.DataFrame({"person": of_rows, "kinds": kinds}).write_parquet(out / "truth-rows.parquet")
    pl.DataFrame({"person": of_residents}).write_parquet(out / "truth-residents.parquet")


def _truth(path: Path) -> dict[tuple[str, str], tuple[str, bool]]:
    with path.open(encoding="utf-8") as file:
        return {(r["workbook"], r["stt"]): (r["person"], r["is_resident"] == "1") for r in csv.DictReader(file)}


def _who(
    truth: Mapping[tuple[str, str], tuple[str, bool]], people: Mapping[str, int], row: Row, must_live: bool = False
) -> int:
    """The person's number; -1 where nobody says, or where a row is about no resident."""
    person, lives = truth.get((str(row["book"]), str(row["stt"])), ("", False))
    return people[person] if person and (lives or not must_live) else -1


def _rows(path: Path) -> Iterator[Row]:
    """Every numbered row of a workbook's lists, by our columns."""
    from diaban.papers.lists.reading import read_lists

    code = path.stem.rpartition("-")[2]
    for found in read_lists(path, path.name, date.today()).lists:
        where = {column.field: column.index for column in reversed(found.found.map.columns) if column.field}
        for line in found.found.data:
            row = _row(line.cells, where)
            if not row["stt"]:
                continue
            row["book"] = path.name
            if path.name.startswith("residents-"):
                row["commune_code"], row["hh_id"] = code, f"{code}-{row['hh_id'] or ''}"
            yield row


def _row(cells: list[Any], where: Mapping[str, int]) -> Row:
    def cell(field: str) -> str | None:
        at = where.get(field, len(cells))
        return _text(cells[at]) if at < len(cells) else None

    row: Row = {ours: next(filter(None, map(cell, fields)), None) for ours, fields in _FIELDS.items()}
    ticked = [sex for field, sex in _TICKED.items() if cell(field)]
    row["sex"] = row["sex"] or (ticked[0] if ticked else None)
    address = row.pop("address")
    if address and not row["commune"]:
        *before, row["commune"] = [part.strip() for part in address.split(",")]
        row["village"] = row["village"] or (before[-1] if before else None)
    return row


def _text(cell: Any) -> str | None:
    """A cell as it is shown."""
    if isinstance(cell, (datetime, date)):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).strip() or None if cell is not None else None
