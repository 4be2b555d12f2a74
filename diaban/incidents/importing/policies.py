"""Who may bring in an incident book."""

from __future__ import annotations

from diaban.access import policies as access
from diaban.access.roles import Permission
from diaban.access.scope import Viewer


def check_import(viewer: Viewer) -> None:
    """Bringing in books is for those who keep incidents; what lies outside their ground stays in staging."""
    access.check_permission(viewer, Permission.INCIDENTS_IMPORT)


def can_import(viewer: Viewer) -> bool:
    return access.can(viewer, Permission.INCIDENTS_IMPORT)
