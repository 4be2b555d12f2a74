"""A name as the syllables that were meant: titles off, leftovers of Telex and VNI decoded, joined words parted.

`Hòa` and `Hoà` are one syllable; capital letters say nothing. Sex markers of the highlands (`H'`, `Hơ`, `K'`, `Ka`)
become a syllable of their own, however they were written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache

_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_LOOK_ALIKE = str.maketrans({"Ð": "đ", "ð": "đ", "Ɖ": "đ", "ɖ": "đ", "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'"})
TITLES = frozenset(
    {"ong", "ba", "cu", "anh", "chi", "co", "chu", "bac", "em", "me", "chau", "bo", "di", "cau", "mo", "thim"}
)
#: What children are called at home, and grown-ups in a village book; several are given names as well.
AT_HOME = frozenset(
    {"ti", "teo", "lep", "gai", "be", "hai", "ba", "tu", "sau", "bay", "tam", "chin", "muoi", "ut", "cu", "cun", "bi",
     "bop", "den", "lun", "beo", "mun", "com", "tom", "bong", "su", "cot", "heo", "ty", "mit", "khoai", "bin", "bo"}
)  # fmt: skip
GIVEN_TOO = frozenset({"co", "anh", "bo", "chu", "mo"})  #: titles that are given names as well
_BREAKS = re.compile(r"[\s.,;:/\\()\[\]\"_\-–]+")
MARKERS = {"ho": "h", "hơ": "h", "hờ": "h", "ka": "k"}

#: Telex: a doubled vowel or a w changes the letter, a tone letter may stand anywhere after the vowel.
_TELEX_LETTERS = (
    ("uow", "ươ"),
    ("aa", "â"),
    ("ee", "ê"),
    ("oo", "ô"),
    ("aw", "ă"),
    ("ow", "ơ"),
    ("uw", "ư"),
    ("dd", "đ"),
)
_TELEX_TONES = {"f": "\u0300", "r": "\u0309", "x": "\u0303", "s": "\u0301", "j": "\u0323"}
_VNI_TONES = {"2": "\u0300", "3": "\u0309", "4": "\u0303", "1": "\u0301", "5": "\u0323"}
_VNI_LETTERS = {"6": "\u0302", "7": "\u031b", "8": "\u0306"}
_VOWELS = "aăâeêioôơuưy"


@lru_cache(maxsize=262_144)
def spelt(token: str) -> tuple[str, str]:
    """(folded, spelt): the bare letters, and the letters with their marks followed by the tone's number."""
    letters: list[str] = []
    tone = ""
    for char in unicodedata.normalize("NFD", token.translate(_LOOK_ALIKE).lower()):
        if char in _TONES:
            tone = _TONES[char]
        elif unicodedata.combining(char):
            if letters:
                letters[-1] = unicodedata.normalize("NFC", letters[-1] + char)
        elif char.isalnum():
            letters.append(char)
    whole = "".join(letters)
    bare = unicodedata.normalize("NFD", whole).replace("đ", "d")
    return "".join(c for c in bare if not unicodedata.combining(c)), whole + tone


def words(name: str) -> list[str]:
    """The written words of a name: broken at spaces, dots and where a capital follows a small letter."""
    found: list[str] = []
    for piece in _BREAKS.split(unicodedata.normalize("NFC", name).translate(_LOOK_ALIKE)):
        for word in _parted(piece):
            if word[:1] in "HhKk" and (word[1:2] == "'" or _carries(word)):
                found.append(word[0])
                word = word[1:]
            found.append(word.replace("'", ""))
    return [w for w in found if w]


def _carries(word: str) -> bool:
    """`HVui`: a marker and a name written as one."""
    return len(word) > 2 and word[0].isupper() and word[1].isupper() and word[2].islower()


def _parted(piece: str) -> list[str]:
    cuts = [
        i for i in range(1, len(piece) - 1) if piece[i - 1].islower() and piece[i].isupper() and piece[i + 1].islower()
    ]
    return [piece[i:j] for i, j in zip([0, *cuts], [*cuts, len(piece)], strict=True) if j > i]


Syllables = tuple[tuple[str, str], ...]


def parsed(name: str, known: Collection[str] = (), seen: dict[str, Syllables] | None = None) -> list[tuple[str, str]]:
    """The syllables of a name, folded and spelt. `known`: folded syllables that occur in plenty, by which a word that
    makes no sense is tried as Telex, as VNI and as two words written as one. `seen` keeps what pieces turned out to
    be, for callers with many names."""
    seen = {} if seen is None else seen
    found: list[tuple[str, str]] = []
    for piece in _BREAKS.split(name):
        if piece not in seen:
            seen[piece] = read(piece, known)
        found += seen[piece]
    if len(found) > 2 and found[0][0] in TITLES and (len(found) > 3 or found[0][0] not in GIVEN_TOO):
        found = found[1:]
    if len(found) > 1 and found[0][1].rstrip("12345") in MARKERS:
        found[0] = (MARKERS[found[0][1].rstrip("12345")],) * 2
    return found


