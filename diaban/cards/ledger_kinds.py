"""What the cards room writes to the ledger: one kind for each step of an application, by why it was made."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from diaban.cards.models import Delivery, Ended, Outdated, Reason, Why
from diaban.ledger.registry import Kind

_DUE = {"why": dict(Why.choices), "here": {"yes": _("có mặt"), "no": _("đi vắng")}}
_LABELS = {"reason": dict(Reason.choices), "delivery": dict(Delivery.choices)}


def _step(code: str, title: Any, sentence: Any, *dims: str) -> Kind:
    return Kind(f"cards.{code}", "card_application", title, sentence, unit="application", dims=("reason", *dims),
                labels=_LABELS)  # fmt: skip


KINDS = (
    _step("received", _("Hồ sơ căn cước được tiếp nhận"), _("{office} tiếp nhận hồ sơ căn cước {record} ({reason})")),
    _step("mending", _("Hồ sơ căn cước chờ sửa dữ liệu"), _("{office} chờ sửa dữ liệu cư trú của {record}")),
    _step("mended", _("Dữ liệu của hồ sơ căn cước đã khớp"), _("{office} ghi nhận dữ liệu của {record} đã khớp")),
    _step("captured", _("Hồ sơ căn cước đã thu nhận"), _("{office} thu nhận {record}")),
    _step("declared", _("Phiếu thu nhận được ký"), _("{office} ghi nhận phiếu thu nhận của {record} được ký")),
    _step("sent", _("Hồ sơ căn cước truyền về Trung ương"), _("{office} truyền {record} về Trung ương")),
    _step("sent_back", _("Trung ương trả lại hồ sơ căn cước"), _("{record} bị Trung ương trả lại")),
    _step("approved", _("Hồ sơ căn cước được duyệt"), _("{record} được duyệt")),
    _step("printed", _("Thẻ căn cước được in"), _("Thẻ của {record} được in")),
    _step("arrived", _("Thẻ căn cước về đơn vị"), _("{office} nhận thẻ của {record}")),
    _step("not_collected", _("Thẻ căn cước chưa được nhận"), _("{office} ghi nhận {record} chưa đến nhận thẻ")),
    _step("handed", _("Thẻ căn cước được trả"), _("{office} trả thẻ của {record} ({delivery})"), "delivery"),
    _step("lost", _("Thẻ căn cước mất trước khi trả"), _("{office} ghi nhận thẻ của {record} bị mất")),
    _step("spoiled", _("Thẻ căn cước hỏng trước khi trả"), _("{office} ghi nhận thẻ của {record} bị hỏng")),
    _step("refused", _("Hồ sơ căn cước bị từ chối"), _("{office} từ chối {record}")),
    _step("withdrawn", _("Hồ sơ căn cước được rút"), _("{record} được công dân rút")),
    _step("died", _("Hồ sơ căn cước kết thúc do khai tử"), _("{record} kết thúc vì công dân đã mất")),
    _step("revived", _("Hồ sơ căn cước được khôi phục"), _("{record} được khôi phục vì khai tử bị hủy")),
    Kind(
        "cards.stock",
        "card_application",
        _("Thẻ căn cước vào, ra đơn vị"),
        _("Số thẻ chờ trả tại {office} thay đổi {quantity}"),
        unit="card",
    ),
    Kind(
        "cards.ended",
        "resident",
        _("Thẻ căn cước hết giá trị"),
        _("Thẻ của {record} hết giá trị ({ended})"),
        unit="card",
        dims=("ended",),
        labels={"ended": dict(Ended.choices)},
    ),
    Kind(
        "cards.outdated",
        "resident",
        _("Thẻ căn cước phải đổi do thông tin đã đổi"),
        _("Thẻ của {record} phải đổi ({what})"),
        unit="card",
        dims=("what",),
        labels={"what": dict(Outdated.choices)},
    ),
    Kind(
        "cards.due",
        "resident",
        _("Công dân đến hạn làm thẻ căn cước"),
        _("{record} đến hạn làm thẻ ({why})"),
        unit="person",
        dims=("why", "here"),
        labels=_DUE,
    ),
    Kind(
        "cards.settled",
        "resident",
        _("Công dân không còn phải làm thẻ căn cước"),
        _("{record} không còn phải làm thẻ ({why})"),
        unit="person",
        dims=("why", "here"),
        labels=_DUE,
    ),
    Kind(
        "cards.target",
        "card_drive",
        _("Chỉ tiêu đợt cấp căn cước"),
        _("{office} nhận chỉ tiêu {quantity} hồ sơ"),
        unit="application",
    ),
    Kind(
        "cards.batch_made", "card_batch", _("Lô hồ sơ căn cước được lập"), _("{office} lập lô {record}"), unit="batch"
    ),
    Kind(
        "cards.batch_acknowledged",
        "card_batch",
        _("Trung ương báo đã nhận lô hồ sơ căn cước"),
        _("Trung ương báo đã nhận {record}"),
        unit="batch",
    ),
    Kind(
        "cards.answered",
        "card_batch",
        _("Kết quả của Trung ương được nhận"),
        _("{office} nhận kết quả của {record}: {quantity} hồ sơ"),
        unit="application",
    ),
)
