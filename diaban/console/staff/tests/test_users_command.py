"""`diaban users FILE`, with the database that the tests have: verdicts first, then accounts and their slips."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from diaban import cli
from diaban.access.models import Account, Staff
from diaban.access.tests.world import Ground
from diaban.console.staff.tests.test_roster import ground, row, workbook
from diaban.host import session

__all__ = ["ground"]
pytestmark = pytest.mark.slow

AS = ("--as", "system-admin.a")


@pytest.fixture(autouse=True)
def _database(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def ready(args: Any, extra: Any = None, owner: bool = False) -> Iterator[None]:
        yield

    monkeypatch.setattr(session, "database", ready)


@pytest.fixture
def staff_file(tmp_path: Path) -> Path:
    path = tmp_path / "can-bo.xlsx"
    path.write_bytes(workbook(row("ca-1", "Lê Thị Mới"), row("ca-2", "Trần Văn Sai", role="Vai không có")))
    return path


def test_verdicts_come_first_and_nothing_is_written(
    ground: Ground, staff_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = Account.objects.count()
    assert cli.main(["users", str(staff_file), *AS]) == 6  # one row of two is refused
    said = capsys.readouterr().out
    assert "1 dòng nhận được, 1 dòng không nhận. Chưa ghi gì; thêm --apply để ghi." in said
    assert "le.thi.moi" in said
    assert Account.objects.count() == before


def test_accounts_are_made_and_passwords_go_to_a_file_of_ones_own(
    ground: Ground, staff_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    slips = tmp_path / "phieu.txt"
    assert cli.main(["users", str(staff_file), *AS, "--apply", "--slips", str(slips), "--json"]) == 6
    told = json.loads(capsys.readouterr().out)
    assert [each["verdict"] for each in told["rows"]] == ["new", "refused"]
    assert told["written"] is True
    assert told["slips"] == []  # they are in the file, which nobody else may read
    assert stat.S_IMODE(slips.stat().st_mode) == 0o600
    account = Account.objects.get(username="le.thi.moi")
    secret = slips.read_text("utf-8").partition("Mật khẩu dùng một lần: ")[2].split()[0]
    assert account.check_password(secret)
    assert account.must_change_password
    assert not Staff.objects.filter(number="ca-2").exists()


def test_a_slips_file_that_is_there_stops_everything(
    ground: Ground, staff_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    slips = tmp_path / "phieu.txt"
    slips.write_text("cũ", "utf-8")
    before = Account.objects.count()
    assert cli.main(["users", str(staff_file), *AS, "--apply", "--slips", str(slips)]) != 0
    assert "chưa ghi gì" in capsys.readouterr().err
    assert (Account.objects.count(), slips.read_text("utf-8")) == (before, "cũ")


def test_the_template_can_be_filled_and_read(
    ground: Ground, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mau.xlsx"
    assert cli.main(["users", "--template", str(path), *AS]) == 0
    assert openpyxl.load_workbook(path).worksheets[0].max_row >= 1
    assert cli.main(["users", *AS]) != 0
    assert "Hãy nêu tệp bảng tính" in capsys.readouterr().err
