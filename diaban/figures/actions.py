"""Verbs about figures: from when a measure is kept in an area, and figures that were published before the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from diaban.access.policies import check_permission, check_within
from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.core.errors import Conflict, Invalid, NotFound
from diaban.core.ids import uuid7
from diaban.core.sql import execute, one
from diaban.core.text import tidy
from diaban.core.time import today
from diaban.figures import gaps, known
from diaban.figures.gaps import Bound, Gaps
from diaban.figures.measures import measures
from diaban.figures.periods import BEGINNING, Period
from diaban.ledger import actions as ledger
from diaban.ledger.lines import Line, numbered


def keep_from(*, by: Viewer, measure: str, unit_id: int, day: date, document: str = "") -> None:
    """Say from which day a measure (a domain for all of its measures, "" for all) is kept in an area; said again, the
    newest holds. Gaps later than that stay gaps.

    Raises Refused outside the ground or without the right, Invalid for an unknown measure or a day ahead.
    """
    _check(by, measure, unit_id, every=True)
    if not BEGINNING <= day <= today():
        sentence = _("Ngày bắt đầu có số liệu phải từ năm 1900 đến hôm nay; chưa có gì được ghi.")
        raise Invalid(sentence, {"day": sentence})
    with transaction.atomic():
        before = known.declared(measure).get(unit_id)
        later = gaps.without(before.gaps, BEGINNING, day) if before is not None else ()
        _keep(by, measure, unit_id, day, later, document, uuid7())
    known.forget()


def say_gap(*, by: Viewer, measure: str, unit_id: int, period: Period, document: str, filled: bool = False) -> None:
    """Say that a measure (a domain, "" for all) isn't kept in an area from one day to another, between days on which it
    is; `filled`: that it is after all.

    Raises Refused outside the ground or without the right, Invalid for an unknown measure, days ahead, or days before
    anything is kept there, which are no gap.
    """
    _check(by, measure, unit_id, every=True)
    with transaction.atomic():
        own = known.holding(measure, unit_id) or Bound(unit_id, BEGINNING)
        if not own.day < period.since <= period.until <= today():
            sentence = _("Khoảng trống phải nằm sau ngày bắt đầu có số liệu và không sau hôm nay; chưa có gì được ghi.")
            raise Invalid(sentence, {"since": sentence})
        change = gaps.without if filled else gaps.added
        _keep(by, measure, unit_id, own.day, change(own.gaps, period.since, period.until), document, uuid7())
    known.forget()


@dataclass(frozen=True, slots=True)
class Kept:
    """From which day a measure, or a domain, is kept in a unit, with its gaps; `before` is what was said of the unit
    until now, None for nothing."""

    measure: str
    unit_id: int
    day: date
    before: Bound | None = None
    gaps: Gaps = ()


def keep_all(*, by: Viewer, kept: Sequence[Kept], document: str, action: UUID) -> None:
    """Say it of many, for a room that brings in back data: who may bring in a book says with it from when there is
    data, so the right to that is the caller's to check. Call inside the transaction of the action."""
    for each in kept:
        _keep(by, each.measure, each.unit_id, each.day, each.gaps, document, action)
    known.forget()


def _keep(by: Viewer, measure: str, unit_id: int, day: date, apart: Gaps, document: str, action: UUID) -> None:
    execute(
        "insert into figures_known (measure, unit_id, day, gaps, document, actor)"
        " values (%s, %s, %s, %s::datemultirange, %s, %s)",
        [measure, unit_id, day, gaps.written(apart), tidy(document), by.staff_id],
    )  # fmt: skip
    ledger.append([Line("figures.known_from", numbered(unit_id), unit_id, by.office_id, by.staff_id, action=action)])


def declare(
    *, by: Viewer, measure: str, unit_id: int, period: Period, value: Decimal, document: str, signer: str,
    replaces: UUID | None = None,
) -> UUID:  # fmt: skip
    """Enter a figure as a document published it, with who signed it; `replaces` revises an earlier one. Its id.

    Raises Refused, Invalid without document or signer, NotFound for what it should replace, Conflict where that was
    revised before.
    """
    _check(by, measure, unit_id)
    document, signer = tidy(document), tidy(signer)
    if not document or not signer:
        sentence = _("Số liệu công bố phải có văn bản và người ký; chưa có gì được ghi.")
        raise Invalid(sentence, {"document" if not document else "signer": sentence})
    record = uuid7()
    with transaction.atomic():
        if replaces is not None:
            _check_newest(replaces, measure, unit_id)
        _insert(record, by, (measure, unit_id, period.since, period.until, value, document, signer), replaces)
        _line("figures.declared", record, unit_id, by)
    return record


def withdraw(*, by: Viewer, declared: UUID) -> None:
    """Take a declared figure back; it stays in the history. Raises NotFound, Refused, Conflict as `declare`."""
    row = one(
        "select measure, unit_id, since, until, value, document, signer from figures_declared where id = %s", [declared]
    )
    if row is None:
        raise NotFound(_("Không có số liệu công bố này."))
    _check(by, row[0], row[1])
    with transaction.atomic():
        _check_newest(declared, row[0], row[1])
        record = uuid7()
        _insert(record, by, row, declared, withdrawn=True)
        _line("figures.withdrawn", record, row[1], by)


def _check(by: Viewer, measure: str, unit_id: int, every: bool = False) -> None:
    check_permission(by, Permission.FIGURES_DECLARE)
    if not by.scope.everywhere:
        check_within(by, unit_id)
    if measure not in measures() and not (every and measure in {"", *map(known.domain, measures())}):
        raise Invalid(_("Không có số liệu mang mã %s; chưa có gì được ghi.") % measure)


def _check_newest(declared: UUID, measure: str, unit_id: int) -> None:
    row = one(
        "select measure, unit_id, withdrawn, exists (select from figures_declared r where r.replaces = d.id)"
        " from figures_declared d where id = %s", [declared]
    )  # fmt: skip
    if row is None or row[:2] != (measure, unit_id):
        raise NotFound(_("Không có số liệu công bố này."))
    if row[2] or row[3]:
        raise _revised()


def _revised() -> Conflict:
    return Conflict(_("Số liệu công bố này đã được sửa hoặc rút trước đó; hãy xem bản mới nhất."))


def _insert(
    record: UUID, by: Viewer, values: tuple[object, ...], replaces: UUID | None, withdrawn: bool = False
) -> None:
    try:
        execute(
            "insert into figures_declared (id, measure, unit_id, since, until, value, document, signer, replaces,"
            " withdrawn, actor) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [record, *values, replaces, withdrawn, by.staff_id],
        )
    except IntegrityError as error:
        if "replaces" in str(error):  # someone else revised it a moment ago
            raise _revised() from error
        raise


def _line(kind: str, record: UUID, unit_id: int, by: Viewer) -> None:
    ledger.append([Line(kind, record, unit_id, by.office_id, by.staff_id)])
