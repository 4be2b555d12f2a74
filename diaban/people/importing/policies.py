"""Who may bring in a list of residents."""

from __future__ import annotations

from diaban.access import policies as access
from diaban.access.models import COMMAND_LINE
from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.areas.queries import hamlets
from diaban.core.errors import Refused
from diaban.people import policies as people


def check_import(viewer: Viewer) -> None:
    """Bringing in lists is for those who keep the register."""
    access.check_permission(viewer, Permission.PEOPLE_IMPORT)


def check_into(viewer: Viewer, place: int) -> None:
    """… of the place the list is for."""
    check_import(viewer)
    people.check_add(viewer, place)


def can_hamlets(viewer: Viewer, commune: int) -> bool:
    """Hamlets may come with a list where the commune has none yet; later ones are the map keeper's to add."""
    return viewer.can(Permission.AREAS_EDIT) or viewer.staff_id == COMMAND_LINE or not hamlets(commune)


def can_import(viewer: Viewer) -> bool:
    try:
        check_import(viewer)
    except Refused:
        return False
    return True
