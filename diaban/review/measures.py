"""What may be counted of reviews."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from diaban.figures.measures import Measure

MEASURES = (
    Measure(
        "review.decided",
        _("Việc đối chiếu đã kết luận"),
        _("Mỗi dòng hoặc hồ sơ nghi trùng đã được cán bộ kết luận, không tính kết luận đã hoàn tác."),
        ("review.decided",),
        unit=_("việc"),
    ),
)
