"""Records of one person: what a merge changes, what is seen through who stays, how it is taken back."""

from __future__ import annotations

import json
import random
from datetime import date
from typing import Any

import pytest

from diaban.access.roles import PROVINCE_MANAGER
from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.core.errors import Conflict, Invalid, NotFound, Refused
from diaban.core.sql import rows, value
from diaban.core.time import today
from diaban.figures import queries as figures
from diaban.figures.periods_named import day
from diaban.people import actions, identity, queries, sameness
from diaban.people.models import Household, Resident, Stay
from diaban.people.tests.conftest import MakeViewer, person, settle

pytestmark = pytest.mark.django_db

NUMBER, OTHER = "042185000011", "042185000022"
TABLES = ("people_resident", "people_household", "people_stay", "people_alias", "people_event", "figures_merged")


def everything() -> dict[str, list[Any]]:
    """Every row of the tables that a merge may touch."""
    return {
        table: sorted((json.loads(row[0]) for row in rows(f"select to_jsonb(t)::text from {table} t")), key=str)
        for table in TABLES
    }


def population(viewer: Viewer) -> int:
    assert viewer.scope.unit_id is not None
    return int(figures.count("people.residents", viewer.scope.unit_id, day(today()).period, viewer=viewer).value or 0)


@pytest.fixture
def pair(as_here: Viewer) -> tuple[Resident, Resident]:
    """One woman, written down twice: the second time without her number and with another telephone."""
    return settle(as_here, id_no=NUMBER), settle(as_here, phone="0912345678")


def test_the_line_takes_one_out_of_the_stock_and_unmerging_puts_it_back(
    as_here: Viewer, pair: tuple[Resident, Resident]
) -> None:
    kept, gone = pair
    before = population(as_here)
    actions.merge(by=as_here, resident_id=kept.id, merged_id=gone.id)
    assert population(as_here) == before - 1
    written = [r[0] for r in rows(
        "select k.code from ledger_line l join ledger_kind k on k.id = l.kind_id where l.record_id = any(%s)"
        " and k.code like 'people.%%' order by l.id", [[gone.id, kept.id]])]  # fmt: skip
    assert written == ["people.registered", "people.registered", "people.merged", "people.kept", "people.counted_once"]
    actions.unmerge(by=as_here, merged_id=gone.id)
    assert population(as_here) == before
    assert value("select count(*) from ledger_line where record_id = %s and quantity = 0", [gone.id]) == 2


def test_who_stays_is_found_by_either_number_and_name(as_here: Viewer) -> None:
    kept = settle(as_here, "Nguyễn Thị Đào", id_no="042185000011")
    gone = settle(as_here, "Nguyễn Thị Đòa", id_no="042085000022")  # a man's number: hers is a slip
    actions.merge(by=as_here, resident_id=kept.id, merged_id=gone.id)
    for typed in ("042185000011", "042085000022", "nguyen thi dao 1985"):
        assert [row.id for row in queries.search(viewer=as_here, text=typed).rows] == [kept.id]
    assert queries.reach(viewer=as_here, number="042085000022") == kept.id
    with pytest.raises(Invalid, match="đã có ở một người khác"):
        settle(as_here, "Trần Văn Ba", id_no="042085000022")


def test_what_hangs_on_the_merged_record_is_seen_through_the_one_that_stays(
    as_here: Viewer, pair: tuple[Resident, Resident]
) -> None:
    kept, gone = pair
    image = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    paper = actions.attach_paper(by=as_here, resident_id=gone.id, content=image, file_name="giay.pdf")
    actions.merge(by=as_here, resident_id=kept.id, merged_id=gone.id)
    view = queries.resident(viewer=as_here, resident_id=gone.id)
    assert view.resident.id == kept.id
    assert [one.id for one in view.merged] == [gone.id]
    assert len(view.stays) == 2
    assert [p.pk for p in queries.papers(viewer=as_here, resident_id=kept.id)] == [paper.pk]
    assert sum(m.kind == "register" for m in queries.timeline(viewer=as_here, resident_id=kept.id)) == 2


def test_a_running_stay_goes_on_with_who_stays(as_here: Viewer, there: Viewer, pair: tuple[Resident, Resident]) -> None:
    kept, gone = pair
    actions.open_stay(by=as_here, resident_id=gone.id, version=gone.version, kind="absent", starts=today(), ends=None,
                      reason="đi làm")  # fmt: skip
    actions.merge(by=as_here, resident_id=kept.id, merged_id=gone.id)
    kept.refresh_from_db()
    assert kept.state == "absent"
    assert Stay.objects.get(kind="absent").resident_id == kept.id
    assert Stay.objects.filter(resident_id=gone.id, closed=False).count() == 0


def test_households_keep_their_rules(as_here: Viewer, pair: tuple[Resident, Resident]) -> None:
    kept, gone = pair
    left = gone.household_id
    assert left is not None
    actions.merge(by=as_here, resident_id=kept.id, merged_id=gone.id)
    home = Household.objects.get(pk=left)
    assert (home.head_id, home.closed_on) == (None, today())
    actions.unmerge(by=as_here, merged_id=gone.id)
    home.refresh_from_db()
    assert (home.head_id, home.closed_on) == (gone.id, None)