def read(piece: str, known: Collection[str]) -> Syllables:
    """The syllables of a piece of a name between two spaces."""
    found: list[tuple[str, str]] = []
    for word in words(piece):
        bare, marked = spelt(word)
        if bare and known and bare not in known:
            found += _mended(word, bare, marked, known)
        elif bare:
            found.append((bare, marked))
    return tuple(found)


def _mended(word: str, bare: str, marked: str, known: Collection[str]) -> list[tuple[str, str]]:
    for keyed in (telex(word), vni(word)):
        if keyed is not None:
            again = spelt(keyed)
            if again[0] in known:
                return [again]
    if len(bare) >= 5 and bare.isalpha() and not _slip_of(bare, known):
        for cut in range(2, len(bare) - 1):
            if bare[:cut] in known and bare[cut:] in known:
                whole = len(word) == len(bare)
                return [spelt(word[:cut]), spelt(word[cut:])] if whole else [(bare[:cut],) * 2, (bare[cut:],) * 2]
        if bare[0] in "hk" and bare[1:] in known:
            return [(bare[0],) * 2, spelt(word[1:])]
    return [(bare, marked)]


def _slip_of(bare: str, known: Collection[str]) -> bool:
    """`nguyyen` is a slip of one syllable, not `nguy` and `yen` written as one."""
    shorter = {bare[:at] + bare[at + 1 :] for at in range(len(bare))}
    swapped = {bare[:at] + bare[at + 1] + bare[at] + bare[at + 2 :] for at in range(len(bare) - 1)}
    return any(len(one) >= 3 and one in known for one in shorter | swapped)


def telex(word: str) -> str | None:
    """What was meant by keys typed with no Telex keyboard on, or None where it isn't that."""
    text = word.lower()
    if not re.search(r"[fwjzxsr]|aa|ee|oo|dd", text[1:]) and "dd" not in text:
        return None
    for keys, letter in _TELEX_LETTERS:
        text = text.replace(keys, letter)
    text = _spread(text)
    tone = ""
    body = text[0]
    for char in text[1:]:
        if char in _TELEX_TONES and any(c in _VOWELS for c in body):
            tone = _TELEX_TONES[char]
        else:
            body += char
    return _toned(body, tone)


def _spread(text: str) -> str:
    """The second key of a letter may stand at the end of the word: `nguyene`, `dangd`, `phuongw`."""
    for key, of, letter in (("e", "e", "ê"), ("o", "o", "ô"), ("a", "a", "â"), ("d", "d", "đ")):
        at = text.find(of)
        last = text.rfind(key)
        if 0 <= at < last - 1 and any(c not in _VOWELS for c in text[at + 1 : last]):
            text = text[:at] + letter + text[at + 1 : last] + text[last + 1 :]
    if "w" in text[1:]:
        at = text.index("w", 1)
        rest = text[:at] + text[at + 1 :]
        if "uo" in rest:
            return rest.replace("uo", "ươ", 1)
        for of, letter in (("a", "ă"), ("o", "ơ"), ("u", "ư")):
            if of in rest[:at]:
                place = rest.rindex(of, 0, at)
                return rest[:place] + letter + rest[place + 1 :]
    return text


def vni(word: str) -> str | None:
    """What was meant by VNI keys: digits after the vowel (`Tra6n2`), or None where there is no digit."""
    if not any(c.isdigit() for c in word):
        return None
    tone, body = "", ""
    for char in word.lower():
        if char in _VNI_TONES:
            tone = _VNI_TONES[char]
        elif char in _VNI_LETTERS and body:
            vowels = [i for i, c in enumerate(body) if c in ("aeo" if char == "6" else "uo" if char == "7" else "a")]
            for place in vowels[-2:] if char == "7" else vowels[-1:]:
                body = body[:place] + unicodedata.normalize("NFC", body[place] + _VNI_LETTERS[char]) + body[place + 1 :]
        elif char == "9":
            body = body.replace("d", "đ", 1)
        elif not char.isdigit():
            body += char
    return _toned(body, tone)


def _toned(body: str, tone: str) -> str:
    if not tone:
        return body
    for index in range(len(body) - 1, -1, -1):
        if body[index] in _VOWELS:
            return unicodedata.normalize("NFC", body[: index + 1] + tone) + body[index + 1 :]
    return body


_INITIALS = (
    ("ngh", "g"), ("ng", "g"), ("gh", "g"), ("gi", "d"), ("ph", "f"), ("th", "t"), ("tr", "c"), ("ch", "c"),
    ("kh", "h"), ("nh", "l"), ("qu", "w"), ("hu", "w"), ("n", "l"), ("x", "s"),
    ("r", "d"), ("v", "d"), ("k", "c"), ("q", "c"),
)  # fmt: skip
_FINALS = (("ng", "n"), ("nh", "n"), ("ch", "t"), ("c", "t"), ("y", "i"))


@lru_cache(maxsize=262_144)
def heard(bare: str) -> str:
    """A folded syllable as it may sound anywhere: initials and finals that some region doesn't tell apart as one."""
    text = bare
    for written, sound in _INITIALS:
        if text.startswith(written) and len(text) > len(written):
            text = sound + text[len(written) :]
            break
    for written, sound in _FINALS:
        if text.endswith(written) and len(text) > len(written):
            text = text[: -len(written)] + sound
            break
    return text.replace("y", "i")
