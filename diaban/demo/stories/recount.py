"""A drive counted again, naively: lines of the ledger read one by one and walked through in plain Python.

Nothing of the rooms' own counting is used: no figure, no clock, no list. What the walk finds of one commune is held
against what its page, its records and its late list say.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from diaban.access.session import acting
from diaban.access.viewers import viewer_of_posting
from diaban.cards import queries
from diaban.core.sql import rows
from diaban.core.time import ZONE

#: Working days from the day of receipt: the Law on Identification 2023, art. 26.
TERM: Final = 7
#: Steps after which an application is over, after which its clock stands, and what a step makes of the card.
_OVER: Final = ("handed", "refused", "withdrawn", "died")
_STANDS: Final = ("mending", "not_collected")
_CARD: Final = {"printed": "printed", "arrived": "arrived", "handed": "handed", "lost": "lost", "spoiled": "spoiled"}


class Said(NamedTuple):
    """A line of the ledger, as much of it as the walk needs."""

    id: int
    record: UUID
    kind: str
    day: date
    quantity: int
    corrects: int | None
    here: str | None


@dataclass
class Walked:
    """What lines say: quantities by kind, the day and whether someone is here; applications that are late, by their
    clock; where cards are."""

    quantities: Counter[tuple[str, date, bool]] = field(default_factory=Counter)
    late: set[UUID] = field(default_factory=set)
    cards: Counter[str] = field(default_factory=Counter)

    def count(self, kinds: Iterable[str], until: date, since: date = date.min, *, here: bool = False) -> int:
        """The sum of quantities of kinds over days, of those here alone if asked for."""
        return sum(n for (kind, day, at_home), n in self.quantities.items()
                   if kind in kinds and since <= day <= until and (at_home or not here))  # fmt: skip


_LINES = """
select l.id, l.record_id, k.code, l.day, l.quantity, l.corrects, l.dims ->> 'here'
from ledger_line l join ledger_kind k on k.id = l.kind_id
where l.place = any(%s) and (k.domain = 'cards' or k.code = 'casework.late' and l.dims ->> 'case' = 'cards.application')
"""


@dataclass(frozen=True)
class Calendar:
    """Which days are worked and when the last session ends, read from the tables and nothing else."""

    days: Mapping[date, bool]
    week: frozenset[int]
    closes: datetime

    def works(self, day: date) -> bool:
        return self.days.get(day, day.weekday() in self.week)

    def over(self, day: date, moment: datetime) -> bool:
        """Whether a day's hours have ended by a moment."""
        return datetime.combine(day, self.closes.timetz()) < moment


def calendar() -> Calendar:
    """The calendar as its rows are."""
    hours = rows("select weekday, max(closes) from casework_hours where not counter and valid_to is null group by 1")
    last = datetime.combine(date(2000, 1, 1), max(row[1] for row in hours), ZONE)
    days = dict(rows("select day, worked from casework_day"))
    return Calendar(days, frozenset(row[0] for row in hours) or frozenset(range(5)), last)


def walk(found: Iterable[Said], kept: Calendar, moment: datetime) -> Walked:
    """Go through lines once: those that were corrected or taken back don't count."""
    lines = list(found)
    corrected = {line.corrects for line in lines if line.corrects is not None}
    of = defaultdict[UUID, list[tuple[date, int, str]]](list)
    walked = Walked()
    for line in lines:
        if line.id in corrected or line.quantity == 0:
            continue
        walked.quantities[line.kind, line.day, line.here == "yes"] += line.quantity
        if line.kind.startswith("cards."):
            of[line.record].append((line.day, line.id, line.kind.removeprefix("cards.")))
    for record, said in of.items():
        steps = [(day, what) for day, _id, what in sorted(said)]
        if any(what == "received" for _day, what in steps):
            if is_late(steps, kept, moment):
                walked.late.add(record)
            walked.cards.update(_cards(what for _day, what in steps))
    return walked


def _cards(steps: Iterable[str]) -> list[str]:
    """Where each card is that was printed for an application."""
    cards: list[str] = []
    for what in steps:
        if what == "printed":
            cards.append("printed")
        elif what in _CARD:
            cards[-1] = _CARD[what]
    return cards


def is_late(steps: Sequence[tuple[date, str]], kept: Calendar, moment: datetime) -> bool:
    """Whether an application went past its term: at its end, where its clock stood still, or by now."""
    received = steps[0][0]
    stood: list[tuple[date, date]] = []
    since: date | None = None
    for day, what in steps:
        if since is not None and what != "stock":
            stood.append((since, day))
            since = None
        if what in _STANDS:
            since = day
        if what in _OVER:
            return due_day(received, stood, kept.works) < day
    due = due_day(received, stood, kept.works)
    return due < since if since is not None else kept.over(due, moment)


def due_day(received: date, stood: Sequence[tuple[date, date]], works: Callable[[date], bool]) -> date:
    """The last of so many working days after the day of receipt, days at whose close the clock stood left out."""
    day, left = received, TERM
    while not works(day):  # what comes on a day off is taken as received on the next working day
        day += timedelta(days=1)
    while left:
        day += timedelta(days=1)
        if works(day) and not any(begin <= day < end for begin, end in stood):
            left -= 1
    return day


@dataclass(frozen=True)
class Ask:
    """A commune, and who counts it again: by which posting, as of when."""

    unit_id: int
    posting: int
    moment: datetime


def recount(ask: Ask) -> tuple[int, Walked, list[str]]:
    """Walk through one commune's lines; what its records and its late list say otherwise, in a sentence each."""
    with acting(viewer_of_posting(ask.posting, "residence")) as by:
        found = [Said(*row) for row in rows(_LINES, [list(by.scope.places)])]
        walked = walk(found, calendar(), ask.moment)
        marked = {row[0] for row in rows("select id from casework_case where kind = 'cards.application' and late")}
        applications: Any = queries.applications(viewer=by)
        shown = {row.pk for row in applications.filter(late=True).only("pk")}
        # Cards of residents counted elsewhere who stay here are seen too: they aren't this commune's.
        cards = Counter(dict(rows("select state, count(*) from cards_card where place = any(%s) group by 1",
                                  [list(by.scope.places)])))  # fmt: skip
        items = dict(rows("select result, count(*) from cards_item group by 1"))
    told = {
        "hồ sơ bị đánh dấu quá hạn": (marked, walked.late),
        "danh sách quá hạn": (shown, walked.late),
        "thẻ theo tình trạng": (_held(cards), walked.cards),
        "hồ sơ trong các lô": (sum(items.values()), walked.count(["cards.sent"], date.max)),
        "hồ sơ các lô bị trả lại": (items.get("returned", 0), walked.count(["cards.sent_back"], date.max)),
    }
    return ask.unit_id, walked, [f"{name}: {_apart(one, two)}" for name, (one, two) in told.items() if one != two]


def _held(cards: Counter[str]) -> Counter[str]:
    """A card that another has taken the place of was handed over once."""
    cards["handed"] += cards.pop("ended", 0)
    return +cards


def _apart(one: object, two: object) -> str:
    return f"{len(one ^ two)} lệch" if isinstance(one, set) and isinstance(two, set) else f"{one} ≠ {two}"
