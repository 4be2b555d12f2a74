"""An office makes the catalogue its own: kinds added, renamed, regrouped or ended from a day on. Incidents from that
day on that were filed otherwise are regrouped by correction lines; earlier ones stay as they were filed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.core.errors import Conflict, Invalid
from diaban.core.text import fold, tidy
from diaban.incidents import lines, policies
from diaban.incidents.actions.base import save, settle
from diaban.incidents.catalogue import catalogue
from diaban.incidents.models import Incident, KindRow
from diaban.incidents.shipped import GROUPS
from diaban.people.actions.base import action


def add_kind(*, by: Viewer, title: str, group: str, since: date, citation: str, aliases: Sequence[str] = ()) -> KindRow:
    """A kind of the office's own. Raises Invalid for a title that the catalogue has."""
    policies.check_catalogue(by)
    title = _checked(title, group, citation)
    known = catalogue(by.office_id, since)
    if known.meant(title).sure == "exact":
        raise Invalid(_("Danh mục đã có loại này."), {"title": _("Đã có loại này hoặc chữ này.")})
    code = re.sub(r"[^a-z0-9]+", "_", fold(title)).strip("_")[:24] or "loai"
    while code in known or KindRow.objects.filter(code=code).exists():
        code = f"{code[:24]}_{by.office_id}" if not code.endswith(f"_{by.office_id}") else f"{code[:26]}x"
    return KindRow.objects.create(
        office=by.office_id, code=code, group=group, title=title, aliases=_words(aliases), valid_from=since,
        citation=tidy(citation),
    )  # fmt: skip


def change_kind(
    *, by: Viewer, code: str, title: str, group: str, since: date, citation: str, aliases: Sequence[str] = ()
) -> int:
    """Name or group a kind otherwise from a day on; returns how many incidents were regrouped."""
    policies.check_catalogue(by)
    title = _checked(title, group, citation)
    if code not in catalogue(by.office_id, since):
        raise Invalid(_("Danh mục không có loại này vào ngày đó."), {"since": _("Chọn ngày khác.")})
    with action() as action_id:
        _end(by.office_id, code, since)
        KindRow.objects.create(
            office=by.office_id, code=code, group=group, title=title, aliases=_words(aliases), valid_from=since,
            citation=tidy(citation),
        )  # fmt: skip
        return _regroup(by, code, group, since, action_id)


def end_kind(*, by: Viewer, code: str, until: date) -> None:
    """Stop using an own kind from a day on. A shipped one can be renamed or regrouped, not ended."""
    policies.check_catalogue(by)
    with action():
        if not _end(by.office_id, code, until):
            raise Conflict(_("Loại này là của danh mục chung; chỉ đổi tên hoặc nhóm được."))


def _end(office: int, code: str, day: date) -> int:
    own = KindRow.objects.filter(office=office, code=code)
    if own.filter(valid_from__gte=day).exists():
        raise Conflict(_("Cơ quan đã sửa loại này từ ngày đó hoặc sau đó; chưa lưu gì, hãy chọn ngày sau."))
    return own.filter(valid_to=None).update(valid_to=day)


def _regroup(by: Viewer, code: str, group: str, since: date, action_id: UUID) -> int:
    found = Incident.objects.select_for_update().filter(
        office=by.office_id, kind=code, day__gte=since, void=False, place__in=by.scope.person_places
    )
    changed = [incident for incident in found if incident.group != group]
    for incident in changed:
        save(incident, group=group)
        settle(incident, by, action_id, [lines.line("regrouped", incident, by, action_id)])
    return len(changed)


def _checked(title: str, group: str, citation: str) -> str:
    title = tidy(title)
    faults = {}
    if not 2 <= len(title) <= 80:
        faults["title"] = _("Tên loại từ 2 đến 80 ký tự.")
    if group not in GROUPS:
        faults["group"] = _("Chọn nhóm.")
    if not tidy(citation):
        faults["citation"] = _("Ghi văn bản làm căn cứ.")
    if faults:
        raise Invalid(_("Chưa lưu: một số ô cần sửa lại."), faults)
    return title


def _words(aliases: Sequence[str]) -> list[str]:
    return [word for word in dict.fromkeys(tidy(alias) for alias in aliases) if word][:50]
