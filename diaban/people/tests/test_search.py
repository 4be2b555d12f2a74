"""Searches through the database: every way of typing, whose eyes, what is logged, what is seen at once, what plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection

from conftest import OwnerDb
from diaban.access import scope as scopes
from diaban.access.scope import FEW_PLACES, Scope, Viewer, large_unit
from diaban.access.session import acting
from diaban.areas import queries as areas
from diaban.core.errors import Refused
from diaban.core.sql import execute, rows, value
from diaban.papers import bulk
from diaban.people import actions, queries
from diaban.people.data import PersonData
from diaban.people.finding import words
from diaban.people.models import Resident
from diaban.people.tests.conftest import MakeViewer, person, settle

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_words() -> Iterator[None]:
    """Each test reads the syllables anew: those of another's rolled-back transaction aren't there."""
    words.forget()
    yield
    words.forget()


@pytest.fixture
def province(make_viewer: MakeViewer, monkeypatch: pytest.MonkeyPatch) -> Viewer:
    """Someone who sees all of Hà Tĩnh: a scope of so many places that it is kept as its unit."""
    unit = areas.find("42", level=areas.Level.PROVINCE)
    assert unit is not None
    made, places = make_viewer("18754"), scopes.places_of(unit.id)
    monkeypatch.setitem(scopes._cache, unit.id, (0, places))  # a test's transaction keeps nothing by itself
    return replace(made, scope=Scope(unit.id, places, made.office_id, persons=True))


def found(viewer: Viewer, text: str) -> list[str]:
    words.forget()
    return [row.full_name for row in queries.search(viewer=viewer, text=text).rows]


PEOPLE: list[tuple[str, dict[str, Any]]] = [
    ("Nguyễn Văn An", {"birth_date": date(1985, 3, 2), "id_no": "042085001234", "phone": "0912345678"}),
    ("Nguyễn Văn Ân", {"birth_date": date(1985, 7, 9), "id_no": "042085007777"}),
    ("Trần Thị Ngọc Lan", {"birth_date": date(1990, 1, 1), "birth_precision": "y"}),
    ("Rơ Châm H’Ly", {"birth_date": date(2001, 5, 6)}),
]

TYPED = [
    ("nguyen van an 1985", {"Nguyễn Văn An", "Nguyễn Văn Ân"}),
    ("NGUYEN VAN AN 2/3/1985", {"Nguyễn Văn An"}),
    ("nguyen van an 85", {"Nguyễn Văn An", "Nguyễn Văn Ân"}),
    ("nguyeenx vawn an 1985", {"Nguyễn Văn An", "Nguyễn Văn Ân"}),
    ("nguye6n4 van an 1985", {"Nguyễn Văn An", "Nguyễn Văn Ân"}),
    ("nguyn van an 1985", {"Nguyễn Văn An", "Nguyễn Văn Ân"}),
    ("nguyen vann an 02/03/1985", {"Nguyễn Văn An"}),
    ("nguyenvan an 1985", {"Nguyễn Văn An", "Nguyễn Văn Ân"}),
    ("nguyen an 1985", {"Nguyễn Văn An", "Nguyễn Văn Ân"}),
    ("van an 1985", {"Nguyễn Văn An", "Nguyễn Văn Ân"}),
    ("an 1985", {"Nguyễn Văn An", "Nguyễn Văn Ân"}),
    ("an nguyen van", {"Nguyễn Văn An", "Nguyễn Văn Ân"}),
    ("tran thi lan", {"Trần Thị Ngọc Lan"}),
    ("ngoc lan 1990", {"Trần Thị Ngọc Lan"}),
    ("tran thi ngoc l", {"Trần Thị Ngọc Lan"}),
    ("tran thi ngoc lan 5/8/1990", {"Trần Thị Ngọc Lan"}),
    ("tran thi ngoc lan song tri", {"Trần Thị Ngọc Lan"}),
    ("tran thi ngoc lan, p. sông trí", {"Trần Thị Ngọc Lan"}),
    ("tran thi ngoc lam phuong song tri", {"Trần Thị Ngọc Lan"}),
    ("ro cham hly 2001", {"Rơ Châm H’Ly"}),
    ("042085001234", {"Nguyễn Văn An"}),
    ("001234", {"Nguyễn Văn An"}),
    ("04208500", {"Nguyễn Văn An", "Nguyễn Văn Ân"}),
    ("nguyen van an 7777", {"Nguyễn Văn Ân"}),
    ("0912 345 678", {"Nguyễn Văn An"}),
    ("+84 912 345 678", {"Nguyễn Văn An"}),
    ("hộ trần thị ngọc lan", {"Trần Thị Ngọc Lan"}),
    ("pham van khong co", set()),
    ("nguyen van an 1999", set()),
    ("12", set()),
]


@pytest.mark.pg15
@pytest.mark.parametrize("whose", ["here", "province"])
def test_what_clerks_type(here: Viewer, province: Viewer, whose: str) -> None:
    """The same of a commune's few places, asked of the indexes by place, and of a province's."""
    with acting(here):
        for name, columns in PEOPLE:
            settle(here, name, **columns)
    viewer = here if whose == "here" else province
    assert len(here.scope.places) <= FEW_PLACES < len(province.scope.places)
    with acting(viewer):
        for typed, meant in TYPED:
            assert set(found(viewer, typed)) == meant, typed


def test_marks_put_the_marked_first(as_here: Viewer) -> None:
    for name in ("Nguyễn Văn An", "Nguyễn Văn Ân", "Nguyễn Văn Ẩn"):
        for day in (1, 2):
            settle(as_here, name, birth_date=date(1985, 1, day))
    for typed in ("nguyễn văn ân", "nguyễn văn ân 1985", "văn ân 1985"):
        assert found(as_here, typed)[:2] == ["Nguyễn Văn Ân"] * 2, typed
        assert len(found(as_here, typed)) == 6


def test_close_ones_come_after_and_are_counted(as_here: Viewer) -> None:
    settle(as_here, "Lê Thị Lan")
    settle(as_here, "Lê Thị Lam")
    result = queries.search(viewer=as_here, text="le thi lan 1985")
    assert [row.full_name for row in result.rows] == ["Lê Thị Lan", "Lê Thị Lam"]
    assert result.near == 1


def test_a_former_commune_names_its_people(as_here: Viewer) -> None:
    settle(as_here, "Lê Thị Lan")
    unit = areas.find("18754")
    assert unit is not None
    former = {step.unit.name for step in areas.predecessors(unit.id)} - {unit.name}
    assert former
    for name in former:
        assert found(as_here, f"le thi lan {name}") == ["Lê Thị Lan"], name


def test_a_household_by_its_head_and_number(as_here: Viewer) -> None:
    head = settle(as_here, "Lê Văn Hùng", sex="m")
    actions.register(
        by=as_here, person=person("Đỗ Thị Hoa", relation="spouse"), place=head.place,
        household_id=head.household_id, since=date(2020, 1, 1),
    )  # fmt: skip
    assert found(as_here, "hộ lê văn hùng") == ["Lê Văn Hùng", "Đỗ Thị Hoa"]
    assert found(as_here, "ho le van hung") == ["Lê Văn Hùng", "Đỗ Thị Hoa"]
    execute("update people_household set code = 'HK-0042' where id = %s", [head.household_id])
    assert found(as_here, "HK-0042") == ["Lê Văn Hùng", "Đỗ Thị Hoa"]
    assert found(as_here, "hộ số HK-0042") == ["Lê Văn Hùng", "Đỗ Thị Hoa"]


def test_nobody_outside_the_scope_is_ever_shown(here: Viewer, there: Viewer, province: Viewer) -> None:
    with acting(there):
        other = settle(there, "Nguyễn Văn An", id_no="042085001234", phone="0912345678")
        actions.add_alias(by=there, resident_id=other.id, kind="cmnd", value="183456789")
    asked = [typed for typed, _meant in TYPED if typed != "042085001234"]
    with acting(here):
        for typed in [*asked, "183456789", "nguyen van an vung ang", "hộ nguyễn văn an"]:
            assert found(here, typed) == [], typed
    with acting(province):
        assert found(province, "183456789") == ["Nguyễn Văn An"]
        assert found(province, "nguyen van an vung ang") == ["Nguyễn Văn An"]


def test_who_stays_here_for_now_is_found_though_counted_elsewhere(here: Viewer, there: Viewer) -> None:
    with acting(there):
        other = settle(there, "Nguyễn Văn An")
    assert here.scope.unit_id is not None
    with acting(replace(there, scope=replace(there.scope, places=(*there.scope.places, here.scope.unit_id)))):
        execute("update people_resident set present_place = %s where id = %s", [here.scope.unit_id, other.id])
    with acting(here):
        for typed in ("nguyen van an", "nguyen van an 1985", "an", "nguyen an"):
            assert found(here, typed) == ["Nguyễn Văn An"], typed


@pytest.mark.pg15
def test_the_function_shows_what_row_security_shows(here: Viewer, there: Viewer, province: Viewer) -> None:
    """Whatever is asked of it, even by hand: never a row that the policies hide, and one line in the log."""
    for by in (here, there):
        with acting(by):
            for n in range(3):
                settle(by, "Lê Thị Lan", birth_date=date(1980 + n, 1, 1))
    ask = "select id from people.search(%s, null, 200, 'name') where id is not null"
    parts = [("fold", "0", "", "le thi lan"), ("any_fold", "0", "", "le thi lan\x1dle van lan"),
             ("here", "0", "", "", "", "", "", "", "", f"{here.scope.unit_id}\x1d{there.scope.unit_id}")]  # fmt: skip
    told = "\x1e".join("\x1f".join(probe) for probe in parts)
    for viewer, count in ((here, 3), (there, 3), (province, 6)):
        with acting(viewer):
            before = value("select count(*) from ledger_lookup")
            shown = {row[0] for row in rows(ask, [told])}
            assert shown == {row[0] for row in rows("select id from people_resident")}
            assert len(shown) == count
            assert value("select count(*) from ledger_lookup") == before + 1


def test_a_unit_stands_for_all_its_places_and_no_other_scope(here: Viewer, there: Viewer, province: Viewer) -> None:
    with acting(there):
        settle(there, "Nguyễn Văn An")
    unit = large_unit(province.scope)
    assert unit is not None
    assert unit[0] == province.scope.unit_id
    assert large_unit(replace(province.scope, places=province.scope.places[:-1])) is None
    with acting(province):
        assert found(province, "nguyen van an") == ["Nguyễn Văn An"]
        narrowed = "{" + ",".join(map(str, here.scope.places)) + "}"
        value("select set_config('diaban.scope', %s, true)", [narrowed])
        assert value("select access.ground()") is None
        assert found(province, "nguyen van an") == []


def test_each_search_is_one_line_with_its_purpose_and_ids(as_here: Viewer, make_viewer: MakeViewer) -> None:
    shown = settle(as_here, "Lê Thị Lan")
    before = value("select coalesce(max(id), 0) from ledger_lookup")
    queries.search(viewer=as_here, text="le thi lan 1985")
    queries.search(viewer=as_here, text="nobody at all", channel="api")
    line = "select actor, office, purpose, query_kind, channel, shown from ledger_lookup where id > %s order by id"
    assert rows(line, [before]) == [
        (as_here.staff_id, as_here.office_id, "residence", "name", "web", [shown.id]),
        (as_here.staff_id, as_here.office_id, "residence", "name", "api", []),
    ]
    aimless = make_viewer("18754", purpose=None)
    with acting(aimless), pytest.raises(Refused):
        queries.search(viewer=aimless, text="le thi lan")


def test_without_a_purpose_the_database_refuses_too(make_viewer: MakeViewer) -> None:
    from django.db import ProgrammingError, transaction

    aimless = make_viewer("18754", purpose=None)
    with acting(aimless), pytest.raises(ProgrammingError, match="purpose"), transaction.atomic():
        rows("select * from people.search('', null, 20, 'name')")


def test_what_is_written_is_found_in_the_same_transaction(here: Viewer, there: Viewer) -> None:
    """Registered, corrected, moved, entered by mistake, imported: every path keeps the keys."""
    with acting(here):
        resident = settle(here, "Lê Thị Xuyến", id_no="042185001234")
        assert found(here, "le thi xuyen 1985") == ["Lê Thị Xuyến"]
        assert found(here, "le thi xuyne 1985") == ["Lê Thị Xuyến"], "the new syllable is known to slips too"
        corrected = PersonData(full_name="Lê Thị Quỳnh", sex="f", birth_date=date(1985, 2, 1), birth_precision="d",
                               id_no="042185009999", relation="head")  # fmt: skip
        actions.correct(by=here, resident_id=resident.id, version=Resident.objects.get(pk=resident.id).version,
                        person=corrected)  # fmt: skip
        assert found(here, "thi quynh 1985") == ["Lê Thị Quỳnh"]
        assert found(here, "quynhh 1985") == ["Lê Thị Quỳnh"]
        assert found(here, "le thi xuyen") == ["Lê Thị Quỳnh"], "by the former name"
        assert found(here, "042185001234") == ["Lê Thị Quỳnh"], "by the former number"
        execute("update people_resident set state = 'void' where id = %s", [resident.id])
        assert found(here, "le thi quynh") == []


def test_someone_moved_is_found_where_they_are_now(here: Viewer, there: Viewer) -> None:
    assert there.scope.unit_id is not None
    with acting(here):
        resident = settle(here, "Lê Thị Xuyến")
    both = replace(here, scope=replace(here.scope, places=tuple(sorted((*here.scope.places, *there.scope.places)))))
    with acting(both):
        execute("update people_resident set place = %s where id = %s", [there.scope.unit_id, resident.id])
    with acting(here):
        assert found(here, "le thi xuyen 1985") == []
    with acting(there):
        assert found(there, "le thi xuyen 1985") == ["Lê Thị Xuyến"]


def test_copied_rows_are_found_and_their_syllables_known(as_here: Viewer) -> None:
    from diaban.core.ids import uuid7
    from diaban.core.text import sort_key

    columns = [("id", "uuid"), ("full_name", "text"), ("fold", "text"), ("sort_key", "text"), ("state", "text"),
               ("relation", "text"), ("birth_precision", "text"), ("sex", "text"), ("place", "int4"),
               ("office", "int4")]  # fmt: skip
    name = "Vừ Mí Chứ"
    row = (uuid7(), name, "vu mi chu", sort_key(name), "present", "other", "u", "u", as_here.scope.unit_id, 1)
    bulk.load("people_resident", columns, [row])
    assert found(as_here, "vu mi chu") == [name]
    assert found(as_here, "vu mmi chu") == [name]
    assert rows("select word, role from people_word where word in ('vu', 'mi', 'chu') order by 2, 1")[-3:] == [
        ("vu", "f"),
        ("chu", "g"),
        ("mi", "m"),
    ]


def test_a_syllable_is_noted_once_and_counted(as_here: Viewer, owner_db: OwnerDb) -> None:
    for day in (1, 2, 3):
        settle(as_here, "Lê Thị Xuyến", birth_date=date(1985, 1, day))
    assert value("select count(*) from people_word where word = 'xuyen' and role = 'g'") == 1
    with owner_db() as cursor:
        cursor.execute("analyze people_resident")
    assert value("select people.count_words()") is True
    assert value("select people.count_words()") is False, "not again while the register is of the same size"
    assert value("select seen from people_word where word = 'xuyen' and role = 'g'") == 3


#: A probe's kind to the index that must answer it, however large the table.
PLANS = {
    "fold_born": "resident_fold_birth",
    "fold": "resident_fold_birth",
    "ends_born": "resident_ends_birth",
    "tail_born": "resident_tail_birth",
    "given_born": "resident_given_birth",
    "begins": "resident_fold_birth",
    "here_fold": "resident_place_given",
    "any_fold_born": "resident_fold_birth",
    "any_fold": "resident_fold_birth",
    "any_ends_born": "resident_ends_birth",
    "any_ends": "resident_ends_birth",
    "any_given_born": "resident_given_birth",
    "any_given": "resident_given_birth",
    "here_given": "resident_place_given",
    "here_ends": "resident_place_given",
    "here_marked": "resident_place_sort",
    "marked": "resident_sort",
    "number": "resident_id_no_once",
    "number_head": "resident_id_no_once",
    "number_tail": "resident_id_tail",
    "phone": "resident_phone",
    "alias": "alias_value",
    "other_name": "alias_fold",
    "head": "resident_fold_birth",
    "here_head": "resident_place_given",
    "code": "household_code",
}


#: Residents of a thousand places, so that the planner sees a register and not an empty table.
CROWD = """
insert into people_resident (id, full_name, fold, sort_key, sex, birth_precision, birth_date, id_no, place,
    present_place, relation, state, office, phone, household_id)
