"""What every verb of the room shares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.casework.models import Case
from diaban.core.errors import NotFound, Stale
from diaban.core.time import now
from diaban.incidents import lines, policies
from diaban.incidents.models import Incident, Involved
from diaban.ledger.lines import Line


def locked(by: Viewer, incident_id: UUID, version: int | None = None) -> Incident:
    """An incident that the viewer may work on, locked. Raises NotFound, Refused, Stale."""
    found = Incident.objects.select_for_update().filter(pk=incident_id).first()
    if found is None:
        raise NotFound(_("Không có vụ việc này trong phạm vi của bạn."))
    policies.check_edit(by, found)
    if version is not None and found.version != version:
        raise Stale(_("Người khác vừa sửa vụ việc này; chưa lưu gì, hãy xem bản mới rồi sửa lại."))
    return found


def save(incident: Incident, **columns: Any) -> None:
    """Write changed columns and count the version up."""
    for name, new in columns.items():
        setattr(incident, name, new)
    incident.version += 1
    incident.updated_at = now()
    incident.save(update_fields=[*columns, "version", "updated_at"])


def settle(incident: Incident, by: Viewer, action: UUID, more: Sequence[Line] = ()) -> None:
    """Bring the lines that stand in line with what the record says now."""
    involved = Involved.objects.filter(incident_id=incident.id)
    lines.settle(incident, lines.tally(involved), by, action, more)


def has_case(incident_id: UUID) -> bool:
    """Whether a case was opened; incidents of older books have none until they are opened again."""
    return Case.objects.filter(pk=incident_id).exists()
