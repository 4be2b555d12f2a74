"""What the application's role may read, asked of the database itself.

Every table it can read is declared: with personal data, and then row security holds; or without, with the reason. A
new table fails until someone says which.
"""

from __future__ import annotations

from typing import Any

import pytest

from conftest import as_owner
from diaban.access.roles import ROLES
from diaban.access.session import acting
from diaban.core import sql
from diaban.ledger import actions as ledger
from tests.leaks.world import Full, fill

pytestmark = [pytest.mark.pg15, pytest.mark.slow]

#: Tables with row security, and how a row of the other ground is told apart (an SQL condition on alias t).
PERSONAL = {
    "people_resident": "t.id = %(resident_id)s",
    "people_household": "t.id = %(household_id)s",
    "people_alias": "t.resident_id = %(resident_id)s",
    "people_stay": "t.resident_id = %(resident_id)s",
    "people_event": "t.resident_id = %(resident_id)s",
    "people_merge": "t.merged_id = %(merged_id)s",
    "review_doubt": "t.id = %(doubt_id)s",
    "review_candidate": "t.doubt_id = %(doubt_id)s",
    "review_verdict": "t.doubt_id = %(judged_id)s",
    "people_history": "t.subject = %(resident_id)s",
    "papers_attachment": "t.owner in (%(resident_id)s, %(import_id)s, %(dossier_id)s)",
    "papers_import": "t.id = %(import_id)s",
    "papers_row": "t.import_id = %(import_id)s",
    "papers_columnmemory": "t.office = %(office_id)s",
    "papers_layoutmemory": "t.office = %(office_id)s",
    "papers_export": "t.id = %(export_id)s",
    "incidents_incident": "t.id = %(incident_id)s",
    "incidents_involved": "t.incident_id = %(incident_id)s",
    "incidents_step": "t.incident_id = %(incident_id)s",
    "incidents_history": "t.subject = %(incident_id)s",
    "registers_row": "t.id = %(entry_id)s",
    "registers_home": "t.id = %(home_id)s",
    "registers_history": "t.subject = %(entry_id)s",
    "cards_application": "t.id = %(application_id)s",
    "cards_card": "t.application_id = %(application_id)s",
    "cards_slip": "t.office = %(office_id)s",
    "onestop_dossier": "t.id = %(dossier_id)s",
    "onestop_slip": "t.dossier_id = %(dossier_id)s",
    "onestop_draft": "t.office = %(office_id)s",
    "onestop_serial": "t.office = %(office_id)s",
    "cards_batchno": "t.office = %(office_id)s",
    "cards_due": "t.resident_id = %(resident_id)s",
    "cards_earlier": "t.resident_id = %(resident_id)s",
    "cards_batch": "t.id = %(batch_id)s",
    "cards_item": "t.batch_id = %(batch_id)s",
    "cards_answer": "t.batch_id = %(batch_id)s",
    "cards_drive": "t.id = %(drive_id)s",
    "reports_report": "t.id = %(report_id)s",
    "reports_signed": "t.report_id = %(report_id)s",
    "ledger_line": "t.record_id = %(resident_id)s",
    "ledger_lookup": "t.record_id = %(resident_id)s",
    "figures_cell": "t.place = %(hamlet)s",
    "figures_queue": "t.place = %(hamlet)s",
    "casework_case": "t.id = %(case_id)s",
    "casework_tally": "t.place = %(hamlet)s",
    "casework_delta": "t.place = %(hamlet)s",
    "casework_held": "t.place = %(hamlet)s",
    "casework_upper": "t.unit_id in (select unit_id from areas_within where place_id = %(hamlet)s)",
    "figures_upper": "t.unit_id in (select unit_id from areas_within where place_id = %(hamlet)s)",
    "figures_total": "t.unit_id in (select unit_id from areas_within where place_id = %(hamlet)s)",
    "access_once": "t.actor = %(clerk)s",
    "targets_plan": "t.id = %(plan_id)s",
    "targets_version": "t.plan_id = %(plan_id)s",
    "targets_part": "t.unit_id = %(hamlet)s",
}
#: Views read with their owner's rights, so each repeats the policy of its table: tried like a table below.
VIEWS = {"ledger_standing": "t.record_id = %(resident_id)s"}
#: Tables open to the application, and why no row policy is needed.
OPEN = {
    "access_account": "needed before anyone is known; holds no resident",
    "access_attempt": "digests and counts",
    "access_ground": "the map is public",
    "access_office": "offices are public",
    "access_posting": "needed to know who someone is",
    "access_purpose": "a catalogue",
    "access_rate": "counts by ids of accounts and tokens, and addresses of callers",
    "access_staff": "staff in service; read by administrators of the ground and where they acted",
    "access_token": "needed before anyone is known; digests and scopes",
    "account_emailaddress": "empty: there are no addresses",
    "areas_boundary": "the map is public",
    "areas_edge": "the map is public",
    "areas_hamlet": "the map is public",
    "areas_name": "the map is public",
    "areas_reform": "the map is public",
    "areas_state": "a version number",
    "areas_unit": "the map is public",
    "onestop_procedure": "a catalogue",
    "people_word": "single syllables that names are made of, with rough counts; no name, no person",
    "areas_within": "the map is public",
    "cards_round": "the last day for which the clock went over a commune",
    "casework_calendar": "a version number",
    "casework_change": "changes of the calendar and how many deadlines moved; no case",
    "casework_day": "the calendar is public",
    "casework_hours": "the calendar is public",
    "casework_rule": "terms of law",
    "django_content_type": "names of models",
    "django_migrations": "names of migrations",
    "django_session": "read by its secret key before anyone is known",
    "figures_declared": "totals of areas with their document, as published by whoever signed it",
    "figures_known": "from when a measure is kept in an area",
    "figures_merged": "pairs of record ids, of persons known to be one; no name, no number, no place",
    "incidents_kindrow": "a catalogue",
    "registers_definition": "what registers there are by law",
    "registers_norm": "terms of law",
    "registers_round": "terms of law",
    "ledger_corrected": "numbers of lines that were corrected, which ledger.corrector tells to everyone too",
    "ledger_corrected_at": "the same, with the number of the correcting line and of its leaf",
    "ledger_head": "signed heads are published",
    "ledger_kind": "a catalogue",
    "ledger_leaf": "hashes",
    "ledger_mark": "a number",
    "mfa_authenticator": "needed to sign in; seeds are encrypted",
    "procrastinate_events": "states of jobs",
    "procrastinate_jobs": "ids of work, no names",
    "procrastinate_periodic_defers": "times",
    "procrastinate_workers": "times",
    "usersessions_usersession": "needed to end sessions",
}


