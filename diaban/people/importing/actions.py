"""The verbs of an import: start, read and judge, answer, commit. What is not committed stays in staging."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.areas.queries import Unit
from diaban.core.errors import Invalid, NotFound
from diaban.core.time import ZONE, now, today
from diaban.papers import imports as noted
from diaban.papers import memory as memories
from diaban.papers.imports import Imports
from diaban.papers.lists.residents import BY_CODE
from diaban.papers.models import Import, State
from diaban.papers.reading.mapping import UNUSED
from diaban.people.importing import existing, listing, places, policies, staging, verdicts, working
from diaban.people.importing.listing import Listing, Progress
from diaban.people.importing.target import place_question, target

KIND = "residents"
#: The lists that offices bring in.
LISTS = Imports(KIND, policies.check_import)
load = LISTS.load


def quiet(step: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def start(*, by: Viewer, file_name: str, place: int | None = None, add_hamlets: bool | None = None) -> Import:
    """Note that an office brings in a workbook, for `place` if it says so. Nothing is read yet.

    `add_hamlets`: make hamlets that the list names and the commune lacks; None: only where it has none yet.
    """
    policies.check_import(by)
    if place is not None:
        policies.check_into(by, place)
    return Import.objects.create(
        kind=KIND,
        file_name=file_name[:200],
        office=by.office_id,
        actor=by.staff_id,
        place=place,
        options={"add_hamlets": add_hamlets},
    )


def process(*, by: Viewer, import_id: UUID, path: Path, progress: Progress = quiet) -> Import:
    """Read the workbook and judge every row. The import is then staged, waits for answers, or failed with its reason
    kept; the error is raised again for the caller to say."""
    policies.check_import(by)
    with working.reading(LISTS, import_id) as imported:
        _process(by, imported, path, progress)
    return imported


def _process(by: Viewer, imported: Import, path: Path, progress: Progress) -> None:
    told = _telling(imported, progress)
    found = listing.read_list(path, imported.file_name, today(), imported.answers, told, memory=memory_of(imported))
    imported.sha256 = noted.digest(path)
    _understood(imported, found)
    unit = target(by, imported.place, found)
    if unit is None or any(q["key"] != listing.SWAP_KEY for q in imported.questions):
        imported.questions += [] if unit else [place_question(by, found)]
        imported.place = unit.id if unit else None
        imported.state = State.MAPPING
        imported.save()
        return
    policies.check_into(by, unit.id)
    _stage(by, imported, found, unit, progress)


def _telling(imported: Import, progress: Progress) -> Progress:
    """Progress to the caller, and to the row that the page polls."""

    def tell(step: str, done: int, total: int) -> None:
        progress(step, done, total)
        Import.objects.filter(pk=imported.pk).update(step=step, done=done, total=total, touched_at=now())

    return tell


def memory_of(imported: Import) -> memories.Memory:
    """What the import's office said before of resident lists."""
    return memories.Memory(imported.office, KIND)


def _understood(imported: Import, found: Listing) -> None:
    imported.sheets = [_sheet(sheet) for sheet in found.sheets]
    imported.left_out, imported.skipped = found.left_out, found.skipped
    imported.questions = [
        {"key": q.key, "sheet": q.sheet, "label": q.label, "text": q.text, "choices": q.choices, "examples": q.examples}
        for q in found.questions
    ]
    imported.options["fonts"] = noted.fonts(found.fonts)
    imported.options["hidden"] = found.hidden
    imported.error = ""


def _sheet(sheet: listing.SheetRead) -> dict[str, Any]:
    told = noted.sheet(sheet.name, sheet.header, sheet.map.columns)
    told |= {"sex_codes": sheet.columns.sex_codes, "relation_ticked": sheet.columns.relation_ticked}
    if sheet.recalled is not None:
        told["recalled"] = {
            "layout": sheet.recalled.id,
            "day": sheet.recalled.told_at.astimezone(ZONE).date().isoformat(),
        }
    return told


