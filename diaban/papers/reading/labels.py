"""Header words compared: what a clerk calls a column against what a field may be called."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from diaban.core.text import fold, tidy

_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_PUNCT = re.compile(r"[^0-9a-z]+")
#: Short ways of writing that mean the same in every header.
_SAME = {
    "stt": "stt",
    "tt": "stt",
    "hoten": "ho ten",
    "gt": "gioi tinh",
    "ntns": "ngay thang nam sinh",
    "sdt": "so dien thoai",
    "qhe": "quan he",
    "qh": "quan he",
    "va": "",
    "cua": "",
    "so": "so",
    "s": "so",
    "cmt": "cmnd",
    "cmtnd": "cmnd",
    "dchi": "dia chi",
}


#: Abbreviations replaced before the marks go, which tell them apart: ĐT (telephone) is not DT (ethnic group).
_SHORT = {
    "mhk": "mã hộ khẩu",
    "hshk": "hồ sơ hộ khẩu",
    "hgđ": "hộ gia đình",
    "hgd": "hộ gia đình",
    "htqh": "quan hệ",
    "qhch": "quan hệ chủ hộ",
    "qhvch": "quan hệ với chủ hộ",
    "ch": "chủ hộ",
    "đktt": "đăng ký thường trú",
    "dktt": "đăng ký thường trú",
    "đkhk": "đăng ký hộ khẩu",
    "đkhktt": "đăng ký hộ khẩu thường trú",
    "dkhktt": "đăng ký hộ khẩu thường trú",
    "hktt": "hộ khẩu thường trú",
    "hk": "hộ khẩu",
    "nk": "nhân khẩu",
    "cc": "căn cước",
    "tdp": "tổ dân phố",
    "đt": "điện thoại",
    "đtdđ": "điện thoại",
    "sđt": "số điện thoại",
    "đc": "địa chỉ",
    "dt": "dân tộc",
    "gtính": "giới tính",
}
_SHORTENED = re.compile(r"\b(?:" + "|".join(_SHORT) + r")\b")
#: Words cut to a letter or two and a point: "Q.hệ", "C.hộ", "G.tính", "N.sinh".
_CUT = (
    (re.compile(r"\bq[.\s]*h[ệê]\b"), "quan hệ"),
    (re.compile(r"\bch?[.\s]+h[ộô]\b"), "chủ hộ"),
    (re.compile(r"\bg[.\s]+tính\b"), "giới tính"),
)
#: Table columns as programs export them: HoTen, NgaySinh, SO_DINH_DANH.
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
#: Words for somebody else than the person of the row: the relative's telephone is not the resident's.
_SOMEBODY = frozenset({"cha", "bo", "me", "vo", "chong", "chu hooj", "chu ho"})
_SOMEBODY_TOO = ("nguoi than", "giam hooj", "giam ho", "dai dien", "nguoi khai")

#: Words of headers that fold to another word of headers.
_TOLD = {"năm": "naam", "hộ": "hooj", "tỉnh": "tinnh"}
_APART = re.compile(r"\b(?:" + "|".join(_TOLD) + r")\b")


def has_marks(text: str) -> bool:
    """Whether a text is written with Vietnamese marks; a header without them can't tell năm (year) from nam (male)."""
    return any(ord(c) > 127 for c in text)


@lru_cache(maxsize=8192)
def key(text: str, marked: bool = True, asides: bool = False) -> str:
    """A label in the form labels are compared in, without what stands in brackets unless `asides`.

    With `marked`, words that only their marks tell apart stay apart: năm (year) and nam (male), hộ and họ.
    """
    whole = _HUMP.sub(" ", tidy(text)).replace("_", " ").lower()
    for cut, full in _CUT:
        whole = cut.sub(full, whole)
    whole = _SHORTENED.sub(lambda word: _SHORT[word[0]], whole)
    clean = whole if asides else _ASIDE.sub(" ", whole).strip() or whole
    if marked:
        clean = _APART.sub(lambda word: _TOLD[word[0]], clean)
    words = _PUNCT.sub(" ", fold(clean)).split()
    return " ".join(filter(None, (_SAME.get(word, word) for word in words)))


