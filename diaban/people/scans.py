"""A scanned card beside the register: in words where it can't be read, as form fields, and where the two differ."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple, NoReturn, Protocol

from django.utils.translation import gettext_lazy as _

from diaban.core.cards.said import Misread, Said
from diaban.core.cards.scanned import looks_like_a_card
from diaban.core.cards.scanned import read as read_card
from diaban.core.errors import Invalid
from diaban.core.text import fmt_date, fold
from diaban.core.time import today
from diaban.people.models import Sex

_MISREAD: dict[str, Any] = {
    "empty": _("Chưa đọc được gì từ thẻ. Hãy quét lại."),
    "other": _("Mã vừa quét không phải của thẻ căn cước. Hãy quét mã QR hoặc ba dòng chữ máy đọc trên thẻ."),
    "link": _("Mã vừa quét là một địa chỉ trang mạng, không phải mã trên thẻ căn cước."),
    "insurance": _("Mã vừa quét là của thẻ bảo hiểm y tế. Hãy quét mã trên thẻ căn cước."),
    "short": _("Mã của thẻ bị đọc thiếu. Hãy giữ thẻ thẳng, đủ sáng và quét lại cả mã."),
    "number": _("Số định danh trên thẻ không đủ 12 chữ số hoặc hai chỗ ghi khác nhau. Hãy quét lại hoặc gõ số."),
    "name": _("Không đọc được họ tên trên thẻ. Hãy quét lại hoặc gõ bằng tay."),
    "sex": _("Không đọc được giới tính trên thẻ. Hãy quét lại hoặc gõ bằng tay."),
    "birth": _("Không đọc được ngày sinh trên thẻ. Hãy quét lại hoặc gõ bằng tay."),
    "dates": _("Ngày sinh và ngày cấp đọc được không thể cùng đúng. Hãy quét lại hoặc gõ bằng tay."),
    "lines": _("Phần chữ máy đọc phải đủ ba dòng, mỗi dòng 30 ký tự. Hãy quét lại cả ba dòng."),
    "country": _("Thẻ này không do Việt Nam cấp. Hãy gõ thông tin bằng tay."),
    "check.number": _("Số trên dòng máy đọc không khớp chữ số kiểm tra. Hãy quét lại."),
    "check.optional": _("Số định danh trên dòng máy đọc không khớp chữ số kiểm tra. Hãy quét lại."),
    "check.birth": _("Ngày sinh trên dòng máy đọc không khớp chữ số kiểm tra. Hãy quét lại."),
    "check.expiry": _("Ngày hết hạn trên dòng máy đọc không khớp chữ số kiểm tra. Hãy quét lại."),
    "check.all": _("Ba dòng máy đọc không khớp chữ số kiểm tra chung. Hãy quét lại."),
}


class Difference(NamedTuple):
    """A field that the card and the register state otherwise, each as shown."""

    label: Any
    card: str
    register: str


class Registered(Protocol):
    """What of a resident a card can be held against."""

    @property
    def full_name(self) -> str: ...
    @property
    def sex(self) -> str: ...
    @property
    def birth_date(self) -> date | None: ...
    @property
    def birth_precision(self) -> str: ...


def scanned(text: str) -> Said | None:
    """The card that was scanned into a box, or None where someone typed. Raises: Invalid, with one sentence."""
    if not looks_like_a_card(text):
        return None
    try:
        return read_card(text, today())
    except Misread as misread:
        refuse(misread.code)


def refuse(code: str) -> NoReturn:
    """Raises: Invalid, with the sentence of a reason why a card can't be read."""
    sentence = _MISREAD[code]
    raise Invalid(sentence, {"q": sentence}) from None


def as_fields(said: Said) -> dict[str, str]:
    """Values for the boxes of a person's form, by their names; empty ones aren't filled."""
    return {
        "full_name": said.name if said.marked else "",
        "sex": said.sex,
        "birth_date": fmt_date(said.birth, said.birth_precision),
        "birth_year": str(said.birth.year),
        "id_no": said.number,
        "address": said.address,
    }


def warning(said: Said) -> str:
    """What to look at before a card is relied on: its term is over, or its number is at odds. Empty for nothing."""
    if said.expires is not None and said.expired(today()):
        return str(_("Thẻ đã hết hạn ngày %s: xem giấy tờ khác trước khi dùng.") % fmt_date(said.expires))
    if said.odd:
        return str(
            _("Số định danh không khớp giới tính hoặc năm sinh ghi trên thẻ: xem lại, không phải lý do từ chối.")
        )
    return ""


def differences(said: Said, resident: Registered) -> list[Difference]:
    """Where the register states otherwise than the card: mend it first, or ask for another card."""
    found = []
    if not _same_name(said, resident.full_name):
        found.append(Difference(_("Họ và tên"), said.name, resident.full_name))
    if resident.sex != said.sex:
        found.append(Difference(_("Giới tính"), str(Sex(said.sex).label), str(Sex(resident.sex).label)))
    stated, known = (
        fmt_date(said.birth, said.birth_precision),
        fmt_date(resident.birth_date, resident.birth_precision),
    )
    if stated != known:
        found.append(Difference(_("Ngày sinh"), stated, known))
    return found


def _same_name(said: Said, name: str) -> bool:
    """With marks where the card has them; a zone has none and may be cut at its end."""
    if said.marked:
        return said.name.casefold() == name.casefold()
    ours, theirs = fold(said.name), fold(name)
    return theirs.startswith(ours) if said.cut else ours == theirs
