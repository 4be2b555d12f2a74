"""The pages of an import, walked as a commune's police officer does; jobs are run as the worker runs them."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from diaban.access.models import Posting
from diaban.access.session import acting
from diaban.access.tests.world import Ground, build
from diaban.core.sql import rows, value
from diaban.core.text import fold
from diaban.core.time import today
from diaban.papers.models import Import, State
from diaban.papers.reading.charsets import Charset, encode
from diaban.people.actions import add_alias
from diaban.people.importing import files
from diaban.people.importing.jobs import commit_import, read_import, undo_import
from diaban.people.models import Resident
from diaban.people.tests.layouts import Rows, one, people, table
from diaban.people.tests.test_import_register import HEADED
from diaban.people.tests.test_views import signed_in, text_of

pytestmark = pytest.mark.django_db

FOUND = people(20)
HOME = "/nhap-danh-sach/"
JOBS = {"people.read_import": read_import, "people.commit_import": commit_import, "people.undo_import": undo_import}


@pytest.fixture
def ground(db: None, settings: Any, tmp_path: Path) -> Ground:
    settings.DATA_DIR = tmp_path
    return build("18754", "42", "n", sign_in=["commune_police", "hamlet_team", "commune_clerk"], demo=True)


@pytest.fixture
def officer(ground: Ground) -> Client:
    return signed_in(ground, "commune_police")


def workbook(found: Rows, tmp_path: Path, name: str = "danh sách.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, one(found).write(tmp_path / "in.xlsx").read_bytes())


def work() -> int:
    """Run the jobs that wait, as the worker does."""
    waiting = rows("select task_name, args from procrastinate_jobs where status = 'todo' order by id")
    for name, args in waiting:
        JOBS[name](**args if isinstance(args, dict) else __import__("json").loads(args))
    value("update procrastinate_jobs set status = 'succeeded' where status = 'todo' returning 1")
    return len(waiting)


def send(client: Client, upload: Any, **fields: str) -> str:
    answer = client.post(f"{HOME}moi/", {"workbook": upload, "add_hamlets": "on", **fields})
    assert answer.status_code == 302, text_of(answer)
    return str(answer["Location"])


def state(ground: Ground) -> Import:
    with acting(ground.viewer("commune_police")):
        return Import.objects.latest("created_at")


def test_a_workbook_from_upload_to_register(ground: Ground, officer: Client, tmp_path: Path) -> None:
    assert "chưa nhập tệp nào" in text_of(officer.get(HOME))
    where = send(officer, workbook(table(FOUND, HEADED), tmp_path))
    waiting = text_of(officer.get(where))
    assert "hx-get" in waiting
    assert "<progress" in waiting
    assert work() == 1
    done = text_of(officer.get(where))
    assert "hx-get" not in done
    assert "Ghi 20 người mới vào sổ" in done
    assert officer.post(f"{where}ghi/").status_code == 302
    assert state(ground).state == State.COMMITTING
    assert work() == 1
    finished = state(ground)
    assert (finished.state, finished.counts["written"]["residents"]) == (State.COMMITTED, 20)
    assert not files.path_of(finished.id).exists()
    assert "Đã ghi sổ" in text_of(officer.get(where))
    assert "danh sách.xlsx" in text_of(officer.get(HOME))
    with acting(ground.viewer("commune_police", "residence")):
        assert value("select count(*) from people_resident") == 20


def test_rows_and_what_was_left_out(ground: Ground, officer: Client, tmp_path: Path) -> None:
    found = [["DANH SÁCH NHÂN KHẨU"], *table(FOUND, HEADED), ["", "Tổng cộng: 20 người"]]
    found[2][2] = "31/02/1990"
    where = send(officer, workbook(found, tmp_path))
    work()
    refused = text_of(officer.get(f"{where}dong/?ket_qua=refused"))
    assert "“31/02/1990” không có trong lịch" in refused
    assert FOUND[0].name in refused
    assert FOUND[1].name not in refused
    assert FOUND[0].number not in refused
    left = text_of(officer.get(f"{where}ngoai/"))
    assert "dòng cộng" in left
    assert "Tổng cộng: 20 người" in left


def test_the_clerks_file_comes_back_with_a_verdict_for_every_row(
    ground: Ground, officer: Client, tmp_path: Path
) -> None:
    found = [["DANH SÁCH NHÂN KHẨU"], *table(FOUND, HEADED), ["", "Tổng cộng: 20 người"]]
    found[2][2] = "31/02/1990"
    where = send(officer, workbook(found, tmp_path))
    work()
    assert f"{where}tep-ket-luan/" in text_of(officer.get(where))
    for label in ("Mới", "Đã ghi sổ"):
        answer = officer.get(f"{where}tep-ket-luan/")
        assert "ket-luan.xlsx" in answer["Content-Disposition"]
        sheet: Any = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        said = [row[-1] for row in sheet.iter_rows(values_only=True)]
        assert said[:2] == [None, "Kết luận"]
        assert said[2].startswith("Không nhận. ")
        assert "31/02/1990" in said[2]
        assert {text.split(".")[0] for text in said[3:-1]} == {label}
        assert said[-1] == "Ngoài danh sách: dòng cộng"
        officer.post(f"{where}ghi/")
        work()


def test_an_unsure_column_is_asked_on_a_page(ground: Ground, officer: Client, tmp_path: Path) -> None:
    strange = [(title if title != "Số định danh" else "Mã A1", cell) for title, cell in HEADED]
    where = send(officer, workbook(table(FOUND, strange), tmp_path))
    work()
    assert "Mã A1" in text_of(officer.get(where))
    form = text_of(officer.get(f"{where}tra-loi/"))
    assert re.search(r'<option value="id_no"', form)
    assert officer.post(f"{where}tra-loi/", {"q0": ""}).status_code == 422
    assert officer.post(f"{where}tra-loi/", {"q0": "id_no"}).status_code == 302
    work()
    assert state(ground).counts["new"] == 20


@pytest.mark.parametrize(
    "title", ["UBND PHƯỜNG VŨNG ÁNG", "UBND XÃ EA BUNG", "Danh sách nhân khẩu xã Cư Yang năm 2026"]
)
def test_a_list_of_another_commune_is_asked_about_on_a_page(
    ground: Ground, officer: Client, tmp_path: Path, title: str
) -> None:
    """In the province or out of it: never taken into the officer's own commune without a word."""
    where = send(officer, workbook([[title], *table(FOUND, HEADED)], tmp_path))
    work()
    asked = state(ground)
    assert (asked.state, asked.place, [q["key"] for q in asked.questions]) == (State.MAPPING, None, ["place"])
    assert "có nhập vào" in text_of(officer.get(where))
    form = text_of(officer.get(f"{where}tra-loi/"))
    own = re.search(r'<option value="(\d+)"', form)
    assert own
    assert officer.post(f"{where}tra-loi/", {"q0": own[1]}).status_code == 302
    work()
    assert state(ground).counts["new"] == 20


