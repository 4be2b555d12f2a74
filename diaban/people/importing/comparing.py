"""A row of a list beside the resident it resembles, thing by thing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from diaban.access.scope import Viewer
from diaban.core.text import fmt_date, fmt_id, fold, mask_id
from diaban.papers.models import Row
from diaban.people import policies
from diaban.people.importing import deciding, staging
from diaban.people.importing.reasons import FIELD_TITLES
from diaban.people.importing.rows import Person
from diaban.people.models import AliasKind, Relation, Sex
from diaban.people.queries import PersonView


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing: what the file and the register say, whether they differ, and whether the file's may be taken over."""

    name: str
    title: Any
    said: str
    kept: str
    differs: bool
    takes: bool


def lines(viewer: Viewer, row: Row, alike: PersonView | None) -> list[Compared]:
    """Everything that a row says; without a resident only the file's side."""
    person = staging.person_of(row)
    said, kept = _said(viewer, person), _kept(alike) if alike else {}
    cmnds = [a.value for a, _shown in alike.aliases if a.kind == AliasKind.CMND] if alike else []
    takes = deciding.differences(person, alike.resident, cmnds) if alike else []
    return [
        Compared(
            name, title, said[name], kept.get(name, ""),
            bool(alike) and bool(said[name]) and (name in takes or fold(said[name]) != fold(kept.get(name, ""))),
            name in takes,
        )
        for name, title in FIELD_TITLES.items()
        if said[name] or kept.get(name)
    ]  # fmt: skip


def _said(viewer: Viewer, person: Person) -> dict[str, str]:
    whole = policies.sees_numbers(viewer)
    return {
        "full_name": person.full_name,
        "sex": str(Sex(person.sex).label) if person.sex != "u" else "",
        "birth": fmt_date(person.birth, person.precision),
        "id_no": fmt_id(person.id_no) if whole else mask_id(person.id_no),
        "cmnd": person.cmnd if whole else mask_id(person.cmnd),
        "relation": str(Relation(person.relation).label) if person.relation else "",
        "household": person.household,
        "place": person.hamlet,
        "phone": person.phone,
        "address": person.address,
        "hometown": person.hometown,
    }


def _kept(alike: PersonView) -> dict[str, str]:
    resident = alike.resident
    return {
        "full_name": resident.full_name,
        "sex": str(Sex(resident.sex).label),
        "birth": fmt_date(resident.birth_date, resident.birth_precision),
        "id_no": fmt_id(alike.number),
        "cmnd": ", ".join(shown for a, shown in alike.aliases if a.kind == AliasKind.CMND),
        "relation": str(Relation(resident.relation).label),
        "household": alike.household.code if alike.household else "",
        "place": alike.place_name,
        "phone": resident.phone,
        "address": resident.address,
        "hometown": resident.hometown,
    }
