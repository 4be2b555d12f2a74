"""The ledger's tables as Django sees them. Migrations make them in SQL; nothing here writes.

Rows are written by `ledger.actions` alone. `save` and `delete` are refused by the database.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Kind(models.Model):
    """A kind of line, declared by a room in its `ledger_kinds` and copied here after `migrate`."""

    id = models.SmallIntegerField(primary_key=True)
    code = models.TextField(unique=True)
    domain = models.TextField()
    record_type = models.TextField()
    unit = models.TextField()
    dims: ArrayField[list[str], list[str]] = ArrayField(models.TextField())
    counts = models.TextField()
    planned = models.BooleanField()

    class Meta:
        managed = False
        db_table = "ledger_kind"

    def __str__(self) -> str:
        return self.code


class LedgerLine(models.Model):
    """One thing that happened: codes and ids only, never a name or a word about a person."""

    id = models.BigIntegerField(primary_key=True)
    recorded_at = models.DateTimeField()
    record_id = models.UUIDField()
    action_id = models.UUIDField()
    quantity = models.BigIntegerField()
    corrects = models.BigIntegerField(null=True)
    day = models.DateField()
    place = models.IntegerField()
    office = models.IntegerField()
    actor = models.IntegerField()
    kind = models.ForeignKey(Kind, on_delete=models.DO_NOTHING, db_constraint=False)
    purpose = models.TextField(null=True)
    state_from = models.TextField(null=True)
    state_to = models.TextField(null=True)
    dims = models.JSONField()

    class Meta:
        managed = False
        db_table = "ledger_line"

    def __str__(self) -> str:
        return str(self.pk)


class Standing(models.Model):
    """The lines that count: neither corrected nor voided (`ledger_standing`)."""

    id = models.BigIntegerField(primary_key=True)
    recorded_at = models.DateTimeField()
    record_id = models.UUIDField()
    action_id = models.UUIDField()
    quantity = models.BigIntegerField()
    day = models.DateField()
    place = models.IntegerField()
    office = models.IntegerField()
    actor = models.IntegerField()
    kind = models.ForeignKey(Kind, on_delete=models.DO_NOTHING, db_constraint=False)
    dims = models.JSONField()

    class Meta:
        managed = False
        db_table = "ledger_standing"

    def __str__(self) -> str:
        return str(self.pk)


class Lookup(models.Model):
    """One search with the records it showed, or one record opened; by whom and what for."""

    id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    record_id = models.UUIDField(null=True)
    actor = models.IntegerField()
    office = models.IntegerField(null=True)
    purpose = models.TextField()
    reference = models.TextField(null=True)
    query_kind = models.TextField()
    channel = models.TextField()
    shown: ArrayField[list[str], list[str]] = ArrayField(models.UUIDField())

    class Meta:
        managed = False
        db_table = "ledger_lookup"

    def __str__(self) -> str:
        return str(self.pk)


class Leaf(models.Model):
    """A sealed line (source 0) or look-up (source 1), numbered from 0."""

    seq = models.BigIntegerField(primary_key=True)
    source = models.SmallIntegerField()
    row_id = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        managed = False
        db_table = "ledger_leaf"

    def __str__(self) -> str:
        return str(self.pk)


class Head(models.Model):
    """The signed root over the first `size` leaves."""

    size = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    root = models.BinaryField()
    frontier = models.BinaryField()
    key_id = models.TextField()
    signature = models.BinaryField()

    class Meta:
        managed = False
        db_table = "ledger_head"

    def __str__(self) -> str:
        return str(self.pk)
