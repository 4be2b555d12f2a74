"""The seven standard slips of one-stop (TT 03/2025/TT-VPCP, annex I) as documents, in the layout of reports.

Documents of the state are in Vietnamese whatever language the pages are in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Any

from django.utils.translation import override

from diaban.access.looks import log_shown
from diaban.access.models import Office
from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.casework import queries as cases
from diaban.core.text import fmt_date, fmt_int, fmt_moment, mask_id
from diaban.core.time import ZONE
from diaban.ledger.registry import kind as ledger_kind
from diaban.onestop import queries
from diaban.onestop.models import Channel, Dossier, Slip, SlipKind, Way
from diaban.onestop.queries import DossierView
from diaban.reports import letterhead, words
from diaban.reports.content import Block, Content, Paragraph, Run, Span, Words
from diaban.reports.printed import Printed

#: The form's number in annex I, its title, who signs it and who signs at the left.
_FORMS: dict[str, tuple[str, str, str, str]] = {
    SlipKind.RECEIPT: ("01", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả", "NGƯỜI TIẾP NHẬN HỒ SƠ", "NGƯỜI NỘP HỒ SƠ"),
    SlipKind.SUPPLEMENT: ("02", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", "NGƯỜI HƯỚNG DẪN", ""),
    SlipKind.REFUSAL: ("03", "Phiếu từ chối giải quyết hồ sơ", "THỦ TRƯỞNG CƠ QUAN", ""),
    SlipKind.APOLOGY: ("04", "Văn bản xin lỗi và đề nghị gia hạn", "THỦ TRƯỞNG CƠ QUAN", ""),
    SlipKind.STOP: ("05", "Thông báo dừng giải quyết hồ sơ", "THỦ TRƯỞNG CƠ QUAN", ""),
    SlipKind.CERTIFICATE: ("CT07", "Xác nhận thông tin về cư trú", "CƠ QUAN ĐĂNG KÝ CƯ TRÚ", ""),
    SlipKind.CONTROL: ("06", "Phiếu kiểm soát quá trình giải quyết hồ sơ", "NGƯỜI LẬP PHIẾU", ""),
}
_CT07 = "Mẫu CT07 ban hành kèm theo Thông tư 66/2023/TT-BCA."
_BOOK = ("07", "Sổ theo dõi hồ sơ", "NGƯỜI LẬP SỔ", "")
_BOOK_HEADS = (
    "TT", "Mã hồ sơ", "Thủ tục", "Người nộp", "Nhận hồ sơ", "Hẹn trả", "Trả kết quả", "Cách nộp", "Cách nhận",
)  # fmt: skip
_UNITS = {"working_day": "ngày làm việc", "day": "ngày", "hour": "giờ", "working_hour": "giờ làm việc",
          "half_day": "buổi làm việc", "month": "tháng"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Document:
    """A slip ready for any form: its content, and the lines around it."""

    content: Content
    around: Printed


def of_slip(view: DossierView, slip: Slip, *, numbers: bool = False) -> Document:
    """A slip as it went out. `numbers`: the reader may see identification numbers whole."""
    with override("vi"):
        told: dict[SlipKind, Callable[[DossierView, Slip], list[Block]]] = {
            SlipKind.RECEIPT: _receipt, SlipKind.SUPPLEMENT: _supplement, SlipKind.REFUSAL: _refusal,
            SlipKind.APOLOGY: _apology, SlipKind.STOP: _stop, SlipKind.CERTIFICATE: partial(_certificate, numbers),
        }  # fmt: skip
        blocks, number = told[SlipKind(slip.kind)](view, slip), view.dossier.number
        return _document(_FORMS[slip.kind], slip.office, slip.at, f"Mã hồ sơ: {number}", blocks, number,
                         view.dossier.applicant)  # fmt: skip


def control(view: DossierView, viewer: Viewer, at: datetime) -> Document:
    """Form 06: who did what with a dossier and when, from its lines of the ledger."""
    with override("vi"):
        blocks = [*_about(view.dossier), _course(view.dossier, viewer)]
        return _document(_FORMS[SlipKind.CONTROL], view.dossier.office, at, f"Mã hồ sơ: {view.dossier.number}", blocks,
                         view.dossier.number)  # fmt: skip


def book(viewer: Viewer, since: date, until: date, at: datetime) -> Document:
    """Form 07: dossiers that the viewer's office took in on these days, at most 2,000 of them."""
    with override("vi"):
        found = queries.dossiers(viewer=viewer).filter(
            intake_office=viewer.office_id, received_at__date__gte=since, received_at__date__lte=until
        )
        listed = list(found.order_by("received_at", "id")[:2_000])
        log_shown(viewer, "list", [row.subject_id for row in listed if row.subject_id])
        grid = Words("", _BOOK_HEADS, tuple(_runs((str(n), *_entry(row))) for n, row in enumerate(listed, 1)))
        days = f"Từ ngày {fmt_date(since)} đến ngày {fmt_date(until)}"
        made = _document(_BOOK, viewer.office_id, at, days, [grid], "")
        return replace(made, around=replace(made.around, wide=True))


