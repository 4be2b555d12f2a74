"""Batches and answers as files: two centres behind one port pass the same tests, and bad files are refused whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaban.access.scope import Viewer
from diaban.cards import actions
from diaban.cards.exchange import files
from diaban.cards.exchange.fake import FakeCentre
from diaban.cards.exchange.folder import Folder
from diaban.cards.models import Answer, Batch, Card
from diaban.cards.tests.world import declared, someone, state, told
from diaban.core.errors import Conflict, DiabanError, Invalid, NotFound

pytestmark = pytest.mark.django_db

RETURNED = "Ảnh khuôn mặt bị mờ."


class Carried:
    """A folder, and at its other end a centre that someone carries the files to."""

    def __init__(self, path: Path, far: FakeCentre) -> None:
        self.near, self.far = Folder(path), far
        self.out, self.came = path / "gui", path / "nhan"

    def _carry(self) -> None:
        for path in sorted(self.out.glob("*-L*.jsonl")):
            content = path.read_bytes()
            self.far.deliver(files.read(content, files.BATCH).said("number"), content)
        for at, content in enumerate(self.far.waiting):
            (self.came / f"{len(list(self.came.glob('**/*')))}-{at}.jsonl").write_bytes(content)
        self.far.waiting.clear()

    def deliver(self, number: str, batch: bytes) -> None:
        self.near.deliver(number, batch)

    def collect(self) -> list[bytes]:
        self._carry()
        return self.near.collect()

    def acknowledge(self, content: bytes, receipt: bytes) -> None:
        self.near.acknowledge(content, receipt)
        self.far.receipts.append(receipt)


@pytest.fixture(params=["fake", "folder"])
def centre(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Any, FakeCentre]:
    """The port, and the centre behind it: it returns who was captured by MAY02."""
    far = FakeCentre("42", lambda line: ("returned", RETURNED) if "MAY02" in line["reference"] else ("approved", ""))
    return (far if request.param == "fake" else Carried(tmp_path, far)), far


def three(officer: Viewer) -> list[UUID]:
    return [declared(officer, someone(officer, number)).pk for number in (1, 2, 3)]


def test_there_and_back(officer: Viewer, centre: tuple[Any, FakeCentre]) -> None:
    port, far = centre
    ids = three(officer)
    back = actions.apply(by=officer, resident_id=someone(officer, 4).pk, reason="first").pk
    actions.capture(by=officer, application_id=back, face="good", fingers="good", iris="good", reference="MAY02-1")
    actions.declare(by=officer, application_id=back)
    batch = actions.make_batch(by=officer, application_ids=[*ids, back])
    first = actions.exchange(by=officer, centre=port)
    assert [type(each) for each in first] == [actions.Taken, actions.Taken]
    assert [state(pk) for pk in ids] == ["approved"] * 3
    assert state(back) == "sent_back"
    far.prints()
    actions.exchange(by=officer, centre=port)
    assert [state(pk) for pk in ids] == ["printed"] * 3
    assert Card.objects.filter(state="printed").count() == 3
    assert actions.exchange(by=officer, centre=port) == []  # all was acknowledged
    again = Batch.objects.get(pk=batch.pk)
    assert again.acknowledged_at is not None
    assert len(far.receipts) == 3
    assert told("cards.answered") == 4 + 3


def test_what_is_delivered_twice_is_there_once(officer: Viewer, centre: tuple[Any, FakeCentre]) -> None:
    port, far = centre
    batch = actions.make_batch(by=officer, application_ids=three(officer))
    number, content = batch.number, actions.export(by=officer, batch_id=batch.pk)[1]
    for _time in range(2):
        port.deliver(number, content)
    port.collect()
    assert list(far.batches) == [number]


def answer_to(officer: Viewer, **change: Any) -> tuple[list[UUID], bytes]:
    """Three applications in a batch and an answer that approves them, changed as said."""
    ids = three(officer)
    batch = actions.make_batch(by=officer, application_ids=ids)
    lines = change.pop("lines", [{"application": str(pk), "result": "approved"} for pk in ids])
    head = {"number": "TW-42-1", "batch": batch.number, "province": "42", **change}
    return ids, files.write(files.ANSWER, head, lines)


def test_the_same_answer_twice_changes_nothing(officer: Viewer) -> None:
    ids, content = answer_to(officer)
    first, lines = actions.take_in(by=officer, content=content), told("cards.approved")
    second = actions.take_in(by=officer, content=content)
    assert (first.fresh, second.fresh) == (True, False)
    assert first.receipt == second.receipt
    assert (told("cards.approved"), Answer.objects.count(), state(ids[0])) == (lines, 1, "approved")


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def without_foot(content: bytes) -> bytes:
    return b"".join(content.splitlines(keepends=True)[:-1])


def changed(content: bytes) -> bytes:
    return content.replace(b"approved", b"returned", 1)


@pytest.mark.parametrize(
    ("change", "spoil", "error", "words"),
    [
        ({}, cut, Invalid, "cắt ngang"),
        ({}, without_foot, Invalid, "cắt ngang"),
        ({}, changed, Invalid, "mã kiểm tra"),
        ({}, lambda _content: b"PK\x03\x04 a workbook", Invalid, "không phải"),
        ({}, lambda _content: b"", Invalid, "không phải"),
        ({"province": "51"}, bytes, Invalid, "tỉnh mã 51"),
        ({"batch": "CA-1-260101-L99"}, bytes, NotFound, "không có lô"),
        ({"lines": [{"application": str(UUID(int=5)), "result": "approved"}]}, bytes, Invalid, "không có trong lô"),
        ({"lines": [{"application": "x"}]}, bytes, Invalid, "Dòng 2"),
    ],
)
def test_bad_answers_are_refused_whole(
    officer: Viewer, change: dict[str, Any], spoil: Callable[[bytes], bytes], error: type[DiabanError], words: str
) -> None:
    ids, content = answer_to(officer, **change)
    with pytest.raises(error, match=words):
        actions.take_in(by=officer, content=spoil(content))
    assert [state(pk) for pk in ids] == ["sent"] * 3
    assert not Answer.objects.exists()


def test_one_application_said_twice_or_without_result(officer: Viewer) -> None:
    ids, content = answer_to(officer)
    line = {"application": str(ids[0]), "result": "approved"}
    head = json.loads(content.splitlines()[0])
    for lines, words in (([line, line], "lần thứ hai"), ([{**line, "result": "lost"}], "kết quả đọc được"),
                         ([{**line, "result": "returned"}], "lý do")):  # fmt: skip
        bad = files.write(files.ANSWER, {name: head[name] for name in ("number", "batch", "province")}, lines)
        with pytest.raises(Invalid, match=words):
            actions.take_in(by=officer, content=bad)
    assert state(ids[0]) == "sent"


def test_the_same_number_with_other_content(officer: Viewer) -> None:
    ids, content = answer_to(officer)
    actions.take_in(by=officer, content=content)
    head = json.loads(content.splitlines()[0])
    other = files.write(files.ANSWER, {name: head[name] for name in ("number", "batch", "province")}, [])
    with pytest.raises(Conflict, match="nội dung khác"):
        actions.take_in(by=officer, content=other)
    assert state(ids[0]) == "approved"


def test_who_went_meanwhile_is_left_and_said(officer: Viewer) -> None:
    ids, content = answer_to(officer)
    actions.send_back(by=officer, application_id=ids[1], why="nhầm")
    actions.withdraw(by=officer, application_id=ids[1])
    taken = actions.take_in(by=officer, content=content)
    assert [pk for pk, _why in taken.left] == [ids[1]]
    assert [state(pk) for pk in ids] == ["approved", "withdrawn", "approved"]


def test_printed_again_is_no_news(officer: Viewer) -> None:
    lines: list[dict[str, str]] = []
    ids, content = answer_to(officer)
    batch = json.loads(content.splitlines()[0])["batch"]
    lines = [{"application": str(pk), "result": "printed", "serial": f"CC000000{at}"} for at, pk in enumerate(ids)]
    for number in ("TW-1", "TW-2"):
        sheet = files.write(files.ANSWER, {"number": number, "batch": batch, "province": "42"}, lines)
        assert actions.take_in(by=officer, content=sheet).left == []
    assert [state(pk) for pk in ids] == ["printed"] * 3
    assert told("cards.printed") == 3


def test_one_person_twice_in_a_batch(officer: Viewer) -> None:
    one = declared(officer, someone(officer)).pk
    with pytest.raises(Invalid, match="hai lần trong lô"):
        actions.make_batch(by=officer, application_ids=[one, one])
    assert state(one) == "declared"
    assert not Batch.objects.exists()


def test_a_batch_takes_what_is_declared_or_nothing(officer: Viewer) -> None:
    ready = declared(officer, someone(officer)).pk
    early = actions.apply(by=officer, resident_id=someone(officer, 2).pk, reason="first").pk
    with pytest.raises(Conflict):
        actions.make_batch(by=officer, application_ids=[ready, early])
    assert (state(ready), state(early)) == ("declared", "received")
    with pytest.raises(Invalid):
        actions.make_batch(by=officer, application_ids=[])


@given(st.lists(st.dictionaries(st.text(max_size=8), st.text(max_size=8), max_size=3), max_size=5), st.data())
def test_a_file_is_read_as_it_was_written_or_refused(lines: list[dict[str, str]], data: st.DataObject) -> None:
    content = files.write(files.ANSWER, {"number": "1"}, lines)
    assert list(files.read(content, files.ANSWER).lines) == lines
    upto = data.draw(st.integers(0, len(content) - 2))
    with pytest.raises(Invalid):
        files.read(content[:upto], files.ANSWER)
