"""What may be counted of incidents: by the day they happened, whichever day they were written down."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from diaban.figures.measures import How, Measure, Ratio
from diaban.incidents.shipped import GROUPS, OFFENCES

#: An incident taken in, and one written over from an older book: both happened.
CASES = ("incidents.received", "incidents.booked")
_BY_DAY = _("Tính theo ngày xảy ra; chưa rõ thì ngày phát hiện hoặc ngày nhận tin. Không tính vụ đã hủy vì ghi nhầm.")


def _cases(code: str, title: Any, definition: Any, *groups: str) -> Measure:
    where = {"group": groups} if groups else {}
    return Measure(f"incidents.{code}", title, definition, CASES, where=where, unit=_("vụ"))


def _sum(code: str, title: Any, definition: Any, kind: str, unit: Any, **where: str) -> Measure:
    codes = {dim: (only,) for dim, only in where.items()}
    return Measure(f"incidents.{code}", title, definition, (f"incidents.{kind}",), How.QUANTITY, codes, unit)


MEASURES = (
    _cases("cases", _("Vụ việc"), _BY_DAY),
    _cases("offences", _("Vụ phạm tội, vi phạm pháp luật"), _("Vụ việc thuộc các nhóm trật tự xã hội, kinh tế, ma túy, môi trường, theo danh mục của cơ quan."), *OFFENCES),
    *(_cases(code, title, _("Vụ việc mà loại thuộc nhóm này vào ngày xảy ra, theo danh mục của cơ quan."), code)
      for code, title in GROUPS.items()),
    _sum("persons", _("Cá nhân, tổ chức vi phạm"), _("Số đối tượng, cá nhân và tổ chức, của các vụ việc; người chưa rõ họ tên được tính theo số đã ghi."), "involved", _("đối tượng"), role="suspect"),
    _sum("organisations", _("Tổ chức vi phạm"), _("Trong số đối tượng, số tổ chức."), "involved", _("tổ chức"), role="suspect", who="organisation"),
    _sum("victims", _("Bị hại, nạn nhân"), _("Số bị hại, nạn nhân của các vụ việc."), "involved", _("người"), role="victim"),
    _sum("dead", _("Người chết"), _("Số người chết trong các vụ việc."), "dead", _("người")),
    _sum("injured", _("Người bị thương"), _("Số người bị thương trong các vụ việc."), "injured", _("người")),
    _sum("loss", _("Thiệt hại tài sản"), _("Giá trị tài sản thiệt hại đã ghi, tính bằng đồng."), "loss", _("đồng")),
    _sum("area", _("Diện tích thiệt hại"), _("Diện tích rừng, hoa màu, đất thiệt hại, tính bằng mét vuông."), "area", _("m²")),
    Measure("incidents.solved", _("Vụ việc đã có kết quả"), _("Vụ việc đã có kết quả xử lý, tính theo ngày xảy ra của vụ việc."), ("incidents.solved",), unit=_("vụ")),
    Measure("incidents.closed", _("Lượt kết thúc vụ việc"), _("Số lần kết thúc vụ việc, tính theo ngày kết thúc."), ("incidents.closed",), unit=_("lượt")),
    Measure("incidents.handed_over", _("Lượt chuyển vụ việc"), _("Số lần chuyển vụ việc cho cơ quan khác, tính theo ngày chuyển."), ("incidents.handed_over",), unit=_("lượt")),
)  # fmt: skip

#: Of what happened in the period, whenever it was solved: never above 100 %.
RATIOS = (
    Ratio("incidents.solved_share", _("Tỷ lệ vụ việc có kết quả"), _("Vụ việc đã có kết quả xử lý trên tổng số vụ việc, cùng tính theo ngày xảy ra."), "incidents.solved", "incidents.cases"),
    Ratio("incidents.offence_rate", _("Vụ phạm tội, vi phạm trên 100.000 dân"), _("Vụ phạm tội, vi phạm pháp luật của kỳ trên 100.000 cư dân, là số cư dân vào ngày cuối của kỳ."), "incidents.offences", "people.residents", per=100_000, places=1, unit=_("vụ trên 100.000 dân")),
)  # fmt: skip
