from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import Error, InternalError, ProgrammingError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diaban.core import sql
from diaban.core.errors import Conflict, NotFound
from diaban.core.ids import uuid7
from diaban.core.time import today
from diaban.ledger import actions
from diaban.ledger.errors import LineRefused
from diaban.ledger.tests.conftest import OwnerDb, line
from tests.sampling import examples

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kinds"), pytest.mark.pg15]


TEXTS = st.one_of(
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=30),
    st.text("az09_.+-", max_size=26),
)


def see_all() -> None:
    sql.value("select set_config('diaban.everywhere', 'on', true)")


def test_ids_come_in_the_order_of_lines() -> None:
    ids = actions.append([line(place=place) for place in (3, 1, 2)])
    see_all()
    assert sql.rows("select place from ledger_line where id = any(%s) order by id", [ids]) == [(3,), (1,), (2,)]
    assert ids == sorted(ids)


def test_lines_of_one_call_share_an_action_and_keep_their_own_if_given() -> None:
    own = uuid7()
    ids = actions.append([line(), line(), line(action=own)])
    see_all()
    found = [row[0] for row in sql.rows("select action_id from ledger_line where id = any(%s) order by id", [ids])]
    assert found[0] == found[1] != own == found[2]


def test_nothing_to_write_is_no_call() -> None:
    assert actions.append([]) == []


@pytest.mark.parametrize(
    ("rule", "bad"),
    [
        ("actor", {"actor": None}),
        ("kind", {"kind": "test.unknown"}),
        ("place", {"place": None}),
        ("office", {"office": None}),
        ("day_future", {"day": today() + timedelta(days=2)}),
        ("day", {"day": today().replace(year=1800)}),
        ("purpose", {"purpose": "vì việc nhà"}),
        ("state", {"state_to": "đã xong"}),
        ("quantity_zero", {"quantity": 0}),
        ("quantity_not_one", {"kind": "test.one", "quantity": 2}),
        ("quantity_negative", {"kind": "test.gain", "quantity": -1}),
        ("dims_undeclared", {"dims": {"name": "a"}}),
        ("dims_not_code", {"dims": {"sex": "Nguyễn Văn A"}}),
        ("dims_not_code", {"dims": {"sex": "nguyen van a"}}),
        ("dims_not_code", {"dims": {"sex": 123456}}),
        ("dims_not_code", {"dims": {"sex": ["f"]}}),
        ("corrects", {"corrects": 10**12}),
    ],
)
def test_a_line_that_breaks_a_rule_is_refused_with_its_position(rule: str, bad: dict[str, Any]) -> None:
    with pytest.raises(LineRefused) as refused, transaction.atomic():
        actions.append([line(), line(**bad)])
    assert (refused.value.rule, refused.value.position) == (rule, 2)
    assert rule not in str(refused.value)
    see_all()
    assert sql.value("select count(*) from ledger_line where office = 20") == 0


def test_a_planned_kind_may_lie_ahead() -> None:
    assert actions.append([line("test.plan", day=today() + timedelta(days=400))])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=examples(60))
@given(st.one_of(TEXTS, st.integers(-(10**7), 10**7), st.booleans(), st.none(), st.floats(-9, 9)))
def test_a_dim_holds_a_short_code_or_a_small_number_and_nothing_else(value: Any) -> None:
    if isinstance(value, str):
        good = re.fullmatch(r"[a-z0-9_.+-]{1,24}", value, re.ASCII) is not None
    else:
        good = type(value) is int and abs(value) < 100_000
    rule = None
    try:
        with transaction.atomic():
            actions.append([line(dims={"sex": value})])
    except LineRefused as refused:
        rule = refused.rule
    assert rule == (None if good else "dims_not_code")


