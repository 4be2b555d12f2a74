"""The appointment slip as it comes out of the printer: one page of A5, every word on it, nothing cut off."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from diaban.access.scope import Viewer
from diaban.cards import queries, slips
from diaban.cards.tests.world import declared, someone
from diaban.core.errors import Conflict
from diaban.papers.slips import made

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

A5 = (148, 210)
ON = date(2026, 11, 23)
LONG = "Tôn Nữ Hoàng Thị Phương Khánh Quỳnh Trang Thanh Thủy Nguyễn Phúc Bảo Ngân"


def read(content: bytes) -> tuple[list[tuple[int, int]], str]:
    """The pages' sizes in millimetres, and every word in the order of reading."""
    document = pypdfium2.PdfDocument(content)
    sizes = [tuple(round(side * 25.4 / 72) for side in page.get_size()) for page in document]
    text = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    return [(width, height) for width, height in sizes], text


@pytest.mark.parametrize(("name", "reason", "said"), [
    ("Nguyễn Thị Đào", "first", "Cấp thẻ căn cước"), (LONG, "first", "Cấp thẻ căn cước"),
])  # fmt: skip
def test_the_appointment_slip(officer: Viewer, name: str, reason: str, said: str) -> None:
    application = declared(officer, someone(officer, name=name), reason)
    view = queries.application(viewer=officer, application_id=application.pk)
    slip = slips.appointment(view, queries.number_of(view), ON)
    content = made(slip, "pdf")
    if folder := os.environ.get("DIABAN_PICTURES"):
        Path(folder, f"giay-hen-{len(name)}.pdf").write_bytes(content)
    sizes, text = read(content)
    assert sizes == [A5]
    due = view.case.due_at
    assert due is not None
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "GIẤY HẸN TRẢ THẺ CĂN CƯỚC", name, "02/03/1985", said, "0001",
        "ngày 23 tháng 11 năm 2026", "7 ngày làm việc", "Người nộp hồ sơ", "Cán bộ tiếp nhận", str(application.slip_no),
    ):  # fmt: skip
        assert words in text, words
    assert "042085000001" not in text, "only the number's end is printed"
    assert made(slip, "pdf") == content
    with pytest.raises(Conflict):
        view.application.slip_no = None
        slips.appointment(view, "", ON)