def readable() -> dict[str, tuple[str, bool]]:
    """Tables and views of our schemas that the application may read a column of: name → (kind, row security)."""
    found = sql.rows(
        """select c.relname, c.relkind::text, c.relrowsecurity
           from pg_class c join pg_namespace n on n.oid = relnamespace
           where n.nspname not like 'pg\\_%%' and n.nspname <> 'information_schema'
             and c.relkind in ('r', 'p', 'v', 'm', 'f')
             and (has_table_privilege('diaban_app', c.oid, 'select')
                  or has_any_column_privilege('diaban_app', c.oid, 'select'))""",
        [],
    )
    return {name: (kind, secure) for name, kind, secure in found}


@pytest.fixture(scope="module")
def grounds(module_db: None) -> tuple[Full, Full]:
    both = (counted(fill("b", "23293", "51", "Trong", "062080000001")),
            counted(fill("a", "18754", "42", "Rò Rỉ", "042080123456")))  # fmt: skip
    with as_owner() as cursor:
        cursor.execute("select casework.recount()")  # which empties what was held
        for full in both:
            cursor.execute("insert into casework_held (assignee_id, place, office_id, cases, kind)"
                           " select 1, place, office_id, 1, kind from casework_tally where place = %s",
                           [full.ground.hamlet])  # fmt: skip
    return both


@pytest.fixture
def there(grounds: tuple[Full, Full], db: None) -> Full:
    return grounds[0]


@pytest.fixture
def secret(grounds: tuple[Full, Full], db: None) -> Full:
    return grounds[1]


