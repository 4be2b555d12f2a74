"""What a person sees when something goes wrong: one sentence, with the right status, as a page, a part or JSON.

A defect gets a code to quote. The log gets the code, the kind of error and where in our code it arose; never its
message, which may quote a row, nor the request's parameters.
"""

from __future__ import annotations

import logging
import secrets
import sys
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from diaban.access.problems import problem
from diaban.core.errors import DiabanError
from diaban.core.sparing import spare, whereabouts
from diaban.web import outage

log = logging.getLogger("diaban.errors")
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def titles() -> dict[int, str]:
    """A page's title for each status."""
    return {400: _("Yêu cầu không đọc được"), 403: _("Không được phép"), 404: _("Không tìm thấy"),
            405: _("Cách gửi không đúng"), 409: _("Đã có người khác sửa"), 422: _("Dữ liệu chưa dùng được"),
            429: _("Hãy chờ một chút"),
            500: _("Có lỗi trong chương trình"), 503: _("Tạm thời chưa phục vụ được")}  # fmt: skip


def answer(
    request: HttpRequest, status: int, sentence: Any, *, fields: dict[str, Any] | None = None, code: str = ""
) -> HttpResponse:
    """The sentence in the shape that was asked for."""
    if wants_json(request):
        return problem(status, sentence, fields=fields, code=code)
    fields = {name: str(text) for name, text in (fields or {}).items()}
    context = {"title": titles().get(status, titles()[400]), "sentence": sentence, "fields": fields, "code": code,
               "status": status, "wrong": True, "typed": outage.typed(request) if status == 503 else []}  # fmt: skip
    if getattr(request, "htmx", False) and not request.headers.get("HX-History-Restore-Request"):
        response = render(request, "web/parts/error.html", context, status=status)
        response["HX-Retarget"], response["HX-Reselect"], response["HX-Reswap"] = "#thong-bao", "#loi", "innerHTML"
        return response
    framed = getattr(request, "viewer", None) is not None and status not in (500, 503)
    context["frame"] = "web/base.html" if framed else "web/plain.html"
    return render(request, "web/error.html", context, status=status)


def wants_json(request: HttpRequest) -> bool:
    """API calls and those that accept JSON and not HTML."""
    accept = request.headers.get("Accept", "")
    return request.path.startswith("/api/") or ("application/json" in accept and "text/html" not in accept)


def of(request: HttpRequest, error: DiabanError) -> HttpResponse:
    """The answer to an error that was meant for a person."""
    response = answer(request, error.status, error.sentence, fields=getattr(error, "fields", None))
    wait = getattr(error, "retry_after", None)
    if wait is not None:
        response["Retry-After"] = str(wait)
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler400"""
    return answer(request, 400, _("Máy chủ không đọc được yêu cầu này; không có gì thay đổi. Hãy quay lại và thử lại."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler403"""
    return answer(request, 403, _("Tài khoản này không được mở trang này. Hãy hỏi người quản trị đơn vị nếu cần."))


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW"""
    return answer(
        request, 403, _("Trang đã mở quá lâu hoặc bị mở từ nơi khác; chưa ghi gì. Hãy tải lại trang rồi gửi lại.")
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler404"""
    return answer(request, 404, _("Không có trang này, hoặc nó không thuộc phạm vi của bạn. Kiểm tra lại địa chỉ."))


def broken(request: HttpRequest) -> HttpResponse:
    """handler500: a defect, or a database or disk that fails under us."""
    error = sys.exc_info()[1]
    code = "".join(secrets.choice(_ALPHABET) for _i in range(8))
    told = {"code": code, "error": spare(error) if error else []}
    log.error("code=%s error=%s at=%s", code, type(error).__name__, whereabouts(error), extra={"diaban": told})
    if (found := outage.of(error)) is not None:
        request.outage = found  # type: ignore[attr-defined]
        return _last_resort(request, 503, found.sentence, code)
    return _last_resort(
        request, 500, _("Chương trình gặp lỗi và đã dừng việc này; những gì chưa lưu thì chưa được ghi."), code
    )


def _last_resort(request: HttpRequest, status: int, sentence: str, code: str) -> HttpResponse:
    """The page; plain text if even that can't be drawn."""
    try:
        return answer(request, status, sentence, code=code)
    except Exception:
        log.error("code=%s the error page failed as well", code)
        return HttpResponse(f"{sentence} ({code})", status=status, content_type="text/plain; charset=utf-8")


class NoDetails(logging.Filter):
    """Takes messages and locals of exceptions out of Django's own log lines; `broken` writes what may be written."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.exc_info = record.exc_text = record.stack_info = None
        return True