def _entry(row: Dossier) -> tuple[str, ...]:
    return (
        row.number, row.procedure.title, row.applicant, fmt_date(row.received_at.astimezone(ZONE).date()),
        fmt_date(row.promised_at.astimezone(ZONE).date()) if row.promised_at else "",
        fmt_date(row.delivered_at.astimezone(ZONE).date()) if row.delivered_at else "", str(Channel(row.channel).label),
        str(Way(row.way).label) if row.way else "",
    )  # fmt: skip


def _document(
    form: tuple[str, str, str, str], office_id: int, at: datetime, subtitle: str, blocks: Sequence[Block], number: str,
    applicant: str = "",
) -> Document:  # fmt: skip
    office = Office.objects.get(pk=office_id)
    no, title, right, left = form
    day = at.astimezone(ZONE).date()
    to = tuple(filter(None, (applicant, "Lưu: hồ sơ")))
    head = letterhead.made(letterhead.of_office(office), on=day, day=day, to=to)
    head = replace(head, number=f"Số: {number}" if number else "", signer="")
    content = Content(
        template=f"slip-{no}", version=1, title=title, subtitle=subtitle, area_id=office.unit_id, area_code="",
        area=areas.label(office.unit_id), period=Span(day, day), compared=Span(day, day), map_choice="then", map_on=day,
        letterhead=head, items=(), blocks=tuple(blocks), revision=1,
        notes=(_CT07 if no == "CT07" else f"Mẫu số {no} ban hành kèm theo Thông tư 03/2025/TT-VPCP.",),
    )  # fmt: skip
    around = Printed(placed=f"{head.place}, {words.long_day(day)}", draft="", signature=(right,), signed="", seal=(),
                     left=(left,) if left else ())  # fmt: skip
    return Document(content, around)


