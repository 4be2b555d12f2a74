"""What is being typed is kept as it is typed: no power cut or lost connection costs a clerk a form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from diaban.access.scope import Viewer
from diaban.core.sql import value
from diaban.core.time import now
from diaban.onestop import policies
from diaban.onestop.models import Draft

#: Days that a draft is kept after the last key.
KEPT = 30
#: Bytes of one field, and fields of one draft: more is no form of ours.
_LONGEST, _MOST = 4_000, 80


def keep_draft(*, by: Viewer, code: str, subject_id: UUID | None, typed: Mapping[str, Any]) -> Draft:
    """Keep what a clerk has typed so far for a procedure and a person; nothing of it is checked."""
    policies.check_write(by)
    clean = {name: value for name, value in list(typed.items())[:_MOST] if len(str(value)) <= _LONGEST}
    found, _made = Draft.objects.update_or_create(
        actor=by.staff_id, office=by.office_id, procedure_code=code, subject_id=subject_id,
        defaults={"typed": clean, "updated_at": now()},
    )  # fmt: skip
    return found


def drop_draft(by: Viewer, code: str, subject_id: UUID | None) -> None:
    """The dossier was taken in: what was typed for it isn't needed any more."""
    Draft.objects.filter(
        actor=by.staff_id, office=by.office_id, procedure_code=code, subject_id=subject_id
    ).delete()  # fmt: skip


def expire_drafts() -> int:
    """By the clock: drafts that nobody has touched for a month are removed; returns how many."""
    return int(value("select onestop.expire_drafts(%s)", [now() - timedelta(days=KEPT)]))
