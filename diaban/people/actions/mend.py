"""Mending: a resident's details, old numbers and names. Events entered by mistake are undone in `undo`."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.core.errors import Invalid, NotFound
from diaban.core.text import fold, tidy
from diaban.core.time import today
from diaban.ledger.actions import append
from diaban.people import life, policies
from diaban.people.actions.base import action, locked, plain_line, save
from diaban.people.data import PersonData
from diaban.people.models import Alias, AliasKind, Relation, Resident

#: Which ledger code a changed column is told by; relation and keys follow from others.
FIELDS = {
    "full_name": "name",
    "sex": "sex",
    "birth_date": "birth",
    "birth_precision": "birth",
    "id_no": "number",
    "phone": "phone",
    "address": "address",
    "hometown": "hometown",
    "relation": "relation",
}


def correct(*, by: Viewer, resident_id: UUID, version: int, person: PersonData) -> Resident:
    """Put details right; one ledger line for each thing that changed. A replaced number or name becomes an alias."""
    person = person.checked()
    with action() as action_id:
        resident = locked(resident_id, version)
        put_right(by, resident, person, action_id)
    return resident


def put_right(by: Viewer, resident: Resident, person: PersonData, action_id: UUID) -> dict[str, Any]:
    """The same inside another action, for a locked resident and checked details; returns the columns that changed as
    they were."""
    policies.check_edit(by, resident)
    changed = {name: v for name, v in person.columns().items() if getattr(resident, name) != v}
    _check_relation(resident, changed)
    if not changed:
        return {}
    before = {name: getattr(resident, name) for name in changed}
    _keep_old(resident, changed)
    save(resident, **changed)
    told = sorted({FIELDS[name] for name in changed if name in FIELDS})
    append([plain_line("people.corrected", resident.id, resident.place, by, action_id, field=f) for f in told])
    known = sorted({FIELDS[name] for name, was in before.items() if name in FIELDS and was not in (None, "", "u")})
    life.changed(by, resident.id, known, today())
    return before


def _check_relation(resident: Resident, changed: dict[str, Any]) -> None:
    if "relation" in changed and Relation.HEAD in (changed["relation"], resident.relation):
        sentence = _("Đổi chủ hộ ở trang của hộ.")
        raise Invalid(sentence, {"relation": sentence})


def _keep_old(resident: Resident, changed: dict[str, Any]) -> None:
    if "id_no" in changed and resident.id_no:
        note_alias(resident.id, AliasKind.NUMBER, resident.id_no)
    if "full_name" in changed:
        note_alias(resident.id, AliasKind.NAME, resident.full_name)


def note_alias(resident_id: UUID, kind: str, value: str, issuer: str = "", issued_on: date | None = None) -> Alias:
    known = {"issuer": issuer, "issued_on": issued_on, "fold": fold(value) if kind == AliasKind.NAME else ""}
    alias, _made = Alias.objects.get_or_create(resident_id=resident_id, kind=kind, value=value, defaults=known)
    return alias


def add_alias(
    *, by: Viewer, resident_id: UUID, kind: str, value: str, issuer: str = "", issued_on: date | None = None,
    version: int | None = None,
) -> Alias:  # fmt: skip
    """Note an old number (with who issued it and when) or another name. `version`: the record's, where it was read."""
    value = tidy(value)
    if kind == AliasKind.CMND and not (value.isascii() and value.isdigit() and len(value) == 9):
        raise Invalid(_("Số CMND gồm 9 chữ số."), {"value": _("Nhập đúng 9 chữ số.")})
    if kind not in AliasKind.values or not value:
        raise Invalid(_("Nhập số hoặc tên cần ghi."), {"value": _("Nhập số hoặc tên.")})
    with action() as action_id:
        resident = locked(resident_id, version)
        policies.check_edit(by, resident)
        alias = note_alias(resident.id, kind, value, tidy(issuer), issued_on)
        append([plain_line("people.corrected", resident.id, resident.place, by, action_id, field="alias")])
    return alias


def remove_alias(*, by: Viewer, resident_id: UUID, alias_id: int) -> None:
    """Take away an old number or name noted by mistake; history keeps it."""
    with action() as action_id:
        resident = locked(resident_id)
        policies.check_edit(by, resident)
        removed, _each = Alias.objects.filter(pk=alias_id, resident_id=resident.id).delete()
        if not removed:
            raise NotFound(_("Không có số hoặc tên này ở người này."))
        append([plain_line("people.corrected", resident.id, resident.place, by, action_id, field="alias")])
