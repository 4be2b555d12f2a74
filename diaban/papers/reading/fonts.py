"""Text of old code tables found and turned into Unicode: by the font of its cell, else by what its letters make.

Where the font tells, nobody is asked. Where none does (a CSV, a font replaced by another), text that makes no
Vietnamese as it stands and good Vietnamese by an old table is read by that table, shown and asked about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from diaban.core.text import nfc
from diaban.papers.reading import syllables
from diaban.papers.reading.charsets import Charset, decode, decode_as, of_font
from diaban.papers.reading.sheets import Book, FontUse, Row, Runs, Sheet

_SHOWN = 5
#: How many telling words must be there, and how much better an old table must read them, before anything is said.
_WORDS = 3
_BETTER = 0.35


def is_legacy(font: str) -> bool:
    """Whether text in this font is in a code table of its own."""
    return of_font(font)[0] is not Charset.UNICODE


def decoded(runs: Runs) -> list[str]:
    """The text of runs as Unicode."""
    return [decode_as(text, font) for font, text in runs]


def settle(book: Book, answer: Charset | None = None) -> None:
    """Turn a workbook's text into Unicode. `answer` is what somebody said of text that no font tells about."""
    uses: dict[str, FontUse] = {}
    for sheet in book.shown:
        for (row, column), runs in sheet.typed.items():
            _typed(sheet, row, column, runs, uses)
    book.fonts = sorted(uses.values(), key=lambda use: -use.cells)
    if answer is not Charset.UNICODE:
        _doubtful(book, answer)


def _typed(sheet: Sheet, row: int, column: int, runs: Runs, uses: dict[str, FontUse]) -> None:
    before = sheet.rows[row][column] if row < len(sheet.rows) and column < len(sheet.rows[row]) else ""
    if not isinstance(before, str) or (before.isascii() and not any(of_font(font)[1] for font, _text in runs)):
        return
    after = "".join(decoded(runs)).strip() if len(runs) > 1 else decode_as(before, runs[0][0])
    font = next(font for font, _text in runs if is_legacy(font))
    if after == nfc(before):
        return
    sheet.rows[row][column] = after
    use = uses.setdefault(font, FontUse(font, of_font(font)[0]))
    _note(use, before, after)


def _note(use: FontUse, before: str, after: str) -> None:
    """Count a cell, and keep the first few different ones for showing."""
    use.cells += 1
    if len(use.samples) < _SHOWN and len(before) < 60 and (before, after) not in use.samples:
        use.samples.append((before, after))


def _texts(sheet: Sheet) -> Iterator[tuple[Row, int, str]]:
    """Text cells with letters beyond ASCII that no font told about."""
    typed = {row for row, _column in sheet.typed}
    for number, row in enumerate(sheet.rows):
        for column, cell in enumerate(row):
            if (
                isinstance(cell, str)
                and not cell.isascii()
                and not (number in typed and (number, column) in sheet.typed)
            ):
                yield row, column, cell


def _strange(sheet: Sheet) -> bool:
    """The quick answer: whether any text has letters that Vietnamese in Unicode never has."""
    texts = {cell for row in sheet.rows for cell in row if cell.__class__ is str}
    return bool(syllables.STRANGE.search("\n".join([text for text in texts if not text.isascii()])))


def _doubtful(book: Book, answer: Charset | None) -> None:
    """Read text that no font tells about by the table that makes Vietnamese of it."""
    suspects = [sheet for sheet in book.shown if answer is not None or _strange(sheet)]
    cells = [item for sheet in suspects for item in _texts(sheet)]
    charset = answer or _best([text for _row, _column, text in cells])
    if charset is None:
        return
    use = FontUse("", charset)
    taken = _taken(cells, charset)
    for (row, column, text), take in zip(cells, taken, strict=True):
        after = decode(text, charset) if take else text
        if after == nfc(text):
            continue
        row[column] = after
        _note(use, text, after)
    if use.cells:
        book.fonts.append(use)
        book.doubt = use if answer is None else None


def _best(texts: list[str]) -> Charset | None:
    """The old table by which strange words become Vietnamese, if one surely does."""
    words = list({w for text in texts for w in syllables.telling(text) if syllables.STRANGE.search(w)})[:4000]
    if len(words) < _WORDS:
        return None
    plain = sum(map(syllables.vietnamese, words))
    found = {c: sum(syllables.vietnamese(decode(w, c)) for w in words) for c in (Charset.TCVN3, Charset.VNI)}
    best = max(found, key=lambda charset: found[charset])
    return best if found[best] >= _BETTER * len(words) + plain and found[best] >= 0.5 * len(words) else None


def _taken(cells: list[tuple[Row, int, str]], charset: Charset) -> list[bool]:
    """Which cells are in the old table: each by its own words; where those say nothing, as most of its column."""
    judged = [_judge(text, charset) for _row, _column, text in cells]
    columns: Counter[int] = Counter()
    for (_row, column, _text), verdict in zip(cells, judged, strict=True):
        columns[column] += verdict
    everywhere = sum(judged) > 0
    return [
        verdict > 0 or (verdict == 0 and (columns[column] > 0 or (columns[column] == 0 and everywhere)))
        for (_row, column, _text), verdict in zip(cells, judged, strict=True)
    ]


def _judge(text: str, charset: Charset) -> int:
    """1: better Vietnamese by the old table, −1: better as it stands, 0: either way."""
    plain, words = syllables.share([text])
    read, _all = syllables.share([decode(text, charset)])
    strange = bool(syllables.STRANGE.search(text))
    if plain == read:
        return 1 if strange and not plain else -1 if plain == words and not strange and _marked(text) else 0
    return 1 if read > plain else -1


def _marked(text: str) -> bool:
    """Letters that only Unicode has."""
    return any("\u1ea0" <= char <= "\u1ef9" or char in "ăđơưĂĐƠƯ" for char in text)
