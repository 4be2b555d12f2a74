"""What the corridor tells: the inbox with its counts, one case, and what happened to it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from diaban.access.scope import Viewer
from diaban.casework import policies
from diaban.casework.cases import Case, read, read_all
from diaban.casework.inbox import Counts, Page, Tab, counts, inbox
from diaban.ledger import queries as ledger
from diaban.ledger.queries import Filter, Row

__all__ = ["Case", "Counts", "Page", "Tab", "case", "cases", "counts", "history", "inbox"]


def case(case_id: UUID, *, viewer: Viewer) -> Case:
    """One case. Raises NotFound outside the viewer's ground, or for a kind that the role doesn't see."""
    found = read(case_id)
    policies.check_see(viewer, found)
    return found


def cases(ids: Sequence[UUID], *, viewer: Viewer) -> list[Case]:
    """Several cases in the order given, without those that the viewer doesn't see."""
    found = {case.id: case for case in read_all(ids) if policies.can_see(viewer, case)}
    return [found[each] for each in ids if each in found]


def history(case_id: UUID, *, viewer: Viewer, limit: int = 100) -> list[Row]:
    """The lines about a case that the viewer may read, the latest first: its steps, who had it, what the clock said."""
    case(case_id, viewer=viewer)
    return ledger.lines(Filter(record=case_id), limit=limit).rows