def _say(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def _runs(cells: Iterable[str]) -> tuple[Run, ...]:
    return tuple(Run(cell) for cell in cells)


def _about(row: Dossier) -> list[Block]:
    """Whose dossier it is and about what."""
    told = [_say(f"Hồ sơ của: {row.applicant}"), _say(f"Nội dung yêu cầu giải quyết: {row.procedure.title}")]
    if row.phone:
        told.insert(1, _say(f"Số điện thoại: {row.phone}"))
    return list(told)


def _receipt(view: DossierView, slip: Slip) -> list[Block]:
    row = view.dossier
    handed = [_say(f"{n}. {paper['title']}") for n, paper in enumerate(slip.body.get("papers", []), 1)]
    term = f"{row.procedure.amount} {_UNITS[row.procedure.unit]}" if row.procedure.amount else "trong ngày làm việc"
    told: list[Block] = [
        _say(f"Bộ phận tiếp nhận và trả kết quả: {view.offices.get(row.intake_office, '')}"), *_about(row),
        _say("Thành phần hồ sơ nộp gồm:" if handed else "Thành phần hồ sơ: không yêu cầu giấy tờ."), *handed,
        _say(f"Thời gian giải quyết hồ sơ theo quy định: {term}."),
        _say(f"Thời gian nhận hồ sơ: {fmt_moment(row.received_at)}."),
    ]  # fmt: skip
    promised = _promised_then(view, slip)
    if promised is not None:
        told.append(_say(f"Thời gian trả kết quả: {fmt_moment(promised)}."))
    if row.fee:
        told.append(_say(f"Phí, lệ phí: {fmt_int(row.fee)} đồng."))
    told.append(_say("Theo dõi hồ sơ: nhập mã hồ sơ và bốn ký tự cuối của số giấy tờ hoặc điện thoại đã khai."))
    return told


def _promised_then(view: DossierView, slip: Slip) -> datetime | None:
    """The day of return as the receipt named it, whatever was named since."""
    kept = slip.body.get("promised")
    return datetime.fromisoformat(kept) if kept else view.dossier.promised_at


def _supplement(view: DossierView, slip: Slip) -> list[Block]:
    told = [*_about(view.dossier), _say("Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau:"), *_lines(slip.body["what"])]
    if slip.body.get("why"):
        told.append(_say(f"Lý do: {slip.body['why']}"))
    told.append(_say("Thời gian giải quyết hồ sơ tạm dừng đến khi nhận đủ nội dung bổ sung."))
    return told


def _refusal(view: DossierView, slip: Slip) -> list[Block]:
    return [*_about(view.dossier), _say("Cơ quan từ chối giải quyết hồ sơ này. Lý do:"), *_lines(slip.body["why"])]


def _apology(view: DossierView, slip: Slip) -> list[Block]:
    before, now = slip.body.get("before"), datetime.fromisoformat(slip.body["promised"])
    promised = f" Thời gian hẹn trả kết quả: {fmt_moment(datetime.fromisoformat(before))}." if before else ""
    received = fmt_date(view.dossier.received_at.astimezone(ZONE).date())
    return [
        _say(f"Kính gửi: {view.dossier.applicant}"),
        _say(f"Ngày {received}, cơ quan tiếp nhận hồ sơ đề nghị {view.dossier.procedure.title}.{promised}"),
        _say("Đến nay cơ quan chưa trả được kết quả đúng thời gian đã hẹn. Lý do:"), *_lines(slip.body["why"]),
        _say(f"Cơ quan xin lỗi về sự chậm trễ này và sẽ trả kết quả vào {fmt_moment(now)}."),
    ]  # fmt: skip


def _stop(view: DossierView, slip: Slip) -> list[Block]:
    told = _say("Cơ quan thông báo dừng giải quyết hồ sơ này. Lý do:")
    return [*_about(view.dossier), told, *_lines(slip.body["why"])]


def _certificate(numbers: bool, view: DossierView, slip: Slip) -> list[Block]:
    """What the register held of someone when it was certified."""
    told = slip.body
    number = told["id_no"] if numbers else mask_id(told["id_no"])
    said = [
        ("Họ, chữ đệm và tên", told["full_name"]), ("Ngày sinh", told["birth"]), ("Giới tính", told["sex"]),
        ("Số định danh cá nhân", number), ("Nơi thường trú", told["permanent"]), ("Nơi tạm trú", told["temporary"]),
        ("Nơi ở hiện tại", told["present"]), ("Chủ hộ", told["head"]), ("Quan hệ với chủ hộ", told["relation"]),
        ("Nội dung xác nhận", told["purpose"]),
    ]  # fmt: skip
    lines: list[Block] = [_say(f"{name}: {text}") for name, text in said if text]
    members = told.get("members", [])
    if members:
        heads = ("TT", "Họ, chữ đệm và tên", "Ngày sinh", "Giới tính", "Quan hệ với chủ hộ")
        lines.append(_say("Thành viên của hộ:"))
        lines.append(Words("", heads, tuple(_runs((str(n), *each)) for n, each in enumerate(members, 1))))
    return lines


def _lines(text: str) -> list[Block]:
    return [_say(line) for line in text.splitlines() if line.strip()]


def _course(row: Dossier, viewer: Viewer) -> Words:
    """The steps, the earliest first, by office."""
    lines: list[Any] = sorted(cases.history(row.id, viewer=viewer, limit=200), key=lambda line: line.id)
    names = {office.pk: office.name for office in Office.objects.filter(pk__in={line.office for line in lines})}
    told = [
        (str(n), fmt_moment(line.recorded_at), _title(line.kind), names.get(line.office, "Hệ thống"))
        for n, line in enumerate((line for line in lines if line.standing), 1)
    ]
    return Words("", ("TT", "Thời gian", "Nội dung công việc", "Cơ quan"), tuple(_runs(cells) for cells in told))


def _title(code: str) -> str:
    declared = ledger_kind(code)
    return str(declared.title) if declared else code
