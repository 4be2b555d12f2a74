"""The evidence for and against a pair in words, strongest first, with its weight in decibans (10 log10 of the odds)."""

from __future__ import annotations

import numpy as np

from diaban.match.evidence import Field
from diaban.match.fit import Fitted

_DECIBANS = 10 / np.log(10)
_NAME = (
    "giống hệt", "giống chữ, thiếu dấu", "giống chữ, khác dấu", "cùng các tiếng, khác thứ tự", "lệch một chữ",
    "viết tắt một tiếng", "thiếu tiếng đệm", "lệch hai chỗ", "thiếu họ hoặc tên", "tên gọi ở nhà", "khác một tiếng đệm",
    "khác họ hoặc khác tên", "chỉ giống tên", "chỉ giống họ", "khác",
)  # fmt: skip
_FULL_DAY = ("trùng", "đảo ngày và tháng", "lệch ngày hoặc tháng", "lệch năm", "chỉ trùng năm", "năm gần nhau", "khác")
_YEAR = ("trùng năm", "lệch một năm", "năm gần nhau", "khác năm", "khác", "khác", "khác")
_PHRASES: dict[str, tuple[str, tuple[str, ...]]] = {
    "name": ("họ tên", _NAME),
    "day": ("ngày sinh", _FULL_DAY),
    "number": ("số giấy tờ", ("trùng", "lệch một chữ số", "khác", "khác, cả hai đều hợp lệ")),
    "sex": ("giới tính", ("trùng", "khác")),
    "commune": ("xã", ("cùng", "khác")),
    "village": ("thôn", ("cùng", "khác")),
    "head": ("chủ hộ", ("giống", "gần giống", "khác")),
    "relation": ("quan hệ với chủ hộ", ("trùng", "khác")),
}


def in_words(fitted: Fitted, fields: list[Field]) -> list[str]:
    """One sentence for each pair: `họ tên giống hệt +31; ngày sinh trùng +42; xã khác −12`."""
    said: list[list[tuple[float, str]]] = [[] for _ in fields[0].level]
    for field in fields:
        if field.title not in fitted.log_true:
            continue
        gain = (fitted.gain(field, fitted.log_true) * _DECIBANS).tolist()
        levels, groups = field.level.tolist(), field.group.tolist()
        for place, (level, group) in enumerate(zip(levels, groups, strict=True)):
            if level >= 0:
                said[place].append((gain[place], _phrase(field.title, level, group)))
    return ["; ".join(_weighed(gain, text) for gain, text in sorted(one, key=lambda s: -abs(s[0]))) for one in said]


def joined_by(row: int, probability: float) -> str:
    """Why two rows are one where a third joins them: `cùng là một với dòng 17 +20`, with its weight; rows from 0."""
    kept = min(max(probability, 1e-6), 1 - 1e-6)
    return _weighed(_DECIBANS * float(np.log(kept / (1 - kept))), f"cùng là một với dòng {row}")


def from_beside(gain: float) -> str:
    """What the rows before and after a row, and rows that mean the same resident, say: log odds as decibans."""
    return _weighed(gain * _DECIBANS, "các dòng bên cạnh")


def _phrase(title: str, level: int, group: int) -> str:
    called, phrases = _PHRASES[title]
    if title == "day" and group == 1:
        phrases = _YEAR
    if title == "head" and group % 2 == 1:  # told to head their own household
        return "cùng là chủ hộ" if level == 0 else "chỉ một bên là chủ hộ"
    return f"{called} {phrases[level]}"


def _weighed(gain: float, text: str) -> str:
    return f"{text} {'+' if gain >= 0 else '−'}{abs(gain):.0f}"
