"""All rows of a workbook that say no group are of one: what a column would have said, said once."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.core.errors import Conflict, Invalid
from diaban.core.sql import execute
from diaban.people.actions.base import action
from diaban.registers import catalogue, policies
from diaban.registers.actions import moved
from diaban.registers.importing.actions import load
from diaban.registers.models import Home, Row, State

_SET = 'update %s set "group" = %%s,%s version = version + 1, updated_at = now() where id = any(%%s)'
_ROWS = _SET % ("registers_row", " faults = faults - 'du.group' - 'sach.group',")
_HOMES = _SET % ("registers_home", "")


def without(import_id: UUID) -> int:
    """How many rows of a workbook stand in the register without a group."""
    return Row.objects.filter(import_id=import_id, state=State.ACTIVE, group="").count()


def group_all(*, by: Viewer, import_id: UUID, group: str) -> int:
    """Put every active row of a workbook that has no group, with its household, into one; returns how many rows. They
    leave the unstated group and enter this one, so that figures by group follow. Raises Conflict where none is left."""
    with action() as action_id:
        imported = load(import_id)
        policies.check_into(by, imported.place or 0)
        register = catalogue.register(imported.options["register"])
        if group not in {each.code for each in register.groups}:
            raise Invalid(_("Chưa lưu: một số ô cần sửa lại."), {"group": _("Chọn một diện của danh sách.")})
        rows = list(
            Row.objects.select_for_update().filter(import_id=import_id, state=State.ACTIVE, group="").order_by("id")
        )
        if not rows:
            raise Conflict(_("Mọi dòng của tệp này đã có diện; chưa ghi gì."))
        homes = list(
            Home.objects.select_for_update().filter(pk__in={row.home_id for row in rows}, group="", state=State.ACTIVE)
        )
        execute(_ROWS, [group, [row.id for row in rows]])
        execute(_HOMES, [group, [home.id for home in homes]])
        for some in (rows, homes):
            before = {one.pk: one.group for one in some}
            for one in some:
                one.group = group
            moved(some, before, by, action_id)
    return len(rows)
