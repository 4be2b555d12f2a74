"""Boundaries brought in by the administrator of a ground; until then its map is drawn as circles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diaban.access.roles import Permission
from diaban.areas import actions
from diaban.console.views.base import viewer_of
from diaban.web.fields import CheckField, DayField, TextField
from diaban.web.forms import Form, form_page
from diaban.web.pages import Crumb

#: The largest file taken: a province's outlines in full detail are some tens of MB.
MAX_MB = 50


class BoundaryForm(Form):
    """A GeoJSON file and where it comes from."""

    file = forms.FileField(
        label=gettext_lazy("Tệp ranh giới"),
        help_text=gettext_lazy("GeoJSON, tọa độ WGS84, mỗi đơn vị mang mã của nó; tối đa 50 MB."),
    )
    source = TextField(
        label=gettext_lazy("Nguồn"), max_length=200, help_text=gettext_lazy("Cơ quan, văn bản hoặc bộ dữ liệu.")
    )
    on = DayField(
        label=gettext_lazy("Theo danh mục ngày"),
        required=False,
        help_text=gettext_lazy("Để trống nếu là các đơn vị của hôm nay."),
    )
    swapped = CheckField(label=gettext_lazy("Tệp ghi vĩ độ trước kinh độ"), required=False)

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > MAX_MB * 2**20:
            raise ValidationError(_("Tệp lớn hơn 50 MB nên chưa nhận. Hãy giản lược đường ranh hoặc chia nhỏ."))
        return upload


def boundaries(request: HttpRequest) -> HttpResponse:
    """GET, POST /quan-tri/ranh-gioi/: outlines replace the earlier ones of their units; the whole file or nothing."""
    viewer = viewer_of(request, Permission.AREAS_EDIT)

    def save(data: dict[str, Any]) -> actions.Imported:
        return actions.import_boundaries(
            data["file"].read(), by=viewer, source=data["source"], on=data["on"], swapped=data["swapped"]
        )

    own = viewer.scope.unit_id
    home = reverse("console:areas") if own is None else reverse("console:area", args=[own])
    return form_page(
        request, BoundaryForm, title=_("Nhập ranh giới"), button=_("Nhập ranh giới"), save=save,
        lead=_("Ranh giới đã có của các đơn vị trong tệp được thay; số liệu không đổi."), cancel=home,
        done=lambda made: (made.sentence, home),
        crumbs=[Crumb(_("Quản trị"), reverse("console:administration"))],
    )  # fmt: skip
