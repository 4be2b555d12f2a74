"""Does what is sealed still read as it did? Leaves are recomputed from the rows and compared with every head.

What counts is the root: stored leaf hashes only tell where a change is. Whoever can rewrite rows can rewrite
leaves and heads too; a head saved elsewhere finds that. Rows not yet sealed and the tables of the rooms are
outside of what this can say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from diaban.core.sql import one, rows, value
from diaban.ledger import heads, keys
from diaban.ledger.canonical import LINE, LINE_SQL, LOOKUP, LOOKUP_SQL, row_hash
from diaban.ledger.heads import Head
from diaban.ledger.merkle import Frontier
from diaban.ledger.sealing import read

CHUNK = 10_000
_SQL = {LINE: LINE_SQL, LOOKUP: LOOKUP_SQL}
_NOTHING = bytes(32)  #: stands for a row that is gone: no SHA-256 anyone will find


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was sealed. `code` is stable; `leaf` counts from 0; `row` is the row's id."""

    code: str
    leaf: int | None = None
    source: int | None = None
    row: int | None = None
    head: int | None = None


@dataclass(slots=True)
class Report:
    """What was checked and what was found."""

    sealed: int = 0
    heads: int = 0
    saved: int = 0
    unsealed_lines: int = 0
    unsealed_lookups: int = 0
    root: str = ""
    agreed: int = 0  #: size of the largest stored head that the recomputed leaves agree with, before the first bad one
    agreed_saved: int = 0  #: the same of heads saved elsewhere, which nobody here could have made anew
    findings: list[Finding] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not self.findings

    @property
    def first_leaf(self) -> int | None:
        """The first leaf known to differ, or None where only a range between two heads is known."""
        found = [finding.leaf for finding in self.findings if finding.leaf is not None]
        return min(found) if found else None

    @property
    def between(self) -> tuple[int, int] | None:
        """The leaves among which the first change lies, as [from, to), by the heads that agree and those that don't."""
        for code, agreed in (("saved_root", self.agreed_saved), ("head_root", self.agreed)):
            bad = [f.head for f in self.findings if f.code == code and f.head is not None]
            if bad:
                return (agreed, min(bad))
        return None


Progress = Callable[[int, int], None]


def verify(saved: Sequence[Head] = (), progress: Progress | None = None) -> Report:
    """Recompute every sealed leaf and compare with the stored heads and with heads saved elsewhere.

    `progress(done, of)` is called after each ten thousand leaves. Reads as the sealer does, whoever asks: the
    report holds positions and ids, no content.
    """
    report = Report(saved=len(saved))
    value("select set_config('diaban.everywhere', 'on', false), set_config('diaban.audit', 'on', false)")
    try:
        _verify(report, saved, progress or (lambda done, of: None))
    finally:
        value("select set_config('diaban.everywhere', '', false), set_config('diaban.audit', '', false)")
    return report


def _verify(report: Report, saved: Sequence[Head], progress: Progress) -> None:
    row = one("select max(size), count(*) from ledger_head")
    size, report.heads = (row[0] or 0, row[1]) if row else (0, 0)
    _check_signatures(report, saved)
    checker = _Heads(report, saved, size)
    tree = Frontier()
    checker.at(tree)
    for seq, source, row_id, stored, leaf in _leaves(size):
        if seq != tree.size:
            report.findings.append(Finding("leaf_missing", leaf=tree.size))
            break
        if leaf is None:
            report.findings.append(Finding("row_missing", seq, source, row_id))
        elif leaf != stored:
            report.findings.append(Finding("row_changed", seq, source, row_id))
        tree.append(leaf or _NOTHING)
        checker.at(tree)
        if tree.size % CHUNK == 0:
            progress(tree.size, size)
    report.sealed, report.root = tree.size, tree.root().hex()
    checker.finish(tree)
    _check_tail(report)


