"""The page of roles: what each may do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from diaban.access.roles import PERMISSION_TITLES, ROLES, Permission
from diaban.console.views.base import viewer_of
from diaban.web.pages import Crumb, page


def roles(request: HttpRequest) -> HttpResponse:
    """Permissions by role, as a table."""
    viewer_of(request, Permission.ACCESS_MANAGE)
    rows = [
        (title, [role.may(permission) for role in ROLES.values()]) for permission, title in PERMISSION_TITLES.items()
    ]
    return page(
        request, "console/staff/roles.html", title=_("Vai trò"), roles=list(ROLES.values()), rows=rows,
        crumbs=[Crumb(_("Quản trị"), reverse("console:administration"))],
    )  # fmt: skip