def counted(full: Full) -> Full:
    """The ground with some of its figures already in cells, as the merger leaves them."""
    full.ids |= {"hamlet": full.ground.hamlet, "clerk": full.ground.staff["commune_clerk"].pk}
    with as_owner() as cursor:
        cursor.execute(
            """insert into figures_cell (n, quantity, place, half, kind_id, d1, d2, d3)
               select sum(n), sum(quantity), place, half, kind_id, d1, d2, d3 from figures_queue where place = %s
               group by place, half, kind_id, d1, d2, d3""",
            [full.ground.hamlet],
        )
        cursor.execute(
            """insert into casework_tally (place, office_id, running, near, late, waiting, unassigned, kind)
               select place, office_id, sum(running), sum(near), sum(late), sum(waiting), sum(unassigned), kind
               from casework_delta where place = %s group by place, office_id, kind""",
            [full.ground.hamlet],
        )
        for table, dims in (("figures_upper", ", d1, d2, d3"), ("figures_total", "")):
            cursor.execute(
                f"""insert into {table} (n, quantity, unit_id, half, kind_id{dims})
                    select sum(c.n), sum(c.quantity), w.unit_id, c.half, c.kind_id{dims} from figures_queue c
                    join areas_within w on w.place_id = c.place join areas_unit u on u.id = w.unit_id
                    where c.place = %s and u.level = 1 and u.valid_to is null group by 3, 4, 5{dims}""",
                [full.ground.hamlet],
            )
        cursor.execute(
            "insert into access_once (key, actor, asked, etag, made_at) values (%s, %s, '', '', now())",
            [f"kept {full.ground.hamlet}", full.ids["clerk"]],
        )
    return full


def test_every_readable_table_is_declared(db: None) -> None:
    assert set(readable()) == set(PERSONAL) | set(OPEN) | set(VIEWS)


def test_personal_tables_have_row_security(db: None) -> None:
    found = readable()
    assert [table for table in PERSONAL if not found[table][1]] == []
    assert [table for table in OPEN if found[table][1]] == []


def test_views_keep_their_conditions_first(db: None) -> None:
    """Without the barrier a function in a query could be shown rows before the view's own condition."""
    for view in VIEWS:
        options = sql.value("select coalesce(reloptions::text, '') from pg_class where relname = %s", [view])
        assert "security_barrier" in options or "security_invoker" in options, view


def test_the_application_owns_nothing_and_passes_by_no_policy(db: None) -> None:
    row = sql.one(
        "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = 'diaban_app'"
    )
    assert row == (False, False, False, False)
    owned = "select count(*) from pg_class where relowner = 'diaban_app'::regrole and relpersistence <> 't'"
    assert sql.value(owned) == 0
    members = "select count(*) from pg_auth_members where member = 'diaban_app'::regrole"
    assert sql.value(members) == 0


def test_functions_with_the_owners_rights_have_a_fixed_search_path(db: None) -> None:
    loose = sql.rows(
        """select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = pronamespace
           where prosecdef and n.nspname not like 'pg\\_%%'
             and not exists (select from unnest(coalesce(proconfig, '{}')) s where s like 'search_path=%%')""",
        [],
    )
    assert loose == []


EVERYTHING = PERSONAL | VIEWS


def seen(table: str, of: Full) -> int:
    count: int = sql.value(f"select count(*) from {table} t where {EVERYTHING[table]}", of.ids)
    return count


def test_nobody_sees_nothing(secret: Full) -> None:
    assert {table: sql.value(f"select count(*) from {table}") for table in EVERYTHING} == dict.fromkeys(EVERYTHING, 0)


@pytest.mark.parametrize("role", list(ROLES))
def test_no_role_sees_a_row_of_another_area(there: Full, secret: Full, role: str, owner_db: Any) -> None:
    with acting(there.ground.viewer(role, "residence")):
        assert {table: seen(table, secret) for table in EVERYTHING} == dict.fromkeys(EVERYTHING, 0)
    with owner_db() as cursor:  # there is something to see in every table
        for table, condition in PERSONAL.items():
            cursor.execute(f"select count(*) from {table} t where {condition}", secret.ids)
            assert cursor.fetchone()[0] > 0, table


