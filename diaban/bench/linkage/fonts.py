"""What is left of Vietnamese letters: no marks, old fonts shown undecoded, keystrokes of Telex and VNI."""

from __future__ import annotations

import unicodedata

from diaban.demo.wordlists import words

_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
TONES = (_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT)
_SHAPES = {"\u0302": "^", "\u0306": "(", "\u031b": "+"}

#: Vowels (and đ) in the order of the two old encodings' tables.
_LETTERS = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
_TCVN3 = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ"
_TCVN3_CAPITALS = dict(zip("ĂÂĐÊÔƠƯ", "¡¢§£¤¥¦", strict=True))
_VNI = words(
    "aø aù aû aõ aï aê aè aé aú aü aë aâ aà aá aå aã aä ñ eø eù eû eõ eï eâ eà eá eå eã eä ì í æ ó ò "
    "oø où oû oõ oï oâ oà oá oå oã oä ô ôø ôù ôû ôõ ôï uø uù uû uõ uï ö öø öù öû öõ öï yø yù yû yõ î"
)
_TO_TCVN3 = dict(zip(_LETTERS, _TCVN3, strict=True))
_TO_VNI = dict(zip(_LETTERS, _VNI, strict=True))


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def tcvn3(text: str) -> str:
    """As a cell in .VnTime reads without its font; capitals with marks are lower-case there."""
    return "".join(_TCVN3_CAPITALS.get(c) or _TO_TCVN3.get(c.lower(), c) for c in _composed(text))


def vni(text: str) -> str:
    """As a cell in VNI-Times reads without its font."""
    return "".join(
        (_TO_VNI[c.lower()].upper() if c.isupper() else _TO_VNI[c]) if c.lower() in _TO_VNI else c
        for c in _composed(text)
    )


def bare(text: str) -> str:
    """No marks, d for đ."""
    parts = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in parts if not unicodedata.combining(c))


def typed(syllable: str, telex: bool) -> str:
    """The keys of a syllable, as they stand where the typing program was off; the tone at the end."""
    keys, tone = "", ""
    tones = dict(zip(TONES, "fsrxj" if telex else "21345", strict=True))
    for char in unicodedata.normalize("NFD", syllable):
        if char in tones:
            tone = tones[char]
        elif char in _SHAPES:
            shape = _SHAPES[char]
            keys += (keys[-1].lower() if shape == "^" else "w") if telex else {"^": "6", "(": "8", "+": "7"}[shape]
        elif char in "đĐ":
            low = "dd" if telex else "d9"
            keys += low if char == "đ" else low.capitalize()
        else:
            keys += char
    return keys + tone


def retoned(syllable: str, lot: int) -> str:
    """Another tone, or none, on the same letters; a syllable without a tone stays."""
    parts = unicodedata.normalize("NFD", syllable)
    held = [c for c in parts if c in TONES]
    if not held:
        return syllable
    others = ["", *(t for t in TONES if t != held[0])]
    return unicodedata.normalize("NFC", parts.replace(held[0], others[lot % len(others)]))


def unshaped(syllable: str, lot: int) -> str:
    """One mark of shape or the bar of đ lost: ă for a, o for ô."""
    parts = unicodedata.normalize("NFD", syllable)
    places = [i for i, c in enumerate(parts) if c in _SHAPES or c in "đĐ"]
    if not places:
        return syllable
    at = places[lot % len(places)]
    plain = {"đ": "d", "Đ": "D"}.get(parts[at], "")
    return unicodedata.normalize("NFC", parts[:at] + plain + parts[at + 1 :])
