"""Dossiers of two months at a counter: most of them over, some waiting, a few late; by the verbs themselves."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from diaban.access.scope import Viewer
from diaban.core.errors import DiabanError
from diaban.core.time import ZONE, now
from diaban.demo.rows import Placed
from diaban.onestop import actions
from diaban.onestop.models import Dossier
from diaban.people.models import Resident, State

#: Days that the counter's work goes back, and those of which some is still open.
_DAYS: Final = 62
#: How often each procedure is asked for.
_ASKED: Final = {"certificate": 40, "correction": 22, "absence": 18, "temporary": 10, "overnight": 10}
_STAYING: Final = ("temporary", "overnight")
_PAPERS: Final = {"certificate": ["ct01"], "correction": ["ct01"], "absence": ["ct03"], "temporary": ["ct01"]}
#: How far dossiers have come. Those that are open came lately, but for one in ten.
_COURSE: Final = {"delivered": 62, "done": 8, "processing": 11, "accepted": 8, "supplement": 4, "refused": 4,
                  "withdrawn": 3}  # fmt: skip
_OVER: Final = ("delivered", "refused", "withdrawn")
_PURPOSES: Final = ("Nộp hồ sơ xin học cho con", "Làm thủ tục vay vốn", "Nộp hồ sơ xin việc", "Làm sổ bảo hiểm y tế")
_REASONS: Final = ("Đi làm xa", "Đi học", "Chữa bệnh dài ngày")


def handed_in(by: Viewer, at: Placed, count: int, seed: str, today: date) -> int:
    """Take in and move so many dossiers of a commune as its police; how many were. Call inside a transaction."""
    rng = random.Random(f"{seed}/dossiers")
    days = sorted(_days(rng, today) for _n in range(count))
    made = 0
    for (day, course), subject in zip(days, _subjects(rng, at, count), strict=False):
        with suppress(DiabanError):  # what the register refuses is asked for by nobody
            _one(by, rng, subject, _moment(rng, day), course, [h for h in at.hamlets if h != subject.place])
            made += 1
    return made


def _days(rng: random.Random, today: date) -> tuple[date, str]:
    """A working day and how far what came in on it has got."""
    course = rng.choices(list(_COURSE), list(_COURSE.values()))[0]
    lately = course not in _OVER and rng.random() > 0.1
    day = today - timedelta(days=rng.randrange(1, 5) if lately else rng.randrange(8, _DAYS))
    return day - timedelta(days=max(0, day.weekday() - 4)), course


def _moment(rng: random.Random, day: date) -> datetime:
    return datetime.combine(day, time(rng.choice((7, 8, 9, 10, 13, 14, 15)), rng.randrange(30, 60)), ZONE)


def _subjects(rng: random.Random, at: Placed, count: int) -> list[Resident]:
    """Grown residents with a number who are here."""
    some = rng.sample(at.residents, min(len(at.residents), 6 * count))
    found = Resident.objects.filter(
        pk__in=[UUID(pk) for pk in some], state=State.PRESENT, id_no__isnull=False, birth_date__lt=date(2005, 1, 1)
    )
    return list(found.order_by("pk")[:count])


def _one(
    by: Viewer, rng: random.Random, subject: Resident, at: datetime, course: str, elsewhere: Sequence[int]
) -> None:
    """`elsewhere`: other hamlets of the commune, to stay in for a time; nobody stays at home for a time."""
    asked = {code: n for code, n in _ASKED.items() if elsewhere or code not in _STAYING}
    code = rng.choices(list(asked), list(asked.values()))[0]
    channel = rng.choices(("direct", "online", "post"), (46, 50, 4))[0]
    answers = _answers(rng, code, str(rng.choice(elsewhere)) if elsewhere else "", at.date())
    made = actions.take_in(by=by, received_at=at, intake=actions.Intake(
        code, subject.pk, answers, _PAPERS.get(code, ()), channel=channel))  # fmt: skip
    _moved(by, rng, made, at, course)


def _answers(rng: random.Random, code: str, elsewhere: str, day: date) -> Mapping[str, Any]:
    since = f"{day:%d/%m/%Y}"
    match code:
        case "certificate":
            return {"purpose": rng.choice(_PURPOSES)}
        case "correction":
            return {"what": "phone", "phone": f"09{rng.randrange(10**8):08d}"}
        case "absence":
            return {"since": since, "until": f"{day + timedelta(days=400):%d/%m/%Y}", "reason": rng.choice(_REASONS)}
        case "temporary":
            until = f"{day + timedelta(days=300):%d/%m/%Y}"
            return {"place": elsewhere, "address": f"Nhà trọ số {rng.randrange(1, 60)}", "since": since,
                    "until": until, "reason": rng.choice(("work", "study"))}  # fmt: skip
    return {"place": elsewhere, "address": f"Số {rng.randrange(1, 90)}", "since": since, "until": since,
            "reason": "Thăm người nhà"}  # fmt: skip


def _moved(by: Viewer, rng: random.Random, made: Dossier, at: datetime, course: str) -> None:
    """As far as it has come, each step some working hours after the one before and none ahead."""
    told: dict[str, Any] = {"by": by, "dossier_id": made.pk}
    if made.fee_state == "due":
        actions.pay(**told)
    if course == "accepted":
        return
    begun = at + timedelta(minutes=rng.randrange(10, 60))
    if course == "supplement":
        actions.ask_supplement(**told, what="Bản sao giấy tờ chứng minh", why="Bản nộp bị mờ.", at=begun)
        return
    if course == "withdrawn":
        actions.withdraw(**told, at=begun)
        return
    if course == "processing" or rng.random() < 0.2:
        actions.process(**told, at=begun)
    decided = _later(rng, begun)
    if course == "refused":
        actions.refuse(**told, why="Không đủ điều kiện theo quy định.", at=decided)
    elif course in ("done", "delivered"):
        actions.approve(**told, at=decided)
    if course in ("refused", "delivered"):
        actions.deliver(**told, way=rng.choice(("counter", "counter", "post")), at=_later(rng, decided))


def _later(rng: random.Random, at: datetime) -> datetime:
    """Some days on, one in twelve a long while; never ahead."""
    return min(at + timedelta(days=rng.choice((0, 0, 1, 1, 2, 3)) + (9 if rng.random() < 0.08 else 0), hours=1), now())
