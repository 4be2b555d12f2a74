"""Offices of every commune and of the province, their staff, and the accounts that sign in to the demo.

Written in bulk with the same ledger lines that the verbs of ``access`` leave; accounts go through the verb itself.
"""

from __future__ import annotations

import random
import secrets
from dataclasses import dataclass, field
from datetime import date, timedelta

from diaban.access import accounts
from diaban.access.models import Office, Posting, Staff
from diaban.access.roles import ROLES
from diaban.access.scope import Viewer
from diaban.areas.units import Unit
from diaban.core.text import fold, sort_key
from diaban.demo import bodies
from diaban.demo.bodies import Body, Post
from diaban.demo.ground import TOWNS, Ground
from diaban.demo.names import name_tables, surname_table
from diaban.ledger import actions as ledger
from diaban.ledger.lines import COMMAND_LINE, Line, numbered

#: How many communes have their whole staff entered; the others have who keeps the residents.
FULL_STAFF = 8


@dataclass(frozen=True, slots=True)
class SignIn:
    """How to get into the demo in one role. The password is of this install and printed by the command that made it."""

    role: str
    title: str
    username: str
    password: str
    full_name: str
    office: str


@dataclass(slots=True)
class Offices:
    """What was made: offices by (unit, word), and who acts for a commune's police."""

    by_word: dict[tuple[int, str], Office] = field(default_factory=dict)
    postings: dict[str, list[Posting]] = field(default_factory=dict)
    police: dict[int, Posting] = field(default_factory=dict)


class Hiring:
    """Makes staff with names and numbers, one after another."""

    def __init__(self, ground: Ground, seed: int) -> None:
        self._rng = random.Random(f"{seed}/staff")
        self._surnames = surname_table(ground.communes[0].province, self._rng)
        self._names = name_tables()
        self._prefix = f"CB{ground.province.code}"
        self.staff: list[Staff] = []
        self.postings: list[Posting] = []

    def hire(self, office: Office, post: Post, since: date, unit_id: int | None = None) -> Posting:
        """A new member of staff with their posting, not yet written."""
        rng, female = self._rng, self._rng.random() < 0.35
        era = rng.choice((2, 2, 3, 3, 3))
        middle, given = self._names.middle[female][era], self._names.given[female][era]
        words = (rng.choice(self._surnames), rng.choice(middle), rng.choice(given))
        name = " ".join(word for word in words if word)
        number = f"{self._prefix}-{len(self.staff) + 1:05d}"
        person = Staff(number=number, full_name=name, fold=fold(name), sort_key=sort_key(name))
        posting = Posting(
            staff=person,
            office=office,
            post=post.title,
            rank=post.rank,
            role=post.role,
            unit_id=unit_id,
            valid_from=since,
        )
        self.staff.append(person)
        self.postings.append(posting)
        return posting

    def write(self, actor: int) -> None:
        """Write everybody, and the lines that say so."""
        Staff.objects.bulk_create(self.staff, batch_size=2_000)
        Posting.objects.bulk_create(self.postings, batch_size=2_000)
        lines = []
        for posting in self.postings:
            place, office, record = (
                posting.unit_id or posting.office.unit_id,
                posting.office_id,
                numbered(posting.staff_id),
            )
            lines.append(Line("access.staff_added", record, place, office, actor, day=posting.valid_from))
            dims = {"role": posting.role}
            lines.append(Line("access.posting_opened", record, place, office, actor, day=posting.valid_from, dims=dims))
        ledger.append(lines)


def _opened(unit: Unit, catalogue: tuple[Body, ...], since: date, found: Offices, level: int) -> list[Office]:
    """Offices of one unit, not yet written; those under another come after it."""
    made = []
    for body in catalogue:
        name = body.name
        if body.word == "KT" and unit.kind in TOWNS:
            name = bodies.TOWN_ECONOMY
        office = Office(
            code=f"{body.word}-{unit.code}", name=name.format(unit=unit.full_name), body=body.body, level=level,
            unit_id=unit.id, parent=found.by_word.get((unit.id, body.under)), valid_from=since,
        )  # fmt: skip
        found.by_word[unit.id, body.word] = office
        made.append(office)
    return made


def _write_offices(ground: Ground, found: Offices, actor: int) -> None:
    province = _opened(ground.province, bodies.PROVINCE, ground.province.valid_from, found, 1)
    communes = [office for unit in ground.units for office in _opened(unit, bodies.COMMUNE, unit.valid_from, found, 3)]
    for offices in (province, communes):
        top = [office for office in offices if office.parent is None]
        below = [office for office in offices if office.parent is not None]
        Office.objects.bulk_create(top, batch_size=2_000)
        Office.objects.bulk_create(below, batch_size=2_000)
    ledger.append(
        [
            Line(
                "access.office_opened",
                numbered(o.pk),
                o.unit_id,
                o.pk,
                actor,
                day=o.valid_from,
                dims={"body": o.body, "level": o.level},
            )
            for o in (*province, *communes)
        ]
    )


def open_all(ground: Ground, hamlets: list[list[int]], seed: int) -> Offices:
    """Offices and staff of the province and of each commune; ``hamlets`` are the ids of each commune's."""
    found = Offices()
    _write_offices(ground, found, COMMAND_LINE)
    hiring = Hiring(ground, seed)
    begun = ground.units[0].valid_from + timedelta(days=1)
    for post in bodies.PROVINCIAL:
        posting = hiring.hire(found.by_word[ground.province.id, post.word], post, begun)
        found.postings.setdefault(post.role, []).append(posting)
    for index, unit in enumerate(ground.units):
        for post in bodies.EVERY_COMMUNE + (bodies.MORE if index < FULL_STAFF else ()):
            posting = hiring.hire(found.by_word[unit.id, post.word], post, begun)
            found.postings.setdefault(post.role, []).append(posting)
            if post == bodies.EVERY_COMMUNE[0]:
                found.police[index] = posting
    _hamlet_teams(ground, hamlets, hiring, found, begun)
    hiring.write(COMMAND_LINE)
    return found


def _hamlet_teams(ground: Ground, hamlets: list[list[int]], hiring: Hiring, found: Offices, begun: date) -> None:
    """A team in each hamlet of the first communes, at the commune's police, with the hamlet as its ground."""
    post = Post("CA", bodies.HAMLET_POST, "hamlet_team")
    for unit, ids in list(zip(ground.units, hamlets, strict=True))[:FULL_STAFF]:
        for hamlet in ids:
            posting = hiring.hire(found.by_word[unit.id, "CA"], post, begun, hamlet)
            found.postings.setdefault("hamlet_team", []).append(posting)


def make_accounts(by: Viewer, found: Offices) -> list[SignIn]:
    """One account for each role, with one random password for this install."""
    password = "-".join(secrets.token_hex(2) for _group in range(3))
    made, hashed = [], ""
    for username, role in bodies.SIGN_INS:
        posting = found.postings[role][0]
        account, _password = accounts.make_account(
            by=by, staff_id=posting.staff_id, username=username, demo=True, password=password, hashed=hashed
        )
        hashed = account.password
        title = str(ROLES[role].title)
        made.append(SignIn(role, title, username, password, posting.staff.full_name, posting.office.name))
    return made
