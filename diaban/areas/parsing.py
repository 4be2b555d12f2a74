"""Addresses as people write them, taken apart: kinds and their short forms, keys with and without marks.

Two keys of a name: `exact_key` keeps every mark but not how it was typed (Hòa or Hoà, Mỹ or Mĩ, Ð or Đ, NFD, Ea
H'Leo or Ea H’leo); `bare_key` keeps letters only. A name found by its bare key alone is never sure to be the one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from diaban.core.text import fold, tidy

_ALL = frozenset((1, 2, 3))
#: Kind → the levels it may stand on. Longest first where one begins another.
KINDS: dict[str, frozenset[int]] = {
    "tổ dân phố": frozenset((4,)),
    "thành phố": frozenset((1, 2)),
    "thị trấn": frozenset((3,)),
    "khối phố": frozenset((4,)),
    "tiểu khu": frozenset((4,)),
    "đặc khu": frozenset((3,)),
    "khu phố": frozenset((4,)),
    "thị xã": frozenset((2,)),
    "phường": frozenset((3,)),
    "huyện": frozenset((2,)),
    "tỉnh": frozenset((1,)),
    "quận": frozenset((2,)),
    "thôn": frozenset((4,)),
    "buôn": frozenset((4,)),
    "làng": frozenset((4,)),
    "khối": frozenset((4,)),
    "khóm": frozenset((4,)),
    "phum": frozenset((4,)),
    "plei": frozenset((4,)),
    "xóm": frozenset((4,)),
    "bản": frozenset((4,)),
    "sóc": frozenset((4,)),
    "xã": frozenset((3,)),
    "ấp": frozenset((4,)),
    "tổ": frozenset((4,)),
}
_SHORT = {
    "tt": "thị trấn", "tp": "thành phố", "tx": "thị xã", "đk": "đặc khu", "dk": "đặc khu", "tdp": "tổ dân phố",
    "kp": "khu phố", "p": "phường", "f": "phường", "x": "xã", "h": "huyện", "q": "quận", "t": "tỉnh",
}  # fmt: skip
_BARE_KINDS = {fold(kind): kind for kind in KINDS}
#: Kinds that may open a new part in the middle of a line without commas.
_OPENING = "tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu"
_MARKED_SPLIT = re.compile(rf"\s+(?=(?:{_OPENING})\s+\S)", re.IGNORECASE)
_BARE_SPLIT = re.compile(
    r"\s+(?=(?:tinh|thanh pho|huyen|quan|thi xa|xa|phuong|thi tran|dac khu|tp|tx|tt)\s+\S)", re.IGNORECASE
)
_SHORT_DOT = re.compile(r"^(tt|tp|tx|đk|dk|tdp|kp|p|f|x|h|q|t)\s*\.\s*(?=\S)", re.IGNORECASE)
_SHORT_SPACE = re.compile(r"^(TT|TP|TX|ĐK|TDP|KP|P|F|X|H|Q|tt|tp|tx|tdp)\s+(?=\S)")
_SHORT_DIGIT = re.compile(r"^(p|f|q)\s*(?=\d{1,2}$)", re.IGNORECASE)
#: Short names of provinces that no rule makes, by bare key.
NICKNAMES = {
    "hcm": "Hồ Chí Minh", "tphcm": "Hồ Chí Minh", "saigon": "Hồ Chí Minh", "hn": "Hà Nội", "brvt": "Bà Rịa - Vũng Tàu",
    "thuathienhue": "Huế", "tthue": "Huế",
}  # fmt: skip
_SEPARATORS = re.compile(r"[,;|/\\()\[\]\n\t]+|\s+[–—]\s+")
_COUNTRY = frozenset(("viet nam", "vietnam", "vn", "nuoc viet nam"))
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_ROMAN = {
    "i": "1",
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "v": "5",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
    "x": "10",
}
_LONE_VOWEL = re.compile(r"^(b|c|d|đ|gh?|h|kh?|l|m|n|ngh?|nh|p|ph|qu|r|s|th?|tr|v|x)?[iy](?=\d?$)")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an address: the kind that was written (empty if none), the name, the levels it may stand on."""

    kind: str
    name: str
    levels: frozenset[int]

    @property
    def text(self) -> str:
        return f"{self.kind} {self.name}".strip()


