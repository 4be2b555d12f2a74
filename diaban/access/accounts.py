"""The verbs of accounts: make, reset, unlock, close, end sessions. There is no mail: an administrator hands a
one-time password over, and it has to be changed at the first sign-in."""

from __future__ import annotations

import secrets

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from diaban.access import lockout, policies, queries, records
from diaban.access.models import Account
from diaban.access.scope import Viewer
from diaban.core.errors import Invalid

#: Read over the telephone without mistakes: no 0 o 1 l i.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def one_time_password() -> str:
    """Three groups of five letters: 74 bits, shown once."""
    return "-".join("".join(secrets.choice(_LETTERS) for _n in range(5)) for _g in range(3))


@transaction.atomic
def make_account(
    *, by: Viewer, staff_id: int, username: str, demo: bool = False, password: str | None = None, hashed: str = ""
) -> tuple[Account, str]:
    """Give someone an account; returns it and the one-time password.

    A demo account (made by the command line alone) keeps the password given, and works on loopback only. Those that
    share one password may share its hash as well, as `hashed`: each takes a quarter of a second to make.
    """
    policies.check_manage(by)
    staff = queries.staff_member(by, staff_id)
    if demo:
        policies.check_command_line(by)
    username = username.strip().lower()
    secret = password if demo and password else one_time_password()
    account = Account(username=username, staff=staff, is_demo=demo, must_change_password=not demo)
    if demo and hashed:
        account.password = hashed
    else:
        account.set_password(secret)
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError as error:
        raise _account_refused(str(error)) from error
    records.of_account("account_made", account, by)
    return account, secret


def _account_refused(cause: str) -> Invalid:
    if "account_username" in cause:
        word = _("Tên đăng nhập gồm 3 đến 64 chữ thường không dấu, số và các dấu . _ -.")
        return Invalid(word, {"username": word})
    if "staff_id" in cause:
        return Invalid(_("Người này đã có tài khoản."), {})
    return Invalid(_("Chưa cấp: tên đăng nhập này đã có."), {"username": _("Tên này đã có.")})


@transaction.atomic
def reset_password(*, by: Viewer, account_id: int) -> str:
    """A new one-time password, returned once and stored nowhere in the clear; every session of the account ends."""
    account = _of_another(by, account_id)
    secret = one_time_password()
    account.set_password(secret)
    account.must_change_password = True
    account.save(update_fields=["password", "must_change_password"])
    _forget_failures(account)
    _end(account)
    records.of_account("password_reset", account, by)
    return secret


@transaction.atomic
def reset_factors(*, by: Viewer, account_id: int) -> None:
    """Remove the second factors of someone who lost their telephone: they set one up again at the next sign-in."""
    from allauth.mfa.models import Authenticator

    account = _of_another(by, account_id)
    Authenticator.objects.filter(user_id=account.pk).delete()
    _end(account)
    records.of_account("factors_reset", account, by)


@transaction.atomic
def unlock(*, by: Viewer, account_id: int) -> None:
    """Forget the failures that locked an account or its codes."""
    policies.check_manage(by)
    account = queries.account(by, account_id)
    _forget_failures(account)
    records.of_account("account_unlocked", account, by)


@transaction.atomic
def end_sessions(*, by: Viewer, account_id: int) -> int:
    """Sign an account out everywhere; returns how many sessions ended."""
    policies.check_manage(by)
    account = queries.account(by, account_id)
    ended = _end(account)
    records.of_account("sessions_ended", account, by)
    return ended


@transaction.atomic
def close_account(*, by: Viewer, account_id: int) -> None:
    """The account can't sign in any more; its person and what they did stay."""
    account = _of_another(by, account_id)
    account.is_active = False
    account.save(update_fields=["is_active"])
    _end(account)
    records.of_account("account_closed", account, by)


@transaction.atomic
def reopen_account(*, by: Viewer, account_id: int) -> None:
    """A closed account can sign in again, with the password it had."""
    account = _of_another(by, account_id)
    account.is_active = True
    account.save(update_fields=["is_active"])
    records.of_account("account_reopened", account, by)


def _of_another(by: Viewer, account_id: int) -> Account:
    policies.check_manage(by)
    account = queries.account(by, account_id)
    policies.check_not_oneself(by, account.staff_id)
    return account


def _forget_failures(account: Account) -> None:
    lockout.succeeded(lockout.ACCOUNT, account.username)
    lockout.succeeded(lockout.CODE, str(account.pk))


def _end(account: Account) -> int:
    from allauth.usersessions.models import UserSession

    sessions = list(UserSession.objects.filter(user_id=account.pk))
    for session in sessions:
        session.end()
    return len(sessions)
