"""What a file is, by its content: the few kinds that an office scans or types. Pages (HTML, SVG) are never taken.

Photographs keep no metadata: a phone writes where and when a picture was taken, and with what, which the office was
not given. Segments are dropped without touching the picture itself; which way is up is kept. Metadata inside PDF and
Office files stays, as it belongs to the document.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from diaban.core.errors import Invalid

MB = 2**20


@dataclass(frozen=True, slots=True)
class Medium:
    """A kind of file: its code (a ledger dim), endings, type on the web and most bytes."""

    code: str
    endings: tuple[str, ...]
    mime: str
    most: int


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA = (
    Medium("pdf", ("pdf",), "application/pdf", 50 * MB),
    Medium("jpeg", ("jpg", "jpeg"), "image/jpeg", 20 * MB),
    Medium("png", ("png",), "image/png", 20 * MB),
    Medium("tiff", ("tif", "tiff"), "image/tiff", 50 * MB),
    Medium("docx", ("docx",), _WORD, 20 * MB),
    Medium("xlsx", ("xlsx",), _SHEET, 20 * MB),
)
BY_CODE = {medium.code: medium for medium in MEDIA}
#: The largest of them all, to be refused before it is read.
MOST = max(medium.most for medium in MEDIA)
#: What a document may unpack to.
_UNPACKED = 200 * MB
_GPS = 0x8825  #: TIFF 6.0 / Exif 2.3: the tag that points to a position


#: A file that was taken in: its kind and its content as it is to be stored.
Taken = tuple[Medium, bytes]


def taken(content: bytes, name: str) -> Taken:
    """The kind of a file and its content as it is to be stored. Raises Invalid with a sentence: an unknown kind, a
    name that says something else, too many bytes, or a place that can't be taken out."""
    medium = _kind(content)
    if medium is None:
        raise _refused(_("Chỉ nhận PDF, ảnh JPEG, PNG, TIFF, tệp .docx và .xlsx không có macro; chưa lưu gì."))
    ending = Path(name).suffix.lower().removeprefix(".")
    if ending not in medium.endings:
        raise _refused(
            _("Tên tệp không khớp với nội dung (nội dung là %(kind)s); chưa lưu gì.") % {"kind": medium.code}
        )
    if len(content) > medium.most:
        most = {"most": medium.most // MB}
        raise _refused(_("Tệp loại này tối đa %(most)s MB; chưa lưu gì. Hãy quét ở độ phân giải thấp hơn.") % most)
    strip = {"jpeg": _bare_jpeg, "png": _bare_png, "tiff": _placeless_tiff}.get(medium.code)
    return medium, strip(content) if strip else content


def _refused(sentence: object) -> Invalid:
    return Invalid(sentence, {"file": sentence})


def _broken() -> Invalid:
    return _refused(_("Ảnh bị hỏng, không mở được; chưa lưu gì. Hãy chụp hoặc quét lại."))


def _kind(content: bytes) -> Medium | None:
    if content.startswith(b"%PDF-"):
        return BY_CODE["pdf"]
    if content.startswith(b"\xff\xd8\xff"):
        return BY_CODE["jpeg"]
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return BY_CODE["png"]
    if content.startswith((b"II*\0", b"MM\0*")):
        return BY_CODE["tiff"]
    return _office(content) if content.startswith(b"PK\x03\x04") else None


def _office(content: bytes) -> Medium | None:
    """A document of Word or Excel without macros that doesn't unpack to far too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        return None
    names = {entry.filename for entry in entries}
    if any("vbaproject" in name.lower() for name in names) or sum(e.file_size for e in entries) > _UNPACKED:
        return None
    if "[Content_Types].xml" not in names:
        return None
    return BY_CODE["docx"] if "word/document.xml" in names else BY_CODE["xlsx"] if "xl/workbook.xml" in names else None


#: JPEG markers whose segments say nothing of the picture: APP1 (Exif, XMP), APP3 to APP13, APP15, comments.
_TELLING = frozenset([0xE1, *range(0xE3, 0xEE), 0xEF, 0xFE])


#: The next marker after a scan: within one, FF is followed by 00 (stuffed) or by a restart marker.
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_SCAN, _END = 0xDA, 0xD9


def _bare_jpeg(content: bytes) -> bytes:
    """The same picture without Exif, XMP, IPTC and comments (ITU T.81, B.1.1), and without what phones put behind it
    (a film, a depth map); its orientation is kept."""
    kept, turned = [content[:2]], 1
    for marker, part in _segments(content):
        if marker == 0xE1 and part[4:10] == b"Exif\0\0":
            turned = _orientation(part[10:])
        if marker not in _TELLING:
            kept.append(part)
    if turned != 1:
        kept.insert(1, _upright(turned))
    return b"".join(kept)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """(marker, bytes) of each segment after the start, a scan with its data, up to the end of the image."""
    at = 2
    while at + 4 <= len(content):
        marker = content[at + 1]
        if content[at] != 0xFF:
            break
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        (size,) = struct.unpack(">H", content[at + 2 : at + 4])
        end = at + 2 + size
        if size < 2 or end > len(content):
            break
        if marker == _SCAN:
            found = _MARKER.search(content, end)
            end = found.start() if found else len(content)  # cut off in transfer: every viewer shows what is there
        yield marker, content[at:end]
        if marker == _SCAN and (end == len(content) or content[end + 1] == _END):
            yield _END, b"\xff\xd9"
            return
        at = end
    raise _broken()


def _upright(turned: int) -> bytes:
    """An Exif segment that says only which way is up (Exif 2.3, 4.6.4, tag 0x0112)."""
    tiff = b"MM\0*\0\0\0\x08" + struct.pack(">HHHIHHI", 1, 0x0112, 3, 1, turned, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", len(tiff) + 8) + b"Exif\0\0" + tiff


def _orientation(tiff: bytes) -> int:
    found = _entries(tiff).get(0x0112, 1)
    return found if 1 <= found <= 8 else 1


def _entries(tiff: bytes) -> dict[int, int]:
    """Tag → value (as far as it is one short number) of the first directory (TIFF 6.0, section 2)."""
    order = ">" if tiff[:2] == b"MM" else "<"
    try:
        (start,) = struct.unpack(order + "I", tiff[4:8])
        (count,) = struct.unpack(order + "H", tiff[start : start + 2])
        found = {}
        for i in range(count):
            tag, _kind_of, _n, value = struct.unpack(order + "HHIH", tiff[start + 2 + 12 * i : start + 12 + 12 * i])
            found[tag] = value
    except struct.error:
        return {}
    return found


#: PNG chunks of text, times and Exif (PNG 3rd edition, 11.3).
_PNG_TELLING = frozenset([b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"])


def _bare_png(content: bytes) -> bytes:
    """The same picture without its texts, time and Exif; what follows its end is dropped."""
    kept, at = [content[:8]], 8
    while at + 12 <= len(content):
        (size,) = struct.unpack(">I", content[at : at + 4])
        name, chunk = content[at + 4 : at + 8], content[at : at + 12 + size]
        if len(chunk) != size + 12:
            break
        if name not in _PNG_TELLING:
            kept.append(chunk)
        if name == b"IEND":
            return b"".join(kept)
        at += 12 + size
    raise _broken()


def _placeless_tiff(content: bytes) -> bytes:
    """A scanner's TIFF as it is; one that says where it was taken is refused, as taking that out means rewriting it."""
    entries = _entries(content)
    if not entries:
        raise _broken()
    if _GPS in entries:
        raise _refused(_("Ảnh TIFF này ghi cả vị trí chụp; chưa lưu gì. Hãy lưu lại dạng JPEG hoặc PNG."))
    return content
