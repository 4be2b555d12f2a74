"""What became of a file from the centre, in one sentence, for the page and the command alike."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from diaban.cards.actions.batches import Taken


def taken(got: Taken) -> Any:
    """What was new in it, or that nothing was."""
    if not got.fresh:
        return _("Tệp này đã được nhận trước đó; không có gì thay đổi.")
    if got.answer is None:
        return _("Trung ương đã nhận lô %s.") % got.batch.number
    told = {"approved": got.answer.approved, "printed": got.answer.printed, "returned": got.answer.returned,
            "left": len(got.left)}  # fmt: skip
    return _("Đã nhận kết quả: %(approved)s duyệt, %(printed)s in, %(returned)s trả lại; %(left)s hồ sơ để nguyên vì"
             " không còn chờ kết quả này.") % told  # fmt: skip
