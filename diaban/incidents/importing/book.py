"""A book read from end to end: its lists, the ground and the time it is about, and every row as an entry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from typing import Any

from diaban.areas import queries as areas
from diaban.areas.queries import Unit
from diaban.core.text import fmt_date, tidy
from diaban.incidents.catalogue import Catalogue
from diaban.incidents.importing import days, meanings
from diaban.incidents.importing.days import Span
from diaban.incidents.importing.entries import Entry
from diaban.incidents.importing.places import Placed, Places, ground
from diaban.incidents.importing.reasons import reason
from diaban.incidents.models import Outcome
from diaban.papers.lists import values
from diaban.papers.lists.kinds import INCIDENTS
from diaban.papers.lists.reading import Lists, SheetList, read_lists
from diaban.papers.lists.records import Record
from diaban.papers.reading import dates
from diaban.papers.reading.layout import Line
from diaban.papers.reading.sheets import letter

#: The kinds in force on a day, as the book's office files them.
Filed = Callable[[date], Catalogue]


@dataclass(slots=True)
class Book:
    """What a workbook holds: its lists, title lines, the time it covers."""

    lists: list[SheetList]
    read: Lists
    titles: list[str]
    span: Span | None
    entries: list[Entry] = field(default_factory=list)

    def places_said(self) -> Counter[str]:
        """The words for places with how many rows have them."""
        said: Counter[str] = Counter()
        for found in self.lists:
            said.update(filter(None, (_place_words(r, found) for r in found.records if not r.refused)))
        return said


def open_book(path: Path, name: str, today: date, answers: Mapping[str, str]) -> Book:
    """Read a workbook as an incident book. Raises `Unreadable` where it holds none."""
    read = read_lists(path, name, today, told=INCIDENTS, answers=answers)
    titles = [name.rsplit(".", 1)[0].replace("_", " ").replace("-", " ")]
    for found in read.lists:
        sheet, top = found.found.sheet, found.found.header.top
        titles += [*sheet.titles, *(str(cell) for row in sheet.rows[:top] for cell in row if isinstance(cell, str))]
        titles.append(sheet.sheet_name)
    titles = [*titles[1:], titles[0]]
    return Book(read.lists, read, titles, days.span(titles))


def area_of(book: Book, today: date) -> Unit | None:
    """The ground that the book is about, or None where it must be asked."""
    on = book.span.until if book.span else today
    return ground(book.titles, book.places_said(), on)


def understand(book: Book, places: Places, filed: Filed, today: date) -> None:
    """Make every row an entry."""
    for found in book.lists:
        reader = _Reader(book, found, places, filed, today)
        book.entries += [
            reader.entry(line, record) for line, record in zip(found.found.data, found.records, strict=True)
        ]


def _place_words(record: Record, found: SheetList) -> str:
    """What a row, or a heading above it, says of its place."""
    said = record.values
    parts = [said.get("hamlet", ""), said.get("place", "")]
    return ", ".join(filter(None, parts)) or _sheet_place(found)


def _sheet_place(found: SheetList) -> str:
    """A sheet named by a commune: "Kỳ Phong", "Xã Kỳ Thư"."""
    name = found.found.sheet.sheet_name
    answer = areas.resolver().resolve(name, areas.FIRST_LIST)
    return name if answer.sure in ("exact", "ambiguous") and not any(map(str.isdigit, name)) else ""


class _Reader:
    """Reads the rows of one list of a book."""

    def __init__(self, book: Book, found: SheetList, places: Places, filed: Filed, today: date) -> None:
        self.book, self.found, self.places, self.filed, self.today = book, found, places, filed, today
        self.columns = {column.field: column.index for column in found.found.map.columns if column.field}
        index = self.columns.get("happened_on")
        cells = [line.cells[index] for line in found.found.data if index < len(line.cells)] if index is not None else []
        self.swapped = days.swapped(cells)
        self.before: date | None = None

    def entry(self, line: Line, record: Record) -> Entry:
        """One row as an entry; never raises for what it says."""
        entry = Entry(record.sheet, record.row, str(record.values.get("stt", "")), _raw(line))
        self._day(entry, line, record)
        if entry.day is None:
            return entry
        entry.reasons += [reason("unreadable", text=text) for text in record.reasons if not self._of_day(text)]
        self._place(entry, record)
        self._kind(entry, record)
        _counts(entry, record)
        _course(entry, record)
        return entry

    def _of_day(self, text: str) -> bool:
        """Whether a sentence about an unreadable cell is about the day, which was read another way."""
        return str(INCIDENTS.by_code["happened_on"].title) in text

    def _day(self, entry: Entry, line: Line, record: Record) -> None:
        happened, reported = record.values.get("happened_on"), record.values.get("reported_on")
        cell = self._cell(line, "happened_on")
        if happened is None and cell != "":
            day = days.with_year(cell, self.book.span, self.before)
            if day is not None:
                happened = {"day": day.isoformat(), "precision": "d"}
                entry.reasons.append(reason("day_year_read", read=fmt_date(day)))
            elif dates.day_month(cell) is not None:
                entry.reasons.append(reason("day_no_year", text=values.plain(cell)))
                entry.day = self.book.span.since if self.book.span else self.today
                return
        entry.happened_on = self._read(entry, happened, cell)
        entry.reported_on = _iso(reported)
        clock = record.values.get("happened_at") or (happened or {}).get("time")
        entry.happened_at = time.fromisoformat(clock) if clock else None
        entry.day = entry.happened_on or entry.reported_on
        if entry.day is None:
            text = values.plain(cell)
            entry.reasons.append(reason("day_unread", text=text) if text else reason("no_day"))
        else:
            self._weigh(entry)

    def _read(self, entry: Entry, happened: Mapping[str, Any] | None, cell: Any) -> date | None:
        day = _iso(happened)
        if day is None or happened is None:
            return None
        if happened.get("precision", "d") != "d":
            entry.reasons.append(reason("day_part", text=values.plain(cell) or fmt_date(day, happened["precision"])))
        if self.swapped and isinstance(cell, date) and (turned := dates.swap(day)) is not None:
            entry.reasons.append(reason("day_swapped", read=fmt_date(turned)))
            return turned
        return day

    def _weigh(self, entry: Entry) -> None:
        assert entry.day is not None
        if entry.happened_on is None:
            entry.reasons.append(reason("day_from_report"))
        if entry.day > self.today:
            entry.reasons.append(reason("day_future", text=fmt_date(entry.day)))
        elif self.book.span is not None and not self.book.span.holds(entry.day):
            entry.reasons.append(reason("day_outside", text=fmt_date(entry.day)))
        self.before = entry.day

    def _cell(self, line: Line, field_code: str) -> Any:
        index = self.columns.get(field_code)
        return line.cells[index] if index is not None and index < len(line.cells) else ""

    def _place(self, entry: Entry, record: Record) -> None:
        assert entry.day is not None
        words = _place_words(record, self.found)
        placed = self.places.find(words, entry.day)
        heading = record.values.get("group", "")
        if placed.place is None and heading and "place" not in record.values:
            placed = self._headed(heading, entry.day) or placed
        entry.place, entry.address = placed.place, placed.rest
        entry.reasons += placed.reasons

    def _headed(self, heading: str, on: date) -> Placed | None:
        placed = self.places.find(heading, on)
        return placed if placed.place is not None else None

    def _kind(self, entry: Entry, record: Record) -> None:
        assert entry.day is not None
        filed = self.filed(entry.day)
        heading, text = record.values.get("group", ""), record.values.get("incident_kind", "")
        wanted = text or heading or record.values.get("summary", "")
        if not wanted:
            entry.reasons.append(reason("kind_missing"))
            return
        meant = filed.meant(wanted)
        if meant.kind is None and text and heading and (above := filed.meant(heading)).kind is not None:
            meant, wanted = above, heading
        if meant.kind is None:
            kinds = "; ".join(kind.title for kind in meant.several)
            said = reason("kind_several", text=wanted, kinds=kinds) if kinds else reason("kind_unknown", text=wanted)
            entry.reasons.append(said)
            return
        entry.kind, entry.group = meant.kind.code, meant.kind.group
        if wanted == heading:
            entry.reasons.append(reason("kind_heading", text=heading))
        elif meant.sure != "exact":
            entry.reasons.append(reason("kind_near", text=wanted, kind=meant.kind.title))


def _iso(said: Mapping[str, Any] | None) -> date | None:
    return date.fromisoformat(said["day"]) if said else None


def _raw(line: Line) -> dict[str, str]:
    return {letter(i): values.plain(cell) for i, cell in enumerate(line.cells) if cell != ""}


def _counts(entry: Entry, record: Record) -> None:
    """How many were involved: the numbers, else the names that stand in their place."""
    said = record.values
    entry.suspect_names, entry.victim_names = said.get("suspect_names", ""), said.get("victim_names", "")
    suspects = _heads(said.get("suspects"), entry.suspect_names)
    entry.suspects, entry.organisations = suspects
    entry.victims = sum(_heads(said.get("victims"), entry.victim_names))
    entry.dead, entry.injured = sum(_heads(said.get("deaths"))), sum(_heads(said.get("injured")))
    entry.loss = max(int(said.get("damage") or 0), 0)


def _heads(said: Any, names: str = "") -> tuple[int, int]:
    """(persons, organisations) of a cell; where it says nothing, as many as there are names."""
    if isinstance(said, dict):
        return said.get("person", 0), said.get("organisation", 0)
    return (int(said), 0) if said else (len(names_of(names)), 0)


def names_of(text: str) -> list[str]:
    """Names in one cell, parted by commas, semicolons, lines or plus signs."""
    import re

    parts = (tidy(re.sub(r"^\s*(?:\d+[.)]|[-+*•])\s*", "", part)) for part in re.split(r"[,;\n+]|\bvà\b", text))
    return [part for part in parts if part and not any(map(str.isdigit, part))]


def _course(entry: Entry, record: Record) -> None:
    """Where it came from and how it ended."""
    said = record.values
    entry.source = str(meanings.source(said.get("source", "")))
    entry.summary, entry.file_no = said.get("summary", ""), said.get("file_no", "")
    text = said.get("outcome", "")
    outcome = meanings.outcome(text)
    entry.outcome = str(outcome) if outcome else ""
    if text and not meanings.plain_outcome(text):
        entry.outcome_note = text
    if outcome == Outcome.OTHER:
        entry.reasons.append(reason("outcome_other", text=text))
    if note := said.get("note", ""):
        entry.summary = ". ".join(filter(None, (entry.summary, note)))
