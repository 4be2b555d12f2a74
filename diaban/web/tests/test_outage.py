"""A database or disk that fails under a request: reading is tried again, what was typed is given back."""

from __future__ import annotations

import errno

import psycopg
import pytest
from django.db import InternalError, OperationalError, connection, connections
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from diaban.web import errors, outage


def _raised(error: Exception, cause: Exception | None = None) -> Exception:
    try:
        raise error from cause
    except Exception as caught:
        return caught


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        _raised(OperationalError("x"), psycopg.errors.DiskFull("x")),
        _raised(InternalError("x"), psycopg.errors.ReadOnlySqlTransaction("x")),
    ],
)
def test_a_full_disk_is_said(error: Exception) -> None:
    found = outage.of(error)
    assert found is not None
    assert "Đĩa của máy chủ đã đầy" in str(found.sentence)


def test_a_commit_without_an_answer_claims_nothing() -> None:
    def _commit() -> None:
        raise OperationalError("server closed the connection unexpectedly")

    with pytest.raises(OperationalError) as caught:
        _commit()
    found = outage.of(caught.value)
    assert found is not None
    assert "chưa rõ" in str(found.sentence)


@pytest.mark.parametrize("error", [ValueError("x"), OSError(errno.ENOENT, "x"), InternalError("x"), None])
def test_a_defect_is_none(error: Exception | None) -> None:
    assert outage.of(error) is None


def _broken(request: HttpRequest) -> HttpResponse:
    try:
        raise OperationalError("x")
    except OperationalError:
        return errors.broken(request)


def _sent(data: dict[str, object]) -> HttpRequest:
    request = RequestFactory().post("/nguoi/moi/?x=1", data)
    request.htmx = False  # type: ignore[attr-defined]
    return request


def test_what_was_typed_stands_on_the_page_to_be_sent_again() -> None:
    page = _broken(_sent({"name": 'Lò "Văn" <b>', "day": ["1", "2"]})).content.decode()
    assert 'action="/nguoi/moi/?x=1"' in page
    assert "Lò &quot;Văn&quot; &lt;b&gt;" in page
    assert page.count('name="day"') == 2
    assert "Gửi lại điều vừa nhập" in page


def test_a_password_is_never_sent_back() -> None:
    page = _broken(_sent({"login": "a", "password": "geheim"})).content.decode()
    assert "geheim" not in page
    assert "Gửi lại" not in page


def _middleware(failures: int) -> tuple[outage.OutageMiddleware, list[str]]:
    asked: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        asked.append(str(request.method))
        if len(asked) <= failures:
            request.htmx = False  # type: ignore[attr-defined]
            return _broken(request)
        return HttpResponse("ok")

    return outage.OutageMiddleware(view), asked


def test_reading_is_tried_again_once_the_database_answers(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "close_all", lambda: None)  # the test's own transaction
    answer, asked = _middleware(1)
    assert answer(RequestFactory().get("/x/")).status_code == 200
    assert asked == ["GET", "GET"]
    answer, asked = _middleware(1)
    assert answer(RequestFactory().post("/x/", {"a": "1"})).status_code == 503
    assert asked == ["POST"], "what was sent is never sent twice by itself"


def test_waiting_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OperationalError("x")

    monkeypatch.setattr(outage, "_PATIENCE", 0.3)
    monkeypatch.setattr(connections, "close_all", lambda: None)
    monkeypatch.setattr(connection, "ensure_connection", refuse)
    answer, asked = _middleware(9)
    assert answer(RequestFactory().get("/x/")).status_code == 503
    assert asked == ["GET"]
