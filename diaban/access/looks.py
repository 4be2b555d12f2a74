"""Looks at records about persons, written to the log of look-ups as the viewer's and in the transaction that shows."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from diaban.access.scope import Viewer
from diaban.ledger.actions import log_open, log_search


def log_shown(viewer: Viewer, kind: str, shown: Sequence[UUID], channel: str = "web") -> None:
    """A search, list or page of some kind showed these records. Raises LineRefused without a purpose."""
    log_search(
        actor=viewer.staff_id, office=viewer.office_id, purpose=viewer.purpose, reference=viewer.reference,
        query_kind=kind, shown=shown, channel=channel,
    )  # fmt: skip


def log_opened(viewer: Viewer, record: UUID, channel: str = "web", kind: str = "open") -> None:
    """One record was opened. Raises LineRefused without a purpose."""
    log_open(
        actor=viewer.staff_id, office=viewer.office_id, purpose=viewer.purpose, reference=viewer.reference,
        record=record, channel=channel, query_kind=kind,
    )  # fmt: skip
