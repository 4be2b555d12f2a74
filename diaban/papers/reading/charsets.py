"""Text typed before Unicode: TCVN3 (the .Vn fonts, also called ABC) and VNI (the VNI- fonts), turned into Unicode.

Both put Vietnamese letters on the codes of Western ones, so that such text reads as noise without its font. TCVN3 has
one code for a letter, and capitals with tones only by fonts of capitals (.VnTimeH); VNI has a letter, then a mark.

Sources: TCVN 5712:1993, table VN3 (its codes are those of `iconv -f TCVN`, against which a test holds them); the VNI
table of VNI Software Co. for Windows as its keyboard programs document it.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum


class Charset(StrEnum):
    """Code tables that text may be in."""

    UNICODE = "unicode"
    TCVN3 = "tcvn3"
    VNI = "vni"


#: Code → letter, from A1 up; a stop stands for a code that TCVN3 leaves alone.
_A1_FE = "ĂÂÊÔƠƯĐăâêôơưđ......àảãáạ.ằẳẵắ.......ặầẩẫấậè.ẻẽéẹềểễếệìỉ...ĩíịò.ỏõóọồổỗốộờởỡớợù.ủũúụừửữứựỳỷỹýỵ"
_TCVN3 = {0xA1 + i: letter for i, letter in enumerate(_A1_FE) if letter != "."}
_CASED = frozenset("ĂÂÊÔƠƯĐ")

#: VNI's marks on a vowel: mark → tone, and with the breve or the circumflex.
_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_BREVES = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_HATS = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_SINGLE = {"ñ": "đ", "ö": "ư", "ô": "ơ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni() -> dict[str, str]:
    """Small VNI letters, one or two codes each, to Unicode."""
    table = dict(_SINGLE)
    for base in "aeiouyôö":
        letter = _SINGLE.get(base, base)
        table |= {base + mark: letter + tone for mark, tone in _TONES.items()}
    for base in "aeo":
        table |= {base + mark: base + "\u0302" + tone for mark, tone in _HATS.items()}
    table |= {"a" + mark: "a\u0306" + tone for mark, tone in _BREVES.items()}
    return {code: unicodedata.normalize("NFC", letter) for code, letter in table.items()}


_VNI = _vni()
_VNI_PAIR = re.compile("|".join(sorted((re.escape(code) for code in _VNI), key=len, reverse=True)), re.IGNORECASE)

#: What the code table of Vietnamese Windows (1258) makes of a byte that Western Windows (1252) reads otherwise.
_1258 = {
    ord(bytes([code]).decode("cp1258")): code
    for code in (0xC3, 0xCC, 0xD0, 0xD2, 0xD5, 0xDD, 0xDE, 0xE3, 0xEC, 0xF0, 0xF2, 0xF5, 0xFD, 0xFE)
}
#: Letters that neither code table can hold: text with one of them is Unicode already.
_UNICODE = re.compile("[\u1ea0-\u1ef9]")


def of_font(font: str) -> tuple[Charset, bool]:
    """The code table that text in a font is in, and whether the font shows small letters as capitals."""
    name = font.strip().lower()
    if name.startswith(("vni-", "vni ", "vni_")) or name == "vni":
        return Charset.VNI, False
    if name.startswith((".vn", "vntime", "vnarial")):
        bare = re.sub(r"\b(?:bold|italic|oblique)\b", "", name).strip()
        return Charset.TCVN3, bare.endswith("h")
    return Charset.UNICODE, False


def decode(text: str, charset: Charset, capitals: bool = False) -> str:
    """Text typed in a code table as Unicode (NFC). Letters that the table has no code for stay as they are."""
    if charset is Charset.UNICODE or text.isascii() or _UNICODE.search(text):
        return unicodedata.normalize("NFC", text.upper() if capitals else text)
    bytewise = text.translate(_1258) if charset is Charset.TCVN3 else text
    if charset is Charset.TCVN3:
        read = _capitalised(bytewise, bytewise.translate(_TCVN3))
    else:
        read = _VNI_PAIR.sub(_cased, bytewise)
    return unicodedata.normalize("NFC", read.upper() if capitals else read)


def decode_as(text: str, font: str) -> str:
    """Text of a cell in a font, as Unicode."""
    charset, capitals = of_font(font)
    return decode(text, charset, capitals)


def _cased(found: re.Match[str]) -> str:
    """The letter of a VNI pair, in the case of its first code."""
    letter = _VNI[found[0].lower()]
    return letter.upper() if found[0][0].isupper() else letter


_WORD = re.compile(r"[^\s,;:()/\-]+")


def _capitalised(coded: str, read: str) -> str:
    """TCVN3 keeps no capitals with tones: a word whose other letters are capitals is one of capitals ("NGUYÔN"), and
    in text of capitals a single letter beside a tone is one too ("Vµ")."""
    words = [(found.start(), found.end()) for found in _WORD.finditer(read)]
    said = [_sure_case(coded[a:b], read[a:b]) for a, b in words]
    all_capitals = any(up > 1 and not down for up, down in said) and not any(down for _up, down in said)
    parts, last = [], 0
    for (a, b), (up, down) in zip(words, said, strict=True):
        capital = not down and (up > 1 or (up and all_capitals) or (all_capitals and not up))
        parts += [read[last:a], read[a:b].upper() if capital else read[a:b]]
        last = b
    return "".join([*parts, read[last:]])


def _sure_case(coded: str, read: str) -> tuple[int, int]:
    """Letters of a word that are surely capitals, and surely small ones; those with a tone may be either."""
    up = down = 0
    for code, letter in zip(coded, read, strict=True):
        if letter in _CASED or ("A" <= code <= "Z"):
            up += 1
        elif ("a" <= code <= "z") or letter in "ăâêôơưđ":
            down += 1
    return up, down


_TO_TCVN3 = {ord(letter): chr(code) for code, letter in _TCVN3.items()}
_TO_VNI = {letter: code for code, letter in reversed(_VNI.items()) if code not in ("iù", "iø")}


def encode(text: str, charset: Charset) -> str:
    """Unicode as it was typed in a code table, for showing and for tests. TCVN3 has no capitals with tones: they are
    written as small letters, as its fonts of capitals want them."""
    text = unicodedata.normalize("NFC", text)
    if charset is Charset.TCVN3:
        return "".join(c if ord(c) in _TO_TCVN3 or c.isascii() else c.lower() for c in text).translate(_TO_TCVN3)
    if charset is Charset.VNI:
        return "".join(
            _TO_VNI[c.lower()].upper() if c.isupper() and c.lower() in _TO_VNI else _TO_VNI.get(c, c) for c in text
        )
    return text
