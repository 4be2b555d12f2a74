"""Reads of reports: those of the reader's ground, what a draft says now, what was signed, and the same made again."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from diaban.access.models import Office
from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.core.errors import NotFound
from diaban.figures import periods_read
from diaban.figures.periods_named import Named
from diaban.ledger import heads
from diaban.ledger.heads import Head
from diaban.reports import asking, build, letterhead, policies, unsigned
from diaban.reports.asking import Ask
from diaban.reports.content import Content, loaded
from diaban.reports.letterhead import Issuer
from diaban.reports.models import Report, ReportState, Signed
from diaban.reports.shipped import template_of


def reports(*, viewer: Viewer) -> QuerySet[Report]:
    """Reports of the ground, the newest first; dropped drafts are left out. Raises Refused."""
    policies.check_read(viewer)
    latest = Signed.objects.defer("content").order_by("-revision")
    found = Report.objects.exclude(state=ReportState.DROPPED).prefetch_related(Prefetch("signed", latest))
    return found.order_by("-made_at", "-id")


def report(*, viewer: Viewer, report_id: UUID) -> Report:
    """One report. Raises NotFound outside the ground, Refused for a role without reports."""
    policies.check_read(viewer)
    found = Report.objects.filter(pk=report_id).first()
    if found is None:
        raise NotFound(_("Không có báo cáo này trong phạm vi của bạn."))
    return found


def signed(*, viewer: Viewer, report_id: UUID, revision: int | None = None) -> Signed:
    """What was signed, the latest unless one is named. Raises NotFound, Refused."""
    policies.check_read(viewer)
    found = Signed.objects.filter(report_id=report_id).select_related("report").order_by("-revision")
    one = found.filter(revision=revision).first() if revision is not None else found.first()
    if one is None:
        raise NotFound(_("Không có bản đã ký này trong phạm vi của bạn."))
    return one


def revisions(*, viewer: Viewer, report_id: UUID) -> list[Signed]:
    """Everything that was signed of a report, the latest first."""
    policies.check_read(viewer)
    return list(Signed.objects.filter(report_id=report_id).defer("content").order_by("-revision"))


def period_of(found: Report) -> Named:
    """The period of a report."""
    return periods_read.read(found.period, template_of(found.template).family)


def ask_of(found: Report, cut: Head | None) -> Ask:
    """What a report asks for, at a cut or, without one, of all that is committed."""
    return asking.ask(found.template, found.place, found.period, map=found.map, cut=cut)


def issuer_of(found: Report) -> Issuer:
    """The body that a report comes from."""
    return letterhead.of_office(Office.objects.get(pk=found.office))


def draft(*, viewer: Viewer, report: Report) -> Content:
    """What a draft says now: at the newest sealed line, so that all its numbers are of one moment."""
    policies.check_read(viewer)
    return unsigned.content(
        ask_of(report, heads.last()), viewer=viewer, issuer=issuer_of(report), remarks=report.remarks,
        recipients=tuple(report.recipients),
    )  # fmt: skip


def content_of(found: Signed) -> Content:
    """A signed report as it was signed."""
    return loaded(found.content)


def again(*, viewer: Viewer, signed: Signed) -> Content:
    """The same report counted again from the ledger at its own cut: equal to what was signed unless the map of areas
    was corrected since, or lines were tampered with.
    """
    kept = content_of(signed)
    ask = asking.ask(
        kept.template, kept.area_id, signed.report.period, map=kept.map_choice, cut=asking.head_of(str(signed.cut))
    )
    return build.content(
        ask, kept.letterhead, viewer=viewer, remarks=kept.remarks, revision=kept.revision, replaces=kept.replaces
    )


def subject(found: Report) -> str:
    """A report in one line: Tình hình năm 2023 tại huyện Kỳ Anh."""
    named = period_of(found)
    unit = areas.unit(found.place, named.until)
    return template_of(found.template).title.format(period=named.label, area=unit.full_name)
