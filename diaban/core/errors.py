"""Errors that reach a person.

Each carries one sentence in the user's language saying what happened, what was kept and what to do.
Anything else that is raised is a defect: it is logged without personal data and shown as a code to quote.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class DiabanError(Exception):
    """Base of every error shown to a user without a traceback. `sentence` may be a lazy translation."""

    status = 400
    exit_code = 2

    def __init__(self, sentence: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


class Refused(DiabanError):
    """The viewer may not do this; the sentence says why and who may."""

    status = 403
    exit_code = 3


class NotFound(DiabanError):
    """There is no such record, or none that this viewer may know of (the two are not told apart)."""

    status = 404
    exit_code = 4


class Conflict(DiabanError):
    """Someone else changed the record since it was read; nothing was written."""

    status = 409
    exit_code = 5


class Stale(Conflict):
    """The record has a newer version than the one this change was made from; nothing was written."""


class Invalid(DiabanError):
    """The input can't be taken as it is; `fields` maps a field's name to its own sentence."""

    status = 422
    exit_code = 6

    def __init__(self, sentence: Any, fields: Mapping[str, Any] | None = None) -> None:
        super().__init__(sentence)
        self.fields = dict(fields or {})


class Unavailable(DiabanError):
    """Something outside the program (disk, database, a port) is not there; the sentence says what to do."""

    status = 503
    exit_code = 7
