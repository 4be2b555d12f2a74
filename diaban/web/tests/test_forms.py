"""Form pages: nothing typed is lost, each error stands at its field and in the summary, conflicts show both."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from diaban.core.errors import Conflict, Invalid, Refused
from diaban.web.fields import CheckField, ChoiceField, PartialDayField, TextField, VersionField
from diaban.web.forms import Form, form_page


class Sample(Form):
    full_name = TextField(label="Họ và tên")
    born = PartialDayField(label="Ngày sinh", required=False)
    sex = ChoiceField(label="Giới", choices=[("m", "Nam"), ("f", "Nữ")])
    agreed = CheckField(label="Đồng ý")
    version = VersionField()


TYPED = {"full_name": "Nguyễn  Thị Hoà", "born": "1957", "sex": "f", "version": "4"}


def asked(data: dict[str, str] | None = None) -> HttpRequest:
    request = RequestFactory().post("/f/", data) if data is not None else RequestFactory().get("/f/")
    request.session = {}  # type: ignore[assignment]
    request.htmx = False  # type: ignore[attr-defined]
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    return request


def shown(data: dict[str, str] | None, save: Any = lambda data: "đã", **options: Any) -> HttpResponse:
    return form_page(
        asked(data), Sample, title="Sửa", save=save, done=lambda saved: (f"{saved} lưu", "/xong/"), **options
    )


def test_a_form_is_shown_with_what_is_known() -> None:
    page = shown(None, initial={"full_name": "Lê <b>", "version": 3}, cancel="/thoi/").content.decode()
    assert 'value="Lê &lt;b&gt;"' in page
    assert 'name="version" value="3"' in page
    assert 'href="/thoi/"' in page
    assert "(không bắt buộc)" in page


def test_what_is_right_is_saved_clean_and_leads_on() -> None:
    saved: list[dict[str, Any]] = []
    answer = shown(TYPED, save=lambda data: saved.append(data) or "đã")  # type: ignore[func-returns-value]
    assert (answer.status_code, answer["Location"]) == (302, "/xong/")
    assert saved[0]["full_name"] == "Nguyễn Thị Hoà"
    assert str(saved[0]["born"]) == "1957"
    assert saved[0]["version"] == 4


def test_what_is_wrong_says_so_twice_and_keeps_what_was_typed() -> None:
    answer = shown({"full_name": "", "born": "31/31/1990", "sex": "f"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Lỗi: Sửa" in page.replace("\n", "")
    assert page.count("Ô này cần được điền.") == 2
    assert page.count("Không đọc được ngày này.") == 2
    assert 'value="31/31/1990"' in page
    assert 'href="#id_born"' in page
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="id_born_error"' in page


def test_an_actions_sentences_stand_at_their_fields() -> None:
    def save(data: dict[str, Any]) -> None:
        raise Invalid("Chưa lưu.", {"full_name": "Tên có chữ số.", "elsewhere": "Hộ đã đóng."})

    page = shown(TYPED, save=save).content.decode()
    assert page.count("Tên có chữ số.") == 2
    assert page.count("Hộ đã đóng.") == 1


def test_a_conflict_shows_both_and_can_be_saved_over() -> None:
    def save(data: dict[str, Any]) -> None:
        raise Conflict("Hồ sơ vừa được người khác sửa; bản của bạn chưa ghi.")

    stored = {"full_name": "Nguyễn Thị Hòa", "born": None, "sex": "m", "agreed": False, "version": 5}
    answer = shown(TYPED, save=save, current=lambda: stored)
    page = answer.content.decode()
    assert answer.status_code == 409
    for part in ("Nguyễn Thị Hòa", "Nguyễn Thị Hoà", ">Nam<", ">Nữ<", 'name="version" value="5"', 'value="1957"'):
        assert part in page
    assert 'name="version" value="4"' not in page


def test_a_conflict_that_cannot_be_shown_and_a_refusal_go_on() -> None:
    for error in (Conflict("x"), Refused("y")):

        def save(data: dict[str, Any], error: Exception = error) -> None:
            raise error

        with pytest.raises(type(error)):
            shown(TYPED, save=save)
