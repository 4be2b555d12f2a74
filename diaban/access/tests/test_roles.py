from __future__ import annotations

import pytest

from diaban.access.roles import PERMISSION_TITLES, ROLES, SYSTEM, Ground, Permission

PERSONS = {p for p in Permission if p.value.startswith("people.")}
EDITS = {Permission.PEOPLE_EDIT, Permission.PEOPLE_IMPORT}


def test_every_permission_has_a_title() -> None:
    assert set(PERMISSION_TITLES) == set(Permission)


def test_every_permission_belongs_to_somebody() -> None:
    assert set().union(*(role.permissions for role in ROLES.values())) == set(Permission)


@pytest.mark.parametrize("code", ["analyst", "auditor", "system_admin"])
def test_roles_without_persons_have_neither_permission_nor_places_for_them(code: str) -> None:
    role = ROLES[code]
    assert not role.permissions & PERSONS
    assert not role.sees_persons


def test_only_the_police_officer_sees_whole_numbers() -> None:
    assert [role.code for role in ROLES.values() if role.may(Permission.PEOPLE_NUMBERS)] == ["commune_police"]


def test_only_communes_edit_persons() -> None:
    assert {role.code for role in ROLES.values() if role.permissions & EDITS} == {"commune_clerk", "commune_police"}


def test_only_the_auditor_reads_what_others_looked_up() -> None:
    assert [role.code for role in ROLES.values() if role.ground is Ground.AUDIT] == ["auditor"]
    assert [role.code for role in ROLES.values() if role.may(Permission.LOOKUPS_READ)] == ["auditor"]


def test_nobody_can_be_posted_as_the_program() -> None:
    assert SYSTEM.code not in ROLES
