"""What the one-stop room writes to the ledger.

What is taken in counts one, what is settled counts minus one: their sum is what is open, so that form II.06a always
adds up. `when` says whether it was settled before its day, on it, or late.
"""

from __future__ import annotations

from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from diaban.ledger.registry import Kind
from diaban.onestop.asking import said
from diaban.onestop.models import Channel, Way
from diaban.onestop.shipped import TITLES

_said = lazy(said, str)
WHEN = {"early": _("trước hạn"), "on_time": _("đúng hạn"), "late": _("quá hạn")}
_LABELS: dict[str, dict[str, Any]] = {
    "procedure": {code: _said(vi, en) for code, (vi, en) in TITLES.items()},
    "channel": dict(Channel.choices), "when": WHEN, "way": dict(Way.choices),
}  # fmt: skip


def _kind(code: str, title: Any, sentence: Any, *dims: str) -> Kind:
    return Kind(f"onestop.{code}", "dossier", title, sentence, unit="dossier", dims=("procedure", *dims),
                labels=_LABELS)  # fmt: skip


KINDS = (
    _kind("registered", _("Hồ sơ một cửa được ghi"), _("{office} ghi hồ sơ {record} ({procedure})"), "channel"),
    _kind("accepted", _("Hồ sơ một cửa được tiếp nhận"), _("{office} tiếp nhận {record} ({procedure}, {channel})"),
          "channel"),
    _kind("not_accepted", _("Hồ sơ một cửa không được tiếp nhận"), _("{office} không tiếp nhận {record}")),
    _kind("cancelled", _("Hồ sơ một cửa được hủy đăng ký"), _("{record} được hủy đăng ký")),
    _kind("processing", _("Hồ sơ một cửa được xử lý"), _("{office} bắt đầu xử lý {record}")),
    _kind("supplement_asked", _("Yêu cầu bổ sung hồ sơ một cửa"), _("{office} yêu cầu bổ sung {record}")),
    _kind("supplemented", _("Hồ sơ một cửa được bổ sung"), _("{office} nhận bổ sung của {record}")),
    _kind("payment_asked", _("Yêu cầu nộp phí, lệ phí"), _("{office} yêu cầu nộp phí, lệ phí của {record}")),
    _kind("paid", _("Phí, lệ phí được nộp"), _("{office} ghi nhận {record} đã nộp phí, lệ phí")),
    _kind("stopped", _("Hồ sơ một cửa dừng xử lý"), _("{office} dừng xử lý {record}")),
    _kind("resumed", _("Hồ sơ một cửa xử lý tiếp"), _("{office} xử lý tiếp {record}")),
    _kind("granted", _("Hồ sơ một cửa được giải quyết"), _("{office} giải quyết {record} ({when})"), "when"),
    _kind("refused", _("Hồ sơ một cửa bị từ chối"), _("{office} từ chối giải quyết {record} ({when})"), "when"),
    _kind("withdrawn", _("Hồ sơ một cửa được rút"), _("{record} được công dân rút ({when})"), "when"),
    _kind("lapsed", _("Kết quả không còn người nhận"), _("{record} kết thúc vì không còn người nhận kết quả")),
    _kind("reopened", _("Kết quả ghi nhầm được hủy"), _("{office} hủy kết quả ghi nhầm của {record}")),
    _kind("delivered", _("Kết quả hồ sơ được trả"), _("{office} trả kết quả {record} ({way})"), "way"),
    _kind("extended", _("Xin lỗi và hẹn lại ngày trả"), _("{office} xin lỗi và hẹn lại ngày trả của {record}")),
    Kind("onestop.fees", "dossier", _("Phí, lệ phí thu được"), _("{office} thu {quantity} đồng của {record}"),
         unit="vnd", dims=("procedure",), labels=_LABELS),
    *(Kind(f"onestop.{code}", "procedure", title, sentence, unit="version", dims=("procedure",), labels=_LABELS)
      for code, title, sentence in (
          ("procedure_versioned", _("Thủ tục có phiên bản mới"), _("{office} thêm phiên bản của {procedure}")),
          ("procedure_checked", _("Thủ tục được đối chiếu văn bản"), _("{office} đối chiếu {procedure} với văn bản")),
      )),
    Kind("onestop.paper_attached", "dossier", _("Giấy tờ được đính kèm hồ sơ"),
         _("{office} đính kèm giấy tờ vào {record}"), unit="file", dims=("procedure",), labels=_LABELS),
)  # fmt: skip
#: What takes a dossier off the stock of open ones.
SETTLED = ("onestop.granted", "onestop.refused", "onestop.withdrawn")