def _stage(by: Viewer, imported: Import, found: Listing, unit: Unit, progress: Progress) -> None:
    hamlets = places.Hamlets(unit.id, today())
    missing = places.unknown(found.persons, hamlets)
    adding = imported.options.get("add_hamlets")
    adding = (len(hamlets) == 0 if adding is None else bool(adding)) and policies.can_hamlets(by, unit.id)
    places.note_places(found.persons, hamlets, unit, today(), missing if adding else [])
    _telling(imported, progress)("judging", 0, len(found.persons))
    known = existing.load(_inside(unit.id), (p.id_no for p in found.persons if p.id_no))
    judged = verdicts.judge(found.persons, known, hamlets.place)
    with transaction.atomic():
        staging.store(imported, judged, found.groups, lambda done: progress("staging", done, len(judged)))
        imported.place, imported.state, imported.staged_at = unit.id, State.STAGED, now()
        imported.options["add_hamlets"] = adding
        imported.counts = counts(judged, found, missing)
        imported.step, imported.done, imported.total = "staged", len(judged), len(judged)
        imported.save()


def _inside(commune: int) -> list[int]:
    from diaban.areas.queries import places_within

    return places_within(commune)


def counts(
    judged: Sequence[verdicts.Judged], found: Listing, missing: Sequence[tuple[str, str, int]]
) -> dict[str, Any]:
    """Rows of each verdict, how often each reason was given, rows left out by reason, and hamlets not known."""
    said = Counter(item.verdict for item in judged)
    return {
        "rows": len(judged),
        **{verdict: said[verdict] for verdict in verdicts.VERDICTS},
        "reasons": dict(Counter(r.code for item in judged for r in item.person.reasons).most_common()),
        "left_out": dict(
            Counter(e["kind"] for e in found.left_out for _i in range(e.get("to", e["row"]) - e["row"] + 1))
        ),
        "households": len(found.groups),
        "hamlets": [{"kind": kind, "name": name, "rows": count} for kind, name, count in missing],
    }


def answer(*, by: Viewer, import_id: UUID, answers: Mapping[str, str], place: int | None = None) -> Import:
    """Keep an office's answers: for this workbook, and what columns mean for the next one with the same header.

    Process the workbook again afterwards. Raises Invalid for a field that does not exist.
    """
    imported = LISTS.one(viewer=by, import_id=import_id)
    working.check_unwritten(imported)
    wrong = {key: field for key, field in answers.items() if field not in listing.OF_FILE.get(key, (UNUSED, *BY_CODE))}
    if wrong:
        raise Invalid(_("Chưa lưu: có câu trả lời không nằm trong danh sách."), {key: _("Chọn lại.") for key in wrong})
    if place is not None:
        policies.check_into(by, place)
        imported.place = place
    imported.answers = imported.answers | dict(answers)
    imported.save(update_fields=["answers", "place"])
    working.ask(imported, State.READING)
    for key, field in answers.items():
        if key not in listing.OF_FILE:
            memories.remember_header(memory=memory_of(imported), key=key, field=field)
    return imported


def forget_layout(*, by: Viewer, layout_id: int) -> None:
    """Forget what the office confirmed of a header; the next such list is read afresh. Raises NotFound."""
    policies.check_import(by)
    if not memories.forget(memory=memories.Memory(by.office_id, KIND), layout_id=layout_id):
        raise NotFound(_("Cơ quan của bạn không nhớ cách đọc này (nữa)."))


def begin_commit(*, by: Viewer, import_id: UUID) -> Import:
    """Say that a commit was asked for, before a job does it. Raises Conflict where nothing is staged."""
    imported = load(import_id)
    policies.check_into(by, working.check_to_write(imported))
    return working.ask(imported, State.COMMITTING, "staged")


def begin_again(*, by: Viewer, import_id: UUID) -> Import:
    """Ask once more for a reading whose process was ended. Raises Conflict where somebody is at work on it."""
    imported = LISTS.one(viewer=by, import_id=import_id)
    working.check_interrupted(imported)
    return working.ask(imported, State.READING)
