"""What each row of a workbook of staff would do, before anything is written: new, posted, same, ended, or refused."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diaban.access import policies, queries
from diaban.access.models import Account, Office, Posting, Staff
from diaban.access.roles import ROLES
from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.console.staff.roster.reading import Entry
from diaban.core.errors import DiabanError
from diaban.core.text import fold
from diaban.core.time import today


class Verdict(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    POSTED = "posted"
    SAME = "same"
    ENDED = "ended"
    REFUSED = "refused"


TITLES = {
    Verdict.NEW: gettext_lazy("Thêm mới"),
    Verdict.POSTED: gettext_lazy("Giao việc"),
    Verdict.SAME: gettext_lazy("Đã có, giữ nguyên"),
    Verdict.ENDED: gettext_lazy("Thôi việc"),
    Verdict.REFUSED: gettext_lazy("Không nhận"),
}
CHIPS = {Verdict.NEW: "good", Verdict.POSTED: "good", Verdict.SAME: "", Verdict.ENDED: "warn", Verdict.REFUSED: "bad"}
_PHONE = re.compile(r"\+?\d{9,14}")
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,63}")


@dataclass
class Judged:
    """A row with its verdict. `reasons` are sentences; `username` is the sign-in that would be made, if any."""

    entry: Entry
    verdict: Verdict
    reasons: list[str] = field(default_factory=list)
    office: Office | None = None
    staff: Staff | None = None
    posting: Posting | None = None
    role: str = ""
    unit_id: int | None = None
    username: str = ""

    @property
    def title(self) -> Any:
        return TITLES[self.verdict]

    @property
    def chip(self) -> str:
        return CHIPS[self.verdict]


def judge(by: Viewer, entries: Sequence[Entry]) -> list[Judged]:
    """A verdict for every row, in order. Nothing is written. Raises Refused for who manages no staff."""
    policies.check_manage(by)
    offices = list(queries.offices(by))
    twice = {number for number, n in Counter(entry.number.upper() for entry in entries).items() if number and n > 1}
    taken: set[str] = set()
    return [_judged(by, entry, offices, twice, taken) for entry in entries]


def _judged(by: Viewer, entry: Entry, offices: list[Office], twice: set[str], taken: set[str]) -> Judged:
    found = Judged(entry, Verdict.REFUSED, list(entry.wrong.values()))
    if entry.number.upper() in twice:
        found.reasons.append(_("Số hiệu này có ở nhiều dòng của tệp."))
    found.office = _office(entry.office, offices, found.reasons)
    found.staff = queries.staff(by).filter(number=entry.number.upper()).first() if entry.number else None
    _who(found)
    if found.office is not None:
        _post(by, found, found.office)
    if not found.reasons and found.verdict in (Verdict.NEW, Verdict.POSTED):
        _sign_in(found, taken)
    if found.reasons:
        found.verdict = Verdict.REFUSED
    return found


def _office(told: str, offices: list[Office], reasons: list[str]) -> Office | None:
    """The open office with this code, else with this name."""
    key = fold(told)
    still = [office for office in offices if office.valid_to is None or office.valid_to > today()]
    fits = [office for office in still if office.code.lower() == told.lower()]
    fits = fits or [office for office in still if fold(office.name) == key]
    if len(fits) == 1:
        return fits[0]
    reasons.append(
        _("Nhiều đơn vị mang tên này; hãy ghi mã đơn vị.") if fits
        else _("Không có đơn vị này trong địa bàn bạn quản trị.")
    )  # fmt: skip
    return None


def _who(found: Judged) -> None:
    entry = found.entry
    if not entry.number or not entry.full_name:
        found.reasons.append(_("Thiếu số hiệu hoặc họ và tên."))
    elif found.staff is not None and fold(found.staff.full_name) != fold(entry.full_name):
        found.reasons.append(_("Số hiệu này là của người khác tên; hãy kiểm tra lại."))
    elif found.staff is None and Staff.objects.filter(number=entry.number.upper()).exists():
        found.reasons.append(_("Số hiệu này đã có ở nơi khác; hãy nhờ quản trị cấp trên giao việc."))
    if entry.phone and not _PHONE.fullmatch(re.sub(r"[\s.-]", "", entry.phone)):
        found.reasons.append(_("Số điện thoại gồm 9 đến 14 chữ số."))


def _post(by: Viewer, found: Judged, office: Office) -> None:
    """What the row does to the postings there."""
    entry = found.entry
    if found.staff is not None:
        held = Posting.objects.filter(staff=found.staff, office=office).order_by("-valid_from").first()
        over = held is not None and held.valid_to is not None and held.valid_to <= today()
        # A leaving that was written before is told again by the same day.
        if held is not None and (not over or held.valid_to == entry.valid_to):
            found.posting = held
    if found.posting is not None:
        found.verdict = Verdict.ENDED if entry.valid_to and found.posting.valid_to != entry.valid_to else Verdict.SAME
        if found.verdict is Verdict.ENDED:
            _ask(found, policies.check_not_oneself, by, found.posting.staff_id)
            if entry.valid_to is not None and entry.valid_to <= found.posting.valid_from:
                found.reasons.append(_("Ngày kết thúc phải sau ngày bắt đầu."))
        return
    found.verdict = Verdict.POSTED if found.staff is not None else Verdict.NEW
    found.role, found.unit_id = _role(entry.role, found.reasons), _unit(entry.unit, office, found.reasons)
    if not entry.post:
        found.reasons.append(_("Thiếu chức vụ."))
    if entry.valid_to is not None:
        found.reasons.append(_("Người này chưa có việc tại đơn vị nên chưa thể ghi ngày kết thúc."))
    if found.role:
        _ask(found, policies.check_role_fits, found.role, office, found.unit_id, entry.valid_from or today())
    if found.staff is not None:
        _ask(found, policies.check_not_oneself, by, found.staff.pk)


def _ask(found: Judged, check: Callable[..., None], *args: Any) -> None:
    try:
        check(*args)
    except DiabanError as refused:
        found.reasons.append(str(refused))


def _role(told: str, reasons: list[str]) -> str:
    """A role by its title in either language, or by its code."""
    key = fold(told)
    fits = [role.code for role in ROLES.values() if key in (fold(str(role.title)), role.code)]
    if not fits:
        reasons.append(_("Không có vai trò này; tệp mẫu kể các vai trò."))
    return fits[0] if fits else ""


def _unit(told: str, office: Office, reasons: list[str]) -> int | None:
    """A hamlet of the office's ground, by its name with or without the kind before it."""
    if not told:
        return None
    key = fold(told)
    rows = [row.unit for row in areas.hamlets(office.unit_id)]
    fits = [unit.id for unit in rows if key in (fold(unit.name), fold(f"{unit.kind} {unit.name}"), unit.code.lower())]
    if len(fits) != 1:
        reasons.append(_("Không rõ địa bàn này là thôn, tổ dân phố nào của đơn vị."))
        return None
    return fits[0]


