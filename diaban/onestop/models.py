"""Procedures, dossiers, the slips that went out about them, what is being typed. Numbers of a day are kept in SQL."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from diaban.access.models import Body
from diaban.core.ids import uuid7


class Field(models.TextChoices):
    """The field of work that a procedure belongs to, as reports group them."""

    RESIDENCE = "residence", _("Đăng ký, quản lý cư trú")
    CIVIL = "civil", _("Hộ tịch")
    CARD = "card", _("Căn cước")


class Channel(models.TextChoices):
    """How a dossier came in (form II.06a)."""

    DIRECT = "direct", _("Trực tiếp")
    ONLINE = "online", _("Trực tuyến")
    POST = "post", _("Bưu chính công ích")


class FeeState(models.TextChoices):
    """The track of fees."""

    NONE = "none", _("Không phải nộp")
    DUE = "due", _("Chưa nộp")
    PAID = "paid", _("Đã nộp")
    WAIVED = "waived", _("Được miễn")


class ResultState(models.TextChoices):
    """The track of the result."""

    NONE = "none", _("Chưa có")
    GRANTED = "granted", _("Đã giải quyết")
    REFUSED = "refused", _("Từ chối giải quyết")


class DeliveryState(models.TextChoices):
    """The track of delivery: `awaited` from the moment there is a result."""

    NONE = "none", _("Chưa có kết quả để trả")
    AWAITED = "awaited", _("Chờ trả")
    DELIVERED = "delivered", _("Đã trả")


class Way(models.TextChoices):
    """How a result gets to its applicant."""

    COUNTER = "counter", _("Nhận tại quầy")
    PROXY = "proxy", _("Người khác nhận thay")
    POST = "post", _("Qua bưu chính")
    ONLINE = "online", _("Bản điện tử")


class SlipKind(models.TextChoices):
    """The standard slips that go out about one dossier (forms 01 to 06; form 07 is a book of many), and the one result
    that is made of the register itself."""

    RECEIPT = "receipt", _("Giấy tiếp nhận hồ sơ và hẹn trả kết quả")
    SUPPLEMENT = "supplement", _("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ")
    REFUSAL = "refusal", _("Phiếu từ chối giải quyết hồ sơ")
    APOLOGY = "apology", _("Văn bản xin lỗi và đề nghị gia hạn")
    STOP = "stop", _("Thông báo dừng giải quyết hồ sơ")
    CONTROL = "control", _("Phiếu kiểm soát quá trình giải quyết hồ sơ")
    CERTIFICATE = "certificate", _("Xác nhận thông tin về cư trú")


class Procedure(models.Model):
    """One version of a procedure. A dossier keeps to the version of the day it came in, whatever comes after.

    `national_code` is empty where the state has published none. `amount` and `unit` are its term, as
    `casework.clocks.Term`; `fee` is in đồng. `questions` and `papers` are what `asking` reads. `checked`: someone has
    compared it with the law's text. `own`: written by an administrator of this install, not shipped.
    """

    id = models.AutoField(primary_key=True)
    code = models.TextField(db_collation="C")
    version = models.IntegerField()
    national_code = models.TextField(null=True, blank=True)
    title = models.TextField()
    title_en = models.TextField(default="", db_default="", blank=True)
    field = models.TextField(choices=Field.choices)
    body = models.TextField(choices=Body.choices)
    amount = models.IntegerField()
    unit = models.TextField()
    cutoff = models.TimeField(null=True, blank=True)
    fee = models.IntegerField(default=0, db_default=0)
    questions = models.JSONField(default=list)
    papers = models.JSONField(default=list)
    citation = models.TextField()
    checked = models.BooleanField(default=False, db_default=False)
    own = models.BooleanField(default=False, db_default=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="procedure_version"),
            models.UniqueConstraint(fields=["code"], condition=Q(valid_to=None), name="procedure_one_in_force"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="procedure_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.version})"


class Dossier(models.Model):
    """One dossier; the corridor's case has the same id. `state` is that case's, written in the same statement block.

    `office` decides, `intake_office` took it in. `subject_id` is the resident it is about, None for someone whom the
    register doesn't know. `key` is a digest of number and the last four digits, by which the applicant follows it.
    `outcome` says what was written to the register when it was granted: ids, so that it can be undone. `work_id` is
    the case of another room in which the work is done (an application for an identity card): the dossier follows it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    number = models.TextField(unique=True, db_collation="C")
    key = models.TextField(unique=True, db_collation="C")
    procedure = models.ForeignKey(Procedure, models.PROTECT, db_index=False)
    state = models.TextField()
    place = models.IntegerField()
    office = models.IntegerField()
    intake_office = models.IntegerField()
    channel = models.TextField(choices=Channel.choices)
    subject_id = models.UUIDField(null=True, blank=True)
    applicant = models.TextField()
    applicant_number = models.TextField(default="", db_default="", blank=True)
    phone = models.TextField(default="", db_default="", blank=True)
    answers = models.JSONField(default=dict)
    papers = models.JSONField(default=list)
    received_at = models.DateTimeField()
    promised_at = models.DateTimeField(null=True, blank=True)
    extended = models.BooleanField(default=False, db_default=False)
    fee_state = models.TextField(choices=FeeState.choices, default=FeeState.NONE)
    fee = models.IntegerField(default=0, db_default=0)
    result_state = models.TextField(choices=ResultState.choices, default=ResultState.NONE)
    result_no = models.TextField(default="", db_default="", blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    outcome = models.JSONField(default=dict)
    work_id = models.UUIDField(null=True, blank=True, unique=True)
    delivery_state = models.TextField(choices=DeliveryState.choices, default=DeliveryState.NONE)
    way = models.TextField(choices=Way.choices, default="", db_default="", blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    receiver = models.TextField(default="", db_default="", blank=True)
    version = models.IntegerField(default=1, db_default=1)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["place", "-received_at", "-id"], name="dossier_place"),
            models.Index(fields=["office", "-received_at", "-id"], name="dossier_office"),
            models.Index(fields=["intake_office", "-received_at", "-id"], name="dossier_intake"),
            models.Index(fields=["subject_id"], name="dossier_subject", condition=Q(subject_id__isnull=False)),
        ]


class Slip(models.Model):
    """A slip that went out, as it read: `body` holds its reasons, what is asked for, the day named.

    `answered_at` closes a request for supplements.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="slips")
    kind = models.TextField(choices=SlipKind.choices)
    at = models.DateTimeField()
    office = models.IntegerField()
    actor = models.IntegerField()
    body = models.JSONField(default=dict)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(kind="supplement", answered_at=None), name="slip_one_open_request"
            ),
        ]


class Draft(models.Model):
    """What a clerk is typing and hasn't handed in: kept as it is typed, theirs alone, gone when taken in or expired."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    office = models.IntegerField()
    actor = models.IntegerField()
    procedure_code = models.TextField(db_collation="C")
    subject_id = models.UUIDField(null=True, blank=True)
    typed = models.JSONField(default=dict)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["actor", "office", "procedure_code", "subject_id"], name="draft_one", nulls_distinct=False
            ),
        ]
