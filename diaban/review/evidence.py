"""Evidence in words. The engine's own phrases come with their weight in decibans: `họ tên giống hệt +31`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.translation import gettext, gettext_noop

#: The engine's phrases, so that each has its English; another is shown as it came.
PHRASES = (
    gettext_noop("họ tên giống hệt"), gettext_noop("họ tên giống chữ, thiếu dấu"),
    gettext_noop("họ tên giống chữ, khác dấu"), gettext_noop("họ tên cùng các tiếng, khác thứ tự"),
    gettext_noop("họ tên lệch một chữ"), gettext_noop("họ tên viết tắt một tiếng"),
    gettext_noop("họ tên thiếu tiếng đệm"), gettext_noop("họ tên lệch hai chỗ"),
    gettext_noop("họ tên thiếu họ hoặc tên"), gettext_noop("họ tên tên gọi ở nhà"),
    gettext_noop("họ tên khác một tiếng đệm"), gettext_noop("họ tên khác họ hoặc khác tên"),
    gettext_noop("họ tên chỉ giống tên"), gettext_noop("họ tên chỉ giống họ"), gettext_noop("họ tên khác"),
    gettext_noop("ngày sinh trùng"), gettext_noop("ngày sinh đảo ngày và tháng"),
    gettext_noop("ngày sinh lệch ngày hoặc tháng"), gettext_noop("ngày sinh lệch năm"),
    gettext_noop("ngày sinh chỉ trùng năm"), gettext_noop("ngày sinh năm gần nhau"), gettext_noop("ngày sinh khác"),
    gettext_noop("ngày sinh trùng năm"), gettext_noop("ngày sinh lệch một năm"), gettext_noop("ngày sinh khác năm"),
    gettext_noop("số giấy tờ trùng"), gettext_noop("số giấy tờ lệch một chữ số"), gettext_noop("số giấy tờ khác"),
    gettext_noop("số giấy tờ khác, cả hai đều hợp lệ"), gettext_noop("giới tính trùng"), gettext_noop("giới tính khác"),
    gettext_noop("xã cùng"), gettext_noop("xã khác"), gettext_noop("thôn cùng"), gettext_noop("thôn khác"),
    gettext_noop("chủ hộ giống"), gettext_noop("chủ hộ gần giống"), gettext_noop("chủ hộ khác"),
    gettext_noop("cùng là chủ hộ"), gettext_noop("chỉ một bên là chủ hộ"),
    gettext_noop("quan hệ với chủ hộ trùng"), gettext_noop("quan hệ với chủ hộ khác"),
)  # fmt: skip
_WEIGHT = re.compile(r"(.*?)(?: ([+−]\d+))?$")


def in_words(codes: Sequence[str]) -> list[str]:
    """Codes as sentences in the reader's language, strongest first as they were given."""
    return [said for code in codes if (said := _said(str(code)))]


def _said(code: str) -> str:
    found = _WEIGHT.match(code)
    if found is None or not found[1]:
        return ""
    return " ".join(filter(None, (gettext(found[1]), found[2])))