def _sign_in(found: Judged, taken: set[str]) -> None:
    """The sign-in's name: as told, else made from the person's; nobody is given a second one."""
    if found.staff is not None and Account.objects.filter(staff=found.staff).exists():
        return
    told = found.entry.username.lower()
    if told and not _USERNAME.fullmatch(told):
        found.reasons.append(_("Tên đăng nhập gồm 3 đến 64 chữ thường không dấu, số và các dấu . _ -."))
    elif told and (told in taken or Account.objects.filter(username=told).exists()):
        found.reasons.append(_("Tên đăng nhập này đã có."))
    else:
        found.username = told or free_username(found.entry.full_name, taken)
        taken.add(found.username)


def free_username(full_name: str, taken: set[str]) -> str:
    """`nguyen.van.an` for Nguyễn Văn An; with a number behind it where others have it."""
    plain = re.sub(r"[^a-z0-9]+", ".", fold(full_name)).strip(".")[:56]
    plain = plain if len(plain) >= 3 else f"{plain or 'can'}.bo"
    used = set(Account.objects.filter(username__startswith=plain).values_list("username", flat=True)) | taken
    n = 1
    while (name := plain if n == 1 else f"{plain}{n}") in used:
        n += 1
    return name


def day_of(judged: Judged) -> date:
    """The first day of the posting."""
    return judged.entry.valid_from or today()
