"""An import undone: tables and figures as before, the ledger longer by its voids, and nobody's later work lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.access.viewers import command_line
from diaban.areas.actions import NewHamlet, add_hamlets
from diaban.core.errors import Conflict, Refused
from diaban.core.sql import execute, rows, value
from diaban.figures import jobs as figures
from diaban.papers.lists import words
from diaban.papers.models import Import, Row, State
from diaban.people import actions as people_actions
from diaban.people.importing import undo
from diaban.people.models import Household, Resident
from diaban.people.tests.conftest import MakeViewer, person, settle
from diaban.people.tests.layouts import Rows, people, table
from diaban.people.tests.test_import_register import HEADED, bring_in

__all__ = ["bring_in"]
pytestmark = [pytest.mark.django_db, pytest.mark.slow]

FOUND = people(20)
BringIn = Callable[..., Import]
TABLES = ("people_resident", "people_household", "people_stay", "people_alias", "people_event")


@pytest.fixture
def home(make_viewer: MakeViewer) -> Viewer:
    """An officer of phường Sông Trí, who knows its hamlets already."""
    named = {words.hamlet(p.hamlet)[1] for p in people(30)}
    by = command_line()
    with acting(by):
        add_hamlets(commune_id=make_viewer("18754").scope.unit_id or 0, by=by,
                    hamlets=[NewHamlet(name, "tổ dân phố") for name in sorted(named)])  # fmt: skip
    return make_viewer("18754")


def fingerprint(owner_db: Any) -> dict[str, Any]:
    """Every row of the people tables as text, and every figure's cells once nothing waits."""
    figures.run_once()
    with owner_db() as cursor:
        found = {}
        for name in TABLES:
            cursor.execute(f"select count(*), md5(string_agg(t::text, '|' order by t::text)) from {name} t")
            found[name] = cursor.fetchone()
        cursor.execute(
            "select k.code, c.place, c.half, c.d1, c.d2, sum(c.n), sum(c.quantity) from figures_cell c"
            " join ledger_kind k on k.id = c.kind_id where k.domain = 'people' group by 1, 2, 3, 4, 5"
            " having sum(c.n) <> 0 or sum(c.quantity) <> 0 order by 1, 2, 3, 4, 5"
        )
        found["cells"] = cursor.fetchall()
    return found


def of(found: list[Any]) -> Rows:
    return table(found, HEADED)


def test_tables_and_figures_are_as_before_and_the_ledger_is_longer(
    bring_in: BringIn, home: Viewer, owner_db: Any
) -> None:
    first = people(30)[20:]
    bring_in(of(first))  # somebody is there before, and the hamlets
    before = fingerprint(owner_db)
    with acting(home):
        lines = value("select count(*) from ledger_line")
    done = bring_in(of(FOUND))
    assert fingerprint(owner_db) != before
    with acting(home):
        undone = undo.undo(by=home, import_id=done.id)
        voids = value("select count(*) from ledger_line where action_id = %s and quantity = 0", [undone.undone_by])
    written = done.counts["written"]
    assert fingerprint(owner_db) == before
    with acting(home):
        assert value("select count(*) from ledger_line") == lines + 2 * (written["residents"] + written["households"])
        assert voids == written["residents"] + written["households"]
        assert rows("select * from figures.differences()") == []
        assert Row.objects.filter(import_id=done.id, committed=True).count() == 0
    assert undone.state == State.UNDONE
    assert undone.counts["undone"] | {"lines": 0} == {
        "residents": 20, "households": written["households"], "kept": 0, "lines": 0}  # fmt: skip


def test_old_rows_are_kept_in_history(bring_in: BringIn, home: Viewer, owner_db: Any) -> None:
    done = bring_in(of(FOUND))
    with acting(home):
        undone = undo.undo(by=home, import_id=done.id)
    with owner_db() as cursor:
        cursor.execute(
            "select table_name, count(*) from people_history where action_id = %s group by 1", [undone.undone_by]
        )
        kept = dict(cursor.fetchall())
    assert (kept["people_resident"], kept["people_stay"]) == (20, 20)
    assert kept["people_household"] == done.counts["written"]["households"]


