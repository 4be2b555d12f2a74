"""What an office confirmed of a header is used for the next list of that layout, and forgotten when it says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.core.errors import NotFound
from diaban.papers import memory
from diaban.papers.models import ColumnMemory, Import, LayoutMemory, State
from diaban.people.importing import actions
from diaban.people.importing.commit import commit
from diaban.people.tests.conftest import MakeViewer
from diaban.people.tests.layouts import one, people, table
from diaban.people.tests.test_import_register import HEADED, bring_in

__all__ = ["bring_in"]
pytestmark = [pytest.mark.django_db, pytest.mark.slow]

FOUND = people(20)
BringIn = Callable[..., Import]
#: The number stands under no header at all: an answer can only name the column's letter.
BARE = [(title if title != "Số định danh" else "", cell) for title, cell in HEADED]
#: Another office's "Mã A1" that this office calls something else.
STRANGE = [(title if title != "Số định danh" else "Mã A1", cell) for title, cell in HEADED]


@pytest.fixture
def home(make_viewer: MakeViewer) -> Viewer:
    return make_viewer("18754")


def confirm(bring_in: BringIn, by: Viewer, tmp_path: Path, columns: Any, field: str = "id_no") -> Import:
    """Bring a list in, answer its one question and write it."""
    asked = bring_in(table(FOUND, columns))
    assert asked.state == State.MAPPING
    with acting(by):
        actions.answer(by=by, import_id=asked.id, answers={asked.questions[0]["key"]: field})
        actions.process(by=by, import_id=asked.id, path=tmp_path / "danh sách.xlsx")
        return commit(by=by, import_id=asked.id)


def test_an_answer_by_letter_is_known_again_by_its_layout(bring_in: BringIn, home: Viewer, tmp_path: Path) -> None:
    # A bare column full of numbers is read by itself, so the name of the household's head takes its place.
    columns = [*HEADED, ("Người đại diện", lambda i, p: p.head)]
    first = bring_in(table(FOUND, columns), write=False)
    with acting(home):
        letter = first.sheets[0]["columns"][-1]["letter"]
        actions.answer(by=home, import_id=first.id, answers={letter: "-"})
        actions.process(by=home, import_id=first.id, path=tmp_path / "danh sách.xlsx")
        commit(by=home, import_id=first.id)
        assert not ColumnMemory.objects.exists()
    again = bring_in(table(FOUND, columns), write=False)
    assert again.sheets[0]["columns"][-1]["field"] is None
    assert again.sheets[0]["recalled"]["layout"]
    other = bring_in(table(FOUND, columns[::-1]), write=False)  # the same words in another order are another layout
    assert "recalled" not in other.sheets[0]
    assert other.sheets[0]["columns"][0]["field"] == first.sheets[0]["columns"][-1]["field"]


def test_what_a_layout_says_wins_over_single_headers_and_an_answer_over_both(
    bring_in: BringIn, home: Viewer, tmp_path: Path
) -> None:
    confirm(bring_in, home, tmp_path, STRANGE)
    with acting(home):
        memory.remember_header(memory=memory.Memory(home.office_id, "residents"), key="ma a1", field="phone")
    again = bring_in(table(FOUND, STRANGE), write=False)
    assert again.state == State.STAGED
    field = {c["label"]: c["field"] for c in again.sheets[0]["columns"]}
    assert field["Mã A1"] == "id_no"
    with acting(home):
        actions.answer(by=home, import_id=again.id, answers={"Mã A1": "-"})
        read = actions.process(by=home, import_id=again.id, path=tmp_path / "danh sách.xlsx")
    assert {c["label"]: c["field"] for c in read.sheets[0]["columns"]}["Mã A1"] is None


def test_writing_again_counts_and_keeps_one_row(bring_in: BringIn, home: Viewer, tmp_path: Path) -> None:
    confirm(bring_in, home, tmp_path, STRANGE)
    bring_in(table(FOUND, STRANGE))
    with acting(home):
        kept = LayoutMemory.objects.get()
        assert (kept.uses, kept.told_by, kept.font) == (2, home.staff_id, "")
        words, columns = [c["key"] for c in kept.columns], kept.columns
        memory.remember(memory=memory.Memory(home.office_id, "residents"), words=words, columns=columns, by=1,
                        font="TCVN3")  # fmt: skip
        memory.remember(memory=memory.Memory(home.office_id, "residents"), words=words, columns=columns, by=1)
        assert LayoutMemory.objects.get().font == "TCVN3"  # not said again is not taken back


def test_forgotten_it_is_asked_again(bring_in: BringIn, home: Viewer, tmp_path: Path) -> None:
    confirm(bring_in, home, tmp_path, STRANGE)
    with acting(home):
        kept = LayoutMemory.objects.get()
        actions.forget_layout(by=home, layout_id=kept.pk)
        with pytest.raises(NotFound):
            actions.forget_layout(by=home, layout_id=kept.pk)
    assert bring_in(table(FOUND, STRANGE)).state == State.MAPPING


def test_another_office_remembers_nothing(
    bring_in: BringIn, home: Viewer, make_viewer: MakeViewer, tmp_path: Path
) -> None:
    confirm(bring_in, home, tmp_path, STRANGE)
    other = make_viewer("18754", staff=905, office=77)
    assert bring_in(table(FOUND, STRANGE), viewer=other).state == State.MAPPING
    with acting(home):
        kept = LayoutMemory.objects.get()
    with acting(other), pytest.raises(NotFound):
        actions.forget_layout(by=other, layout_id=kept.pk)
    with acting(home):
        assert LayoutMemory.objects.filter(pk=kept.pk).exists()


@given(words=st.lists(st.text(min_size=1, max_size=8), min_size=2, max_size=6), spare=st.integers(0, 3))
def test_a_signature_is_the_words_in_their_order(words: list[str], spare: int) -> None:
    assert memory.signature(words) == memory.signature([*words, *[""] * spare])
    assert memory.signature(words) != memory.signature([*words, "x"])
    if words != words[::-1]:
        assert memory.signature(words) != memory.signature(words[::-1])


def test_a_file_of_two_sheets_is_remembered_sheet_by_sheet(home: Viewer, tmp_path: Path) -> None:
    laid = one(table(FOUND[:10], STRANGE))
    laid.sheets["Trang 2"] = (table(FOUND[10:], HEADED), [])
    path = laid.write(tmp_path / "danh sách.xlsx")
    with acting(home):
        started = actions.start(by=home, file_name=path.name)
        actions.answer(by=home, import_id=started.id, answers={"Mã A1": "id_no"})
        actions.process(by=home, import_id=started.id, path=path)
        commit(by=home, import_id=started.id)
        assert LayoutMemory.objects.count() == 2
