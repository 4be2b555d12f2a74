"""Addresses of applications for cards. They carry ids, never names or numbers."""

from __future__ import annotations

from django.urls import path

from diaban.web.later import Later

lists, records, steps = (Later(f"diaban.cards.views.{name}") for name in ("lists", "records", "steps"))

app_name = "cards"
urlpatterns = [
    path("can-cuoc/", lists.applications, name="applications"),
    path("can-cuoc/cho/<uuid:resident_id>/", steps.apply, name="apply"),
    path("can-cuoc/<uuid:application_id>/", records.application, name="application"),
    path("can-cuoc/<uuid:application_id>/thu-nhan/", steps.capture, name="capture"),
    path("can-cuoc/<uuid:application_id>/tra-lai/", steps.send_back, name="send_back"),
    path("can-cuoc/<uuid:application_id>/in-the/", steps.print_card, name="print"),
    path("can-cuoc/<uuid:application_id>/tra-the/", steps.hand, name="hand"),
    path("can-cuoc/<uuid:application_id>/buoc/<slug:verb>/", steps.plain, name="step"),
]
