"""The communes' own resident lists: every data row in the register or in staging with a reason, counted by another
reader."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from diaban.access.session import acting
from diaban.core.sql import rows, value
from diaban.papers.models import Import, Row, State
from diaban.people.importing import actions
from diaban.people.importing.commit import commit
from diaban.people.tests.conftest import MakeViewer

SAMPLES = Path(os.environ.get("DIABAN_SAMPLES", Path(__file__).resolve().parents[4] / "shared" / "samples"))
CODES = ["22015", "24121", "24229", "24406"]

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample workbooks are not here (DIABAN_SAMPLES)"),
]


def data_rows(path: Path) -> int:
    """Rows with a number and a name, counted with openpyxl."""
    book: Any = openpyxl.load_workbook(path, read_only=True)
    found = book.worksheets[0].iter_rows(min_row=8, values_only=True)
    count = sum(isinstance(row[0], int) and isinstance(row[1], str) for row in found)
    book.close()
    return count


def bring_in(viewer: Any, path: Path) -> Import:
    started = actions.start(by=viewer, file_name=path.name)
    read = actions.process(by=viewer, import_id=started.id, path=path)
    assert read.state == State.STAGED, read.questions
    return commit(by=viewer, import_id=started.id)


@pytest.mark.parametrize("code", CODES)
def test_every_row_is_in_the_register_or_in_staging_with_a_reason(make_viewer: MakeViewer, code: str) -> None:
    viewer = make_viewer(code)
    path = SAMPLES / f"residents-{code}.xlsx"
    expected = data_rows(path)
    with acting(viewer):
        done = bring_in(viewer, path)
        staged = list(Row.objects.filter(import_id=done.id))
    assert len(staged) == expected == done.counts["rows"]
    assert len({(row.sheet, row.row_no) for row in staged}) == expected
    assert all(row.committed and row.record for row in staged if row.verdict == "new")
    assert all(row.reasons for row in staged if not row.committed)
    with acting(make_viewer(code)):
        residents = value("select count(*) from people_resident")
        lines = value(
            "select count(*) from ledger_line l join ledger_kind k on k.id = l.kind_id where k.code = 'people.opening'"
        )
        stays = value("select count(distinct resident_id) from people_stay")
    new = sum(row.verdict == "new" for row in staged)
    assert residents == lines == stays == new == done.counts["written"]["residents"]
    assert new > 0.98 * expected


def test_a_first_list_names_the_hamlets_and_people_are_counted_there(make_viewer: MakeViewer) -> None:
    with acting(make_viewer("22015")) as viewer:
        done = bring_in(viewer, SAMPLES / "residents-22015.xlsx")
    with acting(make_viewer("22015")):
        by_place = dict(rows("select place, count(*) from people_resident group by 1"))
    assert len(by_place) == 15  # one buôn and fourteen tổ dân phố are named in the list
    assert done.place not in by_place
    assert sum(by_place.values()) == done.counts["new"]


def test_the_same_file_again_says_same_and_doubles_nothing(make_viewer: MakeViewer) -> None:
    path = SAMPLES / "residents-22015.xlsx"
    with acting(make_viewer("22015")) as viewer:
        first = bring_in(viewer, path)
    with acting(make_viewer("22015")) as viewer:
        before = value("select count(*) from people_resident")
        again = bring_in(viewer, path)
        assert value("select count(*) from people_resident") == before
        assert again.counts["new"] == again.counts["changed"] == 0
        assert again.counts["same"] == first.counts["new"]
        assert again.counts["written"]["residents"] == 0
        verdicts = dict(rows("select verdict, count(*) from papers_row where import_id = %s group by 1", [again.id]))
        assert Counter(verdicts) == Counter({"same": first.counts["new"], "doubtful": first.counts["doubtful"]})
