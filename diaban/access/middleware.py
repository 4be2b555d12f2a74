"""Sets who is looking, and with what scope, on the request and on the database connection."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from diaban.access import bearer, limits, purposes, session
from diaban.access.marks import DUTY, PUBLIC
from diaban.access.problems import problem
from diaban.access.scope import Viewer
from diaban.access.viewers import viewer_for
from diaban.core.errors import DiabanError, Refused
from diaban.core.time import ZONE

if TYPE_CHECKING:
    from diaban.access.models import Account

LOOPBACK = ("127.0.0.1", "::1")
#: Bytes of a request: the largest workbook with its form; and what someone who isn't signed in may make us keep.
MOST, MOST_UNKNOWN = 201 * 2**20, 2**20
LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "[::1]")


class ViewerMiddleware:
    """`request.viewer` is a Viewer, or None for someone not signed in, for whom the database shows nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        session.start_clean()
        request.viewer = None  # type: ignore[attr-defined]
        secret = bearer.given(request) if wants_json(request) else None
        if secret is not None:
            return self.by_token(request, secret)
        account = account_of(request)
        if body_length(request) > (MOST_UNKNOWN if account is None else MOST):
            return refuse(request, _("Nội dung gửi lên lớn quá nên chưa nhận; không có gì thay đổi."), 413)
        if account is None:
            return self.get_response(request)
        if account.is_demo and not on_loopback(request):
            return refuse(request, _("Tài khoản trình diễn chỉ dùng được trên chính máy này."))
        try:
            viewer = self.viewer(request, account)
        except Refused as refusal:
            return self.unposted(request, refusal)
        return self.answered(request, viewer)

    def answered(self, request: HttpRequest, viewer: Viewer) -> HttpResponseBase:
        """The answer to a viewer, made with their eyes."""
        request.viewer = viewer  # type: ignore[attr-defined]
        with session.acting(viewer):
            response = self.get_response(request)
        # Offices share machines: what one person was shown is not in the browser for the next.
        response.headers.setdefault("Cache-Control", "private, no-store")
        return as_viewer(viewer, response)

    def by_token(self, request: HttpRequest, secret: str) -> HttpResponseBase:
        """A call by an access token: whatever cookies came along are not looked at, so there is nothing to forge."""
        try:
            viewer = bearer.viewer_by(request, secret)
            limits.take("token", viewer.counted_as)
        except DiabanError as error:
            return told(request, error)
        if body_length(request) > MOST:
            return refuse(request, _("Nội dung gửi lên lớn quá nên chưa nhận; không có gì thay đổi."), 413)
        request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
        response = self.answered(request, viewer)
        expires = getattr(request, "token_expires", None)
        if expires is not None:
            response.headers["X-Token-Expires"] = expires.astimezone(ZONE).isoformat(timespec="seconds")
        return response

    def viewer(self, request: HttpRequest, account: Account) -> Viewer:
        kept = request.session
        stated = purposes.stated(kept)
        return viewer_for(
            account,
            stated.code,
            posting_id=purposes.chosen_posting(kept),
            reference=stated.reference,
            purpose_title=stated.title,
            reach=purposes.reached(kept),
            language=getattr(request, "LANGUAGE_CODE", "vi"),
        )

    def unposted(self, request: HttpRequest, refusal: Refused) -> HttpResponseBase:
        """Someone signed in who holds no posting today may still sign out, and nothing else."""
        if request.path.startswith("/vao/"):
            return self.get_response(request)
        return refuse(request, str(refusal))

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Iterable[Any], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Everything needs a sign-in unless its view says otherwise; then the duties come first."""
        try:
            count_page(request)
        except limits.TooOften as often:
            return told(request, often)
        viewer: Viewer | None = getattr(request, "viewer", None)
        if getattr(view, PUBLIC, False) or (viewer is not None and viewer.token_id is not None):
            return None
        account = account_of(request)
        if account is None:
            return ask_to_sign_in(request)
        if getattr(view, DUTY, False):
            return None
        return duty_of(request, account)


def account_of(request: HttpRequest) -> Account | None:
    """The account signed in on this request; a request without a session cookie costs nothing."""
    user: Any = request.user
    return user if user.is_authenticated else None


def body_length(request: HttpRequest) -> int:
    """What the request says it carries; nothing of it has been read yet."""
    told = request.META.get("CONTENT_LENGTH") or "0"
    return int(told) if told.isdigit() else 0


def on_loopback(request: HttpRequest) -> bool:
    """Whether the request came from this machine and was addressed to it by name."""
    if "diaban.forwarded" in request.META:
        return False  # it came through a proxy, whose own address says nothing
    host = request.get_host()
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    return request.META.get("REMOTE_ADDR", "") in LOOPBACK and name in LOOPBACK_HOSTS


def wants_json(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def refuse(request: HttpRequest, sentence: str, status: int = 403) -> HttpResponse:
    """One sentence, in the form the caller reads."""
    if wants_json(request):
        return problem(status, sentence)
    return render(request, "access/refused.html", {"title": _("Không được phép"), "sentence": sentence}, status=status)


def told(request: HttpRequest, error: DiabanError) -> HttpResponse:
    """An error met before any view, as the caller reads it."""
    response = refuse(request, str(error), error.status)
    often = getattr(error, "retry_after", None)
    if often is not None:
        response["Retry-After"] = str(often)
    if error.status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="diaban"'
    return response


def count_page(request: HttpRequest) -> None:
    """Count a page on the limit that the settings name for it. Raises TooOften past it."""
    match = request.resolver_match
    method, _space, name = settings.LIMITED_PAGES.get(match.view_name if match else "", "").partition(" ")
    if method != request.method:
        return
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None:
        limits.take(name, bearer.address_of(request))
    else:
        limits.count(name, viewer)


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    if wants_json(request):
        return told(request, bearer.NotKnown(_("Hãy đăng nhập, hoặc gửi mã truy cập trong tiêu đề Authorization.")))
    if request.headers.get("HX-Request"):  # a part of a page can't show the sign-in: the whole page goes there
        return HttpResponse(status=401, headers={"HX-Redirect": "/vao/"})
    return redirect(f"/vao/?{urlencode({'next': request.get_full_path()})}")


def duty_of(request: HttpRequest, account: Account) -> HttpResponse | None:
    """What this account has to do before anything else, or None."""
    if account.must_change_password:
        name, sentence = "account_change_password", _("Hãy đổi mật khẩu được cấp trước khi làm việc khác.")
    elif not account.is_demo and not has_second_factor(request, account):
        name, sentence = "mfa_index", _("Hãy bật bước xác thực thứ hai trước khi làm việc khác.")
    else:
        return None
    return refuse(request, sentence) if wants_json(request) else redirect(name)


def has_second_factor(request: HttpRequest, account: Account) -> bool:
    """Whether a TOTP app or a passkey is set up. Once seen, the web session remembers it until a factor is removed."""
    if request.session.get("diaban.factor"):
        return True
    from allauth.mfa.models import Authenticator

    found: bool = Authenticator.objects.filter(user_id=account.pk, type__in=("totp", "webauthn")).exists()
    if found:
        request.session["diaban.factor"] = True
    return found


def as_viewer(viewer: Viewer, response: HttpResponseBase) -> HttpResponseBase:
    """A streamed answer is made after the request's block has ended: its parts are asked for as the same viewer."""
    if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
        parts: Iterator[bytes] = session.streamed(viewer, response.streaming_content)  # type: ignore[arg-type]
        response.streaming_content = parts
    return response
