"""Reads of offices, staff and accounts: what an administrator of a ground may see, and what anyone may know."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from diaban.access import lockout
from diaban.access.models import Account, Office, Posting, Staff
from diaban.access.roles import SYSTEM
from diaban.access.scope import PostingRow, Viewer, postings_in_force
from diaban.core import sql
from diaban.core.errors import NotFound
from diaban.core.time import today


def administered(viewer: Viewer, field: str = "unit_id") -> Q:
    """Offices whose unit lies inside the unit of the viewer's posting; all of them for an operator's command."""
    if viewer.scope.unit_id is None:
        return Q() if viewer.role is SYSTEM else Q(pk__in=[])
    inside = RawSQL("select place_id from areas_within where unit_id = %s", [viewer.scope.unit_id])
    return Q(**{f"{field}__in": inside})


def administers(viewer: Viewer, unit_id: int) -> bool:
    """Whether a unit lies inside the ground that the viewer administers."""
    if viewer.scope.unit_id is None:
        return viewer.role is SYSTEM
    inside = "select exists (select from areas_within where unit_id = %s and place_id = %s)"
    return bool(sql.value(inside, [viewer.scope.unit_id, unit_id]))


def offices(viewer: Viewer) -> QuerySet[Office]:
    """Offices that the viewer administers, then and now."""
    return Office.objects.filter(administered(viewer)).order_by("level", "code")


def office(viewer: Viewer, office_id: int) -> Office:
    """One office that the viewer administers. Raises NotFound otherwise."""
    found = offices(viewer).select_related("parent").filter(pk=office_id).first()
    if found is None:
        raise NotFound(_("Không có đơn vị này trong địa bàn bạn quản trị."))
    return found


def offices_of_unit(unit_id: int, on: date | None = None) -> QuerySet[Office]:
    """The offices on one unit on a day, for its area page: offices are public, who works there is not."""
    day = on or today()
    return Office.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), unit_id=unit_id, valid_from__lte=day).order_by(
        "level", "body"
    )


def staff(viewer: Viewer) -> QuerySet[Staff]:
    """People with a posting, past or present, at an office that the viewer administers."""
    here = Posting.objects.filter(administered(viewer, "office__unit_id"), staff=OuterRef("pk"))
    return Staff.objects.filter(Exists(here), is_system=False).select_related("account").order_by("sort_key", "id")


def staff_member(viewer: Viewer, staff_id: int) -> Staff:
    """One of `staff`. Raises NotFound otherwise."""
    found = staff(viewer).filter(pk=staff_id).first()
    if found is None:
        raise NotFound(_("Không có cán bộ này trong địa bàn bạn quản trị."))
    return found


def postings(viewer: Viewer) -> QuerySet[Posting]:
    """Postings of people at the offices that the viewer administers, the latest first."""
    here = Posting.objects.filter(administered(viewer, "office__unit_id"), staff__is_system=False)
    return here.select_related("office", "staff").order_by("-valid_from", "-id")


def posting(viewer: Viewer, posting_id: int) -> Posting:
    """One of `postings`. Raises NotFound otherwise."""
    found = postings(viewer).filter(pk=posting_id).first()
    if found is None:
        raise NotFound(_("Không có vị trí công tác này trong địa bàn bạn quản trị."))
    return found


def account(viewer: Viewer, account_id: int) -> Account:
    """The account of one of `staff`. Raises NotFound otherwise."""
    found = Account.objects.filter(pk=account_id, staff__in=staff(viewer)).select_related("staff").first()
    if found is None:
        raise NotFound(_("Không có tài khoản này trong địa bàn bạn quản trị."))
    return found


def own_postings(viewer: Viewer) -> list[PostingRow]:
    """The viewer's own postings in force, to work from another of them."""
    return postings_in_force(viewer.staff_id, today())


def locks(account: Account) -> list[str]:
    """The locks in force on an account: when each ends, as HH:mm."""
    found = (
        lockout.locked_until(lockout.ACCOUNT, account.username),
        lockout.locked_until(lockout.CODE, str(account.pk)),
    )
    return [f"{until:%H:%M}" for until in found if until is not None]


def factors(account: Account) -> list[str]:
    """The kinds of second factor an account has set up."""
    return [row[0] for row in sql.rows("select distinct type from mfa_authenticator where user_id = %s", [account.pk])]


def staff_names(ids: Sequence[int]) -> dict[int, str]:
    """Names of members of staff, for those who read who did something: in service they are not private."""
    return dict(Staff.objects.filter(pk__in=ids).values_list("pk", "full_name"))


def office_names(ids: Sequence[int]) -> dict[int, str]:
    """Names of offices by id."""
    return dict(Office.objects.filter(pk__in=ids).values_list("pk", "name"))