def test_text_that_no_font_tells_of_is_shown_before_and_asked_about(
    ground: Ground, officer: Client, tmp_path: Path
) -> None:
    rows_ = [
        [encode(cell, Charset.TCVN3) if isinstance(cell, str) else cell for cell in row] for row in table(FOUND, HEADED)
    ]
    where = send(officer, workbook(rows_, tmp_path))
    work()
    (question,) = state(ground).questions
    assert question["key"] == "font"
    form = text_of(officer.get(f"{where}tra-loi/"))
    assert f"{encode('Họ và tên', Charset.TCVN3)} → Họ và tên" in form
    assert officer.post(f"{where}tra-loi/", {"q0": "tcvn3"}).status_code == 302
    work()
    assert state(ground).counts["new"] == 20


def test_a_bad_file_is_one_sentence_on_the_page(ground: Ground, officer: Client) -> None:
    where = send(officer, SimpleUploadedFile("danh sách.xlsx", b"%PDF-1.7 abc"))
    work()
    page = text_of(officer.get(where))
    assert "không phải bảng tính" in page
    assert "Traceback" not in page
    assert not files.path_of(state(ground).id).exists()
    assert officer.post(f"{where}ghi/").status_code == 409


def test_another_office_and_other_roles_see_nothing(ground: Ground, officer: Client, tmp_path: Path) -> None:
    where = send(officer, workbook(table(FOUND, HEADED), tmp_path))
    work()
    clerk = signed_in(ground, "commune_clerk")
    for page in ("", "dong/", "ngoai/", "tra-loi/"):
        assert clerk.get(where + page).status_code == 404
    assert clerk.post(f"{where}ghi/").status_code == 404
    assert "danh sách.xlsx" not in text_of(clerk.get(HOME))
    team = signed_in(ground, "hamlet_team")
    assert team.get(HOME).status_code == 403
    assert team.get(f"{HOME}moi/").status_code == 403


