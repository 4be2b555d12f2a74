"""What may be counted of dossiers: the columns of form II.06a, and what is asked beside them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from diaban.figures.measures import How, Measure, Ratio
from diaban.onestop.ledger_kinds import SETTLED

_UNIT = _("hồ sơ")
_IN = ("onestop.accepted",)

MEASURES = (
    Measure("onestop.received", _("Hồ sơ một cửa tiếp nhận"), _("Hồ sơ được tiếp nhận, theo ngày tiếp nhận."), _IN,
            unit=_UNIT),
    Measure("onestop.online", _("Hồ sơ một cửa tiếp nhận trực tuyến"), _("Hồ sơ tiếp nhận qua kênh trực tuyến."), _IN,
            where={"channel": ("online",)}, unit=_UNIT),
    Measure("onestop.settled", _("Hồ sơ một cửa đã giải quyết"),
            _("Hồ sơ đã giải quyết, bị từ chối hoặc được rút sau khi tiếp nhận, theo ngày kết thúc giải quyết."),
            SETTLED, unit=_UNIT),
    Measure("onestop.settled_early", _("Hồ sơ giải quyết trước hạn"), _("Kết thúc giải quyết trước ngày hẹn."),
            SETTLED, where={"when": ("early",)}, unit=_UNIT),
    Measure("onestop.settled_on_time", _("Hồ sơ giải quyết đúng hạn"), _("Kết thúc giải quyết trong ngày hẹn."),
            SETTLED, where={"when": ("on_time",)}, unit=_UNIT),
    Measure("onestop.settled_in_time", _("Hồ sơ giải quyết trước và đúng hạn"),
            _("Kết thúc giải quyết trước hoặc trong ngày hẹn."), SETTLED, where={"when": ("early", "on_time")},
            unit=_UNIT),
    Measure("onestop.settled_late", _("Hồ sơ giải quyết quá hạn"), _("Kết thúc giải quyết sau ngày hẹn."), SETTLED,
            where={"when": ("late",)}, unit=_UNIT),
    Measure("onestop.open", _("Hồ sơ một cửa đang giải quyết"),
            _("Hồ sơ đã tiếp nhận và chưa giải quyết xong vào ngày cuối kỳ, kể cả đang tạm dừng."), (*_IN, *SETTLED),
            How.STOCK, unit=_UNIT),
    Measure("onestop.refused", _("Hồ sơ một cửa bị từ chối"), _("Hồ sơ bị từ chối giải quyết."), ("onestop.refused",),
            unit=_UNIT),
    Measure("onestop.delivered", _("Kết quả hồ sơ đã trả"), _("Kết quả đã đến tay người nộp hồ sơ."),
            ("onestop.delivered",), unit=_UNIT),
    Measure("onestop.fees", _("Phí, lệ phí thu được"), _("Tổng phí, lệ phí thu của hồ sơ một cửa."), ("onestop.fees",),
            How.QUANTITY, unit=_("đồng")),
)  # fmt: skip

RATIOS = (
    Ratio("onestop.in_time", _("Tỷ lệ hồ sơ giải quyết trước và đúng hạn"),
          _("Hồ sơ giải quyết trước hạn và đúng hạn trên tổng số đã giải quyết."), "onestop.settled_in_time",
          "onestop.settled"),
)  # fmt: skip
