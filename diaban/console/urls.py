"""Addresses of the console's own pages. They carry ids and days, never names."""

from __future__ import annotations

from django.urls import path

from diaban.web.later import Later

areas, boundaries, figures, home, kept, ledger, lookups, own, ratios, silent, system, units = (
    Later(f"diaban.console.views.{name}")
    for name in (
        "areas", "boundaries", "figures", "home", "kept", "ledger", "lookups", "own", "ratios", "silent", "system",
        "units",
    )
)  # fmt: skip

app_name = "console"
urlpatterns = [
    path("", home.home, name="home"),
    path("dia-ban/", areas.tree, name="areas"),
    path("dia-ban/danh-sach/", units.units, name="provinces"),
    path("dia-ban/<int:unit_id>/", areas.area, name="area"),
    path("dia-ban/<int:unit_id>/don-vi/", units.units, name="units"),
    path("dia-ban/<int:unit_id>/im-lang/", silent.silent, name="silent"),
    path("dia-ban/<int:unit_id>/moc-so-lieu/", kept.kept, name="kept"),
    path("dia-ban/<int:unit_id>/moc-so-lieu/ghi/", kept.keep, name="keep"),
    path("dia-ban/<int:unit_id>/moc-so-lieu/khoang-trong/", kept.gap, name="gap"),
    path("dia-ban/<int:unit_id>/moc-so-lieu/cong-bo/", kept.declare, name="declare"),
    path("dia-ban/<int:unit_id>/moc-so-lieu/cong-bo/<uuid:declared_id>/sua/", kept.revise, name="revise_declared"),
    path("dia-ban/<int:unit_id>/moc-so-lieu/cong-bo/<uuid:declared_id>/rut/", kept.withdraw, name="withdraw_declared"),
    path("so-viec/", ledger.lines, name="ledger"),
    path("so-viec/<int:line_id>/", ledger.line, name="line"),
    path("so-lieu/<str:code>/<int:unit_id>/", figures.figure, name="figure"),
    path("so-lieu/<str:code>/<int:unit_id>/don-vi/", figures.units, name="figure_units"),
    path("ty-le/<str:ratio_code>/<int:unit_id>/", ratios.ratio, name="ratio"),
    path("tra-cuu/", lookups.lookups, name="lookups"),
    path("tra-cuu/<uuid:record_id>/", lookups.of_record, name="lookups_of"),
    path("cai-dat/", own.settings, name="settings"),
    path("quan-tri/", system.administration, name="administration"),
    path("quan-tri/ranh-gioi/", boundaries.boundaries, name="boundaries"),
    path("he-thong/", system.system, name="system"),
]
