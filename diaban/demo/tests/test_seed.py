"""A seeded province: the rows, the ledger and the sign-ins agree, and row security holds for each role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import psycopg
import pytest
from django.contrib.auth import authenticate
from django.db import connections, transaction
from django.test import RequestFactory

from diaban.access.models import Account
from diaban.access.roles import ROLES
from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.access.viewers import viewer_for
from diaban.core.errors import Conflict, NotFound
from diaban.core.text import fold, sort_key
from diaban.demo import ground
from diaban.demo.seed import SignIn, seed
from diaban.people.actions import void_event
from diaban.people.models import Event, Resident
from diaban.settings import _database
from tests.cluster import TestCluster

#: Lai Châu has fewest communes, and so is set up fastest.
PROVINCE, RESIDENTS = "12", 1_200
STOCK = "('people.opening','people.registered','people.born','people.died','people.moved_in','people.moved_out')"

pytestmark = pytest.mark.slow


@dataclass
class Seeded:
    """A database with a province in it: how to sign in, what progress was told, and the owner's eyes."""

    sign_ins: dict[str, SignIn]
    told: list[tuple[int, int]]
    owner: psycopg.Connection[Any]

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.owner.execute(sql).fetchall()

    def viewer(self, role: str, purpose: str | None = "residence") -> Viewer:
        return viewer_for(Account.objects.get(username=self.sign_ins[role].username), purpose)


