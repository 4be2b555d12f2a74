"""One commune's counter through the weeks of a drive: taken in, sent, answered, printed, come, handed over."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from diaban.access.scope import Viewer
from diaban.cards import actions
from diaban.cards.actions import Asked, Captured, Receiver
from diaban.cards.exchange.fake import FakeCentre, Verdict
from diaban.cards.models import Card, CardState, Delivery, Reason
from diaban.core.errors import DiabanError
from diaban.core.time import ZONE

#: Shares of what goes otherwise: the register is mended first, the centre returns it, the card is spoiled on its way.
MENDED, RETURNED, SPOILED = 0.005, 0.04, 0.003
#: Of the cards at the office: fetched by someone else, sent by post, not fetched though the bearer was told.
PROXY, POST, AWAY = 0.05, 0.03, 0.06
_WHY: Final = ("Ảnh khuôn mặt bị mờ.", "Vân tay chưa đạt.", "Thông tin không khớp Cơ sở dữ liệu quốc gia.")
_VILLAGE: Final = Receiver("Trưởng thôn nhận thay", "Giấy ủy quyền theo danh sách")
_POSTED: Final = Receiver(ref="Vận đơn theo bảng kê")
_FORENOON, _AFTERNOON = time(7, 30), time(13, 30)


def moment(day: date, minutes: int) -> datetime:
    """So many minutes into a working day of eight hours, the noon's break left out."""
    begin, into = (_FORENOON, minutes) if minutes < 240 else (_AFTERNOON, minutes - 240)
    return datetime.combine(day, begin, ZONE) + timedelta(minutes=into)


@dataclass
class Counter:
    """A commune's police at work. Nothing is done at a moment after `until`: what would be, waits."""

    by: Viewer
    province: str
    rng: random.Random
    until: datetime
    transitions: int = 0
    _redo: list[UUID] = field(default_factory=list)
    _waiting: list[UUID] = field(default_factory=list)
    centre: FakeCentre = field(init=False)

    def __post_init__(self) -> None:
        self.centre = FakeCentre(self.province, self._decide, office=self.by.office_id)

    def week(self, monday: date, who: Sequence[tuple[UUID, Reason]]) -> None:
        """Take in who comes in a week, and follow them until their cards are handed over or wait for something."""
        batch = self._declared(monday, who)
        sent = moment(monday + timedelta(days=4), 470)
        if not batch or sent > self.until:
            return
        actions.make_batch(by=self.by, application_ids=batch, at=sent)
        self.transitions += len(batch)
        self._exchange(moment(monday + timedelta(days=7), 90))
        if (printed := moment(monday + timedelta(days=8), 400)) <= self.until:
            self.centre.prints()
            self._exchange(printed)
        self._parcel(monday + timedelta(days=10))

    def _declared(self, monday: date, who: Sequence[tuple[UUID, Reason]]) -> list[UUID]:
        """New applications and those that the centre returned, captured and with their slips."""
        came = sorted(moment(monday + timedelta(days=self.rng.randrange(5)), self.rng.randrange(450)) for _one in who)
        made = actions.apply_all(
            by=self.by, asked=[Asked(pk, why, at) for (pk, why), at in zip(who, came, strict=True)]
        )
        again, self._redo = self._redo, []
        ids = [*(row.pk for row in made), *again]
        at = [*came, *(moment(monday, 60 + self.rng.randrange(300)) for _one in again)]
        self._mend([row.pk for row in made if self.rng.random() < MENDED], dict(zip(ids, at, strict=True)))
        captured = [Captured(pk, "good", self._quality(), self._quality(), f"MAY{self.rng.randrange(10**8):08d}")
                    for pk in ids]  # fmt: skip
        if not ids:
            return []
        actions.capture_all(by=self.by, captured=captured, at=[each + timedelta(minutes=8) for each in at])
        actions.declare_all(by=self.by, application_ids=ids, at=[each + timedelta(minutes=12) for each in at])
        self.transitions += len(made) + 2 * len(ids)
        return ids

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

    def _exchange(self, at: datetime) -> None:
        """Files go and come. Whatever couldn't be taken in is a fault of the story."""
        if at > self.until:
            self._redo.clear()
            return
        for taken in actions.exchange(by=self.by, centre=self.centre, at=at):
            if isinstance(taken, DiabanError):
                raise taken
            if taken.answer is not None:
                self.transitions += taken.answer.returned + taken.answer.approved + taken.answer.printed

    def _parcel(self, day: date) -> None:
        """A parcel comes; some cards are spoiled, most are handed over in the days after."""
        at = moment(day, 20)
        if at > self.until:
            return
        ids = list(Card.objects.filter(office=self.by.office_id, state=CardState.PRINTED).order_by("pk").values_list(
            "application_id", flat=True))  # fmt: skip
        if ids:
            actions.arrive_all(by=self.by, application_ids=ids, at=at)
            self.transitions += len(ids)
        self.rng.shuffle(ids)
        spoiled = [pk for pk in ids if self.rng.random() < SPOILED]
        for pk in spoiled:
            actions.spoil(by=self.by, application_id=pk, why="In lệch", at=at + timedelta(minutes=30))
            self.centre.again(pk)
        self.transitions += len(spoiled)
        self._hand_over([pk for pk in ids if pk not in set(spoiled)], day)

    def _hand_over(self, ids: list[UUID], day: date) -> None:
        cuts = [round(len(ids) * share) for share in (PROXY, PROXY + POST, PROXY + POST + AWAY)]
        proxy, post, away, own = (ids[: cuts[0]], ids[cuts[0] : cuts[1]], ids[cuts[1] : cuts[2]], ids[cuts[2] :])
        late, self._waiting = self._waiting, []
        self._handed(proxy, day, Delivery.PROXY, _VILLAGE)
        self._handed(post, day, Delivery.POST, _POSTED)
        self._handed([*own, *late], day, Delivery.SELF, Receiver())
        told = moment(day + timedelta(days=5), 300)
        if away and told <= self.until:
            actions.not_collected_all(by=self.by, application_ids=away, at=told)
            self.transitions += len(away)
            self._waiting = [pk for pk in away if self.rng.random() < 0.7]

    def _handed(self, ids: Sequence[UUID], day: date, how: Delivery, to: Receiver) -> None:
        days = [day + timedelta(days=self.rng.choice((0, 0, 1, 4, 4, 5, 6, 7, 8))) for _one in ids]
        at = [moment(each, 60 + self.rng.randrange(380)) for each in days]
        done = [(pk, when) for pk, when in zip(ids, at, strict=True) if when <= self.until]
        if done:
            actions.hand_all(by=self.by, application_ids=[pk for pk, _when in done], delivery=how, checked=True, to=to,
                             at=[when for _pk, when in done])  # fmt: skip
            self.transitions += len(done)