def test_twins_siblings_and_namesakes_are_not_merged_unless_it_is_said(as_here: Viewer) -> None:
    first = settle(as_here, "Trần Thị Hoa", id_no="042185000101")
    twin = actions.register(by=as_here, person=person("Trần Thị Hòa"), place=first.place,
                            household_id=first.household_id, since=date(2020, 1, 1))  # fmt: skip
    namesake = settle(as_here, "Trần Thị Hoa", id_no="042185000102")
    brother = settle(as_here, "Trần Văn Hoa", sex="m")
    assert sameness.apart(first, twin) == ["home"]
    assert sameness.apart(first, namesake) == ["number"]
    for other in (twin, namesake, brother):
        with pytest.raises(Invalid, match="có thể là hai người"):
            actions.merge(by=as_here, resident_id=first.id, merged_id=other.id)
    actions.merge(by=as_here, resident_id=first.id, merged_id=namesake.id, despite=True)


def test_who_may(
    as_here: Viewer, clerk: Viewer, there: Viewer, make_viewer: MakeViewer, pair: tuple[Resident, Resident]
) -> None:
    kept, gone = pair
    with acting(clerk), pytest.raises(Refused):
        actions.merge(by=clerk, resident_id=kept.id, merged_id=gone.id)
    with acting(there):
        far = settle(there)
    with pytest.raises(NotFound):
        actions.merge(by=as_here, resident_id=kept.id, merged_id=far.id)
    province = make_viewer("42", role=PROVINCE_MANAGER, staff=950, office=42)
    with acting(province):
        actions.merge(by=province, resident_id=kept.id, merged_id=far.id)
    assert len(queries.resident(viewer=as_here, resident_id=kept.id).merged) == 1
    with acting(there), pytest.raises(NotFound, match="địa bàn khác"):
        queries.resident(viewer=there, resident_id=far.id)


def test_chains_count_as_one_and_come_apart_in_order(as_here: Viewer) -> None:
    one, two, three = (settle(as_here, phone=f"091234567{n}") for n in range(3))
    before = everything()
    actions.merge(by=as_here, resident_id=two.id, merged_id=one.id)
    actions.merge(by=as_here, resident_id=three.id, merged_id=two.id)
    assert identity.survivor(one.id) == three.id
    assert {r[0] for r in rows("select into_id from figures_merged")} == {three.id}
    with pytest.raises(Invalid, match="lần gộp sau"):
        actions.unmerge(by=as_here, merged_id=one.id)
    actions.unmerge(by=as_here, merged_id=two.id)
    assert {r[0] for r in rows("select into_id from figures_merged")} == {two.id}
    actions.unmerge(by=as_here, merged_id=one.id)
    assert everything() == before
    with pytest.raises(NotFound):
        actions.unmerge(by=as_here, merged_id=one.id)


def test_what_was_changed_since_stays(as_here: Viewer, pair: tuple[Resident, Resident]) -> None:
    kept, gone = pair
    kept.id_no, number = None, kept.id_no
    actions.merge(by=as_here, resident_id=kept.id, merged_id=gone.id)
    kept.refresh_from_db()
    actions.correct(by=as_here, resident_id=kept.id, version=kept.version,
                    person=person(id_no=number, phone="0988888888", relation="head"))  # fmt: skip
    actions.unmerge(by=as_here, merged_id=gone.id)
    kept.refresh_from_db()
    assert (kept.phone, kept.id_no) == ("0988888888", number)
    with pytest.raises(Conflict):
        actions.merge(by=as_here, resident_id=kept.id, merged_id=gone.id, version=1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_random_merges_and_unmerges_restore_every_row(as_here: Viewer, seed: int) -> None:
    """Whatever is merged into whatever, in homes alone and together, with and without numbers and stays: once
    everything is taken back, every row is as it was to the byte."""
    draw = random.Random(seed)
    people = _neighbours(as_here, draw)
    before, lines = everything(), population(as_here)
    for _step in range(25):
        standing = rows("select merged_id from people_merge where undone_by is null order by id desc")
        if standing and draw.random() < 0.4:
            _try_unmerge(as_here, draw.choice(standing)[0])
        else:
            one, two = draw.sample(people, 2)
            _try_merge(as_here, one, two)
        assert population(as_here) == lines - value("select count(*) from people_merge where undone_by is null")
    for (merged,) in rows("select merged_id from people_merge where undone_by is null order by id desc"):
        actions.unmerge(by=as_here, merged_id=merged)
    assert everything() == before
    assert population(as_here) == lines


def _neighbours(by: Viewer, draw: random.Random) -> list[Any]:
    found: list[Resident] = []
    for n in range(9):
        number = f"0421850{draw.randrange(10)}{n:04d}" if draw.random() < 0.5 else None
        home = draw.choice(found).household_id if found and draw.random() < 0.5 else None
        who = person(draw.choice(("Lê Thị Na", "Lê Thị Nà")), id_no=number, relation="other" if home else "head")
        made = actions.register(by=by, person=who, place=by.scope.unit_id or 0, household_id=home,
                                since=date(2020, 1, 1))  # fmt: skip
        if draw.random() < 0.4:
            actions.open_stay(by=by, resident_id=made.id, version=made.version, kind="absent",
                              starts=today(), ends=None, reason="")  # fmt: skip
        found.append(made)
    return [one.id for one in found]


def _try_merge(by: Viewer, one: Any, two: Any) -> None:
    try:
        actions.merge(by=by, resident_id=one, merged_id=two, despite=True)
    except (Conflict, Invalid):
        pass


def _try_unmerge(by: Viewer, merged: Any) -> None:
    try:
        actions.unmerge(by=by, merged_id=merged)
    except Invalid:
        pass
