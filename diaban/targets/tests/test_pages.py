"""Targets through their pages, and who stays silent."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from diaban.access import viewers
from diaban.access.session import acting
from diaban.access.tests.world import PASSWORD, Ground, build
from diaban.areas import queries as areas
from diaban.figures import silence
from diaban.figures.periods_read import read
from diaban.ledger import actions as ledger
from diaban.ledger.lines import CLOCK, Line, numbered
from diaban.targets.models import Plan
from diaban.targets.numbers import read_value, write_value
from diaban.targets.tests.conftest import births

TYPED = {"measure": "people.births", "period": "2026", "value": "1.250", "split": "equal", "document": "12/KH-UBND",
         "signed_on": "15/01/2026", "signer_post": "Chủ tịch"}  # fmt: skip


@pytest.fixture
def ground(db: None, now: Any) -> Ground:
    return build("18754", "42", "ct", sign_in=["province_manager", "commune_police", "analyst"], demo=True)


def signed_in(role: str) -> Client:
    client = Client(headers={"host": "localhost"})
    client.post("/vao/", {"login": f"{role.replace('_', '-')}.t", "password": PASSWORD})
    return client


def text(response: Any) -> str:
    return str(response.content.decode())


def the_plan(ground: Ground) -> Plan:
    with acting(ground.viewer("province_manager")):
        return Plan.objects.get()


def test_a_target_is_set_revised_and_taken_back_through_the_pages(ground: Ground) -> None:
    client = signed_in("province_manager")
    typed = TYPED | {"unit_id": str(ground.province)}
    wrong = client.post(reverse("targets:set"), typed | {"value": "1,250"})
    assert wrong.status_code == 422
    assert "Không đọc được chỉ tiêu" in text(wrong)
    done = client.post(reverse("targets:set"), typed, follow=True)
    plan = the_plan(ground)
    assert plan.period == "bc-2026"
    assert "1.250" in text(done)
    assert "Nghị định" not in text(done)
    form = text(client.get(reverse("targets:revise", args=[plan.pk])))
    assert "18754" in form
    parts = form.split('name="parts"')[1].split(">", 1)[1].split("</textarea>")[0].strip()
    assert len(parts.splitlines()) == 69
    by_hand = {"split": "hand", "parts": parts, "version": "1"}
    off = client.post(reverse("targets:revise", args=[plan.pk]), typed | by_hand | {"value": "1.251"})
    assert "lệch 1" in text(off)
    fine = client.post(reverse("targets:revise", args=[plan.pk]), typed | by_hand, follow=True)
    assert "Đã điều chỉnh" in text(fine)
    gone = client.post(reverse("targets:withdraw", args=[plan.pk]), TYPED | {"reason": "Thử", "version": "2"},
                       follow=True)  # fmt: skip
    assert "Đã bãi bỏ" in text(gone)


def test_a_commune_sees_its_part_on_its_first_page_and_sets_nothing(ground: Ground) -> None:
    signed_in("province_manager").post(reverse("targets:set"), TYPED | {"unit_id": str(ground.province)})
    with acting(viewers.command_line()):
        births(ground, ground.hamlet, date(2026, 2, 1), 9)
    client = signed_in("commune_police")
    first = text(client.get("/"))
    assert "Chỉ tiêu đang thực hiện" in first
    assert "47,3%" in first or "50,0%" in first  # 9 of 19 or 18
    assert client.get(reverse("targets:set")).status_code == 403
    page = text(client.get(reverse("targets:plan", args=[the_plan(ground).pk])))
    assert "12/KH-UBND" in page
    assert "Các đơn vị theo mức đạt (1)" in page


def test_a_manager_sees_who_is_silent_and_since_when(ground: Ground) -> None:
    office = ground.offices["police"].pk
    first, second, third, *_rest = [unit.id for unit in areas.children(ground.province) if unit.id != ground.commune]
    month = read("2026-T11")
    with acting(viewers.command_line()):
        births(ground, ground.hamlet, date(2026, 11, 3))
        births(ground, first, date(2026, 10, 31))
        ledger.append([Line("people.stay_closed", numbered(5), second, office, CLOCK, date(2026, 11, 2),
                            dims={"stay": "absent"})])  # fmt: skip
        births(ground, third, date(2026, 11, 20))
    manager = ground.viewer("province_manager")
    with acting(manager):
        below = [unit.id for unit in areas.children(ground.province)]
        found = {one.unit_id: one for one in silence.silent(below, month.period, viewer=manager)}
        assert ground.commune not in found
        assert third not in found
        assert found[first].last == date(2026, 10, 31)
        assert found[first].days() == 22
        assert found[second].last is None  # what the clock wrote is nobody's work
        assert len(found) == len(below) - 2
        assert len(silence.silent(below, month.period, viewer=manager, domain="incidents")) == len(below)
    shown = text(signed_in("province_manager").get(reverse("console:silent", args=[ground.province])))
    assert "22 ngày trước" in shown
    assert "chưa bao giờ" in shown
    home = text(signed_in("province_manager").get("/"))
    assert "Xem 67 đơn vị chưa nhập" in home


def test_a_commune_is_not_told_who_else_is_silent(ground: Ground) -> None:
    client = signed_in("commune_police")
    assert client.get(reverse("console:silent", args=[ground.province])).status_code == 403
    assert "Chưa nhập gì" not in text(client.get("/"))


@pytest.mark.parametrize(("typed", "rate", "value"), [("1.250", False, 1250), ("0", False, 0), ("95,5%", True, 9550),
                                                       ("95", True, 9500), ("100,25 %", True, 10025)])  # fmt: skip
def test_numbers_are_read_as_they_are_written(typed: str, rate: bool, value: int) -> None:
    assert read_value(typed, rate) == value
    assert read_value(write_value(value, rate), rate) == value


TWO_WAYS = [("1.25", False), ("12,5", False), ("-3", False), ("1.250", True), ("", True), ("95,555", True),
            ("１２", False)]  # fmt: skip


@pytest.mark.parametrize(("typed", "rate"), TWO_WAYS)
def test_what_could_be_read_two_ways_is_not_read(typed: str, rate: bool) -> None:
    with pytest.raises(ValueError):
        read_value(typed, rate)
