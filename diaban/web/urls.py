"""Addresses of the shell itself."""

from __future__ import annotations

from django.urls import path

from diaban.web import views
from diaban.web.later import Later

app_name = "web"
urlpatterns = [
    path("tuy-chon/", views.look, name="look"),
    path("thu-vien/", Later("diaban.web.gallery").gallery, name="gallery"),
]
