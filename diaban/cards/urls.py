"""Addresses of applications for cards. They carry ids, never names or numbers."""

from __future__ import annotations

from django.urls import path

from diaban.web.later import Later

lists, records, steps, counter, batches, drives, slips = (
    Later(f"diaban.cards.views.{name}")
    for name in ("lists", "records", "steps", "counter", "batches", "drives", "slips")
)

app_name = "cards"
urlpatterns = [
    path("can-cuoc/", lists.applications, name="applications"),
    path("can-cuoc/cho/<uuid:resident_id>/", steps.apply, name="apply"),
    path("can-cuoc/cho/<uuid:resident_id>/the-dang-giu/", steps.note_card, name="note_card"),
    path("can-cuoc/den-han/", lists.due, name="due"),
    path("can-cuoc/the/", lists.stock, name="stock"),
    path("can-cuoc/the/nhan/", counter.receive, name="receive"),
    path("can-cuoc/the/tra/", counter.station, name="station"),
    path("can-cuoc/lo/", batches.batches, name="batches"),
    path("can-cuoc/lo/lap/", batches.make_batch, name="make_batch"),
    path("can-cuoc/lo/ket-qua/", batches.answer, name="answer"),
    path("can-cuoc/lo/<uuid:batch_id>/", batches.batch, name="batch"),
    path("can-cuoc/lo/<uuid:batch_id>/tep/", batches.batch_file, name="batch_file"),
    path("can-cuoc/dot/", drives.drives, name="drives"),
    path("can-cuoc/dot/moi/", drives.begin, name="begin"),
    path("can-cuoc/dot/<uuid:drive_id>/", drives.drive, name="drive"),
    path("can-cuoc/<uuid:application_id>/", records.application, name="application"),
    path("can-cuoc/<uuid:application_id>/thu-nhan/", steps.capture, name="capture"),
    path("can-cuoc/<uuid:application_id>/tra-lai/", steps.send_back, name="send_back"),
    path("can-cuoc/<uuid:application_id>/in-the/", steps.print_card, name="print"),
    path("can-cuoc/<uuid:application_id>/hong/", steps.spoil, name="spoil"),
    path("can-cuoc/<uuid:application_id>/giay-hen.<slug:form>", slips.slip, name="slip"),
    path("can-cuoc/<uuid:application_id>/tra-the/", steps.hand, name="hand"),
    path("can-cuoc/<uuid:application_id>/buoc/<slug:verb>/", steps.plain, name="step"),
]
