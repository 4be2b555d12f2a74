"""`diaban import residents`, with the database that the tests have."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from diaban import cli
from diaban.access.session import acting
from diaban.access.viewers import command_line
from diaban.core.sql import rows, value
from diaban.host import session
from diaban.people.tests.layouts import Rows, one, people, table
from diaban.people.tests.test_import_register import HEADED

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

FOUND = people(20)


@pytest.fixture(autouse=True)
def _database(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def ready(args: Any, extra: Any = None, owner: bool = False) -> Iterator[None]:
        yield

    monkeypatch.setattr(session, "database", ready)


def run(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, Any]:
    code = cli.main(["import", "residents", *argv, "--json"])
    return code, json.loads(capsys.readouterr().out)


def write(tmp_path: Path, found: Rows, name: str) -> str:
    return str(one(found).write(tmp_path / name))


def test_the_commune_is_read_from_the_name_and_every_verdict_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = [*table(FOUND, HEADED), ["", "Tổng cộng: 20 người"]]
    found[1][2] = "31/02/1990"
    code, told = run(capsys, write(tmp_path, found, "residents-18754.xlsx"))
    (said,) = told["files"]
    assert code == 0
    assert said["place_name"] == "Phường Sông Trí"
    assert said["verdicts"] == {"new": 19, "same": 0, "changed": 0, "doubtful": 0, "refused": 1}
    assert said["reasons"]["birth_no_such_day"] == 1
    assert said["left_out"] == {"header": 1, "total": 1}
    with acting(command_line()):
        assert value("select count(*) from people_resident") == said["written"]["residents"] == 19
        assert rows("select distinct actor from ledger_line l join ledger_kind k on k.id = l.kind_id"
                    " where k.code = 'people.opening'") == [(2,)]  # fmt: skip


def test_the_title_names_the_commune_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = [["DANH SÁCH NHÂN KHẨU PHƯỜNG VŨNG ÁNG"], *table(FOUND, HEADED)]
    code, told = run(capsys, write(tmp_path, found, "danh sách.xlsx"), "--dry-run")
    assert (code, told["files"][0]["place_name"]) == (0, "Phường Vũng Áng")
    with acting(command_line()):
        assert value("select count(*) from people_resident") == 0


def test_what_is_unsure_is_asked_and_answered_on_the_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    strange = [(title if title != "Số định danh" else "Mã A1", cell) for title, cell in HEADED]
    path = write(tmp_path, table(FOUND, strange), "danh sách.xlsx")
    code, told = run(capsys, path)
    assert code == 6
    assert "--commune" in told["files"][0]["error"]
    assert "Mã A1" in told["files"][0]["error"]
    code, told = run(capsys, path, "--commune", "18754", "--answer", "Mã A1=id_no")
    assert (code, told["files"][0]["verdicts"]["new"]) == (0, 20)


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "hỏng-18754.xlsx"
    bad.write_bytes(b"%PDF-1.7 abc")
    code, told = run(capsys, str(bad), write(tmp_path, table(FOUND, HEADED), "tốt-18754.xlsx"))
    assert code == 6
    assert "không phải bảng tính" in told["files"][0]["error"]
    assert told["files"][1]["written"]["residents"] == 20


def test_an_unknown_commune_or_account_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, table(FOUND, HEADED), "a.xlsx")
    assert "99999" in run(capsys, path, "--commune", "99999")[1]["files"][0]["error"]
    assert run(capsys, path, "--as", "không-có")[1]["files"][0]["error"]


def undo(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, Any]:
    code = cli.main(["import", "undo", *argv, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_an_import_is_undone_by_its_id(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _code, told = run(capsys, write(tmp_path, table(FOUND, HEADED), "residents-18754.xlsx"))
    (said,) = told["files"]
    first = undo(capsys, said["import"], "--dry-run")
    assert (first[0], first[1]["residents"], first[1]["kept"]) == (0, 20, 0)
    code, done = undo(capsys, said["import"])
    assert (code, done["residents"], done["households"]) == (0, 20, said["written"]["households"])
    with acting(command_line()):
        assert value("select count(*) from people_resident") == 0
    code, refused = undo(capsys, said["import"])
    assert code != 0
    assert "đã hoàn tác rồi" in refused["error"]
    assert undo(capsys, "01890000-0000-7000-8000-000000000000")[0] != 0


def layouts(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, Any]:
    code = cli.main(["import", "layouts", *argv, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_layouts_are_told_and_forgotten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    strange = [(title if title != "Số định danh" else "Mã A1", cell) for title, cell in HEADED]
    path = write(tmp_path, table(FOUND, strange), "residents-18754.xlsx")
    assert run(capsys, path, "--answer", "Mã A1=id_no")[0] == 0
    code, told = layouts(capsys)
    (kept,) = told["layouts"]
    assert code == 0
    assert {c["label"]: c["field"] for c in kept["columns"]}["Mã A1"] == "id_no"
    assert run(capsys, path)[0] == 0  # nothing asked
    assert layouts(capsys, "--forget", "999999999")[0] != 0
    assert layouts(capsys, "--forget", str(kept["id"]))[1] == {"forgotten": kept["id"]}
    assert layouts(capsys)[1] == {"layouts": []}
    assert run(capsys, path)[0] == 6  # asked again


def test_the_file_comes_back_with_verdicts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = table(FOUND, HEADED)
    found[3][2] = "31/02/1990"
    path = write(tmp_path, found, "residents-18754.xlsx")
    (tmp_path / "ra").mkdir()
    assert run(capsys, path, "--dry-run", "--verdicts", str(tmp_path / "ra"))[0] == 0
    (made,) = (tmp_path / "ra").iterdir()
    sheet: Any = openpyxl.load_workbook(made).active
    said = [row[-1] for row in sheet.iter_rows(values_only=True)]
    assert (said[0], said[1], said[3][:10]) == ("Kết luận", "Mới", "Không nhận")
    code, told = run(capsys, path, "--dry-run", "--verdicts", str(tmp_path / "không có" / "a.xlsx"))
    assert code == 6
    assert "tệp kết luận" in told["files"][0]["error"]


def test_a_list_of_any_kind_is_told_and_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows_: Rows = [["DANH SÁCH NGƯỜI CÓ CÔNG"], ["STT", "Họ và tên", "Năm sinh", "Diện", "Tỷ lệ thương tật"]]
    rows_ += [[i, p.name, p.birth.year, "Thương binh", "41%"] for i, p in enumerate(FOUND)]
    rows_[5][2] = "hôm qua"
    path = write(tmp_path, rows_, "a.xlsx")
    assert cli.main(["import", "list", path, "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)["files"]
    (found,) = told["lists"]
    assert (found["kind"], found["kind_sure"], found["rows"]["read"]) == ("merit", True, 20)
    assert [c["field"] for c in found["columns"]] == ["stt", "full_name", "birth", "merit_kind", "injury"]
    assert [c["row"] for c in found["unread_cells"]] == [6]
    assert cli.main(["import", "list", path, str(tmp_path / "không có.xlsx")]) == 6
    said = capsys.readouterr()
    assert "Người có công với cách mạng" in said.out
    assert "Không thấy tệp" in said.err
