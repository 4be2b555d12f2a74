"""What a book's words for a result and for a source mean."""

from __future__ import annotations

import re

from diaban.incidents.models import Outcome, Source
from diaban.incidents.words import key

#: In this order: what comes first is meant, whatever stands beside it. None: still being worked on.
_OUTCOMES: tuple[tuple[str, Outcome | None], ...] = (
    (r"(?:khong|ko|khong ra quyet dinh) khoi to", Outcome.NOT_PROSECUTED),
    (r"(?:chua|dang|de nghi|cho|xem xet) (?:\w+ ){0,2}khoi to", None),
    (r"khoi to|truy to|xet xu|tam giam|bat tam|phat tu", Outcome.PROSECUTED),
    (r"tam dinh chi", Outcome.SUSPENDED),
    (r"(?:chua|dang|cho|tiep tuc|se) ", None),
    (r"xu phat|phat tien|hanh chinh|phat canh cao|xphc", Outcome.FINED),
    (r"chuyen|ban giao", Outcome.TRANSFERRED),
    (r"hoa giai|thoa thuan|rut don|bai nai", Outcome.RECONCILED),
    (r"nhac nho|giao duc|cam ket|kiem diem|ran de|canh cao", Outcome.REMINDED),
    (r"khong (?:co )?(?:dau hieu|vi pham|su viec)|khong du can cu", Outcome.NO_OFFENCE),
    (r"xac minh|dieu tra|theo doi|lam ro|truy tim|thu ly", None),
    (r"giai quyet|xu ly|dap tat|khac phuc|tim thay|xong|ket thuc|mai tang|cuu", Outcome.SETTLED),
)
_SOURCES: tuple[tuple[str, Source], ...] = (
    (r"\b11[2345]\b|duong day nong|tong dai|hotline", Source.HOTLINE),
    (r"tu thu|dau thu", Source.SURRENDER),
    (r"kien nghi", Source.PROPOSAL),
    (r"(?:co quan|don vi|noi|cap tren|vien|toa|huyen|tinh|xa|phong)\b.*chuyen|chuyen (?:den|toi|ve|sang|tin)|chuyen$"
     r"|^chuyen|(?:co quan|don vi) khac", Source.REFERRED),
    (r"quan chung|nguoi dan|nhan dan|cong dan (?:bao|cung cap)|bao chi|bao dai|mang xa hoi|tin bao|dien thoai",
     Source.TIP),
    (r"to giac|don\b|trinh bao|bi hai|nan nhan|gia dinh|to cao", Source.DENUNCIATION),
    (r"tuan tra|phat hien|tu phat|qua tang|kiem tra|nghiep vu|nam tinh hinh|luc luong|can bo", Source.FOUND),
    (r"bao\b|tin\b|cung cap", Source.TIP),
)  # fmt: skip


def outcome(text: str) -> Outcome | None:
    """The result that a cell tells; None where it is still being worked on, or nothing is said."""
    said = key(text)
    if not said:
        return None
    return next((found for pattern, found in _OUTCOMES if re.search(pattern, said)), Outcome.OTHER)


def source(text: str) -> Source:
    """How the office came to know."""
    said = key(text)
    return next((found for pattern, found in _SOURCES if re.search(pattern, said)), Source.UNKNOWN)


def plain_outcome(text: str) -> bool:
    """Whether the code says all that the cell said, so that its words need not be kept beside."""
    found = outcome(text)
    return found is not None and key(text) == key(str(found.label))
