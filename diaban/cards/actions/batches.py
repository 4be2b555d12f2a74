"""Batches go to the centre as files, and its receipts and answers come back as files. What comes twice counts once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.cards import policies
from diaban.cards.actions.base import day_of, insert, told
from diaban.cards.actions.centre import Printed, approve_all, print_all, send_all, send_back_all
from diaban.cards.actions.centre import number as card_number
from diaban.cards.exchange import files
from diaban.cards.models import Answer, Application, Batch, Card, Item, Result
from diaban.cards.states import KIND
from diaban.core.errors import Conflict, Invalid, NotFound
from diaban.core.sql import bound, rows, value
from diaban.core.text import fmt_moment
from diaban.core.time import now
from diaban.ledger.actions import append, log_export
from diaban.ledger.lines import Line
from diaban.people.identity import keep_reach

#: Applications in one file.
MOST = 10_000
_SERIAL = """
insert into cards_batchno (office, day, last) values (%s, %s, 1)
on conflict (office, day) do update set last = cards_batchno.last + 1 returning last
"""


def make_batch(*, by: Viewer, application_ids: Sequence[UUID], at: datetime | None = None) -> Batch:
    """Send declared applications to the centre in one file: they move on together, or none does.

    Raises Invalid for none, too many or one person twice; Conflict where one isn't declared.
    """
    policies.check_write(by)
    if not 0 < len(application_ids) <= MOST:
        raise Invalid(_("Chọn từ 1 đến %s hồ sơ đã ký phiếu thu nhận để lập lô.") % MOST)
    _check_once(application_ids)
    moment = at or now()
    day = day_of(moment)
    with told(), transaction.atomic():
        sent = send_all(by=by, application_ids=application_ids, at=moment)
        code, unit = rows("select code, unit_id from access_office where id = %s", [by.office_id])[0]
        serial = value(_SERIAL, [by.office_id, day])
        batch = Batch.objects.create(
            number=f"{code}-{day:%y%m%d}-L{serial:02d}", place=unit, office=by.office_id, province=province_of(by),
            made_at=moment, size=len(sent),
        )  # fmt: skip
        items = [Item(batch_id=batch.pk, application_id=row.pk, resident_id=row.resident_id, place=row.place,
                      office=row.office) for row in sent]  # fmt: skip
        insert(items, application_id="uuid", batch_id="uuid", resident_id="uuid", place="int", office="int")
        append([_line(by, batch, "batch_made")])
    return batch


_MERGED = """
select m.merged_id, people.survivor(m.merged_id) from people_merge m
where m.undone_by is null and m.merged_id = any(%s)
"""


def _check_once(application_ids: Sequence[UUID]) -> None:
    """Nobody is in a batch twice, by one record or by two that were found to be theirs. Raises Invalid."""
    found = Application.objects.filter(pk__in=application_ids).values_list("resident_id", "slip_no")
    slips = {resident: slip or "" for resident, slip in found}
    merged, seen = dict(rows(_MERGED, [list(slips)])), dict[UUID, str]()
    for resident, slip in found:
        person = merged.get(resident, resident)
        if person in seen:
            raise Invalid(_("Một người có mặt hai lần trong lô (giấy hẹn %(one)s và %(other)s); chưa lập gì, hãy rút"
                            " bớt một hồ sơ.") % {"one": seen[person], "other": slip})  # fmt: skip
        seen[person] = slip or ""
    if len(set(application_ids)) < len(application_ids):
        raise Invalid(_("Một người có mặt hai lần trong lô; chưa lập gì, hãy bỏ bớt hồ sơ trùng."))


def province_of(by: Viewer) -> str:
    """The code of the province that an office lies in."""
    unit_id = value("select unit_id from access_office where id = %s", [by.office_id])
    own = areas.unit(unit_id)
    above = [unit for unit in (*areas.ancestors(unit_id), own) if unit.level == areas.Level.PROVINCE]
    return above[0].code if above else ""


def _line(by: Viewer, batch: Batch, what: str, quantity: int = 1) -> Line:
    return Line(f"cards.{what}", batch.pk, batch.place, by.office_id, by.staff_id, quantity=quantity,
                purpose=by.purpose)  # fmt: skip


_CONTENT = """
select a.id, r.id_no, r.full_name, r.birth_date, r.sex, a.reason, a.reference, a.slip_no, r.id
from cards_item i join cards_application a on a.id = i.application_id join people_resident r on r.id = a.resident_id
where i.batch_id = %s order by i.id
"""


def export(*, by: Viewer, batch_id: UUID) -> tuple[Batch, bytes]:
    """A batch as the file that goes to the centre; who was in it is written to the log of look-ups."""
    policies.check_write(by)
    batch = _batch(batch_id)
    with transaction.atomic():
        keep_reach(*batch.items.values_list("resident_id", flat=True))  # who moved away since is in it all the same
        found = rows(_CONTENT, [batch.pk])
        log_export(actor=by.staff_id, office=by.office_id, purpose=by.purpose, export=batch.pk,
                   shown=[row[8] for row in found], reference=by.reference)  # fmt: skip
    names = ("application", "number", "name", "birth", "sex", "reason", "reference", "slip")
    lines = [
        dict(zip(names, (str(row[0]), *row[1:3], row[3].isoformat() if row[3] else "", *row[4:8]), strict=True))
        for row in found
    ]
    head = {"number": batch.number, "province": batch.province, "made": batch.made_at.isoformat()}
    return batch, files.write(files.BATCH, head, lines)


def _batch(batch_id: UUID) -> Batch:
    found = Batch.objects.filter(pk=batch_id).first()
    if found is None:
        raise NotFound(_("Không có lô hồ sơ này ở đơn vị của bạn."))
    return found


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file from the centre: `fresh` where it said something new; `left` are applications that it
    couldn't move, with the reason; `receipt` is what the centre is told."""

    batch: Batch
    receipt: bytes
    fresh: bool = True
    answer: Answer | None = None
    left: list[tuple[UUID, str]] = field(default_factory=list)


