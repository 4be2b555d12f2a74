"""Pages of a workbook of staff: bring it, look at every row's verdict, write, print the slips."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.console.staff.forms import RosterForm
from diaban.console.staff.people import crumbs
from diaban.console.staff.roster import reading, template, writing
from diaban.console.staff.roster.judging import TITLES, Judged, Verdict, judge
from diaban.console.views.base import viewer_of
from diaban.core.errors import Conflict
from diaban.web.forms import form_page
from diaban.web.pages import Action, Crumb, page

#: Between the look and the writing the rows travel with the page, signed; so many seconds they are taken back.
_SALT, _LASTS = "diaban.roster", 3600


def roster(request: HttpRequest) -> HttpResponse:
    """GET: bring a workbook. POST: what each of its rows would do; nothing is written yet."""
    viewer = viewer_of(request, Permission.ACCESS_MANAGE)
    looked: list[list[Judged]] = []
    response = form_page(
        request, RosterForm, title=_("Cán bộ từ bảng tính"), crumbs=crumbs(), button=_("Xem kết luận từng dòng"),
        lead=_("Thêm cán bộ, giao việc, cấp tài khoản và ghi thôi việc cho nhiều người một lần."),
        actions=[Action(_("Tải tệp mẫu"), reverse("staff:roster_template"))], cancel=reverse("staff:staff"),
        save=lambda data: looked.append(judge(viewer, _entries(data["workbook"]))),
        done=lambda _saved: ("", reverse("staff:roster")),
    )  # fmt: skip
    return verdicts_page(request, viewer, looked[0]) if looked else response


def _entries(upload: Any) -> list[reading.Entry]:
    with tempfile.NamedTemporaryFile(suffix=Path(upload.name).suffix[:8]) as held:
        for chunk in upload.chunks():
            held.write(chunk)
        held.flush()
        return reading.entries(Path(held.name), upload.name)


@never_cache
def verdicts_page(request: HttpRequest, viewer: Viewer, rows: list[Judged]) -> HttpResponse:
    """Every row with its verdict; the button writes those that stand."""
    told = {"by": viewer.staff_id, "rows": [row.entry.plain() for row in rows]}
    standing = sum(row.verdict in (Verdict.NEW, Verdict.POSTED, Verdict.ENDED) for row in rows)
    return page(
        request, "console/staff/roster.html", title=_("Kết luận từng dòng"), crumbs=_crumbs(), rows=rows,
        counts=_counts(rows), standing=standing, again=reverse("staff:roster"), write=reverse("staff:write_roster"),
        packed=signing.dumps(told, salt=_SALT, compress=True),
    )  # fmt: skip


def _crumbs() -> list[Crumb]:
    return [*crumbs(), Crumb(_("Cán bộ từ bảng tính"), reverse("staff:roster"))]


def _counts(rows: list[Judged]) -> list[tuple[Any, int]]:
    found = Counter(row.verdict for row in rows)
    return [(title, found[verdict]) for verdict, title in TITLES.items() if found[verdict]]


@require_POST
@never_cache
def write(request: HttpRequest) -> HttpResponse:
    """Write what was looked at, judged once more; the slips with the one-time passwords are shown this once."""
    viewer = viewer_of(request, Permission.ACCESS_MANAGE)
    written = writing.write(by=viewer, entries=_packed(request, viewer))
    return page(
        request, "console/staff/slips.html", title=_("Đã ghi"), crumbs=_crumbs(), counts=_counts(written.rows),
        slips=written.slips, refused=[row for row in written.rows if row.verdict is Verdict.REFUSED],
        back=reverse("staff:staff"), address=request.build_absolute_uri("/vao/"),
    )  # fmt: skip


def _packed(request: HttpRequest, viewer: Viewer) -> list[reading.Entry]:
    """The rows that this administrator looked at within the hour."""
    sentence = _("Bảng đã mở quá lâu hoặc không phải của bạn; chưa ghi gì. Hãy nộp lại tệp.")
    try:
        told = signing.loads(request.POST.get("packed", ""), salt=_SALT, max_age=_LASTS)
    except signing.BadSignature as error:
        raise Conflict(sentence) from error
    if told["by"] != viewer.staff_id:
        raise Conflict(sentence)
    return [reading.Entry.of(row) for row in told["rows"]]


def roster_template(request: HttpRequest) -> HttpResponse:
    """GET: the workbook to fill in, with the offices and roles to choose from."""
    viewer = viewer_of(request, Permission.ACCESS_MANAGE)
    response = HttpResponse(template.template(viewer), content_type=template.KIND)
    response["Content-Disposition"] = f'attachment; filename="{template.NAME}"'
    return response
