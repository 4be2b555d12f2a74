"""Forms of the second factor: wrong codes are counted in the database, labels are the house's own."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext as _

from diaban.access import lockout
from diaban.access.forms import relabel


class _Counted:
    """Six digits can be guessed, so five wrong codes lock the account's codes for a while."""

    user: Any

    def clean_code(self) -> str:
        subject = str(self.user.pk)
        try:
            lockout.attempt(lockout.CODE, subject)
        except lockout.LockedOut as locked:
            raise forms.ValidationError(str(locked)) from locked
        code: str = super().clean_code()  # type: ignore[misc]
        # The library remembers used codes in a cache of one process; another process would take them again.
        if not lockout.first_use("used", f"{subject}:{code}"):
            raise forms.ValidationError(_("Mã này vừa dùng rồi. Hãy chờ mã tiếp theo."))
        lockout.succeeded(lockout.CODE, subject)
        return code

    def name_code(self, label: str) -> None:
        relabel(self, code=label)  # type: ignore[arg-type]
        self.fields["code"].widget.attrs["inputmode"] = "numeric"  # type: ignore[attr-defined]


class CodeForm(_Counted, AuthenticateForm):
    """The second step of signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name_code(_("Mã trên điện thoại hoặc mã dự phòng"))


class ConfirmCodeForm(_Counted, ReauthenticateForm):
    """A code once more, before a factor is changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name_code(_("Mã trên điện thoại hoặc mã dự phòng"))


class AppForm(_Counted, ActivateTOTPForm):
    """The first code of an app that is being set up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name_code(_("Mã 6 số đang hiện trên điện thoại"))


class AddKeyForm(AddWebAuthnForm):
    """A passkey or a security key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(self, name=_("Tên khóa"), passwordless=_("Đăng nhập chỉ bằng khóa này"))
        self.fields["passwordless"].help_text = _(
            "Khóa phải tự hỏi mã PIN hoặc vân tay; dấu vân tay không rời khỏi thiết bị của bạn."
        )


class RenameKeyForm(EditWebAuthnForm):
    """A key's name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(self, name=_("Tên khóa"))
