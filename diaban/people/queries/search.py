"""Finding a person by what is typed: a number, an old number, or a name with or without marks, and a birth year.

Every submitted search is logged with the ids it showed, before the answer is given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.core.sql import rows, value
from diaban.core.text import fold, tidy
from diaban.ledger.actions import log_search
from diaban.people import policies
from diaban.people.queries.lists import _COLUMNS, PersonRow, _like, in_scope, person_rows

LIMIT = 50


@dataclass(frozen=True)
class SearchResult:
    """What was found; `beyond`: someone outside the area found by the exact number; `more`: cut at LIMIT."""

    rows: list[PersonRow]
    more: bool = False
    beyond: UUID | None = None


def search(*, viewer: Viewer, text: str, channel: str = "web", limit: int = LIMIT) -> SearchResult:
    """Residents of the viewer's scope that fit what was typed; an exact 12-digit number reaches beyond it."""
    policies.check_search(viewer)
    typed = tidy(text)
    if not typed:
        return SearchResult([])
    digits = re.sub(r"[\s.\-]", "", typed)
    with transaction.atomic():
        if digits.isdigit():
            found, kind = _by_number(viewer, digits, limit), "number"
        else:
            found, kind = _by_name(viewer, typed, limit), "name"
        people = person_rows(viewer, found[:limit])
        log_search(
            actor=viewer.staff_id,
            office=viewer.office_id,
            purpose=viewer.purpose or "",
            query_kind=kind,
            reference=viewer.reference,
            shown=[p.id for p in people],
            channel=channel,
        )
    beyond = None
    if not people and len(digits) == 12 and digits.isdigit() and viewer.can(Permission.PEOPLE_REACH):
        beyond = reach(viewer=viewer, number=digits)
    return SearchResult(people, more=len(found) > limit, beyond=beyond)


def reach(*, viewer: Viewer, number: str) -> UUID | None:
    """The resident with exactly this 12-digit number, anywhere; the look-up is logged with its purpose."""
    policies.check_reach(viewer)
    found: UUID | None = value("select people.find_by_number(%s, %s)", [number, viewer.reference])
    return found


def _by_number(viewer: Viewer, digits: str, limit: int) -> list[tuple[object, ...]]:
    """The whole number, an old number, or the last four digits or more of a number."""
    by_alias = "r.id in (select a.resident_id from people_alias a where a.value = %(digits)s)"
    if len(digits) >= 9:
        where = f"r.id_no = %(digits)s or r.phone = %(digits)s or {by_alias}"
    elif len(digits) >= 4:
        where = f"({in_scope(viewer)} and r.id_no like %(tail)s) or {by_alias}"
    else:
        return []
    return rows(
        f"select {_COLUMNS} from people_resident r where ({where}) and r.state <> 'void'"
        " order by r.sort_key, r.id limit %(limit)s",
        {"digits": digits, "tail": f"%{digits}", "limit": limit + 1},
    )


def _by_name(viewer: Viewer, typed: str, limit: int) -> list[tuple[object, ...]]:
    """Words in any order, each the start of a word of the name; a year narrows by birth; exact names come first."""
    words = fold(typed).split()
    years = [int(w) for w in words if re.fullmatch(r"(?:18|19|20)\d\d", w)]
    names = [w for w in words if not w.isdigit()]
    if not names:
        return []
    where = [in_scope(viewer), "r.state <> 'void'"]
    params: dict[str, object] = {"limit": limit + 1, "whole": " ".join(names), "given": names[-1]}
    for i, word in enumerate(names):
        where.append(f"' ' || r.fold like %(w{i})s")
        params[f"w{i}"] = f"% {_like(word)}%"
    if years:
        where.append("extract(year from r.birth_date) = any(%(years)s)")
        params["years"] = years
    return rows(
        f"select {_COLUMNS} from people_resident r where {' and '.join(where)}"
        " order by r.fold = %(whole)s desc, r.sort_key, r.id limit %(limit)s",
        params,
    )
