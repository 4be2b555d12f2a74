"""The printed forms: the layout of decree 30/2020, every Vietnamese letter, bodies as they were called on the day."""

from __future__ import annotations

import io
import struct
import unicodedata
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH

from diaban.access.models import Body
from diaban.areas import queries as areas
from diaban.papers.documents import FONTS
from diaban.reports import as_docx, as_pdf, letterhead, signing
from diaban.reports.content import (
    Content,
    Cut,
    Grid,
    Heading,
    Item,
    Letterhead,
    Paragraph,
    Run,
    Span,
    loaded,
    plain,
)  # fmt: skip
from diaban.reports.letterhead import Issuer

HEAD = Letterhead(
    "ỦY BAN NHÂN DÂN TỈNH HÀ TĨNH", "ỦY BAN NHÂN DÂN XÃ KỲ VĂN", "Số: 07/BC-UBND", "Kỳ Văn", date(2026, 1, 5), 2026,
    ("UBND tỉnh Hà Tĩnh (để báo cáo)", "Lưu: VT"), ("TM. ỦY BAN NHÂN DÂN",), "Chủ tịch", "Nguyễn Thị Hoà",
)  # fmt: skip
ITEM = Item("incidents.social", "Trật tự xã hội", "vụ", 131, 179, Decimal("-26.82"), "giảm 48 vụ", 131, 131)
SPAN = Span(date(2024, 12, 15), date(2025, 12, 14))
REPORT = Content(
    template="year", version=1, title="Báo cáo", subtitle="Tình hình năm 2025 tại xã Kỳ Văn", area_id=1,
    area_code="18787", area="xã Kỳ Văn, tỉnh Hà Tĩnh", period=SPAN, compared=SPAN, map_choice="then",
    map_on=date(2025, 12, 14), letterhead=HEAD, items=(ITEM,), revision=1,
    blocks=(
        Heading("I. TÌNH HÌNH"),
        Paragraph((Run("Xảy ra "), Run("131 vụ", 0), Run("."))),
        Grid("Bảng", ("Chỉ tiêu", "Kỳ này"), ((Run("A"), Run("131", 0)), (Run("Cộng"), Run("131", 0))), total=True),
    ),
    cut=Cut(1234, "ab" * 32, "2026-01-04T01:02:03.000000+00:00", "k" * 16, "cd" * 64), notes=("Ghi chú.",),
)  # fmt: skip


def test_what_was_kept_is_read_back() -> None:
    assert loaded(plain(REPORT)) == REPORT


def test_a_docx_is_laid_out_as_the_decree_says() -> None:
    document = docx.Document(io.BytesIO(as_docx.docx(REPORT)))
    section: Any = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert 20 <= round(section.top_margin.mm) <= 25
    assert 30 <= round(section.left_margin.mm) <= 35
    assert 15 <= round(section.right_margin.mm) <= 20
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    assert section.header.paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert document.styles["Normal"].font.name == "Times New Roman"
    head, table, foot = document.tables
    left, right = (cell.text for cell in head.rows[0].cells)
    assert left.split("\n")[:2] == [HEAD.above, HEAD.body]
    assert "Số: 07/BC-UBND" in left
    assert right.startswith("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc")
    assert "Kỳ Văn, ngày 05 tháng 01 năm 2026" in right
    assert [cell.text for cell in table.rows[-1].cells] == ["Cộng", "131"]
    assert foot.rows[0].cells[0].text.split("\n")[1:] == ["- UBND tỉnh Hà Tĩnh (để báo cáo);", "- Lưu: VT."]
    assert foot.rows[0].cells[1].text.startswith("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH")
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert "Xảy ra 131 vụ." in texts
    assert any("1.234" in text and "04/01/2026 08:02" in text for text in texts)


def test_nothing_of_the_clock_goes_into_a_file() -> None:
    made = as_docx.docx(REPORT)
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert as_docx.docx(REPORT) == made
    assert as_pdf.pdf(REPORT) == as_pdf.pdf(loaded(plain(REPORT)))
    assert as_pdf.pdf(replace(REPORT, remarks="", subtitle="Khác")) != as_pdf.pdf(REPORT)


def test_a_draft_says_so_and_has_room_to_write() -> None:
    draft = replace(REPORT, revision=0, cut=None, letterhead=replace(HEAD, day=None, signer=""))
    document = docx.Document(io.BytesIO(as_docx.docx(draft)))
    assert "DỰ THẢO" in document.tables[0].rows[0].cells[0].text
    assert "năm 2026" in document.tables[0].rows[0].cells[1].text
    assert as_pdf.pdf(draft).startswith(b"%PDF-")


