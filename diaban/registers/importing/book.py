"""A register workbook read from end to end: which register, whose, of which round, and every row as an entry."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from diaban.areas.queries import Unit
from diaban.core.text import tidy
from diaban.papers.lists import values, words
from diaban.papers.lists.kinds import ListKind
from diaban.papers.lists.reading import Lists, SheetList, read_lists
from diaban.papers.lists.records import Record
from diaban.papers.reading import dates, mapping
from diaban.papers.reading.charsets import Charset
from diaban.papers.reading.layout import Line
from diaban.people.importing.listing import font_question
from diaban.people.importing.rows import Person, RowReader
from diaban.registers.catalogue import Register
from diaban.registers.importing.entries import Entry
from diaban.registers.importing.places import Places
from diaban.registers.importing.reasons import FAULTS, Reason, reason

#: Answers about the whole workbook: its font, its register, its round.
FONT_KEY, REGISTER_KEY, ROUND_KEY = "font", "register", "round"
#: Fields of a row that say of which group it is; the ticked columns by what they mean.
_GROUP_FIELDS = ("poor_kind", "merit_kind", "protection_kind", "group")
_TICKED = {"is_poor": "poor", "is_near_poor": "near_poor"}
#: What is read into the row itself; the other fields are the register's own values.
_PERSONAL = frozenset(
    {"full_name", "birth", "sex", "id_no", "cmnd", "relation", "head_name", "hamlet", "commune", "address", "stt",
     "household", "head_mark", "head_number", "since", "until", *_GROUP_FIELDS, *_TICKED}
)  # fmt: skip


@dataclass(slots=True)
class Book:
    """What a workbook holds: its lists, the lines above them and its name, and its rows."""

    read: Lists
    titles: list[str]
    entries: list[Entry] = field(default_factory=list)

    @property
    def lists(self) -> list[SheetList]:
        return self.read.lists

    @property
    def kinds(self) -> list[ListKind]:
        """The kinds its lists were taken for."""
        return list({each.kind.code: each.kind for each in self.lists}.values())

    @property
    def sure(self) -> bool:
        """Whether it is known what kind of list it is."""
        return len(self.kinds) == 1 and all(each.sure for each in self.lists)


def open_book(path: Path, name: str, today: date, answers: Mapping[str, str], told: ListKind | None) -> Book:
    """Read a workbook as a register, of the kind told where one was. Raises `Unreadable` where it holds none."""
    font = Charset(answers[FONT_KEY]) if FONT_KEY in answers else None
    columns = {key: code for key, code in answers.items() if key not in (FONT_KEY, REGISTER_KEY, ROUND_KEY)}
    read = read_lists(path, name, today, told=told, charset=font, answers=columns)
    titles = []
    for found in read.lists:
        sheet, top = found.found.sheet, found.found.header.top
        titles += [*sheet.titles, *(cell for row in sheet.rows[:top] for cell in row if isinstance(cell, str) and cell)]
        titles.append(sheet.sheet_name)
    return Book(read, [*titles, re.sub(r"[_\-.]+", " ", name)])


def hints(book: Book) -> list[str]:
    """What may name the commune: codes in the file's name first, then its title lines."""
    return [*re.findall(r"(?<!\d)\d{5}(?!\d)", book.read.book.name), *(tidy(title) for title in book.titles)]


def understand(book: Book, register: Register, own: Unit, today: date) -> None:
    """Make every row an entry."""
    places = Places(own, today)
    titled = _titled_group(book, register)
    for found in book.lists:
        index = found.found.columns.birth
        births = [line.cells[index] for line in found.found.data] if index is not None else []
        order = dates.swap_evidence(births)
        people = RowReader(found.name, found.found.columns, today,
                           swapped=None if order.swapped else False,
                           month_first=None if order.month_first else False)  # fmt: skip
        reader = _Reader(found, people, register, places, titled)
        book.entries += [
            reader.entry(line, record) for line, record in zip(found.found.data, found.records, strict=True)
        ]
    _new_hamlets(book.entries)


def _titled_group(book: Book, register: Register) -> str:
    """The one group that the titles name: a list of war invalids; empty where they name several, or none."""
    told = {code for title in book.titles for code in register.groups_in(title)}
    return told.pop() if len(told) == 1 else ""


#: A hamlet that isn't in the catalogue is one all the same where so many rows write it alike.
_OFTEN = 3


def _new_hamlets(entries: list[Entry]) -> None:
    """What many rows say alike isn't the rows' fault: the catalogue of hamlets lacks it."""
    seen = Counter(words.hamlet(entry.hamlet) for entry in entries if entry.hamlet)
    for entry in entries:
        kind, name = words.hamlet(entry.hamlet)
        if not kind or seen[kind, name] < _OFTEN:
            continue
        unknown = [r for r in entry.reasons if r.code == "hamlet_unknown"]
        entry.reasons = [r for r in entry.reasons if r.code != "hamlet_unknown"]
        entry.reasons += [reason("hamlet_new", **r.args) for r in unknown]
        if unknown and not any(FAULTS.get(r.code) == "sach.place" for r in entry.reasons):
            entry.faults = [fault for fault in entry.faults if fault != "sach.place"]


