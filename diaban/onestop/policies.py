"""Who may take dossiers in, work on them and decide them. `check_x` raises the sentence that reaches the screen."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from diaban.access import policies as access
from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.core.errors import Conflict, Invalid, Refused
from diaban.onestop import shipped
from diaban.onestop.models import Dossier, Procedure, ResultState
from diaban.people.models import State


def check_read(viewer: Viewer) -> None:
    """Dossiers name residents: their lists need a purpose, as lists of residents do."""
    access.check_permission(viewer, Permission.ONESTOP_READ)
    access.check_purpose(viewer)


def check_write(viewer: Viewer) -> None:
    """Taking in, asking for supplements, handing results over."""
    access.check_permission(viewer, Permission.ONESTOP_WRITE)
    access.check_purpose(viewer)


def check_decide(viewer: Viewer, dossier: Dossier) -> None:
    """A dossier is decided by the office that it lies with."""
    access.check_permission(viewer, Permission.ONESTOP_DECIDE)
    access.check_purpose(viewer)
    if viewer.office_id != dossier.office:
        raise Refused(_("Cơ quan có thẩm quyền giải quyết hồ sơ này mới được ghi kết quả."))


def check_by_hand(dossier: Dossier, step: str) -> None:
    """A dossier that follows another room's case is moved there; a refusal's slip alone is handed over here.

    Raises Conflict.
    """
    if dossier.work_id is not None and not (step == "deliver" and dossier.result_state == ResultState.REFUSED):
        raise Conflict(_("Hồ sơ này theo hồ sơ căn cước; hãy làm bước này ở hồ sơ căn cước."))


def check_catalogue(viewer: Viewer) -> None:
    """Procedures, with their terms and fees, are a setting of the whole install."""
    access.check_permission(viewer, Permission.SETTINGS_MANAGE)


def check_see_catalogue(viewer: Viewer) -> None:
    """Whoever works with dossiers may read what rules they go by."""
    if not can_change_catalogue(viewer):
        access.check_permission(viewer, Permission.ONESTOP_READ)


def can_change_catalogue(viewer: Viewer) -> bool:
    return access.can(viewer, Permission.SETTINGS_MANAGE)


def check_subject(procedure: Procedure, state: str | None) -> None:
    """Whether a procedure can be asked for someone: `state` is a resident's, None for who isn't in the register."""
    if state is None and procedure.code not in shipped.FOR_STRANGERS:
        raise Invalid(_("Thủ tục này làm cho cư dân đã có trong sổ; hãy tìm và mở hồ sơ cư dân trước."))
    if state in (State.DEAD, State.VOID):
        raise Refused(_("Bản ghi cư dân này đã kết thúc (đã mất hoặc ghi nhầm) nên không nhận hồ sơ."))


def check_extendable(dossier: Dossier) -> None:
    """A day of return is named anew once (decree 61/2018, art. 19). Raises Conflict."""
    if dossier.extended:
        raise Conflict(_("Hồ sơ này đã được hẹn lại một lần; không hẹn lại lần nữa được."))
