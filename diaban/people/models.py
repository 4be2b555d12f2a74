"""Residents, households, where they stay, and what happened in their lives.

No ethnicity, religion or biometrics is held here. `history` keeps old values for undo and conflicts; unlike the
ledger it is personal and erasable.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from diaban.core.ids import uuid7

KEY = "C"  #: collation of folded keys: bytes in order, on every server


class Sex(models.TextChoices):
    MALE = "m", _("Nam")
    FEMALE = "f", _("Nữ")
    UNKNOWN = "u", _("Chưa rõ")


class Precision(models.TextChoices):
    """How much of a birth date is known; the date stored is the first one possible."""

    DAY = "d", _("Đủ ngày, tháng, năm")
    MONTH = "m", _("Chỉ tháng, năm")
    YEAR = "y", _("Chỉ năm")
    UNKNOWN = "u", _("Chưa rõ")


class State(models.TextChoices):
    """Where a resident stands. Those present, absent and away are counted at their place; the others are not.

    A row entered by mistake stays, as `void`: nothing that an office wrote is deleted.
    """

    PRESENT = "present", _("Đang cư trú")
    ABSENT = "absent", _("Khai báo tạm vắng")
    AWAY = "away", _("Tạm trú nơi khác")
    DEAD = "dead", _("Đã mất")
    MOVED = "moved", _("Đã chuyển đi")
    VOID = "void", _("Ghi nhầm")


#: States in which a resident is counted at their place.
COUNTED = (State.PRESENT, State.ABSENT, State.AWAY)


class Relation(models.TextChoices):
    HEAD = "head", _("Chủ hộ")
    SPOUSE = "spouse", _("Vợ/Chồng")
    CHILD = "child", _("Con")
    PARENT = "parent", _("Bố/Mẹ")
    GRANDCHILD = "grandchild", _("Cháu")
    GRANDPARENT = "grandparent", _("Ông/Bà")
    SIBLING = "sibling", _("Anh/Chị/Em")
    IN_LAW = "in_law", _("Con dâu/Con rể")
    OTHER = "other", _("Khác")


class StayKind(models.TextChoices):
    PERMANENT = "permanent", _("Thường trú")
    TEMPORARY = "temporary", _("Tạm trú")
    ABSENT = "absent", _("Tạm vắng")
    VISITING = "visiting", _("Lưu trú")


class EventKind(models.TextChoices):
    REGISTER = "register", _("Ghi vào sổ")
    BIRTH = "birth", _("Sinh")
    DEATH = "death", _("Mất")
    MOVE_IN = "move_in", _("Chuyển đến")
    MOVE_OUT = "move_out", _("Chuyển đi")
    SETTLE = "settle", _("Từ tạm trú thành thường trú")


class AliasKind(models.TextChoices):
    CMND = "cmnd", _("Số CMND cũ")
    NUMBER = "id_no", _("Số định danh cũ")
    NAME = "name", _("Tên gọi khác")


class Household(models.Model):
    """People who share a registered home. `code` is the office's own number for it."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    code = models.TextField(default="", db_default="", blank=True)
    place = models.IntegerField()
    address = models.TextField(default="", db_default="", blank=True)
    head_id = models.UUIDField(null=True, blank=True)
    office = models.IntegerField()
    version = models.IntegerField(default=1, db_default=1)
    closed_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["place", "code"], name="household_place_code")]


