"""Locks an account, an address or a second factor after too many failures, for every process at once.

An attempt is counted before it is tried and taken back when it succeeds, so that many tries at the same moment are
counted too. Keys are digests: what was typed in the name field may be a password.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.utils.translation import gettext as _

from diaban.core import sql
from diaban.core.errors import Refused
from diaban.core.time import ZONE, now


@dataclass(frozen=True, slots=True)
class Rule:
    """So many failures within `window` lock for `lasts`."""

    name: str
    failures: int
    window: timedelta = timedelta(minutes=15)
    lasts: timedelta = timedelta(minutes=15)

    def key(self, subject: str) -> str:
        return f"{self.name}:{sha256(subject.strip().lower().encode()).hexdigest()[:48]}"


ACCOUNT = Rule("account", 5)
CODE = Rule("code", 5)
#: A commune's whole staff may sit behind one address, so it bears more.
ADDRESS = Rule("address", 40)
KEPT = timedelta(days=1)


class LockedOut(Refused):
    """Too many failures; `until` says when to try again."""

    status = 429

    def __init__(self, until: datetime) -> None:
        super().__init__(
            _("Sai quá nhiều lần nên tạm khóa. Hãy thử lại sau %(time)s, hoặc nhờ quản trị hệ thống mở khóa.")
            % {"time": f"{until.astimezone(ZONE):%H:%M}"}
        )
        self.until = until


_COUNT = """
insert into access_attempt as a (key, failures, first_at) values (%(key)s, 1, %(now)s)
on conflict (key) do update set
  failures = case when a.locked_until > %(now)s then a.failures
                  when a.locked_until is not null or a.first_at < %(since)s then 1
                  else a.failures + 1 end,
  first_at = case when a.locked_until > %(now)s then a.first_at
                  when a.locked_until is not null or a.first_at < %(since)s then %(now)s
                  else a.first_at end,
  locked_until = case when a.locked_until > %(now)s then a.locked_until
                      when a.locked_until is null and a.first_at >= %(since)s and a.failures + 1 > %(limit)s
                      then %(until)s end
returning failures, locked_until
"""


def attempt(rule: Rule, subject: str) -> None:
    """Count one attempt. Raises LockedOut while locked, and on the attempt that goes over the limit."""
    moment = now()
    params = {
        "key": rule.key(subject), "now": moment, "since": moment - rule.window, "until": moment + rule.lasts,
        "limit": rule.failures,
    }  # fmt: skip
    row = sql.one(_COUNT, params)
    if row is not None and row[1] is not None:
        raise LockedOut(row[1])


def failed_enough(rule: Rule, subject: str) -> bool:
    """Whether the failures so far have used the limit up: the next attempt is refused."""
    row = sql.one("select failures from access_attempt where key = %s and first_at >= %s",
                  [rule.key(subject), now() - rule.window])  # fmt: skip
    return row is not None and row[0] >= rule.failures


def succeeded(rule: Rule, subject: str) -> None:
    """Forget the failures of something that has just proved itself."""
    sql.execute("delete from access_attempt where key = %s or first_at < %s", [rule.key(subject), now() - KEPT])


def first_use(name: str, subject: str) -> bool:
    """Whether this has not been used within a day: a one-time code counts once, whichever process is asked."""
    added = "insert into access_attempt (key, failures, first_at) values (%s, 0, %s) on conflict do nothing"
    return sql.execute(added, [Rule(name, 0).key(subject), now()]) == 1


def taken_back(rule: Rule, subject: str) -> None:
    """Uncount one attempt, and leave others' failures: someone else behind the same address may still be guessing."""
    sql.execute(
        "update access_attempt set failures = greatest(failures - 1, 0) where key = %s and locked_until is null",
        [rule.key(subject)],
    )


def locked_until(rule: Rule, subject: str) -> datetime | None:
    """When the lock ends, or None where there is none."""
    until: datetime | None = sql.value(
        "select locked_until from access_attempt where key = %s and locked_until > %s", [rule.key(subject), now()]
    )
    return until
