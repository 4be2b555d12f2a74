"""Addresses of book imports. They carry ids; books' names stay on the pages."""

from __future__ import annotations

from django.urls import path

from diaban.web.later import Later

views = Later("diaban.incidents.importing.views")

app_name = "books"
_ONE = "vu-viec/nhap-so/<uuid:book_id>/"
urlpatterns = [
    path("vu-viec/nhap-so/", views.imports, name="imports"),
    path("vu-viec/nhap-so/moi/", views.upload, name="upload"),
    path(_ONE, views.one, name="import"),
    path(_ONE + "tra-loi/", views.answer, name="answer"),
    path(_ONE + "cot/", views.mapping, name="mapping"),
    path(_ONE + "dong/", views.rows, name="rows"),
    path(_ONE + "ngoai/", views.left_out, name="left_out"),
    path(_ONE + "tep-ket-luan/", views.verdict_file, name="verdicts"),
    path(_ONE + "ghi/", views.write, name="commit"),
    path(_ONE + "doc-lai/", views.again, name="again"),
    path(_ONE + "hoan-tac/", views.undo, name="undo"),
]
