"""The verbs of a report: draft, change, sign, drop."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from diaban.access.models import Body, Office
from diaban.access.scope import Viewer
from diaban.core.errors import Conflict, Invalid
from diaban.core.text import fmt_date, tidy
from diaban.core.time import today
from diaban.figures import cuts
from diaban.figures.periods_named import Named
from diaban.ledger.actions import append
from diaban.ledger.lines import Line
from diaban.reports import asking, build, letterhead, policies, queries, signing, unsigned
from diaban.reports.content import Content, Letterhead, plain
from diaban.reports.models import Report, ReportState, Signed

#: An office's own words on a report.
LONGEST = 20_000


def draft(*, by: Viewer, template: str, area: str | int, period: str, map: str = "then") -> Report:
    """Begin a report. Raises NotFound or Invalid where area, period or map don't fit, Refused outside the ground,
    Conflict where the office has one of the same already.
    """
    ask = asking.ask(template, area, period, map=map)
    policies.check_draft(by, ask.unit.id)
    with transaction.atomic():
        same = Report.objects.exclude(state=ReportState.DROPPED).filter(
            template=template, place=ask.unit.id, period=ask.named.code, office=by.office_id
        )
        if same.exists():
            raise Conflict(_("Đơn vị đã có báo cáo này; hãy mở nó trong danh sách để sửa hoặc ký."))
        made = Report.objects.create(
            template=template, place=ask.unit.id, period=ask.named.code, map=ask.map_choice, office=by.office_id,
            actor=by.staff_id,
        )  # fmt: skip
        _line(by, made, "reports.drafted")
    return made


def change(
    *, by: Viewer, report_id: UUID, version: int, remarks: str = "", recipients: Sequence[str] = (), map: str = "then"
) -> Report:
    """Change what an office says around the figures. Raises Refused, Invalid, Conflict for an older version."""
    with transaction.atomic():
        found = _locked(by, report_id, version)
        policies.check_change(by, found)
        shown = asking.ask(found.template, found.place, found.period, map=map).map_choice
        if len(remarks) > LONGEST:
            raise Invalid(_("Phần nhận xét dài quá; hãy rút gọn."), {"remarks": _("Rút gọn phần này.")})
        found.remarks = "\n".join(filter(None, (tidy(line) for line in remarks.splitlines())))
        found.recipients = [told for told in (tidy(each).rstrip(";.") for each in recipients) if told]
        found.map, found.version = shown, found.version + 1
        found.save(update_fields=["remarks", "recipients", "map", "version"])
    return found


def drop(*, by: Viewer, report_id: UUID, version: int) -> Report:
    """Give a draft up; it stays in the ledger that there was one."""
    with transaction.atomic():
        found = _locked(by, report_id, version)
        policies.check_drop(by, found)
        found.state, found.version = ReportState.DROPPED, found.version + 1
        found.save(update_fields=["state", "version"])
        _line(by, found, "reports.dropped")
    return found


def sign(
    *, by: Viewer, report_id: UUID, version: int, day: date | None = None, number: int | None = None,
    cut: int | None = None,
) -> Signed:  # fmt: skip
    """Sign a report at a cut of the ledger: the one that its signer saw, or a new one behind all that is committed.

    A transaction that is open now is sealed later, so what it writes comes after the cut and is told as that. Signed
    again, the new one says which it replaces. Call it outside of a transaction (see `cuts.draw`). Raises Refused,
    Invalid, Conflict.
    """
    policies.check_sign(by, queries.report(viewer=by, report_id=report_id), _period(by, report_id))
    head = asking.head_of(str(cut if cut is not None else cuts.draw()))
    with transaction.atomic():
        found = _locked(by, report_id, version)
        policies.check_sign(by, found, queries.period_of(found))
        before = Signed.objects.filter(report=found).order_by("-revision").first()
        on = _day(found, day)
        office = Office.objects.get(pk=by.office_id)
        _check_number(office, on, number)
        ask = queries.ask_of(found, head)
        content = build.content(
            ask, _letterhead(by, office, found, on, number), viewer=by, remarks=found.remarks,
            revision=before.revision + 1 if before else 1, replaces=_replaces(before),
        )  # fmt: skip
        unsigned.check_known(ask, content)
        made = _keep(by, found, content, on, number)
        found.state, found.version = ReportState.SIGNED, found.version + 1
        found.save(update_fields=["state", "version"])
        _line(by, found, "reports.signed", revision=made.revision)
    return made


def digest(content: Content) -> str:
    """The SHA-256 of a content's canonical JSON."""
    text = json.dumps(plain(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def _keep(by: Viewer, found: Report, content: Content, day: date, number: int | None) -> Signed:
    assert content.cut is not None
    return Signed.objects.create(
        report=found, revision=content.revision, place=found.place, office=by.office_id, actor=by.staff_id,
        cut=content.cut.size, number=number, day=day, content=plain(content), sha256=digest(content),
    )  # fmt: skip


def _period(by: Viewer, report_id: UUID) -> Named:
    return queries.period_of(queries.report(viewer=by, report_id=report_id))


def _locked(by: Viewer, report_id: UUID, version: int) -> Report:
    queries.report(viewer=by, report_id=report_id)
    found = Report.objects.select_for_update().filter(pk=report_id).first()
    if found is None:  # of another office: it may be read, not changed
        policies.check_change(by, queries.report(viewer=by, report_id=report_id))
        raise Conflict(_("Báo cáo này không còn; chưa có gì được ghi."))
    if found.version != version:
        raise Conflict(_("Báo cáo vừa được người khác sửa; chưa có gì được ghi. Hãy xem lại rồi làm tiếp."))
    return found


def _day(found: Report, day: date | None) -> date:
    """The document's day: today unless said; not in the future, nor before its period was over."""
    on, until = day or today(), queries.period_of(found).until
    if not until < on <= today():
        sentence = _("Ngày văn bản phải sau ngày %(until)s và không sau hôm nay.") % {"until": fmt_date(until)}
        raise Invalid(sentence, {"day": sentence})
    return on


def _check_number(office: Office, on: date, number: int | None) -> None:
    """A number is given once in a year by an office."""
    if number is None:
        return
    if Signed.objects.filter(office=office.pk, day__year=on.year, number=number).exists():
        sentence = _("Số %(number)s của năm %(year)s đã dùng cho báo cáo khác; chưa ký.") % {
            "number": number, "year": on.year}  # fmt: skip
        raise Invalid(sentence, {"number": sentence})


def next_number(*, by: Viewer, on: date) -> int:
    """The number after the last one that the office gave in a year."""
    last = Signed.objects.filter(office=by.office_id, day__year=on.year).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _letterhead(by: Viewer, office: Office, found: Report, on: date, number: int | None) -> Letterhead:
    made = letterhead.made(
        letterhead.of_office(office), on=on, day=on, count=number, to=tuple(found.recipients), post=by.post,
        signer=by.staff_name,
    )  # fmt: skip
    return replace(made, signs_for=signing.above_name(by.post, Body(office.body)))


def _replaces(before: Signed | None) -> str:
    """(Thay thế Báo cáo số 12/BC-UBND ngày 20/12/2023)"""
    if before is None:
        return ""
    told = before.content["letterhead"]["number"].removeprefix("Số:").removeprefix("Số").strip()
    which = f"số {told}" if before.number is not None else f"ký lần {before.revision}"
    return f"(Thay thế Báo cáo {which} ngày {fmt_date(before.day)})"


def _line(by: Viewer, report: Report, kind: str, **dims: int) -> None:
    append([Line(kind, report.pk, report.place, by.office_id, by.staff_id, dims={"template": report.template, **dims})])
