"""The verbs of an import: start, read and judge, write. What isn't written stays in staging with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.core.errors import Invalid
from diaban.core.time import now, today
from diaban.incidents.catalogue import Catalogue, catalogue
from diaban.incidents.importing import book as books
from diaban.incidents.importing import policies, staging
from diaban.incidents.importing.book import Book
from diaban.incidents.importing.entries import judge
from diaban.incidents.importing.places import Places
from diaban.papers import imports as noted
from diaban.papers import staged
from diaban.papers.imports import Imports
from diaban.papers.lists.kinds import INCIDENTS
from diaban.papers.models import Import, State
from diaban.papers.reading.mapping import UNUSED
from diaban.people.importing import working

KIND = "incidents"
#: The books that offices bring in.
BOOKS = Imports(KIND, policies.check_import)
load = BOOKS.load
#: Answers that say what a book's words for a kind mean: `kind:words` → code.
OF_KIND = "kind:"


def start(*, by: Viewer, file_name: str, area: int | None = None, answers: Mapping[str, str] | None = None) -> Import:
    """Note that an office brings in a book, of `area` if it says so. Nothing is read yet."""
    policies.check_import(by)
    answers = dict(answers or {})
    known = catalogue(by.office_id)
    wrong = {key: code for key, code in answers.items() if key.startswith(OF_KIND) and code not in known}
    if wrong:
        raise Invalid(
            _("Chưa nhập: danh mục không có loại %(codes)s.") % {"codes": ", ".join(sorted(set(wrong.values())))}
        )
    return Import.objects.create(
        kind=KIND, file_name=file_name[:200], office=by.office_id, actor=by.staff_id, place=area, answers=answers
    )


def process(*, by: Viewer, import_id: UUID, path: Path) -> Import:
    """Read the book and judge every row. The import is then staged, or asks what ground it is about; what went wrong
    is kept with it and raised again."""
    policies.check_import(by)
    with working.reading(BOOKS, import_id) as imported:
        _process(by, imported, path)
    return imported


def answer(*, by: Viewer, import_id: UUID, answers: Mapping[str, str], area: int | None = None) -> Import:
    """Keep what was said of a book's columns, of its words for kinds (`kind:words` → code) and of its ground; process
    it again afterwards. Raises Invalid for a kind or a meaning that there is none of."""
    imported = BOOKS.one(viewer=by, import_id=import_id)
    working.check_unwritten(imported)
    known = catalogue(by.office_id)
    wrong = [key for key, said in answers.items()
             if said not in (known if key.startswith(OF_KIND) else {UNUSED, *INCIDENTS.by_code})]  # fmt: skip
    if wrong:
        raise Invalid(_("Chưa lưu: có câu trả lời không nằm trong danh sách."), {key: _("Chọn lại.") for key in wrong})
    imported.answers, imported.place = imported.answers | dict(answers), area or imported.place
    imported.save(update_fields=["answers", "place"])
    return working.ask(imported, State.READING)


def begin_again(*, by: Viewer, import_id: UUID) -> Import:
    """Ask once more for a reading whose process was ended. Raises Conflict where somebody is at work on it."""
    imported = BOOKS.one(viewer=by, import_id=import_id)
    working.check_interrupted(imported)
    return working.ask(imported, State.READING)


def begin_commit(*, by: Viewer, import_id: UUID) -> Import:
    """Say that writing was asked for, before a job does it. Raises Conflict where nothing is staged."""
    imported = BOOKS.one(viewer=by, import_id=import_id)
    working.check_to_write(imported)
    return working.ask(imported, State.COMMITTING, "staged")


def _process(by: Viewer, imported: Import, path: Path) -> None:
    answers = {k: v for k, v in imported.answers.items() if not k.startswith(OF_KIND)}
    found = books.open_book(path, imported.file_name, today(), answers)
    area = areas.unit(imported.place) if imported.place is not None else books.area_of(found, today())
    _understood(imported, found, path)
    if area is None:
        imported.state, imported.questions = State.MAPPING, [_area_question()]
        imported.save()
        return
    places = Places(area, frozenset(by.scope.person_places))
    books.understand(found, places, filing(by.office_id, imported.answers), today())
    judge(found.entries, staging.there(found.entries))
    with transaction.atomic():
        staged.store(imported, found.entries)
        imported.place, imported.state, imported.staged_at = area.id, State.STAGED, now()
        imported.counts = staging.counts(found.entries, found)
        imported.save()


def filing(office: int, answers: Mapping[str, str]) -> books.Filed:
    """The office's catalogue of any day, with what was said of the book's own words."""
    taught = {key.removeprefix(OF_KIND): code for key, code in answers.items() if key.startswith(OF_KIND)}

    @lru_cache(maxsize=64)
    def of_month(first: date) -> Catalogue:
        return catalogue(office, first, taught)

    changes = _changes(office)

    def filed(day: date) -> Catalogue:
        """The catalogue changes on few days: one is read for each time between them."""
        return of_month(max((change for change in changes if change <= day), default=day))

    return filed


def _changes(office: int) -> list[date]:
    from diaban.incidents.models import KindRow

    found = KindRow.objects.filter(office__in={0, office}).values_list("valid_from", "valid_to")
    return sorted({day for pair in found for day in pair if day is not None})


def _area_question() -> dict[str, Any]:
    text = _("Sổ này của huyện, xã hay tỉnh nào?")
    return {"key": "area", "sheet": "", "label": "", "text": text, "choices": [], "examples": []}


def _understood(imported: Import, found: Book, path: Path) -> None:
    noted.understood(imported, found.read, path)
    if found.span is not None:
        imported.options["span"] = [found.span.since.isoformat(), found.span.until.isoformat(), found.span.sure]
