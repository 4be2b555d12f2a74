"""Cards that their bearers hold end or are to be exchanged: another was handed over, the bearer died, details changed.

What a death ends is told to who records it, so that undoing the death puts it back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F

from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.cards import due
from diaban.cards.actions.base import locked, step
from diaban.cards.models import Application, Card, CardState, Earlier, Ended
from diaban.casework import queries as cases
from diaban.ledger.actions import append, append_columns
from diaban.ledger.lines import Line
from diaban.people.identity import merged_of, of_one


def end_cards(by: Viewer, resident_ids: Sequence[UUID], why: Ended, days: Mapping[UUID, date]) -> list[str]:
    """End the cards that residents hold, on whichever of their records; returns their numbers."""
    merged = merged_of(resident_ids)
    whose = {pk: pk for pk in resident_ids} | {pk: root for root, members in merged.items() for pk in members}
    held = locked(Card, "resident_id = any(%s::uuid[]) and state = 'handed'", "serial", list(whose))
    if not held:
        return []
    numbers = [card.pk for card in held]
    Card.objects.filter(pk__in=numbers).update(state=CardState.ENDED, why=why, version=F("version") + 1)
    append_columns(
        "cards.ended", records=[card.resident_id for card in held],
        days=[days[whose[card.resident_id]] for card in held], places=[card.place for card in held],
        office=by.office_id, actor=by.staff_id, dims={"ended": why}, purpose=by.purpose,
    )  # fmt: skip
    return numbers


def _for_the_law(by: Viewer) -> Viewer:
    """Who records a death needs no right over cards: what follows for them follows by law."""
    rights = by.role.permissions | {Permission.CARDS_READ, Permission.CARDS_WRITE}
    return replace(by, role=replace(by.role, permissions=rights))


def died(*, by: Viewer, resident_id: UUID, day: date) -> dict[str, Any]:
    """Someone died: what they hold ends, what was under way stops. Returns what `revived` needs to put it back."""
    law = _for_the_law(by)
    kept: dict[str, Any] = {"ended": end_cards(law, [resident_id], Ended.DEAD, {resident_id: day})}
    application = Application.objects.select_for_update().filter(resident_id__in=of_one(resident_id), open=True).first()
    if application is not None:
        kept |= {"application": str(application.pk), "state": cases.case(application.pk, viewer=law).state}
        step(law, application, "die")
    due.settle(law, {resident_id: day})
    return kept


def revived(*, by: Viewer, resident_id: UUID, kept: Mapping[str, Any]) -> None:
    """The death was entered by mistake: cards and application are as before; who is due is due again."""
    law = _for_the_law(by)
    back = Card.objects.filter(pk__in=kept.get("ended", []), state=CardState.ENDED, why=Ended.DEAD)
    places = list(back.values_list("place", flat=True))
    back.update(state=CardState.HANDED, why="", version=F("version") + 1)
    append([Line("cards.ended", resident_id, place, by.office_id, by.staff_id, quantity=-1,
                 dims={"ended": str(Ended.DEAD)}, purpose=by.purpose) for place in places])  # fmt: skip
    if kept.get("application"):
        application = Application.objects.select_for_update().filter(pk=UUID(kept["application"])).first()
        if application is not None:
            step(law, application, f"revive_{kept['state']}")
    due.look_at(law, [resident_id], undone=True)


def merged(*, by: Viewer, resident_ids: Sequence[UUID]) -> None:
    """Records became one person's, or are no longer: who is due is said anew."""
    due.look_at(_for_the_law(by), resident_ids, undone=True)


def changed(*, by: Viewer, resident_id: UUID, what: str, day: date) -> None:
    """Details that a card states were put right: the card that someone holds is to be exchanged."""
    law = _for_the_law(by)
    held = Card.objects.filter(resident_id=resident_id, state=CardState.HANDED, outdated="").first()
    earlier = Earlier.objects.filter(pk=resident_id, outdated_on=None)
    if held is not None:
        Card.objects.filter(pk=held.pk).update(outdated=what, outdated_on=day, version=F("version") + 1)
        append([Line("cards.outdated", resident_id, held.place, by.office_id, by.staff_id, day, dims={"what": what},
                     purpose=by.purpose)])  # fmt: skip
    elif earlier.update(outdated_on=day):
        place = Earlier.objects.values_list("place", flat=True).get(pk=resident_id)
        append([Line("cards.outdated", resident_id, place, by.office_id, by.staff_id, day, dims={"what": what},
                     purpose=by.purpose)])  # fmt: skip
    due.look_at(law, [resident_id])