def take_in(*, by: Viewer, content: bytes, at: datetime | None = None) -> Taken:
    """Take in a file of the centre, a receipt or an answer. Raises Invalid, Conflict, NotFound with nothing written."""
    policies.check_write(by)
    form = files.RECEIPT if files.RECEIPT.encode() in content[:200] else files.ANSWER
    sheet = files.read(content, form)
    if form == files.RECEIPT:
        return _acknowledged(by, sheet, at or now())
    return _answered(by, sheet, at or now())


def _acknowledged(by: Viewer, sheet: files.Sheet, at: datetime) -> Taken:
    with transaction.atomic():
        batch = _named(sheet.said("number"))
        if sheet.head.get("lines") != batch.size:
            files.refuse(_("Trung ương báo nhận %(got)s hồ sơ của lô %(batch)s nhưng lô có %(size)s; hãy gửi lại lô.")
                         % {"got": sheet.head.get("lines"), "batch": batch.number, "size": batch.size})  # fmt: skip
        fresh = batch.acknowledged_at is None
        if fresh:
            batch.acknowledged_at = at
            batch.save(update_fields=["acknowledged_at"])
            append([_line(by, batch, "batch_acknowledged")])
        return Taken(batch, files.receipt(files.RECEIPT, batch.number, sheet.digest, 0), fresh)


def _named(number: str) -> Batch:
    batch = Batch.objects.select_for_update().filter(number=number).first()
    if batch is None:
        raise NotFound(_("Đơn vị của bạn không có lô mang số ghi trong tệp; chưa nhận gì."))
    return batch


