"""Leftovers of typing: Telex keys that stayed letters, "Duxng" for "Dũng". They are pointed out, never applied."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VOWELS = "aeiouyăâêôơư"
#: A syllable of Vietnamese without its tone: onset, vowels, coda.
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?"
    r"(?:uyê|oai|oay|oao|oeo|uây|uôi|ươi|ươu|iêu|yêu|uya|uyu|ia|ya|ua|ưa|iê|yê|uô|ươ|oa|oă|oe|uâ|uê|uơ|uy|ai|ay|ao|âu|ây|au|eo|êu|iu|oi"
    r"|ôi|ơi|ui|ưi|ưu|a|ă|â|e|ê|i|o|ô|ơ|u|ư|y)"
    r"(?:ch|nh|ng|[cmnpt])?"
)
_FINAL_TONE = re.compile(r"[sfxj]")


def _bare(word: str) -> str:
    """Small letters without the tone, with the letters ă â đ ê ô ơ ư kept."""
    parts = unicodedata.normalize("NFD", word.lower())
    return unicodedata.normalize("NFC", "".join(c for c in parts if c not in "\u0300\u0301\u0303\u0309\u0323"))


@lru_cache(maxsize=16_384)
def _decoded(word: str) -> str | None:
    """The syllable that Telex keys would have made, or None where the word is one already or none comes out."""
    small = word.lower()
    if len(small) < 3 or _SYLLABLE.fullmatch(_bare(small)):
        return None
    tone = ""
    vowel = re.search(f"[{_VOWELS}]", _bare(small))
    if vowel is None:
        return None
    start, rest = small[: vowel.start() + 1], small[vowel.start() + 1 :]
    key = _FINAL_TONE.search(rest)
    if key:
        tone, rest = _TONES[key[0]], rest[: key.start()] + rest[key.end() :]
    text = start + rest
    for typed, letter in (
        ("dd", "đ"),
        ("aa", "â"),
        ("ee", "ê"),
        ("oo", "ô"),
        ("uow", "ươ"),
        ("aw", "ă"),
        ("ow", "ơ"),
        ("uw", "ư"),
    ):
        text = text.replace(typed, letter)
    if text == small or not _SYLLABLE.fullmatch(_bare(text)):
        return None
    if tone and not any(char in _VOWELS for char in text):  # it is marked already; the key is something else
        return None
    return _toned(text, tone).capitalize()


def _toned(text: str, tone: str) -> str:
    if not tone:
        return text
    spots = [i for i, c in enumerate(text) if c in _VOWELS]
    marked = [i for i in spots if text[i] in "ăâêôơư"]
    if len(spots) > 1 and text.startswith(("qu", "gi")):
        spots = spots[1:]
    spot = (
        marked[-1]
        if marked
        else spots[1]
        if len(spots) > 2 or (len(spots) > 1 and text[-1] not in _VOWELS)
        else spots[0]
    )
    return unicodedata.normalize("NFC", text[: spot + 1] + tone + text[spot + 1 :])


def suggestion(name: str) -> str | None:
    """The name as it was probably meant, or None where nothing looks like leftover keys."""
    words = name.split()
    found = [_decoded(word) if word.isalpha() else None for word in words]
    if not any(found):
        return None
    return " ".join(new or old for new, old in zip(found, words, strict=True))
