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
    LOST = "lost", _("Mất hoặc hỏng trước khi trả")
    ENDED = "ended", _("Đã thay bằng thẻ khác")


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
    """One printed card, by the number of its blank. `issued_on` is the day it was printed for its bearer."""

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
        ]
