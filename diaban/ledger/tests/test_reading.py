"""What a session may read, how lines are paged, and how they read as sentences."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diaban.core import sql
from diaban.core.ids import uuid7
from diaban.core.time import today
from diaban.ledger import actions, health, queries, sentences
from diaban.ledger.errors import LineRefused
from diaban.ledger.lines import number_of, numbered
from diaban.ledger.queries import Filter
from diaban.ledger.registry import Kind
from diaban.ledger.tests.conftest import OwnerDb, line
from tests.sampling import examples

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kinds"), pytest.mark.pg15]


def session(**variables: str) -> None:
    """Set the session's variables until the test's end; the others are empty."""
    names = ("scope", "places", "office", "everywhere", "audit", "actor")
    for name in names:
        sql.value("select set_config(%s, %s, true)", [f"diaban.{name}", variables.get(name, "")])


def seen(**variables: str) -> set[int]:
    session(**variables)
    return {row[0] for row in sql.rows("select place from ledger_line")}


def test_a_session_sees_lines_of_its_places_and_its_office() -> None:
    actions.append([line(place=1, office=7), line(place=2, office=8), line(place=3, office=9)])
    assert seen() == set()
    assert seen(places="{1,2}") == {1, 2}
    assert seen(scope="{1}") == {1}
    assert seen(places="{1}", scope="{2,3}") == {1}
    assert seen(office="9") == {3}
    assert seen(places="{1}", office="8") == {1, 2}
    assert seen(everywhere="on") >= {1, 2, 3}
    assert seen(everywhere="off") == set()


def test_a_line_corrected_elsewhere_no_longer_stands_here() -> None:
    session(everywhere="on")
    record = uuid7()
    moved = actions.append([line(record=record, place=1)])[0]
    new = actions.replace(moved, line(record=record, place=2))
    session(places="{1}")
    assert sql.rows("select id from ledger_standing") == []
    row = queries.line(moved)
    assert row is not None
    assert (row.corrected_by, row.standing) == (new, False)
    assert queries.line(new) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=examples(25))
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(-3, 5)), min_size=1, max_size=25))
def test_standing_lines_add_up_to_what_was_last_said(steps: list[tuple[int, int]]) -> None:
    """Each step writes a new line, or corrects the newest of an earlier chain: with zero, voids it."""
    session(everywhere="on")
    office = int(sql.value("select coalesce(max(office), 1000) + 1 from ledger_line"))
    chains: list[tuple[int, UUID, int]] = []
    for pick, quantity in steps:
        if pick < len(chains):
            last, record, _old = chains[pick]
            new = actions.replace(last, line(record=record, office=office, quantity=quantity))
            chains[pick] = (new, record, quantity)
        elif quantity:
            record = uuid7()
            chains.append(
                (actions.append([line(record=record, office=office, quantity=quantity)])[0], record, quantity)
            )
    counted = sql.one("select count(*), coalesce(sum(quantity), 0) from ledger_standing where office = %s", [office])
    assert counted == (sum(q != 0 for *_rest, q in chains), sum(q for *_rest, q in chains))


def all_pages(wanted: Filter, limit: int) -> list[int]:
    found: list[int] = []
    after: tuple[date | None, int] | None = None
    while True:
        page = queries.lines(wanted, after=after, limit=limit)
        found += [row.id for row in page.rows]
        if page.after is None:
            return found
        assert len(page.rows) == limit
        after = page.after


@pytest.mark.parametrize("limit", [1, 3, 50])
def test_pages_give_every_line_once_in_order(limit: int) -> None:
    session(everywhere="on")
    days = [today() - timedelta(days=n % 4) for n in range(11)]
    ids = actions.append(
        [line("test.one" if n % 3 else "test.count", office=77, day=day) for n, day in enumerate(days)]
    )
    assert all_pages(Filter(office=77), limit) == ids[::-1]
    both = Filter(office=77, kinds=["test.one", "test.count"])
    assert all_pages(both, limit) == [i for _day, i in sorted(zip(days, ids, strict=True), reverse=True)]


def test_filters_narrow() -> None:
    session(everywhere="on")
    record, action = uuid7(), uuid7()
    ids = actions.append([
        line(record=record, office=88, place=5, dims={"sex": "f"}, day=date(2026, 1, 5)),
        line(office=88, place=6, actor=301, action=action, dims={"sex": "m", "age": "05"}, day=date(2026, 2, 5)),
        line("test.one", office=88, place=5, day=date(2026, 3, 5)),
    ])  # fmt: skip
    actions.void(ids[2], office=88, actor=300)

    def found(**wanted: Any) -> list[int]:
        return [row.id for row in queries.lines(Filter(**{"office": 88} | wanted)).rows]

    assert found(record=record) == [ids[0]]
    assert found(action=action) == [ids[1]]
    assert found(places=[6]) == [ids[1]]
    assert found(actor=301) == [ids[1]]
    assert found(standing=True) == [ids[1], ids[0]]
    assert found(since=date(2026, 2, 1), until=date(2026, 2, 28)) == [ids[1]]
    assert found(dims={"sex": "f"}) == [ids[0]]
    assert found(any_of={"sex": ("f", "u")}) == [ids[0]]
    assert found(kinds=["test.one"], standing=True) == []
    assert found(domain="test", places=[5], until=date(2026, 1, 31)) == [ids[0]]
    assert found(domain="nothing") == []
    assert [row.id for row in queries.record_lines(record)] == [ids[0]]


def test_look_ups_are_read_by_who_made_them_and_by_auditors() -> None:
    shown, opened = uuid7(), uuid7()
    session()
    search = actions.log_search(actor=300, office=2, purpose="residence", query_kind="name", shown=[shown, opened])
    own = actions.log_open(actor=301, office=2, purpose="dossier", record=opened, reference="12/TB-UBND")
    assert queries.lookups() == []
    session(actor="300")
    assert [row.id for row in queries.lookups()] == [search]
    assert queries.lookups_of(opened) == []
    session(audit="on", everywhere="on")
    assert [row.id for row in queries.lookups(limit=2)] == [own, search]
    assert [row.id for row in queries.lookups(actor=301)] == [own]
    assert [row.id for row in queries.lookups_of(opened)] == [own, search]
    assert [row.id for row in queries.lookups_of(opened, before=own)] == [search]
    assert queries.lookups_of(shown)[0].shown == 2
    assert queries.lookups(limit=1)[0].reference == "12/TB-UBND"


@pytest.mark.parametrize(
    ("rule", "bad"),
    [
        ("purpose", {"purpose": ""}),
        ("purpose", {"purpose": None}),
        ("purpose", {"purpose": "để xem"}),
        ("office", {"office": None}),
        ("actor", {"actor": None}),
        ("reference", {"reference": "ông Nguyễn Văn An"}),
        ("channel", {"channel": "điện thoại"}),
        ("query_kind", {"query_kind": "theo tên"}),
    ],
)
def test_a_look_up_without_a_purpose_or_with_words_is_refused(rule: str, bad: dict[str, Any]) -> None:
    given: dict[str, Any] = {"actor": 300, "office": 2, "purpose": "residence", "query_kind": "name", "shown": []} | bad
    with pytest.raises(LineRefused) as refused:
        actions.log_search(**given)
    assert refused.value.rule == rule


def sentence(kind: str, **more: Any) -> str:
    session(everywhere="on")
    row = queries.line(actions.append([line(kind, **more)])[0])
    assert row is not None
    return sentences.plain(row, lambda part: f"[{part.slot} {part.ref}]")


def test_lines_read_as_sentences_with_references_for_the_page_to_resolve() -> None:
    record = uuid7()
    assert sentence("test.count", record=record) == f"[actor 300] ghi [record {record}] tại [place 10]"
    told = sentence("test.one", record=record, day=date(2026, 2, 3), dims={"sex": "f"})
    assert told == f"[office 20] ghi [record {record}] ngày 03/02/2026, nữ"
    assert sentence("test.gain", quantity=1234) == "[office 20] thêm 1.234"
    assert sentence("test.count", record=record, quantity=-2).endswith(" (\N{MINUS SIGN}2)")
    assert sentence("test.one", dims={"sex": "u"}).endswith(", u")


def test_corrections_and_unknown_kinds_read_too(kinds: dict[str, Kind], monkeypatch: pytest.MonkeyPatch) -> None:
    session(everywhere="on")
    record = uuid7()
    first = actions.append([line(record=record)])[0]
    second = actions.replace(first, line(record=record, quantity=3))
    third = actions.void(second, office=20, actor=300)
    rows = [queries.line(number) for number in (first, second, third)]
    told = [sentences.plain(row) for row in rows if row is not None]
    assert told[1].startswith("Đính chính: ")
    assert told[1].endswith(" (3)")
    assert told[2].startswith("Hủy: ")
    assert not told[2].endswith(")")
    monkeypatch.setattr("diaban.ledger.registry.kinds", dict)
    assert rows[0] is not None
    assert "test.count" in sentences.plain(rows[0])


def test_no_kind_of_any_room_asks_for_what_a_line_has_not(kinds: dict[str, Kind]) -> None:
    from string import Formatter

    known = {*sentences.REFERENCES, "kind", "day", "quantity", "from", "to", "purpose"}
    for kind in kinds.values():
        slots = {slot for _text, slot, _form, _conv in Formatter().parse(str(kind.sentence)) if slot}
        assert slots <= known | set(kind.dims), kind.code


def test_numbers_become_record_ids_and_back() -> None:
    assert number_of(numbered(57)) == 57
    assert number_of(uuid7()) is None


def test_doctor_looks_at_the_ledger_in_a_moment(owner_db: OwnerDb) -> None:
    answers = {check.name: check.look(None) for check in health.CHECKS}
    assert all(answer.ok for answer in answers.values()), answers
    with owner_db() as cursor:
        cursor.execute("alter table ledger_line disable trigger kept")
        assert not health.kept(None).ok
        cursor.execute("alter table ledger_line enable always trigger kept")
