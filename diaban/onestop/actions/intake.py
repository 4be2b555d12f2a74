"""At the counter: a dossier is taken in, numbered, pinned to its procedure's version, and its clock begins."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from diaban.access.models import Office
from diaban.access.scope import Viewer
from diaban.cards import actions as cards
from diaban.casework import actions as corridor
from diaban.core.errors import Conflict, Invalid
from diaban.core.ids import uuid7
from diaban.core.sql import value
from diaban.core.text import tidy
from diaban.core.time import ZONE, now
from diaban.onestop import asking, catalogue, policies, rules, shipped
from diaban.onestop.actions.base import issue, told, write
from diaban.onestop.actions.drafts import drop_draft
from diaban.onestop.actions.moving import send_to
from diaban.onestop.models import Channel, Dossier, FeeState, Field, Procedure, SlipKind
from diaban.onestop.states import UNDER_WAY, kind_of
from diaban.people import queries as people
from diaban.people.identity import of_one
from diaban.people.models import Resident

#: Numbers of one office on one day are drawn one after the other, whoever asks at once.
_SERIAL = """
insert into onestop_serial (office, day, last) values (%s, %s, 1)
on conflict (office, day) do update set last = onestop_serial.last + 1 returning last
"""
#: What may be asked for again while an earlier one is under way.
_MANY = frozenset({"birth", "certificate", "overnight", "correction"})


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who hands a dossier in, where it isn't the person it is about. `number`: of any identity paper."""

    name: str = ""
    number: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Intake:
    """What is handed in at the counter: answers as typed, the codes of the papers, how it came, who decides."""

    code: str
    subject_id: UUID | None = None
    typed: Mapping[str, Any] = field(default_factory=dict)
    papers: Sequence[str] = ()
    applicant: Applicant = Applicant()
    channel: str = Channel.DIRECT
    office_id: int | None = None


def take_in(*, by: Viewer, intake: Intake, received_at: datetime | None = None) -> Dossier:
    """Take a dossier in; its receipt is issued with it.

    One about a card opens the application for it, which it follows from then on. Raises Invalid with a sentence for
    each answer or paper that is missing or wrong, Conflict where the same is under way already, Refused for someone
    whose record has ended or who isn't entitled to a card.
    """
    policies.check_write(by)
    moment = received_at or now()
    row = catalogue.procedure(intake.code, moment.astimezone(ZONE).date())
    subject = _subject(by, intake)
    policies.check_subject(row, subject.state if subject else None)
    office = catalogue.decider(by, row, intake.office_id)
    answers = _answers(by, row, office, intake, subject, moment)
    made = dossier(by, row, office, intake, subject, answers, moment)
    with told(), transaction.atomic():
        _check_once(row, made.subject_id)
        enter(by, made, office, moment)
        drop_draft(by, row.code, intake.subject_id)
        if row.field == Field.CARD and subject is not None:  # its application opens with it, and the dossier follows it
            reason = str(answers.get("reason", shipped.CARD_REASONS[row.code]))
            cards.apply(by=by, resident_id=subject.pk, reason=reason, received_at=moment)
            made.refresh_from_db()
    return made


def enter(by: Viewer, made: Dossier, office: Office, moment: datetime) -> None:
    """Number a dossier, write it, open its case and issue its receipt. Call inside a transaction."""
    made.number = _number(by, moment)
    made.key = key_of(made.number, made.applicant_number or made.phone)
    made.save(force_insert=True)
    _open(by, made, office, moment)
    promised = made.promised_at.isoformat() if made.promised_at else ""
    issue(by, made, SlipKind.RECEIPT, moment, papers=made.papers, promised=promised)


def key_of(number: str, ends: str) -> str:
    """The digest of a dossier's number and the last four letters or digits of its applicant's, by which it is
    followed: a number that isn't there and a wrong ending are the same miss."""
    told_as = f"{number.strip().upper()}|{re.sub(r'[^0-9A-Za-z]', '', ends)[-4:].upper()}"
    return hashlib.sha256(told_as.encode()).hexdigest()


def _subject(by: Viewer, intake: Intake) -> Resident | None:
    if intake.subject_id is None:
        return None
    return people.resident(viewer=by, resident_id=intake.subject_id).resident


