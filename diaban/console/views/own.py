"""The viewer's own settings: language, theme, text size, contrast, single-key shortcuts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from diaban.console.views.base import viewer_of
from diaban.web.pages import page


def settings(request: HttpRequest) -> HttpResponse:
    """GET /cai-dat/; each choice is sent to web:look."""
    viewer_of(request)
    choices = [
        ("theme", _("Nền"), [("auto", _("Theo máy")), ("light", _("Sáng")), ("dark", _("Tối"))]),
        ("size", _("Cỡ chữ"), [("1", _("Chữ thường")), ("2", _("Lớn")), ("3", _("Rất lớn"))]),
        ("contrast", _("Tương phản"), [("auto", _("Theo máy")), ("normal", _("Thường")), ("more", _("Cao"))]),
        ("keys", _("Phím tắt một phím"), [("on", _("Bật")), ("off", _("Tắt"))]),
    ]
    lead = _("Các lựa chọn này chỉ đổi cách hiện trên máy này, không đổi dữ liệu.")
    return page(request, "console/settings.html", title=_("Cài đặt hiển thị"), lead=lead, choices=choices)
