"""Rows of a list as records of typed values, with what could not be read and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from diaban.papers.lists import values
from diaban.papers.lists.kinds import ListKind
from diaban.papers.lists.understand import Understood
from diaban.papers.reading import dates
from diaban.papers.reading.labels import Field
from diaban.papers.reading.layout import Line

_NAME = ("family_name", "middle_name", "given_name")
#: Where a date stands in three columns: the field it makes, and those it is made of.
_PARTS = {
    "birth": ("birth_day", "birth_month", "birth_year"),
    "happened_on": ("happened_day", "happened_month", "happened_year"),
}


@dataclass(slots=True)
class Record:
    """A row: where it stands, its values by field, and sentences about cells that could not be read. A refused row
    lacks what a record of its kind can't be without."""

    sheet: str
    row: int
    values: dict[str, Any] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)
    refused: bool = False


class Reader:
    """Reads the rows of one sheet of a kind of list."""

    def __init__(self, kind: ListKind, found: Understood, today: date) -> None:
        self.kind, self.found, self.today = kind, found, today
        table = kind.by_code
        self._columns = [
            (column.index, table[column.field], column.label)
            for column in found.map.columns
            if column.field and table[column.field].used and table[column.field].kept
        ]

    def record(self, line: Line) -> Record:
        """The record of a data row; never raises for what a row says."""
        record = Record(self.found.sheet.name, line.number)
        parts: dict[str, Any] = {}
        for index, each, label in self._columns:
            cell = line.cells[index] if index < len(line.cells) else ""
            if each.reads == "part":
                parts[each.code] = cell
            elif cell != "":
                self._take(record, each, cell, label)
        self._composed(record, parts, line)
        if not any(record.values.get(code) for code in self.kind.required):
            record.refused = True
            wanted = self.kind.by_code[self.kind.required[0]].title
            record.reasons.append(_("Thiếu “%(field)s”.") % {"field": wanted})
        return record

    def _take(self, record: Record, of: Field, cell: Any, label: str) -> None:
        code = of.code
        try:
            value = values.read(of.reads, cell, label, self.today)
        except values.Unread:
            said = values.plain(cell)[:60]
            record.reasons.append(_("Không đọc được “%(field)s”: “%(text)s”.") % {"field": of.title, "text": said})
            return
        if value is None:
            return
        if code in record.values and of.many:
            value = f"{record.values[code]}, {value}"
        record.values[code] = value

    def _composed(self, record: Record, parts: dict[str, Any], line: Line) -> None:
        """What several columns say together: names, dates in three columns, sexes in two."""
        said = record.values
        name = " ".join(said.pop(code) for code in _NAME if code in said)
        if name:
            said.setdefault("full_name", name)
        for code, three in _PARTS.items():
            if code not in said and any(parts.get(part, "") != "" for part in three):
                self._date(record, code, [parts.get(part, "") for part in three])
        for sex, mark in (("m", "sex_male"), ("f", "sex_female")):
            if said.pop(mark, None):
                said["sex"] = sex
        for sex, code in (("m", "birth_male"), ("f", "birth_female")):
            if code in said:
                said["birth"], said["sex"] = said.pop(code), sex
        for code, text in (("hamlet", line.hamlet), ("head_name", line.household), ("group", line.section)):
            if text:
                said.setdefault(code, text)

    def _date(self, record: Record, code: str, three: Sequence[Any]) -> None:
        read = dates.read_parts(three[0], three[1], three[2], self.today)
        if read.day:
            record.values[code] = {"day": read.day.isoformat(), "precision": read.precision}
        elif read.error:
            text = "/".join(values.plain(part) for part in three)
            title = self.kind.by_code[code].title
            record.reasons.append(_("Không đọc được “%(field)s”: “%(text)s”.") % {"field": title, "text": text})
