"""Reports that offices draft, and what they signed of them. Nothing here is about a person but who signed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from diaban.core.ids import uuid7


class ReportState(models.TextChoices):
    """How far a report has come."""

    DRAFT = "draft", _("Dự thảo")
    SIGNED = "signed", _("Đã ký")
    DROPPED = "dropped", _("Đã bỏ")


class Report(models.Model):
    """One report of one area and period, as an office keeps it: drafted, signed, and signed again if lines came later.

    `place` is the unit that it is about, `period` the code of its period, `map` the units its tables go by (then, now
    or a day). `remarks` is what the office adds in its own words; `recipients` replaces those that the layout names.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    template = models.TextField()
    place = models.IntegerField()
    period = models.TextField()
    map = models.TextField(default="then")
    office = models.IntegerField()
    actor = models.IntegerField()
    state = models.TextField(choices=ReportState.choices, default=ReportState.DRAFT)
    remarks = models.TextField(default="", db_default="", blank=True)
    recipients = models.JSONField(default=list)
    version = models.IntegerField(default=1, db_default=1)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["place", "template", "period"], name="report_of_place")]
        constraints = [models.CheckConstraint(condition=Q(state__in=ReportState.values), name="report_state")]


class Signed(models.Model):
    """What was signed: the whole content and the cut of the ledger that its figures stand on. Never changed.

    `content` is `content.plain` of it, `sha256` the digest of its canonical JSON. `revision` counts from 1; a later one
    says which it replaces.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    report = models.ForeignKey(Report, models.PROTECT, related_name="signed")
    revision = models.IntegerField()
    place = models.IntegerField()
    office = models.IntegerField()
    actor = models.IntegerField()
    cut = models.BigIntegerField()
    number = models.IntegerField(null=True)
    day = models.DateField()
    content = models.JSONField()
    sha256 = models.TextField()
    signed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "revision"], name="signed_once"),
            models.CheckConstraint(condition=Q(revision__gte=1) & Q(cut__gte=0), name="signed_from_one"),
        ]
