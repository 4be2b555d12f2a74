"""What is done about an incident: checked, handed over, closed, opened again; each a step of its case."""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.casework import actions as casework
from diaban.core.errors import Conflict, Invalid
from diaban.core.time import ZONE, now
from diaban.incidents import lines, states
from diaban.incidents.actions.base import has_case, locked, save, settle
from diaban.incidents.models import Incident, Outcome, Step
from diaban.people.actions.base import action


def check(*, by: Viewer, incident_id: UUID, version: int | None = None) -> Incident:
    """Begin to check it."""
    return _step(by, incident_id, version, "check")


def hand_over(*, by: Viewer, incident_id: UUID, version: int | None, body: str, text: str = "") -> Incident:
    """Pass it to another body; the clock of the written notice runs from now."""
    body = body.strip()[:200]
    if not body:
        raise Invalid(_("Chưa lưu: hãy ghi cơ quan nhận."), {"body": _("Ghi cơ quan nhận.")})
    told = ". ".join(filter(None, (str(_("Chuyển %(body)s") % {"body": body}), text.strip())))
    return _step(by, incident_id, version, "hand_over", told, outcome=Outcome.TRANSFERRED, outcome_note=body)


def notify(*, by: Viewer, incident_id: UUID, version: int | None = None, text: str = "") -> Incident:
    """The written notice was given; the incident is the other body's now."""
    return _step(by, incident_id, version, "notify", text)


def close(
    *, by: Viewer, incident_id: UUID, version: int | None, outcome: str, outcome_note: str = "", day: date | None = None
) -> Incident:
    """Close it with its result."""
    if outcome not in Outcome.values:
        raise Invalid(_("Chưa lưu: hãy chọn kết quả."), {"outcome": _("Chọn kết quả.")})
    at = min(datetime.combine(day, time(23, 59), ZONE), now()) if day else None
    note = outcome_note.strip()[:1000]
    return _step(by, incident_id, version, "close", note, at=at, outcome=outcome, outcome_note=note)


def reopen(*, by: Viewer, incident_id: UUID, version: int | None, text: str) -> Incident:
    """Work on it again: what was its result no longer counts. One from an older book gets its case now."""
    with action() as action_id:
        incident = locked(by, incident_id, version)
        if has_case(incident.id):
            casework.move(by=by, case_id=incident.id, step="reopen", dims=_dims(incident), action=action_id)
        elif incident.outcome:
            _open(incident, by, action_id)
        else:
            raise Conflict(_("Vụ việc này đang mở; chưa lưu gì, hãy tải lại trang."))
        _note(incident, by, text)
        save(incident, outcome="", outcome_note="")
        settle(incident, by, action_id)
    return incident


def _open(incident: Incident, by: Viewer, action_id: UUID) -> None:
    """A case for an incident that has none, already being checked."""
    casework.open(by=by, kind=states.CASE, case_id=incident.id, place=incident.place, title_code=incident.kind,
                  dims=_dims(incident), action=action_id)  # fmt: skip
    casework.move(by=by, case_id=incident.id, step="check", dims=_dims(incident), action=action_id)


def void(*, by: Viewer, incident_id: UUID, version: int | None) -> Incident:
    """It was entered by mistake: it stays, and counts no more."""
    with action() as action_id:
        incident = locked(by, incident_id, version)
        if has_case(incident.id):
            casework.move(by=by, case_id=incident.id, step="void", dims=_dims(incident), action=action_id)
            more = []
        else:
            more = [lines.line("voided", incident, by, action_id)]
        save(incident, void=True)
        settle(incident, by, action_id, more)
    return incident


def remote(*, by: Viewer, incident_id: UUID) -> None:
    """A remote commune or island has 48 hours to classify or pass it on, not 24."""
    with action():
        incident = locked(by, incident_id)
        casework.rerule(by=by, case_id=incident.id, rule="incidents.transfer_remote")


def add_step(*, by: Viewer, incident_id: UUID, version: int | None = None, text: str) -> Incident:
    """Record something that was done, without moving the case."""
    if not text.strip():
        raise Invalid(_("Chưa lưu: hãy ghi việc đã làm."), {"text": _("Ghi việc đã làm.")})
    with action() as action_id:
        incident = locked(by, incident_id, version)
        _note(incident, by, text)
        save(incident)
        settle(incident, by, action_id, [lines.line("step", incident, by, action_id)])
    return incident


def _step(
    by: Viewer, incident_id: UUID, version: int | None, step: str, text: str = "", at: datetime | None = None,
    **columns: str,
) -> Incident:  # fmt: skip
    with action() as action_id:
        incident = locked(by, incident_id, version)
        if not has_case(incident.id):
            _open(incident, by, action_id)
        casework.move(by=by, case_id=incident.id, step=step, at=at, dims=_dims(incident), action=action_id)
        _note(incident, by, text)
        save(incident, **columns)
        settle(incident, by, action_id)
    return incident


def _dims(incident: Incident) -> dict[str, str | int]:
    return {"group": incident.group, "kind": incident.kind}


def _note(incident: Incident, by: Viewer, text: str) -> None:
    if text.strip():
        Step.objects.create(incident_id=incident.id, at=now(), text=text.strip()[:5000], by=by.staff_id)