@lru_cache(maxsize=65_536)
def exact_key(name: str) -> str:
    """Equal for two spellings of one name; different where letters or tones differ."""
    words = _words(name)
    return "".join(_syllable(_number(word, i, words)) for i, word in enumerate(words))


@lru_cache(maxsize=65_536)
def bare_key(name: str) -> str:
    """Letters and digits only: no marks, no spaces, no apostrophes."""
    words = _words(name)
    return "".join(_lone(fold(_number(word, i, words))) for i, word in enumerate(words))


def _words(name: str) -> list[str]:
    return re.sub(r"[^\w\s]", "", tidy(name).lower().replace("-", " ")).split()


def _number(word: str, place: int, words: list[str]) -> str:
    """Roman numbers as a whole name (Phường IV) or at its end (Tam Xuân II) equal digits; 04 equals 4."""
    if word.isdigit():
        return str(int(word))
    return _ROMAN.get(word, word) if place == len(words) - 1 and word in _ROMAN else word


def _syllable(word: str) -> str:
    """Letters with their own marks, then the tone as a digit wherever it was written."""
    tone, letters = "", []
    for char in unicodedata.normalize("NFD", word):
        if char in _TONES:
            tone = _TONES[char]
        else:
            letters.append(char)
    return _lone(unicodedata.normalize("NFC", "".join(letters)) + tone)


def _lone(word: str) -> str:
    """i for y where it is the only vowel (Mỹ, Lý, Quý), and nowhere else (Tây is not Tâi)."""
    match = _LONE_VOWEL.match(word)
    return word if match is None else f"{match[1] or ''}i{word[match.end() :]}"


def has_marks(text: str) -> bool:
    """Whether anything Vietnamese was typed with marks at all."""
    return not unicodedata.normalize("NFD", text.replace("’", "'")).isascii()


def split_kind(text: str) -> Part:
    """Take the kind off a part, written out, short, or without marks."""
    for pattern in (_SHORT_DOT, _SHORT_SPACE, _SHORT_DIGIT):
        if match := pattern.match(text):
            kind = _SHORT[match[1].lower()]
            return Part(kind, text[match.end() :].strip(), KINDS[kind])
    words = text.split()
    for count in (3, 2, 1):
        head = " ".join(words[:count])
        kind = head.lower() if head.lower() in KINDS else "" if has_marks(head) else _BARE_KINDS.get(fold(head), "")
        if kind and len(words) > count:
            return Part(kind, " ".join(words[count:]), KINDS[kind])
    return Part("", text, _ALL)


def readings(text: str) -> Iterator[list[Part]]:
    """Ways to take a text apart, likeliest first; parts stand as written, finest first."""
    clean = tidy(text).strip(" .,;:")
    segments = [s.strip(" .:") for s in _SEPARATORS.split(clean)]
    segments = [s for s in segments if s and fold(s) not in _COUNTRY]
    seen: list[list[str]] = []
    for pieces in (segments, _again(segments, _MARKED_SPLIT), _again(segments, _BARE_SPLIT), _dashes(segments)):
        if pieces and pieces not in seen:
            seen.append(pieces)
            yield [split_kind(piece) for piece in pieces]


def _again(segments: list[str], pattern: re.Pattern[str]) -> list[str]:
    return [piece for segment in segments for piece in pattern.split(segment)]


def _dashes(segments: list[str]) -> list[str]:
    return [piece.strip() for segment in segments for piece in re.split(r"\s*-\s+|\s+-\s*", segment) if piece.strip()]
