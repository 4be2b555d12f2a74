"""The room's pages as a police officer walks them, and that nothing is half done wherever it breaks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils.html import strip_tags

from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.access.tests.world import Ground, build
from diaban.casework import calendar
from diaban.core.sql import rows
from diaban.onestop import actions
from diaban.onestop.models import Dossier
from diaban.onestop.tests.conftest import handed_in
from diaban.people.models import Resident
from diaban.people.tests.conftest import settle

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def town(db: None) -> Iterator[Ground]:
    calendar.forget()
    yield build("18754", "42", "w", sign_in=["commune_police", "province_manager"], demo=True)
    calendar.forget()


@pytest.fixture
def someone(town: Ground) -> Resident:
    police = town.viewer("commune_police", "residence")
    with acting(police):
        return settle(police, id_no="042085001234", birth_date=date(1985, 3, 2), sex="m", phone="0987654321")


def signed_in(town: Ground, role: str) -> Client:
    client = Client(REMOTE_ADDR="127.0.0.1", HTTP_HOST="127.0.0.1")
    client.force_login(town.accounts[role])
    client.post("/muc-dich/", {"code": "residence", "reference": "HS-1"})
    return client


def words(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return " ".join(strip_tags(answer.content.decode()).split())


def only(town: Ground) -> Dossier:
    with acting(town.viewer("commune_police", "residence")):
        return Dossier.objects.get()


def test_from_a_residents_page_to_the_result_in_the_hand(town: Ground, someone: Resident) -> None:
    officer = signed_in(town, "commune_police")
    choose = f"/mot-cua/tiep-nhan/cho/{someone.pk}/"
    assert choose in officer.get(f"/cu-dan/{someone.pk}/").content.decode()
    assert "Khai báo tạm vắng" in words(officer, choose)
    assert f"/can-cuoc/cho/{someone.pk}/" in officer.get(choose).content.decode()
    form, draft = f"{choose}absence/", f"/mot-cua/nhap/cho/{someone.pk}/absence/"
    assert "lưu nháp" in officer.post(draft, {"reason": "Đi làm xa"}).content.decode()
    assert "Đi làm xa" in officer.get(form).content.decode()
    wrong = officer.post(form, {"reason": "Đi làm xa"})
    assert wrong.status_code == 422
    assert "Còn thiếu" in wrong.content.decode()
    given = {"since": "01/11/2026", "reason": "Đi làm xa", "papers": "ct03"}
    made_at = officer.post(form, given)["Location"]
    made = only(town)
    assert made_at == f"/mot-cua/{made.pk}/"
    page = words(officer, made_at)
    assert made.number in page
    assert "Giấy tiếp nhận hồ sơ và hẹn trả kết quả" in page
    assert "Đi làm xa" in page
    officer.post(f"{made_at}bo-sung/", {"what": "Ảnh 3x4\nBản sao"})
    assert "Đang chờ bổ sung: Ảnh 3x4" in words(officer, made_at)
    officer.post(f"{made_at}buoc/answer/")
    assert officer.post(f"{made_at}giai-quyet/", {}).status_code == 302
    assert officer.post(f"{made_at}tra-ket-qua/", {"way": "proxy"}).status_code == 422
    officer.post(f"{made_at}tra-ket-qua/", {"way": "counter"})
    assert "Đã trả kết quả" in words(officer, made_at)
    assert made.number in words(officer, "/mot-cua/?trang_thai=delivered")
    assert made.number not in words(officer, "/mot-cua/?trang_thai=stopped")
    assert officer.post(f"{made_at}buoc/fly/").status_code == 404
    for address in ("/mot-cua/bieu-06a/", "/mot-cua/bieu-06a/?ky=bc-2026", f"{made_at}dinh-kem/", "/mot-cua/tiep-nhan/",
                    "/mot-cua/tiep-nhan/overnight/", f"{made_at}chuyen/", f"{made_at}hen-lai/"):  # fmt: skip
        words(officer, address)
    assert signed_in(town, "province_manager").post(f"{made_at}buoc/reopen/").status_code == 403


class Broken(RuntimeError):
    """What a test raises in the middle of an action."""


def breaking(at: int) -> Callable[..., Any]:
    """A wrapper of statements that breaks the connection's `at`-th."""
    seen = 0

    def run(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal seen
        seen += 1
        if seen == at:
            raise Broken
        return execute(sql, params, many, context)

    return run


_ALL = """
select (select count(*) from ledger_line), (select count(*) from people_event), (select count(*) from people_stay
    where closed), (select state from people_resident where id = %s), (select state from casework_case where id = %s),
    (select state || version from onestop_dossier where id = %s), (select count(*) from onestop_slip)
"""


def test_wherever_it_breaks_nothing_is_half_done(ground: Ground, clerk: Viewer, resident: Resident) -> None:
    """A death is granted with every statement broken in turn: after each, all is as it was; then it goes through."""
    with acting(clerk):
        made = handed_in(clerk, "death", resident)
        keys = [resident.pk, made.pk, made.pk]
        before, at = rows(_ALL, keys), 0
        while True:
            at += 1
            try:
                with transaction.atomic(), connection.execute_wrapper(breaking(at)):
                    actions.approve(by=clerk, dossier_id=made.pk)
            except Broken:
                assert rows(_ALL, keys) == before, at
            else:
                break
    assert at > 15
    with acting(clerk):
        assert rows(_ALL, keys)[0][3:5] == ("dead", "done")
