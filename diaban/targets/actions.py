"""The verbs: set a target, revise it, take it back. Each writes a version and one ledger line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.core.errors import Conflict, Invalid, NotFound, Stale
from diaban.core.ids import uuid7
from diaban.core.time import today
from diaban.figures.measures import measures
from diaban.figures.periods_named import Named
from diaban.figures.periods_read import read
from diaban.ledger.actions import append
from diaban.ledger.lines import Line
from diaban.targets import dividing
from diaban.targets.data import Division, Document
from diaban.targets.models import Part, Plan, Split, Version
from diaban.targets.policies import check_set

#: The largest target: beyond it something else than a count was typed.
MOST = 10**12
#: 100,00 %
WHOLE_RATE = 10_000


def set_target(
    *, by: Viewer, measure: str, unit_id: int, period: Named, value: int, document: Document,
    division: Division | None = None, denominator: str = "", as_of: date | None = None, plan_id: UUID | None = None,
) -> Plan:  # fmt: skip
    """Set a target. With `denominator` it is a rate: `value` in hundredths of a percent of that measure on `as_of`.

    Raises Refused outside the viewer's ground, Invalid for what can't be, Conflict where one is in force already.
    """
    check_set(by, areas.unit(unit_id).id)
    plan = Plan(
        id=plan_id or uuid7(), measure=measure, unit_id=unit_id, period=period.code, since=period.since,
        until=period.until, denominator=denominator, as_of=(as_of or period.until) if denominator else None,
    )  # fmt: skip
    _check(plan, value, document)
    given = _divided(by, plan, value, division or Division())
    try:
        with transaction.atomic():
            plan.save(force_insert=True)
            _write(by, plan, value, document, (division or Division()), given, "")
            _line(by, plan, "set")
    except IntegrityError as error:
        if "plan_once" in str(error) or "plan_pkey" in str(error):
            raise Conflict(_("Chỉ tiêu này của kỳ này đã được giao; hãy điều chỉnh nó, chưa ghi gì thêm.")) from error
        raise
    return plan


def revise(
    *, by: Viewer, plan_id: UUID, version: int, value: int, document: Document, division: Division | None = None,
    reason: str = "",
) -> Plan:  # fmt: skip
    """Give a target another value or division by another document; what it was stays readable. Raises Stale where
    someone else revised it since `version` was read.
    """
    with transaction.atomic():
        plan = _locked(by, plan_id, version)
        _check(plan, value, document)
        given = _divided(by, plan, value, division or Division())
        _next(plan)
        _write(by, plan, value, document, division or Division(), given, reason)
        _line(by, plan, "revised")
    return plan


def withdraw(*, by: Viewer, plan_id: UUID, version: int, document: Document, reason: str) -> Plan:
    """Take a target back by a document; its last value and division stay readable."""
    with transaction.atomic():
        plan = _locked(by, plan_id, version)
        last = plan.versions.get(number=plan.version)
        _check(plan, last.value, document)
        plan.withdrawn = True
        _next(plan)
        kept = {part.unit_id: part.value for part in last.parts.all()}
        _write(by, plan, last.value, document, Division(Split(last.split)), kept, reason)
        _line(by, plan, "withdrawn")
    return plan


def _divided(by: Viewer, plan: Plan, value: int, division: Division) -> dict[int, int]:
    return dividing.parts(
        by, measure=plan.measure, unit_id=plan.unit_id, period=read(plan.period), value=value, division=division,
        rate=plan.is_rate,
    )  # fmt: skip


def check_measure(code: str) -> None:
    """Raises Invalid for a measure that no room counts."""
    if code not in measures():
        sentence = _("Không có số liệu này.")
        raise Invalid(sentence, {"measure": sentence})


def _check(plan: Plan, value: int, document: Document) -> None:
    """What a target can't be, field by field."""
    check_measure(plan.measure)
    wrong: dict[str, str] = {}
    known = measures()
    if plan.denominator and plan.denominator not in known:
        wrong["denominator"] = _("Không có số liệu này.")
    if plan.denominator and plan.denominator == plan.measure:
        wrong["denominator"] = _("Mẫu số phải khác số liệu được giao.")
    if not 0 <= value <= (WHOLE_RATE * 100 if plan.is_rate else MOST):
        wrong["value"] = _("Chỉ tiêu phải từ 0 trở lên và trong khoảng có thể.")
    if not document.number.strip():
        wrong["document"] = _("Cần số, ký hiệu của văn bản giao chỉ tiêu.")
    if not document.signer_post.strip():
        wrong["signer_post"] = _("Cần chức vụ người ký.")
    if document.signed_on > today():
        wrong["signed_on"] = _("Ngày ký không thể sau hôm nay.")
    if wrong:
        raise Invalid(next(iter(wrong.values())), wrong)


def _locked(by: Viewer, plan_id: UUID, version: int) -> Plan:
    seen = Plan.objects.filter(pk=plan_id).first()
    if seen is None:
        raise NotFound(_("Không có chỉ tiêu này trong phạm vi của bạn."))
    check_set(by, seen.unit_id)
    plan = Plan.objects.select_for_update().get(pk=plan_id)
    if plan.withdrawn:
        raise Conflict(_("Chỉ tiêu này đã được bãi bỏ; chưa ghi gì."))
    if plan.version != version:
        raise Stale(_("Người khác vừa điều chỉnh chỉ tiêu này; chưa lưu gì, hãy xem bản mới rồi làm lại."))
    return plan


def _next(plan: Plan) -> None:
    plan.version += 1
    plan.save(update_fields=["version", "withdrawn"])


def _write(
    by: Viewer, plan: Plan, value: int, document: Document, division: Division, parts: Mapping[int, int], reason: str
) -> None:
    version = Version.objects.create(
        plan=plan, ground_id=plan.unit_id, number=plan.version, value=value, split=division.split,
        document=document.number.strip(), signed_on=document.signed_on, signer_post=document.signer_post.strip(),
        reason=reason.strip(), actor=by.staff_id, office=by.office_id,
    )  # fmt: skip
    Part.objects.bulk_create(
        Part(version=version, ground_id=plan.unit_id, unit_id=unit, value=part) for unit, part in parts.items()
    )


def _line(by: Viewer, plan: Plan, what: str) -> None:
    append([Line(f"targets.{what}", plan.id, plan.unit_id, by.office_id, by.staff_id, dims={"measure": plan.measure})])
