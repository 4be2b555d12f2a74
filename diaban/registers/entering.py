"""Somebody comes into a register by a decision: a resident, or a household with all its members."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.core.errors import Conflict, Invalid, NotFound
from diaban.core.time import today
from diaban.people import identity
from diaban.people.actions.base import action
from diaban.people.models import COUNTED, Household, Resident
from diaban.registers import catalogue, lines, policies
from diaban.registers.catalogue import Register
from diaban.registers.models import Home, How, Match, Row, State


def enter(*, by: Viewer, register: str, id_no: str, group: str, since: date, decision: str = "") -> list[Row]:
    """Enter the resident with a number, or in a register of households their household, from a day on.

    `decision` is the number of the document. Raises NotFound for nobody within reach, Conflict for who stands in that
    group already, Invalid, Refused.
    """
    kind = catalogue.register(register)
    _check(kind, group, since)
    with action() as action_id:
        resident = Resident.objects.filter(id_no=id_no, state__in=COUNTED).first()
        if resident is None:
            raise NotFound(_("Không có cư dân mang số định danh này trong phạm vi của bạn; chưa ghi gì."))
        policies.check_keep(by, resident.place)
        members = _members(kind, resident)
        round_ = catalogue.round_of(kind, (), since)
        _check_new(kind, members, group, round_)
        home = _home(kind, resident, group, round_, since, by)
        made = [_row(kind, one, group, round_, since, decision, home, by) for one in members]
        for row in made:
            row.faults = _missing(row, kind)
        Row.objects.bulk_create(made)
        lines.enter(made, by, action_id, opening=False)
        lines.enter([home] if home is not None else [], by, action_id, opening=False)
    return made


def _check(kind: Register, group: str, since: date) -> None:
    faults: dict[str, Any] = {}
    if group not in {known.code for known in kind.groups}:
        faults["group"] = _("Chọn một diện của danh sách.")
    if since > today():
        faults["since"] = _("Ngày không được sau hôm nay.")
    if faults:
        raise Invalid(_("Chưa lưu: một số ô cần sửa lại."), faults)


def _members(kind: Register, resident: Resident) -> list[Resident]:
    if not kind.of_households or resident.household_id is None:
        return [resident]
    return list(Resident.objects.filter(household_id=resident.household_id, state__in=COUNTED).order_by("id"))


def _check_new(kind: Register, members: Sequence[Resident], group: str, round_: str) -> None:
    standing = Row.objects.filter(
        register=kind.code,
        round=round_,
        state=State.ACTIVE,
        resident_id__in=[record for one in members for record in identity.of_one(one.id)],
    )
    if not kind.of_households:
        standing = standing.filter(group=group)
    if standing.exists():
        raise Conflict(_("Người này đã có trong danh sách ở diện ấy; chưa ghi gì thêm."))


def _home(kind: Register, resident: Resident, group: str, round_: str, since: date, by: Viewer) -> Home | None:
    if not kind.of_households:
        return None
    place = Household.objects.values_list("place", flat=True).get(pk=resident.household_id) \
        if resident.household_id else resident.place  # fmt: skip
    return Home.objects.create(
        register=kind.code, round=round_, group=group, place=place, household_id=resident.household_id, since=since,
        office=by.office_id,
    )  # fmt: skip


def _row(
    kind: Register, one: Resident, group: str, round_: str, since: date, decision: str, home: Home | None, by: Viewer
) -> Row:
    return Row(
        register=kind.code, round=round_, group=group, place=one.place, home_id=home.id if home else None,
        resident_id=one.id, match=Match.LINKED, how=How.CLERK, full_name=one.full_name, fold=one.fold,
        sort_key=one.sort_key, sex=one.sex, birth_date=one.birth_date, birth_precision=one.birth_precision,
        id_no=one.id_no or "", relation=one.relation if kind.of_households else "", address=one.address,
        values={"decision": decision} if decision else {}, since=since, office=by.office_id,
    )  # fmt: skip


def _missing(row: Row, kind: Register) -> list[str]:
    said = {"birth": row.birth_date, "sex": row.sex != "u", "id_no": row.id_no, "full_name": row.full_name,
            "place": row.place, "group": row.group, "relation": row.relation}  # fmt: skip
    return sorted(f"du.{name}" for name in kind.required if not said.get(name, True))
