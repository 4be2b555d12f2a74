"""Addresses of the shell itself."""

from __future__ import annotations

from django.urls import path

from diaban.web import gallery, views

app_name = "web"
urlpatterns = [
    path("tuy-chon/", views.look, name="look"),
    path("thu-vien/", gallery.gallery, name="gallery"),
]