def covered(font: Path) -> set[int]:
    """Characters that a TrueType font has: the segments of its Unicode character map (format 4)."""
    data = font.read_bytes()
    tables = {data[at : at + 4]: struct.unpack(">II", data[at + 8 : at + 16]) for at in
              range(12, 12 + 16 * struct.unpack(">H", data[4:6])[0], 16)}  # fmt: skip
    start = tables[b"cmap"][0]
    found: set[int] = set()
    for n in range(struct.unpack(">H", data[start + 2 : start + 4])[0]):
        platform, _encoding, offset = struct.unpack(">HHI", data[start + 4 + 8 * n : start + 12 + 8 * n])
        sub = start + offset
        if platform != 3 or struct.unpack(">H", data[sub : sub + 2])[0] != 4:
            continue
        count = struct.unpack(">H", data[sub + 6 : sub + 8])[0] // 2
        ends = struct.unpack(f">{count}H", data[sub + 14 : sub + 14 + 2 * count])
        starts = struct.unpack(f">{count}H", data[sub + 16 + 2 * count : sub + 16 + 4 * count])
        for first, last in zip(starts, ends, strict=True):
            found.update(range(first, last + 1))
    return found


@pytest.mark.parametrize("face", ["Regular", "Bold", "Italic", "BoldItalic"])
def test_the_font_that_ships_has_every_vietnamese_letter(face: str) -> None:
    letters = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
    tones = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
    wanted = {unicodedata.normalize("NFC", letter + tone) for letter in "aăâeêioôơuưy" for tone in tones}
    wanted |= set(letters) | set("0123456789.,%−–“”…°²×≥≤")
    wanted |= {letter.upper() for letter in wanted}
    assert {ord(letter) for letter in wanted} <= covered(FONTS / f"LiberationSerif-{face}.ttf")


@pytest.mark.django_db
def test_a_body_is_called_by_its_units_name_on_the_day() -> None:
    district = areas.resolve("huyện Kỳ Anh, Hà Tĩnh", areas.FIRST_LIST).unit
    kon_tum = areas.resolve("thành phố Kon Tum, Kon Tum", areas.FIRST_LIST).unit
    assert district is not None
    assert kon_tum is not None
    police = Issuer(Body.POLICE, district.id)
    assert police.name(date(2023, 12, 20)) == "CÔNG AN HUYỆN KỲ ANH"
    assert police.above(date(2023, 12, 20)) == "CÔNG AN TỈNH HÀ TĨNH"
    committee = Issuer(Body.PEOPLE_COMMITTEE, kon_tum.id)
    assert committee.above(date(2023, 12, 20)) == "ỦY BAN NHÂN DÂN TỈNH KON TUM"
    assert committee.recipients(date(2023, 12, 20))[0] == "UBND tỉnh Kon Tum (để báo cáo)"
    city = areas.find("75", date(2026, 11, 1), areas.Level.PROVINCE)  # Đồng Nai: a city since 30 April 2026
    assert city is not None
    issuer = Issuer(Body.PEOPLE_COMMITTEE, city.id)
    assert issuer.name(date(2026, 4, 29)) == "ỦY BAN NHÂN DÂN TỈNH ĐỒNG NAI"
    assert issuer.name(date(2026, 4, 30)) == "ỦY BAN NHÂN DÂN THÀNH PHỐ ĐỒNG NAI"


def test_a_number_below_ten_gets_a_nought_and_a_party_writes_its_own_way() -> None:
    assert letterhead.number(7, "UBND", Body.PEOPLE_COMMITTEE) == "Số: 07/BC-UBND"
    assert letterhead.number(12, "ĐU", Body.PARTY) == "Số 12-BC/ĐU"


@pytest.mark.parametrize(
    ("post", "body", "lines"),
    [
        ("Chủ tịch", Body.PEOPLE_COMMITTEE, ("TM. ỦY BAN NHÂN DÂN",)),
        ("Phó Chủ tịch", Body.PEOPLE_COMMITTEE, ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH")),
        ("Trưởng Công an", Body.POLICE, ()),
        ("Phó Trưởng Công an", Body.POLICE, ("KT. TRƯỞNG CÔNG AN",)),
        ("Chánh Văn phòng", Body.PEOPLE_COMMITTEE, ("TL. CHỦ TỊCH",)),
    ],
)
def test_who_signs_for_whom(post: str, body: Body, lines: tuple[str, ...]) -> None:
    assert signing.may_sign(post)
    assert signing.above_name(post, body) == lines


@pytest.mark.parametrize("post", ["Cán bộ", "Công chức Tư pháp - Hộ tịch", "Chuyên viên tổng hợp", ""])
def test_others_do_not_sign(post: str) -> None:
    assert not signing.may_sign(post)
