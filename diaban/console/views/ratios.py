"""A ratio's page: both of its counts, open, with the denominator and its day named."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from diaban.access.roles import Permission
from diaban.areas import queries as areas
from diaban.console.ratio_page import Asked, Face
from diaban.console.views.base import viewer_of
from diaban.console.views.figures import asked_cut, asked_period, asked_shown
from diaban.core.errors import NotFound
from diaban.figures.measures import measure, ratios
from diaban.web.pages import Crumb, page


def ratio(request: HttpRequest, ratio_code: str, unit_id: int) -> HttpResponse:
    """GET /ty-le/<ratio>/<unit>/?ky=&ban-do="""
    viewer = viewer_of(request, Permission.FIGURES_READ)
    wanted = ratios().get(ratio_code)
    if wanted is None:
        raise NotFound(_("Không có tỷ lệ này."))
    unit = areas.unit(unit_id)
    period = asked_period(request, measure(wanted.over))
    face = Face(Asked(viewer, wanted, unit, period, asked_shown(request, unit), asked_cut(request)))
    return page(
        request, "console/ratio.html", title=f"{wanted.title}: {face.value}", face=face,
        lead=f"{unit.title}, {period.full}. {wanted.definition}",
        crumbs=[Crumb(unit.title, reverse("console:area", args=[unit_id]))],
    )  # fmt: skip
