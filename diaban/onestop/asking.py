"""Forms as data: what a procedure asks, and how what was typed becomes answers. Pure; nothing here reads a database.

A question is of one kind (text, long, day, birth, choice, number, place, phone, sex, check), may be asked only where
another was answered in some way (`when`), or only of someone whom the register doesn't know (`who`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from diaban.core.text import fmt_date, tidy
from diaban.web.days import PartialDay, read_day, read_partial

KINDS = ("text", "long", "day", "birth", "choice", "number", "place", "phone", "sex", "check")
#: What a question may be asked of: anyone, only residents in the register, only people who aren't.
KNOWN, STRANGER = "known", "stranger"
_EARLIEST = date(1890, 1, 1)


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `options` are (code, Vietnamese, English); `when` is (another question's code, its answers).

    `ahead`: the day may lie in the future. `most` is the length of a text, or the largest number.
    """

    code: str
    kind: str
    title: str
    title_en: str = ""
    required: bool = True
    options: tuple[tuple[str, str, str], ...] = ()
    when: tuple[str, tuple[str, ...]] | None = None
    who: str = ""
    ahead: bool = False
    most: int = 200
    help: str = ""
    help_en: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS or (self.kind == "choice") != bool(self.options):
            raise ValueError(f"{self.code}: not a question")


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that goes with a dossier. `needed`: not without it."""

    code: str
    title: str
    title_en: str = ""
    needed: bool = False


def stored(items: Iterable[Question | Paper]) -> list[dict[str, Any]]:
    """As a procedure's row keeps them."""
    return [asdict(item) for item in items]


def questions(kept: Iterable[Mapping[str, Any]]) -> list[Question]:
    """Questions from a procedure's row."""
    found = []
    for each in kept:
        when = each.get("when")
        options = tuple((code, vi, en) for code, vi, en in each.get("options", ()))
        told = {**each, "options": options, "when": (when[0], tuple(when[1])) if when else None}
        found.append(Question(**told))
    return found


def papers(kept: Iterable[Mapping[str, Any]]) -> list[Paper]:
    """Papers from a procedure's row."""
    return [Paper(**each) for each in kept]


def said(vi: str, en: str) -> str:
    """Words of the catalogue in the reader's language, in Vietnamese where there are no English ones."""
    return en if en and get_language() == "en" else vi


def asked_of(every: Sequence[Question], *, known: bool) -> list[Question]:
    """What is asked about a resident of the register, or about someone it doesn't know."""
    other = STRANGER if known else KNOWN
    return [question for question in every if question.who != other]


def holds(question: Question, answers: Mapping[str, Any]) -> bool:
    """Whether its condition is met by what was answered so far."""
    if question.when is None:
        return True
    other, wanted = question.when
    given = answers.get(other)
    return ("yes" if given is True else str(given or "")) in wanted


def read(
    every: Sequence[Question], typed: Mapping[str, Any], *, today: date, places: Iterable[int] = ()
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Answers as they are kept (days as ISO texts, places as ids), and a sentence for each that can't be taken.

    What isn't asked under the other answers is left out, whatever was typed. `places` are those that may be named.
    """
    answers: dict[str, Any] = {}
    faults: dict[str, Any] = {}
    allowed = set(places)
    for question in every:
        if not holds(question, answers):
            continue
        given = typed.get(question.code)
        if given is None or given == "" or given is False:
            if question.required:
                faults[question.code] = _("Đánh dấu ô này.") if question.kind == "check" else _("Ô này cần được điền.")
            continue
        try:
            answers[question.code] = _one(question, given, today, allowed)
        except ValueError as wrong:
            faults[question.code] = str(wrong)
    return answers, faults


def _one(question: Question, given: Any, today: date, places: set[int]) -> Any:
    match question.kind:
        case "check":
            return True
        case "day":
            return _day(question, given, today)
        case "birth":
            return _birth(given, today)
        case "number":
            return _number(question, given)
        case "place":
            return _place(given, places)
        case "choice" | "sex":
            return _choice(question, str(given))
        case "phone":
            return _phone(str(given))
    text = tidy(str(given))
    if len(text) > question.most:
        raise ValueError(_("Dài quá %(most)s chữ; hãy viết ngắn lại.") % {"most": question.most})
    return text


def _day(question: Question, given: Any, today: date) -> str:
    try:
        day = given if isinstance(given, date) else read_day(str(given))
    except ValueError:
        raise ValueError(_("Không đọc được ngày này. Ghi theo dạng 31/12/1990.")) from None
    if day > today and not question.ahead:
        raise ValueError(_("Ngày không được sau hôm nay."))
    if day < _EARLIEST:
        raise ValueError(_("Ngày này quá xa; hãy kiểm tra lại năm."))
    return day.isoformat()


def _birth(given: Any, today: date) -> str:
    """`d1985-03-02`: the precision, then the first day possible."""
    try:
        day = given if isinstance(given, PartialDay) else read_partial(str(given))
    except ValueError:
        raise ValueError(_("Không đọc được ngày này. Ghi 31/12/1990, hoặc 12/1990, hoặc 1990.")) from None
    if not _EARLIEST <= day.first <= today:
        raise ValueError(_("Ngày sinh phải từ năm 1890 đến hôm nay."))
    return f"{day.precision}{day.first.isoformat()}"


def birth_of(kept: str) -> tuple[date | None, str]:
    """The first day possible and its precision, from what `read` kept; (None, "u") for nothing."""
    return (date.fromisoformat(kept[1:]), kept[0]) if kept else (None, "u")


def _number(question: Question, given: Any) -> int:
    text = str(given).replace(".", "").strip()
    if not (text.isascii() and text.isdigit() and int(text) <= question.most):
        raise ValueError(_("Ghi một số từ 0 đến %(most)s.") % {"most": question.most})
    return int(text)


def _place(given: Any, places: set[int]) -> int:
    if not str(given).isdigit() or int(given) not in places:
        raise ValueError(_("Chọn một nơi trong danh sách."))
    return int(given)


def _choice(question: Question, given: str) -> str:
    codes = ("m", "f") if question.kind == "sex" else tuple(code for code, _vi, _en in question.options)
    if given not in codes:
        raise ValueError(_("Chọn một mục trong danh sách."))
    return given


def _phone(given: str) -> str:
    text = re.sub(r"[\s.\-]", "", given)
    if not re.fullmatch(r"\+?[0-9]{9,14}", text):
        raise ValueError(_("Số điện thoại gồm 9 đến 14 chữ số."))
    return text


def shown(question: Question, kept: Any, place_name: Mapping[int, str]) -> str:
    """An answer as a page or a slip writes it."""
    if kept is None:
        return ""
    match question.kind:
        case "check":
            return _("Có") if kept else ""
        case "day":
            return fmt_date(date.fromisoformat(kept))
        case "birth":
            return fmt_date(*birth_of(kept))
        case "place":
            return place_name.get(kept, "")
        case "sex":
            return {"m": _("Nam"), "f": _("Nữ")}.get(kept, "")
        case "choice":
            return next((said(vi, en) for code, vi, en in question.options if code == kept), str(kept))
    return str(kept)
