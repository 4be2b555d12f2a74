"""The room's pages as a police officer walks them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client
from django.utils.html import strip_tags

from diaban.access.session import acting
from diaban.access.tests.world import Ground, build
from diaban.casework import calendar
from diaban.onestop.models import Dossier
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
    assert f"{choose}card_first/" in officer.get(choose).content.decode()
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
