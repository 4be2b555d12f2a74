"""Addresses of reviews. They carry ids of doubts, never names or numbers."""

from __future__ import annotations

from django.urls import path

from diaban.web.later import Later

pages, duplicates = Later("diaban.review.views"), Later("diaban.review.views_duplicates")
pairs = Later("diaban.review.views_pairs")

app_name = "review"
urlpatterns = [
    path("doi-chieu/", pages.queue, name="queue"),
    path("doi-chieu/tiep/", pages.following, name="following"),
    path("doi-chieu/da-chuyen/", pages.handed, name="handed"),
    path("doi-chieu/gop/", pairs.pair, name="pair"),
    path("doi-chieu/gop/<uuid:one_id>/", pairs.pair, name="pair_with"),
    path("doi-chieu/gop/<uuid:one_id>/<uuid:other_id>/", pairs.compare, name="compare"),
    path("doi-chieu/hoan-tac/", pages.undo, name="undo"),
    path("doi-chieu/<uuid:doubt_id>/", pages.doubt, name="doubt"),
    path("doi-chieu/<uuid:doubt_id>/tra-loi/", pages.answer, name="answer"),
    path("doi-chieu/<uuid:doubt_id>/chuyen-tinh/", pages.escalate, name="escalate"),
    path("doi-chieu/tim-trung/", duplicates.find, name="find_duplicates"),
]
