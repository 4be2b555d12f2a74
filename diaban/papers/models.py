"""Staging: a workbook that was read and every row of it with its verdict, until it is committed or expires.

Rows hold personal data as the workbook had it; they belong to one office, which alone sees them, and are erased
by rule. Nothing here is counted by any figure.
"""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from diaban.core.ids import uuid7
from diaban.papers.attachments.models import Attachment

__all__ = ["Attachment", "ColumnMemory", "Decision", "Import", "LayoutMemory", "Row", "State", "Verdict"]


class State(models.TextChoices):
    """How far an import has come."""

    READING = "reading", _("Đang đọc")
    MAPPING = "mapping", _("Chờ trả lời")
    STAGED = "staged", _("Đã xét, chờ ghi sổ")
    COMMITTING = "committing", _("Đang ghi sổ")
    COMMITTED = "committed", _("Đã ghi sổ")
    UNDOING = "undoing", _("Đang hoàn tác")
    UNDONE = "undone", _("Đã hoàn tác")
    FAILED = "failed", _("Không đọc được")


class Decision(models.TextChoices):
    """What an officer decided of a row that was not written by itself."""

    PERSON = "person", _("Đúng là người này")
    NEW = "new", _("Là người mới")
    LEFT = "left", _("Bỏ qua")


class Verdict(models.TextChoices):
    """What a row of the workbook is to the register."""

    NEW = "new", _("Mới")
    SAME = "same", _("Đã có, không đổi")
    CHANGED = "changed", _("Đã có, khác")
    DOUBTFUL = "doubtful", _("Cần xem lại")
    REFUSED = "refused", _("Không nhận")


class Import(models.Model):
    """One workbook of one office for one place.

    `answers` are the office's words on what columns mean; `sheets` how each sheet was understood; `questions` what is
    left to ask; `left_out` the rows that are no data, with reasons; `counts` the number of rows of each verdict and of
    what was written and undone; `action_id` and `undone_by` the actions that did; `done` of `total` steps of `step`
    say how far it is, and `touched_at` when that was last said.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    kind = models.TextField()
    file_name = models.TextField()
    sha256 = models.TextField(default="", db_default="", blank=True)
    office = models.IntegerField()
    actor = models.IntegerField()
    place = models.IntegerField(null=True)
    state = models.TextField(choices=State.choices, default=State.READING)
    options = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    sheets = models.JSONField(default=list)
    questions = models.JSONField(default=list)
    left_out = models.JSONField(default=list)
    skipped = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    step = models.TextField(default="", db_default="", blank=True)
    done = models.IntegerField(default=0, db_default=0)
    total = models.IntegerField(default=0, db_default=0)
    error = models.TextField(default="", db_default="", blank=True)
    action_id = models.UUIDField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    touched_at = models.DateTimeField(db_default=Now())
    staged_at = models.DateTimeField(null=True)
    committed_at = models.DateTimeField(null=True)
    undone_by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["office", "-created_at"], name="import_office_latest")]


class Row(models.Model):
    """A data row of a workbook: where it stood (`sheet`, `row_no` as the office's program shows it), the cells as they
    were, what was read, the verdict and why. `record` is the resident it became or was found to be.

    `decision` is an officer's, with the action that wrote it, and in `before` what undoing it puts back.
    """

    id = models.BigAutoField(primary_key=True)
    import_id = models.UUIDField()
    office = models.IntegerField()
    seq = models.IntegerField()
    sheet = models.TextField()
    row_no = models.IntegerField()
    stt = models.TextField(default="", db_default="", blank=True)
    raw = models.JSONField(default=dict)
    parsed = models.JSONField(default=dict)
    verdict = models.TextField(choices=Verdict.choices)
    reasons = models.JSONField(default=list)
    record = models.UUIDField(null=True)
    committed = models.BooleanField(default=False, db_default=False)
    decision = models.TextField(choices=Decision.choices, default="", db_default="", blank=True)
    decided_by = models.IntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    action_id = models.UUIDField(null=True)
    before = models.JSONField(default=dict, db_default={})

    class Meta:
        constraints = [models.UniqueConstraint(fields=["import_id", "seq"], name="row_once")]
        indexes = [models.Index(fields=["import_id", "verdict", "seq"], name="row_verdict")]


class ColumnMemory(models.Model):
    """What an office said a column means, used without asking when the same header comes again."""

    office = models.IntegerField()
    kind = models.TextField()
    key = models.TextField()
    field = models.TextField()
    told_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "kind", "key"], name="memory_once")]


class LayoutMemory(models.Model):
    """A whole header that an office confirmed by writing a list of it: `columns` hold letter, label, key and field of
    each, `signature` its folded words; `font` the font of the text, where an officer chose one."""

    office = models.IntegerField()
    kind = models.TextField()
    signature = models.TextField()
    columns = models.JSONField(default=list)
    font = models.TextField(default="", db_default="", blank=True)
    told_by = models.IntegerField()
    told_at = models.DateTimeField(db_default=Now())
    uses = models.IntegerField(default=1, db_default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "kind", "signature"], name="layout_once")]


class ExportState(models.TextChoices):
    """How far an export has come."""

    QUEUED = "queued", _("Chờ đến lượt")
    RUNNING = "running", _("Đang xuất")
    READY = "ready", _("Đã xuất")
    CANCELLED = "cancelled", _("Đã hủy")
    FAILED = "failed", _("Không xuất được")
    REMOVED = "removed", _("Tệp đã xóa")


class Export(models.Model):
    """A list that one person took out of the console as a file, or asked to; the log of it stays when the file goes.

    `code` is what is printed in the file. `address` is the list's address with its filters, which the job reads again
    as the posting that asked; `ground` are the places that posting could see then, so that a file is not handed to
    it once it sees fewer. `total` is how many rows were expected, `done` how many are written so far, `persons` how
    many of the rows are residents (null for a list of other things), whose ids are in the log of look-ups.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    code = models.TextField(unique=True)
    name = models.TextField()
    title = models.TextField()
    address = models.TextField()
    about = models.JSONField(default=list)
    format = models.TextField()
    actor = models.IntegerField()
    office = models.IntegerField()
    posting = models.BigIntegerField()
    place = models.IntegerField()
    purpose = models.TextField(default="", db_default="", blank=True)
    reference = models.TextField(default="", db_default="", blank=True)
    language = models.TextField(default="vi", db_default="vi")
    channel = models.TextField(default="web", db_default="web")
    ground = models.JSONField(default=list)
    personal = models.BooleanField(default=False, db_default=False)
    state = models.TextField(choices=ExportState.choices, default=ExportState.QUEUED)
    total = models.IntegerField(null=True)
    done = models.IntegerField(default=0, db_default=0)
    persons = models.IntegerField(null=True)
    size = models.BigIntegerField(default=0, db_default=0)
    sha256 = models.TextField(default="", db_default="", blank=True)
    error = models.TextField(default="", db_default="", blank=True)
    fetched = models.IntegerField(default=0, db_default=0)
    asked_at = models.DateTimeField(db_default=Now())
    touched_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["actor", "-asked_at"], name="export_own_latest"),
            models.Index(fields=["expires_at"], name="export_to_expire", condition=models.Q(state="ready")),
        ]
