"""Damaged files of every form: read, or refused in one sentence; never anything else."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from diaban.papers.reading import workbook
from diaban.papers.reading.problems import Unreadable
from diaban.papers.tests.files import Cell, Table, write_docx, write_ods, write_xls

ROWS: list[list[Any]] = [
    ["STT", "Họ và tên", "Ngày sinh"],
    *([i, Cell("NguyÔn ThÞ §µo", ".VnTime"), f"0{i}/03/1985"] for i in range(1, 9)),
]
TABLES = [Table("Thôn 1", ROWS, [((0, 1), (0, 2))], hidden_rows=[3]), Table("Ẩn", [["x"]], hidden=True)]


def write_xlsx(path: Path, tables: list[Table]) -> Path:
    made = xlsxwriter.Workbook(path)
    sheet = made.add_worksheet()
    old = made.add_format({"font_name": ".VnTime"})
    for r, row in enumerate(tables[0].rows):
        for c, cell in enumerate(row):
            sheet.write(r, c, cell.value if isinstance(cell, Cell) else cell, old)
    made.close()
    return path


def write_csv(path: Path, tables: list[Table]) -> Path:
    rows = [[str(c.value if isinstance(c, Cell) else c) for c in row] for row in tables[0].rows]
    path.write_text("\n".join(";".join(row) for row in rows), encoding="utf-16")
    return path


WRITERS: list[Callable[[Path, list[Table]], Path]] = [write_xlsx, write_xls, write_ods, write_docx, write_csv]


def unpacked(path: Path) -> Path:
    """The same archive without compression, so that damage reaches what is inside."""
    if not zipfile.is_zipfile(path):
        return path
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def tried(path: Path) -> None:
    refused = ""
    try:
        workbook.open_book(path)
    except Unreadable as error:
        refused = str(error)
    assert not refused or refused.endswith(".")


@pytest.mark.parametrize("write", WRITERS)
def test_flipped_bytes(tmp_path: Path, write: Callable[[Path, list[Table]], Path]) -> None:
    whole = write(tmp_path / "a", TABLES).read_bytes()
    bare = unpacked(tmp_path / "a").read_bytes()
    chance = random.Random(7)
    for turn in range(60):
        content = bytearray(whole if turn % 2 else bare)
        for _flip in range(chance.choice([1, 2, 8, 40])):
            content[chance.randrange(len(content))] = chance.randrange(256)
        (tmp_path / "a").write_bytes(content)
        tried(tmp_path / "a")


@pytest.mark.parametrize("write", WRITERS)
def test_cut_short(tmp_path: Path, write: Callable[[Path, list[Table]], Path]) -> None:
    whole = write(tmp_path / "a", TABLES).read_bytes()
    for part in (3, 40, 300, len(whole) // 2, len(whole) - 5):
        (tmp_path / "a").write_bytes(whole[:part])
        tried(tmp_path / "a")


@pytest.mark.parametrize("write", [write_xlsx, write_ods, write_docx])
def test_parts_damaged_behind_a_right_checksum(tmp_path: Path, write: Callable[[Path, list[Table]], Path]) -> None:
    """XML that an archive holds whole and that is wrong in itself."""
    with zipfile.ZipFile(write(tmp_path / "a", TABLES)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    chance = random.Random(3)
    for name in parts:
        for turn in range(6):
            broken = dict(parts)
            content = bytearray(parts[name])
            if turn == 0:
                content = bytearray()
            for _flip in range(turn * 3 if content else 0):
                content[chance.randrange(len(content))] = chance.randrange(32, 127)
            broken[name] = bytes(content)
            with zipfile.ZipFile(tmp_path / "a", "w") as archive:
                for part, inside in broken.items():
                    archive.writestr(part, inside)
            tried(tmp_path / "a")
