"""A workbook of residents read from end to end: sheets, headers, columns, rows, households. No database."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from diaban.core.text import fmt_int
from diaban.papers import memory as memories
from diaban.papers.lists import columns as compiled
from diaban.papers.lists import evidence, understand
from diaban.papers.lists.kinds import RESIDENTS
from diaban.papers.lists.recognise import recognise
from diaban.papers.lists.residents import BY_CODE, FIELDS, NEEDED
from diaban.papers.lists.told import charset_titles
from diaban.papers.memory import Layout, Memory
from diaban.papers.reading import blocks, dates, header, layout, mapping, workbook
from diaban.papers.reading.charsets import Charset
from diaban.papers.reading.problems import Unreadable
from diaban.papers.reading.sheets import Book, FontUse, Sheet
from diaban.people.importing import codes, hamlets
from diaban.people.importing.households import Group, gather
from diaban.people.importing.rows import Person, RowReader

#: The answer key, and its values, for date cells whose day and month were exchanged.
SWAP_KEY, SWAP, KEEP = "dates", "swap", "keep"
#: The answer key for text that no font tells about, and its values.
FONT_KEY = "font"
#: The answer key that says a list is of residents whatever its title says.
KIND_KEY = "kind"
#: Answers that are about the whole file and not about a column: key → what may be said.
OF_FILE: dict[str, tuple[str, ...]] = {
    SWAP_KEY: (SWAP, KEEP),
    FONT_KEY: tuple(Charset),
    KIND_KEY: (RESIDENTS.code,),
}
#: Rows of a sheet that tell which kind of list it is: its titles, its header and some cells.
_ENOUGH = 60
#: How far another kind must be ahead of residents to refuse a list: as far as a title that says so, or several columns
#: of its own; a column or two that residents' lists have as well is no reason.
_OTHER = 3.0
Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Question:
    """What must be asked: a column (by its key), with what it may mean and some of its cells."""

    key: str
    sheet: str
    label: str
    text: str
    choices: list[tuple[str, str]]
    examples: list[str] = field(default_factory=list)


@dataclass(slots=True)
class SheetRead:
    """A sheet as understood."""

    name: str
    header: header.Header
    map: mapping.ColumnMap
    columns: compiled.Columns
    swapped: bool
    lines: list[layout.Line]
    month_first: bool = False
    recalled: Layout | None = None


@dataclass(slots=True)
class Listing:
    """A workbook as understood. `persons` are its data rows in order, `left_out` all other rows with a reason,
    `skipped` sheets that were not read (hidden, or without a header) with a reason."""

    name: str
    sheets: list[SheetRead]
    persons: list[Person]
    groups: list[Group]
    left_out: list[dict[str, Any]]
    skipped: list[dict[str, str]]
    questions: list[Question]
    titles: list[str]
    fonts: list[FontUse] = field(default_factory=list)
    hidden: list[dict[str, Any]] = field(default_factory=list)


def read_list(
    path: Path, name: str, today: date, answers: Mapping[str, str] | None = None, progress: Progress | None = None,
    memory: Memory | None = None,
) -> Listing:  # fmt: skip
    """Read the resident list at `path`. `answers` are about this list, `memory` is what the office said before.
    Raises `Unreadable` with one sentence where it can't be taken."""
    told = progress or (lambda step, done, of: None)
    told("reading", 0, 0)
    answers = answers or {}
    book = _open(path, name, answers, memory)
    if answers.get(KIND_KEY) != RESIDENTS.code:
        _refuse_other(book, name)
    known = memory.headers() if memory else {}
    sheets, skipped = [], [{"sheet": hidden, "why": "hidden"} for hidden in book.hidden]
    for sheet in book.shown:
        understood = _understand(sheet, _Told(answers, known, memory), book.since_1904)
        sheets += understood
        if not understood:
            skipped.append({"sheet": sheet.name, "why": "no_header" if any(map(any, sheet.rows)) else "empty"})
    sheets, tallies = _with_people(sheets)
    skipped += [{"sheet": sheet.name, "why": "no_names"} for sheet in tallies]
    if not sheets:
        raise Unreadable("no_header", name=name)
    persons = _persons(sheets, today, answers, told)
    hamlets.from_addresses(persons)
    if not persons:
        raise Unreadable("no_rows", name=name)
    left = [
        {"sheet": s.name, **row}
        for s in sheets
        for row in layout.summary([x for x in s.lines if x.kind is not layout.Kind.DATA])
    ]
    titles = [" ".join(str(c) for c in row if c != "") for s in book.shown for row in s.rows[:8]]
    titles = [*(title for s in book.shown for title in s.titles[-8:]), *titles]
    asked = font_question(book) + _questions(sheets, answers)
    return Listing(name, sheets, persons, gather(persons), left, skipped, asked, titles, book.fonts, book.unseen)


