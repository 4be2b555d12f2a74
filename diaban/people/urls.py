"""Addresses of residents and households. They carry ids, never names or numbers."""

from __future__ import annotations

from django.urls import path

from diaban.web.later import Later

events, households, lists, merging, papers, records, search, stays = (
    Later(f"diaban.people.views.{name}")
    for name in ("events", "households", "lists", "merging", "papers", "records", "search", "stays")
)

app_name = "people"
urlpatterns = [
    path("tim/", search.find, name="search"),
    path("doc-the/", search.read_card, name="read_card"),
    path("tim/<slug:token>/", search.found, name="found"),
    path("cu-dan/", lists.residents, name="residents"),
    path("cu-dan/moi/", events.register, name="register"),
    path("cu-dan/<uuid:resident_id>/", records.resident, name="resident"),
    path("cu-dan/<uuid:resident_id>/lich-su/", records.history, name="history"),
    path("cu-dan/<uuid:resident_id>/sua/", events.correct, name="correct"),
    path("cu-dan/<uuid:resident_id>/so-cu/", events.add_alias, name="add_alias"),
    path("cu-dan/<uuid:resident_id>/so-cu/<int:alias_id>/bo/", events.remove_alias, name="remove_alias"),
    path("cu-dan/<uuid:resident_id>/khai-tu/", events.death, name="death"),
    path("cu-dan/<uuid:resident_id>/chuyen-di/", events.move_out, name="move_out"),
    path("cu-dan/<uuid:resident_id>/chuyen-den/", events.move_in, name="move_in"),
    path("cu-dan/<uuid:resident_id>/huy/<uuid:event_id>/", events.void, name="void"),
    path("cu-dan/<uuid:resident_id>/khai-bao/", stays.open_stay, name="open_stay"),
    path("cu-dan/<uuid:resident_id>/khai-bao/<uuid:stay_id>/", stays.close_stay, name="close_stay"),
    path("cu-dan/<uuid:resident_id>/khai-bao/<uuid:stay_id>/huy/", stays.cancel_stay, name="cancel_stay"),
    path("cu-dan/<uuid:merged_id>/tach/", merging.unmerge, name="unmerge"),
    path("cu-dan/<uuid:resident_id>/tach-ho/", households.split, name="split"),
    path("cu-dan/<uuid:resident_id>/nhap-ho/", households.join, name="join"),
    path("cu-dan/<uuid:resident_id>/giay-to/", papers.attach, name="attach"),
    path("cu-dan/<uuid:resident_id>/giay-to/<uuid:attachment_id>/", papers.paper, name="paper"),
    path("cu-dan/<uuid:resident_id>/giay-to/<uuid:attachment_id>/go/", papers.detach, name="detach"),
    path("ho/<uuid:household_id>/", records.household, name="household"),
    path("ho/<uuid:household_id>/khai-sinh/", events.birth, name="birth"),
    path("ho/<uuid:household_id>/them-nguoi/", events.add_member, name="add_member"),
    path("ho/<uuid:household_id>/chu-ho/", households.head, name="head"),
    path("ho/<uuid:household_id>/xoa/", households.close, name="close_household"),
]
