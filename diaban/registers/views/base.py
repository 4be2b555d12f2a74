"""What the room's views share."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diaban.people.views.base import purposeful, viewer_of
from diaban.registers.catalogue import Register
from diaban.registers.models import Match, State
from diaban.web.pages import Crumb

__all__ = ["MATCH_CHIPS", "STATE_CHIPS", "crumbs", "list_url", "purposeful", "row_url", "viewer_of"]

MATCH_CHIPS = {Match.LINKED: "good", Match.DOUBTFUL: "warn", Match.UNMATCHED: "bad"}
STATE_CHIPS = {State.ACTIVE: "info", State.LEFT: "", State.VOID: "bad"}


def row_url(row_id: UUID) -> str:
    return reverse("registers:row", args=[row_id])


def list_url(register: str) -> str:
    return reverse("registers:rows", args=[register])


def crumbs(register: Register | None = None, *more: Crumb) -> list[Crumb]:
    first = Crumb(_("Danh sách quản lý"), reverse("registers:registers"))
    own = [Crumb(register.title, list_url(register.code))] if register else []
    return [first, *own, *more]
