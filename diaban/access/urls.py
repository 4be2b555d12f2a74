"""Addresses of signing in, of one's own account and of the purpose.

The library's views are loaded when first asked for: importing them all would double the time to the first page. Its
pages for signing up, for addresses and for resets by mail have no address here.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, include, path
from django.utils.translation import gettext_lazy as _

from diaban.access import views
from diaban.access.marks import duty, public

PASSWORD, FACTOR = "allauth.account.views", "allauth.mfa.base.views"
APP, CODES, KEY = "allauth.mfa.totp.views", "allauth.mfa.recovery_codes.views", "allauth.mfa.webauthn.views"
SESSIONS = "allauth.usersessions.views"


def page(route: str, url_name: str, module: str, name: str, title: Any, *, open_to_all: bool = False) -> URLPattern:
    """A view of the library that is imported when it is first called; its page gets our title."""

    def view(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        answer: HttpResponseBase = getattr(import_module(module), name)(request, **kwargs)
        if isinstance(answer, TemplateResponse) and not answer.is_rendered:
            answer.context_data = {"title": title, **(answer.context_data or {})}
        return answer

    return path(route, public(duty(view)) if open_to_all else duty(view), name=url_name)


#: Names are the library's: its redirects look them up.
sign_in = [
    page("", "account_login", PASSWORD, "login", _("Đăng nhập"), open_to_all=True),
    page("ra/", "account_logout", PASSWORD, "logout", _("Đăng xuất"), open_to_all=True),
    page("mat-khau/", "account_change_password", PASSWORD, "password_change", _("Đổi mật khẩu")),
    page("xac-nhan/", "account_reauthenticate", PASSWORD, "reauthenticate", _("Xác nhận lại")),
    page("xac-thuc/", "mfa_authenticate", FACTOR, "authenticate", _("Xác thực bước hai"), open_to_all=True),
    page("hai-buoc/", "mfa_index", FACTOR, "index", _("Xác thực hai bước")),
    page("hai-buoc/xac-nhan/", "mfa_reauthenticate", FACTOR, "reauthenticate", _("Xác nhận lại")),
    page("ung-dung/bat/", "mfa_activate_totp", APP, "activate_totp", _("Bật ứng dụng tạo mã")),
    page("ung-dung/tat/", "mfa_deactivate_totp", APP, "deactivate_totp", _("Tắt ứng dụng tạo mã")),
    page("ma-du-phong/", "mfa_view_recovery_codes", CODES, "view_recovery_codes", _("Mã dự phòng")),
    page("ma-du-phong/tao/", "mfa_generate_recovery_codes", CODES, "generate_recovery_codes", _("Tạo mã dự phòng")),
    page("ma-du-phong/tai/", "mfa_download_recovery_codes", CODES, "download_recovery_codes", _("Mã dự phòng")),
    page("khoa/", "mfa_list_webauthn", KEY, "list_webauthn", _("Khóa truy cập")),
    page("khoa/them/", "mfa_add_webauthn", KEY, "add_webauthn", _("Thêm khóa truy cập")),
    page("khoa/vao/", "mfa_login_webauthn", KEY, "login_webauthn", _("Đăng nhập"), open_to_all=True),
    page("khoa/xac-nhan/", "mfa_reauthenticate_webauthn", KEY, "reauthenticate_webauthn", _("Xác nhận lại")),
    page("khoa/<int:pk>/xoa/", "mfa_remove_webauthn", KEY, "remove_webauthn", _("Bỏ khóa truy cập")),
    page("khoa/<int:pk>/sua/", "mfa_edit_webauthn", KEY, "edit_webauthn", _("Đổi tên khóa")),
    page("phien/", "usersessions_list", SESSIONS, "list_usersessions", _("Phiên làm việc của tôi")),
]

own = [
    path("muc-dich/", views.purpose, name="purpose"),
    path("muc-dich/thoi/", views.forget_purpose, name="forget_purpose"),
    path("tai-khoan/", views.account, name="account"),
    path("vi-tri/", views.posting, name="posting"),
]

urlpatterns = [path("vao/", include(sign_in)), path("", include((own, "access")))]
