"""The queue as Django sees it; migrations make it and the cells in SQL, triggers and functions alone write them."""

from __future__ import annotations

from django.db import models


class Queued(models.Model):
    """A difference that the merger hasn't moved into its cell yet."""

    id = models.BigIntegerField(primary_key=True)
    n = models.BigIntegerField()
    quantity = models.BigIntegerField()
    place = models.IntegerField()
    half = models.IntegerField()

    class Meta:
        managed = False
        db_table = "figures_queue"

    def __str__(self) -> str:
        return str(self.pk)
