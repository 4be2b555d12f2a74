"""What the room's views share."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.onestop import queries
from diaban.onestop.queries import DossierView
from diaban.people.views.base import purposeful, viewer_of
from diaban.web.pages import Crumb

__all__ = ["CHIPS", "crumbs", "purposeful", "subject", "url_of", "viewer_of"]

CHIPS = {
    "registered": "info", "accepted": "info", "processing": "info", "supplement": "warn", "payment": "warn",
    "stopped": "warn", "done": "good", "delivered": "good", "not_accepted": "bad", "withdrawn": "",
}  # fmt: skip


def url_of(dossier_id: UUID) -> str:
    return reverse("onestop:dossier", args=[dossier_id])


def crumbs(*more: Crumb) -> list[Crumb]:
    return [Crumb(_("Một cửa"), reverse("onestop:dossiers")), *more]


def subject(request: HttpRequest, dossier_id: UUID) -> tuple[Viewer, DossierView, dict[str, Any]]:
    """The viewer, the dossier that a form is about, and the frame of its page."""
    viewer = viewer_of(request)
    view = queries.dossier(viewer=viewer, dossier_id=dossier_id)
    here = url_of(dossier_id)
    return viewer, view, {"crumbs": crumbs(Crumb(view.dossier.number, here)), "cancel": here}
