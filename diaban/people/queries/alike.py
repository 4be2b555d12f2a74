"""Before someone is registered: who of all residents may they be? Likely persons, in a few milliseconds.

Candidates come from the indexes of the search in one statement, so whoever was written a moment ago, also in the same
transaction, is among them; `match.intake` weighs them by the linkage engine's error model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

import psycopg
from django.db import connection
from django.utils.translation import gettext as _

from diaban.access.looks import log_shown
from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.core.sql import value
from diaban.core.text import fold
from diaban.people import policies
from diaban.people.data import PersonData
from diaban.people.finding.words import AMID, FIRST, GIVEN, Vocabulary, vocabulary
from diaban.people.models import Resident
from diaban.people.queries.lists import PersonRow, person_rows

if TYPE_CHECKING:
    from diaban.match.intake import Person

#: Who is less likely isn't shown, nor are more than so many: a glance at a stranger costs less than a second record.
LEAST, MOST = 0.05, 5
_NEAR, _WAYS = 5, 8  #: corrections of one syllable, and ways to read a whole name, that are tried
_ASK = """select * from people.alike(%s::text, %s::text, %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
  %s::date[], %s::int, %s::int, %s::text, %s::text)"""

Row = tuple[Any, ...]
Syllables = tuple[tuple[str, str], ...]  # folded, and spelt


@dataclass(frozen=True)
class Alike:
    """Someone who may be the person. `person` is None for someone outside the viewer's ground: then only the place is
    told, and that name and day of birth (or the number) are the same."""

    person: PersonRow | None
    place_name: str
    probability: float
    evidence: tuple[str, ...]


def alike(
    *, viewer: Viewer, person: PersonData, place: int, household_id: UUID | None = None, channel: str = "web"
) -> list[Alike]:
    """Residents who may be the person about to be registered at a place, the likeliest first. Those shown are written
    to the log of look-ups. Never a reason to refuse."""
    policies.check_search(viewer)
    words = vocabulary()
    meant = _meant(person.full_name, words)
    found = _ask(person, meant, words, place, viewer.reference, channel)
    mine = [row for row in found if row[10]]
    shown = _weighed(viewer, person, meant, place, household_id, words, mine) if mine else []
    if shown:  # one statement: it is durable by itself
        log_shown(viewer, "intake", [one.person.id for one in shown if one.person], channel)
    return [*shown, *_elsewhere(found)][:MOST]


def likeness(*, viewer: Viewer, one: Resident, other: Resident) -> tuple[float, tuple[str, ...]]:
    """How likely two records within reach are one person's, with the evidence in words."""
    policies.check_open(viewer)
    size = value("select reltuples::bigint from pg_class where relname = 'people_resident'")
    row = (other.id, other.full_name, other.sex, other.birth_date, other.birth_precision, other.id_no, other.place,
           other.relation, other.state, other.household_id, True, max(size, 1),
           _commune(one.place) == _commune(other.place))  # fmt: skip
    born = PersonData(full_name=one.full_name, sex=one.sex, birth_date=one.birth_date,
                      birth_precision=one.birth_precision, id_no=one.id_no)  # fmt: skip
    words = vocabulary()
    meant = _meant(one.full_name, words)
    found = _weighed(viewer, born, meant, one.place, one.household_id, words, [row], least=0.0)
    return found[0].probability, found[0].evidence


def _elsewhere(found: Sequence[Row]) -> list[Alike]:
    """Someone of exactly this name and birth, or this number, in another commune: only where."""
    names = sorted({areas.label(_commune(row[6])) for row in found if not row[10]})
    return [Alike(None, name, 0.9, (_("cùng họ tên và ngày sinh, hoặc cùng số"),)) for name in names]


def _commune(place: int) -> int:
    unit = areas.unit(place)
    return unit.parent_id or place if unit.level == areas.Level.HAMLET else place


def _ask(
    person: PersonData, meant: Syllables, words: Vocabulary, place: int, reference: str, channel: str
) -> list[Row]:
    """Candidates by every key, in one statement that is prepared once for each connection."""
    keys = _keys(fold(person.full_name).split(), [bare for bare, _spelt in meant], words)
    born = person.birth_date.year if person.birth_date else None
    params = [person.id_no, None, *keys, _days(person), born, place, reference or None, channel]
    connection.ensure_connection()
    link = connection.connection
    if link.prepare_threshold is None:
        link.prepare_threshold = 5  # as in `queries.search`
    with connection.wrap_database_errors, psycopg.Cursor(link) as cursor:
        cursor.execute(_ASK, params, prepare=True)
        return cursor.fetchall()


