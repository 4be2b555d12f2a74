"""Files that can't be taken: one sentence each, told by what is in them and not by their names."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt
from django.utils import translation

from diaban.papers.reading import sniff, workbook
from diaban.papers.reading.problems import Unreadable

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def good(path: Path) -> Path:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Thôn 1")
    sheet.write_row(0, 0, ["STT", "Họ và tên"])
    sheet.write_row(1, 0, [1, "Trần Thị Bé"])
    book.close()
    return path


def broken(path: Path) -> None:
    path.write_bytes(good(path).read_bytes()[:900])


def hollow(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook")


def macros(path: Path) -> None:
    with zipfile.ZipFile(good(path), "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")


def bomb(path: Path) -> None:
    with zipfile.ZipFile(good(path), "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.bin", bytes(90 * 2**20))


def protected(path: Path) -> None:
    path.write_bytes(OLE + bytes(504) + "EncryptionInfo\0EncryptedPackage\0".encode("utf-16-le"))


def old_macros(path: Path) -> None:
    path.write_bytes(OLE + bytes(504) + "Workbook\0_VBA_PROJECT_CUR\0".encode("utf-16-le"))


def word(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")


def empty_sheet(path: Path) -> None:
    openpyxl.Workbook().save(path)


def only_hidden(path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Danh sách")["A1"] = "Họ và tên"
    book["Danh sách"].sheet_state = "hidden"
    book.save(path)


CASES: list[tuple[str, Callable[[Path], object], str]] = [
    ("a.xlsx", lambda p: p.write_bytes(b""), "empty_file"),
    ("a.xlsx", lambda p: p.write_text("Kính gửi Ủy ban\nNhư đã nói\n"), "not_workbook"),
    ("a.xls", lambda p: p.write_text("<html><table><tr><td>STT</td></tr></table>"), "web_page"),
    ("a.xls", lambda p: p.write_text("<div><table><tr><td>STT</td></tr></table></div>"), "web_page"),
    ("a.xls", lambda p: p.write_text("<html><table></table></html>", encoding="utf-16"), "web_page"),
    ("a.xls", lambda p: p.write_bytes(b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n"), "web_page"),
    ("a.xls", lambda p: p.write_bytes(OLE + bytes(600)), "broken"),
    ("a.doc", lambda p: p.write_bytes(OLE + bytes(504) + "WordDocument\0".encode("utf-16-le")), "old_word"),
    ("a.xlsx", only_hidden, "only_hidden"),
    ("a.xlsx", broken, "broken"),
    ("a.xlsx", hollow, "broken"),
    ("a.xlsx", protected, "protected"),
    ("a.xlsm", macros, "macros"),
    ("a.xls", old_macros, "macros"),
    ("a.xlsx", bomb, "bomb"),
    ("a.docx", word, "no_table"),
    ("a.pdf", lambda p: p.write_bytes(b"%PDF-1.7 abc"), "not_workbook"),
    ("a.xlsx", lambda p: p.write_bytes(bytes(range(256)) * 9), "not_workbook"),
    ("a.csv", lambda p: p.write_bytes(b"STT;H\xff\xfe\n1;\xa0\xbf\xc1\n"), "encoding"),
    ("a.xlsx", empty_sheet, "empty_sheet"),
    ("a.csv", lambda p: p.write_text(";;;\n;;;\n"), "empty_sheet"),
    ("a.csv", lambda p: p.write_text(" ; ;\n\t;;\n"), "empty_sheet"),
]


@pytest.mark.parametrize(("name", "make", "code"), CASES)
def test_one_sentence_each(tmp_path: Path, name: str, make: Callable[[Path], object], code: str) -> None:
    path = tmp_path / name
    make(path)
    with pytest.raises(Unreadable) as refused:
        workbook.open_book(path)
    assert refused.value.code == code
    sentence = str(refused.value)
    assert name in sentence
    assert "chưa ghi gì" in sentence
    assert sentence.endswith(".")


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "không có.xlsx", "missing"), (tmp_path, "not_workbook")):
        with pytest.raises(Unreadable) as refused:
            sniff.sniff(path)
        assert refused.value.code == code


def test_size_is_refused_before_reading(tmp_path: Path) -> None:
    path = tmp_path / "lớn.xlsx"
    with path.open("wb") as file:
        file.truncate(sniff.MAX_BYTES + 1)  # a sparse file: no byte of it exists
    with pytest.raises(Unreadable) as refused:
        sniff.sniff(path)
    assert refused.value.code == "too_big"


def test_content_decides_over_the_name(tmp_path: Path) -> None:
    assert sniff.sniff(good(tmp_path / "thật là xlsx.xls")) is sniff.Kind.XLSX
    book = xlwt.Workbook()
    book.add_sheet("a").write(0, 0, "Họ tên")
    book.save(str(tmp_path / "thật là xls.xlsx"))
    assert sniff.sniff(tmp_path / "thật là xls.xlsx") is sniff.Kind.XLS


def test_csv_with_any_separator(tmp_path: Path) -> None:
    for mark in ",;\t|":
        path = tmp_path / "a.csv"
        path.write_text(
            mark.join(["STT", "Họ và tên", "Năm sinh"]) + "\n" + mark.join(["1", "Bé", "1985"]), encoding="utf-8-sig"
        )
        assert workbook.open_book(path).sheets[0].rows == [["STT", "Họ và tên", "Năm sinh"], ["1", "Bé", "1985"]]


def test_csv_in_the_code_table_of_vietnamese_windows(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(
        "Ho\u0323 va\u0300 tên;Đi\u0323a chi\u0309\nTrâ\u0300n;Huê\u0301\n".encode("cp1258")
    )
    assert workbook.open_book(tmp_path / "a.csv").sheets[0].rows == [["Họ và tên", "Địa chỉ"], ["Trần", "Huế"]]


def test_sentences_in_english(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_text("<table></table>")
    with translation.override("en"), pytest.raises(Unreadable) as refused:
        workbook.open_book(tmp_path / "a.xls")
    assert "is a web page" in str(refused.value)
    assert "nothing was written" in str(refused.value)


def test_hidden_sheets_are_named_and_not_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["B3"] = "Họ tên"
    book.create_sheet("Nháp").sheet_state = "hidden"
    book["Nháp"]["A1"] = "x"
    book.save(tmp_path / "a.xlsx")
    read = workbook.open_book(tmp_path / "a.xlsx")
    assert read.hidden == ["Nháp"]
    assert read.shown[0].rows[2] == ["", "Họ tên"]
