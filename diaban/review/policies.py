"""Who may decide on a subject. `check_x` raises with a sentence; `can_x` asks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from diaban.access import policies as access
from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.core.errors import Conflict, Refused
from diaban.people import policies as people
from diaban.people.models import Resident
from diaban.review.models import Doubt, State
from diaban.review.registry import subjects


def check_queue(viewer: Viewer) -> None:
    """The queue names nobody; whoever decides on some kind of subject sees it."""
    access.check_permission(viewer, Permission.REVIEW_DECIDE)


def check_read(viewer: Viewer) -> None:
    """Sides that lie beside each other show persons: they need a purpose, as records do."""
    check_queue(viewer)
    access.check_purpose(viewer)


def check_open(viewer: Viewer, place: int) -> None:
    """A doubt is opened about what lies in one's own ground."""
    if place not in viewer.scope.person_places:
        raise Refused(_("Địa bàn này không thuộc phạm vi của bạn nên chưa mở việc đối chiếu."))


def check_decide(viewer: Viewer, doubt: Doubt) -> None:
    """By the role that decides on this kind, while it is open."""
    check_read(viewer)
    access.check_permission(viewer, subjects()[doubt.kind].permission)
    if doubt.state != State.OPEN:
        raise Conflict(_("Việc đối chiếu này đã xong trước đó; chưa ghi gì thêm."))


def can_queue(viewer: Viewer) -> bool:
    return access.can(viewer, Permission.REVIEW_DECIDE)


def kinds_of(viewer: Viewer) -> list[str]:
    """The kinds of subject that a viewer's role decides on."""
    return [kind for kind, subject in subjects().items() if access.can(viewer, subject.permission)]


def can_find(viewer: Viewer) -> bool:
    """Whether a viewer may look for duplicates among the residents of their ground."""
    return access.can(viewer, Permission.PEOPLE_MERGE)


def check_find(viewer: Viewer) -> None:
    """Comparing all residents of a ground with each other reads them all: by role and with a purpose."""
    access.check_permission(viewer, Permission.PEOPLE_MERGE)
    access.check_purpose(viewer)


def check_pair(viewer: Viewer, one: Resident, two: Resident) -> None:
    """Two records found by hand are merged by who may merge both."""
    for resident in (one, two):
        people.check_merge(viewer, resident)