def _keys(plain: list[str], meant: list[str], words: Vocabulary) -> tuple[list[str], ...]:
    """Whole folded names, first with last words, last two words, last words, and words that may stand last in a name
    whose words changed places: as written, as a slip may have been meant, and with each of the two ends put right."""
    if not plain:
        return [], [], [], [], []
    meant = meant or plain
    first, given = meant[0], meant[-1]
    ways = [" ".join(plain), " ".join(meant)]
    for at, word in enumerate(meant):
        role = GIVEN if at == len(meant) - 1 else FIRST if at == 0 else AMID
        others = words.heard_like(word, role)
        if word not in words.seen[role]:
            others = [*words.near(word, role)[:_NEAR], *others]
        ways += [" ".join((*meant[:at], other, *meant[at + 1 :])) for other in others]
    ways = list(dict.fromkeys(ways))[:_WAYS]
    if len(meant) > 2:
        ways += [" ".join((*meant[1:], first)), " ".join((given, *meant[:-1]))]
    lasts = list(dict.fromkeys([given, *words.heard_like(given, GIVEN), *words.near(given, GIVEN)[:_NEAR]]))
    ends = [f"{first} {last}" for last in lasts] + [f"{other} {given}" for other in words.near(first, FIRST)[:_NEAR]]
    tails = [" ".join(meant[-2:])] if len(meant) > 2 else []
    return ways, (ends if len(meant) > 1 else []), tails, lasts, meant[:-1]


def _meant(name: str, words: Vocabulary) -> Syllables:
    """The syllables, folded and spelt, as the engine reads them: leftovers of Telex and VNI decoded, joined words
    parted."""
    from diaban.match import tokens

    return tuple(tokens.parsed(name, words.plenty))


def _days(person: PersonData) -> list[date]:
    """Days of birth that a record of the person may bear: the day, day and month exchanged, the first of what is
    known less exactly."""
    born = person.birth_date
    if born is None:
        return []
    found = [born]
    if person.birth_precision == "d" and born.day <= 12:
        found.append(date(born.year, born.day, born.month))
    return list(dict.fromkeys([*found, born.replace(day=1), date(born.year, 1, 1)]))


def _weighed(
    viewer: Viewer, person: PersonData, meant: Syllables, place: int, household_id: UUID | None, words: Vocabulary,
    rows: Sequence[Row], least: float = LEAST,
) -> list[Alike]:  # fmt: skip
    from diaban.match.intake import Comparison, Person

    number = person.id_no or ""
    new = Person(person.full_name, person.sex, _birth(person.birth_date, person.birth_precision),
                 int(number) if number.isdigit() else -1, -1, 1, place, household_id, meant)  # fmt: skip
    others = [_candidate(row, Person) for row in rows]
    size = int(max(rows[0][11] or 0, len(rows)))
    made = Comparison(new, others, lambda bare: share(words, bare, size), size)
    likely = made.likely(least, MOST)
    people = person_rows(viewer, [rows[one.place][:10] for one in likely])
    return [Alike(row, row.place_name, one.probability, one.evidence)
            for one, row in zip(likely, people, strict=True)]  # fmt: skip


def _candidate(row: Row, person: type[Person]) -> Person:
    _id, name, sex, birth, precision, number, place, _relation, _state, household, _mine, _size, inside = row
    return person(name, sex, _birth(birth, precision), int(number) if number else -1, -1, 1 if inside else 2,
                  place if inside else -1, household)  # fmt: skip


def _birth(born: date | None, precision: str) -> tuple[int, int, int]:
    if born is None:
        return 0, 0, 0
    return born.year, born.month if precision in "dm" else 0, born.day if precision == "d" else 0


def share(words: Vocabulary, bare: Sequence[str], size: int) -> float:
    """About how large a part of all residents bears a folded name, its syllables taken as independent."""
    found = 1.0
    for at, word in enumerate(bare):
        role = GIVEN if at == len(bare) - 1 else FIRST if at == 0 else AMID
        found *= max(words.seen[role].get(word, 0), 1) / max(size, 1)
    return min(found, 1.0)
