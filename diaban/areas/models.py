"""The nouns of the map: units, their dated names, what became of them, and what lies inside what.

A unit is one administrative unit under one list: xã Kỳ Văn of 30 June 2025 and xã Kỳ Văn of 1 July 2025 are two
units, and so are two that carry the same code. Nothing outside this room points at names or codes, only at ids.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

#: Units that ship have ids below this; what an office adds itself gets ids from here on.
FIRST_OWN_ID = 1_000_000


class Level(models.IntegerChoices):
    """How high a unit stands. A fragment is the part of a split commune that went to one successor."""

    NATION = 0
    PROVINCE = 1
    DISTRICT = 2
    COMMUNE = 3
    HAMLET = 4
    FRAGMENT = 5


class Share(models.TextChoices):
    """How much of a unit's land, or of its people, went to a successor."""

    FULL = "full"
    PART = "part"
    NONE = "none"


class Unit(models.Model):
    """An administrative unit, hamlet or fragment.

    `valid_from` of the old list is its day, 30 June 2025 (`snapshot`): what was before that day isn't known here.
    `valid_to` is the first day it no longer was. `lat`, `lon` in degrees, `area_km2` in square kilometres.
    """

    id = models.IntegerField(primary_key=True)
    level = models.SmallIntegerField(choices=Level.choices)
    code = models.TextField(db_collation="C")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    snapshot = models.BooleanField(default=False)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    area_km2 = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["level", "code", "valid_from"], name="areas_unit_key"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="areas_unit_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.valid_from})"


class Name(models.Model):
    """The kind and name of a unit from one day to another, with the document that gave it.

    `checked` is False where the day it took effect is not known for certain; `reform` names the one that was
    played to make it, empty for what shipped.
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="names")
    kind = models.TextField()
    name = models.TextField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    citation = models.TextField(default="", blank=True)
    checked = models.BooleanField(default=True)
    reform = models.TextField(default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "valid_from"], name="areas_name_key")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class Edge(models.Model):
    """One unit's ground or people went to another, whole or in part, by a resolution on a day.

    `fragment` is the part that went, where the old unit was split; `reform` as for names.
    """

    old = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="edges_out")
    new = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="edges_in")
    land = models.TextField(choices=Share.choices)
    people = models.TextField(choices=Share.choices)
    day = models.DateField()
    resolution = models.TextField(default="", blank=True)
    citation = models.TextField(default="", blank=True)
    fragment = models.ForeignKey(Unit, null=True, on_delete=models.CASCADE, related_name="+")
    reform = models.TextField(default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["old", "new"], name="areas_edge_key")]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id}"


class Within(models.Model):
    """A place lies wholly inside a unit, then or now, itself included. Scope and roll-up read this alone."""

    pk = models.CompositePrimaryKey("place_id", "unit_id")
    place_id = models.IntegerField()
    unit_id = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["unit_id", "place_id"], name="areas_within_unit")]

    def __str__(self) -> str:
        return f"{self.place_id} in {self.unit_id}"


class Hamlet(models.Model):
    """What only a hamlet has: its number in the commune, who heads it, and the unit its ground came from."""

    unit = models.OneToOneField(Unit, primary_key=True, on_delete=models.CASCADE, related_name="hamlet")
    local_code = models.TextField(db_collation="C")
    head_title = models.TextField()
    origin = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.local_code


class Boundary(models.Model):
    """A unit's outline, ready to draw: a path of whole numbers on the projection that `lat0` fixes, and its box."""

    unit = models.OneToOneField(Unit, primary_key=True, on_delete=models.CASCADE, related_name="boundary")
    path = models.TextField()
    lat0 = models.FloatField()
    min_x = models.IntegerField()
    min_y = models.IntegerField()
    max_x = models.IntegerField()
    max_y = models.IntegerField()
    label_x = models.IntegerField()
    label_y = models.IntegerField()
    source = models.TextField()
    imported_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.unit_id)


class Reform(models.Model):
    """A reform that was played: its data as given, so that it can be read again and, while unused, undone."""

    code = models.TextField(primary_key=True, db_collation="C")
    day = models.DateField()
    data = models.JSONField()
    made = models.JSONField()
    actor = models.IntegerField()
    played_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.code


class State(models.Model):
    """One row: the digest of the shipped list that was loaded, and a number that grows with every change."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    shipped = models.TextField(default="", blank=True)
    version = models.BigIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="areas_state_one")]

    def __str__(self) -> str:
        return str(self.version)
