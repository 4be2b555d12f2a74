"""A dossier goes to the office that decides it, wherever that is: its case and the line that counts it go along."""

from __future__ import annotations

from dataclasses import replace

from diaban.access.models import Office
from diaban.access.scope import Viewer
from diaban.casework import actions as corridor
from diaban.core.sql import value
from diaban.ledger.actions import stored
from diaban.onestop.actions.base import write
from diaban.onestop.models import Dossier

_LAST = """
select max(l.id) from ledger_line l join ledger_kind k on k.id = l.kind_id
where l.record_id = %s and k.code = any(%s) and l.quantity <> 0 and ledger.corrector(l.id) is null
"""


def standing_line(dossier: Dossier, *kinds: str) -> int | None:
    """The last line of these kinds about a dossier that hasn't been corrected."""
    found: int | None = value(_LAST, [dossier.id, list(kinds)])
    return found


def send_to(by: Viewer, dossier: Dossier, office: Office) -> None:
    """Hand a dossier to an office of another ground: it is counted there from the day it was taken in."""
    counted = standing_line(dossier, "onestop.accepted")
    assert counted is not None
    line = replace(stored(counted), place=office.unit_id, office=by.office_id, actor=by.staff_id, purpose=by.purpose,
                   corrects=counted)  # fmt: skip
    corridor.relocate(by=by, case_id=dossier.id, place=office.unit_id, office_id=office.pk, lines=[line])
    write(dossier, place=office.unit_id, office=office.pk)