#: What each role sees of its own ground: persons, staging of the police office, lines and figures, others' look-ups.
OWN = {
    "commune_clerk": "persons cases lines reports",
    "commune_police": "persons cases papers lines lookups reports",
    "hamlet_team": "persons cases lines",
    "province_manager": "persons cases sums lines reports",
    "analyst": "lines",
    "auditor": "lines lookups reports",
    "system_admin": "",
}
#: Tables of papers that are seen as something else is: a record's attachments, what was taken out.
ELSEWHERE = {"papers_attachment", "papers_export"}
_OF_PERSONS = {"papers_attachment", "cards_application", "cards_card", "cards_due", "cards_earlier", "cards_item"}
GROUPS = {
    # What hangs on a resident is seen with the resident.
    "persons": [
        table
        for table in PERSONAL
        if table.startswith(("people_", "incidents_", "registers_", "review_")) or table in _OF_PERSONS
    ],
    "cases": [table for table in PERSONAL if table.startswith("casework_") and table != "casework_upper"],
    # Sums of provinces and of the nation, for those whose ground is as large.
    "sums": ["casework_upper"],
    "reports": [table for table in PERSONAL if table.startswith("reports_")],
    "papers": [table for table in PERSONAL if table.startswith("papers_") and table not in ELSEWHERE],
    "lines": ["ledger_line", "ledger_standing", "figures_cell", "figures_queue"],
    "lookups": ["ledger_lookup", "papers_export"],
}


@pytest.mark.parametrize("role", list(ROLES))
def test_each_role_sees_of_its_own_ground_what_is_its_own(there: Full, role: str) -> None:
    expected = {table for group in OWN[role].split() for table in GROUPS[group]}
    with acting(there.ground.viewer(role, "residence")):
        found = {table for tables in GROUPS.values() for table in tables if seen(table, there)}
    assert found == expected


@pytest.mark.parametrize("role", [role.code for role in ROLES.values() if not role.sees_persons])
def test_a_role_without_persons_sees_none_even_when_it_names_them(there: Full, role: str) -> None:
    from dataclasses import replace

    viewer = replace(there.ground.viewer(role, "residence"), reach=frozenset({there.ids["resident_id"]}))
    assert viewer.scope.person_places == ()
    with acting(viewer):
        assert sql.value("select count(*) from people_resident") == 0


@pytest.mark.parametrize("table", list(PERSONAL))
def test_rows_of_another_area_cannot_be_changed_or_removed(there: Full, secret: Full, table: str) -> None:
    from django.db import DatabaseError, transaction

    column = {"figures_cell": "place", "figures_queue": "place", "ledger_line": "place",
              "casework_tally": "place", "casework_delta": "place", "casework_held": "place",
              "casework_upper": "unit_id",
              "figures_upper": "unit_id", "figures_total": "unit_id",
              "access_once": "key", "cards_card": "serial", "cards_slip": "office", "cards_batchno": "office",
              "cards_due": "resident_id", "cards_earlier": "resident_id", "cards_answer": "number",
              "onestop_serial": "office"}.get(table, "id")  # fmt: skip
    if table == "ledger_lookup":
        column = "office"
    with acting(there.ground.viewer("commune_police", "residence")):
        for verb in (f"update {table} t set {column} = {column}", f"delete from {table} t"):
            try:
                with transaction.atomic():
                    assert sql.execute(f"{verb} where {PERSONAL[table]}", secret.ids) == 0
            except DatabaseError as refused:
                assert "permission denied" in str(refused) or "append-only" in str(refused)  # noqa: PT017


def test_an_auditor_reads_who_looked_at_residents_of_the_ground_and_of_no_other(there: Full, secret: Full) -> None:
    looked_at = "select count(*) from ledger.lookups_of(%s, null, 50)"
    officer = there.ground.viewer("commune_police", "residence")
    with acting(officer):  # someone from here opens a resident of the other ground
        ledger.log_open(actor=officer.staff_id, office=officer.office_id, purpose="residence",
                        record=secret.ids["resident_id"])  # fmt: skip
    with acting(there.ground.viewer("auditor")):
        assert sql.value(looked_at, [there.ids["resident_id"]]) == 1
        assert sql.value(looked_at, [secret.ids["resident_id"]]) == 1  # by the own office; not what others did there
    with acting(secret.ground.viewer("auditor")):
        assert sql.value(looked_at, [secret.ids["resident_id"]]) == 2
        assert sql.value(looked_at, [there.ids["resident_id"]]) == 0
    with acting(officer):
        assert sql.value(looked_at, [there.ids["resident_id"]]) == 0
