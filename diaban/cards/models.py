"""Applications and cards. No fingerprint, face or iris is kept: only whether it was taken well, and a reference."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from diaban.core.ids import uuid7


class Reason(models.TextChoices):
    """Why a card is asked for."""

    FIRST = "first", _("Cấp lần đầu")
    AGE = "age", _("Đổi theo độ tuổi")
    CHANGED = "changed", _("Đổi do thay đổi thông tin")
    DAMAGED = "damaged", _("Đổi do hư hỏng")
    LOST = "lost", _("Cấp lại do mất")
    REQUEST = "request", _("Đổi theo yêu cầu")


class Delivery(models.TextChoices):
    """How a card gets to its bearer."""

    SELF = "self", _("Công dân nhận")
    PROXY = "proxy", _("Người khác nhận thay")
    POST = "post", _("Qua bưu chính")


class Quality(models.TextChoices):
    """How well something was captured."""

    GOOD = "good", _("Đạt")
    POOR = "poor", _("Chưa đạt")
    NONE = "none", _("Không thu được")


class CardState(models.TextChoices):
    """Where one card is. It is in exactly one place at any time."""

    PRINTED = "printed", _("Đã in, chưa về")
    ARRIVED = "arrived", _("Ở đơn vị, chờ trả")
    HANDED = "handed", _("Công dân giữ")
    LOST = "lost", _("Mất trước khi trả")
    SPOILED = "spoiled", _("Hỏng, chờ hủy")
    ENDED = "ended", _("Hết giá trị")


#: Where a card is on its way to its bearer.
ON_ITS_WAY = (CardState.PRINTED, CardState.ARRIVED)


class Ended(models.TextChoices):
    """Why a card its bearer held has ended."""

    REPLACED = "replaced", _("Đã thay bằng thẻ khác")
    DEAD = "dead", _("Công dân đã mất")


class Outdated(models.TextChoices):
    """What of its bearer a card states otherwise than the register does since it was printed."""

    NAME = "name", _("Họ tên đã đổi")
    BIRTH = "birth", _("Ngày sinh đã đổi")
    SEX = "sex", _("Giới tính đã đổi")
    NUMBER = "number", _("Số định danh đã đổi")


class Application(models.Model):
    """An application for a card; the corridor's case has the same id and says where it stands.

    `open` goes with the case, so that the database itself keeps a resident to one open application.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    resident_id = models.UUIDField()
    place = models.IntegerField()
    office = models.IntegerField()
    reason = models.TextField(choices=Reason.choices)
    received_on = models.DateField()
    face = models.TextField(choices=Quality.choices, default="", db_default="", blank=True)
    fingers = models.TextField(choices=Quality.choices, default="", db_default="", blank=True)
    iris = models.TextField(choices=Quality.choices, default="", db_default="", blank=True)
    reference = models.TextField(default="", db_default="", blank=True)
    slip_no = models.TextField(null=True, blank=True, db_collation="C", unique=True)
    returned_why = models.TextField(default="", db_default="", blank=True)
    open = models.BooleanField(default=True, db_default=True)
    version = models.IntegerField(default=1, db_default=1)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["place", "-received_on", "-id"], name="card_application_place"),
            models.Index(fields=["resident_id"], name="card_application_resident"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["resident_id"], condition=Q(open=True), name="card_application_one_open"),
            models.CheckConstraint(condition=Q(reason__in=Reason.values), name="card_application_reason"),
        ]


