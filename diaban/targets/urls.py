"""Addresses of targets."""

from __future__ import annotations

from django.urls import path

from diaban.web.later import Later

views = Later("diaban.targets.views")

app_name = "targets"
urlpatterns = [
    path("chi-tieu/", views.plans, name="plans"),
    path("chi-tieu/moi/", views.set_target, name="set"),
    path("chi-tieu/<uuid:plan_id>/", views.plan, name="plan"),
    path("chi-tieu/<uuid:plan_id>/dieu-chinh/", views.revise, name="revise"),
    path("chi-tieu/<uuid:plan_id>/bai-bo/", views.withdraw, name="withdraw"),
]
