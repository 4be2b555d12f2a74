"""What the tables' owner does to sealed rows, and what a saved head says of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest

from diaban.core import sql
from diaban.core.errors import Invalid
from diaban.core.ids import uuid7
from diaban.core.time import now
from diaban.ledger import actions, audit, heads, jobs, keys, sealing, telling
from diaban.ledger.canonical import row_hash
from diaban.ledger.heads import Head
from diaban.ledger.merkle import Frontier
from diaban.ledger.tests.conftest import line

pytestmark = pytest.mark.slow

Owner = psycopg.Connection[Any]
TABLES = ("ledger_line", "ledger_lookup", "ledger_leaf", "ledger_head")


@pytest.fixture
def saved(owner: Owner) -> Head:
    """Ten lines and two look-ups, sealed; the head as an inspector took it away. Three more lines come later."""
    actions.append([line(place=place, dims={"sex": "f"}) for place in range(10)])
    actions.log_search(actor=3, office=2, purpose="residence", query_kind="name", shown=[uuid7(), uuid7()])
    actions.log_open(actor=3, office=2, purpose="residence", record=uuid7())
    jobs.run_once()
    head = heads.last()
    assert head is not None
    actions.append([line() for _ in range(3)])
    jobs.run_once()
    return head


def break_in(owner: Owner, *statements: str) -> None:
    """As the owner may: switch the triggers off, do it, switch them on again."""
    for table in TABLES:
        owner.execute(f"alter table {table} disable trigger kept")
    for statement in statements:
        owner.execute(statement)
    for table in TABLES:
        owner.execute(f"alter table {table} enable always trigger kept")


def rebuild(owner: Owner) -> None:
    """Make leaves and one head anew over the rows as they now are, signed with the install's own key."""
    order = owner.execute("select source, row_id from ledger_leaf order by seq").fetchall()
    sql.value("select set_config('diaban.everywhere', 'on', false), set_config('diaban.audit', 'on', false)")
    tree, made = Frontier(), []
    for source, row_id in order:
        columns = audit._SQL[source]
        for row in sealing.read(f"{columns} where l.id = %s", [row_id]):
            made.append((source, row_id, row_hash(source, row)))
            tree.append(made[-1][2])
    signer, at = keys.signer(), now()
    signature = signer.sign(heads.message(tree.size, tree.root(), at))
    break_in(owner, "delete from ledger_leaf", "delete from ledger_head")
    for seq, (source, row_id, leaf) in enumerate(made):
        owner.execute("insert into ledger_leaf values (%s, %s, %s, %s)", [seq, row_id, source, leaf])
    owner.execute(
        "insert into ledger_head values (%s, %s, %s, %s, %s, %s)",
        [tree.size, at, tree.root(), tree.to_bytes(), signer.key_id, signature],
    )


def codes(report: audit.Report) -> set[str]:
    return {finding.code for finding in report.findings}


def test_what_nobody_touched_is_sound(saved: Head) -> None:
    report = audit.verify([saved])
    assert report.sound
    assert (report.sealed, report.heads, report.saved, report.agreed, report.unsealed_lines) == (15, 2, 1, 15, 0)
    assert report.agreed_saved == 12


def test_what_is_not_yet_sealed_is_counted_not_claimed(saved: Head) -> None:
    actions.append([line()])
    actions.log_open(actor=3, office=2, purpose="residence", record=uuid7())
    report = audit.verify([saved])
    assert report.sound
    assert (report.unsealed_lines, report.unsealed_lookups) == (1, 1)


