"""The verbs of access: offices, staff and postings. Those of accounts are in `accounts`.

Each checks its policy, writes in one transaction and leaves a line in the ledger.
"""

from __future__ import annotations

import re
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from diaban.access import policies, queries, records
from diaban.access.models import Office, Posting, Staff
from diaban.access.scope import Viewer
from diaban.core.errors import Conflict, Invalid, Stale
from diaban.core.text import fmt_date, fold, sort_key, tidy
from diaban.core.time import today


@transaction.atomic
def open_office(
    *, by: Viewer, code: str, name: str, body: str, level: int, unit_id: int,
    parent_id: int | None = None, valid_from: date | None = None,
) -> Office:  # fmt: skip
    """Open a body's office on a unit. Raises Invalid where the code is taken or the unit lies outside one's ground."""
    policies.check_manage(by)
    policies.check_administers(by, unit_id)
    code = tidy(code).upper()
    if Office.objects.filter(code=code).exists():
        raise Invalid(_("Chưa lập đơn vị: mã này đã có."), {"code": _("Mã này đã có.")})
    day = valid_from or today()
    office = Office.objects.create(
        code=code, name=tidy(name), body=body, level=level, unit_id=unit_id, parent_id=parent_id, valid_from=day
    )
    _of_office("office_opened", office, by, day)
    return office


@transaction.atomic
def correct_office(*, by: Viewer, office_id: int, name: str, version: int | None = None) -> Office:
    """Write an office's name as it should have been. Raises Stale where it has been changed since `version`."""
    policies.check_manage(by)
    office = queries.office(by, office_id)
    office.version = Office.objects.select_for_update().values_list("version", flat=True).get(pk=office_id)
    if version is not None and office.version != version:
        raise Stale(_("Người khác vừa sửa đơn vị này; chưa lưu gì, hãy so hai bản rồi chọn."))
    office.name, office.version = tidy(name), office.version + 1
    office.save(update_fields=["name", "version"])
    records.write("office_corrected", record=office.pk, place=office.unit_id, office=office.pk, actor=by.staff_id)
    return office


@transaction.atomic
def close_office(*, by: Viewer, office_id: int, on: date) -> Office:
    """End an office on a day (its first day without). Its postings have to end by then."""
    policies.check_manage(by)
    office = queries.office(by, office_id)
    policies.check_close_office(office, on)
    office.valid_to = on
    office.save(update_fields=["valid_to"])
    _of_office("office_closed", office, by, on)
    return office


def _of_office(what: str, office: Office, by: Viewer, day: date) -> None:
    dims: dict[str, str | int] = {"body": office.body, "level": office.level}
    records.write(what, record=office.pk, place=office.unit_id, office=office.pk, actor=by.staff_id,
                  day=records.past_or_today(day), dims=dims)  # fmt: skip


@transaction.atomic
def add_staff(
    *, by: Viewer, number: str, full_name: str, office_id: int, post: str, role: str, rank: str = "",
    unit_id: int | None = None, valid_from: date | None = None, phone: str = "",
) -> Staff:  # fmt: skip
    """Add someone with their first posting: whoever works here works somewhere."""
    policies.check_manage(by)
    office = queries.office(by, office_id)
    number, full_name = tidy(number).upper(), tidy(full_name)
    if Staff.objects.filter(number=number).exists():
        raise Invalid(_("Chưa thêm cán bộ: số hiệu này đã có."), {"number": _("Số hiệu này đã có.")})
    staff = Staff.objects.create(
        number=number, full_name=full_name, fold=fold(full_name), sort_key=sort_key(full_name), phone=_phone(phone)
    )
    records.write("staff_added", record=staff.pk, place=office.unit_id, office=office.pk, actor=by.staff_id)
    _post(by, staff, office, post, role, rank, unit_id, valid_from or today())
    return staff


