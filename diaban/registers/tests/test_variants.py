"""Register workbooks of other makers: every row accounted for, columns understood, rows matched to whom they are."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.core.text import fold
from diaban.papers.models import Row as Staged
from diaban.papers.models import State
from diaban.people.tests.conftest import settle
from diaban.registers.importing.commit import commit
from diaban.registers.models import Match, Row
from diaban.registers.tests.conftest import read
from diaban.registers.tests.variants import VARIANTS, Who

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

_NAMES = (
    ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ"),
    ("Văn", "Đức", "Xuân", "Thị", "Ngọc", "Thanh", "Hữu", "Mỹ"),
    ("An", "Bình", "Cường", "Dũng", "Hòa", "Hương", "Khánh", "Lý", "Mai", "Nghĩa", "Phượng", "Quỳnh", "Sửu", "Thủy"),
)


def town(seed: int, size: int) -> list[Who]:
    """People of whom no two share name and day of birth."""
    draw = random.Random(seed)
    found: dict[tuple[str, date], Who] = {}
    while len(found) < size:
        name = " ".join(draw.choice(part) for part in _NAMES)
        born = date(1930, 1, 2) + timedelta(days=draw.randrange(60 * 365))
        sex = "f" if " Thị " in name or " Mỹ " in name else draw.choice("mf")
        number = f"042{'1' if sex == 'f' else '0'}{born:%y}{len(found):06d}"
        found.setdefault((fold(name), born), (name, born, sex, number))
    return list(found.values())


@pytest.mark.parametrize("make", VARIANTS, ids=lambda make: make.__name__)
def test_a_workbook_of_another_maker(make: object, here: Viewer, tmp_path: Path) -> None:
    assert callable(make)
    people = town(11, 24)
    with acting(here):
        settled = {
            settle(here, name, sex=sex, birth_date=born, id_no=number).id: name
            for name, born, sex, number in people[:20]
        }  # fmt: skip
        path = make(people, tmp_path, "Phường Sông Trí")
        asked = read(here, path, register="merit")
        assert asked.state == State.STAGED, [(q["text"], q["choices"], q["examples"]) for q in asked.questions]
        imported = commit(by=here, import_id=asked.id)
        staged = list(Staged.objects.filter(import_id=imported.id))
        assert len(staged) == len(people)
        assert sum(imported.counts[v] for v in ("new", "doubtful", "same", "refused")) == len(people)
        rows = list(Row.objects.filter(import_id=imported.id))
        fields = {c["field"] for sheet in imported.sheets for c in sheet["columns"]}
        assert "full_name" in fields
        assert all(row.birth_date is not None and row.birth_precision == "d" for row in rows), "days are read whole"
        assert all(row.sex in ("m", "f") and row.group for row in rows)
        linked = [row for row in rows if row.match == Match.LINKED]
        assert len(linked) == len(settled)
        assert all(fold(settled[row.resident_id]) == row.fold for row in linked if row.resident_id is not None)
        assert {row.place for row in rows} == {here.scope.unit_id}
        said = {fault for row in rows for fault in row.faults}
        assert {fault for fault in said if "place" in fault} == ({"du.place"} if path.suffix == ".docx" else set())
