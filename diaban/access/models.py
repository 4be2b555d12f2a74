"""Offices, staff and their posts through time, and the accounts that belong to them.

An account carries no right of its own: what it may do comes from the posting in force today, whose role is code
(`roles`) and whose unit is the ground it covers (`scope`).
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

#: Staff that are parts of the program: what happens because a day passed, and what an operator's command does.
CLOCK, COMMAND_LINE = 1, 2


class Body(models.TextChoices):
    """The bodies that have offices at each level, by the short names that papers use."""

    PEOPLE_COMMITTEE = "ubnd", _("Ủy ban nhân dân")
    PEOPLE_COUNCIL = "hdnd", _("Hội đồng nhân dân")
    POLICE = "congan", _("Công an")
    ONE_STOP = "pvhcc", _("Trung tâm Phục vụ hành chính công")
    MILITARY = "chqs", _("Ban Chỉ huy quân sự")
    FRONT = "mttq", _("Ủy ban Mặt trận Tổ quốc")
    PARTY = "danguy", _("Đảng ủy")
    YOUTH = "doan", _("Đoàn Thanh niên")
    DEPARTMENT = "so", _("Sở, ban, ngành")
    HAMLET = "thon", _("Thôn, tổ dân phố")


class Level(models.IntegerChoices):
    """The level an office stands on; numbered as in `areas`. Districts ended on 1 July 2025 and stay for back-data."""

    NATION = 0, _("Trung ương")
    PROVINCE = 1, _("Cấp tỉnh")
    DISTRICT = 2, _("Cấp huyện")
    COMMUNE = 3, _("Cấp xã")
    HAMLET = 4, _("Thôn, tổ dân phố")


class Office(models.Model):
    """A body's office on one level and unit, from the day it opened to the day it closed (exclusive)."""

    id = models.AutoField(primary_key=True)
    code = models.CharField(max_length=32, unique=True, db_collation="C")
    name = models.CharField(max_length=200)
    body = models.CharField(max_length=12, choices=Body)
    level = models.SmallIntegerField(choices=Level)
    unit_id = models.IntegerField(db_index=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    version = models.IntegerField(default=1, db_default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="office_dates"),
            models.CheckConstraint(condition=Q(body__in=Body.values), name="office_body"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="office_level"),
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=F("id")), name="office_parent_other"),
        ]

    def __str__(self) -> str:
        return self.name


class Staff(models.Model):
    """Someone who works at an office, by their staff number; what they may do is in their postings."""

    id = models.AutoField(primary_key=True)
    number = models.CharField(max_length=32, unique=True, db_collation="C")
    full_name = models.CharField(max_length=120)
    fold = models.CharField(max_length=120, db_collation="C", db_index=True)
    sort_key = models.CharField(max_length=400, db_collation="C", db_index=True)
    is_system = models.BooleanField(default=False)
    phone = models.CharField(max_length=16, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(full_name="") & ~Q(number=""), name="staff_named"),
        ]

    def __str__(self) -> str:
        return self.full_name


def _int_range(field: str) -> Func:
    return Func(F(field), F(field), models.Value("[]"), function="int4range")


class Posting(models.Model):
    """What someone does at an office for a time. One person may hold several, but not two at one office at once."""

    id = models.AutoField(primary_key=True)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="postings")
    office = models.ForeignKey(Office, models.PROTECT, related_name="postings")
    post = models.CharField(max_length=120)
    rank = models.CharField(max_length=60, blank=True)
    role = models.CharField(max_length=24, db_collation="C")
    unit_id = models.IntegerField(null=True, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="posting_dates"),
            models.CheckConstraint(condition=~Q(role__in=["", "system"]), name="posting_role"),
            # Ranges of one number have a GiST class of their own, so no extension is needed for the equality.
            ExclusionConstraint(
                name="posting_once_at_an_office",
                expressions=[
                    (_int_range("staff_id"), "&&"),
                    (_int_range("office_id"), "&&"),
                    (Func(F("valid_from"), F("valid_to"), models.Value("[)"), function="daterange"), "&&"),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.post


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by user name; they are made by `access.actions` alone."""

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username=username)


class Account(AbstractBaseUser):
    """A sign-in. It belongs to one member of staff and carries no right of its own.

    `must_change_password` is set whenever someone else knew the password: until it is changed every page leads there.
    Demo accounts need no second factor and are answered on loopback only.
    """

    username = models.CharField(max_length=64, unique=True, db_collation="C")
    staff = models.OneToOneField(Staff, models.PROTECT, related_name="account")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    must_change_password = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AccountManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(username__regex=r"^[a-z0-9][a-z0-9._-]{2,63}$"), name="account_username"
            ),
        ]


class Attempt(models.Model):
    """Failed sign-ins lately, by account or by address. The key is a digest, so a mistyped password left in the
    name field is not kept; rows older than a day are dropped."""

    key = models.CharField(primary_key=True, max_length=72, db_collation="C")
    failures = models.IntegerField(default=0)
    first_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)


class Purpose(models.Model):
    """Why persons are looked up: a dated catalogue, since the grounds change with the law."""

    code = models.CharField(max_length=24, db_collation="C")
    title = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    basis = models.CharField(max_length=240, blank=True)
    needs_reference = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="purpose_dated"),
            models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="purpose_dates"),
        ]


class Token(models.Model):
    """A key by which another program works for an office. Its secret is shown once; only a digest is kept.

    It acts through a posting of its own, held by a service account (a `Staff` that is part of the system), so what it
    may reach ends with the office, and every line and look-up names this token alone. `networks` limits from where.
    """

    id = models.AutoField(primary_key=True)
    prefix = models.CharField(max_length=12, unique=True, db_collation="C")
    digest = models.BinaryField(max_length=32)
    name = models.CharField(max_length=80)
    posting = models.OneToOneField(Posting, models.PROTECT, related_name="token")
    scopes = ArrayField(models.CharField(max_length=32))
    networks = ArrayField(models.CharField(max_length=43), default=list)
    made_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="token_dates"),
            models.CheckConstraint(condition=~Q(scopes=[]), name="token_scopes"),
        ]


class Once(models.Model):
    """The answer to a call that may be sent twice, kept for a day; `asked` is a digest of what was sent."""

    key = models.CharField(primary_key=True, max_length=64, db_collation="C")
    actor = models.IntegerField()
    asked = models.BinaryField(max_length=32)
    status = models.SmallIntegerField(null=True)
    answer = models.BinaryField(null=True)
    etag = models.CharField(max_length=80, default="")
    made_at = models.DateTimeField(db_index=True)
