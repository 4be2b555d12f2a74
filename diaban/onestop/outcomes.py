"""What a granted dossier writes to the register, by the verbs of the people room and in the dossier's own transaction.

Each returns the ids of what it wrote, by which it is undone where the people room can undo it.
"""

from __future__ import annotations

import json
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
from diaban.people.identity import survivor
from diaban.people.models import COUNTED, Alias, AliasKind, Event, Household, Resident, Stay, StayKind

Outcome = dict[str, str]
_NO_WAY_BACK = _("Kết quả này đã ghi vào sổ và không tự hủy được; hãy đính chính ở hồ sơ cư dân, hộ.")


def give(by: Viewer, dossier: Dossier) -> Outcome:
    """Write what the dossier asks for to the register. Raises what the verb raises, with nothing written."""
    return _VERBS.get(dossier.procedure.code, _nothing)(by, dossier, _subject(dossier))


def undo(by: Viewer, dossier: Dossier) -> None:
    """Take back what was written for a result given by mistake. Raises Conflict where that has no way back."""
    kept = dossier.outcome
    if kept.get("event"):
        resident = locked(Event.objects.values_list("resident_id", flat=True).get(pk=kept["event"]))
        people.void_event(by=by, event_id=UUID(kept["event"]), version=resident.version)
    elif kept.get("stay"):
        _undo_stay(by, UUID(kept["stay"]))
    elif kept.get("household"):
        _undo_split(by, kept)
    elif kept.get("corrected"):
        _undo_correction(by, kept)
    elif kept:
        raise Conflict(_NO_WAY_BACK)


def _undo_stay(by: Viewer, stay_id: UUID) -> None:
    stay = Stay.objects.get(pk=stay_id)
    version = locked(stay.resident_id).version
    if stay.begun:
        people.close_stay(by=by, stay_id=stay_id, version=version, day=stay.starts)
    else:
        people.cancel_stay(by=by, stay_id=stay_id, version=version)


def _undo_split(by: Viewer, kept: Outcome) -> None:
    household = UUID(kept["household"])
    if "relation" not in kept:  # granted before what was there was kept
        raise Conflict(_NO_WAY_BACK)
    head = Household.objects.values_list("head_id", flat=True).get(pk=household)
    if head is None:
        raise Conflict(_NO_WAY_BACK)
    home = UUID(kept["home"]) if kept["home"] else None
    back = people.Home(home, kept["relation"], kept["address"], bool(kept["headed"]))
    people.undo_split(by=by, household_id=household, version=locked(head).version, back=back)


def _undo_correction(by: Viewer, kept: Outcome) -> None:
    """What it put right is as it was, where nobody changed it since; the name it brought is no other name of theirs."""
    row = locked(UUID(kept["corrected"]))
    was, wrote = (_columns(json.loads(kept.get(which, "{}"))) for which in ("was", "wrote"))
    if not was or any(getattr(row, name) != value for name, value in wrote.items()):
        raise Conflict(_NO_WAY_BACK)
    people.correct(by=by, resident_id=row.id, version=row.version, person=replace(_as_told(row), **was))
    if "full_name" in was:
        for alias in Alias.objects.filter(resident_id=row.id, kind=AliasKind.NAME,
                                          value__in=[was["full_name"], wrote["full_name"]]):  # fmt: skip
            people.remove_alias(by=by, resident_id=row.id, alias_id=alias.pk)


def _columns(kept: dict[str, Any]) -> dict[str, Any]:
    """Columns of a resident from JSON."""
    birth = kept.get("birth_date")
    return kept | ({"birth_date": date.fromisoformat(birth)} if birth else {})


def _subject(dossier: Dossier) -> Resident | None:
    """The resident it is about, locked; of records that were merged since, the one that stays. Whoever decides a
    dossier reaches the person it names, for this transaction."""
    if dossier.subject_id is None:
        return None
    person = survivor(dossier.subject_id)
    keep_reach(person)
    return locked(person)


def _permanent(by: Viewer, dossier: Dossier, subject: Resident | None) -> Outcome:
    told = dossier.answers
    since, home = date.fromisoformat(told["since"]), _joined(told.get("head_no", ""))
    relation = told.get("relation", "other")
    if subject is None:
        made = people.register(by=by, person=_person(dossier, relation), place=told["place"], household_id=home,
                               since=since, kind=StayKind.PERMANENT)  # fmt: skip
        return {"event": _registered(made), "resident": str(made.id)}
    who: dict[str, Any] = {"by": by, "resident_id": subject.id, "version": subject.version, "day": since}
    where: dict[str, Any] = {"household_id": home, "address": told.get("address", ""), "relation": relation}
    if subject.place == told["place"] and subject.state in COUNTED and not people.at_home(subject):
        event = people.make_permanent(**who, **where)  # who has stayed there for a time goes on being counted there
    else:
        event = people.move_in(**who, **where, place=told["place"])
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
    left = people.home_of(head)
    made = people.open_household(by=by, head_id=head.id, version=head.version, address=dossier.answers["address"])
    return {"household": str(made.id), "home": str(left.household_id or ""), "relation": left.relation,
            "address": left.address, "headed": "1" if left.headed else ""}  # fmt: skip


def _correction(by: Viewer, dossier: Dossier, subject: Resident | None) -> Outcome:
    row, told = _known(subject), dossier.answers
    changed: dict[str, Any] = {told["what"]: told[told["what"]]}
    if told["what"] == "birth":
        birth, precision = birth_of(told["birth"])
        changed = {"birth_date": birth, "birth_precision": precision}
    was = {name: getattr(row, name) for name in changed}
    mended = people.correct(by=by, resident_id=row.id, version=row.version, person=replace(_as_told(row), **changed))
    wrote = {name: getattr(mended, name) for name in changed}
    return {"corrected": str(row.id), "was": json.dumps(was, default=str), "wrote": json.dumps(wrote, default=str)}


def _as_told(row: Resident) -> PersonData:
    """A resident's details as the people room takes them."""
    names = ("full_name", "sex", "birth_date", "birth_precision", "id_no", "phone", "address", "hometown", "relation")
    return PersonData(**{name: getattr(row, name) for name in names})


def _nothing(by: Viewer, dossier: Dossier, subject: Resident | None) -> Outcome:
    """A certificate says what the register holds and changes nothing of it."""
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
    "correction": _correction, "certificate": _nothing, "birth": _birth, "death": _death,
}  # fmt: skip
