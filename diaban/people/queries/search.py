"""Finding a person by what is typed: a name with or without marks, a birth, a place, a number or parts of one.

`finding` turns the text into probes in memory; `people.search` in the database looks, keeps to the viewer's places
and logs the search with the ids it showed, all in one statement, before the answer is given.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection

from diaban.access.roles import Permission
from diaban.access.scope import FEW_PLACES, Viewer
from diaban.core.cards.said import Said
from diaban.core.sql import value
from diaban.core.text import fmt_date
from diaban.people import policies, scans
from diaban.people.finding import places
from diaban.people.finding.probes import Ground, Plan, plan
from diaban.people.finding.typed import parse
from diaban.people.finding.words import vocabulary
from diaban.people.queries.lists import PersonRow, person_rows

LIMIT = 20
_SEARCH = "select * from people.search(%s::text, %s::text[], %s::int, %s, %s, %s)"


@dataclass(frozen=True)
class SearchResult:
    """What was found; `near`: how many at the end of `rows` are only close to what was typed; `more`: cut at the limit;
    `beyond`: someone outside the area found by the exact number; `card`: what was scanned; `by_name`: nobody bears the
    card's number, these bear its name and birth date."""

    rows: list[PersonRow]
    more: bool = False
    beyond: UUID | None = None
    near: int = 0
    card: Said | None = None
    by_name: bool = False


def search(*, viewer: Viewer, text: str, channel: str = "web", limit: int = LIMIT) -> SearchResult:
    """Residents of the viewer's scope that fit what was typed; an exact 12-digit number reaches beyond it.

    A scanned card is looked for by its number and, where nobody bears it, by its name and birth date. Raises: Invalid
    for a scan that can't be read.
    """
    policies.check_search(viewer)
    card = scans.scanned(text)
    if card is None:
        return _search(viewer, text, channel, limit)
    found = _search(viewer, card.number, channel, limit)
    by_name = not found.rows and found.beyond is None
    if by_name:
        found = _search(viewer, f"{card.name} {fmt_date(card.birth, card.birth_precision)}", channel, limit)
    return replace(found, card=card, by_name=by_name)


def _search(viewer: Viewer, text: str, channel: str, limit: int) -> SearchResult:
    made = _plan(viewer, text)
    if not made.probes:
        return SearchResult([])
    kind = "number" if made.typed.number else "house" if made.typed.house else "name"
    found = _ask(made, limit, kind, viewer.reference, channel)
    more = bool(found) and found[-1][0] is None
    found = found[:-1] if more else found
    beyond = None
    if not found and len(made.typed.number) == 12 and viewer.can(Permission.PEOPLE_REACH):
        beyond = reach(viewer=viewer, number=made.typed.number)
    near = sum(row[-1] > 0 for row in found)
    return SearchResult(person_rows(viewer, [row[:-1] for row in found]), more, beyond, near)


def _plan(viewer: Viewer, text: str) -> Plan:
    typed = parse(text)
    scope = viewer.scope
    named = places.named(scope) if typed.words else {}
    return plan(typed, vocabulary(), Ground(len(scope.person_places) <= FEW_PLACES, named))


def _ask(made: Plan, limit: int, kind: str, reference: str, channel: str) -> list[tuple[Any, ...]]:
    """Run the probes and log what they show. A cursor that binds on the server lets the statement be prepared once."""
    connection.ensure_connection()
    link = connection.connection
    if link.prepare_threshold is None:
        link.prepare_threshold = 5  # Django leaves it off; its own cursors never prepare, so nothing else changes
    accents = list(made.typed.accents) or None
    with connection.wrap_database_errors, psycopg.Cursor(link) as cursor:
        cursor.execute(_SEARCH, [made.text(), accents, limit, kind, reference, channel], prepare=True)
        return cursor.fetchall()


def reach(*, viewer: Viewer, number: str) -> UUID | None:
    """The resident with exactly this 12-digit number, anywhere; the look-up is logged with its purpose."""
    policies.check_reach(viewer)
    found: UUID | None = value("select people.find_by_number(%s, %s)", [number, viewer.reference])
    return found
