"""Residents as sides: what their records say, read for many at once under row security."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse

from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.core.sql import rows
from diaban.core.text import fmt_date
from diaban.people.models import Relation, Sex, State
from diaban.review.registry import Sheet

_READ = """
select i.id, r.full_name, r.birth_date, r.birth_precision, r.sex, coalesce(r.id_no, ''), r.place, r.relation,
       r.address, r.phone, r.state, r.id, coalesce(h.full_name, ''),
       coalesce((select string_agg(a.value, ', ' order by a.value) from people_alias a
                 where a.resident_id = r.id and a.kind = 'cmnd'), '')
from unnest(%s::uuid[]) as i(id) join people_resident r on r.id = people.survivor(i.id)
     left join people_household o on o.id = r.household_id left join people_resident h on h.id = o.head_id
"""


def sheets(ids: Sequence[UUID]) -> dict[UUID, Sheet]:
    """What the register says of residents within reach, of a merged record the one that stays; whoever isn't in reach
    is left out."""
    found = rows(_READ, [list(ids)])
    names = areas.labels({row[6] for row in found})
    return {row[0]: _sheet(row, names) for row in found}


def _sheet(row: tuple[Any, ...], names: dict[int, str]) -> Sheet:
    _asked, full_name, birth, precision, sex, number, place, relation, address, phone, state, id_, head, cmnd = row
    facts = {
        "full_name": full_name, "birth": fmt_date(birth, precision), "sex": Sex(sex).label, "number": number,
        "cmnd": cmnd, "place": names.get(place, ""), "head": head, "relation": Relation(relation).label,
        "address": address, "phone": phone,
    }  # fmt: skip
    note = "" if state == State.PRESENT else State(str(state)).label
    known = {code: str(value) for code, value in facts.items() if value}
    return Sheet(known, note, reverse("people:resident", args=[id_]), (id_,))


def sheet(*, viewer: Viewer, subject_id: UUID) -> Sheet | None:
    """A resident as a subject."""
    return sheets([subject_id]).get(subject_id)
