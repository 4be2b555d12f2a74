"""Addresses of incidents. They carry ids and codes, never names."""

from __future__ import annotations

from django.urls import path

from diaban.web.later import Later

course, entering, kinds, lists, points, records, searching = (
    Later(f"diaban.incidents.views.{name}")
    for name in ("course", "entering", "kinds", "lists", "points", "records", "searching")
)

app_name = "incidents"
_ONE = "vu-viec/<uuid:incident_id>/"
urlpatterns = [
    path("vu-viec/", lists.incidents, name="incidents"),
    path("vu-viec/bao/", entering.report, name="report"),
    path("vu-viec/ban-do/", points.points, name="map"),
    path("vu-viec/tim/", searching.find, name="search"),
    path("vu-viec/tim/<str:token>/", searching.found, name="found"),
    path("vu-viec/danh-muc/", kinds.kinds, name="kinds"),
    path("vu-viec/danh-muc/moi/", kinds.add, name="add_kind"),
    path("vu-viec/danh-muc/<slug:kind_code>/", kinds.change, name="kind"),
    path(_ONE, records.incident, name="incident"),
    path(_ONE + "lich-su/", records.history, name="history"),
    path(_ONE + "sua/", entering.correct, name="correct"),
    path(_ONE + "nguoi/", entering.add_involved, name="add_involved"),
    path(_ONE + "nguoi/<uuid:involved_id>/", entering.edit_involved, name="involved"),
    path(_ONE + "nguoi/<uuid:involved_id>/go/", entering.take_off, name="take_off"),
    path(_ONE + "bien-phap/", course.step, name="step"),
    path(_ONE + "xac-minh/", course.check, name="check"),
    path(_ONE + "chuyen/", course.hand_over, name="hand_over"),
    path(_ONE + "thong-bao/", course.notify, name="notify"),
    path(_ONE + "ket-thuc/", course.close, name="close"),
    path(_ONE + "mo-lai/", course.reopen, name="reopen"),
    path(_ONE + "vung-sau/", course.remote, name="remote"),
    path(_ONE + "ghi-nham/", course.void, name="void"),
]
