"""Errors reach people as one sentence with the right status, and logs without anybody's data."""

from __future__ import annotations

import json
import logging

import pytest
from django.db import OperationalError
from django.http import HttpRequest
from django.test import Client, RequestFactory

from diaban.core.errors import Conflict, Invalid, NotFound, Refused, Unavailable
from diaban.web import errors

SECRET = "Nguyễn Văn Mật"


def asked(path: str = "/x/", **headers: str) -> HttpRequest:
    request = RequestFactory().get(path, headers=headers)
    request.htmx = headers.get("HX-Request") == "true"  # type: ignore[attr-defined]
    return request


@pytest.mark.parametrize(
    "error", [Refused("Câu."), NotFound("Câu."), Conflict("Câu."), Invalid("Câu.", {"a": "Ô a."}), Unavailable("Câu.")]
)
def test_one_sentence_in_every_shape(error: Refused) -> None:
    page = errors.of(asked(), error)
    assert page.status_code == error.status
    assert "Câu." in page.content.decode()
    assert "<title>Lỗi:" in page.content.decode()

    told = errors.of(asked("/api/v1/x"), error)
    assert told.status_code == error.status
    assert json.loads(told.content)["detail"] == "Câu."

    part = errors.of(asked(**{"HX-Request": "true"}), error)
    assert part["HX-Retarget"] == "#thong-bao"
    assert "<html" not in part.content.decode()


def fail(error: Exception) -> tuple[int, str]:
    try:
        raise error
    except Exception:
        answer = errors.broken(asked())
    return answer.status_code, answer.content.decode()


def test_a_defect_shows_a_code_and_logs_no_message(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "diaban.errors"):
        status, page = fail(ValueError(SECRET))
    code = caplog.records[0].getMessage().split()[0].removeprefix("code=")
    assert status == 500
    assert code in page
    assert len(code) == 8
    assert "error=ValueError" in caplog.text
    assert "web/tests/test_errors.py" in caplog.text
    assert SECRET not in caplog.text + page


def test_a_database_that_does_not_answer_is_not_a_defect(caplog: pytest.LogCaptureFixture) -> None:
    status, page = fail(OperationalError(f"connection refused {SECRET}"))
    assert status == 503
    assert "Cơ sở dữ liệu chưa trả lời" in page
    assert SECRET not in page + caplog.text


def test_djangos_own_log_lines_lose_their_details() -> None:
    record = logging.LogRecord(
        "django.request", 40, "x", 1, "Internal Server Error: /x/", (), (ValueError, ValueError(SECRET), None)
    )
    assert errors.NoDetails().filter(record)
    assert SECRET not in logging.Formatter().format(record)


def test_an_unknown_address_is_said_plainly_to_who_is_signed_out(client: Client, db: None) -> None:
    answer = client.get("/khong-co/")
    assert answer.status_code in (302, 404)
    assert "Traceback" not in answer.content.decode()
