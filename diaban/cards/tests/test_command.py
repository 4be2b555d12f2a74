"""`diaban cards export` and `import`: a folder that is carried to the centre and back, however often."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from diaban import cli
from diaban.access.roles import ROLES
from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.access.tests.world import Ground, build
from diaban.cards import actions
from diaban.cards.exchange import files
from diaban.cards.exchange.fake import FakeCentre
from diaban.cards.models import Answer, Batch, Item
from diaban.cards.tests.world import declared, someone, state
from diaban.casework import calendar
from diaban.host import session

pytestmark = pytest.mark.django_db


@pytest.fixture
def ground(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ground]:
    @contextmanager
    def ready(args: Any, extra: Any = None, owner: bool = False) -> Iterator[None]:
        yield

    monkeypatch.setattr(session, "database", ready)
    calendar.forget()
    yield build("18754", "42", "w", sign_in=[role for role in ROLES if role == "commune_police"], demo=True)
    calendar.forget()


@pytest.fixture
def police(ground: Ground) -> Viewer:
    return ground.viewer("commune_police", "residence")


class Exchange:
    """The command in an officer's name on one folder, and a centre at the folder's other end."""

    def __init__(self, ground: Ground, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.name, self.path, self.capsys = ground.accounts["commune_police"].username, path, capsys
        self.far = FakeCentre("42")

    def __call__(self, verb: str, *more: str) -> tuple[int, dict[str, Any]]:
        code = cli.main(["cards", verb, str(self.path), "--as", self.name, "--json", *more])
        told: dict[str, Any] = json.loads(self.capsys.readouterr().out)
        return code, told

    def carry(self) -> None:
        """Everything sealed goes to the centre; what it says comes back."""
        for path in sorted((self.path / "gui").glob("*-L*.jsonl")):
            content = path.read_bytes()
            self.far.deliver(files.read(content, files.BATCH).said("number"), content)
        for at, content in enumerate(self.far.waiting):
            self.put(f"{at}.jsonl", content)
        self.far.waiting.clear()

    def put(self, name: str, content: bytes) -> None:
        (self.path / "nhan" / name).write_bytes(content)


@pytest.fixture
def exchange(ground: Ground, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Exchange:
    return Exchange(ground, tmp_path / "trung-uong", capsys)


def ready(police: Viewer, count: int = 3) -> list[Any]:
    with acting(police):
        return [declared(police, someone(police, n + 1)).pk for n in range(count)]


def states(police: Viewer, ids: list[Any]) -> set[str]:
    with acting(police):
        return {state(pk) for pk in ids}


def test_there_and_back_and_each_time_again(police: Viewer, exchange: Exchange) -> None:
    ids = ready(police)
    code, told = exchange("export")
    assert (code, told["applications"], len(told["made"])) == (0, 3, 1)
    assert states(police, ids) == {"sent"}
    (sealed,) = (exchange.path / "gui").iterdir()
    content = sealed.read_bytes()
    assert sealed.stat().st_mode & 0o077 == 0, "what names residents is its owner's alone"
    code, told = exchange("export")  # nothing new: the batch waits as it was
    assert (code, told["made"], len(told["waiting"]), sealed.read_bytes()) == (0, [], 1, content)
    exchange.carry()
    code, told = exchange("import")
    assert (code, [each["fresh"] for each in told["files"]]) == (0, [True, True])
    assert states(police, ids) == {"approved"}
    assert exchange("export")[1]["waiting"] == [], "the centre has said that it has it"
    assert exchange("import") == (0, {"files": []})
    for done in (exchange.path / "nhan" / "xong").iterdir():  # the same files come once more
        exchange.put(f"lai-{done.name}", done.read_bytes())
    code, told = exchange("import")
    assert (code, [each["fresh"] for each in told["files"]]) == (0, [False, False])
    assert "đã được nhận trước đó" in told["files"][0]["said"]
    receipts = {path.name for path in (exchange.path / "gui").glob("nhan-*.jsonl")}
    assert len(receipts) == 2, "one for each file, however often it came"
    exchange.far.prints()
    exchange.carry()
    assert exchange("import")[1]["files"][0]["printed"] == 3
    assert states(police, ids) == {"printed"}


BAD = [
    (lambda good: good[: len(good) // 2], "cắt ngang"),
    (lambda good: b"PK\x03\x04 a workbook", "không phải kết quả của Trung ương"),
    (lambda good: good.replace(b"approved", b"returned", 1), "không khớp với mã kiểm tra"),
    (lambda good: files.write(files.ANSWER, {**_head(good), "province": "51"}, []), "tỉnh mã 51"),
    (lambda good: files.write(files.ANSWER, {**_head(good), "batch": "X-L01"}, []), "không có lô"),
]


def _head(content: bytes) -> dict[str, Any]:
    head = json.loads(content.splitlines()[0])
    return {name: head[name] for name in ("number", "batch", "province")}


@pytest.mark.parametrize(("spoil", "words"), BAD)
def test_a_bad_file_stays_and_says_why_and_the_good_go_on(
    police: Viewer, exchange: Exchange, spoil: Any, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ids = ready(police)
    number = exchange("export")[1]["made"][0]
    lines = [{"application": str(pk), "result": "approved"} for pk in ids]
    good = files.write(files.ANSWER, {"number": "TW-1", "batch": number, "province": "42"}, lines)
    exchange.put("a-hong.jsonl", spoil(good))
    code, told = exchange("import")
    assert code != 0
    assert told["files"][0]["file"] == "a-hong.jsonl"
    assert words in told["files"][0]["error"]
    assert told["files"][0]["error"].count(".") == 1, "one sentence"
    assert states(police, ids) == {"sent"}
    exchange.put("b-tot.jsonl", good)
    code, told = exchange("import")
    assert [("error" in each, each["file"]) for each in told["files"]] == [
        (True, "a-hong.jsonl"),
        (False, "b-tot.jsonl"),
    ]
    assert states(police, ids) == {"approved"}
    assert (exchange.path / "nhan" / "a-hong.jsonl").exists()
    assert cli.main(["cards", "import", str(exchange.path), "--as", exchange.name]) != 0
    said = capsys.readouterr()
    assert words in said.err
    assert "Traceback" not in said.err


def test_the_same_number_with_other_content(police: Viewer, exchange: Exchange) -> None:
    ids = ready(police)
    head = {"number": "TW-1", "batch": exchange("export")[1]["made"][0], "province": "42"}
    exchange.put("1.jsonl", files.write(files.ANSWER, head, [{"application": str(ids[0]), "result": "approved"}]))
    assert exchange("import")[0] == 0
    exchange.put("2.jsonl", files.write(files.ANSWER, head, [{"application": str(ids[1]), "result": "approved"}]))
    code, told = exchange("import")
    assert code == 5
    assert "nội dung khác" in told["files"][0]["error"]


def test_who_may_not_and_where_it_cannot_be(ground: Ground, police: Viewer, exchange: Exchange, tmp_path: Path) -> None:
    ready(police, 1)
    assert cli.main(["cards", "export", str(exchange.path)]) == 6, "a batch is an office's"
    assert "--as" in exchange.capsys.readouterr().err
    assert cli.main(["cards", "export", str(exchange.path), "--as", "khong-co"]) == 4
    (tmp_path / "tep").write_text("")
    assert cli.main(["cards", "export", str(tmp_path / "tep" / "x"), "--as", exchange.name]) == 6
    assert "thư mục" in exchange.capsys.readouterr().err
    with acting(police):
        assert not Batch.objects.exists()


def test_one_person_by_two_records_is_named_by_both_slips(police: Viewer, exchange: Exchange) -> None:
    """Two records that were found to be one person's, each with an application: nobody is in a batch twice."""
    from diaban.people import actions as people

    with acting(police):
        one, two = someone(police, 1), someone(police, 2, id_no=None)
        kept = declared(police, one)
        two.id_no = "042085099999"
        two.save(update_fields=["id_no"])
        other = declared(police, two)
        people.merge(by=police, resident_id=one.pk, merged_id=two.pk, despite=True)
    code, told = exchange("export")
    assert code == 6
    assert "hai lần trong lô" in told["error"]
    assert str(kept.slip_no) in told["error"]
    assert str(other.slip_no) in told["error"]
    with acting(police):
        assert not Item.objects.exists()
        actions.withdraw(by=police, application_id=other.pk)
    assert exchange("export")[1]["applications"] == 1
    assert not Answer.objects.exists()
