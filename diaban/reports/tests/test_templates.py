"""The shipped reports name figures that exist; sentences and numbers read as those of the state do."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from diaban.figures.measures import measures
from diaban.reports import words
from diaban.reports.shipped import TEMPLATES
from diaban.reports.template import OWN_SLOTS, Sentence, Slot, Spec, Template


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=list(TEMPLATES))
def test_every_figure_of_a_template_is_declared(template: Template) -> None:
    assert set(template.measures()) <= set(measures())
    for section in template.sections:
        for part in section.parts:
            if isinstance(part, Sentence):
                named = {piece.name for piece in part.pieces() if isinstance(piece, Slot)}
                assert named <= set(measures()) | OWN_SLOTS


def test_a_sentence_is_taken_apart() -> None:
    sentence = Sentence("Có {a.b:unit}, {a.b:change} đến {until}.")
    assert list(sentence.pieces()) == [
        "Có ", Slot("a.b", Spec.UNIT), ", ", Slot("a.b", Spec.CHANGE), " đến ", Slot("until", Spec.NUMBER), ".",
    ]  # fmt: skip
    assert sentence.measures() == ["a.b"]
    with pytest.raises(ValueError, match="wrong"):
        list(Sentence("{a.b:wrong}").pieces())


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        (words.number(-48), "−48"),
        (words.number(None), "chưa có số liệu"),
        (words.with_unit(1155, "vụ"), "1.155 vụ"),
        (words.percent(Decimal("-26.82")), "26,82%"),
        (words.percent(Decimal("-26.82"), signed=True), "−26,82%"),
        (words.percent(Decimal("5.00"), signed=True), "+5,00%"),
        (words.percent(None), "–"),
        (words.difference(131, 179), "−48"),
        (words.difference(3, None), "–"),
        (words.long_day(date(2026, 2, 5)), "ngày 05 tháng 02 năm 2026"),
        (words.long_day(date(2023, 12, 15)), "ngày 15 tháng 12 năm 2023"),
        (words.fitting("cùng kỳ không xảy ra", "vụ"), "cùng kỳ không xảy ra"),
        (words.fitting("cùng kỳ không xảy ra", "người"), "cùng kỳ không có"),
        (" ".join(words.roman(n) for n in (1, 4, 9, 14)), "I IV IX XIV"),
    ],
)
def test_words_are_those_of_the_states_reports(told: str, wanted: str) -> None:
    assert told == wanted
