"""One commune's counter through the days of a drive: taken in, sent, answered, printed, come, handed over.

Each day is played with the program's clock held at its close: an action knows no more of what comes than it would have
known then. A day's list is entered whole, with the moment at which each thing happened, as a hamlet's list is.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from diaban.access.scope import Viewer
from diaban.cards import actions, queries
from diaban.cards.actions import Asked, Captured, Receiver
from diaban.cards.exchange.fake import FakeCentre, Verdict
from diaban.cards.models import Delivery
from diaban.core.errors import DiabanError
from diaban.core.time import ZONE, clock_at

#: Shares of what goes otherwise: the register is mended first, the centre returns it, the card is spoiled on its way.
MENDED, RETURNED, SPOILED = 0.005, 0.04, 0.003
#: Of the cards at the office: fetched by someone else, sent by post, not fetched though the bearer was told; of those
#: the share that is fetched after all.
PROXY, POST, AWAY, FETCHED = 0.05, 0.03, 0.06, 0.7
#: Days from the parcel's to the one on which the bearer comes.
_COMES: Final = (0, 0, 1, 4, 4, 5, 6, 7, 8)
_WHY: Final = ("Ảnh khuôn mặt bị mờ.", "Vân tay chưa đạt.", "Thông tin không khớp Cơ sở dữ liệu quốc gia.")
_VILLAGE: Final = Receiver("Trưởng thôn nhận thay", "Giấy ủy quyền theo danh sách")
_POSTED: Final = Receiver(ref="Vận đơn theo bảng kê")
_FORENOON, _AFTERNOON = time(7, 30), time(13, 30)
#: The minute of the working day at which a day's lists have all been entered.
_CLOSE: Final = 478
#: Applications in one batch, as many as the screen takes at one press.
_BATCH: Final = 1_000

#: Who comes, and why: residents of whom the register knows enough.
Comes = tuple[UUID, str]


def moment(day: date, minutes: int) -> datetime:
    """So many minutes into a working day of eight hours, the noon's break left out."""
    begin, into = (_FORENOON, minutes) if minutes < 240 else (_AFTERNOON, minutes - 240)
    return datetime.combine(day, begin, ZONE) + timedelta(minutes=into)


