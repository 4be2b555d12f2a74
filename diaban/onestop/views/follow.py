"""The public page that follows a dossier. Loaded with the addresses, so it imports little."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from diaban.access.marks import public


@public
def follow(request: HttpRequest) -> HttpResponse:
    """GET: the form. POST: where a dossier stands, or one sentence that is the same whatever didn't fit."""
    shown: dict[str, object] = {"title": _("Theo dõi hồ sơ")}
    if request.method == "POST":
        from diaban.onestop.views.followed import told

        shown |= told(request.POST.get("number", ""), request.POST.get("ends", ""))
    answer = render(request, "onestop/follow.html", shown)
    answer["Cache-Control"] = "no-store"
    return answer
