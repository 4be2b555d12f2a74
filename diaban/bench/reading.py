"""How fast a workbook is read where fonts don't matter: 100,000 rows against the bare reader underneath."""

from __future__ import annotations

import random
import statistics
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from diaban.bench.base import Figure, in_turn, ratio

ROWS = 100_000
ROUNDS = 3
#: Rows a second that a list must be read at, from the file to its cells.
GOAL = 15_000
HEADER = (
    "STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số định danh", "Số hộ", "Quan hệ với chủ hộ", "Họ tên chủ hộ",
    "Thôn", "Tình trạng cư trú", "Điện thoại", "Ghi chú",
)  # fmt: skip


def write(path: Path, rows: int = ROWS) -> Path:
    """A resident list of made-up people as a spreadsheet program saves it, with two styles and a title."""
    import xlsxwriter

    chance = random.Random(1)
    book = xlsxwriter.Workbook(path, {"strings_to_numbers": False})
    day = book.add_format({"num_format": "dd/mm/yyyy", "font_name": "Times New Roman"})
    sheet = book.add_worksheet("Danh sách")
    sheet.write(0, 0, "DANH SÁCH NHÂN KHẨU")
    sheet.write_row(2, 0, HEADER)
    for number in range(rows):
        row = number + 3
        for column, cell in enumerate(_cells(number, chance)):
            if isinstance(cell, date):
                sheet.write_datetime(row, column, cell, day)  # type: ignore[arg-type,unused-ignore]
            else:
                sheet.write(row, column, cell)
    book.close()
    return path


def _cells(number: int, chance: random.Random) -> list[Any]:
    name = f"{chance.choice(('Nguyễn', 'Trần', 'Lê', 'Phạm'))} {chance.choice(('Văn', 'Thị', 'Đình'))}"
    name += f" {chance.choice(('Đào', 'Hùng', 'Mỹ', 'Thủy', 'An', 'Bình', 'Lộc'))}"
    born = date(1940, 1, 1) + timedelta(days=chance.randrange(30_000))
    sex = chance.randrange(2)
    century = (born.year // 100 - 19) * 2 + sex
    head = number % 4 == 0
    return [
        number + 1, name, born, "Nữ" if sex else "Nam", f"066{century}{born.year % 100:02d}{number % 10**6:06d}",
        str(number // 4 + 1), "Chủ hộ" if head else "Con", name, f"Thôn {number * 20 // ROWS + 1}", "Thường trú",
        f"09{chance.randrange(10**8):08d}", "",
    ]  # fmt: skip


def measure(folder: Path) -> Sequence[Figure]:
    """Rows a second from the file to its cells, and in the detail to persons; the bare reader in turn."""
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diaban.settings")
    import django

    django.setup()
    from diaban.papers.reading import workbook
    from diaban.people.importing import listing

    path = write(folder / "danh-sach.xlsx")
    today = date(2026, 11, 22)
    sides = {
        "book": lambda: workbook.open_book(path),
        "bare": lambda: _bare(path),
        "persons": lambda: listing.read_list(path, path.name, today),
    }
    seconds = in_turn(ROUNDS, **sides)
    rate = {name: ROWS / statistics.median(seconds[name]) for name in sides}
    detail = {
        "rows": ROWS,
        "columns": len(HEADER),
        "bytes": path.stat().st_size,
        "rows_per_second_bare_calamine": round(rate["bare"]),
        "times_bare_calamine": round(ratio(seconds, "book", "bare"), 2),
        "rows_per_second_to_persons": round(rate["persons"]),
        "seconds": {name: [round(s, 2) for s in taken] for name, taken in seconds.items()},
    }
    return [Figure("read-workbook", rate["book"], GOAL, "at least", detail)]


def _bare(path: Path) -> int:
    import python_calamine

    return sum(1 for _row in python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).iter_rows())
