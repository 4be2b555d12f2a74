"""Every address of the console. A room's own addresses live in its `urls`; the API is loaded when first asked."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("diaban.web.urls")),
]

handler400 = "diaban.web.errors.bad_request"
handler403 = "diaban.web.errors.forbidden"
handler404 = "diaban.web.errors.not_found"
handler500 = "diaban.web.errors.broken"
