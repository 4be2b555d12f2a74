"""What the corridor tells: the inbox with its counts, one case, and what happened to it."""

from __future__ import annotations

from uuid import UUID

from diaban.access.scope import Viewer
from diaban.casework import cases, policies
from diaban.casework.cases import Case
from diaban.casework.inbox import Counts, Page, Tab, counts, inbox
from diaban.ledger import queries as ledger
from diaban.ledger.queries import Filter, Row

__all__ = ["Case", "Counts", "Page", "Tab", "case", "counts", "history", "inbox"]


def case(case_id: UUID, *, viewer: Viewer) -> Case:
    """One case. Raises NotFound outside the viewer's ground, or for a kind that the role doesn't see."""
    found = cases.read(case_id)
    policies.check_see(viewer, found)
    return found


def history(case_id: UUID, *, viewer: Viewer, limit: int = 100) -> list[Row]:
    """The lines about a case that the viewer may read, the latest first: its steps, who had it, what the clock said."""
    case(case_id, viewer=viewer)
    return ledger.lines(Filter(record=case_id), limit=limit).rows
