"""The seven standard slips: each says what the dossier says, as PDF and as an editable document."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import docx
import pypdfium2
import pytest

from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.access.tests.world import Ground, build
from diaban.casework import calendar
from diaban.core.errors import Refused
from diaban.core.time import now, today
from diaban.onestop import actions, queries
from diaban.onestop.models import Dossier, SlipKind
from diaban.people.tests.conftest import settle
from diaban.reports import as_docx, as_pdf, slips
from diaban.reports.slips import Document

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def officer(db: None) -> Iterator[Viewer]:
    calendar.forget()
    ground: Ground = build("18754", "42", "s")
    with acting(ground.viewer("commune_police", "residence")) as viewer:
        yield viewer
    calendar.forget()


@pytest.fixture
def dossier(officer: Viewer) -> Dossier:
    someone = settle(officer, "Nguyễn Thị Đào", id_no="042085001234", birth_date=date(1985, 3, 2), phone="0987654321")
    return actions.take_in(by=officer, intake=actions.Intake("split", someone.pk, {"address": "Ngõ 9"}, ["ct01"]))


def words(made: Document) -> str:
    """Every word of the document, tables included."""
    found = docx.Document(io.BytesIO(as_docx.docx(made.content, made.around)))
    cells = [cell.text for table in found.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in found.paragraphs), *cells])


def kept(made: Document, name: str) -> bytes:
    """The PDF; also in the folder for pictures, where one is set."""
    content = as_pdf.pdf(made.content, made.around)
    if folder := os.environ.get("DIABAN_PICTURES"):
        Path(folder, f"{name}.pdf").write_bytes(content)
        Path(folder, f"{name}.docx").write_bytes(as_docx.docx(made.content, made.around))
    return content


def read(content: bytes) -> tuple[list[tuple[int, int]], str]:
    """The pages of a PDF in millimetres, and its words as a reader finds them."""
    pages = list(pypdfium2.PdfDocument(content))
    text = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pages)
    return [(round(page.get_width() * 25.4 / 72), round(page.get_height() * 25.4 / 72)) for page in pages], text


def test_every_slip_of_a_dossier(officer: Viewer, dossier: Dossier) -> None:
    key = dossier.pk
    actions.ask_supplement(by=officer, dossier_id=key, what="Bản sao giấy khai sinh\nẢnh 3x4", why="Thiếu")
    actions.answer_supplement(by=officer, dossier_id=key)
    actions.extend(by=officer, dossier_id=key, day=today() + timedelta(days=40), why="Chờ xác minh nơi ở cũ")
    actions.stop(by=officer, dossier_id=key, why="Có tranh chấp về chỗ ở")
    actions.go_on(by=officer, dossier_id=key)
    actions.refuse(by=officer, dossier_id=key, why="Chỗ ở đang tranh chấp")
    view = queries.dossier(viewer=officer, dossier_id=key)
    told = {slip.kind: slips.of_slip(view, slip) for slip in view.slips}
    assert set(told) == set(SlipKind.values) - {SlipKind.CONTROL, SlipKind.CERTIFICATE}
    for kind, sentence in (
        (SlipKind.RECEIPT, "Tờ khai thay đổi thông tin cư trú (CT01)"), (SlipKind.SUPPLEMENT, "Bản sao giấy khai sinh"),
        (SlipKind.APOLOGY, "xin lỗi"), (SlipKind.STOP, "tranh chấp về chỗ ở"), (SlipKind.REFUSAL, "đang tranh chấp"),
    ):  # fmt: skip
        pages, printed = read(kept(told[kind], kind))
        assert pages == [(210, 297)], "one page of A4"
        for text in (words(told[kind]), printed):
            assert sentence in text
            assert dossier.number in text
            assert "Nguyễn Thị Đào" in text
    assert "NGƯỜI NỘP HỒ SƠ" in words(told[SlipKind.RECEIPT])


def test_a_receipt_keeps_the_day_that_it_named(officer: Viewer, dossier: Dossier) -> None:
    view = queries.dossier(viewer=officer, dossier_id=dossier.pk)
    before = kept(slips.of_slip(view, view.slips[0]), "receipt-before")
    actions.extend(by=officer, dossier_id=dossier.pk, day=today() + timedelta(days=40), why="Chờ xác minh")
    view = queries.dossier(viewer=officer, dossier_id=dossier.pk)
    assert kept(slips.of_slip(view, view.slips[0]), "receipt-after") == before


def test_control_sheet_and_book(officer: Viewer, dossier: Dossier) -> None:
    actions.process(by=officer, dossier_id=dossier.pk)
    view = queries.dossier(viewer=officer, dossier_id=dossier.pk)
    sheet = slips.control(view, officer, now())
    assert "Hồ sơ một cửa được xử lý" in words(sheet)
    assert kept(sheet, "control").startswith(b"%PDF-")
    listed = slips.book(officer, today(), today(), now())
    assert dossier.number in words(listed)
    assert kept(listed, "book").startswith(b"%PDF-")
    assert dossier.number not in words(slips.book(officer, date(2020, 1, 1), date(2020, 1, 2), now()))


def test_others_get_no_slip(officer: Viewer, dossier: Dossier) -> None:
    from dataclasses import replace

    with pytest.raises(Refused):
        queries.dossier(viewer=replace(officer, purpose=None), dossier_id=dossier.pk)
