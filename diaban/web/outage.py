"""What is told when the database or the disk fails under a request, and how a reader is spared from noticing.

Reading is tried again by itself for as long as a restart of the database takes. Writing is not: whoever sent it is
told what is known, and gets a page that still holds what they typed.
"""

from __future__ import annotations

import errno
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.db import Error as DatabaseError
from django.db import InterfaceError, OperationalError, connection, connections
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

#: SQLSTATE of a write to a server that the keeper made read-only, and of a disk that is full.
_NO_ROOM = ("25006", "53100")
_PATIENCE = 5.0
_STEP = 0.1


@dataclass(frozen=True)
class Outage:
    """Why nothing could be done. `passing`: trying again soon may do."""

    sentence: str
    passing: bool


def of(error: BaseException | None) -> Outage | None:
    """What an error says about database and disk; None for a defect of ours."""
    if _no_room(error):
        return Outage(
            _("Đĩa của máy chủ đã đầy nên chưa lưu được gì; những gì đã lưu còn nguyên và vẫn xem được. "
              "Hãy báo người quản trị giải phóng đĩa rồi gửi lại."), False)  # fmt: skip
    if not isinstance(error, OperationalError | InterfaceError):
        return None
    if any(frame.name == "_commit" for frame in traceback.extract_tb(error.__traceback__)):
        return Outage(
            _("Cơ sở dữ liệu dừng đúng lúc ghi nên chưa rõ việc vừa gửi đã lưu chưa. "
              "Hãy mở lại hồ sơ để xem trước khi gửi lại."), False)  # fmt: skip
    return Outage(_("Cơ sở dữ liệu chưa trả lời; chưa ghi gì. Hãy thử lại sau một phút."), True)


def _no_room(error: BaseException | None) -> bool:
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    cause = error.__cause__ if isinstance(error, DatabaseError) else error
    return getattr(cause, "sqlstate", None) in _NO_ROOM


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What a form sent, to be sent once more; nothing where a secret or a file was among it."""
    if request.method != "POST" or request.content_type not in (
        "application/x-www-form-urlencoded", "multipart/form-data",
    ):  # fmt: skip
        return []
    try:
        if request.FILES or any("password" in name or name == "code" for name in request.POST):
            return []
        return [(name, value) for name, values in request.POST.lists() for value in values]
    except Exception:  # a body that was cut short
        return []


class OutageMiddleware:
    """Tries reading again after the database came back. Stands before every other middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.down_since: float | None = None

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not getattr(request, "outage", None):
            self.down_since = None
            return response
        self.down_since = self.down_since or time.monotonic()
        if request.method not in ("GET", "HEAD") or not isinstance(request, WSGIRequest) or not self._came_back():
            return response
        again: Any = WSGIRequest(request.environ)
        return self.get_response(again)

    def _came_back(self) -> bool:
        """Wait for a restart to end; not when it has lasted longer, so that threads are there for others."""
        deadline = (self.down_since or 0.0) + _PATIENCE
        while True:
            connections.close_all()
            try:
                connection.ensure_connection()
            except (OperationalError, InterfaceError):
                if time.monotonic() > deadline:
                    return False
                time.sleep(_STEP)
            else:
                return True
