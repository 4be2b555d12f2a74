"""Forms as data: what is asked, under which answers, and what is refused with which sentence."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaban.onestop import asking
from diaban.onestop.asking import Question
from diaban.onestop.shipped import PROCEDURES, clock_rules

TODAY = date(2026, 11, 20)
BASIS = Question("basis", "choice", "Chỗ ở", options=(("own", "Nhà", "Own"), ("rent", "Thuê", "Rented")))
CONSENT = Question("consent", "check", "Đồng ý", when=("basis", ("rent",)))


def read(*every: Question, **typed: Any) -> tuple[dict[str, Any], dict[str, str]]:
    return asking.read(every, typed, today=TODAY, places=(7, 8))


def test_what_is_not_asked_is_left_out_whatever_was_typed() -> None:
    assert read(BASIS, CONSENT, basis="own", consent="on") == ({"basis": "own"}, {})
    assert read(BASIS, CONSENT, basis="rent")[1] == {"consent": "Đánh dấu ô này."}
    assert read(BASIS, CONSENT, basis="rent", consent="on")[0] == {"basis": "rent", "consent": True}


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("day", "1/11/2026", "2026-11-01"), ("birth", "1990", "y1990-01-01"), ("birth", "5/1990", "m1990-05-01"),
        ("place", "7", 7), ("phone", "0912.345 678", "0912345678"), ("sex", "f", "f"),
        ("text", "  Nguyễn   Văn  A ", "Nguyễn Văn A"), ("number", "15", 15),
    ],
)  # fmt: skip
def test_what_is_typed_is_kept_clean(kind: str, typed: str, kept: object) -> None:
    assert read(Question("q", kind, "Hỏi"), q=typed) == ({"q": kept}, {})


@pytest.mark.parametrize(
    ("question", "typed", "words"),
    [
        (Question("q", "day", "Ngày"), "21/11/2026", "sau hôm nay"),
        (Question("q", "day", "Ngày"), "31/2/2026", "Không đọc được"),
        (Question("q", "day", "Ngày"), "1/1/1600", "quá xa"),
        (Question("q", "birth", "Sinh"), "2027", "từ năm 1890"),
        (Question("q", "place", "Nơi"), "9", "danh sách"),
        (Question("q", "place", "Nơi"), "x", "danh sách"),
        (Question("q", "sex", "Giới"), "u", "danh sách"),
        (Question("q", "phone", "Máy"), "12", "9 đến 14"),
        (Question("q", "text", "Chữ", most=5), "dài quá rồi", "Dài quá 5"),
        (Question("q", "number", "Số"), "-1", "Ghi một số"),
        (BASIS, "whim", "danh sách"),
    ],
)
def test_what_cannot_be_taken_says_why(question: Question, typed: str, words: str) -> None:
    answers, faults = asking.read([question], {question.code: typed}, today=TODAY, places=(7, 8))
    assert answers == {}
    assert words in faults[question.code]


@given(st.dictionaries(st.sampled_from(["basis", "consent", "x"]), st.one_of(st.text(), st.booleans(), st.none())))
def test_whatever_is_typed_is_an_answer_or_a_sentence(typed: dict[str, Any]) -> None:
    answers, faults = asking.read([BASIS, CONSENT], typed, today=TODAY)
    assert not set(answers) & set(faults)
    assert ("basis" in answers) != ("basis" in faults)


@pytest.mark.parametrize("each", PROCEDURES, ids=lambda p: f"{p.code}.{p.version}")
def test_shipped_procedures_are_whole(each: Any) -> None:
    assert asking.questions(asking.stored(each.questions)) == list(each.questions)
    assert asking.papers(asking.stored(each.papers)) == list(each.papers)
    codes = [question.code for question in each.questions]
    assert len(codes) == len(set(codes))
    for at, question in enumerate(each.questions):
        assert question.title_en
        if question.when is not None:
            other = next(q for q in each.questions[:at] if q.code == question.when[0])
            known = {code for code, _vi, _en in other.options} or {"yes"}
            assert set(question.when[1]) <= known


def test_each_version_has_a_clock_of_its_own() -> None:
    codes = [rule.code for rule in clock_rules()]
    assert len(codes) == len(set(codes)) == len(PROCEDURES)
