"""Rows whose person lives elsewhere: the commune sees who decides and why; the row goes where the person lives."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from diaban.access.roles import PROVINCE_MANAGER
from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.core.errors import Invalid, NotFound
from diaban.core.sql import rows
from diaban.core.time import today
from diaban.people import actions as people
from diaban.people.tests.conftest import MakeViewer, settle
from diaban.registers import actions, handing, life, quality, queries, reviewed
from diaban.registers.models import Match, Row
from diaban.registers.tests.test_keeping import linked, listed, told
from diaban.review import actions as review
from diaban.review import queries as doubts

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(here: Viewer) -> Iterator[Viewer]:
    with acting(here):
        yield here


@pytest.fixture
def province(make_viewer: MakeViewer) -> Viewer:
    return make_viewer("42", role=PROVINCE_MANAGER, staff=910)


def test_the_commune_sees_that_the_province_decides_and_what_came_of_it(
    here: Viewer, there: Viewer, province: Viewer
) -> None:
    with acting(there):
        resident = settle(there)
    with acting(here):
        row = listed(here, match=Match.DOUBTFUL, candidates=[[str(resident.id), 0.4, "họ tên lệch một chữ +18"]])
        reviewed.open_doubts([row], here)
        view = queries.row(viewer=here, row_id=row.id)
        assert view.doubt is not None
        assert not view.above
        assert view.candidates == []
        assert view.apart == ("Phường Vũng Áng",), "whose it is, and nothing else of them"
        review.escalate(doubt_id=view.doubt.pk, by=here)
        view = queries.row(viewer=here, row_id=row.id)
        assert view.above
        assert view.doubt is not None
        assert view.doubt.handed_at is not None
        assert doubts.following(viewer=here) is None
        with pytest.raises(NotFound):
            review.decide(doubt_id=view.doubt.pk, resident_id=None, by=here)
    with acting(province):
        assert doubts.following(viewer=province) == view.doubt.pk
        assert review.decide(doubt_id=view.doubt.pk, resident_id=resident.id, by=province).done
    with acting(here):
        view = queries.row(viewer=here, row_id=row.id)
        assert (view.row.match, view.resident, view.doubt) == (Match.LINKED, None, None)
        assert view.meant is not None
        assert view.meant.full_name == "phường Vũng Áng"
        assert [one.state for one in doubts.handed(viewer=here)] == ["decided"]


def test_a_row_goes_with_its_household_to_where_the_person_lives(here: Viewer, there: Viewer) -> None:
    with acting(there):
        resident = settle(there)
    with acting(here):
        assert here.scope.unit_id is not None
        assert there.scope.unit_id is not None
        row = linked(here, resident)
        waits = listed(here, name="Trần Văn Chờ", match=Match.DOUBTFUL, candidates=[[str(resident.id), 0.3, "x"]])
        reviewed.open_doubts([waits], here)
        with pytest.raises(Invalid):
            handing.hand_over(by=here, row_id=row.id, unit_id=1)
        for one in (row, waits):
            handing.hand_over(by=here, row_id=one.id, unit_id=there.scope.unit_id)
        assert told("merit", here) == 0
        assert not Row.objects.exists()
    with acting(there):
        assert told("merit", there) == 2
        assert told("left", there) == 0, "nobody left a register: another office keeps it"
        assert set(Row.objects.values_list("place", flat=True)) == {there.scope.unit_id}
        assert rows("select count(*) from registers_history") == [(2,)]
        doubt = doubts.following(viewer=there)
        assert doubt is not None
        review.decide(doubt_id=doubt, resident_id=resident.id, by=there)
        assert Row.objects.get(pk=waits.id).match == Match.LINKED


def test_a_merged_record_is_the_person_that_stays(by: Viewer) -> None:
    kept, gone = settle(by, id_no="042185000011"), settle(by)
    row, other = linked(by, gone), linked(by, kept)
    people.merge(by=by, resident_id=kept.id, merged_id=gone.id)
    view = queries.row(viewer=by, row_id=row.id)
    assert view.resident is not None
    assert view.resident.id == kept.id
    assert {one.id for one in queries.of_resident(viewer=by, resident_id=kept.id)} == {row.id, other.id}
    assert all("sach.twice" in quality.of_row(one) for one in (row, other)), "one person in two rows"
    assert "song.moved" not in quality.of_row(row)
    assert actions.link(by=by, row_id=row.id, resident_id=gone.id).resident_id == kept.id
    people.unmerge(by=by, merged_id=gone.id)
    actions.unlink(by=by, row_id=row.id)
    again = actions.link(by=by, row_id=row.id, resident_id=gone.id)
    assert again.resident_id == gone.id
    people.merge(by=by, resident_id=kept.id, merged_id=gone.id)
    assert len(life.died(by, kept.id, today())["rows"]) == 2
