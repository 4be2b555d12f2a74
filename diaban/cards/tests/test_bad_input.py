"""What goes wrong at the counter and in the post, by the pages: one clear sentence each, and nothing is kept of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import strip_tags

from diaban.access.session import acting
from diaban.access.tests.world import Ground, build
from diaban.cards import actions
from diaban.cards.exchange import files
from diaban.cards.models import Answer, Card
from diaban.cards.tests.test_pages import signed_in
from diaban.cards.tests.world import at_the_office, declared, someone, state
from diaban.casework import calendar
from diaban.core.tests.test_cards_td1 import made as zone_of
from diaban.people.models import Resident

pytestmark = pytest.mark.django_db

NUMBER = "042085000001"


@pytest.fixture
def ground(db: None) -> Iterator[Ground]:
    calendar.forget()
    yield build("18754", "42", "x", sign_in=["commune_police"], demo=True)
    calendar.forget()


@pytest.fixture
def officer(ground: Ground) -> Client:
    return signed_in(ground, "commune_police")


@pytest.fixture
def arrived(ground: Ground) -> Resident:
    police = ground.viewer("commune_police", "residence")
    with acting(police):
        resident = someone(police, 1)
        at_the_office(police, resident, "CC0000001")
    return resident


def told(answer: Any) -> list[str]:
    """The sentences of what is wrong on a page, each once."""
    page = answer.content.decode()
    found = re.findall(r'<p class="error"[^>]*>(.*?)</p>', page, re.DOTALL)
    found += re.findall(r'<div[^>]*id="(?:tom-tat-loi|loi)".*?</div>', page, re.DOTALL)
    return [" ".join(unescape(strip_tags(each)).split()) for each in found]


def stands(ground: Ground) -> dict[str, str]:
    with acting(ground.viewer("commune_police", "residence")):
        return dict(Card.objects.values_list("serial", "state"))


@pytest.mark.parametrize(
    ("scan", "words"),
    [
        ("https://vneid.example/abc", "không phải số in trên thẻ"),
        ("GD4791234567890|4E677579E1BB856E|01/01/1980|1|XX|79|-", "bảo hiểm y tế"),
        ("WIFI:T:WPA;S:Van phong;P:mat khau;;", "không phải số in trên thẻ"),
        ("BEGIN|VCARD|N|x|y|z|t", "không phải của thẻ căn cước"),
        (f"{NUMBER}||Nguyễn Thị Đào|02031985|Nữ|Kỳ V", "đọc thiếu"),
        ("042085099999||Nguyễn Thị Đào|02031985|Nữ|Kỳ Văn|25042021", "không có thẻ nào chờ trả"),
        ("CC0000002", "không có thẻ nào chờ trả"),
    ],
)
def test_at_the_counter_something_else_is_scanned(
    ground: Ground, officer: Client, arrived: Resident, scan: str, words: str
) -> None:
    answer = officer.post("/can-cuoc/the/tra/", {"code": scan, "checked": "on"})
    assert answer.status_code == 422
    assert any(words in sentence for sentence in told(answer)), told(answer)
    page = answer.content.decode()
    assert scan not in unescape(page), "the box is empty for the next scan"
    assert "data-land" not in page, "and keeps the focus"
    assert stands(ground) == {"CC0000001": "arrived"}


def test_who_was_not_looked_at_gets_nothing(ground: Ground, officer: Client, arrived: Resident) -> None:
    answer = officer.post("/can-cuoc/the/tra/", {"code": "CC0000001"})
    assert any("đối chiếu" in sentence for sentence in told(answer)), told(answer)
    assert stands(ground) == {"CC0000001": "arrived"}


def test_a_card_handed_over_once_is_not_handed_again(ground: Ground, officer: Client, arrived: Resident) -> None:
    assert officer.post("/can-cuoc/the/tra/", {"code": "CC0000001", "checked": "on"}).status_code == 200
    again = officer.post("/can-cuoc/the/tra/", {"code": "CC0000001", "checked": "on"})
    assert any("không có thẻ nào chờ trả" in sentence for sentence in told(again))
    assert stands(ground) == {"CC0000001": "handed"}


def test_a_card_whose_term_is_over_says_so(officer: Client, arrived: Resident) -> None:
    zone = zone_of(NUMBER, "850302", "M", "210302", "NGUYEN<<THI<DAO")
    page = officer.post("/tim/", {"q": zone}, follow=True).content.decode()
    assert "Thẻ đã hết hạn." in page
    said = officer.post("/doc-the/", {"q": zone}).json()
    assert "hết hạn ngày 02/03/2021" in said["warning"]
    assert said["fields"]["id_no"] == NUMBER


def _sent(ground: Ground) -> tuple[list[Any], bytes]:
    """Three applications at the centre, and an answer that approves them."""
    police = ground.viewer("commune_police", "residence")
    with acting(police):
        ids = [declared(police, someone(police, n)).pk for n in (1, 2, 3)]
        batch = actions.make_batch(by=police, application_ids=ids)
    head = {"number": "TW-1", "batch": batch.number, "province": "42"}
    return ids, files.write(files.ANSWER, head, [{"application": str(pk), "result": "approved"} for pk in ids])


def _upload(officer: Client, content: bytes) -> Any:
    return officer.post("/can-cuoc/lo/ket-qua/", {"file": SimpleUploadedFile("kq.jsonl", content)}, follow=True)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda good: good[: len(good) // 2], "cắt ngang"),
        (lambda good: good.replace(b'"42"', b'"51"'), "không khớp với mã kiểm tra"),
        (lambda good: _of(good, province="51"), "của tỉnh mã 51, không phải tỉnh mã 42"),
        (lambda good: b"\x89PNG", "không phải kết quả của Trung ương"),
        (lambda good: _of(good, twice=True), "nói lần thứ hai về cùng một hồ sơ"),
    ],
)
def test_an_answer_that_cannot_be_taken_in(
    ground: Ground, officer: Client, spoil: Callable[[bytes], bytes], words: str
) -> None:
    ids, good = _sent(ground)
    answer = _upload(officer, spoil(good))
    assert answer.status_code == 422
    assert any(words in sentence for sentence in told(answer)), told(answer)
    with acting(ground.viewer("commune_police", "residence")):
        assert {state(pk) for pk in ids} == {"sent"}
        assert not Answer.objects.exists()


def _of(good: bytes, *, province: str = "42", twice: bool = False) -> bytes:
    sheet = files.read(good, files.ANSWER)
    lines = [*sheet.lines, sheet.lines[0]] if twice else sheet.lines
    head = {"number": sheet.said("number"), "batch": sheet.said("batch"), "province": province}
    return files.write(files.ANSWER, head, lines)


def test_the_same_answer_twice_says_that_nothing_changed(ground: Ground, officer: Client) -> None:
    ids, good = _sent(ground)
    assert "3 duyệt" in _upload(officer, good).content.decode()
    assert "đã được nhận trước đó" in _upload(officer, good).content.decode()
    with acting(ground.viewer("commune_police", "residence")):
        assert {state(pk) for pk in ids} == {"approved"}
        assert Answer.objects.count() == 1


def test_one_person_twice_in_a_batch_is_told_by_their_slips(ground: Ground, officer: Client) -> None:
    from diaban.people import actions as people

    police = ground.viewer("commune_police", "residence")
    with acting(police):
        one, two = someone(police, 1), someone(police, 2, birth_date=date(1985, 3, 2))
        slips = [declared(police, each).slip_no for each in (one, two)]
        people.merge(by=police, resident_id=one.pk, merged_id=two.pk, despite=True)
    answer = officer.post("/can-cuoc/lo/lap/", follow=True)
    page = " ".join(unescape(strip_tags(answer.content.decode())).split())
    assert answer.status_code == 422
    assert "hai lần trong lô" in page
    assert all(str(slip) in page for slip in slips)