class Card(models.Model):
    """One printed card, by the number of its blank. `issued_on` is the day it was printed for its bearer.

    The table holds more than Django says here (migration 0005): which way a card goes from state to state, what each
    state needs, and at the end of every transaction that case, application and cards say the same.
    """

    serial = models.TextField(primary_key=True, db_collation="C")
    application_id = models.UUIDField()
    resident_id = models.UUIDField()
    place = models.IntegerField()
    office = models.IntegerField()
    state = models.TextField(choices=CardState.choices, default=CardState.PRINTED)
    issued_on = models.DateField()
    good_until = models.DateField(null=True, blank=True)
    delivery = models.TextField(choices=Delivery.choices, default="", db_default="", blank=True)
    handed_on = models.DateField(null=True, blank=True)
    version = models.IntegerField(default=1, db_default=1)
    #: Who else took it, by what number or letter of authority; for one sent by post, the number it is followed by.
    receiver = models.TextField(default="", db_default="", blank=True)
    receiver_ref = models.TextField(default="", db_default="", blank=True)
    #: Why it ended, was spoiled or lost.
    why = models.TextField(default="", db_default="", blank=True)
    #: What it states otherwise than the register, and since when: it is to be exchanged.
    outdated = models.TextField(choices=Outdated.choices, default="", db_default="", blank=True)
    outdated_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["application_id"], name="card_application"),
            models.Index(fields=["place", "state"], name="card_place_state"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["resident_id"], condition=Q(state="handed"), name="card_one_held"),
            models.UniqueConstraint(
                fields=["application_id"], condition=Q(state__in=["printed", "arrived"]), name="card_one_on_its_way"
            ),
            models.CheckConstraint(condition=Q(state__in=CardState.values), name="card_state"),
            models.CheckConstraint(
                condition=Q(state="handed", handed_on__isnull=False) | ~Q(state="handed"), name="card_handed_day"
            ),
            models.CheckConstraint(condition=Q(good_until=None) | Q(good_until__gt=F("issued_on")), name="card_term"),
            models.CheckConstraint(
                condition=Q(outdated="", outdated_on=None) | (~Q(outdated="") & Q(outdated_on__isnull=False)),
                name="card_outdated_since",
            ),
        ]


class Earlier(models.Model):
    """The last card someone got before this register followed cards, by the day it was issued: as the card itself, a
    list or its bearer says. Whose cards are followed here needs none."""

    resident_id = models.UUIDField(primary_key=True)
    place = models.IntegerField()
    office = models.IntegerField()
    issued_on = models.DateField()
    outdated_on = models.DateField(null=True, blank=True)


class Why(models.TextChoices):
    """Why someone has to have a card made."""

    FIRST = "first", _("Chưa có thẻ")
    AGE = "age", _("Đến tuổi đổi thẻ")
    CHANGED = "changed", _("Thông tin trên thẻ đã đổi")


class Due(models.Model):
    """Someone who has to have a card made now, where they are counted. Written by the clock and by what settles it.

    `since` is the day by law; `told_on` the day of the ledger's line, later where the register came to know later.
    """

    resident_id = models.UUIDField(primary_key=True)
    place = models.IntegerField()
    why = models.TextField(choices=Why.choices)
    since = models.DateField()
    told_on = models.DateField()
    here = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["place", "-since", "resident_id"], name="card_due_place")]


class Round(models.Model):
    """The last day for which the clock went over the residents of a commune."""

    unit_id = models.IntegerField(primary_key=True)
    day = models.DateField()


class Drive(models.Model):
    """A drive: some months in which an area takes in as many applications as a document sets."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    title = models.TextField()
    unit_id = models.IntegerField()
    since = models.DateField()
    until = models.DateField()
    plan_id = models.UUIDField()
    office = models.IntegerField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(until__gte=F("since")), name="card_drive_days")]


class Result(models.TextChoices):
    """What the centre said of one application of a batch; the last it said stands."""

    NONE = "", _("Chưa trả lời")
    RETURNED = "returned", _("Trả lại")
    APPROVED = "approved", _("Đã duyệt")
    PRINTED = "printed", _("Đã in")


class Batch(models.Model):
    """Applications that went to the centre in one file. `acknowledged_at` is when the centre said that it has it."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    number = models.TextField(unique=True, db_collation="C")
    place = models.IntegerField()
    office = models.IntegerField()
    province = models.TextField(db_collation="C")
    made_at = models.DateTimeField()
    size = models.IntegerField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["office", "-made_at"], name="card_batch_office")]
        constraints = [models.CheckConstraint(condition=Q(size__gt=0), name="card_batch_size")]


class Item(models.Model):
    """One application in a batch; someone is in a batch once."""

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="items")
    application_id = models.UUIDField()
    resident_id = models.UUIDField()
    place = models.IntegerField()
    office = models.IntegerField()
    result = models.TextField(choices=Result.choices, default="", db_default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["application_id"], name="card_item_application")]
        constraints = [models.UniqueConstraint(fields=["batch", "resident_id"], name="card_item_person_once")]


class Answer(models.Model):
    """An answer of the centre that was taken in, by its number and its content's digest."""

    number = models.TextField(primary_key=True, db_collation="C")
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="answers")
    place = models.IntegerField()
    office = models.IntegerField()
    digest = models.TextField(db_collation="C")
    returned = models.IntegerField()
    approved = models.IntegerField()
    printed = models.IntegerField()
    taken_at = models.DateTimeField(db_default=Now())