def _open(path: Path, name: str, answers: Mapping[str, str], memory: Memory | None) -> Book:
    """The workbook, in the font that was answered; where no font tells, in the one that the office read such a list in
    before."""
    if FONT_KEY in answers:
        return workbook.open_book(path, name, charset=Charset(answers[FONT_KEY]))
    book = workbook.open_book(path, name)
    for font in memory.fonts() if memory and book.doubt else ():
        again = workbook.open_book(path, name, charset=Charset(font))
        heads = [head for sheet in again.shown if (head := header.find(sheet, FIELDS, NEEDED)) is not None]
        if memory and any((told := memory.layout(head)) and told.font == font for head in heads):
            return again
    return book


def _refuse_other(book: Book, name: str) -> None:
    """A list of another kind would become residents without a word. Raises `Unreadable` naming the kind, where it is
    sure and no sheet may be a list of residents."""
    seen = [recognise(replace(sheet, rows=sheet.rows[:_ENOUGH]), name) for sheet in book.shown]
    found = [sheet for sheet in seen if sheet is not None]
    others = [s for s in found if s.sure and s.scores[s.kind.code] - s.scores.get(RESIDENTS.code, 0) >= _OTHER]
    if others and len(others) == len(found) and all(sheet.kind is not RESIDENTS for sheet in others):
        raise Unreadable("other_kind", name=name, kind=others[0].kind.title)


def _with_people(sheets: list[SheetRead]) -> tuple[list[SheetRead], list[SheetRead]]:
    """Sheets that list people, and tables of totals beside them; without any people all are asked about."""
    people = [sheet for sheet in sheets if sheet.columns.name]
    return (people, [sheet for sheet in sheets if not sheet.columns.name]) if people else (sheets, [])


@dataclass(frozen=True, slots=True)
class _Told:
    """What was said of columns: of this list, of such headers before, and of whole layouts."""

    own: Mapping[str, str]
    known: Mapping[str, str]
    memory: Memory | None


def _understand(sheet: Sheet, told: _Told, since_1904: bool) -> list[SheetRead]:
    """The lists of a sheet: none without a header, several where they stand beside one another."""
    head = header.find(sheet, FIELDS, NEEDED)
    parts = blocks.split(sheet, head) if head else []
    return [read for part in parts if (read := _read(part, told, since_1904)) is not None]


def _read(sheet: Sheet, told: _Told, since_1904: bool) -> SheetRead | None:
    head = header.find(sheet, FIELDS, NEEDED)
    if head is None:
        return None
    recalled = told.memory.layout(head) if told.memory else None

    def said(under: header.Header) -> Mapping[str, str]:
        return memories.answers(mapping.columns_of(under), told.own, recalled, told.known)

    found = understand.under(sheet, head, FIELDS, said, since_1904=since_1904)
    hamlet = hamlets.of_sheet(sheet.sheet_name, found.lines)
    for line in found.lines:
        line.hamlet = line.hamlet or hamlet
    if not found.columns.tells_households:
        layout.part_by_blanks(found.lines)
    data = [line.cells for line in found.data]
    codes.learn(found.columns, data)
    births = [cells[found.columns.birth] for cells in data if found.columns.birth is not None]
    order = dates.swap_evidence(births)
    lines = found.lines
    return SheetRead(sheet.name, head, found.map, found.columns, order.swapped, lines, order.month_first, recalled)


def _persons(sheets: Sequence[SheetRead], today: date, answers: Mapping[str, str], told: Progress) -> list[Person]:
    total = sum(line.kind is layout.Kind.DATA for sheet in sheets for line in sheet.lines)
    persons: list[Person] = []
    for sheet in sheets:
        reader = RowReader(
            sheet.name,
            sheet.columns,
            today,
            swapped=_swap(sheet.swapped, answers),
            month_first=_swap(sheet.month_first, answers),
        )
        for line in sheet.lines:
            if line.kind is layout.Kind.DATA:
                persons.append(reader.person(line))
                if len(persons) % 2_000 == 0:
                    told("rows", len(persons), total)
    told("rows", total, total)
    return persons


def _swap(doubted: bool, answers: Mapping[str, str]) -> bool | None:
    """For the row reader: nobody has said (True), nothing to exchange (False), exchange without doubt (None)."""
    answer = answers.get(SWAP_KEY)
    if answer == SWAP:
        return None if doubted else False
    return False if answer == KEEP else doubted


