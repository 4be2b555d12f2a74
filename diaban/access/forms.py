"""Forms of signing in, with the house's own words. Loaded when a sign-in page is first asked for."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class SignInForm(LoginForm):
    """Name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(self, login=_("Tên đăng nhập"), password=_("Mật khẩu"))
        self.fields["login"].widget.attrs.update(autocapitalize="none", spellcheck="false", autofocus=True)


class PasswordForm(ChangePasswordForm):
    """A new password, which isn't the old one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(
            self,
            oldpassword=_("Mật khẩu hiện tại"),
            password1=_("Mật khẩu mới"),
            password2=_("Mật khẩu mới, nhập lại"),
        )
        self.fields["password1"].help_text = _(
            "Ít nhất 10 ký tự, không chỉ gồm chữ số, không phải mật khẩu thường gặp."
        )

    def clean(self) -> dict[str, Any]:
        # The base form compares the two new fields in English.
        data: dict[str, Any] = forms.Form.clean(self) or {}
        new, again = data.get("password1"), data.get("password2")
        if new and again and new != again:
            self.add_error("password2", _("Hai lần nhập mật khẩu mới không giống nhau."))
        if new and new == data.get("oldpassword"):
            self.add_error("password1", _("Mật khẩu mới phải khác mật khẩu hiện tại."))
        return data


class ConfirmForm(ReauthenticateForm):
    """The password once more, before a factor is changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(self, password=_("Mật khẩu"))


class PurposeForm(forms.Form):
    """Why persons are looked up."""

    code = forms.ChoiceField(label=gettext_lazy("Mục đích"), widget=forms.RadioSelect)
    reference = forms.CharField(
        label=gettext_lazy("Số hồ sơ hoặc số văn bản"),
        help_text=gettext_lazy("Không ghi họ tên hay số định danh vào đây."),
        required=False,
        max_length=64,
    )


def relabel(form: forms.Form, **labels: str) -> None:
    """Give fields their labels and take away the placeholders that repeat them."""
    for name, label in labels.items():
        form.fields[name].label = label
        form.fields[name].widget.attrs.pop("placeholder", None)
