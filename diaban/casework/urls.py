"""Addresses of the corridor. They carry ids, never names."""

from __future__ import annotations

from django.urls import path

from diaban.web.later import Later

calendar, cases, inbox = (Later(f"diaban.casework.views.{name}") for name in ("calendar", "cases", "inbox"))

app_name = "casework"
urlpatterns = [
    path("viec/", inbox.inbox, name="inbox"),
    path("viec/nhieu/", inbox.many, name="many"),
    path("viec/<uuid:case_id>/", cases.case, name="case"),
    path("viec/<uuid:case_id>/<slug:verb>/", cases.verb, name="verb"),
    path("lich-lam-viec/", calendar.calendar, name="calendar"),
    path("lich-lam-viec/ngay/", calendar.day, name="day"),
    path("lich-lam-viec/hoan-doi/", calendar.swap, name="swap"),
    path("lich-lam-viec/gio/", calendar.hours, name="hours"),
    path("lich-lam-viec/thoi-han/<str:rule_code>/", calendar.rule, name="rule"),
    path("lich-lam-viec/lan/<int:version>/", calendar.change, name="change"),
]
