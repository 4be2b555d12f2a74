"""What the sign-in library tells: passwords and factors that people change themselves leave lines in the ledger."""

from __future__ import annotations

from typing import Any

from diaban.access import records


def password_changed(request: Any, user: Any, **_: Any) -> None:
    """The person chose a new password, so nobody else knows it any more."""
    user.must_change_password = False
    user.save(update_fields=["must_change_password"])
    records.of_staff("password_changed", user.staff_id, user.staff_id)


def factor_added(request: Any, user: Any, authenticator: Any, **_: Any) -> None:
    records.of_staff("factor_added", user.staff_id, user.staff_id, {"factor": authenticator.type})


def factor_removed(request: Any, user: Any, authenticator: Any, **_: Any) -> None:
    """The session asks again whether a second factor is left."""
    request.session.pop("diaban.factor", None)
    records.of_staff("factor_removed", user.staff_id, user.staff_id, {"factor": authenticator.type})


def connect() -> None:
    """Called once, when the applications are ready."""
    from allauth.account import signals as account
    from allauth.mfa import signals as factor

    account.password_changed.connect(password_changed, dispatch_uid="diaban.password_changed")
    factor.authenticator_added.connect(factor_added, dispatch_uid="diaban.factor_added")
    factor.authenticator_removed.connect(factor_removed, dispatch_uid="diaban.factor_removed")