def _member(imported: Import, seq: int) -> Resident:
    record = Row.objects.get(import_id=imported.id, seq=seq).record
    assert record is not None
    return Resident.objects.get(pk=record)


def _correct(by: Viewer, who: Resident) -> None:
    new = person("Tên Khác", relation=who.relation)
    people_actions.correct(by=by, resident_id=who.id, version=who.version, person=new)


def _stay(by: Viewer, who: Resident) -> None:
    people_actions.open_stay(
        by=by, resident_id=who.id, version=who.version, kind="visiting", starts=date(2026, 1, 1), ends=None, reason=""
    )


def _alias(by: Viewer, who: Resident) -> None:
    people_actions.add_alias(by=by, resident_id=who.id, kind="name", value="Tên Gọi")


def _born(by: Viewer, who: Resident) -> None:
    assert who.household_id is not None
    people_actions.record_birth(
        by=by, person=person("Lê Thị Bé", birth_date=date(2026, 1, 5), relation="child"),
        household_id=who.household_id, birth_day=date(2026, 1, 5),
    )  # fmt: skip


def _die(by: Viewer, who: Resident) -> None:
    people_actions.record_death(by=by, resident_id=who.id, version=who.version, day=date(2026, 2, 2))


@pytest.mark.parametrize("later", [_correct, _stay, _alias, _born, _die])
def test_what_others_did_since_is_kept_with_its_household(
    bring_in: BringIn, home: Viewer, owner_db: Any, later: Callable[[Viewer, Resident], None]
) -> None:
    done = bring_in(of(FOUND))
    with acting(home):
        touched = _member(done, 0)
        assert touched.household_id is not None
        family = set(Resident.objects.filter(household_id=touched.household_id).values_list("id", flat=True))
        later(home, touched)
        household = value("select h::text from people_household h where id = %s", [touched.household_id])
        found = undo.plan(viewer=home, import_id=done.id)
        assert set(found.kept) == family
        undone = undo.undo(by=home, import_id=done.id)
        left = set(Resident.objects.values_list("id", flat=True))
        assert family <= left
        assert len(left - family) == (1 if later is _born else 0)
        assert list(Household.objects.values_list("id", flat=True)) == [touched.household_id]
        assert value("select h::text from people_household h where id = %s", [touched.household_id]) == household
        assert rows("select * from figures.differences()") == []
        counted = value("select sum(quantity) from ledger_standing l join ledger_kind k on k.id = l.kind_id"
                        " where k.code in ('people.opening', 'people.born', 'people.died')")  # fmt: skip
        assert counted == value("select count(*) from people_resident where state <> 'dead'")
    assert undone.counts["undone"]["kept"] == len(family)


def test_somebody_who_moved_elsewhere_is_kept(bring_in: BringIn, home: Viewer, there: Viewer, owner_db: Any) -> None:
    done = bring_in(of(FOUND))
    with acting(home):
        gone = _member(done, 0)
    with acting(replace(there, reach=frozenset({gone.id}))):
        people_actions.move_in(
            by=there, resident_id=gone.id, version=gone.version, day=date(2026, 5, 5), place=there.scope.unit_id or 0,
            household_id=None, relation="head",
        )  # fmt: skip
    with acting(home):
        found = undo.plan(viewer=home, import_id=done.id)
        assert found.kept[gone.id] == "gone"
        undo.undo(by=home, import_id=done.id)
    with acting(there):
        assert Resident.objects.get(pk=gone.id).place == there.scope.unit_id


