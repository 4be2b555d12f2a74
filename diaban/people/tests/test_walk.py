"""Any verbs in any order by two offices, undone or not: rows, households, stays, history and the ledger agree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.access.viewers import command_line
from diaban.core.errors import DiabanError
from diaban.core.sql import rows
from diaban.core.time import today
from diaban.people import actions, jobs
from diaban.people.models import Event, Household, Resident, Stay
from diaban.people.tests.conftest import person

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.timeout(900)]

Dice = Callable[[int], int]
NAMES = ("An", "Bình", "Chi", "Dung")


@dataclass
class World:
    """Two offices, whose people the walk is about, and an operator who sees both."""

    offices: tuple[Viewer, Viewer]
    operator: Viewer
    dice: Dice
    day: date = field(default_factory=today)

    def one(self, by: Viewer, found: list[Any]) -> Any:
        return found[self.dice(len(found))] if found else None

    def resident(self, by: Viewer) -> Resident | None:
        """Anyone of the two offices, as the exact number finds them."""
        with acting(self.operator):
            found: Resident | None = self.one(by, list(Resident.objects.order_by("created_at", "id")))
        return found

    def household(self, by: Viewer) -> Household | None:
        found: Household | None = self.one(by, list(Household.objects.order_by("created_at", "id")))
        return found

    def past(self) -> date:
        return self.day - timedelta(days=self.dice(40))


def _register(w: World, by: Viewer, who: Resident | None) -> None:
    household = w.household(by) if w.dice(2) else None
    number = f"04218500{w.dice(4):04}" if w.dice(2) else ""
    actions.register(
        by=by, person=person(f"Lê Thị {NAMES[w.dice(4)]}", id_no=number, relation="head" if w.dice(2) else "other"),
        place=by.scope.unit_id or 0, household_id=household.id if household else None, since=w.past(),
        kind="temporary" if w.dice(4) == 0 else "permanent",
    )  # fmt: skip


def _birth(w: World, by: Viewer, who: Resident | None) -> None:
    if household := w.household(by):
        day = w.past()
        baby = person("Lê Thị Bé", birth_date=day, relation="child")
        actions.record_birth(by=by, person=baby, household_id=household.id, birth_day=day)


def _death(w: World, by: Viewer, who: Resident) -> None:
    actions.record_death(by=by, resident_id=who.id, version=who.version, day=w.past())


def _move_out(w: World, by: Viewer, who: Resident) -> None:
    actions.move_out(by=by, resident_id=who.id, version=who.version, day=w.past(), destination="Huế")


def _move_in(w: World, by: Viewer, who: Resident) -> None:
    household = w.household(by) if w.dice(2) else None
    actions.move_in(
        by=by, resident_id=who.id, version=who.version, day=w.past(), place=by.scope.unit_id or 0,
        household_id=household.id if household else None, relation="head" if w.dice(2) else "other",
    )  # fmt: skip


def _split(w: World, by: Viewer, who: Resident) -> None:
    actions.open_household(by=by, head_id=who.id, version=who.version, address="Tổ 1")


def _join(w: World, by: Viewer, who: Resident) -> None:
    if household := w.household(by):
        actions.join_household(
            by=by, resident_id=who.id, version=who.version, household_id=household.id, relation="other"
        )


def _head(w: World, by: Viewer, who: Resident) -> None:
    if household := w.household(by):
        actions.change_head(by=by, household_id=household.id, version=household.version, head_id=who.id)


def _close_household(w: World, by: Viewer, who: Resident) -> None:
    if household := w.household(by):
        actions.close_household(by=by, household_id=household.id, version=household.version)


def _stay(w: World, by: Viewer, who: Resident) -> None:
    starts = w.day + timedelta(days=w.dice(30) - 20)
    actions.open_stay(
        by=by, resident_id=who.id, version=who.version, kind=("temporary", "absent", "visiting")[w.dice(3)],
        starts=starts, ends=starts + timedelta(days=w.dice(30)) if w.dice(2) else None, reason="",
        place=by.scope.unit_id,
    )  # fmt: skip


def _close_stay(w: World, by: Viewer, who: Resident) -> None:
    stays = list(Stay.objects.filter(resident_id=who.id).order_by("starts", "id"))
    if stay := w.one(by, stays):
        actions.close_stay(by=by, stay_id=stay.id, version=who.version, day=w.past())


def _cancel_stay(w: World, by: Viewer, who: Resident) -> None:
    stays = list(Stay.objects.filter(resident_id=who.id).order_by("begun", "starts", "id"))
    if stays:
        stay = stays[0] if w.dice(2) else w.one(by, stays)
        actions.cancel_stay(by=by, stay_id=stay.id, version=who.version)


def _correct(w: World, by: Viewer, who: Resident) -> None:
    new = person(f"Lê Thị {NAMES[w.dice(4)]}", relation=who.relation, id_no=f"04218500{w.dice(4):04}")
    actions.correct(by=by, resident_id=who.id, version=who.version, person=new)


def _undo(w: World, by: Viewer, who: Resident) -> None:
    events = list(Event.objects.filter(resident_id=who.id).order_by("id"))
    if events:
        event = events[-1] if w.dice(4) else w.one(by, events)
        actions.void_event(by=by, event_id=event.id, version=who.version)


def _clock(w: World, by: Viewer, who: Resident) -> None:
    jobs.run_once()


VERBS = (
    _register, _birth, _death, _move_out, _move_in, _split, _join, _head, _close_household, _stay, _close_stay,
    _cancel_stay,
    _correct, _undo, _clock,
)  # fmt: skip
#: Undoing and moving are where it goes wrong, so they come up more often.
STEPS = st.sampled_from((*VERBS, _undo, _undo, _undo, _move_in, _move_in, _register))


@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), print_blob=False)
@given(data=st.data(), steps=st.lists(STEPS, min_size=5, max_size=25))
def test_rows_and_ledger_agree_after_any_verbs(here: Viewer, there: Viewer, data: st.DataObject, steps: Any) -> None:
    units = [here.scope.unit_id or 0, there.scope.unit_id or 0]
    w = World((here, there), command_line(units, "residence"), lambda n: data.draw(st.integers(0, n - 1)))
    with transaction.atomic():
        for step in [_register, _register, *steps]:
            by = w.offices[w.dice(2)]
            who = w.resident(by)
            if who is not None or step is _register:
                note(f"{step.__name__} by {w.offices.index(by)} of {who and (who.id, who.state, who.place)}")
                _try(by, who, partial(step, w, by, who))
                with acting(w.operator):
                    agree(units)
                for office in w.offices:
                    with acting(office):
                        sees_its_own(office)
        transaction.set_rollback(True)


def _try(by: Viewer, who: Resident | None, step: Callable[[], None]) -> None:
    """One verb; a sentence for the user is an answer, anything else is a fault."""
    found = frozenset({who.id}) if who else frozenset()
    try:
        with acting(replace(by, reach=found)), transaction.atomic():
            step()
    except DiabanError:
        pass


def sees_its_own(office: Viewer) -> None:
    shown = Resident.objects.values_list("place", "present_place")
    assert all(office.scope.unit_id in pair for pair in shown)
    assert all(place == office.scope.unit_id for place in Household.objects.values_list("place", flat=True))


_COUNTED = "('present', 'absent', 'away')"
#: Each finds what must not be; %(units)s are the two communes.
FAULTS = {
    "residents by rows and by lines": f"""
        select u, (select count(*) from people_resident r where r.place = u and r.state in {_COUNTED}),
          (select coalesce(sum(l.quantity), 0) from ledger_standing l join ledger_kind k on k.id = l.kind_id
           where l.place = u and k.code = any(array['people.opening', 'people.registered', 'people.born',
             'people.moved_in', 'people.died', 'people.moved_out'])) from unnest(%(units)s::int[]) u""",
    "households by rows and by lines": """
        select u, (select count(*) from people_household h where h.place = u and h.closed_on is null),
          (select coalesce(sum(l.quantity), 0) from ledger_standing l join ledger_kind k on k.id = l.kind_id
           where l.place = u and k.code in ('people.household_opened', 'people.household_closed'))
        from unnest(%(units)s::int[]) u""",
    "a head who isn't a living member": f"""
        select h.id, 0, 1 from people_household h left join people_resident r on r.id = h.head_id
        where h.head_id is not null and (r.id is null or r.household_id <> h.id or r.state not in {_COUNTED}
          or h.closed_on is not null)""",
    "a relation that isn't the household's": f"""
        select r.id, 0, 1 from people_resident r left join people_household h on h.id = r.household_id
        where r.state in {_COUNTED} and (r.household_id is null or h.closed_on is not null or h.place <> r.place
          or (r.relation = 'head') <> (h.head_id is not distinct from r.id))""",
    "an open stay of someone gone": """
        select s.id, 0, 1 from people_stay s join people_resident r on r.id = s.resident_id
        where r.state in ('dead', 'void') and (s.ends is null or not s.closed)""",
    "a resident who lives nowhere": f"""
        select r.id, 0, 1 from people_resident r where r.state in {_COUNTED} and not exists (
          select from people_stay s where s.resident_id = r.id and s.ends is null and not s.closed
          and s.kind in ('permanent', 'temporary'))""",
    "a state that no stay gives": """
        select r.id, 0, 1 from people_resident r where (r.state in ('away', 'absent') or present_place is not null)
          and not exists (select from people_stay s where s.resident_id = r.id and s.begun and not s.closed
            and s.kind in ('temporary', 'absent') and (r.present_place is null or s.place = r.present_place))""",
    "a declared stay that ended without its line, or a line without its end": """
        select r.id, (select count(*) from people_stay s where s.resident_id = r.id and s.closed
                      and s.kind <> 'permanent'),
          (select count(*) from ledger_standing l join ledger_kind k on k.id = l.kind_id where l.record_id = r.id
           and k.code in ('people.stay_closed', 'people.stay_cancelled')) from people_resident r""",
    "a change whose old row wasn't kept": """
        select t.id, t.version - 1, (select count(distinct (x.old ->> 'version')::int) from people_history x
          where x.subject = t.id and x.table_name = 'people_resident')
        from people_resident t
        union all select t.id, t.version - 1, (select count(distinct (x.old ->> 'version')::int) from people_history x
          where x.subject = t.id and x.table_name = 'people_household')
        from people_household t""",
    "figures and lines": "select place, 0, n from figures.differences()",
}


def agree(units: list[int]) -> None:
    for name, sql in FAULTS.items():
        assert [row for row in rows(sql, {"units": units}) if row[1] != row[2]] == [], name
