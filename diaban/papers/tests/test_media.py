"""What a file is, is said by its content; photographs lose their metadata and nothing of the picture."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from diaban.core.errors import Invalid
from diaban.papers.attachments import media


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def exif(turned: int = 1, secret: bytes = b"10.7769,106.7009") -> bytes:
    """An Exif segment with an orientation and a secret place."""
    tiff = b"II*\0\x08\0\0\0" + struct.pack("<H", 2)
    tiff += struct.pack("<HHIHH", 0x0112, 3, 1, turned, 0) + struct.pack("<HHII", 0x8825, 4, 1, 38) + b"\0\0\0\0"
    return segment(0xE1, b"Exif\0\0" + tiff + secret)


TABLE, FRAME = segment(0xDB, bytes(65)), segment(0xC0, bytes(15))
JFIF, ICC, COMMENT = segment(0xE0, b"JFIF\0" + bytes(9)), segment(0xE2, b"ICC_PROFILE\0xx"), segment(0xFE, b"at home")
XMP = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<gps>10.7769</gps>")
#: Entropy-coded data: stuffed zeros, a restart marker, and tables between two scans that hold what looks like an end.
SCANS = segment(0xDA, bytes(10)) + b"\x12\xff\x00\x34\xff\xd0\x56" + segment(0xC4, b"\xff\xd9" * 3)
SCANS += segment(0xDA, bytes(10)) + b"\x78\xff\x00"
END = b"\xff\xd9"


def jpeg(*segments: bytes, tail: bytes = b"") -> bytes:
    return b"\xff\xd8" + b"".join(segments) + TABLE + FRAME + SCANS + END + tail


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(*extra: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(extra) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def tiff(*tags: tuple[int, int]) -> bytes:
    directory = struct.pack(">H", len(tags)) + b"".join(struct.pack(">HHII", tag, 4, 1, v) for tag, v in tags)
    return b"MM\0*\0\0\0\x08" + directory + b"\0\0\0\0"


def office(*names: str, **bodies: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", *names):
            archive.writestr(name, bodies.get("body", b"<x/>"))
    return out.getvalue()


def test_a_photograph_keeps_its_picture_and_loses_where_it_was_taken() -> None:
    medium, kept = media.taken(jpeg(JFIF, exif(), XMP, ICC, COMMENT, tail=b"a film behind it"), "Ảnh.JPG")
    assert medium.code == "jpeg"
    assert kept == jpeg(JFIF, ICC)


@pytest.mark.parametrize("turned", range(2, 9))
def test_which_way_is_up_is_kept(turned: int) -> None:
    _medium, kept = media.taken(jpeg(JFIF, exif(turned)), "a.jpg")
    assert b"10.7769" not in kept
    assert kept.count(b"Exif\0\0") == 1
    at = kept.index(b"Exif\0\0") + 6
    assert media._orientation(kept[at:]) == turned
    assert media.taken(kept, "a.jpg")[1] == kept  # done twice it is the same


def test_real_pictures_show_the_same(tmp_path: Any) -> None:
    picture = Image.effect_noise((64, 48), 80).convert("RGB")
    told = picture.getexif()
    told[0x0112], told[0x010E] = 6, "Home"
    for ending, options in (("jpg", {"progressive": True, "exif": told}), ("png", {"exif": told})):
        path = tmp_path / f"a.{ending}"
        picture.save(path, **options)
        content = path.read_bytes()
        kept = media.taken(content, path.name)[1]
        assert b"Home" in content
        assert b"Home" not in kept
        with Image.open(io.BytesIO(content)) as before, Image.open(io.BytesIO(kept)) as after:
            assert before.tobytes() == after.tobytes()
            assert ending == "png" or after.getexif()[0x0112] == 6


def test_texts_of_a_png_go() -> None:
    text, stamp = chunk(b"tEXt", b"Comment\0Home"), chunk(b"tIME", bytes(7))
    colour = chunk(b"gAMA", bytes(4))
    _medium, kept = media.taken(png(text, colour, stamp, chunk(b"eXIf", b"MM")) + b"more", "a.png")
    assert kept == png(colour)


@given(st.binary(max_size=200))
def test_broken_pictures_are_a_sentence(rest: bytes) -> None:
    for start, name in ((b"\xff\xd8\xff", "a.jpg"), (b"\x89PNG\r\n\x1a\n", "a.png"), (b"II*\0", "a.tif")):
        try:
            _medium, kept = media.taken(start + rest, name)
        except Invalid:
            continue
        assert kept.startswith(start)


@given(st.integers(0, 300))
def test_a_jpeg_cut_anywhere_is_taken_or_a_sentence(cut: int) -> None:
    try:
        kept = media.taken(jpeg(JFIF, exif(3), XMP)[:-cut] if cut else jpeg(), "a.jpg")[1]
    except Invalid:
        return
    assert b"10.7769" not in kept


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg"),
        (b"<!doctype html><script>1</script>", "a.html"),
        (b"<!doctype html>", "a.pdf"),
        (b"GIF89a", "a.gif"),
        (b"MZ\x90", "a.exe"),
        (b"", "a.pdf"),
        (b"%PDF-1.7", "a.jpg"),
        (b"%PDF-1.7", "a.pdf.html"),
        (b"%PDF-1.7", "pdf"),
        (png(), "a.jpg"),
        (office("word/document.xml", "word/vbaProject.bin"), "a.docx"),
        (office("word/document.xml"), "a.xlsx"),
        (office("ppt/presentation.xml"), "a.docx"),
        (b"PK\x03\x04broken", "a.docx"),
        (office("word/document.xml", body=bytes(220 * 2**20)), "a.docx"),
        (tiff((0x8825, 8)), "a.tif"),
    ],
)
def test_what_is_not_taken(content: bytes, name: str) -> None:
    with pytest.raises(Invalid, match="chưa lưu gì") as said:
        media.taken(content, name)
    assert "file" in said.value.fields


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"%PDF-1.7\n%%EOF", "Đơn.PDF", "pdf"),
        (office("word/document.xml"), "a.docx", "docx"),
        (office("xl/workbook.xml"), "a.xlsx", "xlsx"),
        (tiff((0x0100, 1)), "a.tiff", "tiff"),
    ],
)
def test_what_is_taken_as_it_is(content: bytes, name: str, code: str) -> None:
    medium, kept = media.taken(content, name)
    assert (medium.code, kept) == (code, content)


def test_too_many_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    big = b"%PDF-" + bytes(media.BY_CODE["pdf"].most)
    with pytest.raises(Invalid, match="tối đa 50 MB"):
        media.taken(big, "a.pdf")