def _answers(
    by: Viewer, row: Procedure, office: Office, intake: Intake, subject: Resident | None, moment: datetime
) -> dict[str, Any]:
    """Clean answers. Raises Invalid with everything that is wrong at once."""
    elsewhere = office.unit_id not in by.scope.person_places
    typed = {**intake.typed, "place": office.unit_id} if elsewhere else intake.typed
    every = asking.asked_of(asking.questions(row.questions), known=subject is not None)
    places = [office.unit_id] if elsewhere else [place for place, _name in catalogue.hamlets(office.unit_id)]
    answers, faults = asking.read(every, typed, today=moment.astimezone(ZONE).date(), places=places)
    faults |= rules.check(row.code, answers, subject)
    lacking = [paper.title for paper in asking.papers(row.papers) if paper.needed and paper.code not in intake.papers]
    if lacking:
        faults["papers"] = _("Còn thiếu: %s.") % "; ".join(lacking)
    if intake.channel not in Channel.values:
        faults["channel"] = _("Chọn cách nộp hồ sơ.")
    if row.code in shipped.BY_ANOTHER and not tidy(intake.applicant.name):
        faults["applicant_name"] = _("Nhập họ và tên người nộp hồ sơ.")
    if not _ends(intake.applicant, subject, answers):
        faults["applicant_number"] = _("Ghi số giấy tờ hoặc số điện thoại của người nộp, để họ theo dõi hồ sơ.")
    if faults:
        raise Invalid(_("Chưa tiếp nhận: một số ô cần sửa lại."), faults)
    return answers


def _ends(who: Applicant, subject: Resident | None, answers: Mapping[str, Any]) -> str:
    """What the applicant follows the dossier by: a number of four letters or digits at least."""
    own = subject is not None and not tidy(who.name)
    known = (subject.id_no or subject.phone) if subject is not None and own else ""
    told_as = who.number or known or answers.get("id_no") or answers.get("passport") or who.phone
    clean = re.sub(r"[^0-9A-Za-z]", "", told_as or "")
    return clean if len(clean) >= 4 else ""


def dossier(
    by: Viewer, row: Procedure, office: Office, intake: Intake, subject: Resident | None, answers: dict[str, Any],
    moment: datetime,
) -> Dossier:  # fmt: skip
    """The row of a dossier, not yet numbered or written."""
    who = intake.applicant
    places = by.scope.person_places
    home = subject.place if subject is not None and subject.place in places and office.unit_id in places else None
    name = tidy(who.name) or (subject.full_name if subject else answers.get("full_name", ""))
    handed = [{"code": p.code, "title": p.title} for p in asking.papers(row.papers) if p.code in intake.papers]
    return Dossier(
        id=uuid7(), procedure=row, state="registered", place=answers.get("place") or home or office.unit_id,
        office=office.pk,
        intake_office=by.office_id, channel=intake.channel, subject_id=subject.pk if subject else None, applicant=name,
        applicant_number=_ends(who, subject, answers),
        phone=tidy(who.phone) or (subject.phone if subject and not tidy(who.name) else ""), answers=answers,
        papers=handed, received_at=moment, fee=row.fee, fee_state=FeeState.DUE if row.fee else FeeState.NONE,
    )  # fmt: skip


def _check_once(row: Procedure, subject_id: UUID | None) -> None:
    if subject_id is None or row.code in _MANY:
        return
    # Whoever takes the same in at this moment waits here, and then sees it.
    value("select pg_advisory_xact_lock(hashtext('onestop.once'), hashtext(%s))", [f"{row.code} {subject_id}"])
    about = Dossier.objects.filter(subject_id__in=of_one(subject_id), state__in=UNDER_WAY)
    same = about.filter(procedure__code=row.code).first()
    if same is not None:
        raise Conflict(_("Người này đã có hồ sơ %s về cùng thủ tục đang giải quyết; chưa lưu gì.") % same.number)


def _number(by: Viewer, moment: datetime) -> str:
    """The next number of the day at this office: `{office}-{yymmdd}-{serial}`."""
    day = moment.astimezone(ZONE).date()
    code = value("select code from access_office where id = %s", [by.office_id])
    return f"{code}-{day:%y%m%d}-{value(_SERIAL, [by.office_id, day]):04d}".upper()


def _open(by: Viewer, made: Dossier, office: Office, moment: datetime) -> None:
    """Open its case, accept it with the term of its version, and pass it on where another ground decides."""
    dims: dict[str, str | int] = {"procedure": made.procedure.code, "channel": made.channel}
    away = made.place not in by.scope.person_places
    here = by.scope.unit_id if away and by.scope.unit_id is not None else made.place
    corridor.open(
        by=by, kind=kind_of(made.procedure), case_id=made.id, place=here, received_at=moment, dims=dims,
        office_id=office.pk if not away else by.office_id, title_code=made.procedure.code,
    )  # fmt: skip
    rule = shipped.rule_code(made.procedure.code, made.procedure.version)
    case = corridor.move(by=by, case_id=made.id, step="accept", at=moment, dims=dims, rule=rule)
    write(made, state=case.state, promised_at=case.due_at)
    if away:
        send_to(by, made, office)
