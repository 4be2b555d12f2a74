"""What may be counted of identity cards."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from diaban.figures.measures import Measure


def _step(code: str, title: Any, definition: Any) -> Measure:
    return Measure(f"cards.{code}", title, definition, (f"cards.{code}",), unit=_("hồ sơ"))


MEASURES = (
    _step("received", _("Hồ sơ căn cước thu nhận"), _("Hồ sơ đề nghị cấp, đổi, cấp lại thẻ, theo ngày tiếp nhận.")),
    _step(
        "sent",
        _("Hồ sơ căn cước đã truyền"),
        _("Lượt truyền về Trung ương; hồ sơ bị trả lại rồi truyền lại là hai lượt."),
    ),
    _step("sent_back", _("Hồ sơ căn cước bị trả lại"), _("Lượt Trung ương trả lại.")),
    _step("arrived", _("Thẻ về đơn vị"), _("Thẻ đã in được đơn vị nhận về.")),
    _step("handed", _("Thẻ đã trả"), _("Thẻ trả cho công dân, người nhận thay hoặc bưu chính.")),
)
