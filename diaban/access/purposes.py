"""Why persons are looked up. A viewer states a purpose, it stays in their web session for a while, and every search
and every opened record carries it into the log of look-ups, which the person may later read.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from diaban.access import models
from diaban.core.errors import Invalid
from diaban.core.time import today

#: Seconds: a stated purpose lasts a working day, a record reached by its exact number a quarter of an hour.
PURPOSE_LASTS = 8 * 3600
REACH_LASTS = 15 * 60

#: What the log of look-ups takes. A digit at least: it is a number, not a name.
_REFERENCE = re.compile(r"(?=.*[0-9])[A-Za-z0-9Đđ_./-]{1,64}")

_PURPOSE, _REACH, _POSTING = "diaban.purpose", "diaban.reach", "diaban.posting"
Session = MutableMapping[str, Any]


@dataclass(frozen=True, slots=True)
class Purpose:
    """One row of the catalogue on a day; `basis` cites the law it rests on."""

    code: str
    title: str
    basis: str
    needs_reference: bool


def catalogue(on: date | None = None) -> list[Purpose]:
    """The purposes in force on a day (today), in the viewer's language."""
    day = on or today()
    rows = models.Purpose.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day).order_by("id")
    english = (get_language() or "vi").startswith("en")
    return [Purpose(r.code, r.title_en if english else r.title, r.basis, r.needs_reference) for r in rows]


def state(session: Session, code: str, reference: str = "") -> Purpose:
    """Keep a purpose for the rest of the day's work. Raises Invalid for one not in force or without its reference."""
    chosen = next((p for p in catalogue() if p.code == code), None)
    if chosen is None:
        raise Invalid(_("Chưa ghi mục đích. Hãy chọn một mục đích trong danh mục."), {"code": _("Chọn một mục đích.")})
    reference = checked_reference(chosen.needs_reference, reference)
    kept = {"code": code, "reference": reference, "title": chosen.title, "until": time.time() + PURPOSE_LASTS}
    session[_PURPOSE] = kept
    return chosen


def checked_reference(needed: bool, reference: str) -> str:
    """A dossier's number as the log takes it. Raises Invalid where it is missing or isn't one."""
    reference = " ".join(reference.split())
    if needed and not reference:
        sentence = _("Mục đích này cần số hồ sơ hoặc số văn bản.")
        raise Invalid(sentence, {"reference": sentence})
    if reference and not _REFERENCE.fullmatch(reference):
        sentence = _(
            "Số hồ sơ gồm chữ không dấu, số và các dấu . / - _, viết liền, có ít nhất một chữ số, dài nhất 64 ký tự."
        )
        raise Invalid(sentence, {"reference": sentence})
    return reference


def forget(session: Session) -> None:
    """Drop the purpose and every record reached with it."""
    session.pop(_PURPOSE, None)
    session.pop(_REACH, None)


@dataclass(frozen=True, slots=True)
class Stated:
    """The purpose a web session carries; falsy where there is none. `until` is a moment in seconds since 1970."""

    code: str | None = None
    reference: str = ""
    title: str = ""
    until: float = 0.0

    def __bool__(self) -> bool:
        return self.code is not None


def stated(session: Mapping[str, Any]) -> Stated:
    """The purpose still in force in a web session."""
    kept = session.get(_PURPOSE)
    if not kept or not _runs(kept["until"], PURPOSE_LASTS):
        return Stated()
    return Stated(kept["code"], kept["reference"], kept["title"], kept["until"])


def grant_reach(session: Session, resident_id: UUID) -> None:
    """Let one resident beyond the scope be opened for a quarter of an hour.

    Called once their exact number was given with a purpose and the look-up was logged.
    """
    kept = {key: until for key, until in session.get(_REACH, {}).items() if _runs(until, REACH_LASTS)}
    session[_REACH] = {**kept, str(resident_id): time.time() + REACH_LASTS}


def reached(session: Mapping[str, Any]) -> frozenset[UUID]:
    """Residents that `grant_reach` opened and whose time has not run out; none without a purpose."""
    if not stated(session):
        return frozenset()
    return frozenset(UUID(key) for key, until in session.get(_REACH, {}).items() if _runs(until, REACH_LASTS))


def _runs(until: float, lasts: float) -> bool:
    """Whether it still runs. What ends later than it could have begun now was given before the clock was set back:
    it is asked for again, for nobody knows how old it is."""
    now = time.time()
    return now <= until <= now + lasts


def choose_posting(session: Session, posting_id: int) -> None:
    """Work from another of one's own postings; what was reached from the first one is dropped."""
    session[_POSTING] = posting_id
    session.pop(_REACH, None)


def chosen_posting(session: Mapping[str, Any]) -> int | None:
    posting_id: int | None = session.get(_POSTING)
    return posting_id