def _leaves(size: int) -> Iterator[tuple[int, int, int, bytes, bytes | None]]:
    """(seq, source, row id, stored hash, recomputed hash or None) of the leaves below `size`, in order."""
    start = 0
    while start < size:
        chunk = read(
            "select seq, source, row_id, hash from ledger_leaf where seq >= %s and seq < %s order by seq",
            [start, min(start + CHUNK, size)],
        )
        computed: dict[tuple[int, int], bytes] = {}
        for source, sql in _SQL.items():
            ids = [row[2] for row in chunk if row[1] == source]
            if ids:
                for row in read(f"{sql} where l.id = any(%s)", [ids]):
                    computed[source, row[0]] = row_hash(source, row)
        for seq, source, row_id, stored in chunk:
            yield seq, source, row_id, bytes(stored), computed.get((source, row_id))
        if len(chunk) < min(CHUNK, size - start):
            return
        start += CHUNK


class _Heads:
    """Compares the growing tree with the heads whose size it passes."""

    def __init__(self, report: Report, saved: Sequence[Head], size: int) -> None:
        self.report = report
        self.stored = self._stored()
        self.next = next(self.stored, None)
        self.waiting = sorted(saved, key=lambda head: head.size)
        self.bad: set[str] = set()
        self.size = size

    @staticmethod
    def _stored() -> Iterator[tuple[int, bytes]]:
        after = 0
        while found := rows(
            "select size, root from ledger_head where size > %s order by size limit %s", [after, CHUNK]
        ):
            yield from ((size, bytes(root)) for size, root in found)
            after = found[-1][0]

    def at(self, tree: Frontier) -> None:
        """Compare whatever was signed at this size. Only the first disagreement of each sort is reported."""
        if self.next is not None and self.next[0] == tree.size:
            self._compare(tree, self.next[1], "head_root")
            self.next = next(self.stored, None)
        while self.waiting and self.waiting[0].size == tree.size:
            self._compare(tree, self.waiting.pop(0).root, "saved_root")

    def _compare(self, tree: Frontier, root: bytes, code: str) -> None:
        if code in self.bad:
            return
        if tree.root() != root:
            self.bad.add(code)
            self.report.findings.append(Finding(code, head=tree.size))
        elif code == "head_root":
            self.report.agreed = tree.size
        else:
            self.report.agreed_saved = tree.size

    def finish(self, tree: Frontier) -> None:
        """Heads larger than the tree: sealed leaves have gone."""
        if self.next is not None and self.next[0] <= self.size:
            self.report.findings.append(Finding("tree_shorter", head=self.next[0]))
        self.report.findings.extend(Finding("tree_shorter_saved", head=head.size) for head in self.waiting[:1])


def _check_signatures(report: Report, saved: Sequence[Head]) -> None:
    newest = heads.last()
    if newest is not None and not newest.signed():
        report.findings.append(Finding("head_signature", head=newest.size))
    for head in saved:
        if not head.signed():
            report.findings.append(Finding("saved_signature", head=head.size))
        elif keys.public_key(head.key_id) is None:  # it brings its own key, so its signature says nothing of whose
            report.findings.append(Finding("saved_key", head=head.size))


_TAIL = """
select count(*), count(*) filter (where r.id <= m.done), min(r.id) filter (where r.id <= m.done)
from {table} r cross join ledger_mark m
where m.source = %s and not exists (select from ledger_leaf f where f.source = %s and f.row_id = r.id)
"""


def _check_tail(report: Report) -> None:
    """Count what isn't sealed yet; a row that the sealer had passed came in another way than the functions."""
    counts = []
    for source, table in ((LINE, "ledger_line"), (LOOKUP, "ledger_lookup")):
        row = one(_TAIL.format(table=table), [source, source])
        waiting, passed, first = row or (0, 0, None)
        counts.append(waiting)
        if passed:
            report.findings.append(Finding("row_inserted", source=source, row=first))
    report.unsealed_lines, report.unsealed_lookups = counts
    beyond = value("select min(seq) from ledger_leaf where seq >= (select coalesce(max(size), 0) from ledger_head)")
    if beyond is not None:
        report.findings.append(Finding("leaf_without_head", leaf=beyond))
