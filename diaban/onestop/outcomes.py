"""What a granted dossier writes to the register, by the verbs of the people room and in the dossier's own transaction.

Each returns the ids of what it wrote, by which it is undone where the people room can undo it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.core.errors import Conflict, Invalid
from diaban.onestop.asking import birth_of
from diaban.onestop.models import Dossier
from diaban.people import actions as people
from diaban.people.actions.base import keep_reach, locked
from diaban.people.data import PersonData
from diaban.people.models import Event, Resident, Stay, StayKind

Outcome = dict[str, str]


def give(by: Viewer, dossier: Dossier) -> Outcome:
    """Write what the dossier asks for to the register. Raises what the verb raises, with nothing written."""
    return _VERBS[dossier.procedure.code](by, dossier, _subject(dossier))


def undo(by: Viewer, dossier: Dossier) -> None:
    """Take back what was written for a result given by mistake. Raises Conflict where that has no way back."""
    kept = dossier.outcome
    if kept.get("event"):
        resident = locked(Event.objects.values_list("resident_id", flat=True).get(pk=kept["event"]))
        people.void_event(by=by, event_id=UUID(kept["event"]), version=resident.version)
    elif kept.get("stay"):
        _undo_stay(by, UUID(kept["stay"]))
    elif kept:
        raise Conflict(_("Kết quả này đã ghi vào sổ và không tự hủy được; hãy đính chính ở hồ sơ cư dân, hộ."))


def _undo_stay(by: Viewer, stay_id: UUID) -> None:
    stay = Stay.objects.get(pk=stay_id)
    version = locked(stay.resident_id).version
    if stay.begun:
        people.close_stay(by=by, stay_id=stay_id, version=version, day=stay.starts)
    else:
        people.cancel_stay(by=by, stay_id=stay_id, version=version)


def _subject(dossier: Dossier) -> Resident | None:
    """The resident it is about, locked. Whoever decides a dossier reaches the person it names, for this transaction."""
    if dossier.subject_id is None:
        return None
    keep_reach(dossier.subject_id)
    return locked(dossier.subject_id)


def _permanent(by: Viewer, dossier: Dossier, subject: Resident | None) -> Outcome:
    told = dossier.answers
    since, home = date.fromisoformat(told["since"]), _joined(told.get("head_no", ""))
    relation = told.get("relation", "other")
    if subject is None:
        made = people.register(by=by, person=_person(dossier, relation), place=told["place"], household_id=home,
                               since=since, kind=StayKind.PERMANENT)  # fmt: skip
        return {"event": _registered(made), "resident": str(made.id)}
    event = people.move_in(by=by, resident_id=subject.id, version=subject.version, day=since, place=told["place"],
                           household_id=home, address=told.get("address", ""), relation=relation)  # fmt: skip
    return {"event": str(event.id)}


def _joined(head_no: str) -> UUID | None:
    """The household of the head who is named by number. Raises Invalid where the ground has none."""
    if not head_no:
        return None
    head = Resident.objects.filter(id_no=head_no).first()
    if head is None or head.household_id is None:
        raise Invalid(_("Không thấy hộ của chủ hộ mang số đã khai trong địa bàn; hãy yêu cầu bổ sung."))
    return head.household_id


def _registered(made: Resident) -> str:
    return str(Event.objects.values_list("id", flat=True).get(resident_id=made.id))


def _person(dossier: Dossier, relation: str = "other") -> PersonData:
    """Someone new, as the dossier tells of them."""
    told = dossier.answers
    birth, precision = birth_of(told.get("birth", ""))
    return PersonData(full_name=told["full_name"], sex=told["sex"], birth_date=birth, birth_precision=precision,
                      id_no=told.get("id_no") or None, phone=dossier.phone, address=told.get("address", ""),
                      hometown=told.get("hometown", ""), relation=relation)  # fmt: skip


def _temporary(by: Viewer, dossier: Dossier, subject: Resident | None) -> Outcome:
    told = dossier.answers
    if subject is None:
        made = people.register(by=by, person=_person(dossier), place=told["place"], household_id=None,
                               since=date.fromisoformat(told["since"]), kind=StayKind.TEMPORARY)  # fmt: skip
        return {"event": _registered(made), "resident": str(made.id)}
    return _stay(by, dossier, subject, StayKind.TEMPORARY, told["place"])


def _absence(by: Viewer, dossier: Dossier, subject: Resident | None) -> Outcome:
    return _stay(by, dossier, _known(subject), StayKind.ABSENT, None)


def _overnight(by: Viewer, dossier: Dossier, subject: Resident | None) -> Outcome:
    """A guest of the register gets a stay; others (foreigners among them) are kept with the notice alone."""
    return {} if subject is None else _stay(by, dossier, subject, StayKind.VISITING, dossier.answers["place"])


def _stay(by: Viewer, dossier: Dossier, subject: Resident, kind: str, place: int | None) -> Outcome:
    told = dossier.answers
    stay = people.open_stay(
        by=by, resident_id=subject.id, version=subject.version, kind=kind, starts=date.fromisoformat(told["since"]),
        ends=date.fromisoformat(told["until"]) if told.get("until") else None, reason=told.get("reason", ""),
        place=place, address=told.get("address", ""),
    )  # fmt: skip
    return {"stay": str(stay.id)}


def _split(by: Viewer, dossier: Dossier, subject: Resident | None) -> Outcome:
    head = _known(subject)
    made = people.open_household(by=by, head_id=head.id, version=head.version, address=dossier.answers["address"])
    return {"household": str(made.id)}


def _correction(by: Viewer, dossier: Dossier, subject: Resident | None) -> Outcome:
    row, told = _known(subject), dossier.answers
    names = ("full_name", "sex", "birth_date", "birth_precision", "id_no", "phone", "address", "hometown", "relation")
    person = PersonData(**{name: getattr(row, name) for name in names})
    if told["what"] == "birth":
        birth, precision = birth_of(told["birth"])
        person = replace(person, birth_date=birth, birth_precision=precision)
    else:
        changed: dict[str, Any] = {told["what"]: told[told["what"]]}
        person = replace(person, **changed)
    people.correct(by=by, resident_id=row.id, version=row.version, person=person)
    return {"corrected": str(row.id)}


def _certificate(by: Viewer, dossier: Dossier, subject: Resident | None) -> Outcome:
    return {}


def _birth(by: Viewer, dossier: Dossier, subject: Resident | None) -> Outcome:
    parent, told = _known(subject), dossier.answers
    if parent.household_id is None:
        raise Invalid(_("Người này chưa ở trong hộ nào; hãy ghi họ vào hộ trước."))
    born = date.fromisoformat(told["born"])
    child = PersonData(full_name=told["full_name"], sex=told["sex"], birth_date=born, birth_precision="d",
                       id_no=told.get("id_no") or None, address=parent.address, hometown=told.get("hometown", ""),
                       relation=told["relation"])  # fmt: skip
    made, event = people.record_birth(by=by, person=child, household_id=parent.household_id, birth_day=born)
    return {"event": str(event.id), "resident": str(made.id)}


def _death(by: Viewer, dossier: Dossier, subject: Resident | None) -> Outcome:
    row = _known(subject)
    died = date.fromisoformat(dossier.answers["died"])
    event = people.record_death(by=by, resident_id=row.id, version=row.version, day=died)
    return {"event": str(event.id)}


def _known(subject: Resident | None) -> Resident:
    if subject is None:
        raise Invalid(_("Thủ tục này làm cho cư dân đã có trong sổ; hãy tìm và mở hồ sơ cư dân trước."))
    return subject


_VERBS: dict[str, Callable[[Viewer, Dossier, Resident | None], Outcome]] = {
    "permanent": _permanent, "temporary": _temporary, "absence": _absence, "overnight": _overnight, "split": _split,
    "correction": _correction, "certificate": _certificate, "birth": _birth, "death": _death,
}  # fmt: skip
