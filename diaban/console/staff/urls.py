"""Addresses of the administration of offices, staff and accounts."""

from __future__ import annotations

from django.urls import path, register_converter

from diaban.console.staff import offices, people, roles, tokens
from diaban.web.later import Later

roster = Later("diaban.console.staff.roster.views")


class VerbConverter:
    """One of the verbs of an account."""

    regex = "cap-lai|mo-khoa|xoa-buoc-hai|ket-thuc-phien|dong|mo-lai"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(VerbConverter, "account_verb")

app_name = "staff"
urlpatterns = [
    path("quan-tri/vai-tro/", roles.roles, name="roles"),
    path("quan-tri/don-vi/", offices.offices, name="offices"),
    path("quan-tri/don-vi/moi/", offices.new_office, name="new_office"),
    path("quan-tri/don-vi/<int:office_id>/", offices.office, name="office"),
    path("quan-tri/don-vi/<int:office_id>/sua/", offices.correct_office, name="correct_office"),
    path("quan-tri/don-vi/<int:office_id>/ket-thuc/", offices.close_office, name="close_office"),
    path("quan-tri/don-vi/<int:office_id>/can-bo-moi/", offices.new_person, name="new_person"),
    path("quan-tri/don-vi/<int:office_id>/giao-viec/", offices.appoint, name="appoint"),
    path("quan-tri/don-vi/<int:office_id>/ma-moi/", tokens.new, name="new_token"),
    path("quan-tri/ma-truy-cap/", tokens.listed, name="tokens"),
    path("quan-tri/ma-truy-cap/<int:token_id>/", tokens.one, name="token"),
    path("quan-tri/ma-truy-cap/<int:token_id>/doi/", tokens.rotate, name="rotate_token"),
    path("quan-tri/ma-truy-cap/<int:token_id>/thu-hoi/", tokens.revoke, name="revoke_token"),
    path("quan-tri/can-bo/", people.people, name="staff"),
    path("quan-tri/can-bo/bang-tinh/", roster.roster, name="roster"),
    path("quan-tri/can-bo/bang-tinh/ghi/", roster.write, name="write_roster"),
    path("quan-tri/can-bo/bang-tinh/mau/", roster.roster_template, name="roster_template"),
    path("quan-tri/can-bo/<int:staff_id>/", people.person, name="person"),
    path("quan-tri/can-bo/<int:staff_id>/tai-khoan/", people.new_account, name="new_account"),
    path("quan-tri/vi-tri/<int:posting_id>/ket-thuc/", people.end_posting, name="end_posting"),
    path("quan-tri/tai-khoan/<int:account_id>/<account_verb:verb>/", people.account_verb, name="account_verb"),
]
