"""Reports as pages show them: rows of the list, what can be done, what came after a signature."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from diaban.access import queries as access
from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.console.telling import tell
from diaban.core.text import fmt_int
from diaban.figures.after import After, Came
from diaban.reports import links, policies, queries, words
from diaban.reports.comparing import Since
from diaban.reports.content import Content
from diaban.reports.models import Report, ReportState, Signed
from diaban.web.lists import Column
from diaban.web.pages import Action, Crumb, allowed


def address(report: Report) -> str:
    return reverse("reports:report", args=[report.pk])


def crumbs(*more: Crumb) -> list[Crumb]:
    return [Crumb(_("Báo cáo"), reverse("reports:reports")), *more]


def crumb(report: Report) -> Crumb:
    return Crumb(queries.subject(report), address(report))


def columns() -> tuple[Column, ...]:
    return (
        Column(_("Báo cáo"), queries.subject, url=address),
        Column(_("Địa bàn"), lambda report: areas.full_address(report.place)),
        Column(_("Tình trạng"), lambda report: report.get_state_display(), chip=chip_kind),
        Column(_("Số, ngày"), numbered),
        Column(_("Đơn vị lập"), lambda report: access.office_names([report.office]).get(report.office, "")),
        Column(_("Lập lúc"), "made_at", sort="made"),
    )


def chip_kind(report: Report) -> str:
    return "good" if report.state == ReportState.SIGNED else "warn"


def numbered(report: Report) -> str:
    """The number and day of what was last signed; how often, if more than once."""
    found = list(report.signed.all())
    if not found:
        return ""
    last = found[0]
    told = f"{last.number:02d}, " if last.number else ""
    again = _(" (lần %s)") % last.revision if last.revision > 1 else ""
    return f"{told}{last.day:%d/%m/%Y}{again}"


def files(report: Report, revision: int | None = None) -> list[Action]:
    """The report as files, and the head that a signed one stands on."""
    args = [report.pk] if revision is None else [report.pk, revision]
    name = "reports:file" if revision is None else "reports:signed_file"
    found = [Action(form.upper(), reverse(name, args=[*args, form]), "bare", "download") for form in _FORMS]
    if revision is not None:
        found.append(Action(_("Đầu sổ"), reverse("reports:head", args=args), "bare", "key"))
    return found


_FORMS = ("pdf", "docx", "json")


def verbs(viewer: Viewer, report: Report) -> list[Action]:
    """What this viewer may do with a report, with the reason where they may not."""
    named = queries.period_of(report)
    again = report.state == ReportState.SIGNED
    sign = Action(_("Ký lần mới") if again else _("Ký"), reverse("reports:sign", args=[report.pk]), "main", "good")
    change = Action(_("Sửa nhận xét, nơi nhận"), reverse("reports:change", args=[report.pk]), icon="edit")
    found = [
        allowed(sign, lambda: policies.check_sign(viewer, report, named)),
        allowed(change, lambda: policies.check_change(viewer, report)),
    ]
    if again:
        return [Action(_("Từ khi ký đến nay"), reverse("reports:since", args=[report.pk]), icon="clock"), *found]
    drop = Action(
        _("Bỏ dự thảo"), reverse("reports:drop", args=[report.pk]), "danger", "close", post=True,
        confirm=_("Bỏ dự thảo này?"), fields={"version": str(report.version)},
    )  # fmt: skip
    return [*found, allowed(drop, lambda: policies.check_drop(viewer, report))]


def chips_of(signed: Signed | None) -> str:
    """What a page says under a report's title."""
    if signed is None:
        return _("Dự thảo: số liệu đếm tại lần niêm phong mới nhất của sổ. Mỗi số mở ra các dòng đã đếm.")
    return _("Ký lần %(revision)s, chốt tại dòng niêm phong %(cut)s. Mỗi số mở ra các dòng đã đếm khi ký.") % {
        "revision": signed.revision, "cut": fmt_int(signed.cut)}  # fmt: skip


def changes(viewer: Viewer, content: Content, found: Sequence[Since]) -> list[dict[str, Any]]:
    """What came after a signature, a part for each number that it concerns."""
    return [
        {
            "title": part.item.title,
            "about": _("kỳ này") if part.which == "now" else _("cùng kỳ"),
            "was": words.number(part.was), "now": words.number(part.now),
            "gap": words.difference(part.now, part.was), "more": part.more,
            "was_url": links.page(content, part.item.measure, part.which),
            "lines": _lines(viewer, part.lines),
        }
        for part in found
    ]  # fmt: skip


def _lines(viewer: Viewer, found: Sequence[After]) -> list[dict[str, Any]]:
    rows = [line.row or line.replaced for line in found]
    told = iter(tell([row for row in rows if row is not None], viewer))
    titles = {
        Came.LATE: _("dòng đến sau"), Came.CORRECTED: _("dòng đính chính"), Came.LEFT: _("dòng không còn tính ở đây"),
    }  # fmt: skip
    return [
        {
            "told": next(told) if row is not None else None, "came": titles[line.came],
            "effect": "–" if line.effect is None else words.difference(line.effect, 0),
        }
        for line, row in zip(found, rows, strict=True)
    ]  # fmt: skip
