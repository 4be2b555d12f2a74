"""Finding incidents by what somebody knows of one: its number, kind, place, day, and a person involved.

What is understood of the text narrows; what isn't is said, never ignored in silence. A person is looked for with a
stated purpose, in names as recorded and in those of linked residents, and what was shown is logged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diaban.access.looks import log_shown
from diaban.access.scope import FEW_PLACES, Viewer
from diaban.core.errors import Invalid
from diaban.core.sql import rows
from diaban.core.text import fold
from diaban.core.time import month_end
from diaban.incidents import policies, queries
from diaban.incidents.catalogue import Catalogue, catalogue
from diaban.incidents.models import Involved, Role
from diaban.incidents.shipped import GROUPS
from diaban.incidents.words import key
from diaban.people.finding import places

#: Incidents shown of one search; whoever sees more narrows it.
MOST = 200
_DAY = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b")
_MONTH = re.compile(r"\b(\d{1,2})[/.-](\d{4})\b")
_YEAR = re.compile(r"^(?:nam )?((?:19|20)\d\d)$")
_CODE = re.compile(r"^(?=.*\d)[\w./-]{2,60}$")
#: Words before a place's name.
_KIND_OF_PLACE = re.compile(
    r"^(?:o |tai )?(?:xa|phuong|thi tran|huyen|thi xa|quan|thanh pho|thon|xom|to dan pho|khoi) "
)
_HAMLETS = """
select n.name, array_agg(u.id) from areas_unit u join areas_name n on n.unit_id = u.id
where u.level = 4 and u.id = any(%s) group by 1
"""


@dataclass(slots=True)
class Asked:
    """What a text was understood as. `left` is what was not."""

    codes: list[str] = field(default_factory=list)
    days: list[tuple[date, date]] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    groups: set[str] = field(default_factory=set)
    places: list[frozenset[int]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    @property
    def nothing(self) -> bool:
        return not (self.codes or self.days or self.kinds or self.groups or self.places)

    def condition(self) -> Q:
        wanted = Q()
        for code in self.codes:
            wanted &= Q(file_no__contains=code) | Q(file_no__contains=code.upper()) | _by_id(code)
        if self.days:
            wanted &= _any(Q(day__range=span) for span in self.days)
        if self.kinds or self.groups:
            wanted &= Q(kind__in=self.kinds) | Q(group__in=self.groups)
        for each in self.places:
            wanted &= Q(place__in=each)
        return wanted


@dataclass(frozen=True, slots=True)
class Result:
    """Incidents found, the latest first, as lists show them; for a person, who of each it was. `left` was not
    understood."""

    rows: list[Any]
    people: Mapping[UUID, str]
    left: str = ""
    more: bool = False


def _any(each: Iterator[Q]) -> Q:
    made = Q()
    for one in each:
        made |= one
    return made


def _by_id(code: str) -> Q:
    try:
        return Q(pk=UUID(code))
    except ValueError:
        return Q()


def find(*, viewer: Viewer, text: str = "", person: str = "", channel: str = "web") -> Result:
    """Incidents of the viewer's ground that fit everything said. Raises Refused where a person is named by a role that
    opens no incident, or without a purpose; Invalid where nothing was said."""
    policies.check_list(viewer)
    if person.strip():
        policies.check_open(viewer)
    asked = read(viewer, text)
    if asked.nothing and not person.strip():
        if not asked.left:
            sentence = _("Hãy ghi số hồ sơ, loại, nơi, ngày hoặc người liên quan.")
            raise Invalid(sentence, {"q": sentence})
        return Result([], {}, ", ".join(asked.left))
    found = queries.incidents(viewer=viewer).filter(asked.condition())
    people = _involved(viewer, found, person, channel) if person.strip() else {}
    found = found.filter(pk__in=list(people)) if person.strip() else found
    shown = list(found.order_by("-day", "-id")[: MOST + 1])
    return Result(queries.shown(shown[:MOST]), people, ", ".join(asked.left), len(shown) > MOST)


def read(viewer: Viewer, text: str) -> Asked:
    """What a text says, piece by piece between commas."""
    asked, known = Asked(), _Known(viewer)
    for piece in re.split(r"[,;\n]+", text):
        rest = _days(asked, piece)
        if rest and not known.understand(asked, rest):
            asked.left.append(rest)
    return asked


def _days(asked: Asked, piece: str) -> str:
    """Take days, months and years out of a piece; returns what is left of it."""
    for pattern in (_DAY, _MONTH):
        for found in pattern.finditer(piece):
            *day, month, year = map(int, found.groups())
            try:
                first = date(year, month, day[0] if day else 1)
            except ValueError:
                continue
            asked.days.append((first, first if day else month_end(first)))
            piece = piece.replace(found[0], " ", 1)
    rest = " ".join(piece.split())
    if whole := _YEAR.match(fold(rest)):
        asked.days.append((date(int(whole[1]), 1, 1), date(int(whole[1]), 12, 31)))
        return ""
    return "" if fold(rest) in ("ngay", "thang", "ngay thang") else rest


class _Known:
    """The words of the viewer's catalogue and ground."""

    def __init__(self, viewer: Viewer) -> None:
        self.kinds: Catalogue = catalogue(viewer.office_id)
        self.groups = {key(str(title)): code for code, title in GROUPS.items()}
        self.places = dict(places.named(viewer.scope))
        own = viewer.scope.person_places
        if len(own) <= FEW_PLACES:
            for name, ids in rows(_HAMLETS, [list(own)]):
                self.places[fold(name)] = self.places.get(fold(name), frozenset()) | frozenset(ids)

    def understand(self, asked: Asked, piece: str) -> bool:
        """Whether all of a piece is a place, a kind, both after one another, or a number."""
        words = piece.split()
        if self._place(asked, piece) or self._kind(asked, piece, ("exact", "near")):
            return True
        for cut in range(len(words) - 1, 0, -1):
            first, last = " ".join(words[:cut]), " ".join(words[cut:])
            place = self._found(last)
            if place is not None and self._kind(asked, first, ("exact", "near", "within")):
                asked.places.append(place)
                return True
        if len(words) == 1 and _CODE.match(piece):
            asked.codes.append(piece)
            return True
        return self._kind(asked, piece, ("within", "several"))

    def _found(self, text: str) -> frozenset[int] | None:
        plain = fold(text)
        return self.places.get(plain) or self.places.get(_KIND_OF_PLACE.sub("", plain))

    def _place(self, asked: Asked, piece: str) -> bool:
        found = self._found(piece)
        if found is not None:
            asked.places.append(found)
        return found is not None

    def _kind(self, asked: Asked, piece: str, sure: tuple[str, ...]) -> bool:
        if (group := self.groups.get(key(piece))) is not None:
            asked.groups.add(group)
            return True
        meant = self.kinds.meant(piece)
        if meant.sure not in sure:
            return False
        asked.kinds |= {kind.code for kind in ([meant.kind] if meant.kind else meant.several)}
        return True


def _involved(viewer: Viewer, found: Any, person: str, channel: str) -> dict[UUID, str]:
    """Who of each incident is called so, or bears the number; written to the log of look-ups."""
    wanted, number = frozenset(fold(person).split()), re.sub(r"\s", "", person)
    linked = _bearers(number) if number.isascii() and number.isdecimal() else None
    told: dict[UUID, str] = {}
    shown: dict[UUID, None] = {}
    people = list(Involved.objects.filter(incident_id__in=found.values("pk")).exclude(name="", resident_id=None))
    names = queries.residents({one.resident_id for one in people if one.resident_id})
    for one in people:
        name = names.get(one.resident_id, "") or one.name
        fits = one.resident_id in linked if linked is not None else wanted <= frozenset(fold(name).split())
        if fits and name:
            told[one.incident_id] = "; ".join(
                filter(None, (told.get(one.incident_id), f"{name} ({Role(one.role).label})"))
            )
            shown[one.resident_id or one.incident_id] = None
    log_shown(viewer, "involved", list(shown), channel)
    return told


def _bearers(number: str) -> set[UUID]:
    """Residents in reach who bear a personal identification number."""
    return {row[0] for row in rows("select id from people_resident where id_no = %s", [number])}
