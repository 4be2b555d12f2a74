"""`diaban areas` from the command line; the database is the test's own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from diaban import cli
from diaban.areas.models import Boundary
from diaban.areas.tests.test_boundaries import TWO, file
from diaban.areas.tests.test_reforms import REFORM

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_database(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def here(*_args: Any, **_kwargs: Any) -> Iterator[None]:
        yield

    monkeypatch.setattr("diaban.host.session.database", here)


def diaban(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = cli.main(["areas", *words])
    told = capsys.readouterr()
    return code, told.out + told.err


def test_the_example_of_the_manual(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = diaban(capsys, "resolve", "xã Kỳ Tiến, huyện Kỳ Anh", "--on", "2025-06-30", "--json")
    told = json.loads(out)
    assert code == 0
    assert (told["sure"], told["unit"]["code"], told["unit"]["parents"]) == (
        "exact", "18769", ["huyện Kỳ Anh", "tỉnh Hà Tĩnh"],
    )  # fmt: skip
    assert [(s["full_name"], s["land"], s["people"]) for s in told["successors"]] == [("xã Kỳ Anh", "full", "full")]
    assert "1665/NQ-UBTVQH15" in told["successors"][0]["source"]


def test_a_sentence_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = diaban(capsys, "resolve", "xã Kỳ Lợi, Kỳ Anh", "--on", "30/06/2025")
    assert code == 0
    assert "phường Vũng Áng (toàn bộ diện tích)" in out
    assert diaban(capsys, "resolve", "xa van lang, thai nguyen")[0] == 1
    assert diaban(capsys, "resolve", "không đâu cả")[0] == 1


def test_show_and_list(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = diaban(capsys, "show", "18775", "--json")
    assert (code, json.loads(out)["address"]) == (0, "xã Kỳ Anh, tỉnh Hà Tĩnh")
    assert diaban(capsys, "show", "99999")[0] == 1
    assert len(json.loads(diaban(capsys, "list", "--json")[1])) == 34
    assert len(diaban(capsys, "list", "--province", "42")[1].splitlines()) == 69
    assert diaban(capsys, "list", "--province", "77")[0] == 1


def test_boundaries_from_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    good, bad = tmp_path / "good.geojson", tmp_path / "bad.geojson"
    good.write_bytes(file(*TWO))
    bad.write_bytes(b"{")
    assert diaban(capsys, "import-boundaries", str(good), "--source", "thử") == (0, "Đã nhập ranh giới của 2 đơn vị.\n")
    assert Boundary.objects.count() == 2
    code, out = diaban(capsys, "import-boundaries", str(bad))
    assert code == 6
    assert out == "diaban: Tệp này không phải GeoJSON đọc được; chưa có gì được ghi.\n"
    assert diaban(capsys, "import-boundaries", str(tmp_path / "none"))[0] == 7


@pytest.mark.slow
def test_a_reform_is_played_again_and_undone(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "reform.json"
    path.write_text(json.dumps(REFORM), encoding="utf-8")
    assert json.loads(diaban(capsys, "reform", str(path), "--json")[1])["ended"] == 2
    assert "đã được ghi từ trước" in diaban(capsys, "reform", str(path))[1]
    assert diaban(capsys, "reform", "NQ-1700", "--undo") == (0, "Đã bỏ đợt sắp xếp NQ-1700.\n")
    path.write_text("{", encoding="utf-8")
    assert diaban(capsys, "reform", str(path))[0] == 6


def test_a_day_is_written_in_two_ways_only(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        diaban(capsys, "resolve", "x", "--on", "30-6")
    assert "2025-06-30 hoặc 30/06/2025" in capsys.readouterr().err
