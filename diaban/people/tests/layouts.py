"""Workbooks of residents laid out in the ways offices do it, with what a reader must get from them."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from diaban.core.text import fmt_date
from diaban.people.importing.listing import Listing, read_list

TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Someone:
    """A made-up person as a list should say them."""

    name: str
    birth: date
    sex: str
    number: str
    household: str
    relation: str
    head: str
    hamlet: str
    phone: str


def people(count: int = 40, seed: int = 1) -> list[Someone]:
    """Households of two to four, each with a head, a wife or husband and children."""
    chance = random.Random(seed)
    found: list[Someone] = []
    house = 100
    while len(found) < count:
        house += chance.randint(1, 9)
        family, hamlet = chance.choice(["Nguyễn", "Trần", "Lê", "Đặng", "Hồ"]), f"Thôn {1 + len(found) * 3 // count}"
        head = ""
        for relation in ["Chủ hộ", "Vợ", "Con", "Con"][: chance.randint(2, 4)]:
            sex = "f" if relation == "Vợ" else "m" if relation == "Chủ hộ" else chance.choice("mf")
            given = chance.choice(
                ["Dũng", "Hòa", "Long", "Đức", "Quý"] if sex == "m" else ["Lan", "Thủy", "Đào", "Yến", "Mỹ"]
            )
            middle = chance.choice(["Văn", "Đình", "Quốc"] if sex == "m" else ["Thị", "Thị Kim", "Ngọc"])
            birth = date(chance.randint(1940, 2020), chance.randint(1, 12), chance.randint(1, 28))
            name = f"{family} {middle} {given}"
            head = head or name
            mark = (birth.year // 100 - 19) * 2 + (sex == "f")
            number = f"066{mark}{birth.year % 100:02d}{chance.randint(0, 999_999):06d}"
            found.append(
                Someone(
                    name,
                    birth,
                    sex,
                    number,
                    str(house),
                    relation,
                    head,
                    hamlet,
                    f"09{chance.randint(10**7, 10**8 - 1)}",
                )
            )
    return found[:count]


Rows = list[list[Any]]
Merges = list[tuple[int, int, int, int]]
SEX = {"m": "Nam", "f": "Nữ"}


@dataclass
class Laid:
    """Sheets by name: rows and merged cells (first row, first column, last row, last column, from 0)."""

    sheets: dict[str, tuple[Rows, Merges]]
    hidden: Sequence[str] = ()

    def write(self, path: Path) -> Path:
        book = xlsxwriter.Workbook(path, {"remove_timezone": True})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, (rows, merges) in self.sheets.items():
            sheet = book.add_worksheet(name)
            for r, row in enumerate(rows):
                for c, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(r, c, cell, day)
                    elif cell is not None:
                        sheet.write(r, c, cell)
            for r1, c1, r2, c2 in merges:
                sheet.merge_range(r1, c1, r2, c2, rows[r1][c1])
            if name in self.hidden:
                sheet.hide()
        book.close()
        return path


def one(rows: Rows, merges: Merges | None = None) -> Laid:
    return Laid({"Sheet1": (rows, merges or [])})


def read(laid: Laid, tmp_path: Path, name: str = "danh sách.xlsx", **answers: str) -> Listing:
    return read_list(laid.write(tmp_path / name), name, TODAY, answers)


def table(found: Sequence[Someone], columns: Sequence[tuple[str, Callable[[int, Someone], Any]]]) -> Rows:
    """A plain header and the rows under it."""
    return [
        [title for title, _cell in columns],
        *([cell(i, p) for _title, cell in columns] for i, p in enumerate(found)),
    ]


def said(listing: Listing, *, names: Sequence[str]) -> list[tuple[Any, ...]]:
    """Chosen fields of the persons read."""
    return [tuple(getattr(p, name) for name in names) for p in listing.persons]


def expected(found: Sequence[Someone], *, names: Sequence[str]) -> list[tuple[Any, ...]]:
    """The same of the persons written."""
    relations = {"Chủ hộ": "head", "Vợ": "spouse", "Con": "child"}
    return [
        tuple(
            {
                "full_name": p.name,
                "birth": p.birth,
                "sex": p.sex,
                "id_no": p.number,
                "household": p.household,
                "hamlet": p.hamlet,
                "relation": relations[p.relation],
                "head_name": p.head,
                "phone": p.phone,
                "precision": "d",
            }[name]
            for name in names
        )
        for p in found
    ]


def only_years(found: Sequence[Someone]) -> list[Someone]:
    return [replace(p, birth=date(p.birth.year, 1, 1)) for p in found]


def day_text(p: Someone) -> str:
    return fmt_date(p.birth)
