"""What a resident's record says goes before what the paper says: one press for a row, or for all rows of a fault."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from diaban.access.scope import Viewer
from diaban.core.errors import Conflict
from diaban.people import identity
from diaban.people.models import Resident
from diaban.registers import actions, queries
from diaban.registers.actions import RowData
from diaban.registers.handing import commune_of

#: Fields whose reading was doubtful and which the resident's record settles.
_SETTLED = ("full_name", "birth", "sex", "id_no", "place")


def take(*, by: Viewer, row_id: UUID) -> bool:
    """Take over name, birth, sex and number of the row's resident, and the hamlet where that is of the row's commune;
    whether anything was other. What was in doubt about them is settled. Raises Conflict where the row is matched to
    nobody within reach."""
    row = queries.row(viewer=by, row_id=row_id).row
    resident = Resident.objects.filter(pk=identity.survivor(row.resident_id)).first() if row.resident_id else None
    if resident is None:
        raise Conflict(_("Dòng này chưa nối với cư dân nào trong phạm vi của bạn; chưa đổi gì."))
    data = RowData(
        full_name=resident.full_name, sex=resident.sex if resident.sex != "u" else None,
        birth_date=resident.birth_date, birth_precision=resident.birth_precision if resident.birth_date else None,
        id_no=resident.id_no or None, place=resident.place if _same_commune(resident.place, row.place) else None,
    )  # fmt: skip
    doubted = {name for name in _SETTLED for fault in row.faults if fault.partition(".")[2] == name}
    known = {"full_name": True, "sex": data.sex, "birth": data.birth_date, "id_no": data.id_no, "place": data.place}
    before = row.version
    made = actions.correct(by=by, row_id=row_id, data=data, settled={n for n in doubted if known[n]})
    return made.version != before


def _same_commune(one: int, other: int) -> bool:
    return commune_of(one).id == commune_of(other).id