def test_an_empty_form_says_what_is_missing(officer: Client) -> None:
    answer = officer.post(f"{HOME}moi/", {})
    assert answer.status_code == 422
    assert "Ô này cần được điền" in text_of(answer)


def test_an_interrupted_job_can_be_asked_for_again(ground: Ground, officer: Client, tmp_path: Path) -> None:
    where = send(officer, workbook(table(FOUND, HEADED), tmp_path))
    assert officer.post(f"{where}doc-lai/").status_code == 409  # it waits for its turn
    with acting(ground.viewer("commune_police")):
        value("update papers_import set touched_at = now() - interval '2 minutes' returning 1")
    page = text_of(officer.get(where))
    assert "bị ngắt giữa chừng" in page
    assert "Làm lại" in page
    assert officer.post(f"{where}doc-lai/").status_code == 302
    work()
    officer.post(f"{where}ghi/")
    assert officer.post(f"{where}ghi/").status_code == 409
    with acting(ground.viewer("commune_police")):
        value("update papers_import set touched_at = now() - interval '2 minutes' returning 1")
    assert officer.post(f"{where}ghi/").status_code == 302
    work()
    assert state(ground).counts["written"]["residents"] == 20


def test_a_list_is_undone_on_its_page(ground: Ground, officer: Client, tmp_path: Path) -> None:
    where = send(officer, workbook(table(FOUND, HEADED), tmp_path))
    work()
    assert officer.get(f"{where}hoan-tac/").status_code == 409
    officer.post(f"{where}ghi/")
    work()
    assert "Hoàn tác lần nhập này" in text_of(officer.get(where))
    asked = text_of(officer.get(f"{where}hoan-tac/"))
    assert "Gỡ 20 người và" in asked
    assert "các số liệu trở lại như trước khi nhập" in asked
    assert officer.post(f"{where}hoan-tac/").status_code == 302
    assert state(ground).state == State.UNDOING
    assert "Đang hoàn tác" in text_of(officer.get(where))
    assert officer.post(f"{where}hoan-tac/").status_code == 409
    work()
    done = text_of(officer.get(where))
    assert "Người đã gỡ" in done
    assert re.search(r"/so-viec/\?tu_so=\d+&(?:amp;)?den_so=\d+", done)
    with acting(ground.viewer("commune_police", "residence")):
        assert value("select count(*) from people_resident") == 0


def test_who_is_kept_is_named_before_and_after(ground: Ground, officer: Client, tmp_path: Path) -> None:
    where = send(officer, workbook(table(FOUND, HEADED), tmp_path))
    work()
    officer.post(f"{where}ghi/")
    work()
    with acting(ground.viewer("commune_police", "residence")) as by:
        who = Resident.objects.get(fold=fold(FOUND[0].name), id_no=FOUND[0].number)
        add_alias(by=by, resident_id=who.id, kind="name", value="Tên Gọi")
    asked = text_of(officer.get(f"{where}hoan-tac/"))
    assert "đã có việc ghi sau lần nhập" in asked
    assert f"/cu-dan/{who.id}/" in asked
    officer.post(f"{where}hoan-tac/")
    work()
    kept = text_of(officer.get(f"{where}dong/?da_ghi=1"))
    assert f"/cu-dan/{who.id}/" in kept
    assert f"/cu-dan/{who.id}/" not in text_of(officer.get(f"{where}dong/?da_ghi=0"))


@pytest.mark.parametrize(("step", "after"), [("", "failed"), ("ghi/", "staged"), ("hoan-tac/", "committed")])
def test_a_posting_that_ended_meanwhile_is_told_on_the_page(
    ground: Ground, officer: Client, tmp_path: Path, step: str, after: str
) -> None:
    """The job can't act for anyone any more: the import says so instead of running for ever."""
    where = send(officer, workbook(table(FOUND, HEADED), tmp_path))
    for earlier in [] if step == "" else ["ghi/"] if step == "ghi/" else ["ghi/", "hoan-tac/"]:
        work()
        assert officer.post(where + earlier).status_code == 302
    Posting.objects.filter(staff=ground.staff["commune_police"]).update(valid_to=today())
    work()
    Posting.objects.filter(staff=ground.staff["commune_police"]).update(valid_to=None)
    found = state(ground)
    assert found.state == after
    assert "không còn hiệu lực" in found.error
    assert "không còn hiệu lực" in text_of(officer.get(where))