@dataclass(slots=True)
class _Reader:
    """Reads the rows of one list."""

    found: SheetList
    people: RowReader
    register: Register
    places: Places
    titled: str = ""

    @property
    def grouped(self) -> bool:
        """Whether the list says of each row, or of each section, of which group it is."""
        columns = {column.field for column in self.found.found.map.columns}
        return bool(columns & {*_GROUP_FIELDS, *_TICKED}) or any(line.section for line in self.found.found.data)

    def entry(self, line: Line, record: Record) -> Entry:
        """One row; never raises for what it says."""
        person = self.people.person(line)
        entry = Entry(record.sheet, record.row, person.stt, person.raw)
        _identify(entry, person, self._number(line))
        entry.reasons = [Reason(r.code, r.args) for r in person.reasons if r.code not in ("hamlet_missing",)]
        self._place(entry, person)
        self._group(entry, record)
        entry.since, entry.until = _day(record.values.get("since")), _day(record.values.get("until"))
        entry.values = {code: said for code, said in record.values.items() if code not in _PERSONAL}
        known = tuple(str(self.found.kind.by_code[code].title) for code in _PERSONAL if code in self.found.kind.by_code)
        entry.reasons += [reason("unreadable", text=said) for said in record.reasons if not _of(said, known)]
        entry.faults = faults(entry, self.register)
        if not self.grouped:  # what no column says is the workbook's lack, told once, and not each row's
            entry.faults = [fault for fault in entry.faults if fault != "du.group"]
        return entry

    def _number(self, line: Line) -> str:
        """The first number cell as it was written: what nobody can read whole may still tell persons apart."""
        cells = (line.cells[i] for i in self.found.found.columns.numbers if i < len(line.cells))
        return next((text for cell in cells if (text := values.plain(cell))), "")

    def _place(self, entry: Entry, person: Person) -> None:
        where = self.places.find(person.hamlet, person.commune, person.address)
        entry.place, entry.commune = where.place, where.commune
        entry.hamlet = person.hamlet
        entry.address = ", ".join(filter(None, (person.hamlet, person.commune or person.address)))[:300]
        entry.reasons += where.reasons

    def _group(self, entry: Entry, record: Record) -> None:
        said = " ".join(str(record.values[code]) for code in _GROUP_FIELDS if record.values.get(code))
        ticked = [group for code, group in _TICKED.items() if record.values.get(code)]
        entry.group = ticked[0] if len(ticked) == 1 else self.register.group_of(said) or ("" if said else self.titled)
        if said and not entry.group:
            entry.reasons.append(reason("group_unknown", text=said))


def _identify(entry: Entry, person: Person, number: str) -> None:
    entry.full_name, entry.fold, entry.sex = person.full_name, person.fold, person.sex
    entry.birth, entry.precision = person.birth, person.precision
    entry.id_no, entry.cmnd, entry.number = person.id_no, person.cmnd, person.id_no or person.cmnd or number[:40]
    entry.relation, entry.head_name = person.relation, person.head_name


def _of(sentence: str, titles: tuple[str, ...]) -> bool:
    """Whether a sentence about an unreadable cell is about the person, of whom the room of residents says it."""
    return any(f"“{title}”" in sentence for title in titles)


def _day(said: Mapping[str, Any] | None) -> date | None:
    return date.fromisoformat(said["day"]) if said else None


def faults(entry: Entry, register: Register) -> list[str]:
    """What is missing of a row, by what the register requires, and what can't be read, as `criterion.field`."""
    found = {FAULTS[r.code] for r in entry.reasons if r.code in FAULTS}
    said = {
        "full_name": entry.full_name, "birth": entry.birth, "sex": entry.sex != "u", "relation": entry.relation,
        "id_no": entry.id_no or entry.cmnd, "place": True, "group": entry.group, "since": entry.since,
    }  # fmt: skip
    broken = {fault.partition(".")[2] for fault in found}
    missing = {f"du.{name}" for name in register.required if not said.get(name, entry.values.get(name))}
    return sorted(found | {fault for fault in missing if fault.partition(".")[2] not in broken})


def questions(book: Book, answers: Mapping[str, str]) -> list[dict[str, Any]]:
    """What must be asked of the columns and of the font before the rows can be judged."""
    asked = [
        {"key": q.key, "sheet": q.sheet, "label": q.label, "text": q.text, "choices": q.choices, "examples": q.examples}
        for q in font_question(book.read.book)
        if FONT_KEY not in answers
    ]
    for each in book.lists:
        for column in each.questions:
            cells = [values.plain(line.cells[column.index]) for line in each.found.data]
            examples = [cell for cell in cells if cell][:3]
            if examples:
                asked.append(_question(each, column, examples))
    return asked


def _question(each: SheetList, column: mapping.Column, examples: list[str]) -> dict[str, Any]:
    from django.utils.translation import gettext as _

    label = column.label or _("cột %(letter)s (không có tiêu đề)") % {"letter": column.letter}
    choices = [(code, str(each.kind.by_code[code].title)) for code, _score in column.candidates]
    text = _("Cột %(letter)s “%(label)s” là gì?") % {"letter": column.letter, "label": label}
    return {"key": column.key or column.letter, "sheet": each.name, "label": label, "text": text,
            "choices": [*choices, (mapping.UNUSED, _("Không dùng"))], "examples": examples}  # fmt: skip
