"""Lists against the register: verdicts, the commit in one piece, who may, and what is remembered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from diaban.access.roles import HAMLET_TEAM
from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.core.errors import Conflict, Invalid, NotFound, Refused
from diaban.core.sql import rows, value
from diaban.papers.models import Import, Row, State
from diaban.papers.reading.problems import Unreadable
from diaban.people.importing import actions, writing
from diaban.people.importing.commit import commit
from diaban.people.tests.conftest import MakeViewer, settle
from diaban.people.tests.layouts import Rows, Someone, one, people, table

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

FOUND = people(20)
HEADED: list[tuple[str, Callable[[int, Someone], Any]]] = [
    ("STT", lambda i, p: i + 1),
    ("Họ và tên", lambda i, p: p.name),
    ("Ngày sinh", lambda i, p: p.birth),
    ("Giới tính", lambda i, p: "Nam" if p.sex == "m" else "Nữ"),
    ("Số định danh", lambda i, p: p.number),
    ("Số hộ", lambda i, p: p.household),
    ("Quan hệ với chủ hộ", lambda i, p: p.relation),
    ("Tổ dân phố", lambda i, p: p.hamlet.replace("Thôn", "Tổ dân phố")),
]


@pytest.fixture
def bring_in(make_viewer: MakeViewer, tmp_path: Path) -> Callable[..., Import]:
    """Bring a list into phường Sông Trí as its police officer; returns the import with its counts."""

    def act(found: Rows, *, write: bool = True, viewer: Viewer | None = None, **options: Any) -> Import:
        by = viewer or make_viewer("18754")
        path = one(found).write(tmp_path / "danh sách.xlsx")
        with acting(by):
            started = actions.start(by=by, file_name=path.name, **options)
            read = actions.process(by=by, import_id=started.id, path=path)
            return commit(by=by, import_id=started.id) if write and read.state == State.STAGED else read

    return act


def verdicts(imported: Import) -> dict[str, int]:
    return {name: imported.counts[name] for name in ("new", "same", "changed", "doubtful", "refused")}


def staged(make_viewer: MakeViewer, imported: Import) -> list[Row]:
    with acting(make_viewer("18754")):
        return list(Row.objects.filter(import_id=imported.id).order_by("seq"))


def codes(row: Row) -> list[str]:
    return [reason["code"] for reason in row.reasons]


def test_a_first_list_becomes_residents_households_stays_and_lines(
    bring_in: Callable[..., Import], make_viewer: MakeViewer
) -> None:
    done = bring_in(table(FOUND, HEADED))
    assert verdicts(done) == {"new": 20, "same": 0, "changed": 0, "doubtful": 0, "refused": 0}
    with acting(make_viewer("18754")):
        homes = rows("select count(*), count(head_id) from people_household")[0]
        stays = rows("select kind, count(*) from people_stay group by 1")
        lines = dict(
            rows("select k.code, count(*) from ledger_line l join ledger_kind k on k.id = l.kind_id group by 1")
        )
        heads = value(
            "select count(*) from people_household h join people_resident r on r.id = h.head_id and r.relation = 'head'"
            " and r.household_id = h.id and r.place = h.place"
        )
    households = len({p.household for p in FOUND})
    assert homes == (households, households)
    assert heads == households
    assert stays == [("permanent", 20)]
    assert lines == {"people.opening": 20, "people.household_opened": households, "areas.hamlet_added": 3}
    assert done.counts["written"] == {"residents": 20, "households": households, "aliases": 0, "stays": 20}


def test_what_changed_since_is_said_and_not_written(bring_in: Callable[..., Import], make_viewer: MakeViewer) -> None:
    bring_in(table(FOUND, HEADED))
    now = list(FOUND)
    now[0] = replace(now[0], name=now[0].name + " Anh")
    now[1] = replace(now[1], birth=date(1999, 9, 9))
    now[2] = replace(now[2], name="Người Khác Hẳn", birth=date(1950, 5, 5))
    now[3] = replace(now[3], number=now[3].number[:-1] + str((int(now[3].number[-1]) + 1) % 10))
    now.append(replace(FOUND[4], name="Trần Thị Mới", number="066199000001", birth=date(1999, 1, 2), sex="f"))
    again = bring_in(table(now, HEADED))
    assert verdicts(again) == {"new": 1, "same": 16, "changed": 2, "doubtful": 2, "refused": 0}
    found = staged(make_viewer, again)
    assert found[0].reasons[-1]["args"] == {"names": ["full_name"]}
    assert found[1].reasons[-1]["args"] == {"names": ["birth"]}
    assert "number_of_other" in codes(found[2])
    assert "number_differs" in codes(found[3])
    assert all(row.record for row in found)
    with acting(make_viewer("18754")):
        assert value("select count(*) from people_resident") == 21
        member = value("select household_id from people_resident where full_name = 'Trần Thị Mới'")
        assert member == value("select household_id from people_resident where id_no = %s", [FOUND[4].number])


def test_twice_in_one_file(bring_in: Callable[..., Import], make_viewer: MakeViewer) -> None:
    doubled = [*FOUND, FOUND[0], replace(FOUND[1], number="")]
    done = bring_in(table(doubled, HEADED))
    assert verdicts(done)["doubtful"] == 2
    found = staged(make_viewer, done)
    assert codes(found[20]) == ["number_twice"]
    assert found[20].reasons[0]["args"] == {"row": "2"}
    assert codes(found[21])[-1] == "person_twice"


def test_refused_rows_stay_with_their_reason(bring_in: Callable[..., Import], make_viewer: MakeViewer) -> None:
    found = table(FOUND, HEADED)
    found[1][2], found[2][1], found[3][2], found[4][2] = "31/02/1990", None, "không nhớ rõ năm", "5/6"
    done = bring_in(found)
    assert verdicts(done) == {"new": 16, "same": 0, "changed": 0, "doubtful": 0, "refused": 4}
    told = [codes(row)[0] for row in staged(make_viewer, done)[:4]]
    assert told == ["birth_no_such_day", "no_name", "birth_not_a_date", "birth_no_year"]


def test_a_number_held_in_another_commune_is_a_doubt(
    bring_in: Callable[..., Import], make_viewer: MakeViewer, there: Viewer
) -> None:
    with acting(there):
        settle(there, "Người Nơi Khác", id_no=FOUND[0].number)
    done = bring_in(table(FOUND, HEADED))
    first = staged(make_viewer, done)[0]
    assert (first.verdict, codes(first)[-1], first.record) == ("doubtful", "number_elsewhere", None)


def test_a_title_that_names_another_commune_is_asked_about(bring_in: Callable[..., Import]) -> None:
    asked = bring_in([["UBND PHƯỜNG VŨNG ÁNG"], *table(FOUND, HEADED)])
    assert (asked.state, asked.place) == (State.MAPPING, None)
    assert [q["key"] for q in asked.questions] == ["place"]
    assert "Vũng Áng" in asked.questions[0]["text"]


def test_an_address_in_another_commune_is_a_doubt(bring_in: Callable[..., Import], make_viewer: MakeViewer) -> None:
    named = ["Phường Sông Trí", "P. Sông Tri", "sông trí", "Phường Vũng Áng"]
    done = bring_in(table(FOUND[:4], [*HEADED, ("Xã/phường", lambda i, p: named[i])]))
    assert [row.verdict for row in staged(make_viewer, done)] == ["new", "new", "new", "doubtful"]


def test_answers_are_remembered_by_the_office(
    bring_in: Callable[..., Import], make_viewer: MakeViewer, tmp_path: Path
) -> None:
    strange = [(title if title != "Số định danh" else "Mã A1", cell) for title, cell in HEADED]
    asked = bring_in(table(FOUND, strange))
    assert (asked.state, [q["label"] for q in asked.questions]) == (State.MAPPING, ["Mã A1"])
    assert not staged(make_viewer, asked)
    by = make_viewer("18754")
    with acting(by):
        with pytest.raises(Invalid):
            actions.answer(by=by, import_id=asked.id, answers={asked.questions[0]["key"]: "no_such_field"})
        actions.answer(by=by, import_id=asked.id, answers={asked.questions[0]["key"]: "id_no"})
        read = actions.process(by=by, import_id=asked.id, path=tmp_path / "danh sách.xlsx")
    assert read.counts["new"] == 20
    assert bring_in(table(FOUND, strange), write=False).state == State.STAGED


def test_unknown_hamlets_are_offered_and_left_at_the_commune(
    bring_in: Callable[..., Import], make_viewer: MakeViewer
) -> None:
    done = bring_in(table(FOUND, HEADED), add_hamlets=False)
    assert [(h["kind"], h["name"]) for h in done.counts["hamlets"]] != []
    assert done.counts["reasons"]["hamlet_unknown"] == 20
    with acting(make_viewer("18754")):
        assert rows("select distinct place from people_resident") == [(done.place,)]


def test_a_failure_in_the_middle_leaves_nothing(
    bring_in: Callable[..., Import], make_viewer: MakeViewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = bring_in(table(FOUND, HEADED), write=False)
    by = make_viewer("18754")

    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the disk is full")

    with acting(by), monkeypatch.context() as patched:
        patched.setattr(writing, "_lines", fail)
        with pytest.raises(RuntimeError):
            commit(by=by, import_id=ready.id)
    with acting(make_viewer("18754")):
        assert value("select count(*) from people_resident") == 0
        assert value("select count(*) from people_household") == 0
        assert value("select count(*) from areas_unit where parent_id = %s", [ready.place]) == 0
        assert Import.objects.get(pk=ready.id).state == State.STAGED
    by = make_viewer("18754")
    with acting(by):
        assert commit(by=by, import_id=ready.id).counts["written"]["residents"] == 20
        with pytest.raises(Conflict):
            commit(by=by, import_id=ready.id)


def test_an_import_staged_before_another_was_committed_doubles_nothing(
    bring_in: Callable[..., Import], make_viewer: MakeViewer
) -> None:
    early = bring_in(table(FOUND, HEADED), write=False)
    bring_in(table(FOUND, HEADED))
    by = make_viewer("18754")
    with acting(by):
        late = commit(by=by, import_id=early.id)
        assert value("select count(*) from people_resident") == 20
    assert (late.counts["written"]["residents"], late.counts["same"], late.counts["new"]) == (0, 20, 0)


def test_only_who_keeps_the_register_may_and_only_at_home(
    bring_in: Callable[..., Import], make_viewer: MakeViewer, there: Viewer
) -> None:
    with pytest.raises(Refused):
        bring_in(table(FOUND, HEADED), viewer=make_viewer("18754", role=HAMLET_TEAM))
    ours = bring_in(table(FOUND, HEADED), write=False)
    with acting(there):
        assert not Row.objects.filter(import_id=ours.id).exists()
        with pytest.raises(NotFound):
            commit(by=there, import_id=ours.id)
        with pytest.raises(Refused):
            actions.start(by=there, file_name="a.xlsx", place=ours.place)


def test_a_file_that_cannot_be_read_leaves_its_sentence_and_no_row(make_viewer: MakeViewer, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_text("STT,Họ tên\n1,An\n")
    by = make_viewer("18754")
    with acting(by):
        started = actions.start(by=by, file_name="a.xlsx")
        with pytest.raises(Unreadable):
            actions.process(by=by, import_id=started.id, path=tmp_path / "a.xlsx")
        failed = Import.objects.get(pk=started.id)
        assert (failed.state, "a.xlsx" in failed.error) == (State.FAILED, True)
        assert not Row.objects.exists()


def test_old_numbers_become_aliases_and_stays_follow_the_list(
    bring_in: Callable[..., Import], make_viewer: MakeViewer
) -> None:
    kinds = ["Thường trú", "Tạm trú", "Tạm vắng", "", "Đã chết"]
    found = table(
        FOUND[:5],
        [
            *HEADED,
            ("Số CMND cũ", lambda i, p: f"24{i}000111"),
            ("Tình trạng cư trú", lambda i, p: kinds[i]),
        ],
    )
    done = bring_in(found)
    assert verdicts(done)["doubtful"] == 1  # the dead are not residents
    with acting(make_viewer("18754")):
        assert value("select count(*) from people_alias where kind = 'cmnd'") == 4
        stays = dict(rows("select kind, count(*) from people_stay group by 1"))
        states = dict(rows("select state, count(*) from people_resident group by 1"))
    assert stays == {"permanent": 3, "temporary": 1, "absent": 1}
    assert states == {"present": 3, "absent": 1}
