"""The sealer: numbers committed lines and look-ups into the tree and signs the head over them.

Ids are drawn before a transaction commits, so a low id may appear after higher ones were sealed. Nothing is skipped
for that: whatever is committed and not yet a leaf is sealed next, in the order in which it is seen, and the mark
below which the sealer no longer looks moves only when every transaction that could have drawn such an id has ended.
The append functions take their transaction's number before they draw ids, so: read the sequence, take a
transaction number of our own; once all transactions with smaller numbers have ended, every id up to there is
either visible or will never exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import connection, transaction

from diaban.core.errors import DiabanError
from diaban.core.sql import one, rows, value
from diaban.core.time import now
from diaban.ledger import heads, keys
from diaban.ledger.canonical import LINE, LINE_SQL, LOOKUP, LOOKUP_SQL, row_hash
from diaban.ledger.errors import head_not_ours
from diaban.ledger.merkle import Frontier

#: Leaves added by one call, and so by one head.
BATCH = 20_000
_LOCK = 223171  #: held by the one sealer; `ledger.seal` takes the same one

#: The last id drawn. A sequence nobody has used says 1 too, and that id is still to be drawn.
_DRAWN = "select case when is_called then last_value else 0 end from {}_id_seq"
_TABLES = {LINE: ("ledger_line", LINE_SQL), LOOKUP: ("ledger_lookup", LOOKUP_SQL)}


class HeadNotOurs(DiabanError):
    """The newest head isn't one that this install's key signed: sealing goes no further, so that it stays seen."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a source is settled (`done`), and up to where it will be once `horizon` has passed."""

    source: int
    done: int
    pending: int
    horizon: int | None


def seal(limit: int = BATCH) -> int:
    """Seal up to `limit` rows in one transaction; returns how many, 0 also where another sealer is at work."""
    with transaction.atomic():
        if not value("select pg_try_advisory_xact_lock(%s)", [_LOCK]):
            return 0
        value("select set_config('diaban.everywhere', 'on', true), set_config('diaban.audit', 'on', true)")
        settled = int(value("select pg_snapshot_xmin(pg_current_snapshot())::text"))
        leaves: list[tuple[int, int, bytes]] = []
        for mark in _marks():
            room = limit - len(leaves)
            found = _unsealed(mark, room)
            leaves += found
            if len(found) < room:
                _move(mark, settled, drawn=True)
            elif found:
                _move(mark, settled, upto=found[-1][1])
        if leaves:
            _add(leaves)
        return len(leaves)


def _marks() -> list[Mark]:
    found = rows("select source, done, pending, horizon::text from ledger_mark order by source")
    return [Mark(s, done, pending, int(horizon) if horizon else None) for s, done, pending, horizon in found]


def _unsealed(mark: Mark, limit: int) -> list[tuple[int, int, bytes]]:
    """(source, row id, leaf hash) of committed rows above the mark that are no leaf yet."""
    table, columns = _TABLES[mark.source]
    sql = f"""{columns} where l.id in (
        select r.id from {table} r where r.id > %s
        and not exists (select from ledger_leaf f where f.source = %s and f.row_id = r.id)
        order by r.id limit %s) order by l.id"""
    return [(mark.source, row[0], row_hash(mark.source, row)) for row in read(sql, [mark.done, mark.source, limit])]


def read(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    """Rows with their values as Python's, sent in binary: what the canonical form is made from."""
    connection.ensure_connection()
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(sql, params, binary=True)
        return cursor.fetchall()


def _move(mark: Mark, settled: int, *, drawn: bool = False, upto: int = 0) -> None:
    """Settle what can be, after everything visible above the mark (or up to id `upto`) has been taken."""
    done, pending, horizon = mark.done, mark.pending, mark.horizon
    if horizon is not None and settled >= horizon:
        done = pending if drawn else max(done, min(pending, upto))
    if done == pending:
        pending = int(value(_DRAWN.format(_TABLES[mark.source][0])))
        # A transaction number taken after the sequence was read: the order is what the mark stands on.
        horizon = int(value("select pg_current_xact_id()::text")) if pending > done else None
    if (done, pending, horizon) != (mark.done, mark.pending, mark.horizon):
        value(
            "select ledger.move_mark(%s::smallint, %s, %s, %s::text::xid8)",
            [mark.source, done, pending, None if horizon is None else str(horizon)],
        )


def _add(leaves: list[tuple[int, int, bytes]]) -> None:
    signer = keys.signer()
    tree = _tree(signer)
    before = tree.size
    for _source, _row, leaf in leaves:
        tree.append(leaf)
    at, root = now(), tree.root()
    signature = signer.sign(heads.message(tree.size, root, at))
    sources, row_ids, hashes = zip(*leaves, strict=True)
    params = [before, list(sources), list(row_ids), list(hashes), at, root, tree.to_bytes(), signer.key_id, signature]
    connection.ensure_connection()
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(
            "select ledger.seal(%s::bigint, %b::int[]::smallint[], %b::bigint[], %b::bytea[], %s, %b, %b, %s, %b)",
            params,
        )


def _tree(signer: keys.Signer) -> Frontier:
    """The tree that the newest head stands for. Whoever can write to the database could leave a head of their own:
    the next one must not give it a good signature. A key lost with its folder is replaced by one just made.

    Raises: HeadNotOurs.
    """
    row = one("select size, frontier, root, at, key_id, signature from ledger_head order by size desc limit 1")
    if row is None:
        return Frontier()
    size, frontier, root, at, key_id, signature = row
    public = signer.public if key_id == signer.key_id else keys.public_key(key_id)
    head = heads.Head(size, bytes(root), at, key_id, bytes(signature), public)
    lost = public is None and signer.made
    tree = Frontier.from_bytes(size, bytes(frontier))
    if tree.root() != head.root or not (lost or head.signed()):
        raise HeadNotOurs(head_not_ours())
    return tree
