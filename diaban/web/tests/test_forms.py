"""Form pages: nothing typed is lost, each error stands at its field and in the summary, conflicts show both."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from diaban.core.errors import Conflict, Invalid, Refused, Stale
from diaban.web.days import PartialDay
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


def test_a_refusal_goes_on() -> None:
    def save(data: dict[str, Any]) -> None:
        raise Refused("y")

    with pytest.raises(Refused):
        shown(TYPED, save=save)


def stale(data: dict[str, Any]) -> None:
    raise Stale("Hồ sơ vừa được người khác sửa; bản của bạn chưa ghi.")


def test_a_conflict_that_cannot_be_compared_shows_the_form_again_with_all_that_was_typed() -> None:
    answer = shown(TYPED, save=stale, initial={"version": 9})
    page = answer.content.decode()
    assert answer.status_code == 409
    for part in ("bản của bạn chưa ghi", 'value="Nguyễn  Thị Hoà"', 'value="1957"', 'name="version" value="9"'):
        assert part in page


def radios(page: str) -> dict[str, list[tuple[str, bool]]]:
    """Each field's choices: what would be sent, and whether it is chosen."""
    found: dict[str, list[tuple[str, bool]]] = {}
    for name, value, checked in re.findall(r'type="radio" name="(\w+)" value="([^"]*)"( checked)?', page):
        found.setdefault(name, []).append((value, bool(checked)))
    return found


def test_a_field_that_only_one_side_changed_is_chosen_from_that_side() -> None:
    opened = {"full_name": "Nguyễn Thị Hoa", "born": PartialDay(date(1957, 1, 1), "y"), "sex": "m", "version": 4}
    base = re.search(r'name="_base" value="([^"]*)"', shown(None, initial=opened, current=dict).content.decode())
    assert base is not None
    typed = {"full_name": "Nguyễn Thị Hoà", "born": "1957", "sex": "m", "version": "4", "_base": unescape(base[1])}
    stored = {**opened, "born": PartialDay(date(1958, 1, 1), "y"), "full_name": "Nguyễn Thị Hòe", "version": 5}
    page = shown(typed, save=stale, current=lambda: stored).content.decode()
    found = radios(page)
    assert found["full_name"] == [("Nguyễn Thị Hòe", False), ("Nguyễn Thị Hoà", True)]  # both changed it: mine at first
    assert found["born"] == [("1958", True), ("1957", False)]  # only the other did
    assert "sex" not in found
    assert "Nguyễn Thị Hoa<" in page  # what it was when it was opened
    assert '<input type="hidden" name="sex" value="m">' in page


def test_what_is_chosen_is_what_is_saved() -> None:
    saved: list[dict[str, Any]] = []
    chosen = {"full_name": "Nguyễn Thị Hòe", "born": "1958", "sex": "m", "version": "5"}
    shown(chosen, save=lambda data: saved.append(data) or "đã")  # type: ignore[func-returns-value]
    assert (saved[0]["full_name"], str(saved[0]["born"]), saved[0]["version"]) == ("Nguyễn Thị Hòe", "1958", 5)


@pytest.mark.parametrize("base", ["", "[]", "{", '{"full_name": 3}', "x" * 10_000])
def test_a_base_that_cannot_be_read_is_left_out(base: str) -> None:
    stored = {"full_name": "Nguyễn Thị Hòa", "born": None, "sex": "f", "agreed": False, "version": 5}
    answer = shown(TYPED | {"_base": base}, save=stale, current=lambda: stored)
    assert answer.status_code == 409
    assert radios(answer.content.decode())["full_name"][1] == ("Nguyễn  Thị Hoà", True)