select gen_random_uuid(), 'x', f, f, 'u', 'd', date '1950-01-01' + i, lpad(i::text, 12, '0'), i % 1000,
    case when i % 20 = 0 then i % 1000 + 1 end, 'head', 'present', 1, '0' || i, gen_random_uuid()
from (select i, 'a' || i % 7 || ' b' || i % 3 || ' c' || i % 31 as f from generate_series(1, 8000) i) s
"""


@pytest.mark.pg15
@pytest.mark.slow
def test_every_probe_goes_by_its_index(owner_db: OwnerDb) -> None:
    """The generic plan of each statement in the function, under the settings that the function runs with."""
    with owner_db() as cursor:
        cursor.execute(CROWD)
        for table, columns in (
            ("people_alias (resident_id, kind, value, fold)", "id, 'name', fold, fold"),
            ("people_household (id, code, place, office)", "gen_random_uuid(), id_no, place, 1"),
        ):
            cursor.execute(f"insert into {table} select {columns} from people_resident")
        cursor.execute("analyze people_resident, people_alias, people_household")
        cursor.execute("set local enable_seqscan = off")
        cursor.execute("set local plan_cache_mode = force_generic_plan")
        for kind, index in PLANS.items():
            cursor.execute(f"prepare asked_{kind} {_statement(kind)}")
            nothing = "array['x'], null, null, null, null, null, array[1]"
            cursor.execute(f"explain execute asked_{kind}({nothing}, 7, array[1], array[]::uuid[], null, 21)")
            plan = "\n".join(row[0] for row in cursor.fetchall())
            cursor.execute(f"deallocate asked_{kind}")
            assert index in plan, (kind, plan)
            assert "Seq Scan" not in plan, (kind, plan)


def _statement(kind: str) -> str:
    """A probe's statement with the function's variables as parameters."""
    import importlib
    import re

    text = importlib.import_module("diaban.people.migrations.0013_probes").FULL[kind]
    names = ["vals", "born_from", "born_to", "precise", "tail", "patterns", "within"]
    names += ["ground", "places", "reached", "accents", "many"]
    for number, name in enumerate(names, 1):
        pattern = re.escape(name) if "." in name else rf"(?<![\w.]){name}(?!\w)"
        text = re.sub(pattern, f"${number}", text)
    return f"(text[], date, date, text, text, text[], int[], int, int[], uuid[], text[], int) as {text}"


def test_the_connection_keeps_the_statement_prepared(as_here: Viewer) -> None:
    settle(as_here, "Lê Thị Lan")
    for _again in range(3):
        queries.search(viewer=as_here, text="le thi lan")
    assert rows("select 1 from pg_prepared_statements where statement like '%%people.search(%%'")
    assert connection.connection is not None
