"""Addresses of one-stop. They carry ids and codes, never names or numbers."""

from __future__ import annotations

from django.urls import path

from diaban.onestop.views.follow import follow
from diaban.web.later import Later

catalogued, form06a, intake, lists, records, steps = (
    Later(f"diaban.onestop.views.{name}") for name in ("catalogued", "form06a", "intake", "lists", "records", "steps")
)

app_name = "onestop"
_ONE = "mot-cua/<uuid:dossier_id>/"
_NEW = "mot-cua/tiep-nhan/"
urlpatterns = [
    path("theo-doi/", follow, name="follow"),
    path("mot-cua/", lists.dossiers, name="dossiers"),
    path("mot-cua/bieu-06a/", form06a.form, name="form06a"),
    path("mot-cua/thu-tuc/", catalogued.procedures, name="catalogue"),
    path("mot-cua/thu-tuc/<slug:procedure>/", catalogued.procedure, name="procedure"),
    path("mot-cua/thu-tuc/<slug:procedure>/phien-ban/", catalogued.add_version, name="add_version"),
    path("mot-cua/thu-tuc/<slug:procedure>/<int:revision>/doi-chieu/", catalogued.check_version, name="check_version"),
    path(_NEW, intake.choose, name="choose"),
    path(f"{_NEW}cho/<uuid:resident_id>/", intake.choose, name="choose_for"),
    path(f"{_NEW}<slug:procedure>/", intake.intake, name="intake"),
    path(f"{_NEW}cho/<uuid:resident_id>/<slug:procedure>/", intake.intake, name="intake_for"),
    path("mot-cua/nhap/<slug:procedure>/", intake.draft, name="draft"),
    path("mot-cua/nhap/cho/<uuid:resident_id>/<slug:procedure>/", intake.draft, name="draft_for"),
    path(_ONE, records.dossier, name="dossier"),
    path(f"{_ONE}bo-sung/", steps.ask, name="ask"),
    path(f"{_ONE}le-phi/", steps.charge, name="charge"),
    path(f"{_ONE}giai-quyet/", steps.approve, name="approve"),
    path(f"{_ONE}tu-choi/", steps.refuse, name="refuse"),
    path(f"{_ONE}dung/", steps.stop, name="stop"),
    path(f"{_ONE}tra-ket-qua/", steps.deliver, name="deliver"),
    path(f"{_ONE}hen-lai/", steps.extend, name="extend"),
    path(f"{_ONE}chuyen/", steps.forward, name="forward"),
    path(f"{_ONE}dinh-kem/", steps.attach, name="attach"),
    path(f"{_ONE}giay-to/<uuid:attachment_id>/", steps.paper, name="paper"),
    path(f"{_ONE}buoc/<slug:verb>/", steps.plain, name="step"),
]
