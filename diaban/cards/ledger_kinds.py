"""What the cards room writes to the ledger: one kind for each step of an application, by why it was made."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from diaban.cards.models import Delivery, Reason
from diaban.ledger.registry import Kind

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
    _step("lost", _("Thẻ căn cước mất, hỏng trước khi trả"), _("{office} ghi nhận thẻ của {record} mất hoặc hỏng")),
    _step("refused", _("Hồ sơ căn cước bị từ chối"), _("{office} từ chối {record}")),
    _step("withdrawn", _("Hồ sơ căn cước được rút"), _("{record} được công dân rút")),
)
