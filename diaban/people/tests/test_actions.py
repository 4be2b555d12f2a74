from datetime import date, datetime, time, timedelta

import pytest

from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.core.errors import Conflict, Invalid, NotFound, Refused
from diaban.core.sql import rows, value
from diaban.core.time import clock_at, today
from diaban.people import actions, jobs, queries
from diaban.people.models import Alias, Event, History, Household, Resident, Stay
from diaban.people.tests.conftest import person, settle

pytestmark = pytest.mark.django_db


def stock(place: int) -> int:
    """Residents counted at a place by the ledger."""
    counted = ("opening", "registered", "born", "moved_in", "died", "moved_out")
    kinds = [f"people.{k}" for k in counted]
    return int(
        value(
            "select coalesce(sum(l.quantity), 0) from ledger_standing l join ledger_kind k on k.id = l.kind_id"
            " where l.place = %s and k.code = any(%s)",
            [place, kinds],
        )
    )


def home_of(resident: Resident) -> Household:
    assert resident.household_id is not None
    return Household.objects.get(pk=resident.household_id)


def line_codes(resident: Resident) -> list[str]:
    found = rows(
        "select k.code from ledger_line l join ledger_kind k on k.id = l.kind_id where l.record_id = %s order by l.id",
        [resident.id],
    )
    return [row[0] for row in found]


def test_a_registered_person_heads_a_new_household_and_is_counted(as_here: Viewer) -> None:
    resident = settle(as_here)
    assert (resident.relation, resident.state, resident.fold) == ("head", "present", "nguyen thi dao")
    assert home_of(resident).head_id == resident.id
    assert Stay.objects.get(resident_id=resident.id).kind == "permanent"
    assert line_codes(resident) == ["people.registered"]
    assert stock(resident.place) == 1


def test_nothing_of_a_name_or_number_reaches_the_ledger(as_here: Viewer) -> None:
    resident = settle(as_here, id_no="042185001234")
    for (text,) in rows("select l::text from ledger_line l where record_id = %s", [resident.id]):
        assert "Đào" not in text
        assert "dao" not in text
        assert "042185001234" not in text


def test_a_place_outside_ones_area_is_refused(as_here: Viewer, there: Viewer) -> None:
    with pytest.raises(Refused):
        actions.register(
            by=as_here, person=person(), place=there.scope.unit_id or 0, household_id=None, since=date(2020, 1, 1)
        )


def test_a_hamlet_team_only_reads(hamlet_team: Viewer) -> None:
    with acting(hamlet_team), pytest.raises(Refused):
        settle(hamlet_team)


@pytest.mark.parametrize(
    ("columns", "field"),
    [
        ({"id_no": "12345"}, "id_no"),
        ({"phone": "abc"}, "phone"),
        ({"birth_date": date(2999, 1, 1)}, "birth_date"),
        ({"birth_date": None, "birth_precision": "y"}, "birth_date"),
        ({"full_name": "  "}, "full_name"),
        ({"full_name": "Nguyễn 123"}, "full_name"),
    ],
)
def test_bad_fields_are_named_and_nothing_is_written(as_here: Viewer, columns: dict[str, object], field: str) -> None:
    name = str(columns.pop("full_name", "Lê Văn An"))
    with pytest.raises(Invalid) as caught:
        settle(as_here, name, **columns)
    assert field in caught.value.fields
    assert not Resident.objects.exists()
    assert not Household.objects.exists()


def test_one_number_belongs_to_one_person(as_here: Viewer) -> None:
    settle(as_here, id_no="042185001234")
    with pytest.raises(Invalid) as caught:
        settle(as_here, "Trần Văn Bình", id_no="042185001234")
    assert "id_no" in caught.value.fields


def test_a_birth_counts_on_the_day_of_birth(as_here: Viewer) -> None:
    mother = settle(as_here)
    born = today() - timedelta(days=40)
    assert mother.household_id is not None
    child, event = actions.record_birth(
        by=as_here,
        person=person("Lê Minh Khôi", sex="m", birth_date=born, relation="child"),
        household_id=mother.household_id,
        birth_day=born,
    )
    assert (event.kind, event.day) == ("birth", born)
    assert value("select day from ledger_line where record_id = %s", [child.id]) == born
    assert stock(mother.place) == 2


def test_a_death_ends_stays_frees_the_household_and_can_be_undone(as_here: Viewer) -> None:
    resident = settle(as_here)
    event = actions.record_death(by=as_here, resident_id=resident.id, version=resident.version, day=today())
    dead = Resident.objects.get(pk=resident.id)
    assert (dead.state, dead.death_date, stock(resident.place)) == ("dead", today(), 0)
    assert Stay.objects.get(resident_id=resident.id).ends == today()
    assert home_of(resident).head_id is None
    actions.void_event(by=as_here, event_id=event.id, version=dead.version)
    back = Resident.objects.get(pk=resident.id)
    assert (back.state, back.death_date, stock(resident.place)) == ("present", None, 1)
    assert Stay.objects.get(resident_id=resident.id).ends is None
    assert home_of(resident).head_id == resident.id


