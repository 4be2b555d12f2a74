"""Pages of the shell itself: the reader's choices, and the gallery of components."""

from __future__ import annotations

from dataclasses import asdict

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from diaban.web import looks


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Keep the choices that were pressed and go back to the page they were pressed on. Open to anyone."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = redirect(back)
    chosen = looks.look_of(request)
    for name in asdict(chosen):
        chosen = chosen.changed(name, request.POST.get(name, ""))
    looks.keep(response, chosen)
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=365 * 86400, samesite="Lax", httponly=True)
    return response


look.diaban_public = True  # type: ignore[attr-defined]
