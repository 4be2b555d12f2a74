"""What a file is, by its content: its name is only believed where the content does not tell."""

from __future__ import annotations

import re
import zipfile
from enum import StrEnum
from pathlib import Path

from diaban.papers.reading.problems import Unreadable

#: Larger files are refused before a byte of them is read.
MAX_BYTES = 200 * 2**20
#: What a compressed workbook may unpack to, and how much tighter than usual its parts may be packed.
MAX_UNPACKED = 1536 * 2**20
MAX_RATIO = 200
_SMALL = 64 * 2**20

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
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError) as error:
        raise Unreadable("broken", name=shown) from error
    _not_a_bomb(entries, shown)
    names = {entry.filename for entry in entries}
    if any(name.endswith("vbaProject.bin") for name in names):
        raise Unreadable("macros", name=shown)
    if "xl/workbook.xml" in names:
        return Kind.XLSX
    if "xl/workbook.bin" in names:
        return Kind.XLSB
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
    other = any(map(holds, ("WordDocument", "PowerPoint Document", "__properties_version1.0")))
    raise Unreadable("not_workbook" if other else "broken", name=shown)


def _text(start: bytes, shown: str) -> Kind:
    marked = start.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in start and not marked:
        raise Unreadable("not_workbook", name=shown)
    plain = start.decode("utf-16", "replace").encode() if marked else start
    head = plain.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype", b"<?xml", b"mime-version:")) or (head.startswith(b"<") and _TAG.search(head)):
        raise Unreadable("web_page", name=shown)
    if head.startswith((b"%pdf", b"{\\rtf", b"\x89png", b"\xff\xd8")):
        raise Unreadable("not_workbook", name=shown)
    if Path(shown).suffix.lower() not in _TEXT_NAMES:
        looks_text = marked or sum(b < 9 or 13 < b < 32 for b in start) == 0
        raise Unreadable("csv_named" if looks_text else "not_workbook", name=shown)
    return Kind.CSV