def _questions(sheets: Sequence[SheetRead], answers: Mapping[str, str]) -> list[Question]:
    questions: dict[str, Question] = {}
    for sheet in sheets:
        for column in sheet.map.questions:
            if column.key and column.key in questions:
                continue
            cells = [line.cells[column.index] for line in sheet.lines if line.kind is layout.Kind.DATA]
            filled = [str(c) for c in cells if c != ""][:3]
            if not filled:
                continue
            alone = sum(other.key == column.key for other in sheet.map.columns) == 1
            key = column.key if column.key and alone else column.letter  # an answer by header would be for both
            label = column.label or _("cột %(letter)s (không có tiêu đề)") % {"letter": column.letter}
            choices = [(code, str(BY_CODE[code].title)) for code, _score in column.candidates]
            text = _("Cột %(letter)s “%(label)s” là gì?") % {"letter": column.letter, "label": label}
            questions[key] = Question(
                key, sheet.name, label, text, [*choices, (mapping.UNUSED, _("Không dùng"))], filled
            )
        if (sheet.swapped or sheet.month_first) and SWAP_KEY not in answers:
            questions[SWAP_KEY] = _swap_question(sheet)
        if not sheet.columns.name:
            _ask_name(sheet, questions)
        _ask_twice(sheet, questions, answers)
    return list(questions.values())


def _ask_name(sheet: SheetRead, questions: dict[str, Question]) -> None:
    """Without a name nobody can be read: the columns that look like names are asked about first of all."""
    for column in sheet.map.columns:
        cells = [line.cells[column.index] for line in sheet.lines if line.kind is layout.Kind.DATA]
        filled = [c for c in cells if c != ""]
        if column.field in (None, "head_name") and filled and evidence.names(filled) > 0:
            key = column.key or column.letter
            choices = [(code, str(BY_CODE[code].title)) for code in ("full_name", "head_name")]
            text = _("Cột họ tên là cột nào? Cột %(letter)s “%(label)s”?") % {
                "letter": column.letter,
                "label": column.label,
            }
            questions[key] = Question(
                key, sheet.name, column.label, text, [*choices, (mapping.UNUSED, _("Không dùng"))], filled[:3]
            )


def _ask_twice(sheet: SheetRead, questions: dict[str, Question], answers: Mapping[str, str]) -> None:
    """A second list beside the first, with the same headers: its people are not read, which must not pass unsaid."""
    used = [column for column in sheet.map.columns if column.field == "full_name"]
    for column in sheet.map.columns:
        same = [c for c in used if c.key == column.key and c.index != column.index and len(c.key) > 1]
        if column.field not in (None, "family_name") or not same or answers.get(column.letter) == mapping.UNUSED:
            continue
        filled = [c for x in sheet.lines if x.kind is layout.Kind.DATA and (c := x.cells[column.index]) != ""]
        if filled and evidence.names(filled) > 0:
            text = _(
                "Cột %(letter)s cũng là họ tên: trang có hai danh sách cạnh nhau? Bản này chỉ đọc danh sách đầu."
            ) % {"letter": column.letter}
            choices = [(mapping.UNUSED, _("Chỉ đọc danh sách đầu"))]
            questions[column.letter] = Question(column.letter, sheet.name, column.label, text, choices, filled[:3])


def _swap_question(sheet: SheetRead) -> Question:
    index = sheet.columns.birth
    cells = [line.cells[index] for line in sheet.lines if line.kind is layout.Kind.DATA and index is not None]
    if not sheet.swapped:
        text = _(
            "Ngày sinh gõ tháng trước ngày (có ô như “%(example)s”, không ô nào ngược lại): đọc theo thứ tự đó?"
        ) % {"example": next(str(cell) for cell in cells if isinstance(cell, str) and dates.is_month_first(cell))}
        return Question(
            SWAP_KEY, sheet.name, "", text, [(SWAP, _("Tháng trước, ngày sau")), (KEEP, _("Ngày trước, tháng sau"))]
        )
    count = sum(isinstance(cell, date) for cell in cells)
    text = _("%(count)s ô ngày sinh không ô nào có ngày trên 12: Excel có đã đảo ngày và tháng?") % {
        "count": fmt_int(count)
    }
    return Question(SWAP_KEY, sheet.name, "", text, [(SWAP, _("Đã đảo, đọc ngược lại")), (KEEP, _("Không, giữ như ô"))])


def font_question(book: Book) -> list[Question]:
    """Text typed before Unicode that no font tells of: what it would read as, before anything is done with it."""
    if book.doubt is None:
        return []
    taken, titles = book.doubt.charset, charset_titles()
    text = _(
        "Chữ trong tệp như gõ bằng bảng mã cũ mà phông chữ không cho biết (%(count)s ô): đọc theo bảng mã nào?"
    ) % {"count": fmt_int(book.doubt.cells)}
    order = sorted(titles, key=lambda code: (code != taken, code == Charset.UNICODE))
    choices = [(str(code), titles[code]) for code in order]
    shown = [f"{before} → {after}" for before, after in book.doubt.samples]
    return [Question(FONT_KEY, "", "", text, choices, shown)]


def commune_hints(listing: Listing) -> list[str]:
    """What may name the commune: codes in the file's name first, then its title lines."""
    codes = re.findall(r"(?<!\d)\d{5}(?!\d)", listing.name)
    return [*codes, *(title.strip() for title in listing.titles if title.strip())]
