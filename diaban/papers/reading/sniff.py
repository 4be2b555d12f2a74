"""What a file is, by its content: its name is only believed where the content does not tell."""

from __future__ import annotations

import lzma
import re
import struct
import zipfile
import zlib
from enum import StrEnum
from pathlib import Path
from xml.etree import ElementTree

from diaban.papers.reading.problems import Unreadable

#: Larger files are refused before a byte of them is read.
MAX_BYTES = 200 * 2**20
#: What a compressed workbook may unpack to, and how much tighter than usual its parts may be packed.
MAX_UNPACKED = 1536 * 2**20
MAX_RATIO = 200
_SMALL = 64 * 2**20

#: What reading a damaged archive, or the XML in it, may fail with.
DAMAGED = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, struct.error, ElementTree.ParseError,
    KeyError, IndexError, OSError, ValueError, EOFError, OverflowError, RuntimeError, NotImplementedError,
)  # fmt: skip

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_TAG = re.compile(rb"<(?:html|head|body|meta|style|table|tr|td|div)\b")
_TEXT_NAMES = {".csv", ".txt", ".tsv"}


class Kind(StrEnum):
    """The forms that are read."""

    XLSX = "xlsx"
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"
    DOCX = "docx"


def sniff(path: Path, name: str | None = None) -> Kind:
    """The kind of the file at `path`, shown to people as `name`. Raises `Unreadable` with one sentence."""
    shown = name or path.name
    try:
        size = path.stat().st_size
    except OSError as error:
        raise Unreadable("missing", name=shown) from error
    if path.is_dir():
        raise Unreadable("not_workbook", name=shown)
    if size == 0:
        raise Unreadable("empty_file", name=shown)
    if size > MAX_BYTES:
        raise Unreadable("too_big", name=shown)
    with path.open("rb") as file:
        start = file.read(8192)
    if start.startswith(b"PK"):
        return _zipped(path, shown)
    if start.startswith(_OLE):
        return _ole(path, shown)
    return _text(start, shown)


def _zipped(path: Path, shown: str) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            mimetype, manifest = _part(archive, "mimetype"), _part(archive, "META-INF/manifest.xml")
    except DAMAGED as error:
        raise Unreadable("broken", name=shown) from error
    _not_a_bomb(entries, shown)
    names = {entry.filename for entry in entries}
    if any(name.endswith("vbaProject.bin") for name in names):
        raise Unreadable("macros", name=shown)
    if "xl/workbook.xml" in names:
        return Kind.XLSX
    if "xl/workbook.bin" in names:
        return Kind.XLSB
    if "word/document.xml" in names:
        return Kind.DOCX
    if b"opendocument.spreadsheet" in mimetype:
        if b"encryption-data" in manifest:
            raise Unreadable("protected", name=shown)
        return Kind.ODS
    raise Unreadable("not_workbook", name=shown)


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """A small part of an archive; nothing where it is missing or not small."""
    small = any(entry.filename == name and entry.file_size < 2**20 for entry in archive.infolist())
    return archive.read(name) if small else b""


def _not_a_bomb(entries: list[zipfile.ZipInfo], shown: str) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(sum(entry.compress_size for entry in entries), 1)
    if unpacked > MAX_UNPACKED or (unpacked > _SMALL and unpacked / packed > MAX_RATIO):
        raise Unreadable("bomb", name=shown)


def _ole(path: Path, shown: str) -> Kind:
    """An OLE container: its directory names the streams inside, in UTF-16."""
    content = path.read_bytes()

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") + b"\0\0" in content

    if holds("EncryptedPackage"):
        raise Unreadable("protected", name=shown)
    if holds("_VBA_PROJECT_CUR") or holds("_VBA_PROJECT"):
        raise Unreadable("macros", name=shown)
    if holds("Workbook") or holds("Book"):
        return Kind.XLS
    if holds("WordDocument"):
        raise Unreadable("old_word", name=shown)
    other = any(map(holds, ("PowerPoint Document", "__properties_version1.0")))
    raise Unreadable("not_workbook" if other else "broken", name=shown)


def utf16(start: bytes) -> str:
    """The name of the UTF-16 form of a text, by its mark or by every other byte of it being 0; empty for others."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    half = len(start) // 2
    if half < 4 or start[:2] == b"\0\0":
        return ""
    low, high = start[1 : 2 * half : 2].count(0), start[: 2 * half : 2].count(0)
    if low > 0.4 * half and high < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if high > 0.4 * half and low < 0.05 * half else ""


def _text(start: bytes, shown: str) -> Kind:
    wide = utf16(start)
    if b"\0" in start and not wide:
        raise Unreadable("not_workbook", name=shown)
    plain = start[: len(start) // 2 * 2].decode(wide, "replace").encode() if wide else start
    head = plain.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype", b"<?xml", b"mime-version:")) or (head.startswith(b"<") and _TAG.search(head)):
        raise Unreadable("web_page", name=shown)
    if head.startswith((b"%pdf", b"{\\rtf", b"\x89png", b"\xff\xd8")):
        raise Unreadable("not_workbook", name=shown)
    if sum(b < 9 or 13 < b < 32 for b in plain):
        raise Unreadable("not_workbook", name=shown)
    lines = [line for line in plain.splitlines()[:20] if line.strip()]
    rows = sum(any(mark in line for mark in (b",", b";", b"\t", b"|")) for line in lines)
    if Path(shown).suffix.lower() not in _TEXT_NAMES and (len(lines) < 2 or rows < 0.5 * len(lines)):
        raise Unreadable("not_workbook", name=shown)
    return Kind.CSV
