"""What happened, who was involved, what was done, and the catalogue of kinds. Where a case stands is casework's.

An incident counts on its `day`: when it happened, else was found, else was reported. Names of persons stand here, under
row security, and nowhere in the ledger. `history` keeps old values, is personal and erasable.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from diaban.core.ids import uuid7

CODE = "C"  #: collation of codes


class Source(models.TextChoices):
    """How an office came to know. A denunciation is made by a person who gives their name, a tip by anybody else."""

    DENUNCIATION = "denunciation", _("Tố giác")
    TIP = "tip", _("Tin báo")
    PROPOSAL = "proposal", _("Kiến nghị khởi tố")
    FOUND = "found", _("Tự phát hiện")
    HOTLINE = "hotline", _("Tổng đài 112, 113, 114, 115")
    SURRENDER = "surrender", _("Tự thú, đầu thú")
    REFERRED = "referred", _("Cơ quan khác chuyển")
    UNKNOWN = "unknown", _("Không ghi")


class Outcome(models.TextChoices):
    """How it ended, or stands."""

    PROSECUTED = "prosecuted", _("Đã khởi tố")
    NOT_PROSECUTED = "not_prosecuted", _("Không khởi tố")
    SUSPENDED = "suspended", _("Tạm đình chỉ giải quyết")
    FINED = "fined", _("Xử phạt hành chính")
    TRANSFERRED = "transferred", _("Chuyển cơ quan khác")
    RECONCILED = "reconciled", _("Hòa giải")
    REMINDED = "reminded", _("Nhắc nhở, giáo dục")
    SETTLED = "settled", _("Đã giải quyết, khắc phục")
    NO_OFFENCE = "no_offence", _("Không có dấu hiệu vi phạm")
    OTHER = "other", _("Kết quả khác")


class Role(models.TextChoices):
    """What someone is to an incident. Figures of offenders count suspects alone."""

    SUSPECT = "suspect", _("Đối tượng")
    VICTIM = "victim", _("Bị hại, nạn nhân")
    REPORTER = "reporter", _("Người báo tin")
    WITNESS = "witness", _("Người làm chứng")
    RELATED = "related", _("Người liên quan")


class Who(models.TextChoices):
    PERSON = "person", _("Cá nhân")
    ORGANISATION = "organisation", _("Tổ chức")


class Incident(models.Model):
    """One incident. `place` is a hamlet, commune or fragment as on its day, or a former commune of back data.

    `kind` and `outcome` are codes; `group` is the kind's on its day. `lat`, `lon` in degrees. `loss` in đồng, `area` in
    square metres. `import_id` is the import that brought it in; `void` says that it was entered by mistake.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    file_no = models.TextField(default="", db_default="", blank=True)
    kind = models.TextField(db_collation=CODE)
    group = models.TextField(db_collation=CODE)
    place = models.IntegerField()
    address = models.TextField(default="", db_default="", blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    day = models.DateField()
    happened_on = models.DateField(null=True, blank=True)
    happened_at = models.TimeField(null=True, blank=True)
    found_at = models.DateTimeField(null=True, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    source = models.TextField(choices=Source.choices, default=Source.UNKNOWN)
    summary = models.TextField(default="", db_default="", blank=True)
    dead = models.IntegerField(default=0, db_default=0)
    injured = models.IntegerField(default=0, db_default=0)
    loss = models.BigIntegerField(default=0, db_default=0)
    area = models.BigIntegerField(default=0, db_default=0)
    outcome = models.TextField(choices=Outcome.choices, default="", db_default="", blank=True)
    outcome_note = models.TextField(default="", db_default="", blank=True)
    import_id = models.UUIDField(null=True, blank=True)
    void = models.BooleanField(default=False, db_default=False)
    office = models.IntegerField()
    made_by = models.IntegerField()
    version = models.IntegerField(default=1, db_default=1)
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["place", "-day", "-id"], name="incident_place_day"),
            models.Index(fields=["-day", "-id"], name="incident_day"),
            models.Index(fields=["import_id"], name="incident_import", condition=Q(import_id__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                name="incident_counts", condition=Q(dead__gte=0, injured__gte=0, loss__gte=0, area__gte=0)
            ),
            models.CheckConstraint(
                name="incident_point",
                condition=Q(lat=None, lon=None) | Q(lat__range=(-90, 90), lon__range=(-180, 180)),
            ),
        ]


class Involved(models.Model):
    """Who was involved: a resident (`resident_id`), a name as stated, or `count` who are not known by name."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    incident_id = models.UUIDField()
    role = models.TextField(choices=Role.choices)
    who = models.TextField(choices=Who.choices, default=Who.PERSON)
    resident_id = models.UUIDField(null=True, blank=True)
    name = models.TextField(default="", db_default="", blank=True)
    count = models.IntegerField(default=1, db_default=1)
    birth_year = models.SmallIntegerField(null=True, blank=True)
    note = models.TextField(default="", db_default="", blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["incident_id"], name="involved_incident"),
            models.Index(fields=["resident_id"], name="involved_resident", condition=Q(resident_id__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(name="involved_count", condition=Q(count__gte=1)),
            models.CheckConstraint(name="involved_one", condition=Q(count=1) | Q(name="", resident_id=None)),
        ]


class Step(models.Model):
    """Something that was done about an incident, in the words of who did it."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    incident_id = models.UUIDField()
    at = models.DateTimeField()
    text = models.TextField()
    by = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["incident_id", "at"], name="step_incident")]


class KindRow(models.Model):
    """A kind of incident as an office (0: as shipped) files it from a day on.

    `aliases` are other words for it; an office's own row goes before the shipped one of its code.
    """

    office = models.IntegerField(default=0)
    code = models.TextField(db_collation=CODE)
    group = models.TextField(db_collation=CODE)
    title = models.TextField()
    title_en = models.TextField(default="", db_default="", blank=True)
    aliases = models.JSONField(default=list)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    citation = models.TextField(default="", db_default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "code", "valid_from"], name="kind_once"),
            models.CheckConstraint(name="kind_days", condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from"))),
        ]


class History(models.Model):
    """Old values of incidents and of those involved, written by triggers. Personal; expires by rule."""

    table_name = models.TextField()
    row_id = models.TextField()
    subject = models.UUIDField()
    at = models.DateTimeField(db_default=Now())
    action_id = models.UUIDField(null=True)
    actor = models.IntegerField(null=True)
    old = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["subject", "at"], name="incident_history_subject")]
