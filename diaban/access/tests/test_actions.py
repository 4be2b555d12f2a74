"""Offices, staff, postings and accounts: each verb works, refuses what it must, and leaves its line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from diaban.access import accounts, actions, queries, viewers
from diaban.access.models import Account, Office, Posting
from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.access.tests.world import Ground
from diaban.core import sql
from diaban.core.errors import Conflict, DiabanError, Invalid, NotFound, Refused
from diaban.core.time import clock_at, today

pytestmark = pytest.mark.slow


@pytest.fixture
def admin(here: Ground) -> Viewer:
    return here.viewer("system_admin")


def lines(what: str) -> int:
    """Lines of a kind, as an operator reads them."""
    with acting(viewers.command_line()):
        found: int = sql.value(
            "select count(*) from ledger_line l join ledger_kind k on k.id = l.kind_id where k.code = %s",
            [f"access.{what}"],
        )
    return found


def test_an_office_is_opened_corrected_and_closed(here: Ground, admin: Viewer) -> None:
    with acting(admin):
        office = actions.open_office(by=admin, code="chqs-1", name="Ban  chỉ huy", body="chqs", level=3,
                                     unit_id=here.commune)  # fmt: skip
        assert (office.code, office.name, office.valid_from) == ("CHQS-1", "Ban chỉ huy", today())
        assert actions.correct_office(by=admin, office_id=office.pk, name="Ban CHQS").name == "Ban CHQS"
        tomorrow = today() + timedelta(days=1)
        assert actions.close_office(by=admin, office_id=office.pk, on=tomorrow).valid_to == tomorrow
    assert (lines("office_corrected"), lines("office_closed")) == (1, 1)


def test_an_office_code_is_taken_once(here: Ground, admin: Viewer) -> None:
    with acting(admin), pytest.raises(Invalid) as wrong:
        actions.open_office(by=admin, code=here.offices["police"].code, name="Trùng", body="congan", level=3,
                            unit_id=here.commune)  # fmt: skip
    assert "code" in wrong.value.fields


def test_an_office_is_opened_in_the_own_ground_only(here: Ground, there: Ground, admin: Viewer) -> None:
    with acting(admin), pytest.raises(Refused):
        actions.open_office(by=admin, code="X-1", name="Ngoài", body="ubnd", level=3, unit_id=there.commune)


def test_an_office_with_people_is_not_closed(here: Ground, admin: Viewer) -> None:
    with acting(admin), pytest.raises(Refused, match="còn 1 vị trí"):
        actions.close_office(by=admin, office_id=here.offices["police"].pk, on=today())


@pytest.mark.parametrize("role", ["commune_clerk", "commune_police", "province_manager", "auditor", "analyst"])
def test_only_the_administrator_manages(here: Ground, role: str) -> None:
    viewer = here.viewer(role)
    calls: list[Callable[[], object]] = [
        lambda: actions.open_office(by=viewer, code="X", name="X", body="ubnd", level=3, unit_id=here.commune),
        lambda: actions.close_office(by=viewer, office_id=here.offices["police"].pk, on=today()),
        lambda: actions.correct_office(by=viewer, office_id=here.offices["police"].pk, name="X"),
        lambda: actions.end_posting(by=viewer, posting_id=1),
        lambda: accounts.make_account(by=viewer, staff_id=here.staff["analyst"].pk, username="abc"),
        lambda: accounts.reset_password(by=viewer, account_id=1),
        lambda: accounts.unlock(by=viewer, account_id=1),
        lambda: accounts.end_sessions(by=viewer, account_id=1),
    ]
    with acting(viewer):
        for call in calls:
            with pytest.raises(Refused, match="Vai trò được phép: Quản trị hệ thống"):
                call()


def test_records_of_another_ground_do_not_exist(here: Ground, there: Ground, admin: Viewer) -> None:
    there.add_account("commune_clerk", viewers.command_line())
    account = there.accounts["commune_clerk"]
    posting = Posting.objects.get(staff=there.staff["commune_clerk"])
    for call in (
        lambda: queries.office(admin, there.offices["police"].pk),
        lambda: queries.staff_member(admin, there.staff["commune_clerk"].pk),
        lambda: queries.posting(admin, posting.pk),
        lambda: queries.account(admin, account.pk),
        lambda: accounts.reset_password(by=admin, account_id=account.pk),
        lambda: actions.end_posting(by=admin, posting_id=posting.pk),
        lambda: actions.appoint(by=admin, staff_id=there.staff["analyst"].pk, office_id=here.offices["police"].pk,
                                post="X", role="analyst"),
    ):  # fmt: skip
        with acting(admin), pytest.raises(NotFound):
            call()


def test_nobody_serves_twice_at_one_office_at_once(here: Ground, admin: Viewer) -> None:
    office, staff = here.offices["police"].pk, here.staff["commune_police"].pk
    with acting(admin):
        with pytest.raises(Conflict):
            actions.appoint(by=admin, staff_id=staff, office_id=office, post="Phó", role="commune_police")
        first = Posting.objects.get(staff_id=staff)
        actions.end_posting(by=admin, posting_id=first.pk, on=today())
        again = actions.appoint(by=admin, staff_id=staff, office_id=office, post="Phó", role="commune_police")
    assert again.valid_from == today()
    assert (lines("posting_ended"), lines("posting_opened")) == (1, 8)


def test_the_database_itself_refuses_an_overlap_and_a_period_backwards(here: Ground) -> None:
    posting = Posting.objects.get(staff=here.staff["commune_police"])
    for valid_from, valid_to in ((today(), None), (today(), today())):
        with pytest.raises(IntegrityError), transaction.atomic():
            Posting.objects.create(staff=posting.staff, office=posting.office, post="X", role="analyst",
                                   valid_from=valid_from, valid_to=valid_to)  # fmt: skip


@pytest.mark.parametrize(
    ("role", "wrong"), [("province_manager", "cấp này"), ("hamlet_team", "cấp này"), ("none", "Không có")]
)
def test_a_role_fits_the_level_of_its_ground(here: Ground, admin: Viewer, role: str, wrong: str) -> None:
    with acting(admin), pytest.raises(Refused, match=wrong):
        actions.appoint(
            by=admin, staff_id=here.staff["analyst"].pk, office_id=here.offices["police"].pk, post="X", role=role
        )


def test_the_ground_lies_inside_the_offices(here: Ground, there: Ground, admin: Viewer) -> None:
    with acting(admin), pytest.raises(Refused, match="nằm trong địa bàn của đơn vị"):
        actions.appoint(by=admin, staff_id=here.staff["analyst"].pk, office_id=here.offices["police"].pk, post="X",
                        role="hamlet_team", unit_id=there.hamlet)  # fmt: skip


def test_nobody_gives_or_takes_their_own_rights(here: Ground, admin: Viewer) -> None:
    me = here.staff["system_admin"].pk
    here.add_account("system_admin", viewers.command_line())
    account = here.accounts["system_admin"].pk
    for call in (
        lambda: actions.appoint(
            by=admin, staff_id=me, office_id=here.offices["police"].pk, post="X", role="commune_police"
        ),
        lambda: actions.end_posting(by=admin, posting_id=Posting.objects.get(staff_id=me).pk),
        lambda: accounts.reset_password(by=admin, account_id=account),
        lambda: accounts.reset_factors(by=admin, account_id=account),
        lambda: accounts.close_account(by=admin, account_id=account),
    ):
        with acting(admin), pytest.raises(Refused, match="tự làm"):
            call()


def test_a_posting_gives_its_scope_from_its_first_day_to_its_last(here: Ground) -> None:
    posting = Posting.objects.get(staff=here.staff["commune_police"])
    viewer = viewers.viewer_of_posting(posting.pk)
    assert here.commune in viewer.scope.places
    assert viewer.scope.persons
    Posting.objects.filter(pk=posting.pk).update(valid_to=today())
    with pytest.raises(Refused):
        viewers.viewer_of_posting(posting.pk)
    with clock_at(sql.value("select now() - interval '2 days'")):
        assert viewers.viewer_of_posting(posting.pk).staff_id == viewer.staff_id


def test_postings_end_with_their_office(here: Ground) -> None:
    Office.objects.filter(pk=here.offices["police"].pk).update(valid_to=today())
    with pytest.raises(Refused):
        here.viewer("commune_police")


def test_a_hamlet_team_sees_its_hamlet_alone(here: Ground) -> None:
    assert here.viewer("hamlet_team").scope.places == (here.hamlet,)


def test_a_units_scope_grows_with_the_map(here: Ground) -> None:
    from diaban.access.tests.world import add_hamlet

    before = here.viewer("commune_clerk").scope.places
    new = add_hamlet(here.commune, "18754-moi")
    assert set(here.viewer("commune_clerk").scope.places) == {*before, new}


def test_one_account_each_and_a_plain_name(here: Ground, admin: Viewer) -> None:
    here.add_account("commune_clerk", viewers.command_line())
    with acting(admin):
        for username, role, field in (("Nguyễn", "analyst", "username"), ("commune-clerk.a", "analyst", "username"),
                                      ("khac", "commune_clerk", "")):  # fmt: skip
            with pytest.raises(Invalid) as wrong:
                accounts.make_account(by=admin, staff_id=here.staff[role].pk, username=username)
            assert (field in wrong.value.fields) is bool(field)
    assert lines("account_made") == 1


def test_demo_accounts_are_made_by_command_alone(here: Ground, admin: Viewer) -> None:
    with acting(admin), pytest.raises(Refused, match="dòng lệnh"):
        accounts.make_account(by=admin, staff_id=here.staff["analyst"].pk, username="demo1", demo=True)


def test_a_reset_password_works_once_and_ends_what_was_open(here: Ground, admin: Viewer) -> None:
    old = here.add_account("commune_clerk", viewers.command_line())
    account = here.accounts["commune_clerk"]
    Account.objects.filter(pk=account.pk).update(must_change_password=False)
    with acting(admin):
        new = accounts.reset_password(by=admin, account_id=account.pk)
    account.refresh_from_db()
    assert account.must_change_password
    assert account.check_password(new)
    assert not account.check_password(old)
    assert lines("password_reset") == 1


def test_one_time_passwords_differ_and_have_no_letters_that_look_alike() -> None:
    made = {accounts.one_time_password() for _n in range(200)}
    assert len(made) == 200
    assert not set("".join(made)) & set("0o1li")


def test_an_action_that_fails_leaves_nothing(here: Ground, admin: Viewer) -> None:
    before = lines("staff_added")
    with acting(admin), pytest.raises(DiabanError):
        actions.add_staff(by=admin, number="CB-MOI", full_name="Người Mới", office_id=here.offices["police"].pk,
                          post="X", role="province_manager")  # fmt: skip
    assert lines("staff_added") == before
    assert not queries.staff(admin).filter(number="CB-MOI").exists()


def test_lines_hold_numbers_and_codes_only(here: Ground, admin: Viewer) -> None:
    with acting(viewers.command_line()):
        written = str(
            sql.rows("select l.* from ledger_line l join ledger_kind k on k.id = kind_id where k.domain = 'access'")
        )
    assert "posting" not in written
    assert "Cán Bộ" not in written
