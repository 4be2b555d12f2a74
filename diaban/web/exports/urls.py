"""Addresses of exports. They carry ids; what a file holds stays on the pages."""

from __future__ import annotations

from django.urls import path

from diaban.web.later import Later

views = Later("diaban.web.exports.views")

app_name = "exports"
urlpatterns = [
    path("xuat/", views.exports, name="exports"),
    path("xuat/<uuid:export_id>/", views.one, name="export"),
    path("xuat/<uuid:export_id>/tep/", views.file, name="file"),
    path("xuat/<uuid:export_id>/huy/", views.cancel, name="cancel"),
    path("xuat/<uuid:export_id>/lam-lai/", views.again, name="again"),
    path("xuat/<uuid:export_id>/xoa/", views.remove, name="remove"),
]