def test_a_move_between_two_offices_keeps_the_sum(as_here: Viewer, there: Viewer) -> None:
    resident = settle(as_here)
    reached = Viewer(**{f: getattr(there, f) for f in there.__slots__} | {"reach": frozenset({resident.id})})
    with acting(reached):
        event = actions.move_in(
            by=reached,
            resident_id=resident.id,
            version=resident.version,
            day=today(),
            place=there.scope.unit_id or 0,
            household_id=None,
            address="Tổ 2",
        )
        moved = Resident.objects.get(pk=resident.id)
        assert (moved.place, stock(moved.place)) == (there.scope.unit_id, 1)
    assert stock(as_here.scope.unit_id or 0) == 0
    assert not Resident.objects.filter(pk=resident.id).exists(), "the old office no longer sees them"
    with acting(reached):
        actions.void_event(by=reached, event_id=event.id, version=moved.version)
    assert Resident.objects.get(pk=resident.id).place == as_here.scope.unit_id
    assert stock(as_here.scope.unit_id or 0) == 1


def test_moving_out_and_coming_back(as_here: Viewer) -> None:
    resident = settle(as_here)
    actions.move_out(by=as_here, resident_id=resident.id, version=resident.version, day=today(), destination="Đồng Nai")
    gone = Resident.objects.get(pk=resident.id)
    assert (gone.state, stock(resident.place)) == ("moved", 0)
    with pytest.raises(Refused):
        actions.move_out(by=as_here, resident_id=gone.id, version=gone.version, day=today(), destination="Huế")
    actions.move_in(
        by=as_here, resident_id=gone.id, version=gone.version, day=today(), place=gone.place, household_id=None
    )
    assert stock(resident.place) == 1


def test_a_stale_edit_is_a_conflict(as_here: Viewer) -> None:
    resident = settle(as_here)
    actions.correct(
        by=as_here,
        resident_id=resident.id,
        version=resident.version,
        person=person(phone="0912345678", relation="head"),
    )
    with pytest.raises(Conflict):
        actions.correct(
            by=as_here,
            resident_id=resident.id,
            version=resident.version,
            person=person(phone="0999999999", relation="head"),
        )


def test_a_correction_keeps_the_old_number_name_and_row(as_here: Viewer) -> None:
    resident = settle(as_here, id_no="042185001234")
    actions.correct(
        by=as_here,
        resident_id=resident.id,
        version=resident.version,
        person=person("Nguyễn Thị Đào Anh", id_no="042185001235", relation="head"),
    )
    kept = set(Alias.objects.filter(resident_id=resident.id).values_list("kind", "value"))
    assert kept == {("id_no", "042185001234"), ("name", "Nguyễn Thị Đào")}
    old = History.objects.filter(subject=resident.id, table_name="people_resident").latest("id")
    assert (old.old["full_name"], old.actor) == ("Nguyễn Thị Đào", as_here.staff_id)
    told = [code for code in line_codes(resident) if code.startswith("people.")]  # a new birth date may be another age
    assert told[1:] == ["people.corrected", "people.corrected"]


def test_an_entry_by_mistake_is_marked_not_deleted(as_here: Viewer) -> None:
    resident = settle(as_here, id_no="042185001234")
    event = Event.objects.get(resident_id=resident.id)
    actions.void_event(by=as_here, event_id=event.id, version=resident.version)
    gone = Resident.objects.get(pk=resident.id)
    assert (gone.state, gone.id_no, stock(gone.place)) == ("void", None, 0)
    assert settle(as_here, "Trần Thị Hoa", id_no="042185001234").id_no == "042185001234"


def test_only_the_last_event_can_be_undone(as_here: Viewer) -> None:
    resident = settle(as_here)
    first = Event.objects.get(resident_id=resident.id)
    actions.move_out(by=as_here, resident_id=resident.id, version=resident.version, day=today(), destination="Huế")
    version = Resident.objects.get(pk=resident.id).version
    with pytest.raises(Invalid):
        actions.void_event(by=as_here, event_id=first.id, version=version)


def test_absence_and_return(as_here: Viewer) -> None:
    resident = settle(as_here)
    stay = actions.open_stay(
        by=as_here,
        resident_id=resident.id,
        version=resident.version,
        kind="absent",
        starts=today(),
        ends=None,
        reason="Đi làm xa",
    )
    away = Resident.objects.get(pk=resident.id)
    assert (away.state, stock(away.place)) == ("absent", 1)
    actions.close_stay(by=as_here, stay_id=stay.id, version=away.version, day=today())
    assert Resident.objects.get(pk=resident.id).state == "present"


def test_who_is_registered_for_a_time_leaves_by_moving_out(as_here: Viewer) -> None:
    resident = actions.register(
        by=as_here, person=person(), place=as_here.scope.unit_id or 0, household_id=None, since=today(),
        kind="temporary",
    )  # fmt: skip
    home = Stay.objects.get(resident_id=resident.id)
    with pytest.raises(Invalid, match="ghi chuyển đi"):
        actions.close_stay(by=as_here, stay_id=home.id, version=resident.version, day=today())
    actions.move_out(by=as_here, resident_id=resident.id, version=resident.version, day=today(), destination="Huế")
    assert (stock(resident.place), Stay.objects.get(pk=home.id).closed) == (0, True)


