"""The verbs of an import: start, read, match and judge, answer. What isn't written stays in staging."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.areas.queries import Level, Unit
from diaban.core.errors import Invalid
from diaban.core.time import now, today
from diaban.papers import imports as noted
from diaban.papers import memory as memories
from diaban.papers import staged
from diaban.papers.imports import Imports
from diaban.papers.lists.kinds import INCIDENTS, RESIDENTS
from diaban.papers.models import Import, State
from diaban.papers.reading.mapping import UNUSED
from diaban.papers.reading.problems import Unreadable
from diaban.people.importing import places as communes
from diaban.people.importing import working
from diaban.registers import catalogue, linking, policies
from diaban.registers.catalogue import Register
from diaban.registers.importing import book as books
from diaban.registers.importing import staging
from diaban.registers.importing.book import FONT_KEY, REGISTER_KEY, ROUND_KEY, Book
from diaban.registers.importing.entries import VERDICTS, judge

KIND = "registers"
#: The workbooks that offices bring in.
WORKBOOKS = Imports(KIND, policies.check_import)
load = WORKBOOKS.load
PLACE_KEY = "place"


def start(*, by: Viewer, file_name: str, place: int | None = None, answers: Mapping[str, str] | None = None) -> Import:
    """Note that an office brings in a workbook, for the commune `place` if it says so. Nothing is read yet."""
    policies.check_import(by)
    if place is not None:
        policies.check_into(by, place)
    answers = dict(answers or {})
    if REGISTER_KEY in answers:
        catalogue.register(answers[REGISTER_KEY])
    return Import.objects.create(
        kind=KIND, file_name=file_name[:200], office=by.office_id, actor=by.staff_id, place=place, answers=answers
    )


def process(*, by: Viewer, import_id: UUID, path: Path) -> Import:
    """Read the workbook, match its rows to residents and judge them. The import is then staged, or asks; what went
    wrong is kept with it and raised again."""
    policies.check_import(by)
    with working.reading(WORKBOOKS, import_id) as imported:
        _process(by, imported, path)
    return imported


def _process(by: Viewer, imported: Import, path: Path) -> None:
    told = imported.answers.get(REGISTER_KEY)
    register = catalogue.register(told) if told else None
    known = memories.Memory(imported.office, KIND).headers() | imported.answers
    book = books.open_book(path, imported.file_name, today(), known, register.kind if register else None)
    register = register or _register(book, imported.file_name)
    _understood(imported, book, path)
    own = _own(by, imported.place, book)
    asked = books.questions(book, imported.answers)
    asked += [] if register else [_which_register()]
    asked += [] if own else [_which_place(by)]
    if asked or register is None or own is None:
        imported.questions, imported.state = asked, State.MAPPING
        imported.place = own.id if own else None
        imported.save()
        return
    policies.check_into(by, own.id)
    _stage(by, imported, book, register, own)


def _stage(by: Viewer, imported: Import, book: Book, register: Register, own: Unit) -> None:
    books.understand(book, register, own, today())
    reach = set(by.scope.person_places)
    linking.link(book.entries, {own.id, *(e.commune for e in book.entries if e.commune in reach and e.commune)})
    round_ = imported.answers.get(ROUND_KEY) or catalogue.round_of(register, book.titles, today())
    judge(book.entries, staging.there(register.code, round_, own.id))
    with transaction.atomic():
        staged.store(imported, book.entries)
        imported.place, imported.state, imported.staged_at = own.id, State.STAGED, now()
        imported.options |= {"register": register.code, "round": round_}
        imported.counts = staged.counts(book.entries, VERDICTS, book.lists)
        imported.save()


def _register(book: Book, name: str) -> Register | None:
    """The register that a workbook is of; None where it must be asked. Raises `Unreadable` for a list of another
    kind."""
    kinds = book.kinds
    if book.sure and kinds[0] in (RESIDENTS, INCIDENTS):
        raise Unreadable("other_kind", name=name, kind=kinds[0].title)
    return catalogue.of_layout(kinds[0].code) if book.sure else None


def _own(by: Viewer, told: int | None, book: Book) -> Unit | None:
    """The commune whose register it is: told, named by the file, else the viewer's own."""
    on = today()
    if told is not None:
        return areas.unit(told, on)
    within = set(by.scope.person_places)
    named = communes.guess_commune(books.hints(book), within, on)
    if named is not None or by.scope.unit_id is None:
        return named
    elsewhere = communes.guess_commune(books.hints(book), None, on)
    own = areas.unit(by.scope.unit_id, on)
    return own if own.level == Level.COMMUNE and elsewhere is None else None


def _which_place(by: Viewer) -> dict[str, Any]:
    own = areas.unit(by.scope.unit_id) if by.scope.unit_id is not None else None
    choices = [(str(own.id), own.title)] if own is not None and own.level == Level.COMMUNE else []
    text = _("Danh sách này của xã, phường nào?")
    return {"key": PLACE_KEY, "sheet": "", "label": "", "text": text, "choices": choices, "examples": []}


def _which_register() -> dict[str, Any]:
    choices = [(each.code, each.title) for each in catalogue.registers()]
    text = _("Tệp này là danh sách nào?")
    return {"key": REGISTER_KEY, "sheet": "", "label": "", "text": text, "choices": choices, "examples": []}


def _understood(imported: Import, book: Book, path: Path) -> None:
    noted.understood(imported, book.read, path)
    imported.options["layout"] = book.kinds[0].code
    imported.options["fonts"] = noted.fonts(book.read.book.fonts)


def answer(*, by: Viewer, import_id: UUID, answers: Mapping[str, str], place: int | None = None) -> Import:
    """Keep an office's answers, for this workbook and, of columns, for the next one with the same header. Process the
    workbook again afterwards. Raises Invalid for a field that does not exist."""
    imported = WORKBOOKS.one(viewer=by, import_id=import_id)
    working.check_unwritten(imported)
    layout = imported.options.get("layout")
    known = {code for each in catalogue.registers() if each.layout == layout for code in each.kind.by_code}
    columns = {key: code for key, code in answers.items() if key not in (FONT_KEY, REGISTER_KEY, ROUND_KEY)}
    wrong = {key for key, code in columns.items() if known and code not in known and code != UNUSED}
    if wrong:
        raise Invalid(_("Chưa lưu: có câu trả lời không nằm trong danh sách."), {k: _("Chọn lại.") for k in wrong})
    if place is not None:
        policies.check_into(by, place)
        imported.place = place
    imported.answers = imported.answers | dict(answers)
    imported.save(update_fields=["answers", "place"])
    working.ask(imported, State.READING)
    for key, code in columns.items():
        memories.remember_header(memory=memories.Memory(imported.office, KIND), key=key, field=code)
    return imported


def begin_commit(*, by: Viewer, import_id: UUID) -> Import:
    """Say that a commit was asked for, before a job does it. Raises Conflict where nothing is staged."""
    imported = load(import_id)
    policies.check_into(by, working.check_to_write(imported))
    return working.ask(imported, State.COMMITTING, "staged")