def test_the_session_writes_in_its_own_name_or_the_clocks() -> None:
    sql.value("select set_config('diaban.actor', '300', true)")
    actions.append([line(actor=300), line(actor=1)])
    with pytest.raises(LineRefused) as refused, transaction.atomic():
        actions.append([line(actor=301)])
    assert refused.value.rule == "actor_not_session"
    with pytest.raises(LineRefused), transaction.atomic():
        actions.append_columns("test.count", records=[uuid7()], days=today(), places=1, office=2, actor=301)
    with pytest.raises(LineRefused), transaction.atomic():
        actions.log_open(actor=301, office=2, purpose="residence", record=uuid7())
    sql.value("select set_config('diaban.actor', '2', true)")
    actions.append([line(actor=301)])


def test_a_line_is_corrected_once_and_by_its_own_kind_and_record() -> None:
    see_all()
    first, other = line(), line()
    number = actions.append([first, other])[0]
    second = actions.replace(number, line(record=first.record, quantity=5))
    with pytest.raises(Conflict), transaction.atomic():
        actions.void(number, office=20, actor=300)
    with pytest.raises(LineRefused), transaction.atomic():
        actions.replace(second, line(record=other.record))
    with pytest.raises(LineRefused), transaction.atomic():
        actions.replace(second, line("test.gain", record=first.record))
    actions.void(second, office=20, actor=300)
    assert sql.rows("select record_id from ledger_standing where office = 20") == [(other.record,)]


def test_a_void_keeps_what_the_line_said_and_names_who_voided() -> None:
    see_all()
    number = actions.append([line(dims={"sex": "f"}, day=today() - timedelta(days=9), purpose="residence")])[0]
    void = actions.void(number, office=21, actor=301)
    before, after = actions.stored(number), actions.stored(void)
    assert (after.day, after.dims, after.place, after.record) == (before.day, before.dims, before.place, before.record)
    assert (after.quantity, after.office, after.actor) == (0, 21, 301)


def test_a_line_out_of_sight_is_not_voided() -> None:
    number = actions.append([line()])[0]
    with pytest.raises(NotFound):
        actions.void(number, office=20, actor=300)


@pytest.mark.parametrize("table", ["ledger_line", "ledger_lookup", "ledger_leaf", "ledger_head"])
@pytest.mark.parametrize("verb", ["delete from {}", "truncate {}", "update {} set {}"])
def test_nothing_is_changed_or_removed_not_even_by_the_owner(table: str, verb: str, owner_db: OwnerDb) -> None:
    columns = {"ledger_line": "quantity = 2", "ledger_lookup": "actor = 2", "ledger_leaf": "seq = 2"}
    statement = verb.format(table, columns.get(table, "size = 2"))
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        sql.rows(statement)
    with pytest.raises(Error, match="append-only"), owner_db() as cursor:
        cursor.execute(statement)


def test_there_is_no_way_in_but_the_functions() -> None:
    for statement in (
        "insert into ledger_line (record_id, action_id, day, place, office, actor, kind_id)"
        " values (gen_random_uuid(), gen_random_uuid(), current_date, 1, 1, 1, 1)",
        "insert into ledger_lookup (actor, purpose, query_kind, channel) values (1, 'a', 'b', 'c')",
        "insert into ledger_kind (code, domain, record_type, unit) values ('a.b', 'a', 'b', 'c')",
        "insert into ledger_leaf values (0, 0, 0, decode(repeat('00', 32), 'hex'))",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            sql.rows(statement)


def test_the_functions_can_not_be_led_astray_by_a_search_path() -> None:
    with connection.cursor() as cursor:
        cursor.execute("create temporary table ledger_kind (id smallint, code text, dims text[], counts text)")
        cursor.execute("insert into pg_temp.ledger_kind values (1, 'evil.kind', '{}', 'signed')")
        cursor.execute("set local search_path = pg_temp, public")
    with pytest.raises(LineRefused) as refused, transaction.atomic():
        actions.append([line("evil.kind")])
    assert refused.value.rule == "kind"


def test_lines_are_not_json_is_an_error_not_a_line() -> None:
    with pytest.raises((InternalError, Error)), transaction.atomic():
        sql.value("select ledger.append('{}'::jsonb)")
