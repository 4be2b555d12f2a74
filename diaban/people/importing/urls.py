"""Addresses of imports. They carry ids; workbooks' names stay on the pages."""

from __future__ import annotations

from django.urls import path

from diaban.web.later import Later

views = Later("diaban.people.importing.views")
layouts = Later("diaban.people.importing.layouts")
decisions = Later("diaban.people.importing.decisions")
undoing = Later("diaban.people.importing.undoing")

app_name = "importing"
urlpatterns = [
    path("nhap-danh-sach/", views.imports, name="imports"),
    path("nhap-danh-sach/moi/", views.upload, name="upload"),
    path("nhap-danh-sach/cach-doc/", layouts.layouts, name="layouts"),
    path("nhap-danh-sach/cach-doc/<int:layout_id>/", layouts.layout, name="layout"),
    path("nhap-danh-sach/<uuid:import_id>/", views.one, name="import"),
    path("nhap-danh-sach/<uuid:import_id>/tra-loi/", views.answer, name="answer"),
    path("nhap-danh-sach/<uuid:import_id>/cot/", views.mapping, name="mapping"),
    path("nhap-danh-sach/<uuid:import_id>/dong/", views.rows, name="rows"),
    path("nhap-danh-sach/<uuid:import_id>/dong/ca-loat/", decisions.batch, name="batch"),
    path("nhap-danh-sach/<uuid:import_id>/dong/<int:row_id>/", decisions.row, name="row"),
    path("nhap-danh-sach/<uuid:import_id>/dong/<int:row_id>/sua/", decisions.fix, name="fix"),
    path("nhap-danh-sach/<uuid:import_id>/ngoai/", views.left_out, name="left_out"),
    path("nhap-danh-sach/<uuid:import_id>/tep-ket-luan/", views.verdict_file, name="verdicts"),
    path("nhap-danh-sach/<uuid:import_id>/ghi/", views.write, name="commit"),
    path("nhap-danh-sach/<uuid:import_id>/doc-lai/", views.again, name="again"),
    path("nhap-danh-sach/<uuid:import_id>/hoan-tac/", undoing.undo, name="undo"),
]
