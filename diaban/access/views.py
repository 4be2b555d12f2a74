"""Pages of one's own access: the purpose, the account, and which posting one works from."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diaban.access import purposes, queries
from diaban.access.roles import PERMISSION_TITLES, ROLES
from diaban.core.errors import Invalid


def _back(request: HttpRequest) -> str:
    """Where the page was asked from, if that is a page of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}) else "/"


def purpose(request: HttpRequest) -> HttpResponse:
    """State why persons are looked up; then go back to where the question came up."""
    from diaban.access.forms import PurposeForm

    viewer: Any = request.viewer  # type: ignore[attr-defined]
    catalogue = purposes.catalogue()
    initial = {"code": viewer.purpose, "reference": viewer.reference}
    form = PurposeForm(request.POST or None, initial=initial)
    form.fields["code"].choices = [(p.code, p.title) for p in catalogue]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            purposes.state(request.session, **form.cleaned_data)
        except Invalid as invalid:
            for field, sentence in invalid.fields.items():
                form.add_error(field, sentence)
        else:
            return redirect(_back(request))
    context = {"form": form, "catalogue": catalogue, "next": _back(request), "title": _("Mục đích tra cứu")}
    return render(request, "access/purpose.html", context, status=422 if form.errors else 200)


@require_POST
def forget_purpose(request: HttpRequest) -> HttpResponse:
    """Stop looking persons up; what was reached with the purpose closes too."""
    purposes.forget(request.session)
    messages.success(
        request, _("Đã thôi mục đích tra cứu. Hồ sơ cư dân sẽ không mở được cho đến khi nêu mục đích mới.")
    )
    return redirect(_back(request))


def account(request: HttpRequest) -> HttpResponse:
    """One's own account: who one is here, what the role may do, and the pages that look after the sign-in."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    context = {
        "title": _("Tài khoản của tôi"),
        "role": viewer.role,
        "may": [title for permission, title in PERMISSION_TITLES.items() if viewer.can(permission)],
        "postings": queries.own_postings(viewer),
        "roles": ROLES,
        "purpose": purposes.stated(request.session),
        "demo": viewer.is_demo,
    }
    return render(request, "access/account.html", context)


@require_POST
def posting(request: HttpRequest) -> HttpResponse:
    """Work from another of one's own postings."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    chosen = request.POST.get("posting", "")
    own = {str(row.posting_id): row for row in queries.own_postings(viewer)}
    if chosen not in own:
        messages.error(request, _("Vị trí công tác này không phải của bạn hoặc đã kết thúc."))
        return redirect("access:account")
    purposes.choose_posting(request.session, own[chosen].posting_id)
    messages.success(request, _("Bạn đang làm việc tại %(office)s.") % {"office": own[chosen].office_name})
    return redirect("/")