def alike(label: str, phrase: str) -> float:
    """How well a label says a phrase, 0 to 1; both are keys."""
    if not label or not phrase:
        return 0.0
    if label == phrase:
        return 1.0
    close, tight = label.replace(" ", ""), phrase.replace(" ", "")
    if close == tight:
        return 0.98
    if f" {phrase} " in f" {label} ":
        if _of_somebody(label, phrase):
            return 0.3
        if len(phrase) <= 4 and " " not in phrase:  # "Ngày", "Tên", "Hộ" alone say little within other words
            return 0.53
        return 0.5 + 0.42 * len(phrase) / len(label)
    return _fuzzy(label, phrase, close, tight)


def _of_somebody(label: str, phrase: str) -> bool:
    """Whether the label goes on to say whose: "Số điện thoại người thân", "Ngày sinh của mẹ"."""
    if "quan he" in phrase or "vai tro" in phrase:
        return False
    rest = f" {label} ".replace(f" {phrase} ", " ", 1)
    return any(f" {word} " in rest for word in (*_SOMEBODY, *_SOMEBODY_TOO))


def _fuzzy(label: str, phrase: str, close: str, tight: str) -> float:
    from rapidfuzz.distance import Levenshtein

    if len(tight) >= 6:
        nearness = Levenshtein.normalized_similarity(close, tight)
        if nearness >= 0.85:
            return 0.95 * nearness
    mine, theirs = set(label.split()), set(phrase.split())
    shared = len(mine & theirs) / len(mine | theirs)
    return 0.8 * shared if len(theirs) > 1 else 0.0


#: Sample of a column's filled cells → how much they look like the field's values, −1 (not at all) to 1.
Evidence = Callable[[Sequence[Any]], float]


@dataclass(frozen=True)
class Field:
    """What a column may mean.

    `phrases` are headers that name it, best first. `evidence` judges values. `many` lets several columns have it;
    `kept` False means that its values are not stored anywhere, staging included; `used` False means that the column
    is understood, kept with the row as it was, and not asked about; `telling` that its values alone, under a header
    that says nothing, are reason enough to ask; `reads` names the type its values are read to (`papers.lists.values`);
    `fact` that only a row of the list fills it, never a heading or a total.
    """

    code: str
    title: Any
    phrases: tuple[str, ...]
    evidence: Evidence | None = None
    many: bool = False
    kept: bool = True
    used: bool = True
    telling: bool = False
    weight: float = 1.0
    reads: str = "text"
    fact: bool = False
    keys: tuple[tuple[str, str], ...] = field(init=False, default=())
    _known: dict[tuple[tuple[str, ...], bool], float] = field(
        init=False, default_factory=dict, compare=False, repr=False
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "keys", tuple((key(p), key(p, False)) for p in self.phrases))

    def named(self, path: Sequence[str], marked: bool) -> float:
        """How well a header, given as its cells from top to bottom, names this field."""
        asked = (tuple(path), marked)
        if asked not in self._known:
            if len(self._known) > 5_000:
                self._known.clear()
            self._known[asked] = self._named(*asked)
        return self._known[asked]

    def _named(self, path: tuple[str, ...], marked: bool) -> float:
        texts = _ways(path, marked)
        best = 0.0
        for text, worth in texts:
            for with_marks, without in self.keys:
                best = max(best, alike(text, with_marks if marked else without) * worth)
        return best * self.weight


@lru_cache(maxsize=4096)
def _ways(path: tuple[str, ...], marked: bool) -> tuple[tuple[str, float], ...]:
    """The texts a stacked header may be read as: all of it, its lowest cell, its parent alone (worth little)."""
    full = [part for part in (key(p, marked, True) for p in path) if part]
    if not full:
        return ()
    short = [part for part in (key(p, marked) for p in path) if part]
    ways = []
    if path and "/" in path[-1]:
        own, other = path[-1].split("/", 1)
        if has_marks(own) and not has_marks(other):  # "Họ và tên/Full name"
            ways.append((key(own, marked), 0.97))
    for parts, worth in ((full, 1.0), *([(short, 0.97)] if short != full else [])):
        ways.append((" ".join(parts), worth))
        if len(parts) > 1:
            ways += [
                (" ".join([*parts[1:], parts[0]]), 0.95 * worth),
                (parts[-1], 0.97 * worth),
                (parts[0], 0.6 * worth),
            ]
    return tuple(ways)
