"""English for a console whose source language is Vietnamese.

    python -m diaban.web.i18n           build the catalogue from the rooms' `locale_en.py`
    python -m diaban.web.i18n --check   say what has no English, or is stale; exit 1 if anything

A room's `locale_en.py` is a plain dict `EN = {"Cư dân": "Residents", ...}`; a sentence with a count has a pair:
`"%(n)s dòng": ("%(n)s row", "%(n)s rows")`. No gettext program is needed to build or to check.
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path

from diaban.web import i18n_find as find

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale" / "en" / "LC_MESSAGES" / "django"
English = str | tuple[str, str]
_HEAD = {
    "Project-Id-Version": "diaban",
    "Language": "en",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


def collect() -> dict[str, English]:
    """Every room's English, one dict. Two rooms may say the same thing; the same sentence in two ways is an error."""
    found: dict[str, English] = {}
    owner: dict[str, str] = {}
    for path in sorted(ROOT.rglob("locale_en.py")):
        module = ".".join(path.relative_to(ROOT.parent).with_suffix("").parts)
        words: Mapping[str, English] = import_module(module).EN
        for msgid, english in words.items():
            if found.get(msgid, english) != english:
                raise SystemExit(f"{module} and {owner[msgid]} give different English for: {msgid}")
            found[msgid], owner[msgid] = english, module
    return found


def missing() -> list[str]:
    """ "file: sentence" for whatever is shown to people and has no English."""
    have = collect()
    lacking = []
    for source in find.sources(ROOT):
        for text in find.texts(source):
            english = have.get(text.msgid)
            if english is None or (text.plural and isinstance(english, str)):
                lacking.append(f"{source.relative_to(ROOT.parent)}: {text.msgid!r}{' (a pair)' if text.plural else ''}")
    return sorted(set(lacking))


def po(words: Mapping[str, English]) -> str:
    """The catalogue as translators' tools read it."""
    head = "".join(f'"{name}: {value}\\n"\n' for name, value in _HEAD.items())
    parts = [f'msgid ""\nmsgstr ""\n{head}']
    for msgid, english in sorted(words.items()):
        if isinstance(english, str):
            parts.append(f"msgid {_quoted(msgid)}\nmsgstr {_quoted(english)}\n")
        else:
            one, many = map(_quoted, english)
            parts.append(f"msgid {_quoted(msgid)}\nmsgid_plural {_quoted(msgid)}\nmsgstr[0] {one}\nmsgstr[1] {many}\n")
    return "\n".join(parts)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def mo(words: Mapping[str, English]) -> bytes:
    """The catalogue as gettext reads it (GNU .mo, little-endian, without a hash table)."""
    entries = {b"": "".join(f"{name}: {value}\n" for name, value in _HEAD.items()).encode()}
    for msgid, english in words.items():
        if isinstance(english, str):
            entries[msgid.encode()] = english.encode()
        else:
            entries[f"{msgid}\0{msgid}".encode()] = "\0".join(english).encode()
    keys = sorted(entries)
    ids, texts, table_ids, table_texts = b"", b"", [], []
    for key in keys:
        table_ids.append((len(key), len(ids)))
        table_texts.append((len(entries[key]), len(texts)))
        ids += key + b"\0"
        texts += entries[key] + b"\0"
    first, second = 28, 28 + 8 * len(keys)
    start = second + 8 * len(keys)
    head = struct.pack("<7I", 0x950412DE, 0, len(keys), first, second, 0, start)
    return head + _table(table_ids, start) + _table(table_texts, start + len(ids)) + ids + texts


def _table(pairs: list[tuple[int, int]], start: int) -> bytes:
    return b"".join(struct.pack("<2I", length, start + offset) for length, offset in pairs)


def stale() -> bool:
    """Whether the catalogue on disk isn't what the rooms say now."""
    words = collect()
    written = CATALOGUE.with_suffix(".po"), CATALOGUE.with_suffix(".mo")
    return not all(path.exists() for path in written) or (
        written[0].read_text(encoding="utf-8") != po(words) or written[1].read_bytes() != mo(words)
    )


def build() -> None:
    words = collect()
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.with_suffix(".po").write_text(po(words), encoding="utf-8")
    CATALOGUE.with_suffix(".mo").write_bytes(mo(words))


def complaints() -> Iterator[str]:
    yield from missing()
    if stale():
        yield "The catalogue is stale: run `python -m diaban.web.i18n`."


if __name__ == "__main__":
    if "--check" in sys.argv:
        found = list(complaints())
        sys.stdout.write("\n".join(found) + "\n" if found else "")
        sys.exit(1 if found else 0)
    build()
