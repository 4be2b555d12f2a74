"""A register workbook handed back put right: in its own layout, with the cells that clerks corrected and what is still
to be seen to beside each row."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from diaban.access.scope import Viewer
from diaban.core.errors import Conflict
from diaban.core.text import fmt_date
from diaban.papers.models import Import, State
from diaban.papers.models import Row as Staged
from diaban.people.importing.returning import workbook
from diaban.people.models import Relation, Sex
from diaban.registers import quality
from diaban.registers.catalogue import Register, register
from diaban.registers.importing import queries
from diaban.registers.importing.summary import verdict_title
from diaban.registers.models import Match, Row, Why
from diaban.registers.models import State as Standing

if TYPE_CHECKING:
    from diaban.papers.writing.returned import Returned


def corrected(*, viewer: Viewer, import_id: UUID, path: Path | None = None) -> Returned:
    """The workbook as the register says it now. Raises NotFound where it isn't kept, Conflict where nothing of it was
    written."""
    from diaban.papers.writing.returned import with_verdicts

    imported = queries.one(viewer=viewer, import_id=import_id)
    if imported.state != State.COMMITTED:
        raise Conflict(_("Tệp này chưa ghi vào danh sách nên chưa có gì để sửa; hãy ghi rồi tải lại."))
    found = workbook(imported, path)
    kind = register(imported.options["register"])
    fixed, said = _changes(imported, kind)
    headers = {sheet["name"]: sheet["header_row"] for sheet in imported.sheets}
    return with_verdicts(
        found, imported.file_name, said, title=_("Tình trạng"), headers=headers, fixed=fixed,
        unicode=not imported.options.get("fonts"),
    )  # fmt: skip


Place = tuple[str, int]


def _changes(imported: Import, kind: Register) -> tuple[dict[Place, dict[str, str]], dict[Place, str]]:
    """The cells that are other now, and what is said of every row."""
    rows = {row.id: row for row in Row.objects.filter(import_id=imported.id)}
    wrong = quality.of_rows([row for row in rows.values() if row.state == Standing.ACTIVE])
    columns = {sheet["name"]: _letters(sheet) for sheet in imported.sheets}
    fixed: dict[Place, dict[str, str]] = {}
    said: dict[Place, str] = {}
    for staged in Staged.objects.filter(import_id=imported.id).order_by("seq"):
        row, at = rows.get(staged.record) if staged.record else None, (staged.sheet, staged.row_no)
        if row is None:
            said[at] = verdict_title(staged.verdict)
            continue
        said[at] = _told(row, wrong.get(row.id, []))
        if cells := _cells(row, staged.parsed, columns.get(staged.sheet, {}), kind):
            fixed[at] = cells
    return fixed, said


def _letters(sheet: Mapping[str, Any]) -> dict[str, str]:
    """The column of each field."""
    return {column["field"]: column["letter"] for column in reversed(sheet["columns"]) if column["field"]}


def _told(row: Row, faults: list[str]) -> str:
    """Where a row stands, and what is still wrong with it."""
    if row.state != Standing.ACTIVE:
        why = f": {Why(row.why).label}" if row.why else ""
        return f"{Standing(row.state).label}{why}"
    found = [str(Match(row.match).label), *(quality.title(fault) for fault in faults if fault != "dung.link")]
    return ". ".join(found)


def _cells(row: Row, before: Mapping[str, Any], letters: Mapping[str, str], kind: Register) -> dict[str, str]:
    """Cells of a row that say something else now, by column letter."""
    born = row.birth_date.isoformat() if row.birth_date else ""
    changed: dict[str, str] = {}
    if row.full_name != before.get("full_name", ""):
        changed["full_name"] = row.full_name
    if (born, row.birth_precision) != (before.get("birth", ""), before.get("precision", "u")):
        changed["birth"] = fmt_date(row.birth_date, row.birth_precision)
    if (row.id_no or row.cmnd) != (before.get("id_no") or before.get("cmnd", "")):
        changed["id_no"] = row.id_no or row.cmnd
    if row.head_name != before.get("head_name", ""):
        changed["head_name"] = row.head_name
    if row.relation != before.get("relation", ""):
        changed["relation"] = str(Relation(row.relation).label)
    if row.group != before.get("group", "") and row.group:
        changed |= {name: kind.group_title(row.group) for name in ("poor_kind", "merit_kind", "protection_kind")}
    if row.sex != before.get("sex", "u"):
        changed |= {"sex": str(Sex(row.sex).label), "sex_male": "x" if row.sex == "m" else "",
                    "sex_female": "x" if row.sex == "f" else ""}  # fmt: skip
    return {letters[name]: text for name, text in changed.items() if name in letters}
