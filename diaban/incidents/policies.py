"""Who may see, take in and work on incidents. `check_x` raises with the sentence that reaches the screen."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from diaban.access import policies as access
from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.core.errors import Refused
from diaban.incidents.models import Incident


def check_list(viewer: Viewer) -> None:
    """Lists and maps name no person."""
    access.check_permission(viewer, Permission.INCIDENTS_LIST)


def check_open(viewer: Viewer) -> None:
    """A record names persons, so opening one needs a stated purpose, as opening a resident does."""
    access.check_permission(viewer, Permission.INCIDENTS_OPEN)
    access.check_purpose(viewer)


def check_report(viewer: Viewer, place: int) -> None:
    """Incidents are taken in by the office of the place."""
    access.check_permission(viewer, Permission.INCIDENTS_REPORT)
    if place not in viewer.scope.person_places:
        raise Refused(_("Địa bàn này không thuộc phạm vi của bạn; cơ quan ở địa bàn đó mới được ghi."))


def check_edit(viewer: Viewer, incident: Incident) -> None:
    """An incident is worked on by the office of its place."""
    access.check_permission(viewer, Permission.INCIDENTS_EDIT)
    if incident.place not in viewer.scope.person_places:
        raise Refused(_("Vụ việc này ở ngoài phạm vi của bạn."))
    if incident.void:
        raise Refused(_("Vụ việc này đã được đánh dấu ghi nhầm nên không sửa được nữa."))


def check_catalogue(viewer: Viewer) -> None:
    """The catalogue is each office's own."""
    access.check_permission(viewer, Permission.INCIDENTS_CATALOGUE)


def can_report(viewer: Viewer) -> bool:
    return access.can(viewer, Permission.INCIDENTS_REPORT)


def can_open(viewer: Viewer) -> bool:
    return access.can(viewer, Permission.INCIDENTS_OPEN)


def can_catalogue(viewer: Viewer) -> bool:
    return access.can(viewer, Permission.INCIDENTS_CATALOGUE)


def sees_points(viewer: Viewer) -> bool:
    """Whether points are shown exactly; others see them rounded to about a kilometre."""
    return access.can(viewer, Permission.INCIDENTS_POINTS)


def can_edit(viewer: Viewer, incident: Incident) -> bool:
    try:
        check_edit(viewer, incident)
    except Refused:
        return False
    return True
