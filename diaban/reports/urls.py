"""Addresses of reports. They carry ids, days and cuts, never names."""

from __future__ import annotations

from django.urls import path

from diaban.web.later import Later

views, files = Later("diaban.reports.views"), Later("diaban.reports.views_files")

app_name = "reports"
urlpatterns = [
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
