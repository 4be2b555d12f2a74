"""A workbook of staff: a verdict for every row before anything is written; then the same actions as the forms."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from diaban.access.models import Account, Posting, Staff
from diaban.access.session import acting
from diaban.access.tests.world import PASSWORD, Ground, build
from diaban.console.staff.roster import reading, template, writing
from diaban.console.staff.roster.judging import Judged, Verdict, free_username, judge
from diaban.core.errors import DiabanError, Invalid

HEAD = ("Số hiệu", "Họ và tên", "Đơn vị", "Chức vụ", "Cấp bậc", "Vai trò", "Địa bàn", "Từ ngày", "Đến ngày",
        "Tên đăng nhập", "Điện thoại")  # fmt: skip


@pytest.fixture
def ground(db: None) -> Ground:
    return build("18754", "42", "a", sign_in=["system_admin"], demo=True)


@pytest.fixture
def admin(ground: Ground) -> Client:
    client = Client(headers={"host": "localhost"})
    client.post("/vao/", {"login": "system-admin.a", "password": PASSWORD})
    return client


def workbook(*rows: tuple[Any, ...], head: tuple[str, ...] = HEAD) -> bytes:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    sheet = book.add_worksheet("Cán bộ")
    for at, row in enumerate([("Danh sách cán bộ năm 2026",), head, *rows]):
        sheet.write_row(at, 0, row)
    book.close()
    return held.getvalue()


def row(number: str, name: str, office: str = "congan-3-a", **changes: Any) -> tuple[Any, ...]:
    told = {"post": "Cán bộ", "rank": "Đại úy", "role": "Công an cấp xã", "unit": "", "valid_from": "01/10/2026",
            "valid_to": "", "username": "", "phone": ""} | changes  # fmt: skip
    return (number, name, office, *told.values())


def judged(ground: Ground, tmp_path: Path, *rows: tuple[Any, ...]) -> list[Judged]:
    path = tmp_path / "can-bo.xlsx"
    path.write_bytes(workbook(*rows))
    by = ground.viewer("system_admin")
    with acting(by):
        return judge(by, reading.entries(path, path.name))


def test_every_row_gets_a_verdict_and_nothing_is_written(ground: Ground, tmp_path: Path) -> None:
    before = (Staff.objects.count(), Posting.objects.count(), Account.objects.count())
    found = judged(
        ground, tmp_path,
        row("ca-1", "Lê Thị Mới", phone="0901 234 567"),
        row("CB-commune_police-a", "Cán Bộ commune_police a"),
        row("CB-analyst-a", "Cán Bộ analyst a"),
        row("CB-commune_clerk-a", "Cán Bộ commune_clerk a", "ubnd-3-a", valid_to="15/11/2026"),
        row("ca-2", "Ai Đó", "khong-co"),
    )  # fmt: skip
    assert [each.verdict for each in found] == ["new", "same", "posted", "ended", "refused"]
    assert [each.entry.row for each in found] == [3, 4, 5, 6, 7]
    assert found[0].username == "le.thi.moi"
    assert before == (Staff.objects.count(), Posting.objects.count(), Account.objects.count())


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"role": "Vua"}, "vai trò"), ({"valid_from": "31/02/2026"}, "ngày"), ({"phone": "12"}, "điện thoại"),
     ({"username": "Nguyễn An"}, "Tên đăng nhập"), ({"username": "system-admin.a"}, "đã có"),
     ({"unit": "Thôn Không Có"}, "địa bàn"), ({"post": ""}, "chức vụ"), ({"role": "Quản lý cấp tỉnh"}, "cấp này"),
     ({"valid_to": "01/12/2026"}, "chưa có việc")],
)  # fmt: skip
def test_what_cannot_be_taken_is_said_in_its_row(
    ground: Ground, tmp_path: Path, wrong: dict[str, Any], said: str
) -> None:
    (found,) = judged(ground, tmp_path, row("ca-1", "Lê Thị Mới", **wrong))
    assert found.verdict is Verdict.REFUSED
    assert said.lower() in " ".join(found.reasons).lower()


def test_numbers_that_are_twice_in_the_file_or_someone_elses_are_refused(ground: Ground, tmp_path: Path) -> None:
    build("23293", "51", "b")
    found = judged(
        ground, tmp_path, row("ca-1", "Lê Thị Mới"), row("CA-1", "Trần Văn Khác"), row("", "Không Số"),
        row("CB-analyst-b", "Cán Bộ analyst b"), row("CB-analyst-a", "Người Khác Tên"),
        row("CB-system_admin-a", "Cán Bộ system_admin a"),
    )  # fmt: skip
    assert {each.verdict for each in found} == {Verdict.REFUSED}


def test_names_for_signing_in_are_plain_and_nobody_elses(db: None) -> None:
    taken: set[str] = set()
    for wanted in ("nguyen.van.an", "nguyen.van.an2", "nguyen.van.an3"):
        made = free_username("Nguyễn Văn An", taken)
        assert made == wanted
        taken.add(made)
    assert free_username("Ý", set()) == "y.bo"
    assert free_username("Đỗ Thị Ước", set()) == "do.thi.uoc"


def test_rows_are_written_as_the_forms_would_and_each_stands_alone(ground: Ground, tmp_path: Path) -> None:
    found = judged(ground, tmp_path, row("ca-1", "Lê Thị Mới", phone="0901.234.567"), row("ca-2", "Sai", role="Vua"),
                   row("CB-commune_clerk-a", "Cán Bộ commune_clerk a", "ubnd-3-a", valid_to="15/11/2026"))  # fmt: skip
    by = ground.viewer("system_admin")
    with acting(by):
        done = writing.write(by=by, entries=[each.entry for each in found])
    assert [each.verdict for each in done.rows] == ["new", "refused", "ended"]
    staff = Staff.objects.get(number="CA-1")
    account = Account.objects.get(staff=staff)
    assert (staff.phone, account.username, account.must_change_password) == ("0901234567", "le.thi.moi", True)
    (slip,) = done.slips
    assert account.check_password(slip.secret)
    assert Posting.objects.get(staff=staff).rank == "Đại úy"
    assert f"{Posting.objects.get(staff=ground.staff['commune_clerk']).valid_to}" == "2026-11-15"
    with acting(by):  # a second time: nothing is left to do, and no password is given again
        again = writing.write(by=by, entries=[each.entry for each in found])
    assert ([each.verdict for each in again.rows], again.slips) == (["same", "refused", "same"], [])


def test_only_who_manages_staff_may(ground: Ground) -> None:
    for role in ("commune_police", "auditor"):
        with pytest.raises(DiabanError):
            judge(ground.viewer(role), [])


def test_the_template_is_read_back(ground: Ground, tmp_path: Path) -> None:
    by = ground.viewer("system_admin")
    path = tmp_path / template.NAME
    with acting(by):
        path.write_bytes(template.template(by))
    with pytest.raises(Invalid, match="không có dòng cán bộ"):
        reading.entries(path, path.name)


@pytest.mark.parametrize("content", [b"", b"not a workbook", workbook(head=("A", "B")), workbook()])
def test_a_file_that_is_none_is_said_in_one_sentence(admin: Client, content: bytes) -> None:
    answer = admin.post(reverse("staff:roster"), {"workbook": SimpleUploadedFile("can-bo.xlsx", content)})
    assert answer.status_code == 422
    assert "can-bo" not in str(Staff.objects.values_list("number"))


def test_the_pages_look_first_and_show_the_slips_once(admin: Client, ground: Ground, caplog: Any) -> None:
    sent = SimpleUploadedFile("can-bo.xlsx", workbook(row("ca-1", "Lê Thị Mới"), row("ca-2", "Sai", role="Vua")))
    looked = admin.post(reverse("staff:roster"), {"workbook": sent}).content.decode()
    assert "le.thi.moi" in looked
    assert not Staff.objects.filter(number="CA-1").exists()
    packed = re.search(r'name="packed" value="([^"]+)"', looked)
    assert packed is not None
    slips = admin.post(reverse("staff:write_roster"), {"packed": packed[1]})
    assert "no-store" in slips["Cache-Control"]
    (secret,) = re.findall(r"<code>([a-z2-9]{5}(?:-[a-z2-9]{5}){2})</code>", slips.content.decode())
    assert Account.objects.get(username="le.thi.moi").check_password(secret)
    assert secret not in caplog.text
    again = admin.post(reverse("staff:write_roster"), {"packed": packed[1]}).content.decode()
    assert not re.findall(r"<code>[a-z2-9]{5}-", again)
    assert admin.post(reverse("staff:write_roster"), {"packed": packed[1][:-2] + "xx"}).status_code == 409