def test_a_household_that_was_there_is_without_a_head_again(bring_in: BringIn, home: Viewer) -> None:
    bring_in(of([replace(FOUND[0], number="042085000001", birth=date(1985, 1, 1), relation="Vợ", name="Lê Thị Trước")]))
    with acting(home):
        old = Household.objects.get()
        assert old.head_id is None
    done = bring_in(of(FOUND))
    with acting(home):
        assert Household.objects.get(pk=old.id).head_id is not None
        undo.undo(by=home, import_id=done.id)
        again = Household.objects.get(pk=old.id)
        assert (again.head_id, again.code, again.address, again.place) == (None, old.code, old.address, old.place)
        assert again.version > old.version
        assert Resident.objects.count() == 1


def test_twice_or_by_others_is_refused(bring_in: BringIn, home: Viewer, make_viewer: MakeViewer) -> None:
    staged = bring_in(of(FOUND), write=False)
    with acting(home), pytest.raises(Conflict):
        undo.undo(by=home, import_id=staged.id)
    done = bring_in(of(FOUND))
    other = make_viewer("18823", staff=901, office=home.office_id)  # the office's, of another ground
    with acting(other), pytest.raises(Refused):
        undo.undo(by=other, import_id=done.id)
    with acting(home):
        undo.undo(by=home, import_id=done.id)
        with pytest.raises(Conflict):
            undo.undo(by=home, import_id=done.id)


def test_the_list_can_come_in_again(bring_in: BringIn, home: Viewer) -> None:
    done = bring_in(of(FOUND))
    with acting(home):
        undo.undo(by=home, import_id=done.id)
    assert bring_in(of(FOUND)).counts["written"]["residents"] == 20


def _unwrite(residents: list[UUID], actions: list[UUID]) -> None:
    execute("select people.unwrite(%s, %s, %s)", [residents, [], actions])


def test_the_database_itself_refuses_to_remove_more(bring_in: BringIn, home: Viewer) -> None:
    """Whatever the application asks for: registered people, lines that stand, and delete itself."""
    from django.db import Error, transaction

    done = bring_in(of(FOUND))
    assert done.action_id is not None
    with acting(home):
        own = settle(home)
        action = value("select action_id from ledger_line where record_id = %s", [own.id])
        listed = _member(done, 0)
        for ids, actions in (([own.id], [action]), ([listed.id], [done.action_id]), ([listed.id], [action])):
            with pytest.raises(Error), transaction.atomic():
                _unwrite(ids, actions)
        with pytest.raises(Error), transaction.atomic():
            execute("delete from people_resident where id = %s", [listed.id])


def test_a_failure_half_way_leaves_everything(
    bring_in: BringIn, home: Viewer, owner_db: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = bring_in(of(FOUND))
    before = fingerprint(owner_db)

    def broken(*_args: Any) -> None:
        raise RuntimeError("killed")

    monkeypatch.setattr(undo, "_note", broken)
    with acting(home), pytest.raises(RuntimeError):
        undo.undo(by=home, import_id=done.id)
    assert fingerprint(owner_db) == before
    with acting(home):
        assert Import.objects.get(pk=done.id).state == State.COMMITTED


def test_the_clock_of_later_imports_does_not_matter(bring_in: BringIn, home: Viewer) -> None:
    """A second list that joins a household of the first keeps that household when the first is undone."""
    done = bring_in(of(FOUND))
    newcomer = replace(FOUND[0], name="Trần Thị Mới", number="066199000001", birth=date(1999, 1, 2), sex="f",
                       relation="Con")  # fmt: skip
    second = bring_in(of([newcomer]))
    assert second.counts["written"] == {"residents": 1, "households": 0, "aliases": 0, "stays": 1}
    with acting(home):
        family = _member(done, 0).household_id
        undo.undo(by=home, import_id=done.id)
        assert list(Household.objects.values_list("id", flat=True)) == [family]
        undo.undo(by=home, import_id=second.id)
        assert not Resident.objects.filter(full_name="Trần Thị Mới").exists()
        assert Resident.objects.filter(household_id=family).exists()