def _answered(by: Viewer, sheet: files.Sheet, at: datetime) -> Taken:
    number, ours = sheet.said("number"), province_of(by)
    if sheet.said("province") != ours:
        files.refuse(_("Kết quả này của tỉnh mã %(theirs)s, không phải tỉnh mã %(ours)s; chưa nhận gì.")
                     % {"theirs": sheet.said("province") or "?", "ours": ours})  # fmt: skip
    with told(), transaction.atomic():
        batch = _named(sheet.said("batch"))
        before = Answer.objects.filter(pk=number).first()
        acknowledged = files.receipt(files.ANSWER, number, sheet.digest, len(sheet.lines))
        if before is not None:
            if before.digest != sheet.digest:
                raise Conflict(_("Kết quả số %(number)s đã nhận lúc %(at)s với nội dung khác; chưa nhận gì.")
                               % {"number": number, "at": fmt_moment(before.taken_at)})  # fmt: skip
            return Taken(batch, acknowledged, False, before)
        left, counts = _apply(by, batch, _results(batch, sheet), at)
        answer = Answer.objects.create(
            number=number,
            batch=batch,
            place=batch.place,
            office=batch.office,
            digest=sheet.digest,
            taken_at=at,
            **counts,
        )
        append([_line(by, batch, "answered", len(sheet.lines))] if sheet.lines else [])
        return Taken(batch, acknowledged, True, answer, left)


def _results(batch: Batch, sheet: files.Sheet) -> dict[UUID, Mapping[str, Any]]:
    """The lines of an answer by application. Raises Invalid for what isn't of the batch, or is said twice."""
    known, found = set(batch.items.values_list("application_id", flat=True)), dict[UUID, Mapping[str, Any]]()
    for at, line in enumerate(sheet.lines, 2):
        try:
            application = UUID(str(line.get("application")))
        except ValueError:
            application = UUID(int=0)
        if application not in known:
            files.refuse(_("Dòng %(line)s nói về hồ sơ không có trong lô %(batch)s; chưa nhận gì.")
                         % {"line": at, "batch": batch.number})  # fmt: skip
        if application in found:
            files.refuse(_("Dòng %s nói lần thứ hai về cùng một hồ sơ; chưa nhận gì.") % at)
        if line.get("result") not in (Result.RETURNED, Result.APPROVED, Result.PRINTED):
            files.refuse(_("Dòng %s không có kết quả đọc được; chưa nhận gì.") % at)
        found[application] = line
    return found


#: Where an application stands when each result is no news: the same was said before, or more.
_NO_NEWS = {Result.APPROVED: ("approved", "printed", "arrived", "uncollected", "handed"), Result.RETURNED: ()}


def _apply(
    by: Viewer, batch: Batch, results: Mapping[UUID, Mapping[str, Any]], at: datetime
) -> tuple[list[tuple[UUID, str]], dict[str, int]]:
    """Move the applications as the centre says; those that stand elsewhere are left, with the reason."""
    states = dict(rows("select id, state from casework_case where kind = %s and id = any(%s)", [KIND, list(results)]))
    own = dict(Card.objects.filter(application_id__in=list(results)).values_list("application_id", "serial"))
    to: dict[str, list[UUID]] = {Result.RETURNED: [], Result.APPROVED: [], Result.PRINTED: []}
    left: list[tuple[UUID, str]] = []
    for application, line in results.items():
        state, result = states.get(application, ""), str(line["result"])
        printed = result == Result.PRINTED and own.get(application) == card_number(str(line.get("serial", "")))
        if printed or state in _NO_NEWS.get(Result(result), ()):
            continue
        if state == "sent" or (state == "approved" and result == Result.PRINTED):
            to[result].append(application)
        else:
            left.append((application, str(_("Hồ sơ không còn chờ kết quả này của Trung ương."))))
    approved = [*to[Result.APPROVED], *(each for each in to[Result.PRINTED] if states[each] == "sent")]
    why = {each: str(results[each].get("why", "")) for each in to[Result.RETURNED]}
    printed_ = [Printed(each, str(results[each].get("serial", ""))) for each in to[Result.PRINTED]]
    _move(by, why, approved, printed_, at)
    for result, ids in to.items():
        bound(_RESULT, [result, batch.pk, ids])
    return left, {result: len(ids) for result, ids in to.items()}


_RESULT = "update cards_item set result = %b::text where batch_id = %b::uuid and application_id = any(%b::uuid[])"


def _move(
    by: Viewer, why: Mapping[UUID, str], approved: Sequence[UUID], printed: Sequence[Printed], at: datetime
) -> None:
    if why:
        send_back_all(by=by, why=why, at=at)
    if approved:
        approve_all(by=by, application_ids=approved, at=at)
    if printed:
        print_all(by=by, printed=printed, at=at)
