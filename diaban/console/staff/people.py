"""Staff: list, record with postings and account, and what can be done with both."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from diaban.access import accounts, actions, policies, queries
from diaban.access.models import Account, Posting, Staff
from diaban.access.roles import ROLES, Permission
from diaban.access.scope import Viewer
from diaban.console.staff.forms import AccountForm, DayForm, StaffSearch, staff_filters
from diaban.console.views.base import viewer_of
from diaban.core.text import fold
from diaban.core.time import today
from diaban.web import typed
from diaban.web.forms import Form, form_page
from diaban.web.lists import Column, Listing, list_page
from diaban.web.pages import Action, Crumb, allowed
from diaban.web.paging import from_queryset, narrowed
from diaban.web.records import Chip, Fact, Record, Section, Table, record_page


def person_url(staff: Staff) -> str:
    return reverse("staff:person", args=[staff.pk])


def crumbs() -> list[Crumb]:
    """The way to a page about staff."""
    return [Crumb(_("Quản trị"), reverse("console:administration")), Crumb(_("Cán bộ"), reverse("staff:staff"))]


def _by_name(rows: Any, typed: str) -> Any:
    return rows.filter(Q(fold__contains=fold(typed)) | Q(number=typed.upper()))


def _by_role(rows: Any, role: str) -> Any:
    held = Posting.objects.filter(Q(valid_to=None) | Q(valid_to__gt=today()), staff=OuterRef("pk"), role=role)
    return rows.filter(Exists(held))


#: What was typed to find staff by, in the session of who typed it.
_TYPED = "staff.searches"


def people(request: HttpRequest) -> HttpResponse:
    """GET: everyone with a posting in the ground one administers. POST: keep the name typed and show who has it."""
    viewer = viewer_of(request, Permission.ACCESS_MANAGE)
    search = StaffSearch(request.POST or None)
    if request.method == "POST" and search.is_valid():
        token = typed.keep(request, _TYPED, search.cleaned_data["name"])
        return redirect(f"{reverse('staff:staff')}?{urlencode({'tim': token})}")
    words = partial(typed.kept, request, _TYPED)
    listing = _listing(viewer, words)
    many = Action(_("Thêm từ bảng tính"), reverse("staff:roster"), "main")
    return list_page(
        request, listing, crumbs=crumbs()[:1], template="console/staff/people.html", search=search,
        wrong=request.method == "POST", actions=[many],
    )  # fmt: skip


def _listing(viewer: Viewer, words: Callable[[str], str | None]) -> Listing:
    rows = queries.staff(viewer)
    lookups = {"tim": lambda found, token: _by_name(found, words(token) or ""), "role": _by_role}
    columns = (
        Column(_("Họ và tên"), "full_name", url=person_url, sort="name"),
        Column(_("Số hiệu"), "number", sort="number"),
        Column(_("Tên đăng nhập"), lambda staff: getattr(getattr(staff, "account", None), "username", None)),
    )
    return Listing(
        title=_("Cán bộ"), name="can-bo", columns=columns, filters=staff_filters(words), sort="name",
        source=from_queryset(rows, sorts={"name": "sort_key", "number": "number"}, lookups=lookups),
        count=lambda ask: narrowed(rows, ask, lookups).count(),
        empty=_("Chưa có cán bộ nào. Thêm cán bộ từ trang của một đơn vị."),
    )  # fmt: skip


def person(request: HttpRequest, staff_id: int) -> HttpResponse:
    """One member of staff: postings through time, and the account."""
    viewer = viewer_of(request, Permission.ACCESS_MANAGE)
    staff = queries.staff_member(viewer, staff_id)
    account: Account | None = getattr(staff, "account", None)
    postings = list(queries.postings(viewer).filter(staff=staff))
    sections = [Section(_("Vị trí công tác"), table=_postings_table(postings))]
    if account is not None:
        sections.append(Section(_("Tài khoản"), facts=_account_facts(account)))
    record = Record(
        title=staff.full_name, kind=_("Cán bộ"),
        identity=[Fact(_("Số hiệu"), staff.number), Fact(_("Điện thoại"), staff.phone)],
        chips=_chips(account), sections=sections,
        actions=[*_account_actions(viewer, staff, account), *_posting_actions(viewer, postings)],
    )  # fmt: skip
    return record_page(request, record, crumbs=crumbs())


def _postings_table(postings: list[Posting]) -> Table:
    rows = [
        ((p.office.name, reverse("staff:office", args=[p.office_id])), p.post, p.rank,
         ROLES[p.role].title if p.role in ROLES else p.role, p.valid_from, p.valid_to)
        for p in postings
    ]  # fmt: skip
    return Table((_("Đơn vị công tác"), _("Chức vụ"), _("Cấp bậc"), _("Vai trò"), _("Từ ngày"), _("Đến ngày")), rows)


def _chips(account: Account | None) -> list[Chip]:
    if account is None:
        return [Chip(_("Chưa có tài khoản"))]
    if not account.is_active:
        return [Chip(_("Tài khoản đã đóng"), "bad")]
    locks = queries.locks(account)
    return [Chip(_("Tạm khóa đến %(time)s") % {"time": max(locks)}, "warn")] if locks else []


def _account_facts(account: Account) -> list[Fact]:
    names = {"totp": _("ứng dụng tạo mã"), "webauthn": _("khóa truy cập"), "recovery_codes": _("mã dự phòng")}
    factors = ", ".join(names[kind] for kind in sorted(queries.factors(account)))
    return [
        Fact(_("Tên đăng nhập"), account.username),
        Fact(_("Đăng nhập lần cuối"), account.last_login),
        Fact(_("Bước xác thực thứ hai"), factors or _("chưa có")),
        Fact(_("Mật khẩu"), _("phải đổi khi đăng nhập") if account.must_change_password else _("do người dùng đặt")),
    ]


def _posting_actions(viewer: Viewer, postings: list[Posting]) -> list[Action]:
    open_ones = [p for p in postings if p.valid_to is None or p.valid_to > today()]
    return [
        allowed(
            Action(_("Kết thúc: %(post)s, %(office)s") % {"post": p.post, "office": p.office.name},
                   reverse("staff:end_posting", args=[p.pk])),
            lambda p=p: policies.check_not_oneself(viewer, p.staff_id),  # type: ignore[misc]
        )
        for p in open_ones
    ]  # fmt: skip


def _account_actions(viewer: Viewer, staff: Staff, account: Account | None) -> list[Action]:
    if account is None:
        return [Action(_("Cấp tài khoản"), reverse("staff:new_account", args=[staff.pk]), "main")]
    found = []
    for verb in verbs():
        if verb.fits(account):
            url = reverse("staff:account_verb", args=[account.pk, verb.slug])
            action = Action(verb.name, url, verb.kind, post=True, confirm=verb.confirm)
            check = (lambda: policies.check_not_oneself(viewer, staff.pk)) if verb.of_another else (lambda: None)
            found.append(allowed(action, check))
    return found


def new_account(request: HttpRequest, staff_id: int) -> HttpResponse:
    """Give someone a sign-in; the one-time password is shown once."""
    viewer = viewer_of(request, Permission.ACCESS_MANAGE)
    staff = queries.staff_member(viewer, staff_id)
    shown: list[str] = []

    def save(data: dict[str, Any]) -> Staff:
        shown.append(accounts.make_account(by=viewer, staff_id=staff_id, **data)[1])
        return staff

    response = form_page(
        request, AccountForm, title=_("Cấp tài khoản"), lead=staff.full_name, crumbs=crumbs(),
        cancel=person_url(staff), save=save, done=lambda saved: ("", person_url(saved)), button=_("Cấp"),
    )  # fmt: skip
    return password_page(request, staff, shown[0]) if shown else response


@never_cache
def password_page(request: HttpRequest, staff: Staff, secret: str) -> HttpResponse:
    """The one-time password: this page is the only place where it is ever seen."""
    context = {"title": _("Mật khẩu dùng một lần"), "staff": staff, "secret": secret, "back": person_url(staff),
               "crumbs": crumbs()}  # fmt: skip
    return render(request, "console/staff/password.html", context)


class Verb:
    """Something done to an account with one press."""

    def __init__(
        self, slug: str, name: Any, act: Callable[..., Any], said: Any = "", *, kind: str = "", confirm: Any = "",
        fits: Callable[[Account], bool] = lambda _account: True, of_another: bool = True,
    ) -> None:  # fmt: skip
        self.slug, self.name, self.act, self.said = slug, name, act, said
        self.kind, self.confirm, self.fits, self.of_another = kind, confirm, fits, of_another


def verbs() -> list[Verb]:
    """The verbs of an account, in the order of the buttons."""
    return [
        Verb("cap-lai", _("Cấp lại mật khẩu"), accounts.reset_password,
             confirm=_("Mật khẩu cũ và mọi phiên của người này hết hiệu lực. Cấp lại?")),
        Verb("mo-khoa", _("Mở khóa"), accounts.unlock, _("Đã mở khóa tài khoản."),
             fits=lambda account: bool(queries.locks(account)), of_another=False),
        Verb("xoa-buoc-hai", _("Xóa bước xác thực thứ hai"), accounts.reset_factors,
             _("Đã xóa bước xác thực; người này phải bật lại khi đăng nhập."),
             fits=lambda account: bool(queries.factors(account)),
             confirm=_("Chỉ làm khi đã gặp hoặc gọi đúng người này. Xóa?")),
        Verb("ket-thuc-phien", _("Kết thúc mọi phiên"), accounts.end_sessions, _("Đã kết thúc các phiên."),
             of_another=False),
        Verb("dong", _("Đóng tài khoản"), accounts.close_account, _("Đã đóng tài khoản."), kind="danger",
             fits=lambda account: account.is_active, confirm=_("Người này sẽ không đăng nhập được nữa. Đóng?")),
        Verb("mo-lai", _("Mở lại tài khoản"), accounts.reopen_account, _("Đã mở lại tài khoản."),
             fits=lambda account: not account.is_active),
    ]  # fmt: skip


@require_POST
def account_verb(request: HttpRequest, account_id: int, verb: str) -> HttpResponse:
    """Do one of `verbs` to an account."""
    viewer = viewer_of(request, Permission.ACCESS_MANAGE)
    account = queries.account(viewer, account_id)
    chosen = {each.slug: each for each in verbs()}[verb]
    made = chosen.act(by=viewer, account_id=account_id)
    if chosen.slug == "cap-lai":
        return password_page(request, account.staff, made)
    messages.success(request, chosen.said)
    return redirect(person_url(account.staff))


def end_posting(request: HttpRequest, posting_id: int) -> HttpResponse:
    """End a posting on a day."""
    viewer = viewer_of(request, Permission.ACCESS_MANAGE)
    posting = queries.posting(viewer, posting_id)
    form: type[Form] = DayForm
    return form_page(
        request, form, title=_("Kết thúc vị trí công tác"), lead=f"{posting.staff.full_name} · {posting.office.name}",
        crumbs=crumbs(), cancel=person_url(posting.staff), initial={"on": today()}, button=_("Kết thúc"),
        save=lambda data: actions.end_posting(by=viewer, posting_id=posting_id, **data),
        done=lambda saved: (_("Đã kết thúc vị trí công tác."), person_url(saved.staff)),
    )  # fmt: skip