def test_the_clock_ends_an_absence_and_dates_the_line_the_day_after(as_here: Viewer) -> None:
    resident = settle(as_here)
    last = today() - timedelta(days=3)
    with clock_at(datetime.combine(last, time(9))):
        actions.open_stay(
            by=as_here,
            resident_id=resident.id,
            version=resident.version,
            kind="absent",
            starts=last,
            ends=last,
            reason="Đi học",
        )
    assert Resident.objects.get(pk=resident.id).state == "absent"
    assert jobs.run_once() == 1
    assert Resident.objects.get(pk=resident.id).state == "present"
    day, actor = rows(
        "select day, actor from ledger_line l join ledger_kind k on k.id = l.kind_id"
        " where k.code = 'people.stay_closed' and l.record_id = %s",
        [resident.id],
    )[0]
    assert (day, actor) == (last + timedelta(days=1), 1)
    assert jobs.run_once() == 0


def test_a_stay_declared_ahead_begins_on_its_day(as_here: Viewer) -> None:
    resident = settle(as_here)
    first = today() + timedelta(days=2)
    actions.open_stay(
        by=as_here,
        resident_id=resident.id,
        version=resident.version,
        kind="absent",
        starts=first,
        ends=None,
        reason="Đi làm xa",
    )
    assert Resident.objects.get(pk=resident.id).state == "present"
    with clock_at(datetime.combine(first, time(1))):
        assert jobs.run_once() == 1
    assert Resident.objects.get(pk=resident.id).state == "absent"


def test_a_temporary_resident_is_seen_by_the_office_where_they_stay(as_here: Viewer, there: Viewer) -> None:
    resident = settle(as_here)
    reached = Viewer(**{f: getattr(there, f) for f in there.__slots__} | {"reach": frozenset({resident.id})})
    with acting(reached):
        actions.open_stay(
            by=reached,
            resident_id=resident.id,
            version=resident.version,
            kind="temporary",
            starts=today(),
            ends=None,
            reason="Làm công nhân",
            place=there.scope.unit_id,
        )
    with acting(there):
        assert Resident.objects.get(pk=resident.id).state == "away"
    assert Resident.objects.get(pk=resident.id).present_place == there.scope.unit_id


def test_a_household_is_split_joined_and_given_another_head(as_here: Viewer) -> None:
    mother = settle(as_here)
    assert mother.household_id is not None
    son = actions.register(
        by=as_here,
        person=person("Lê Văn Nam", sex="m", relation="child"),
        place=mother.place,
        household_id=mother.household_id,
        since=date(2020, 1, 1),
    )
    split = actions.open_household(by=as_here, head_id=son.id, version=son.version, address="Tổ 5", code="HK05")
    assert Resident.objects.get(pk=son.id).household_id == split.id
    son = Resident.objects.get(pk=son.id)
    actions.join_household(
        by=as_here, resident_id=son.id, version=son.version, household_id=mother.household_id, relation="child"
    )
    split.refresh_from_db()
    actions.close_household(by=as_here, household_id=split.id, version=split.version)
    home = Household.objects.get(pk=mother.household_id)
    actions.change_head(by=as_here, household_id=home.id, version=home.version, head_id=son.id)
    assert Resident.objects.get(pk=son.id).relation == "head"
    assert Resident.objects.get(pk=mother.id).relation == "other"


def test_opening_a_record_is_logged_and_needs_a_purpose(as_here: Viewer) -> None:
    resident = settle(as_here)
    queries.open_resident(viewer=as_here, resident_id=resident.id)
    assert (
        value("select count(*) from ledger_lookup where record_id = %s and purpose = 'residence'", [resident.id]) == 1
    )
    aimless = Viewer(**{f: getattr(as_here, f) for f in as_here.__slots__} | {"purpose": None})
    with acting(aimless), pytest.raises(Refused):
        queries.open_resident(viewer=aimless, resident_id=resident.id)


def test_another_office_finds_nobody_but_by_the_exact_number(as_here: Viewer, there: Viewer) -> None:
    resident = settle(as_here, id_no="042185001234")
    with acting(there):
        assert queries.search(viewer=there, text="Nguyễn Thị Đào").rows == []
        assert queries.list_residents(viewer=there).rows == []
        with pytest.raises(NotFound):
            queries.open_resident(viewer=there, resident_id=resident.id)
        found = queries.search(viewer=there, text="042 185 001 234")
        assert (found.rows, found.beyond) == ([], resident.id)
        assert value("select count(*) from ledger_lookup where shown @> array[%s::uuid]", [resident.id]) >= 1


def test_numbers_are_masked_for_a_clerk(here: Viewer, clerk: Viewer) -> None:
    with acting(here):
        resident = settle(here, id_no="042185001234")
    with acting(clerk):
        assert queries.list_residents(viewer=clerk).rows[0].number == "••••••••1234"
        assert queries.resident(viewer=clerk, resident_id=resident.id).number == "••••••••1234"
    with acting(here):
        assert queries.list_residents(viewer=here).rows[0].number == "042185001234"
