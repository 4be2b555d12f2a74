"""Registers as dated data, their households and rows, and what each row was matched to.

A row is a person of a paper list: what the paper says of them, where it said so, and which resident that is. In a
register of households rows belong to a home, which is what is counted there. `history` keeps old values, is personal
and erasable.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from diaban.core.ids import uuid7

CODE = "C"  #: collation of codes and folded keys


class Unit(models.TextChoices):
    """What a register lists."""

    PERSON = "person", _("Người")
    HOUSEHOLD = "household", _("Hộ")


class State(models.TextChoices):
    """Where a row or a home stands. Those active are counted; nothing that was written is deleted."""

    ACTIVE = "active", _("Đang trong danh sách")
    LEFT = "left", _("Đã ra khỏi danh sách")
    VOID = "void", _("Ghi nhầm")


class Match(models.TextChoices):
    """Whether it is known which resident a row is."""

    LINKED = "linked", _("Đã nối với cư dân")
    DOUBTFUL = "doubtful", _("Chờ xem lại")
    UNMATCHED = "unmatched", _("Chưa thấy trong sổ cư trú")


class How(models.TextChoices):
    """Who said which resident a row is."""

    ENGINE = "engine", _("máy so")
    CLERK = "clerk", _("cán bộ xác nhận")


class Why(models.TextChoices):
    """Why a row or home left a register."""

    OUT_OF_POVERTY = "out_of_poverty", _("Thoát nghèo, thoát cận nghèo")
    NOT_LISTED = "not_listed", _("Không còn trong đợt rà soát mới")
    NEXT_ROUND = "next_round", _("Sang đợt rà soát mới")
    MOVED = "moved", _("Chuyển đi")
    DEAD = "dead", _("Đã mất")
    ENDED = "ended", _("Hết điều kiện hưởng")
    TWICE = "twice", _("Trùng dòng")
    REGROUPED = "regrouped", _("Chuyển sang diện khác")
    HANDED = "handed", _("Chuyển cho xã nơi cư trú")
    UNDONE = "undone", _("Hoàn tác lần nhập")


class Definition(models.Model):
    """A register from a day on. `groups` are `{code, title, title_en, words}`, `fields` the codes of what must be said
    of each row, `layout` the kind of list (`papers.lists.kinds`) that its workbooks are read as. `rounds`: it is
    reviewed by rounds, and a row belongs to one."""

    code = models.TextField(db_collation=CODE)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    title = models.TextField()
    title_en = models.TextField(default="", db_default="", blank=True)
    unit = models.TextField(choices=Unit.choices)
    layout = models.TextField()
    keeper = models.TextField()
    citation = models.TextField()
    groups = models.JSONField(default=list)
    fields = models.JSONField(default=list)
    rounds = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="register_once"),
            models.CheckConstraint(name="register_days", condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from"))),
        ]


class Norm(models.Model):
    """What a register's rounds are judged by, from a day on; `amounts` in đồng a person a month, by their names."""

    register = models.TextField(db_collation=CODE)
    code = models.TextField(db_collation=CODE)
    title = models.TextField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    amounts = models.JSONField(default=dict)
    citation = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["register", "code"], name="norm_once")]


class Round(models.Model):
    """One review of a register: its result holds from `holds_from` until the next one's."""

    register = models.TextField(db_collation=CODE)
    code = models.TextField(db_collation=CODE)
    title = models.TextField()
    holds_from = models.DateField()
    norm = models.TextField(db_collation=CODE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["register", "code"], name="round_once")]


class Home(models.Model):
    """A household of a register in a round. `household_id` is known once a member is matched; `key` is what tells it
    from the others of its workbook."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    register = models.TextField(db_collation=CODE)
    round = models.TextField(db_collation=CODE, default="", db_default="", blank=True)
    group = models.TextField(db_collation=CODE, default="", db_default="", blank=True)
    place = models.IntegerField()
    household_id = models.UUIDField(null=True, blank=True)
    key = models.TextField(db_collation=CODE, default="", db_default="", blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    state = models.TextField(choices=State.choices, default=State.ACTIVE)
    why = models.TextField(choices=Why.choices, default="", db_default="", blank=True)
    import_id = models.UUIDField(null=True, blank=True)
    office = models.IntegerField()
    version = models.IntegerField(default=1, db_default=1)
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["register", "place"], name="home_register_place"),
            models.Index(fields=["household_id"], name="home_household", condition=Q(household_id__isnull=False)),
            models.Index(fields=["import_id"], name="home_import", condition=Q(import_id__isnull=False)),
        ]


class Row(models.Model):
    """A person of a register, as the paper says, and the resident that is.

    `place` is where the register keeps them: a hamlet or commune of the keeper's. `birth_date` is the first possible
    day by `birth_precision`. `values` are the register's own fields; `candidates` `[resident, probability, evidence]`,
    likeliest first; `faults` what is missing or can't be read, as `criterion.field`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    register = models.TextField(db_collation=CODE)
    round = models.TextField(db_collation=CODE, default="", db_default="", blank=True)
    group = models.TextField(db_collation=CODE, default="", db_default="", blank=True)
    place = models.IntegerField()
    home_id = models.UUIDField(null=True, blank=True)
    resident_id = models.UUIDField(null=True, blank=True)
    match = models.TextField(choices=Match.choices, default=Match.UNMATCHED)
    how = models.TextField(choices=How.choices, default="", db_default="", blank=True)
    probability = models.FloatField(null=True, blank=True)
    evidence = models.TextField(default="", db_default="", blank=True)
    candidates = models.JSONField(default=list)
    full_name = models.TextField()
    fold = models.TextField(db_collation=CODE)
    sort_key = models.TextField(db_collation=CODE)
    sex = models.TextField(default="u", db_default="u")
    birth_date = models.DateField(null=True, blank=True)
    birth_precision = models.TextField(default="u", db_default="u")
    id_no = models.TextField(default="", db_default="", blank=True)
    cmnd = models.TextField(default="", db_default="", blank=True)
    relation = models.TextField(default="", db_default="", blank=True)
    head_name = models.TextField(default="", db_default="", blank=True)
    address = models.TextField(default="", db_default="", blank=True)
    values = models.JSONField(default=dict)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    state = models.TextField(choices=State.choices, default=State.ACTIVE)
    why = models.TextField(choices=Why.choices, default="", db_default="", blank=True)
    faults = models.JSONField(default=list)
    file_name = models.TextField(default="", db_default="", blank=True)
    sheet = models.TextField(default="", db_default="", blank=True)
    row_no = models.IntegerField(default=0, db_default=0)
    import_id = models.UUIDField(null=True, blank=True)
    office = models.IntegerField()
    version = models.IntegerField(default=1, db_default=1)
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["register", "place", "sort_key", "id"], name="row_register_place"),
            models.Index(fields=["resident_id"], name="row_resident", condition=Q(resident_id__isnull=False)),
            models.Index(fields=["home_id"], name="row_home", condition=Q(home_id__isnull=False)),
            models.Index(fields=["import_id", "row_no"], name="row_import", condition=Q(import_id__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                name="row_match",
                condition=Q(match="linked", resident_id__isnull=False)
                | (~Q(match="linked") & Q(resident_id__isnull=True)),
            ),
        ]


class History(models.Model):
    """Old values of rows and homes, written by triggers. Personal; expires by rule."""

    table_name = models.TextField()
    row_id = models.TextField()
    subject = models.UUIDField()
    at = models.DateTimeField(db_default=Now())
    action_id = models.UUIDField(null=True)
    actor = models.IntegerField(null=True)
    old = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["subject", "at"], name="register_history_subject")]
