"""The pages of the corridor as an official and an administrator use them, and the same as JSON and by command."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from diaban.access import purposes
from diaban.access.session import acting
from diaban.access.tests.world import Ground
from diaban.casework import actions, queries
from diaban.casework.queries import Tab
from diaban.casework.tests.test_cases import moment, opened
from diaban.core.time import clock_at

pytestmark = pytest.mark.slow


def signed_in(ground: Ground, role: str) -> Client:
    from diaban.access.models import Account

    tag = ground.offices["police"].code[-1].lower()
    account = Account(username=f"{role}.{tag}".replace("_", "-"), staff=ground.staff[role], is_demo=True,
                      must_change_password=False)  # fmt: skip
    account.set_unusable_password()
    account.save()
    client = Client(headers={"host": "localhost"})
    client.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    purposes.state(session, "residence")
    session.save()
    return client


@pytest.fixture
def demo(settings: Any) -> None:
    settings.DEMO = True


def test_the_inbox_shows_tabs_pages_and_what_is_due(corridor: Ground, demo: None) -> None:
    by = corridor.viewer("commune_clerk")
    with acting(by):
        with clock_at(moment("2026-03-02 09:30")):
            late = opened(by, corridor)
        cases = [opened(by, corridor, "2026-11-20 09:00") for _ in range(60)]
        waiting = actions.move(by=by, case_id=cases[0].id, step="ask")
    client = signed_in(corridor, "commune_clerk")
    page = client.get("/viec/").content.decode()
    assert 'Đang mở <span class="n">61</span>' in page
    assert page.count('data-label="Hạn"') == 50
    assert str(late.id) in page.split("data-label")[0]  # the soonest due comes first
    with acting(by):
        first = queries.inbox(viewer=by)
        second = queries.inbox(viewer=by, after=first.after)
        assert (len(first.rows), first.earlier, first.later) == (50, False, True)
        assert (len(second.rows), second.earlier, second.later) == (11, True, False)
        assert second.rows[-1].id == waiting.id  # no time runs: after all that do
        back = queries.inbox(viewer=by, before=second.rows[0].id)
        assert [case.id for case in back.rows] == [case.id for case in first.rows]
        assert not back.earlier
    assert client.get("/viec/?muc=waiting").content.decode().count('data-label="Hạn"') == 1
    assert client.get("/viec/?muc=late&sau=khong-phai-id").status_code == 200
    assert client.get(f"/viec/?xep=la&sau={first.after}").content.decode().count('data-label="Hạn"') == 11


def test_many_cases_at_once_each_get_a_verdict(corridor: Ground, demo: None) -> None:
    by = corridor.viewer("commune_clerk")
    with acting(by):
        first, second = opened(by, corridor), opened(by, corridor)
        actions.assign(by=by, case_id=second.id, staff_id=by.staff_id)
    client = signed_in(corridor, "commune_clerk")
    given = {"muc": "open", "lam": "assign", "nguoi": by.staff_id, "viec": [str(first.id), str(second.id)]}
    page = client.post("/viec/nhieu/", given).content.decode()
    assert "Đã làm 1 việc; giữ nguyên 1 việc." in page
    assert "đã giao cho người đó rồi" in page
    assert client.post("/viec/nhieu/", given | {"nguoi": ""}).status_code == 422
    assert client.post("/viec/nhieu/", given | {"lam": "xoa"}).status_code == 422
    assert client.post("/viec/nhieu/", {"muc": "late"}).headers["Location"] == "/viec/?muc=late"


def test_a_case_page_and_its_verbs(corridor: Ground, demo: None) -> None:
    by = corridor.viewer("commune_clerk")
    with acting(by):
        case = opened(by, corridor)
    client = signed_in(corridor, "commune_clerk")
    at = f"/viec/{case.id}/"
    page = client.get(at).content.decode()
    assert "Việc thử" in page
    assert "thử, điều 1" in page
    assert client.get(f"{at}assign/").status_code == 200
    wrong = client.post(f"{at}assign/", {"version": 1, "staff_id": ""})
    assert wrong.status_code == 422
    done = client.post(f"{at}assign/", {"version": 1, "staff_id": by.staff_id}, follow=True)
    assert "Đã phân công." in done.content.decode()
    assert client.post(f"{at}pause/", {"version": 2}).status_code == 302
    assert client.post(f"{at}pause/", {"version": 2}).status_code == 409
    assert client.post(f"{at}resume/", {"version": 3}).status_code == 302
    over = client.post(f"{at}hand_over/", {"version": 4, "office_id": corridor.offices["province"].pk}, follow=True)
    assert "Đã bàn giao." in over.content.decode()
    assert client.get(f"{at}khong-co/").status_code == 404


def test_an_administrator_changes_the_calendar_and_reads_what_moved(corridor: Ground, demo: None) -> None:
    by = corridor.viewer("commune_clerk")
    with acting(by), clock_at(moment("2026-03-03 08:00")):
        opened(by, corridor)
    client = signed_in(corridor, "system_admin")
    assert "02/01/2026" in client.get("/lich-lam-viec/?nam=2026").content.decode()
    assert "chưa có ngày nghỉ nào" in client.get("/lich-lam-viec/?nam=2040").content.decode()
    form = {"day": "04/03/2026", "kind": "off", "title": "Nghỉ bão", "citation": ""}
    assert client.post("/lich-lam-viec/ngay/", form).status_code == 422
    page = client.post("/lich-lam-viec/ngay/", form | {"citation": "công điện 01"}, follow=True).content.decode()
    assert "Đã xem 1 việc đang mở; dời hạn 1 việc." in page
    assert "09/03/2026" in page
    assert "10/03/2026" in page
    swapped = {"off": "05/03/2026", "worked": "07/03/2026", "citation": "công văn 2"}
    assert client.post("/lich-lam-viec/hoan-doi/", swapped).status_code == 302
    assert client.get("/lich-lam-viec/lan/999999/").status_code == 404
    assert signed_in(corridor, "commune_police").get("/lich-lam-viec/").status_code == 403


def test_an_administrator_changes_hours_and_terms_and_reads_what_moved(corridor: Ground, demo: None) -> None:
    by = corridor.viewer("commune_clerk")
    with acting(by), clock_at(moment("2026-03-03 08:00")):
        opened(by, corridor)
    client = signed_in(corridor, "system_admin")
    form = client.get("/lich-lam-viec/gio/").content.decode()
    assert 'value="07:30-11:30"' in form
    typed = {
        "valid_from": "09/03/2026",
        "morning": "7h-11h30",
        "afternoon": "13:00-16:30",
        "counter": "",
        "citation": "",
    }
    wrong = client.post("/lich-lam-viec/gio/", typed)
    assert wrong.status_code == 422
    assert "Ghi giờ mở và giờ đóng" in wrong.content.decode()
    given = typed | {"morning": "7h00-11h30", "citation": "quyết định 9"}
    page = client.post("/lich-lam-viec/gio/", given, follow=True).content.decode()
    assert "dời hạn 1 việc" in page
    assert "giờ làm việc 07:00–11:30, 13:00–16:30 từ 09/03/2026" in page
    rule = "/lich-lam-viec/thoi-han/trial.whole/"
    assert 'value="5"' in client.get(rule).content.decode()
    term = {
        "amount": "3",
        "unit": "working_day",
        "cutoff": "25:00",
        "valid_from": "02/03/2026",
        "citation": "nghị định",
    }
    assert client.post(rule, term).status_code == 422
    page = client.post(rule, term | {"cutoff": "15:00"}, follow=True).content.decode()
    assert "thời hạn trial.whole từ 02/03/2026" in page
    assert "dời hạn 1 việc" in page
    assert client.get("/lich-lam-viec/thoi-han/khong.co/").status_code == 404
    assert signed_in(corridor, "commune_police").get("/lich-lam-viec/gio/").status_code == 403


def test_the_same_as_json(corridor: Ground, demo: None) -> None:
    by = corridor.viewer("commune_clerk")
    with acting(by):
        case = opened(by, corridor)
    client = signed_in(corridor, "commune_clerk")
    told = client.get("/api/v1/cases?tab=unassigned").json()
    assert told["counts"]["unassigned"] == 1
    assert told["cases"][0]["id"] == str(case.id)
    record = client.get(f"/api/v1/cases/{case.id}").json()
    assert record["steps"] == ["check", "ask", "drop"]
    body = {"verb": "move", "step": "check", "case_ids": [str(case.id)]}
    done = client.post("/api/v1/case-batches", json.dumps(body), content_type="application/json")
    assert done.json() == [{"case_id": str(case.id), "done": True, "sentence": ""}]
    del body["step"]
    assert client.post("/api/v1/case-batches", json.dumps(body), content_type="application/json").status_code == 422
    with acting(by):
        assert queries.counts(viewer=by)[Tab.OPEN] == 1