@pytest.fixture(scope="module")
def seeded(cluster: TestCluster, django_db_setup: None, django_db_blocker: Any) -> Iterator[Seeded]:
    """One database for the whole file: seeding it takes seconds."""
    name = cluster.create()
    told: list[tuple[int, int]] = []
    before = dict(connections["default"].settings_dict)
    with django_db_blocker.unblock():
        connections["default"].close()
        fresh = _database(cluster.app_url(name))
        connections["default"].settings_dict.update(
            {key: fresh[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")}
        )
        try:
            made = seed(PROVINCE, RESIDENTS, 5, lambda done, all_: told.append((done, all_)))
            with psycopg.connect(cluster.owner_url(name), autocommit=True) as owner:
                yield Seeded({entry.role: entry for entry in made}, told, owner)
        finally:
            connections.close_all()
            connections["default"].settings_dict.update(before)
    cluster.drop(name)


def test_all_residents_are_there_and_progress_was_told(seeded: Seeded) -> None:
    assert seeded.rows("select count(*) from people_resident") == [(RESIDENTS,)]
    assert seeded.told[0] == (0, RESIDENTS)
    assert seeded.told[-1] == (RESIDENTS, RESIDENTS)
    assert [done for done, _all in seeded.told] == sorted(done for done, _all in seeded.told)


def test_figures_are_the_rows_in_every_hamlet(seeded: Seeded) -> None:
    differing = seeded.rows(
        f"""with lines as (select place, sum(quantity) as counted from ledger_line l
                            join ledger_kind k on k.id = l.kind_id where k.code in {STOCK} group by 1),
                 rows as (select place, count(*) as counted from people_resident
                          where state in ('present', 'absent', 'away') group by 1)
            select place, lines.counted, rows.counted from lines full join rows using (place)
            where coalesce(lines.counted, 0) <> coalesce(rows.counted, 0)"""
    )
    assert differing == []


def test_everybody_lives_in_a_hamlet_of_the_province(seeded: Seeded) -> None:
    outside = seeded.rows(
        f"""select count(*) from people_resident r left join areas_unit u on u.id = r.place and u.level = 4
            left join areas_within w on w.place_id = r.place
              and w.unit_id = (select id from areas_unit where level = 1 and code = '{PROVINCE}' and valid_to is null)
            where u.id is null or w.unit_id is null"""
    )
    assert outside == [(0,)]
    assert seeded.rows("select count(*) > 600 from areas_hamlet") == [(True,)]


def test_the_figure_of_households_is_what_the_table_holds(seeded: Seeded) -> None:
    counted = seeded.rows(
        """select sum(l.quantity) from ledger_line l join ledger_kind k on k.id = l.kind_id
           where k.code in ('people.household_opened', 'people.household_closed')"""
    )
    assert counted == seeded.rows("select count(*) from people_household where closed_on is null")


def test_households_have_a_head_among_their_members(seeded: Seeded) -> None:
    assert seeded.rows(
        """select count(*) from people_household h join people_resident r on r.id = h.head_id
           where r.household_id <> h.id or r.relation <> 'head' or r.state in ('dead', 'moved')"""
    ) == [(0,)]
    assert seeded.rows("select avg((head_id is not null)::int) > 0.95 from people_household") == [(True,)]


def test_keys_are_those_of_the_core(seeded: Seeded) -> None:
    rows = seeded.rows("select full_name, fold, sort_key from people_resident")
    assert all((folded, key) == (fold(name), sort_key(name)) for name, folded, key in rows)


def test_whoever_is_counted_has_one_home(seeded: Seeded) -> None:
    assert seeded.rows(
        """select count(*) from people_resident r where state in ('present', 'absent', 'away') and 1 <>
           (select count(*) from people_stay s where s.resident_id = r.id and s.place = r.place
            and s.kind in ('permanent', 'temporary') and (s.ends is null or s.ends > current_date))"""
    ) == [(0,)]
    assert seeded.rows(
        """select count(*) from people_stay s join people_resident r on r.id = s.resident_id
           where r.state in ('dead', 'moved') and s.kind = 'permanent' and s.ends is null"""
    ) == [(0,)]


def test_events_point_to_their_lines(seeded: Seeded) -> None:
    assert seeded.rows(
        """select count(*) from people_event e where not exists (
             select from ledger_line l where l.id = any(select jsonb_array_elements_text(e.lines)::bigint)
               and l.record_id = e.resident_id and l.day = e.day and l.action_id = e.action_id)"""
    ) == [(0,)]
    kinds = {kind for (kind,) in seeded.rows("select distinct kind from people_event")}
    assert {"birth", "death", "register"} <= kinds


def test_the_app_wrote_it_without_owning_anything(seeded: Seeded) -> None:
    actors = seeded.rows(
        """select count(distinct office), bool_and(actor > 2) from ledger_line l join ledger_kind k on k.id = l.kind_id
           where k.code = 'people.opening'"""
    )
    assert actors == [(38, True)]


def test_offices_and_staff(seeded: Seeded) -> None:
    assert seeded.rows("select count(*) from access_office where level = 3") == [(380,)]
    names = {name for (name,) in seeded.rows("select name from access_office where level = 1")}
    assert "Công an tỉnh Lai Châu" in names
    assert seeded.rows("select count(*) >= 150 from access_staff where not is_system") == [(True,)]


def test_one_sign_in_for_each_role(seeded: Seeded) -> None:
    assert set(seeded.sign_ins) == set(ROLES)
    assert len({entry.password for entry in seeded.sign_ins.values()}) == 1
    for role, entry in seeded.sign_ins.items():
        request = RequestFactory().post("/vao/", REMOTE_ADDR="127.0.0.1")
        account = authenticate(request, username=entry.username, password=entry.password)
        assert isinstance(account, Account), role
        assert (account.is_demo, account.must_change_password) == (True, False)
        assert viewer_for(account).role.code == role


@pytest.mark.parametrize("role", sorted(ROLES))
def test_each_role_sees_the_residents_of_its_ground_alone(seeded: Seeded, role: str) -> None:
    viewer = seeded.viewer(role)
    with acting(viewer):
        seen = list(Resident.objects.values_list("place", "present_place"))
    allowed = set(viewer.scope.places) if viewer.role.sees_persons else set()
    assert all({place, present} & allowed for place, present in seen)
    if role in ("commune_clerk", "commune_police", "province_manager"):
        assert len(seen) > 20


def test_an_event_of_the_demo_can_be_undone(seeded: Seeded) -> None:
    viewer = seeded.viewer("commune_police")
    with acting(viewer), transaction.atomic():
        event = Event.objects.filter(resident_id__in=Resident.objects.values("id")).exclude(kind="birth").first()
        assert event is not None
        resident = Resident.objects.get(pk=event.resident_id)
        void_event(by=viewer, event_id=event.pk, version=resident.version)
        resident.refresh_from_db()
        assert resident.state == event.before["state"]
        transaction.set_rollback(True)


def test_a_second_province_is_not_mixed_in(seeded: Seeded) -> None:
    with pytest.raises(Conflict):
        seed("42", 10)
    assert seeded.rows("select count(*) from people_resident") == [(RESIDENTS,)]


def test_no_residents_at_all_still_makes_offices(fresh_database: object) -> None:
    assert len(seed(PROVINCE, 0)) == len(ROLES)


def test_an_unknown_province_is_named_with_those_there_are(seeded: Seeded) -> None:
    with pytest.raises(NotFound, match="Lai Châu"):
        ground.ground("99", date(2026, 11, 22), 1)


def test_communes_of_a_merged_province_keep_their_old_code(seeded: Seeded) -> None:
    kon_tum = ground.ground("51", date(2026, 11, 22), 1)
    olds = {unit.code: commune.province for unit, commune in zip(kon_tum.units, kon_tum.communes, strict=True)}
    assert set(olds.values()) == {"51", "62"}
    assert olds["23293"] == "62"
    assert len(olds) == 96
