"""How a name on paper becomes another one in a list: one slip a kind, written from how lists go wrong."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from random import Random

from diaban.bench.linkage import fonts

Words = list[str]
Slip = Callable[[Words, Random], Words]

#: What regions don't tell apart, as they write it: beginnings, then endings.
_BEGINNINGS = (
    ("l", "n"), ("n", "l"), ("tr", "ch"), ("ch", "tr"), ("s", "x"), ("x", "s"), ("d", "gi"), ("gi", "d"), ("r", "d"),
    ("r", "g"), ("v", "d"), ("d", "v"), ("qu", "h"), ("kh", "h"), ("gi", "r"),
)  # fmt: skip
_ENDINGS = (
    ("ng", "n"), ("n", "ng"), ("t", "c"), ("c", "t"), ("nh", "n"), ("ch", "t"), ("i", "y"), ("y", "i"), ("iu", "ưu"),
    ("ươu", "ưu"), ("inh", "anh"), ("ương", "ang"),
)  # fmt: skip
_NEAR = {
    "a": "sqz", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "g": "fh", "h": "gj", "i": "uo", "k": "jl", "l": "kp",
    "m": "n", "n": "bm", "o": "ip", "p": "ol", "q": "wa", "r": "et", "s": "ad", "t": "ry", "u": "yi", "v": "cb",
    "x": "zc", "y": "tu",
}  # fmt: skip
_TITLES = ("Ông", "Bà", "Cụ", "Cháu", "Anh", "Chị", "Em", "ông", "bà", "Bé")
_PET = (
    "Tí",
    "Tèo",
    "Cu",
    "Bé",
    "Út",
    "Hai",
    "Ba",
    "Tư",
    "Năm",
    "Sáu",
    "Bảy",
    "Tám",
    "Chín",
    "Mười",
    "Lớn",
    "Nhỏ",
    "Đen",
)


def _one(words: Words, rng: Random, change: Callable[[str], str], last: float = 0.45) -> Words:
    """Change one word: the given name most often, since it differs most."""
    tries = [len(words) - 1] if rng.random() < last else []
    tries += rng.sample(range(len(words)), len(words))
    for at in tries:
        found = change(words[at])
        if found != words[at] and found:
            return [*words[:at], found, *words[at + 1 :]]
    return words


def tone(words: Words, rng: Random) -> Words:
    return _one(words, rng, lambda w: fonts.retoned(w, rng.randrange(5)))


def shape(words: Words, rng: Random) -> Words:
    return _one(words, rng, lambda w: fonts.unshaped(w, rng.randrange(3)))


def bare_one(words: Words, rng: Random) -> Words:
    return _one(words, rng, fonts.bare)


def bare(words: Words, _rng: Random) -> Words:
    return [fonts.bare(word) for word in words]


def _region(word: str, rng: Random) -> str:
    lower = word.lower()
    for written, heard in rng.sample(_BEGINNINGS, len(_BEGINNINGS)):
        if lower.startswith(written) and rng.random() < 0.6 and len(lower) > len(written) + 1:
            if written == "d" and lower[1] == "đ":
                continue
            return _cased(word, heard + lower[len(written) :])
    plain, marks = fonts.bare(lower), lower
    for written, heard in rng.sample(_ENDINGS, len(_ENDINGS)):
        if plain.endswith(written) and len(plain) > len(written) and marks.endswith(written):
            return _cased(word, marks[: -len(written)] + heard)
    return word


def _cased(like: str, word: str) -> str:
    return word.capitalize() if like[:1].isupper() else word


def region(words: Words, rng: Random) -> Words:
    return _one(words, rng, lambda w: _region(w, rng))


def _finger(word: str, rng: Random) -> str:
    if len(word) < 2:
        return word
    at, lot = rng.randrange(len(word)), rng.random()
    if lot < 0.30:
        return word[:at] + word[at + 1 :] if at else word[0] + word[2:]
    if lot < 0.55:
        return word[: at + 1] + word[at].lower() + word[at + 1 :]
    if lot < 0.80:
        key = _NEAR.get(fonts.bare(word[at]).lower())
        return word[:at] + _cased(word[at], rng.choice(key)) + word[at + 1 :] if key else word
    at = min(at, len(word) - 2)
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return swapped.capitalize() if word[:1].isupper() else swapped


def finger(words: Words, rng: Random) -> Words:
    return _one(words, rng, lambda w: _finger(w, rng))


def telex(words: Words, rng: Random) -> Words:
    keep = rng.random() < 0.3
    return [fonts.typed(w, True) for w in words] if keep else _one(words, rng, lambda w: fonts.typed(w, True))


def vni_keys(words: Words, rng: Random) -> Words:
    keep = rng.random() < 0.3
    return [fonts.typed(w, False) for w in words] if keep else _one(words, rng, lambda w: fonts.typed(w, False))


def tcvn3(words: Words, _rng: Random) -> Words:
    return fonts.tcvn3(" ".join(words)).split(" ")


def vni(words: Words, _rng: Random) -> Words:
    return fonts.vni(" ".join(words)).split(" ")


def short(words: Words, rng: Random) -> Words:
    """Surname or middles shortened to their first letter."""
    if len(words) < 3:
        return words
    dot = rng.choice(["", ".", "."])
    which = rng.choice([(0,), (0,), tuple(range(1, len(words) - 1)), (1,), tuple(range(len(words) - 1))])
    return [w[0] + dot if at in which else w for at, w in enumerate(words)]


def dropped(words: Words, rng: Random) -> Words:
    """A middle name, or the surname, left out."""
    if len(words) < 3:
        return words
    at = rng.randrange(1, len(words) - 1) if rng.random() < 0.75 else 0
    return words[:at] + words[at + 1 :]


def added(words: Words, rng: Random) -> Words:
    """Thị or Văn where none stood."""
    return [words[0], rng.choice(["Thị", "Văn", "Thị"]), *words[1:]] if len(words) > 1 else words


def joined(words: Words, rng: Random) -> Words:
    if len(words) < 2:
        return words
    if rng.random() < 0.25:
        return ["".join(words)]
    at = rng.randrange(len(words) - 1)
    return [*words[:at], words[at] + words[at + 1], *words[at + 2 :]]


def split(words: Words, rng: Random) -> Words:
    at = max(range(len(words)), key=lambda i: len(words[i]))
    cut = rng.randrange(1, max(2, len(words[at])))
    return [*words[:at], words[at][:cut], words[at][cut:], *words[at + 1 :]] if len(words[at]) > 2 else words


def order(words: Words, rng: Random) -> Words:
    if len(words) < 2:
        return words
    if rng.random() < 0.6 or len(words) < 3:
        return [words[-1], *words[:-1]]
    return [words[0], *words[-1:], *words[1:-1]]


def title(words: Words, rng: Random) -> Words:
    return [rng.choice(_TITLES), *words]


def pet(words: Words, rng: Random) -> Words:
    """A pet name instead of the given name, or beside it in brackets."""
    if rng.random() < 0.5:
        return [*words, f"({rng.choice(_PET)})"]
    return [*words[:-1], rng.choice(_PET)] if len(words) > 1 else words


def other_given(words: Words, rng: Random) -> Words:
    """One word is another name altogether: misheard, or a second name."""
    pool = ["Hồng", "Thu", "Minh", "Thanh", "Ngọc", "Hòa", "Lan", "Sơn", "Bình", "Hải", "Kim", "Xuân", "Đức", "Hoa"]
    at = rng.randrange(1, len(words)) if len(words) > 1 else 0
    return [*words[:at], rng.choice(pool), *words[at + 1 :]]


def marks_moved(words: Words, rng: Random) -> Words:
    """Hoà for Hòa, Lí for Lý: other spellings of the same."""
    pairs = (("òa", "oà"), ("óa", "oá"), ("ủy", "uỷ"), ("úy", "uý"), ("ùy", "uỳ"), ("ý", "í"), ("ỹ", "ĩ"), ("ỳ", "ì"))

    def moved(word: str) -> str:
        for a, b in pairs:
            if word.lower().endswith(a) and len(word) > len(a):
                return word[: -len(a)] + b
        return word

    return _one(words, rng, moved)


def unquoted(words: Words, rng: Random) -> Words:
    """Apostrophes of highland names lost, moved or of another shape; hyphens and joins."""
    text = " ".join(words)
    if "’" not in text and not text.startswith(("Y ", "A ", "Ka ")):
        return words
    made = rng.choice(["'", "", " ", "`", "’ ", "'"])
    found = text.replace("’ ", "’").replace("’", made) if "’" in text else text.replace(" ", rng.choice(["-", ""]), 1)
    return found.split()


def decomposed(words: Words, _rng: Random) -> Words:
    return [unicodedata.normalize("NFD", w) for w in words]


def cased(words: Words, rng: Random) -> Words:
    return [w.upper() for w in words] if rng.random() < 0.7 else [w.lower() for w in words]


def spaced(words: Words, rng: Random) -> Words:
    at = rng.randrange(len(words))
    return [*words[:at], words[at] + rng.choice([" ", " ", "\u00a0", "  "]), *words[at + 1 :]]


#: Each slip with its usual share of rows. Those marked as harmless change letters' looks alone.
NAME_SLIPS: dict[str, tuple[Slip, float]] = {
    "tone": (tone, 0.035), "shape": (shape, 0.02), "bare": (bare, 0.03), "bare-one": (bare_one, 0.02),
    "region": (region, 0.03), "finger": (finger, 0.04), "telex": (telex, 0.012), "vni-keys": (vni_keys, 0.006),
    "tcvn3": (tcvn3, 0.004), "vni": (vni, 0.004), "short": (short, 0.03), "dropped": (dropped, 0.025),
    "added": (added, 0.006), "joined": (joined, 0.012), "split": (split, 0.004), "order": (order, 0.01),
    "title": (title, 0.015), "pet": (pet, 0.012), "other-word": (other_given, 0.012), "spelling": (marks_moved, 0.02),
    "apostrophe": (unquoted, 0.2), "nfd": (decomposed, 0.02), "case": (cased, 0.03), "spaces": (spaced, 0.03),
}  # fmt: skip
HARMLESS = frozenset({"nfd", "case", "spaces"})
