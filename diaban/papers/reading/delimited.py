"""Text files of rows: any separator, and the encodings that offices' programs have saved in."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from pathlib import Path

from diaban.papers.reading import syllables
from diaban.papers.reading.charsets import Charset, decode
from diaban.papers.reading.problems import Unreadable
from diaban.papers.reading.sheets import Book, Row, Sheet
from diaban.papers.reading.sniff import Kind, utf16
from diaban.papers.writing.cells import restored

_MARKS = ",;\t|^"
#: Letters of Vietnamese words; text in another code table, read as this one, is full of others.
_LETTERS = frozenset("àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ")
#: A number of more digits than a program keeps: "6.61850123E+11".
_LINE = re.compile(r"\r\n|\r|\n")


def read(path: Path, shown: str, kind: Kind) -> Book:
    """The rows of a text file. Raises `Unreadable`."""
    text = _decoded(path.read_bytes(), shown)
    told = re.match(r"sep=(.)\r?\n", text)
    if told:  # the line by which a program tells Excel the separator
        text = text[told.end() :]
    delimiter = told[1] if told else separator(text) or ","
    csv.field_size_limit(2**20)
    try:
        source = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        rows: list[Row] = [[restored(cell) for cell in row] for row in source]
    except csv.Error as error:
        raise Unreadable("broken", name=shown) from error
    width = max(map(len, rows), default=0)
    if width > 16_384 or width * len(rows) > 60_000_000:
        raise Unreadable("bomb", name=shown)
    rows = [row + [""] * (width - len(row)) if len(row) < width else row for row in rows]
    return Book(shown, kind, [Sheet(Path(shown).stem, [[""] * width, *rows] if told else rows)])


def separator(text: str) -> str | None:
    """The mark between cells: the one that most lines have, and have alike. None where no mark does."""
    lines = [line for line in _LINE.split(text[:40_000])[:60] if line.strip()]
    best, found = 0.0, None
    for mark in _MARKS:
        counts = [line.count(mark) for line in lines]
        with_it = [count for count in counts if count]
        if not with_it:
            continue
        common = max(set(with_it), key=with_it.count)
        worth = len(with_it) / len(lines) * (0.3 + with_it.count(common) / len(with_it)) * (1 + min(common, 8) / 4)
        if worth > best:
            best, found = worth, mark
    return found


def _decoded(content: bytes, shown: str) -> str:
    wide = utf16(content[:8192])
    if wide:
        try:
            return content.decode(wide).removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            raise Unreadable("encoding", name=shown) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = _windows(content) or _old(content)
        if text is None:
            raise Unreadable("encoding", name=shown) from error
        return text


def _windows(content: bytes) -> str | None:
    """Text in the code table of Vietnamese Windows (1258), whose tones are letters of their own; None for others."""
    try:
        text = unicodedata.normalize("NFC", content.decode("cp1258"))
    except UnicodeDecodeError:
        return None
    special = [char for char in text.lower() if ord(char) > 127]
    known = sum(char in _LETTERS for char in special)
    return text if special and known >= 0.97 * len(special) else None


def _old(content: bytes) -> str | None:
    """Text whose bytes make Vietnamese by TCVN3 or VNI, left as it is: which of them is asked, as for other files."""
    text = content.decode("latin-1")
    words = syllables.telling(text[:200_000])
    for charset in (Charset.TCVN3, Charset.VNI):
        if words and sum(syllables.vietnamese(decode(word, charset)) for word in words) >= 0.5 * len(words):
            return text
    return None
