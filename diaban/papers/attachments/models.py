"""Which files hang on which records."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from diaban.core.ids import uuid7


class Owner(models.TextChoices):
    """What a file may hang on. Each kind has a row policy of its own: a resident's by the room of residents."""

    RESIDENT = "resident", _("cư dân")
    IMPORT = "import", _("lần nhập")
    DOSSIER = "dossier", _("hồ sơ một cửa")


class Attachment(models.Model):
    """A file that hangs on a record, until somebody takes it off; the row then stays, without its file in the end.

    `sha256` and `size` (bytes) say what the store must hold; `medium` is one of `media.MEDIA`, or what a reader found;
    `title` is what the office calls it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    owner_kind = models.TextField(choices=Owner.choices)
    owner = models.UUIDField()
    sha256 = models.TextField()
    size = models.BigIntegerField()
    medium = models.TextField()
    title = models.TextField()
    office = models.IntegerField()
    actor = models.IntegerField()
    attached_at = models.DateTimeField(db_default=Now())
    detached_at = models.DateTimeField(null=True)
    detached_by = models.IntegerField(null=True)

    class Meta:
        app_label = "papers"
        indexes = [
            models.Index(fields=["owner"], name="attachment_owner"),
            models.Index(fields=["sha256"], name="attachment_file"),
        ]
        constraints = [
            models.CheckConstraint(name="attachment_digest", condition=Q(sha256__regex="^[0-9a-f]{64}$")),
        ]
