"""Addresses of reports. They carry ids, days and cuts, never names."""

from __future__ import annotations

from django.urls import path

from diaban.web.later import Later

views, files, slips = (Later(f"diaban.reports.{name}") for name in ("views", "views_files", "views_slips"))

app_name = "reports"
urlpatterns = [
    path("mot-cua/<uuid:dossier_id>/phieu/<uuid:slip_id>/<str:form>/", slips.slip, name="slip"),
    path("mot-cua/<uuid:dossier_id>/kiem-soat/<str:form>/", slips.control, name="control"),
    path("mot-cua/so-theo-doi/<str:form>/", slips.book, name="book"),
    path("bao-cao/", views.reports, name="reports"),
    path("bao-cao/lap/", views.draft, name="draft"),
    path("bao-cao/so-lieu/<str:code>/<int:unit_id>/", views.lines, name="lines"),
    path("bao-cao/<uuid:report_id>/", views.report, name="report"),
    path("bao-cao/<uuid:report_id>/sua/", views.change, name="change"),
    path("bao-cao/<uuid:report_id>/ky/", views.sign, name="sign"),
    path("bao-cao/<uuid:report_id>/bo/", views.drop, name="drop"),
    path("bao-cao/<uuid:report_id>/tu-khi-ky/", views.since, name="since"),
    path("bao-cao/<uuid:report_id>/tep/<str:form>/", files.file, name="file"),
    path("bao-cao/<uuid:report_id>/ban/<int:revision>/", views.signed, name="signed"),
    path("bao-cao/<uuid:report_id>/ban/<int:revision>/tep/<str:form>/", files.signed_file, name="signed_file"),
    path("bao-cao/<uuid:report_id>/ban/<int:revision>/dau-so/", files.head, name="head"),
]
