"""Sides as the page lays them out: a row for each field that any side knows, candidates marked against the subject."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from diaban.access.looks import log_shown
from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.core.text import fmt_id, mask_id
from diaban.people import queries
from diaban.people.models import Resident
from diaban.review import residents
from diaban.review.evidence import in_words
from diaban.review.marks import OTHER, Piece, between, pieces
from diaban.review.models import Candidate
from diaban.review.queries import Side, View
from diaban.review.registry import FIELDS, NUMBERS, Sheet


@dataclass(frozen=True)
class Laid:
    """A candidate ready for the page: its key, what speaks for and against it, and its rows: label, pieces, and what
    stands between them."""

    key: int
    side: Side
    percent: int
    evidence: list[Any]
    rows: list[tuple[Any, list[Piece], str]]

    @property
    def sheet(self) -> Sheet | None:
        return self.side.sheet


@dataclass(frozen=True)
class LaidOut:
    """The subject's rows (label, value), the candidates, how many rows each side has, and the subject's sheet."""

    subject: list[tuple[Any, str]]
    sides: list[Laid]
    height: int
    sheet: Sheet | None = None


def laid_out(viewer: Viewer, view: View) -> LaidOut:
    """All sides with the same rows in the same order; identity numbers as the viewer may see them."""
    return _sides(viewer, view.sheet, view.sides)


def _sides(viewer: Viewer, subject: Sheet | None, others: Sequence[Side]) -> LaidOut:
    whole = viewer.can(Permission.PEOPLE_NUMBERS)
    sheets = [sheet for sheet in (subject, *(side.sheet for side in others)) if sheet is not None]
    known = [code for code in FIELDS if any(sheet.facts.get(code) for sheet in sheets)]
    own: Mapping[str, str] = subject.facts if subject else {}
    sides = [_laid(side, own, known, whole) for side in others]
    return LaidOut(
        [(FIELDS[code], _shown(code, own.get(code, ""), whole)) for code in known], sides, len(known), subject
    )


def beside(viewer: Viewer, subject: Resident, other: Resident) -> LaidOut:
    """Two records found by hand, laid out like a doubt's sides; written to the log of look-ups."""
    with transaction.atomic():
        sheets = residents.sheets([subject.id, other.id])
        share, words = queries.likeness(viewer=viewer, one=subject, other=other)
        log_shown(viewer, "review", [subject.id, other.id])
    candidate = Candidate(n=1, resident_id=other.id, probability=share, evidence=list(words))
    return _sides(viewer, sheets.get(subject.id), [Side(candidate, sheets.get(other.id))])


def _laid(side: Side, own: Mapping[str, str], known: list[str], whole: bool) -> Laid:
    theirs: Mapping[str, str] = side.sheet.facts if side.sheet else {}
    rows = [(FIELDS[code], _pieces(code, own.get(code, ""), theirs.get(code, ""), whole), between(code))
            for code in known]  # fmt: skip
    share = min(max(round(side.candidate.probability * 100), 1), 99)
    return Laid(side.candidate.n, side, share, in_words(side.candidate.evidence), rows if side.sheet else [])


def _pieces(code: str, subject: str, candidate: str, whole: bool) -> list[Piece]:
    """A masked number is marked as a whole: which digit differs would tell digits that aren't shown."""
    if code in NUMBERS and not whole:
        differs = OTHER if subject and candidate and subject != candidate else ""
        return [Piece(mask_id(candidate), differs)] if candidate else []
    if code in NUMBERS:
        subject, candidate = fmt_id(subject), fmt_id(candidate)
    return pieces(code, subject, candidate)


def _shown(code: str, value: str, whole: bool) -> str:
    if code not in NUMBERS:
        return value
    return fmt_id(value) if whole else mask_id(value)
