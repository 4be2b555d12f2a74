"""What a report's printed forms share: the lines that PDF and DOCX both write around the text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from diaban.core.text import fmt_int, fmt_moment
from diaban.reports import words
from diaban.reports.content import Content, Cut

DRAFT = "DỰ THẢO"


@dataclass(frozen=True, slots=True)
class Printed:
    """Lines around a report's text; `draft` and `signed` are empty where they don't hold, as `seal` without a cut."""

    placed: str
    draft: str
    signature: tuple[str, ...]
    signed: str
    seal: tuple[str, ...]
    #: Whoever signs at the left, where someone does (an applicant); recipients stand there otherwise.
    left: tuple[str, ...] = ()
    #: Across the page, for books of many columns.
    wide: bool = False


def printed(content: Content) -> Printed:
    """The lines of a report."""
    head = content.letterhead
    signed = content.revision > 0
    return Printed(
        placed=f"{head.place}, {words.long_day(head.day, head.year)}",
        draft="" if signed else DRAFT,
        signature=(*head.signs_for, *([head.post.upper()] if head.post else [])),
        signed="(Đã ký trên hệ thống)" if signed else "",
        seal=seal(content.cut) if content.cut is not None else (),
    )


def seal(cut: Cut) -> tuple[str, ...]:
    """Which head of the ledger the figures stand on, and how anyone checks it."""
    at = fmt_moment(datetime.fromisoformat(cut.at))
    return (
        f"Số liệu chốt tại dòng niêm phong {fmt_int(cut.size)} của sổ, lúc {at}.",
        f"Gốc của sổ: {grouped(cut.root)}",
        f"Chữ ký của gốc (khóa {cut.key_id}): {grouped(cut.signature)}",
        "Kiểm tra: lưu tệp đầu sổ từ trang báo cáo rồi chạy “diaban doctor --ledger --against TỆP”;"
        f" tính lại số liệu bằng “diaban report … --cut {cut.size}”.",
    )


def grouped(digits: str, size: int = 8) -> str:
    """Hexadecimal digits in groups, so that a line can break and an eye compare."""
    return " ".join(digits[i : i + size] for i in range(0, len(digits), size))
