"""What the review room writes to the ledger: which kinds of subject were in doubt, and how they were decided."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from diaban.ledger.registry import Kind

#: `subject` is the kind of subject; `answer` is `same` or `none`.
_ANSWERS = {"answer": {"same": _("đúng là một người"), "none": _("không phải ai trong số đã nêu")}}

KINDS = (
    Kind("review.opened", "doubt", _("Việc đối chiếu được mở"), _("{office} mở {record}"), unit="doubt",
         dims=("subject",)),
    Kind("review.judged", "doubt", _("Ý kiến đối chiếu"), _("{office} đối chiếu {record}: {answer}"),
         unit="judgement", dims=("subject", "answer"), labels=_ANSWERS),
    Kind("review.decided", "doubt", _("Việc đối chiếu được kết luận"), _("{office} kết luận {record}: {answer}"),
         unit="doubt", dims=("subject", "answer"), labels=_ANSWERS),
    Kind("review.withdrawn", "doubt", _("Việc đối chiếu không cần nữa"), _("{record} không cần đối chiếu nữa"),
         unit="doubt", dims=("subject",)),
    Kind("review.escalated", "doubt", _("Việc đối chiếu được chuyển cấp trên"), _("{office} chuyển {record} lên trên"),
         unit="doubt", dims=("subject",)),
)  # fmt: skip
