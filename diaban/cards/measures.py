"""What may be counted of identity cards."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from diaban.figures.measures import How, Measure, Ratio


def _step(code: str, title: Any, definition: Any) -> Measure:
    return Measure(f"cards.{code}", title, definition, (f"cards.{code}",), unit=_("hồ sơ"))


_DUE = ("cards.due", "cards.settled")

MEASURES = (
    Measure(
        "cards.target", _("Chỉ tiêu cấp căn cước"),
        _("Số hồ sơ mà các đợt cấp căn cước được giao, theo ngày bắt đầu của đợt; không phải số người đủ điều kiện."),
        ("cards.target",), How.QUANTITY, unit=_("hồ sơ"),
    ),
    Measure(
        "cards.due", _("Công dân đủ điều kiện, phải làm thẻ"),
        _("Người đang được tính ở địa bàn, đã đến tuổi mà chưa có thẻ, thẻ hết hạn theo tuổi hoặc thông tin trên thẻ"
          " đã đổi; kể cả người đi vắng."),
        _DUE, How.STOCK, unit=_("người"),
    ),
    Measure(
        "cards.due_here", _("Công dân đủ điều kiện và có mặt"),
        _("Như trên, trừ người khai báo tạm vắng hoặc tạm trú nơi khác."),
        _DUE, How.STOCK, where={"here": ("yes",)}, unit=_("người"),
    ),
    _step("received", _("Hồ sơ căn cước thu nhận"), _("Hồ sơ đề nghị cấp, đổi, cấp lại thẻ, theo ngày tiếp nhận.")),
    _step(
        "sent",
        _("Hồ sơ căn cước đã truyền"),
        _("Lượt truyền về Trung ương; hồ sơ bị trả lại rồi truyền lại là hai lượt."),
    ),
    _step("sent_back", _("Hồ sơ căn cước bị trả lại"), _("Lượt Trung ương trả lại.")),
    _step("approved", _("Hồ sơ căn cước được duyệt"), _("Hồ sơ Trung ương đã duyệt.")),
    _step("printed", _("Thẻ đã in"), _("Thẻ Trung ương báo đã in, kể cả thẻ in lại.")),
    _step("arrived", _("Thẻ về đơn vị"), _("Thẻ đã in được đơn vị nhận về.")),
    _step("handed", _("Thẻ đã trả"), _("Thẻ trả cho công dân, người nhận thay hoặc bưu chính.")),
    _step("lost", _("Thẻ mất trước khi trả"), _("Thẻ mất trên đường về hoặc tại đơn vị.")),
    _step("spoiled", _("Thẻ hỏng trước khi trả"), _("Thẻ in sai hoặc hỏng, phải in lại.")),
    Measure(
        "cards.late", _("Hồ sơ căn cước quá hạn"),
        _("Hồ sơ đã quá thời hạn cấp thẻ, theo ngày quá hạn; kể cả hồ sơ nay đã xong."),
        ("casework.late",), where={"case": ("cards.application",)}, unit=_("hồ sơ"),
    ),
    Measure(
        "cards.stock", _("Thẻ đang chờ trả tại đơn vị"), _("Thẻ đã về đơn vị mà chưa trả, chưa mất, chưa hỏng."),
        ("cards.stock",), How.STOCK, unit=_("thẻ"),
    ),
)  # fmt: skip

RATIOS = (
    Ratio(
        "cards.taken_of_target",
        _("Hồ sơ thu nhận so với chỉ tiêu"),
        _("Hồ sơ căn cước thu nhận trong kỳ, trên 100 hồ sơ chỉ tiêu của các đợt bắt đầu trong kỳ."),
        "cards.received",
        "cards.target",
    ),
)
