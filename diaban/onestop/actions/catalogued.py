"""Procedures get new versions from a day on; what came in before keeps to its own. Someone says what was checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.casework import actions as corridor
from diaban.casework.clocks import Term
from diaban.casework.registry import ClockRule
from diaban.core.errors import Conflict, Invalid, NotFound
from diaban.core.sql import value
from diaban.core.text import fmt_date, tidy
from diaban.ledger.actions import append
from diaban.ledger.lines import Line, numbered
from diaban.onestop import asking, policies
from diaban.onestop.asking import Paper, Question
from diaban.onestop.models import Procedure
from diaban.onestop.shipped import rule_code


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A version of a procedure as an administrator writes it; `fee` is in đồng, `term` as the corridor's clocks count.

    `questions` hold all that the version before had to ask, for what is granted is made of the answers; others may be
    left out or added.
    """

    code: str
    valid_from: date
    title: str
    national_code: str
    term: Term
    fee: int
    citation: str
    questions: Sequence[Question]
    papers: Sequence[Paper]
    checked: bool = False


def add_version(*, by: Viewer, version: NewVersion) -> Procedure:
    """Write a new version, in force from its day on; the one before ends there. No dossier that came in moves.

    Raises Invalid with a sentence for each thing that can't be, NotFound for a code that has no version, Conflict
    where someone wrote one meanwhile.
    """
    policies.check_catalogue(by)
    with transaction.atomic():
        versions = Procedure.objects.select_for_update().filter(code=version.code).order_by("-version")
        last = versions.first()
        if last is None:
            raise NotFound(_("Danh mục không có thủ tục này."))
        _check(version, last)
        versions.filter(valid_to=None).update(valid_to=version.valid_from)
        made = _row(version, last)
        made.save(force_insert=True)
        corridor.add_rule(by=by, rule=ClockRule(
            rule_code(made.code, made.version), made.title, version.term.amount, version.term.unit, made.citation,
            made.valid_from, cutoff=version.term.cutoff))  # fmt: skip
        append([_line(by, made, "procedure_versioned")])
    return made


def mark_checked(*, by: Viewer, procedure_id: int) -> Procedure:
    """Someone compared a version's code, term, fee and papers with the text of the law."""
    policies.check_catalogue(by)
    with transaction.atomic():
        row = Procedure.objects.select_for_update().filter(pk=procedure_id).first()
        if row is None:
            raise NotFound(_("Danh mục không có thủ tục này."))
        if row.checked:
            raise Conflict(_("Phiên bản này đã được ghi là đã đối chiếu; chưa lưu gì, hãy tải lại trang."))
        row.checked = True
        row.save(update_fields=["checked"])
        append([_line(by, row, "procedure_checked")])
    return row


def _row(version: NewVersion, last: Procedure) -> Procedure:
    title = tidy(version.title)
    return Procedure(
        code=last.code, version=last.version + 1, national_code=tidy(version.national_code) or None, title=title,
        title_en=last.title_en if title == last.title else "", field=last.field, body=last.body,
        amount=version.term.amount, unit=version.term.unit.value, cutoff=version.term.cutoff, fee=version.fee,
        questions=asking.stored(version.questions), papers=asking.stored(version.papers),
        citation=tidy(version.citation), checked=version.checked, own=True, valid_from=version.valid_from,
    )  # fmt: skip


def _check(version: NewVersion, last: Procedure) -> None:
    faults: dict[str, Any] = {}
    if version.valid_from <= last.valid_from:
        faults["valid_from"] = _("Phải sau ngày %s, khi phiên bản mới nhất bắt đầu.") % fmt_date(last.valid_from)
    if not tidy(version.title):
        faults["title"] = _("Ghi tên thủ tục.")
    if not tidy(version.citation):
        faults["citation"] = _("Ghi văn bản quy định phiên bản này.")
    if not 0 <= version.fee <= 1_000_000_000:
        faults["fee"] = _("Ghi phí, lệ phí bằng đồng; 0 nếu không phải nộp.")
    codes = [question.code for question in version.questions]
    if len(codes) != len(set(codes)) or len({paper.code for paper in version.papers}) != len(version.papers):
        faults["papers"] = _("Hai câu hỏi hoặc hai giấy tờ trùng nhau.")
    for question in asking.questions(last.questions):
        same = next((each for each in version.questions if each.code == question.code), None)
        if question.required and (same is None or not same.required or same.kind != question.kind):
            faults[f"q_{question.code}"] = _("Câu này cần cho kết quả nên không bỏ được; chỉ sửa lời.")
    if faults:
        raise Invalid(_("Chưa lưu: một số ô cần sửa lại."), faults)


def _line(by: Viewer, row: Procedure, what: str) -> Line:
    place = by.scope.unit_id or int(value("select id from areas_unit where level = 0 order by id limit 1") or 0)
    return Line(f"onestop.{what}", numbered(row.pk), place, by.office_id, by.staff_id, dims={"procedure": row.code},
                purpose=by.purpose)  # fmt: skip