def _phone(told: str) -> str:
    """Digits as they are dialled. Raises Invalid for anything else."""
    phone = re.sub(r"[\s.()-]", "", told)
    if phone and not re.fullmatch(r"\+?[0-9]{9,14}", phone):
        sentence = _("Số điện thoại gồm 9 đến 14 chữ số.")
        raise Invalid(sentence, {"phone": sentence})
    return phone


@transaction.atomic
def appoint(
    *, by: Viewer, staff_id: int, office_id: int, post: str, role: str, rank: str = "",
    unit_id: int | None = None, valid_from: date | None = None, valid_to: date | None = None,
) -> Posting:  # fmt: skip
    """Give someone a post at an office. `unit_id` narrows the ground to a unit inside the office's own.

    Raises Refused for oneself, Invalid where the role doesn't fit the unit, Conflict where they work there already.
    """
    policies.check_manage(by)
    staff = queries.staff_member(by, staff_id)
    policies.check_not_oneself(by, staff.pk)
    office = queries.office(by, office_id)
    return _post(by, staff, office, post, role, rank, unit_id, valid_from or today(), valid_to)


def appoint_by_number(
    *, by: Viewer, number: str, office_id: int, post: str, role: str, rank: str = "", unit_id: int | None = None,
    valid_from: date | None = None,
) -> Posting:  # fmt: skip
    """`appoint`, naming the person by staff number. Raises Invalid where nobody in one's ground has it."""
    policies.check_manage(by)
    staff = queries.staff(by).filter(number=tidy(number).upper()).first()
    if staff is None:
        sentence = _("Không có cán bộ mang số hiệu này trong địa bàn bạn quản trị.")
        raise Invalid(sentence, {"number": sentence})
    return appoint(
        by=by, staff_id=staff.pk, office_id=office_id, post=post, role=role, rank=rank, unit_id=unit_id,
        valid_from=valid_from,
    )  # fmt: skip


def _post(
    by: Viewer, staff: Staff, office: Office, post: str, role: str, rank: str, unit_id: int | None,
    valid_from: date, valid_to: date | None = None,
) -> Posting:  # fmt: skip
    policies.check_role_fits(role, office, unit_id, valid_from)
    try:
        with transaction.atomic():
            posting = Posting.objects.create(
                staff=staff, office=office, post=tidy(post), rank=tidy(rank), role=role, unit_id=unit_id,
                valid_from=valid_from, valid_to=valid_to,
            )  # fmt: skip
    except IntegrityError as error:
        if "posting_once_at_an_office" not in str(error):
            raise
        raise Conflict(
            _("Chưa giao việc: người này đang giữ một vị trí tại đơn vị. Hãy kết thúc vị trí cũ trước.")
        ) from error
    records.write("posting_opened", record=staff.pk, place=unit_id or office.unit_id, office=office.pk,
                  actor=by.staff_id, day=records.past_or_today(valid_from), dims={"role": role})  # fmt: skip
    return posting


@transaction.atomic
def end_posting(*, by: Viewer, posting_id: int, on: date | None = None) -> Posting:
    """End a posting: `on` (today) is the first day without it. One's own is ended by another administrator."""
    policies.check_manage(by)
    posting = queries.posting(by, posting_id)
    policies.check_not_oneself(by, posting.staff_id)
    day = on or today()
    if day <= posting.valid_from:
        raise Invalid(
            _("Chưa kết thúc: ngày kết thúc phải sau ngày bắt đầu %(day)s.") % {"day": fmt_date(posting.valid_from)},
            {"on": _("Phải sau ngày bắt đầu.")},
        )
    posting.valid_to = day
    posting.save(update_fields=["valid_to"])
    records.write("posting_ended", record=posting.staff_id, place=posting.unit_id or posting.office.unit_id,
                  office=posting.office_id, actor=by.staff_id, day=records.past_or_today(day),
                  dims={"role": posting.role})  # fmt: skip
    return posting