class Resident(models.Model):
    """A person an office answers for.

    `place` is where the person is counted; `present_place` where they stay now, if elsewhere. Both may be a hamlet,
    a commune or a fragment of a unit that was split. `birth_date` is the first possible day, by `birth_precision`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    full_name = models.TextField()
    fold = models.TextField(db_collation=KEY)
    sort_key = models.TextField(db_collation=KEY)
    sex = models.CharField(max_length=1, choices=Sex.choices, default=Sex.UNKNOWN)
    birth_date = models.DateField(null=True, blank=True)
    birth_precision = models.CharField(max_length=1, choices=Precision.choices, default=Precision.UNKNOWN)
    death_date = models.DateField(null=True, blank=True)
    id_no = models.TextField(null=True, blank=True, db_collation=KEY)
    place = models.IntegerField()
    present_place = models.IntegerField(null=True, blank=True)
    household_id = models.UUIDField(null=True, blank=True)
    relation = models.TextField(choices=Relation.choices, default=Relation.OTHER)
    phone = models.TextField(default="", db_default="", blank=True)
    address = models.TextField(default="", db_default="", blank=True)
    hometown = models.TextField(default="", db_default="", blank=True)
    state = models.TextField(choices=State.choices, default=State.PRESENT)
    office = models.IntegerField()
    version = models.IntegerField(default=1, db_default=1)
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["place", "sort_key", "id"], name="resident_place_sort"),
            models.Index(fields=["sort_key", "id"], name="resident_sort"),
            models.Index(fields=["fold", "birth_date"], name="resident_fold_birth"),
            models.Index(fields=["household_id"], name="resident_household"),
            models.Index(fields=["present_place"], name="resident_present", condition=Q(present_place__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["id_no"], name="resident_id_no_once", condition=Q(id_no__isnull=False)),
            models.CheckConstraint(
                name="resident_id_no_shape", condition=Q(id_no__regex=r"^[0-9]{12}$") | Q(id_no=None)
            ),
            models.CheckConstraint(name="resident_named", condition=~Q(full_name="")),
            models.CheckConstraint(
                name="resident_birth_pair",
                condition=Q(birth_date=None, birth_precision="u")
                | Q(birth_date__isnull=False, birth_precision__in="dmy"),
            ),
            models.CheckConstraint(
                name="resident_death_pair",
                condition=Q(state="dead", death_date__isnull=False) | (~Q(state="dead") & Q(death_date=None)),
            ),
        ]


class Alias(models.Model):
    """An old number or another name. Old nine-digit numbers are not unique between provinces: never a key."""

    resident_id = models.UUIDField()
    kind = models.TextField(choices=AliasKind.choices)
    value = models.TextField(db_collation=KEY)
    #: A name as it is searched; empty for numbers.
    fold = models.TextField(db_collation=KEY, default="", db_default="", blank=True)
    issuer = models.TextField(default="", db_default="", blank=True)
    issued_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["resident_id"], name="alias_resident"),
            models.Index(fields=["value"], name="alias_value"),
        ]


class Stay(models.Model):
    """A time a resident lives somewhere by one of the kinds of residence law; `ends` is the last day, or open.

    `begun` and `closed` say that its first and last day were crossed and acted on, by an office or by the clock.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    resident_id = models.UUIDField()
    kind = models.TextField(choices=StayKind.choices)
    place = models.IntegerField()
    address = models.TextField(default="", db_default="", blank=True)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    reason = models.TextField(default="", db_default="", blank=True)
    begun = models.BooleanField(default=True, db_default=True)
    closed = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes = [
            models.Index(fields=["ends"], name="stay_to_end", condition=Q(closed=False, ends__isnull=False)),
            models.Index(fields=["starts"], name="stay_to_begin", condition=Q(begun=False)),
            models.Index(fields=["resident_id", "starts"], name="stay_resident"),
            models.Index(fields=["place", "kind"], name="stay_place_kind"),
        ]
        constraints = [
            models.CheckConstraint(name="stay_in_order", condition=Q(ends=None) | Q(ends__gte=models.F("starts"))),
            models.UniqueConstraint(
                fields=["resident_id"], name="stay_one_permanent", condition=Q(kind="permanent", ends=None)
            ),
        ]


class Event(models.Model):
    """A birth, death or move. A mistaken one is voided, never removed; `before` holds what undoing it restores."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    resident_id = models.UUIDField()
    kind = models.TextField(choices=EventKind.choices)
    day = models.DateField()
    detail = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    lines = models.JSONField(default=list)
    action_id = models.UUIDField()
    voided_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["resident_id", "day"], name="event_resident")]


class History(models.Model):
    """Old values of residents, households, stays and aliases, written by triggers. Personal; expires by rule."""

    table_name = models.TextField()
    row_id = models.TextField()
    subject = models.UUIDField()
    at = models.DateTimeField(db_default=Now())
    action_id = models.UUIDField(null=True)
    actor = models.IntegerField(null=True)
    old = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["subject", "at"], name="history_subject")]


class Word(models.Model):
    """A syllable that some resident's name has, folded, and where in names it stands: `f` first, `m` amid, `g` last.

    Noted by triggers, never twice by one writer; two at a time may both note it. `seen` is about how many residents
    have it (0: not yet counted); `written` is the transaction that wrote the row, by which readers find what is new.
    """

    word = models.TextField(db_collation=KEY)
    role = models.CharField(max_length=1)
    seen = models.BigIntegerField(default=0, db_default=0)
    written = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["word", "role"], name="word_role"),
            models.Index(fields=["written"], name="word_written"),
        ]


class Merge(models.Model):
    """One record was found to be of the same person as another, which stays. The table is made in SQL.

    `changed` holds, for each row that the merge changed, its table, id, and the row before and after; `added` the ids
    of aliases that it gave to the one who stays. `undone_by` is the action that took it back.
    """

    merged_id = models.UUIDField()
    into_id = models.UUIDField()
    changed: models.JSONField[Any, Any] = models.JSONField()
    added: models.JSONField[Any, Any] = models.JSONField()
    lines: models.JSONField[Any, Any] = models.JSONField()
    action_id = models.UUIDField()
    office = models.IntegerField()
    actor = models.IntegerField()
    at = models.DateTimeField(db_default=Now())
    undone_by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = "people_merge"
