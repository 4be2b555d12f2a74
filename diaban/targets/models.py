"""A target and its versions. A version holds the value, the document that set it and the part of each unit; it is
never changed: a revision is a new one, and the highest number holds.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from diaban.core.ids import uuid7


class Split(models.TextChoices):
    """How a target is divided among the units below."""

    NONE = "none", _("Không chia")
    EQUAL = "equal", _("Chia đều")
    POPULATION = "population", _("Theo dân số")
    LAST_YEAR = "last_year", _("Theo số của cùng kỳ năm trước")
    HAND = "hand", _("Tự nhập từng đơn vị")
    SAME = "same", _("Mỗi đơn vị cùng một tỷ lệ")


class Plan(models.Model):
    """One target: a measure, an area and a period. A rate names its denominator and the day it is taken on."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    measure = models.CharField(max_length=80, db_collation="C")
    unit_id = models.IntegerField()
    period = models.CharField(max_length=40, db_collation="C")
    since = models.DateField()
    until = models.DateField()
    #: The measure that a rate is of; empty where the target is a number.
    denominator = models.CharField(max_length=80, db_collation="C", blank=True, default="")
    as_of = models.DateField(null=True, blank=True)
    withdrawn = models.BooleanField(default=False)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "unit_id", "period", "denominator"], condition=Q(withdrawn=False), name="plan_once"
            ),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="plan_days"),
            models.CheckConstraint(
                condition=Q(denominator="", as_of=None) | (~Q(denominator="") & Q(as_of__isnull=False)),
                name="plan_rate_says_of_what_and_when",
            ),
        ]
        indexes = [models.Index(fields=["unit_id", "until"], name="plan_unit_until")]

    def __str__(self) -> str:
        return f"{self.measure} {self.unit_id} {self.period}"

    @property
    def is_rate(self) -> bool:
        """Whether values are hundredths of a percent of the denominator."""
        return bool(self.denominator)


class Version(models.Model):
    """A target's value by one document. `value` counts, or is hundredths of a percent for a rate."""

    id = models.BigAutoField(primary_key=True)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions")
    ground_id = models.IntegerField()
    number = models.IntegerField()
    value = models.BigIntegerField()
    split = models.CharField(max_length=12, choices=Split)
    document = models.CharField(max_length=80)
    signed_on = models.DateField()
    signer_post = models.CharField(max_length=120)
    reason = models.CharField(max_length=400, blank=True, default="")
    actor = models.IntegerField()
    office = models.IntegerField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="version_number"),
            models.CheckConstraint(condition=Q(value__gte=0), name="version_value"),
            models.CheckConstraint(condition=~Q(document="") & ~Q(signer_post=""), name="version_says_who_signed_what"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.number}"


class Part(models.Model):
    """What one unit below has of a version; `ground_id` repeats the target's own area for the row policy."""

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(Version, models.PROTECT, related_name="parts")
    ground_id = models.IntegerField()
    unit_id = models.IntegerField()
    value = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "unit_id"], name="part_unit"),
            models.CheckConstraint(condition=Q(value__gte=0), name="part_value"),
        ]
        indexes = [models.Index(fields=["unit_id"], name="part_of_unit")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.unit_id}"
