"""The pages of a book's import, walked as a commune's police officer does; jobs are run as the worker runs them."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from diaban.access.session import acting
from diaban.access.tests.world import PASSWORD, Ground, build
from diaban.areas import queries as areas
from diaban.core.sql import rows, value
from diaban.incidents.importing.jobs import read_book, undo_book, write_book
from diaban.incidents.models import Incident
from diaban.incidents.tests.test_reading import HEAD, book
from diaban.papers.models import Import, State

JOBS = {"incidents.read_book": read_book, "incidents.write_book": write_book, "incidents.undo_book": undo_book}
HOME = "/vu-viec/nhap-so/"


@pytest.fixture
def ground(db: None, settings: Any, tmp_path: Path) -> Ground:
    settings.DATA_DIR = tmp_path
    return build("18754", "42", "b", sign_in=["commune_police", "commune_clerk"], demo=True)


@pytest.fixture
def officer(ground: Ground) -> Client:
    return signed_in("commune_police")


def signed_in(role: str) -> Client:
    client = Client(headers={"host": "localhost"})
    client.post("/vao/", {"login": f"{role.replace('_', '-')}.b", "password": PASSWORD})
    client.post(reverse("access:purpose"), {"code": "residence"})
    return client


def text(answer: Any) -> str:
    return str(answer.content.decode())


def work() -> None:
    """Run the jobs that wait, as the worker does."""
    for name, args in rows("select task_name, args from procrastinate_jobs where status = 'todo' order by id"):
        JOBS[name](**(args if isinstance(args, dict) else json.loads(args)))
    value("update procrastinate_jobs set status = 'succeeded' where status = 'todo' returning 1")


def sent(officer: Client, path: Path, area: str = "") -> str:
    upload = SimpleUploadedFile("sổ.xlsx", path.read_bytes())
    answer = officer.post(f"{HOME}moi/", {"workbook": upload, "area": area})
    assert answer.status_code == 302, text(answer)
    return str(answer["Location"])


def of(ground: Ground) -> Import:
    with acting(ground.viewer("commune_police")):
        return Import.objects.latest("created_at")


def test_a_book_from_upload_to_register_and_back(ground: Ground, officer: Client, tmp_path: Path) -> None:
    unit = areas.unit(ground.commune)
    path = book(tmp_path / "s.xlsx", ("Từ 15/12/2025 đến 14/06/2026",), HEAD,
                (1, "05/02/2026", "Trộm cắp tài sản", unit.name, 1, "Đang xác minh"),
                (2, "06/02/2026", "Ngáng đường ghẹo trâu", unit.name, 1, "Phạt tiền"),
                (3, "", "Đánh bạc", unit.name, 1, "Phạt tiền"))  # fmt: skip
    assert "chưa nhập sổ nào" in text(officer.get(HOME))
    where = sent(officer, path, f"{unit.full_name}, tỉnh Hà Tĩnh")
    assert "<progress" in text(officer.get(where))
    work()
    judged = text(officer.get(where))
    assert "Ghi 1 vụ việc vào sổ" in judged
    assert "Ngáng đường ghẹo trâu" in judged
    answered = officer.post(f"{where}tra-loi/", {"k0": "disorder"})
    assert answered.status_code == 302
    work()
    assert "Ghi 2 vụ việc vào sổ" in text(officer.get(where))
    refused = text(officer.get(f"{where}dong/?ket_qua=refused"))
    assert "Không có ngày xảy ra" in refused
    assert "05/02/2026" not in refused
    assert officer.post(f"{where}ghi/").status_code == 302
    assert of(ground).state == State.COMMITTING
    work()
    assert of(ground).counts["written"]["incidents"] == 2
    done = text(officer.get(where))
    assert "15/12/2025" in done, "from when there is data"
    made = openpyxl.load_workbook(io.BytesIO(officer.get(f"{where}tep-ket-luan/").content)).active
    assert made is not None
    last = [str(row[-1].value) for row in made.iter_rows(min_row=3)]
    assert last[0].startswith("Đã ghi sổ")
    assert last[2].startswith("Không nhận")
    assert "Hủy 2 vụ việc" in text(officer.get(f"{where}hoan-tac/"))
    officer.post(f"{where}hoan-tac/")
    work()
    assert of(ground).state == State.UNDONE
    with acting(ground.viewer("commune_police", "residence")):
        assert Incident.objects.filter(void=False).count() == 0


def test_the_ground_is_asked_and_columns_are_changed(ground: Ground, officer: Client, tmp_path: Path) -> None:
    where = sent(officer, book(tmp_path / "s.xlsx", HEAD, (1, "05/02/2026", "Đánh bạc", "", 1, "Phạt tiền")))
    work()
    assert of(ground).state == State.MAPPING
    assert "Cần bạn trả lời" in text(officer.get(where))
    assert officer.post(f"{where}tra-loi/", {"area": "xã không hề có"}).status_code == 422
    unit = areas.unit(ground.commune)
    assert officer.post(f"{where}tra-loi/", {"area": f"{unit.full_name}, Hà Tĩnh"}).status_code == 302
    work()
    assert "Ghi 1 vụ việc vào sổ" in text(officer.get(where))
    columns = {f"c{n}": column["field"] or "-" for n, column in enumerate(of(ground).sheets[0]["columns"])}
    kind = next(name for name, field in columns.items() if field == "incident_kind")
    assert officer.post(f"{where}cot/", columns | {kind: "-"}).status_code == 302
    work()
    assert of(ground).counts.get("new", 0) == 0
    assert of(ground).answers


def test_what_can_t_be_read_says_why(ground: Ground, officer: Client, tmp_path: Path) -> None:
    where = sent(officer, book(tmp_path / "s.xlsx", ("không có gì",), ("ở đây",)))
    work()
    assert of(ground).state == State.FAILED
    assert of(ground).error in text(officer.get(where))
    assert signed_in("commune_clerk").get(where).status_code in (403, 404), "not a role that brings in books"
