"""What an expert would feed the peer: names without marks and repaired, dates in parts, places as codes.

Old fonts are decoded, keystrokes of Telex and VNI undone, titles and brackets taken off, villages reduced to their
number or name, places resolved to today's communes as the matcher itself resolves them. None of it is timed.
"""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl

from diaban.bench.linkage import fonts
from diaban.demo.wordlists import words
from diaban.match import places, values

_TITLES = frozenset(words("ong ba cu chau anh chi em be"))
_FROM_TCVN3 = {new: old for old, new in fonts._TO_TCVN3.items()} | {v: k for k, v in fonts._TCVN3_CAPITALS.items()}
_FROM_VNI = sorted(((new, old) for old, new in fonts._TO_VNI.items()), key=lambda one: -len(one[0]))
_OLD_FONT = re.compile("[µ¶·¹»¼½¾¨©®ª«¬\u00ad¡¢§£¤¥¦Æ×ÞþßÐ÷ÖØ]")
_VNI_MARK = re.compile("[øûïëäåöæüñÑØÛÏËÄÅÖÆÜ]|[ao][êâùé]")
_KEYS = re.compile(r"[sfrxj]$")
_RIMES = ("aa", "ee", "oo", "dd", "aw", "ow", "uw")


def undone(text: str) -> str:
    """A name out of an old font, where its letters tell."""
    if _OLD_FONT.search(text) and not re.search("[ạ-ỹ]", text):
        return "".join(_FROM_TCVN3.get(c, c) for c in text)
    if _VNI_MARK.search(text) and not re.search("[ạ-ỹăđơư]", text.lower().replace("ñ", "")):
        found = text.lower()
        for new, old in _FROM_VNI:
            found = found.replace(new, old)
        return found
    return text


def _keys(word: str, known: frozenset[str]) -> str:
    if word in known:
        return word
    stripped = re.sub(r"\d", "", word)
    for at in _RIMES:
        stripped = stripped.replace(at, at[0])
    for found in (stripped, _KEYS.sub("", stripped)):
        if found in known:
            return found
    return re.sub(r"\d", "", word)


def name(text: str, known: frozenset[str]) -> list[str]:
    """Syllables without marks, in small letters."""
    text = re.sub(r"\(.*?\)", " ", undone(text))
    found = re.sub(r"[^a-z0-9 ]+", " ", re.sub(r"[’'`]", "", fonts.bare(text).lower())).split()
    while len(found) > 2 and found[0] in _TITLES:
        found = found[1:]
    return [_keys(word, known) for word in found]


def table(source: pl.DataFrame, units: places.Units, known: frozenset[str], among: frozenset[str]) -> pl.DataFrame:
    """The peer's columns of a table; a row keeps its position as `unique_id`."""

    def column(of: str) -> pl.Series:
        found = source[of] if of in source.columns else pl.Series([None] * source.height, dtype=pl.String)
        return found.cast(pl.String)

    syllables = _each(column("full_name"), lambda t: name(t, known))
    head = [" ".join(one) or None if one else None for one in _each(column("head_name"), lambda t: name(t, known))]
    days = _each(column("dob"), values.day)
    numbers = _each(column("id_no"), values.number)
    olds = _each(column("cmnd"), values.number)
    found = {
        "unique_id": list(range(source.height)),
        "full_name": [" ".join(one) or None if one else None for one in syllables],
        "surname": [one[0] if one else None for one in syllables],
        "middle": [" ".join(one[1:-1]) or None if one else None for one in syllables],
        "given": [one[-1] if one else None for one in syllables],
        "year": [d[0] or None if d else None for d in days],
        "dob": [f"{d[0]:04}-{d[1]:02}-{d[2]:02}" if d and d[2] else None for d in days],
        "id_no": [f"{n:012}" if n is not None and 0 <= n < 10**12 else None for n in numbers],
        "cmnd": [_old(n, o) for n, o in zip(numbers, olds, strict=True)],
        "sex": [s if s is not None and s >= 0 else None for s in _each(column("sex"), values.sex)],
        "commune": _communes(column("commune_code"), column("commune"), units, among),
        "village": _each(column("village"), values.village), "head": head,
        "relation": [r if r is not None and r >= 0 else None for r in _each(column("relation"), values.relation)],
        "home": column("hh_id").to_list(),
    }  # fmt: skip
    kinds = {"unique_id": pl.Int64, "year": pl.Int64, "sex": pl.Int64, "relation": pl.Int64}
    return pl.DataFrame({key: pl.Series(value, dtype=kinds.get(key, pl.String)) for key, value in found.items()})


def _each(column: pl.Series, parse):  # type: ignore[no-untyped-def]
    """A value for each row, each distinct text read once; None for none."""
    texts = column.drop_nulls().unique().to_list()
    book = {text: parse(text) for text in texts}
    return [book[text] if text is not None else None for text in column.to_list()]


def _old(number: int | None, old: int | None) -> str | None:
    for one in (number, old):
        if one is not None and one >= 10**12:
            return f"{one - 10**12:09}"
    return None


def _communes(codes: pl.Series, texts: pl.Series, units: places.Units, among: frozenset[str]) -> list[str | None]:
    if not among:
        return _each(texts, lambda t: places.plain(t) or None)  # type: ignore[no-any-return]
    distinct = texts.drop_nulls().unique().to_list()
    meant = dict(zip(distinct, places.resolve(distinct, units, among), strict=True))
    return [
        (places.code(code) if code else None)
        or (min(meant[text]) if text is not None and len(meant[text]) == 1 else None)
        for code, text in zip(codes.to_list(), texts.to_list(), strict=True)
    ]


def write(left: Path, right: Path | None, units: Path | None, folder: Path) -> None:
    """`left.parquet` and, where there is one, `right.parquet` for the peer."""
    book = places.from_table(pl.read_parquet(units)) if units else places.shipped()
    sources = [pl.read_parquet(one) for one in (left, right) if one]
    known = _known(sources[-1])
    among = frozenset(
        places.code(code)
        for s in sources
        if "commune_code" in s.columns
        for code in s["commune_code"].drop_nulls().unique().to_list()
    )
    for source, side in zip(sources, ("left", "right"), strict=False):
        table(source, book, known, among).write_parquet(folder / f"{side}.parquet")


def _known(residents: pl.DataFrame) -> frozenset[str]:
    counted: dict[str, int] = {}
    for text, times in residents["full_name"].drop_nulls().value_counts().iter_rows():
        for word in set(re.sub(r"[^a-z ]+", " ", fonts.bare(text).lower()).split()):
            counted[word] = counted.get(word, 0) + times
    return frozenset(word for word, times in counted.items() if times >= 3)