EDITS = {
    "quantity": "update ledger_line set quantity = 100 where id = 4",
    "day": "update ledger_line set day = day - 1 where id = 4",
    "recorded": "update ledger_line set recorded_at = recorded_at - interval '1 microsecond' where id = 4",
    "dims": 'update ledger_line set dims = \'{"sex": "m"}\' where id = 4',
    "actor": "update ledger_line set actor = 9 where id = 4",
    "empty purpose": "update ledger_line set purpose = '' where id = 4",
    "kind": "update ledger_line set kind_id = (select id from ledger_kind where code = 'test.gain') where id = 4",
    "corrects": "update ledger_line set corrects = 3 where id = 4",
    "two lines swapped": "update ledger_line set record_id = case id when 4 then (select record_id from ledger_line"
    " where id = 5) else (select record_id from ledger_line where id = 4) end where id in (4, 5)",
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_an_edited_line_is_named(edit: str, owner: Owner, saved: Head) -> None:
    break_in(owner, edit)
    report = audit.verify([saved])
    assert {"row_changed", "head_root", "saved_root"} <= codes(report)
    assert report.first_leaf == 3


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_an_edit_with_the_tree_rebuilt_is_found_by_a_saved_head_alone(edit: str, owner: Owner, saved: Head) -> None:
    break_in(owner, edit)
    rebuild(owner)
    assert audit.verify().sound, "without a saved head a forger with the key can't be found"
    report = audit.verify([saved])
    assert codes(report) == {"saved_root"}
    assert report.between == (0, saved.size)


REMOVALS: dict[str, tuple[str, ...]] = {
    "deleted line": ("delete from ledger_line where id = 4", "delete from ledger_leaf where row_id = 4 and source = 0"),
    "edited look-up": ("update ledger_lookup set purpose = 'verify' where id = 1",),
    "shown person taken out": ("update ledger_lookup set shown = shown[2:] where id = 1",),
    "deleted look-up": (
        "delete from ledger_lookup where id = 2",
        "delete from ledger_leaf where row_id = 2 and source = 1",
    ),
    "reordered leaves": (
        "alter table ledger_leaf drop constraint ledger_leaf_source_row_id_key",
        "update ledger_leaf set row_id = case row_id when 4 then 5 else 4 end where source = 0 and row_id in (4, 5)",
    ),
    "inserted line": (
        "insert into ledger_line (record_id, action_id, day, place, office, actor, kind_id, recorded_at)"
        " select record_id, action_id, day, place, office, actor, kind_id, recorded_at from ledger_line where id = 4",
        "update ledger_leaf set seq = seq + 1000 where seq >= 4",
        "update ledger_leaf set seq = seq - 999 where seq >= 1000",
        "insert into ledger_leaf select 4, max(l.id), 0, (select hash from ledger_leaf limit 1) from ledger_line l",
    ),
}


@pytest.mark.parametrize("edit", REMOVALS.values(), ids=REMOVALS.keys())
@pytest.mark.parametrize("rebuilt", [False, True], ids=["", "tree rebuilt"])
def test_removal_insertion_and_order_are_found(
    edit: tuple[str, ...], rebuilt: bool, owner: Owner, saved: Head
) -> None:  # fmt: skip
    break_in(owner, *edit)
    if rebuilt:
        rebuild(owner)
    report = audit.verify([saved])
    assert codes(report) & {"saved_root", "tree_shorter_saved"}
    assert rebuilt or report.first_leaf is not None


def test_a_line_slipped_in_below_the_sealed_ones_is_found(owner: Owner, saved: Head) -> None:
    owner.execute("alter table ledger_line alter id set generated by default")
    actions.append([line()])
    owner.execute("delete from ledger_mark; insert into ledger_mark values (0, 20, 20, null), (1, 2, 2, null)")
    owner.execute(
        "insert into ledger_line (id, record_id, action_id, day, place, office, actor, kind_id)"
        " values (-5, gen_random_uuid(), gen_random_uuid(), '2026-01-01', 1, 1, 1, 1)"
    )
    assert "row_inserted" in codes(audit.verify([saved]))


def test_a_cut_tree_is_shorter_than_the_saved_head(owner: Owner, saved: Head) -> None:
    break_in(owner, "delete from ledger_leaf where seq > 5", "delete from ledger_head")
    assert {"tree_shorter_saved", "leaf_without_head"} <= codes(audit.verify([saved]))


def test_leaves_missing_under_a_head_are_found(owner: Owner, saved: Head) -> None:
    break_in(owner, "delete from ledger_leaf where seq > 5")
    assert {"tree_shorter", "tree_shorter_saved"} <= codes(audit.verify([saved]))


def test_a_saved_head_that_nobody_signed_is_told(saved: Head) -> None:
    forged = replace(saved, root=bytes(32))
    assert {"saved_signature", "saved_root"} <= codes(audit.verify([forged]))
    other = replace(saved, public=bytes(32))
    assert "saved_signature" in codes(audit.verify([other]))


def test_several_saved_heads_narrow_the_range(owner: Owner, saved: Head) -> None:
    last = heads.last()
    assert last is not None
    break_in(owner, "update ledger_line set quantity = 7 where id = 12")
    rebuild(owner)
    report = audit.verify([last, saved])
    assert report.between == (saved.size, last.size)


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"diaban_head": 1}', '{"diaban_head": 2}', "\x00"])
def test_a_file_that_is_no_head_is_refused_in_a_sentence(content: str, tmp_path: Path) -> None:
    path = tmp_path / "head.json"
    path.write_text(content)
    with pytest.raises(Invalid, match=r"head\.json"):
        heads.load(path)
    with pytest.raises(Invalid):
        heads.load(tmp_path / "none.json")


def test_a_folder_of_heads_is_read_whole(saved: Head, tmp_path: Path) -> None:
    heads.write(saved, tmp_path / "2026-01-01.json")
    heads.write(replace(saved, size=15), tmp_path / "2026-01-02.json")
    assert [head.size for head in heads.load_all(tmp_path)] == [12, 15]
    assert [head.size for head in heads.load_all(tmp_path / "2026-01-01.json")] == [12]
    (tmp_path / "empty").mkdir()
    with pytest.raises(Invalid, match="empty"):
        heads.load_all(tmp_path / "empty")


def test_an_audit_is_told_in_sentences_and_for_scripts(owner: Owner, saved: Head) -> None:
    assert len(telling.limits(audit.verify([saved]))) == 2
    assert len(telling.limits(audit.verify())) == 3
    assert telling.findings(audit.verify([saved])) == []
    break_in(owner, "update ledger_line set quantity = 100 where id = 4")
    report = audit.verify([saved])
    told = telling.findings(report)
    assert told[0] == "Lá số 3: dòng 4 đã bị sửa sau khi niêm phong."
    assert told[-1] == "Chỗ khác đầu tiên: lá số 3."
    rebuild(owner)
    report = audit.verify([saved])
    assert telling.findings(report)[-1] == "Chỗ khác đầu tiên nằm trong các lá từ 0 đến 11."
    data = json.loads(json.dumps(telling.to_dict(report)))
    assert (data["ok"], data["between"], data["findings"][0]["code"]) == (False, [0, 12], "saved_root")


def test_every_finding_has_a_sentence() -> None:
    import inspect
    import re

    coded = set(re.findall(r'Finding\(\s*"([a-z_]+)"', inspect.getsource(audit))) | {"head_root", "saved_root"}
    assert len(coded) > 8
    for code in coded:
        assert telling.finding(audit.Finding(code, 1, 0, 2, 3)) != code


def test_verifying_tells_how_far_it_is(saved: Head, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(audit, "CHUNK", 4)
    progress: Callable[[int, int], None] = lambda done, of: told.append((done, of))  # noqa: E731
    assert audit.verify([saved], progress).sound
    assert told == [(4, 15), (8, 15), (12, 15)]
    assert json.loads(saved.to_json())["size"] == saved.size
