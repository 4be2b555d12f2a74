"""One row of a list made into a person: every cell read, everything odd about it said."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from diaban.core import id_numbers as numbers
from diaban.core.text import fmt_date, fold
from diaban.core.text import tidy as tidied
from diaban.papers.lists import words
from diaban.papers.lists.columns import Columns
from diaban.papers.reading import dates
from diaban.papers.reading.layout import Line
from diaban.people.importing import telex
from diaban.people.importing.reasons import Reason, reason

#: Hamlets, heads and addresses come again and again.
tidy = lru_cache(maxsize=16_384)(tidied)

_NAME = re.compile(r"[^\W\d_]+(?:[ .'’‘`\-]+[^\W\d_]*)*")
#: A number or dash typed before a name, a stop after it.
_AROUND_NAME = re.compile(r"^(?:\d{1,5}[.)/]\s*|[-–+*•]\s+)|[\s.,;:]+$")
_BIRTH_NOTES = {
    "month_day_swapped": "birth_month_day",
    "year_as_serial": "birth_year_cell",
    "serial": "birth_serial",
    "short_year": "birth_short_year",
    "letters_read": "birth_typed",
    "zero_restored": "birth_typed",
    "lunar": "birth_about",
    "about": "birth_about",
}


@dataclass(slots=True)
class Person:
    """What a row says. `birth` is the first possible day by `precision`; empty text means that nothing is said."""

    sheet: str
    row: int
    stt: str = ""
    full_name: str = ""
    fold: str = ""
    sex: str = "u"
    birth: date | None = None
    precision: str = "u"
    id_no: str = ""
    cmnd: str = ""
    relation: str = ""
    household: str = ""
    head_name: str = ""
    head_number: str = ""
    hamlet: str = ""
    commune: str = ""
    address: str = ""
    stay: str = "permanent"
    phone: str = ""
    hometown: str = ""
    heading: int = 0
    raw: dict[str, Any] = field(default_factory=dict)
    reasons: list[Reason] = field(default_factory=list)


class RowReader:
    """Reads the rows of one sheet. `swapped` is True where the sheet's date cells have day and month exchanged
    and nobody has said so yet, False where they are right, None where they are wrong and that was confirmed.
    `month_first` says the same of dates that are text."""

    def __init__(
        self,
        sheet: str,
        columns: Columns,
        today: date,
        *,
        swapped: bool | None = False,
        month_first: bool | None = False,
    ) -> None:
        self.sheet, self.columns, self.today, self.swapped = sheet, columns, today, swapped
        self.month_first = month_first
        self._birth: Callable[[Person, Sequence[Any]], dates.DateRead] = (
            self._birth_parts
            if columns.birth_parts
            else self._birth_by_sex
            if columns.birth_male is not None
            else self._birth_one
        )

    def person(self, line: Line) -> Person:
        """The person of a data row; never raises for what a row says."""
        cells, columns = line.cells, self.columns
        person = Person(self.sheet, line.number, stt=_plain(_at(cells, columns.stt)), heading=line.household_seq)
        person.raw = columns.raw(cells)
        self._name(person, cells)
        read = self._birth(person, cells)
        self._sex(person, cells)
        self._take_birth(person, read, cells)
        self._numbers(person, cells)
        self._household(person, cells, line)
        self._place(person, cells, line)
        self._stay(person, cells)
        return person

    def _name(self, person: Person, cells: Sequence[Any]) -> None:
        parts = [_text(_at(cells, index)) for index in self.columns.name]
        name = tidy(" ".join(filter(None, parts)))
        if not name:
            person.reasons.append(reason("no_name"))
            return
        called = words.TITLED.match(name)
        if called:
            name = name[called.end() :]
            person.reasons.append(reason("name_title", text=called[0].strip()))
        name = _AROUND_NAME.sub("", name)
        if _capitals(name) or name.islower():
            name = words.title_case(name)
        person.full_name, person.fold = name[:200], fold(name)[:200]
        if len(name) > 120:
            person.reasons.append(reason("name_long"))
        elif not _NAME.fullmatch(name):
            person.reasons.append(reason("name_odd"))
        else:
            meant = telex.suggestion(name)
            if meant:
                person.reasons.append(reason("name_telex", read=meant))

    def _birth_one(self, person: Person, cells: Sequence[Any]) -> dates.DateRead:
        value = _at(cells, self.columns.birth)
        read = dates.read(value, self.today)
        turned = self.swapped is not False and isinstance(value, date) and not read.notes
        if (turned or self._month_first(value)) and read.day and read.precision == "d":
            other = dates.swap(read.day)
            if other is not None:
                if self.swapped if isinstance(value, date) else self.month_first:
                    person.reasons.append(reason("birth_swapped", read=fmt_date(other), text=fmt_date(read.day)))
                return dates.DateRead(other, "d")
        return read

    def _month_first(self, value: Any) -> bool:
        return self.month_first is not False and isinstance(value, str) and dates.plain(value)

    def _birth_parts(self, person: Person, cells: Sequence[Any]) -> dates.DateRead:
        day, month, year = (_at(cells, index) for index in self.columns.birth_parts)
        if self.columns.birth is not None and day == month == year == "":
            return dates.read(_at(cells, self.columns.birth), self.today)
        if isinstance(year, (date, str)) and dates.read(year, self.today).precision == "d":
            return dates.read(year, self.today)
        return dates.read_parts(day, month, year, self.today)

    def _birth_by_sex(self, person: Person, cells: Sequence[Any]) -> dates.DateRead:
        """A date under "Nam" or under "Nữ" says both birth and sex."""
        male, female = _at(cells, self.columns.birth_male), _at(cells, self.columns.birth_female)
        if _said(male) and _said(female):
            person.reasons.append(reason("birth_two"))
        elif _said(male) or _said(female):
            person.sex = "m" if _said(male) else "f"
        return dates.read(male if _said(male) else female, self.today)

    def _take_birth(self, person: Person, read: dates.DateRead, cells: Sequence[Any]) -> None:
        if read.error:
            text = "/".join(filter(None, (_plain(_at(cells, index)) for index in self.columns.birth_cells())))[:40]
            person.reasons.append(reason(f"birth_{read.error}", text=text))
            return
        if read.day is None:
            person.reasons.append(reason("birth_missing"))
            return
        person.birth, person.precision = read.day, read.precision
        if not read.notes and read.day <= self.today:
            return
        said = fmt_date(read.day, read.precision)
        if read.day > self.today:
            person.reasons.append(reason("birth_future", text=said))
        for note in read.notes:
            person.reasons.append(reason(_BIRTH_NOTES[note], read=said))

    def _sex(self, person: Person, cells: Sequence[Any]) -> None:
        columns = self.columns
        if columns.sex is not None and person.sex == "u":
            said = _at(cells, columns.sex)
            person.sex = columns.sex_codes.get(_plain(said)) or words.sex(said)
        male, female = words.marked(_at(cells, columns.sex_male)), words.marked(_at(cells, columns.sex_female))
        if male and female:
            person.reasons.append(reason("sex_two"))
        elif male or female:
            person.sex = "m" if male else "f"
        elif person.sex == "u" and columns.sex_female is not None and columns.sex_male is None and columns.sex is None:
            person.sex = "m"  # a single column "Nữ" that is not ticked

    def _numbers(self, person: Person, cells: Sequence[Any]) -> None:
        for index in self.columns.numbers:
            value = _at(cells, index)
            number = numbers.parse(value)
            if number.kind == "bad":
                person.reasons.append(reason("number_bad", text=_plain(value)[:40]))
            elif number.kind == "cmnd" and not person.cmnd:
                person.cmnd = number.digits
                self._number_notes(person, number, "")
            elif number.kind == "id" and not person.id_no:
                self._take_id(person, number, value)
        if person.sex == "u":
            person.sex = numbers.sex_of(person.id_no) if person.id_no else "u"
            person.reasons.append(reason("sex_from_number" if person.id_no else "sex_missing"))

    def _take_id(self, person: Person, number: numbers.Number, value: Any) -> None:
        year = person.birth.year if person.birth else None
        odd = numbers.odd(number.digits, person.sex, year)
        guessed = bool(number.notes) and number.typed
        if guessed and (odd or (person.sex == "u" and year is None)):
            code = "number_letters" if "letters_read" in number.notes else "number_short"
            person.reasons.append(reason(code, text=_plain(value)[:40], read=number.digits))
            return
        person.id_no = number.digits
        self._number_notes(person, number, number.digits)
        person.reasons.extend(reason(f"number_{code}") for code in odd)

    @staticmethod
    def _number_notes(person: Person, number: numbers.Number, read: str) -> None:
        if "letters_read" in number.notes:
            person.reasons.append(reason("number_read", read=read or number.digits))
        if "zero_restored" in number.notes:
            person.reasons.append(reason("number_zero"))

    def _household(self, person: Person, cells: Sequence[Any], line: Line) -> None:
        columns = self.columns
        person.household = _plain(_at(cells, columns.household))
        person.head_name = tidy(_text(_at(cells, columns.head_name)))
        if line.household:
            words_of, digits = (
                line.household,
                re.match(r"\s*(?:số\s*)?0*(\d{1,9})\b[\s:.\-]*", line.household, re.IGNORECASE),
            )
            if digits:
                person.household = person.household or digits[1]
                words_of = line.household[digits.end() :]
            name = re.sub(
                r"^(?:ông|bà|anh|chị|ông/bà|chủ hộ)\s*[:.]?\s+", "", words_of.strip(" :.-–"), flags=re.IGNORECASE
            )
            person.head_name = person.head_name or tidy(re.split(r"[,;(\-–·]", name)[0])
        if columns.head_number is not None:
            person.head_number = numbers.parse(_at(cells, columns.head_number)).digits
        self._relation(person, cells)

    def _relation(self, person: Person, cells: Sequence[Any]) -> None:
        if words.marked(_at(cells, self.columns.head_mark)):
            person.relation = "head"
            return
        said = _text(_at(cells, self.columns.relation)).strip()
        if said:
            known = "head" if self.columns.relation_ticked and words.marked(said) else words.relation(said)
            person.relation = known or "other"
            if known is None:
                person.reasons.append(reason("relation_unknown", text=tidy(said)[:40]))

    def _place(self, person: Person, cells: Sequence[Any], line: Line) -> None:
        columns = self.columns
        person.hamlet = tidy(_plain(_at(cells, columns.hamlet))) or line.hamlet
        person.commune = tidy(_text(_at(cells, columns.commune)))
        person.address = _address([tidy(_plain(_at(cells, i))) for i in columns.address])
        self._phone(person, _at(cells, columns.phone))
        person.hometown = tidy(_text(_at(cells, columns.hometown)))[:200]

    @staticmethod
    def _phone(person: Person, value: Any) -> None:
        person.phone = words.phone(value) if _said(value) else ""
        if not person.phone and any(map(str.isdigit, str(value))) and value != 0:
            person.reasons.append(reason("phone_bad", text=_plain(value)[:40]))

    def _stay(self, person: Person, cells: Sequence[Any]) -> None:
        for index in self.columns.gone:
            if _said(_at(cells, index)):
                person.reasons.append(reason("not_resident", text=_plain(_at(cells, index))[:40]))
        ticked = [kind for index, kind in self.columns.stay_marks if words.marked(_at(cells, index))]
        person.stay = ticked[-1] if ticked else person.stay
        if self.columns.stay is None:
            return
        said = _text(_at(cells, self.columns.stay)).strip()
        if not said:
            person.reasons.append(reason("stay_missing"))
            return
        stay = words.stay(said)
        if stay is None:
            person.reasons.append(reason("stay_unknown", text=tidy(said)[:40]))
        elif stay in ("dead", "moved", "visiting"):
            person.reasons.append(reason("not_resident", text=tidy(said)[:40]))
        else:
            person.stay = stay


def _capitals(name: str) -> bool:
    """Whether a name is typed in capitals, a letter the keyboard missed ("THị") or not."""
    upper, letters = sum(map(str.isupper, name)), sum(map(str.isalpha, name))
    return upper >= 0.7 * letters and any(sum(map(str.isupper, word)) > 1 for word in name.split())


def _address(parts: list[str]) -> str:
    """One address of several columns: a part that another one says already is not said twice."""
    kept = [p for i, p in enumerate(parts) if p and p not in parts[:i] and not any(p != q and p in q for q in parts)]
    return ", ".join(kept)[:300]


def _at(cells: Sequence[Any], index: int | None) -> Any:
    return cells[index] if index is not None and index < len(cells) else ""


def _said(value: Any) -> bool:
    return value is not None and (not isinstance(value, str) or bool(value.strip(" .-–_")))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _plain(value: Any) -> str:
    """A cell as text, the way the clerk saw it."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):
        return fmt_date(value)
    return "" if value is None else str(value)
