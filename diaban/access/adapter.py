"""How allauth meets this house: no sign-up, no mail, failures counted in the database, own words."""

from __future__ import annotations

import base64
import time
from hashlib import sha256
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diaban.access import lockout
from diaban.access.models import Account


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by name and password."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "enter_current_password": gettext_lazy("Hãy nhập mật khẩu hiện tại."),
        "incorrect_password": gettext_lazy("Mật khẩu không đúng."),
        "incorrect_code": gettext_lazy("Mã không đúng hoặc đã hết hạn."),
        "username_password_mismatch": gettext_lazy("Tên đăng nhập hoặc mật khẩu không đúng."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Account | None:
        """An account that is closed answers as if the password were wrong: nobody learns that it exists."""
        account = super().authenticate(request, **credentials)
        if account is None or not account.is_active:
            self.note_lock(credentials)
            return None
        from diaban.access.middleware import on_loopback

        if account.is_demo and not on_loopback(request):
            raise ValidationError(_("Tài khoản trình diễn chỉ dùng được trên chính máy này."))
        lockout.succeeded(lockout.ACCOUNT, credentials["username"])
        lockout.taken_back(lockout.ADDRESS, self.get_client_ip(request))
        found: Account = account
        return found

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            lockout.attempt(lockout.ADDRESS, self.get_client_ip(request))
            lockout.attempt(lockout.ACCOUNT, credentials.get("username", ""))
        except lockout.LockedOut as locked:
            raise ValidationError(str(locked)) from locked

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Not for someone who signed in or confirmed a few minutes ago: setting up a first factor asks once."""
        from allauth.account import app_settings
        from allauth.account.internal.flows.login import get_authentication_records

        request = context.request
        last = max((record["at"] for record in get_authentication_records(request, request.user)), default=0.0)
        return bool(time.time() - last > app_settings.REAUTHENTICATION_TIMEOUT)

    def note_lock(self, credentials: dict[str, Any]) -> None:
        """Write to the ledger that an account is now locked."""
        username = credentials.get("username", "")
        if lockout.failed_enough(lockout.ACCOUNT, username):
            from diaban.access.records import note_locked

            note_locked(username)

    def _rollback_login_failed_rl_usage(self) -> None:
        """allauth's own counter is off."""

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return str(settings.LOGIN_REDIRECT_URL)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        words = {
            "reauthenticate": _("Dùng mật khẩu"),
            "mfa_reauthenticate": _("Dùng mã trên điện thoại hoặc mã dự phòng"),
            "mfa_reauthenticate:webauthn": _("Dùng khóa truy cập"),
        }
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [{**method, "description": words[method["id"]]} for method in methods]

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """There is no mail."""


class FactorAdapter(DefaultMFAAdapter):
    """The second factor: one-time codes, passkeys and recovery codes."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": gettext_lazy("Không tắt được bước xác thực này."),
        "cannot_generate_recovery_codes": gettext_lazy("Hãy bật ứng dụng tạo mã hoặc khóa truy cập trước."),
        "incorrect_code": gettext_lazy("Mã không đúng hoặc đã hết hạn."),
    }

    def encrypt(self, text: str) -> str:
        """Seeds of codes are useless to whoever holds the database without the install's secret."""
        return str(_box().encrypt(text.encode()), "ascii")

    def decrypt(self, encrypted_text: str) -> str:
        return str(_box().decrypt(encrypted_text.encode()), "utf-8")

    def build_totp_svg(self, url: str) -> str:
        import segno

        svg: str = segno.make(url, error="m").svg_inline(scale=5, border=3, dark="#000", light="#fff")
        return svg

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        from allauth.mfa.models import Authenticator

        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Khóa số %(number)s") % {"number": count + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Diaban"}

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        return {**super().get_public_key_credential_user_entity(user), "display_name": user.username}

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """There is no mail."""


def _box() -> Any:
    from cryptography.fernet import Fernet

    return Fernet(base64.urlsafe_b64encode(sha256(b"diaban.factor:" + settings.SECRET_KEY.encode()).digest()))
