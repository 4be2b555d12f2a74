"""Every address of the console. A room's own addresses live in its `urls`; the API is loaded when first asked."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
