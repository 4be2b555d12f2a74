"""How often something may be done: searches, look-ups, exports, calls by token, sign-ins.

Each key has one row that says when its allowance will be full again (the generic cell rate algorithm), changed by one
statement in an unlogged table that every process shares. A process takes a few permits at once and hands them out from
memory, so most requests ask the database nothing. Limits are settings (`DIABAN_LIMITS`).
"""

from __future__ import annotations

import math
import threading
import time
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from diaban.access.scope import Viewer
from diaban.core import sql
from diaban.core.errors import DiabanError

#: Demo accounts are shared by whoever tries the program on one machine.
SHARED = 50


@dataclass(frozen=True, slots=True)
class Limit:
    """`many` at once, and again as many spread over `seconds`."""

    name: str
    many: int
    seconds: float

    @property
    def lease(self) -> int:
        """Permits taken at once: a process that dies with some loses little of the allowance."""
        return max(1, self.many // 40)


class TooOften(DiabanError):
    """Over a limit; nothing was done. `retry_after` is in seconds."""

    status = 429

    def __init__(self, retry_after: float) -> None:
        self.retry_after = max(1, math.ceil(retry_after))
        super().__init__(
            _("Quá nhiều lượt trong thời gian ngắn nên tạm dừng; chưa ghi gì. Hãy thử lại sau %(n)s giây.")
            % {"n": self.retry_after}
        )


# A row written while the clock stood ahead is begun anew rather than waited for.
_TAKE = """
insert into access_rate as r (key, full_at) values (%(key)s, clock_timestamp() + %(cost)s * interval '1 second')
on conflict (key) do update set full_at =
    case when r.full_at > clock_timestamp() + (%(window)s + 60) * interval '1 second' then clock_timestamp()
         else greatest(r.full_at, clock_timestamp()) end + %(cost)s * interval '1 second'
where r.full_at > clock_timestamp() + (%(window)s + 60) * interval '1 second'
   or greatest(r.full_at, clock_timestamp()) + %(cost)s * interval '1 second'
      <= clock_timestamp() + %(window)s * interval '1 second'
returning 1
"""
_WAIT = "select extract(epoch from full_at - clock_timestamp()) from access_rate where key = %s"


@dataclass(slots=True)
class _Lease:
    left: int
    until: float
    refused_until: float = 0.0


_leases: dict[str, _Lease] = {}
_lock = threading.Lock()
#: Leases kept in memory; past this many the old ones are thrown away.
_MOST = 10_000


def limit(name: str) -> Limit:
    """A limit by its name, as the settings have it."""
    many, seconds = settings.LIMITS[name]
    return Limit(name, many, float(seconds))


def take(name: str, subject: str, *, times: int = 1) -> None:
    """Count one more of `name` for a subject (a token, an account, an address). Raises TooOften past the limit."""
    rule = limit(name)
    if not rule.many:  # 0 turns a limit off
        return
    rule = Limit(name, rule.many * times, rule.seconds)
    key, moment = f"{name}:{subject}", time.monotonic()
    with _lock:
        kept = _leases.get(key)
        if kept is not None and kept.refused_until > moment:
            raise TooOften(kept.refused_until - moment)
        if kept is not None and kept.left > 0 and kept.until > moment:
            kept.left -= 1
            return
    got = _from_database(rule, key)
    with _lock:
        if len(_leases) > _MOST:
            _leases.clear()
        _leases[key] = _Lease(got - 1, moment + min(rule.seconds / 10, 10.0))


def count(name: str, viewer: Viewer) -> None:
    """`take` for whoever acts; the clock and the command line are not counted. Raises TooOften past the limit."""
    if viewer.account_id is not None or viewer.token_id is not None:
        take(name, viewer.counted_as, times=SHARED if viewer.is_demo else 1)


def check(name: str, subject: str) -> None:
    """Raises TooOften where this process knows that the limit is used up; counts nothing."""
    kept = _leases.get(f"{name}:{subject}")
    moment = time.monotonic()
    if kept is not None and kept.refused_until > moment:
        raise TooOften(kept.refused_until - moment)


def _from_database(rule: Limit, key: str) -> int:
    """How many permits were got: a handful, or one near the limit. Raises TooOften where there is none."""
    each = rule.seconds / rule.many
    for wanted in dict.fromkeys((rule.lease, 1)):
        if sql.one(_TAKE, {"key": key, "cost": each * wanted, "window": rule.seconds}) is not None:
            return wanted
    wait = float(sql.value(_WAIT, [key]) or 0) - rule.seconds + each
    with _lock:
        _leases[key] = _Lease(0, 0.0, time.monotonic() + min(wait, 5.0))
    raise TooOften(wait)


def forget() -> None:
    """Drop what this process holds: for tests, and for a process that has just been forked."""
    with _lock:
        _leases.clear()
