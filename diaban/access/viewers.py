"""Makes viewers: from an account, from a posting (for jobs), and for the parts of the program that act alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from diaban.access.models import CLOCK, COMMAND_LINE, Account
from diaban.access.roles import ROLES, SYSTEM
from diaban.access.scope import PostingRow, Scope, Viewer, places_of, posting_in_force, postings_in_force, scope_for
from diaban.access.token_scopes import narrowed
from diaban.core import sql
from diaban.core.errors import Refused
from diaban.core.time import today


def viewer_for(
    account: Account,
    purpose: str | None = None,
    *,
    posting_id: int | None = None,
    reference: str = "",
    purpose_title: str = "",
    reach: frozenset[UUID] = frozenset(),
    language: str = "vi",
) -> Viewer:
    """The viewer an account is today, from the posting asked for, else the first in force.

    Raises Refused where no posting is in force: without one an account may do nothing.
    """
    rows = [row for row in postings_in_force(account.staff_id, today()) if row.role in ROLES]
    if not rows:
        raise Refused(_("Tài khoản này hiện không giữ vị trí công tác nào. Hãy báo quản trị hệ thống."))
    row = next((row for row in rows if row.posting_id == posting_id), rows[0])
    return replace(
        _viewer(row, purpose, language),
        account_id=account.pk,
        reference=reference,
        purpose_title=purpose_title,
        reach=reach if ROLES[row.role].sees_persons else frozenset(),
        is_demo=account.is_demo,
    )


def viewer_of_posting(posting_id: int, purpose: str | None = None, *, language: str = "vi") -> Viewer:
    """The viewer of a posting, for work that goes on after the request (a job, an import).

    Raises Refused if the posting is no longer in force: the work stops rather than go on with someone else's rights.
    """
    row = posting_in_force(posting_id, today())
    if row is None or row.role not in ROLES:
        raise Refused(_("Vị trí công tác đã giao việc này không còn hiệu lực; phần còn lại chưa được làm."))
    return _viewer(row, purpose, language)


def viewer_of_token(
    row: PostingRow, token_id: int, scopes: tuple[str, ...], *, purpose: str | None, reference: str, purpose_title: str
) -> Viewer:
    """The viewer of a call by an access token: its posting's ground, and what the token's scopes leave of the role.

    Raises Refused for a role that this program doesn't know.
    """
    if row.role not in ROLES:
        raise Refused(_("Vai trò của mã truy cập này không còn được dùng; hãy xin mã mới."))
    role = narrowed(row.role, scopes)
    return replace(
        _viewer(row, purpose, get_language() or "vi"), role=role, scope=scope_for(role, row), reference=reference,
        purpose_title=purpose_title, token_id=token_id,
    )  # fmt: skip


def _viewer(row: PostingRow, purpose: str | None, language: str) -> Viewer:
    role = ROLES[row.role]
    return Viewer(
        account_id=None,
        staff_id=row.staff_id,
        staff_name=row.staff_name,
        posting_id=row.posting_id,
        post=row.post,
        office_id=row.office_id,
        office_name=row.office_name,
        role=role,
        scope=scope_for(role, row),
        purpose=purpose,
        language=language,
    )


def _system(staff_id: int, name: str, unit_ids: Sequence[int] | None, purpose: str | None) -> Viewer:
    if unit_ids is None:
        places = tuple(row[0] for row in sql.rows("select id from areas_unit order by 1"))
    else:
        places = tuple(sorted({place for unit_id in unit_ids for place in places_of(unit_id)}))
    scope = Scope(None, places, 0, everywhere=True, audit=True, persons=True)
    return Viewer(None, staff_id, name, None, "", 0, "", SYSTEM, scope, purpose)


def command_line(unit_ids: Sequence[int] | None = None, purpose: str | None = None) -> Viewer:
    """An operator's command, over every place or over the units named."""
    return _system(COMMAND_LINE, "Dòng lệnh", unit_ids, purpose)


def clock(unit_ids: Sequence[int] | None = None) -> Viewer:
    """What happens because a day passed."""
    return _system(CLOCK, "Đồng hồ", unit_ids, None)
