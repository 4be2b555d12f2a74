"""The form of what goes to the centre and comes back: JSON lines between a head and a foot.

The head says what the file is and whose; the foot how many lines there are, and the SHA-256 of all before it. A file
that was cut, mixed up or changed is refused whole, with one sentence.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NoReturn

from django.utils.translation import gettext_lazy as _

from diaban.core.errors import Invalid

BATCH, ANSWER, RECEIPT = "diaban.cards.batch/1", "diaban.cards.answer/1", "diaban.cards.receipt/1"
_TITLES = {
    BATCH: _("lô hồ sơ căn cước"), ANSWER: _("kết quả của Trung ương"), RECEIPT: _("giấy báo nhận lô"),
}  # fmt: skip
#: The most that is read: an answer to 100,000 applications.
MOST = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole file: its head, its lines in order, and the digest that tells it from any other."""

    head: Mapping[str, Any]
    lines: Sequence[Mapping[str, Any]]
    digest: str

    def said(self, name: str) -> str:
        """A text of the head; empty where it says none."""
        value = self.head.get(name, "")
        return value if isinstance(value, str) else ""


def write(form: str, head: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]) -> bytes:
    """A file of one of the forms."""
    body = b"".join(_line(each) for each in ({"format": form, **head, "count": len(lines)}, *lines))
    return body + _line({"end": form, "count": len(lines), "sha256": sha256(body).hexdigest()})


def _line(what: Mapping[str, Any]) -> bytes:
    return json.dumps(what, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def read(content: bytes, form: str) -> Sheet:
    """The file, if it is whole and of that form. Raises Invalid with one sentence otherwise."""
    texts = content.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").splitlines(keepends=True)
    head = _read(texts[0]) if texts and len(content) <= MOST else None
    if head is None or head.get("format") != form:
        refuse(_("Tệp này không phải %s; chưa nhận gì, hãy chọn đúng tệp.") % _TITLES[form])
    foot = _read(texts[-1])
    if foot is None or foot.get("end") != form:
        refuse(_("Tệp bị cắt ngang nên thiếu phần cuối; chưa nhận gì, hãy lấy lại cả tệp."))
    body = b"".join(texts[:-1])
    lines = [_read(text) for text in texts[1:-1]]
    if sha256(body).hexdigest() != foot.get("sha256") or None in lines:
        refuse(_("Nội dung tệp không khớp với mã kiểm tra ở cuối tệp; chưa nhận gì, hãy lấy lại tệp."))
    return Sheet(head, [line for line in lines if line is not None], sha256(content).hexdigest())


def refuse(sentence: Any) -> NoReturn:
    """Raises Invalid."""
    raise Invalid(sentence, {"file": sentence})


def _read(text: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def receipt(of: str, number: str, digest: str, count: int) -> bytes:
    """That a file was received whole: `of` is its form. The same file gives the same receipt, however often."""
    return write(RECEIPT, {"of": of, "number": number, "digest": digest, "lines": count}, [])