@dataclass
class Counter:
    """A commune's police at work, on the days that are worked. `transitions`: steps that cases have taken so far."""

    by: Viewer
    province: str
    rng: random.Random
    worked: Callable[[date], bool]
    transitions: int = 0
    _planned: dict[date, list[Callable[[date], None]]] = field(default_factory=dict)
    _redo: list[UUID] = field(default_factory=list)
    centre: FakeCentre = field(init=False)

    def __post_init__(self) -> None:
        self.centre = FakeCentre(self.province, self._decide, office=self.by.office_id)

    def play(self, since: date, intake: int, until: date, who: Sequence[Comes]) -> None:
        """Take in who comes over so many days, evenly, and follow all of them up to the day before `until`."""
        days = [each for each in (since + timedelta(days=n) for n in range(intake)) if self.worked(each)]
        for monday in range(0, intake, 7):
            self._plan(since + timedelta(days=monday + 4), self._send)
        for day in (since + timedelta(days=n) for n in range((until - since).days)):
            if self.worked(day):
                at = days.index(day) if day in days else None
                self._day(day, [] if at is None else who[at :: len(days)])

    def _day(self, day: date, who: Sequence[Comes]) -> None:
        with clock_at(moment(day, _CLOSE)):
            self._take_in(day, who)
            while acts := self._planned.pop(day, None):
                for act in acts:
                    act(day)

    def _plan(self, day: date, act: Callable[[date], None]) -> None:
        """Something that is done on a day, or on the next one that is worked."""
        while not self.worked(day):
            day += timedelta(days=1)
        self._planned.setdefault(day, []).append(act)

    def _take_in(self, day: date, who: Sequence[Comes]) -> None:
        """Who came today, and those that the centre returned: captured, and with their slips."""
        came = sorted(moment(day, 5 + self.rng.randrange(445)) for _one in who)
        made = actions.apply_all(
            by=self.by, asked=[Asked(pk, why, at) for (pk, why), at in zip(who, came, strict=True)]
        )
        again, self._redo = self._redo, []
        ids = [*(row.pk for row in made), *again]
        if not ids:
            return
        at = [*came, *(moment(day, 60 + self.rng.randrange(300)) for _one in again)]
        self._mend([row.pk for row in made if self.rng.random() < MENDED], dict(zip(ids, at, strict=True)))
        captured = [Captured(pk, "good", self._quality(), self._quality(), f"MAY{self.rng.randrange(10**8):08d}")
                    for pk in ids]  # fmt: skip
        actions.capture_all(by=self.by, captured=captured, at=[each + timedelta(minutes=8) for each in at])
        actions.declare_all(by=self.by, application_ids=ids, at=[each + timedelta(minutes=12) for each in at])
        self.transitions += len(made) + 2 * len(ids)

    def _mend(self, ids: Sequence[UUID], at: Mapping[UUID, datetime]) -> None:
        for pk in ids:
            actions.mend(by=self.by, application_id=pk, at=at[pk] + timedelta(minutes=2))
            actions.mended(by=self.by, application_id=pk, at=at[pk] + timedelta(minutes=7))
        self.transitions += 2 * len(ids)

    def _quality(self) -> str:
        return "good" if self.rng.random() < 0.97 else "poor"

    def _decide(self, line: Mapping[str, Any]) -> Verdict:
        if self.rng.random() >= RETURNED:
            return ("approved", "")
        self._redo.append(UUID(line["application"]))
        return ("returned", self.rng.choice(_WHY))

    def _send(self, day: date) -> None:
        """What is declared goes in batches; they are answered in the next week, and the cards come at its end."""
        sent = False
        while ready := queries.declared(viewer=self.by, limit=_BATCH):
            actions.make_batch(by=self.by, application_ids=ready, at=moment(day, 470))
            self.transitions += len(ready)
            sent = True
        if sent:
            self._plan(day + timedelta(days=3), lambda on: self._exchange(moment(on, 90)))
            self._plan(day + timedelta(days=4), self._printed)
            self._plan(day + timedelta(days=6), self._parcel)

    def _exchange(self, at: datetime) -> None:
        """Files go and come. Whatever couldn't be taken in is a fault of the story."""
        for taken in actions.exchange(by=self.by, centre=self.centre, at=at):
            if isinstance(taken, DiabanError):
                raise taken
            if taken.answer is not None:
                self.transitions += taken.answer.returned + taken.answer.approved + taken.answer.printed

    def _printed(self, day: date) -> None:
        self.centre.prints()
        self._exchange(moment(day, 400))

    def _parcel(self, day: date) -> None:
        """A parcel comes and is received by its list; some cards are spoiled, most handed over in the days after."""
        ids = list(queries.serials_here(viewer=self.by, serials=self.centre.parcel()).values())
        if not ids:
            return
        actions.arrive_all(by=self.by, application_ids=ids, at=moment(day, 20))
        self.transitions += len(ids)
        self.rng.shuffle(ids)
        spoiled = {pk for pk in ids if self.rng.random() < SPOILED}
        for pk in sorted(spoiled):
            actions.spoil(by=self.by, application_id=pk, why="In lệch", at=moment(day, 50))
            self.centre.again(pk)
        self.transitions += len(spoiled)
        self._part([pk for pk in ids if pk not in spoiled], day)

    def _part(self, ids: list[UUID], day: date) -> None:
        """Which of the cards goes to whom, and when."""
        cuts = [round(len(ids) * share) for share in (PROXY, PROXY + POST, PROXY + POST + AWAY)]
        proxy, post, away, own = (ids[: cuts[0]], ids[cuts[0] : cuts[1]], ids[cuts[1] : cuts[2]], ids[cuts[2] :])
        self._hand_on(day + timedelta(days=4), proxy, Delivery.PROXY, _VILLAGE)
        self._hand_on(day + timedelta(days=1), post, Delivery.POST, _POSTED)
        self._come(own, day, _COMES)
        if away:
            self._plan(day + timedelta(days=5), lambda on: self._told(on, away))

    def _come(self, ids: Sequence[UUID], day: date, after: Sequence[int]) -> None:
        """Bearers come for their cards, each so many days after one."""
        by_day: dict[int, list[UUID]] = {}
        for pk in ids:
            by_day.setdefault(self.rng.choice(after), []).append(pk)
        for late, these in sorted(by_day.items()):
            self._hand_on(day + timedelta(days=late), these, Delivery.SELF, Receiver())

    def _told(self, day: date, away: Sequence[UUID]) -> None:
        """They were told and haven't come; most do later."""
        actions.not_collected_all(by=self.by, application_ids=away, at=moment(day, 300))
        self.transitions += len(away)
        self._come([pk for pk in away if self.rng.random() < FETCHED], day, range(2, 20))

    def _hand_on(self, day: date, ids: Sequence[UUID], how: Delivery, to: Receiver) -> None:
        if ids:
            self._plan(day, lambda on: self._hand(on, ids, how, to))

    def _hand(self, day: date, ids: Sequence[UUID], how: Delivery, to: Receiver) -> None:
        at = [moment(day, 60 + self.rng.randrange(380)) for _one in ids]
        actions.hand_all(by=self.by, application_ids=ids, delivery=how, checked=True, to=to, at=at)
        self.transitions += len(ids)
