"""Asking for a look at all residents of one's ground: who is recorded twice?"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diaban.areas import queries as areas
from diaban.people.views.base import purposeful, viewer_of
from diaban.review import jobs, policies
from diaban.web.forms import Form, form_page
from diaban.web.pages import Crumb


class Nothing(Form):
    """Asks before a long piece of work begins."""


@purposeful
def find(request: HttpRequest) -> HttpResponse:
    """GET, POST: the search goes on in the background; what it finds stands in the queue."""
    viewer = viewer_of(request)
    policies.check_find(viewer)
    unit_id = viewer.scope.unit_id or 0

    def save(_data: dict[str, Any]) -> None:
        jobs.find_duplicates.defer(unit_id=unit_id, posting_id=viewer.posting_id or 0, purpose=viewer.purpose or "")

    lead = _("So mọi hồ sơ cư dân của %(unit)s với nhau. Cặp nghi trùng vào hàng đợi đối chiếu; không cặp nào tự gộp.")
    return form_page(
        request, Nothing, title=_("Tìm hồ sơ trùng"), lead=lead % {"unit": areas.label(unit_id)}, save=save,
        button=_("Tìm trong nền"), cancel=reverse("review:queue"),
        done=lambda _saved: (_("Đang tìm trong nền; cặp nghi trùng sẽ hiện dần ở đây."), reverse("review:queue")),
        crumbs=[Crumb(_("Đối chiếu"), reverse("review:queue"))],
    )  # fmt: skip
