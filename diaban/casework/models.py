"""The corridor's tables as Django sees them. Migrations make them in SQL; `actions` alone write them.

A case carries codes, ids and times, never a name: what it is about is the domain's record of the same id.
"""

from __future__ import annotations

from django.db import models


class Rule(models.Model):
    """A term of law from one day to another (exclusive). Cases keep to the one of the day they came in."""

    code = models.TextField()
    title = models.TextField()
    amount = models.IntegerField()
    unit = models.TextField()
    cutoff = models.TimeField(null=True)
    rolls = models.BooleanField()
    citation = models.TextField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        managed = False
        db_table = "casework_rule"

    def __str__(self) -> str:
        return f"{self.code} ({self.valid_from})"


class Day(models.Model):
    """A day off, or one worked in exchange for another, against the office's week."""

    day = models.DateField(primary_key=True)
    worked = models.BooleanField()
    title = models.TextField()
    citation = models.TextField()
    checked = models.BooleanField()
    own = models.BooleanField()

    class Meta:
        managed = False
        db_table = "casework_day"

    def __str__(self) -> str:
        return f"{self.day}"


class Hours(models.Model):
    """An office's sessions on a weekday (0 is Monday) from a day on. A `counter` takes papers in, no term counts it."""

    weekday = models.SmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()
    counter = models.BooleanField()
    citation = models.TextField()
    own = models.BooleanField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        managed = False
        db_table = "casework_hours"

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens}"


class Case(models.Model):
    """One case; its id is that of the domain's record."""

    id = models.UUIDField(primary_key=True)
    kind = models.TextField()
    state = models.TextField()
    title_code = models.TextField()
    place = models.IntegerField()
    office_id = models.IntegerField()
    assignee_id = models.IntegerField(null=True)
    opened_at = models.DateTimeField()
    received_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    near = models.BooleanField()
    late = models.BooleanField()
    paused = models.BooleanField()
    version = models.IntegerField()

    class Meta:
        managed = False
        db_table = "casework_case"

    def __str__(self) -> str:
        return str(self.pk)