def test_what_was_confirmed_is_shown_and_forgotten(ground: Ground, officer: Client, tmp_path: Path) -> None:
    for _time in range(2):
        where = send(officer, workbook(table(FOUND, HEADED), tmp_path))
        work()
        officer.post(f"{where}ghi/")
        work()
    assert "Hiểu như lần trước" in text_of(officer.get(where))
    listed = text_of(officer.get(f"{HOME}cach-doc/"))
    found = re.search(r"/nhap-danh-sach/cach-doc/\d+/", listed)
    assert found
    assert "Quan hệ với chủ hộ" in text_of(officer.get(found[0]))
    clerk = signed_in(ground, "commune_clerk")
    assert clerk.get(found[0]).status_code == 404
    assert clerk.post(found[0]).status_code == 404
    assert officer.post(found[0]).status_code == 302
    assert officer.get(found[0]).status_code == 404
    assert "Chưa nhớ cách đọc nào" in text_of(officer.get(f"{HOME}cach-doc/"))


def test_rows_are_decided_on_their_pages(ground: Ground, officer: Client, tmp_path: Path) -> None:
    for found in (FOUND, [replace(FOUND[0], name="Nguyễn Văn Đổi"), replace(FOUND[1], name="Lê Thị Đổi"), *FOUND[2:]]):
        rows_ = table(found, HEADED)
        if found is not FOUND:
            rows_[5][2] = "31/02/1990"
        where = send(officer, workbook(rows_, tmp_path))
        work()
        officer.post(f"{where}ghi/")
        work()
    page = text_of(officer.get(where))
    assert "Chờ bạn quyết định" in page
    first = re.search(rf"{where}dong/\d+/", page)
    assert first
    shown = text_of(officer.get(first[0]))
    assert "Nguyễn Văn Đổi" in shown
    assert FOUND[0].name in shown
    with acting(ground.viewer("commune_police", "residence")):
        who = Resident.objects.get(id_no=FOUND[0].number)
        assert value("select count(*) from ledger_lookup where record_id = %s and query_kind = 'open'", [who.id]) == 1
    answer = officer.post(first[0], {"verb": "person", "version": who.version, "take": ["full_name"]})
    assert answer.status_code == 302
    assert "/dong/" in answer["Location"]  # on to the next
    with acting(ground.viewer("commune_police", "residence")):
        assert Resident.objects.get(pk=who.id).full_name == "Nguyễn Văn Đổi"
    stale = officer.post(answer["Location"], {"verb": "person", "version": 99, "take": ["full_name"]}, follow=True)
    assert "Người khác vừa sửa bản ghi này" in text_of(stale)
    refused = re.search(rf"{where}dong/(\d+)/", text_of(officer.get(f"{where}dong/?ket_qua=refused&quyet_dinh=open")))
    assert refused
    assert "Là người mới" not in text_of(officer.get(refused[0]))
    fix = text_of(officer.get(f"{refused[0]}sua/"))
    assert "31/02/1990" in fix
    cells = dict(re.findall(r'name="(c_[A-Z]+)" value="([^"]*)"', fix))
    done = officer.post(f"{refused[0]}sua/", cells | {"c_C": "28/02/1990"}, follow=True)
    assert "Đã xét lại: đã có, khác" in text_of(done)
    batch = f"{where}dong/ca-loat/?ly_do=fields_changed"
    assert "2 dòng đầu trong 2 dòng" in text_of(officer.get(batch))
    assert "Đã quyết định 2 dòng" in text_of(officer.post(batch, {"decision": "person"}, follow=True))
    assert officer.post(batch, {"decision": "left"}).status_code == 422
    assert officer.post(first[0], {"verb": "?"}).status_code == 422
    assert officer.post(first[0], {"verb": "left"}, follow=True).status_code == 200  # decided: said, nothing done
    clerk = signed_in(ground, "commune_clerk")
    for address in (first[0], f"{first[0]}sua/", batch):
        assert clerk.get(address).status_code == 404
        assert clerk.post(address, {"verb": "left"}).status_code == 404


def test_what_was_asked_for_twice_is_done_once_and_stays_done(ground: Ground, officer: Client, tmp_path: Path) -> None:
    where = send(officer, workbook(table(FOUND, HEADED), tmp_path))
    work()
    for address, done in ((f"{where}ghi/", State.COMMITTED), (f"{where}hoan-tac/", State.UNDONE)):
        assert officer.post(address).status_code == 302
        value("insert into procrastinate_jobs (queue_name, task_name, args) select queue_name, task_name, args"
              " from procrastinate_jobs where status = 'todo' returning 1")  # fmt: skip
        assert work() == 2
        assert (state(ground).state, state(ground).error) == (done, "")
