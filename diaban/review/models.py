"""The room's tables as Django sees them. Migrations make them in SQL; `actions` alone write them.

They hold ids, codes and probabilities, never a name: what is compared is read from its own room when it is shown.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    OPEN = "open", _("Chờ đối chiếu")
    DECIDED = "decided", _("Đã kết luận")
    WITHDRAWN = "withdrawn", _("Không cần nữa")


class Doubt(models.Model):
    """A subject that may be one of several residents, or none. At most one is open for a subject.

    `weight` orders the queue: what a decision is worth times how unsure the answer is. `needs` is how many clerks must
    give the same answer. `answer` is the resident decided on; None, where `state` is decided, that it is none of them.
    `handed_from` is the unit that handed it up to `place`, if any; `reason` why a clerk proposed two records.
    """

    id = models.UUIDField(primary_key=True)
    kind = models.TextField(db_collation="C")
    subject_id = models.UUIDField()
    place = models.IntegerField()
    office = models.IntegerField()
    weight = models.FloatField()
    needs = models.SmallIntegerField(default=1)
    state = models.TextField(choices=State.choices, default=State.OPEN)
    answer = models.UUIDField(null=True)
    lines: models.JSONField[Any, Any] = models.JSONField(default=list)
    version = models.IntegerField(default=1)
    opened_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    handed_from = models.IntegerField(null=True)
    handed_at = models.DateTimeField(null=True)
    reason = models.TextField(default="")

    class Meta:
        managed = False
        db_table = "review_doubt"


class Candidate(models.Model):
    """A resident whom a subject may be, the likeliest first (`n` from 1 to 9), with the evidence in codes."""

    doubt_id = models.UUIDField()
    n = models.SmallIntegerField()
    resident_id = models.UUIDField()
    probability = models.FloatField()
    evidence: models.JSONField[Any, Any] = models.JSONField(default=list)

    class Meta:
        managed = False
        db_table = "review_candidate"


class Verdict(models.Model):
    """What one clerk said of a doubt: a resident, or None for none of them. One that was taken back stays."""

    doubt_id = models.UUIDField()
    resident_id = models.UUIDField(null=True)
    clerk = models.IntegerField()
    deciding = models.BooleanField(default=False)
    lines: models.JSONField[Any, Any] = models.JSONField(default=list)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = "review_verdict"
