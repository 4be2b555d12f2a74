"""What the room's views share."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.incidents import queries, states
from diaban.incidents.queries import IncidentView
from diaban.people.views.base import purposeful, viewer_of
from diaban.web.pages import Crumb

__all__ = ["CHIPS", "crumbs", "purposeful", "subject", "url_of", "viewer_of"]

CHIPS = {
    states.RECEIVED: "info", states.CHECKING: "warn", states.HANDING: "warn", states.PASSED: "", states.CLOSED: "good",
    states.VOID: "bad",
}  # fmt: skip


def url_of(incident_id: UUID) -> str:
    return reverse("incidents:incident", args=[incident_id])


def crumbs(*more: Crumb) -> list[Crumb]:
    return [Crumb(_("Vụ việc"), reverse("incidents:incidents")), *more]


def subject(request: HttpRequest, incident_id: UUID) -> tuple[Viewer, IncidentView, dict[str, Any]]:
    """The viewer, the incident that a form is about, and the frame of its page."""
    viewer = viewer_of(request)
    view = queries.incident(viewer=viewer, incident_id=incident_id)
    frame = {"crumbs": crumbs(Crumb(view.title, url_of(incident_id))), "cancel": url_of(incident_id)}
    return viewer, view, frame
