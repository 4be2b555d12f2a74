"""A register of one's own: data, from a day on. What it was before that day stays readable."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.core.errors import Conflict, Invalid
from diaban.core.sql import value
from diaban.core.text import fold, tidy
from diaban.core.time import today
from diaban.ledger.actions import append
from diaban.ledger.lines import Line, numbered
from diaban.papers.lists.kinds import KINDS, RESIDENTS
from diaban.people.actions.base import action
from diaban.registers import catalogue, policies, quality
from diaban.registers.models import Definition, Norm, Round, Unit

#: Fields that a register may ask of every row.
ASKED = ("full_name", "birth", "sex", "id_no", "place", "group", "relation")
#: A yearly round is named by the year and holds from the middle of December.
_ROUND_YEARS = 5
_LONGEST = 24  #: of a code, in the ledger's dims


def layouts() -> list[tuple[str, Any]]:
    """The kinds of lists whose columns a register's workbooks may have."""
    return [(kind.code, kind.title) for kind in KINDS if kind.about_persons and kind is not RESIDENTS]


def fields() -> list[tuple[str, Any]]:
    """What may be asked of every row, in words."""
    return [(code, quality.FIELDS[code]) for code in ASKED]


def code_of(title: str, taken: Sequence[str] = ()) -> str:
    """A short code made of a title's words, other than those taken."""
    bare = re.sub(r"[^a-z0-9]+", "_", fold(title)).strip("_")[: _LONGEST - 3] or "danh_sach"
    found, n = bare, 2
    while found in taken:
        found, n = f"{bare}_{n}", n + 1
    return found


def groups_of(text: str, known: Sequence[dict[str, Any]] = ()) -> list[dict[str, Any]]:
    """Groups as written, one a line: `Title: word, word`. A title that stood before keeps its code. Raises Invalid."""
    old = {fold(group["title"]): group for group in known}
    made: list[dict[str, Any]] = []
    for line in text.splitlines():
        title, _colon, words = (tidy(part) for part in line.partition(":"))
        if not title:
            continue
        before = old.get(fold(title), {})
        code = before.get("code") or code_of(title, [each["code"] for each in (*made, *known)])
        said = list(dict.fromkeys(filter(None, (tidy(word) for word in words.split(",")))))
        made.append({"code": code, "title": title[:120], "title_en": before.get("title_en", ""), "words": said})
    if not made:
        raise Invalid(_("Chưa lưu: một số ô cần sửa lại."), {"groups": _("Ghi ít nhất một diện, mỗi dòng một diện.")})
    return made


def written(groups: Sequence[dict[str, Any]]) -> str:
    """The same back as text."""
    return "\n".join(": ".join(filter(None, (each["title"], ", ".join(each.get("words", []))))) for each in groups)


def define(*, by: Viewer, title: str, citation: str, groups: str, since: date, unit: str = Unit.PERSON,
           layout: str = "protection", keeper: str = "", title_en: str = "", fields_asked: Sequence[str] = (),
           rounds: bool = False) -> Definition:  # fmt: skip
    """A new register from a day on, whose workbooks can be brought in at once. Raises Invalid, Conflict, Refused."""
    with action():
        policies.check_define(by)
        title = _titled(title, citation, layout)
        standing = list(Definition.objects.values_list("code", "title"))
        if fold(title) in {fold(known) for _code, known in standing}:
            raise Conflict(_("Đã có danh sách tên này; hãy sửa danh sách ấy hoặc đặt tên khác."))
        made = Definition.objects.create(
            code=code_of(title, [code for code, _known in standing]), valid_from=since, title=title,
            title_en=tidy(title_en), unit=unit, layout=layout, keeper=tidy(keeper), citation=tidy(citation),
            groups=groups_of(groups), fields=_asked(fields_asked), rounds=rounds,
        )  # fmt: skip
        if rounds:
            _yearly(made)
        _noted(by, made)
    return made


def redefine(*, by: Viewer, code: str, title: str, citation: str, groups: str, since: date, unit: str, layout: str,
             keeper: str = "", title_en: str = "", fields_asked: Sequence[str] = (),
             rounds: bool = False) -> Definition:  # fmt: skip
    """A register is otherwise from a day on: what held until then ends the day before. Raises Invalid for a day that
    isn't after the last change, NotFound."""
    with action():
        policies.check_define(by)
        catalogue.register(code)
        old = Definition.objects.select_for_update().filter(code=code).latest("valid_from")
        if since <= old.valid_from:
            raise Invalid(
                _("Chưa lưu: một số ô cần sửa lại."), {"since": _("Ngày phải sau ngày áp dụng của bản trước.")}
            )
        title = _titled(title, citation, layout)
        old.valid_to = since
        old.save(update_fields=["valid_to"])
        made = Definition.objects.create(
            code=code, valid_from=since, title=title, title_en=tidy(title_en), unit=old.unit, layout=layout,
            keeper=tidy(keeper), citation=tidy(citation), groups=groups_of(groups, old.groups),
            fields=_asked(fields_asked), rounds=old.rounds or rounds,
        )  # fmt: skip
        if rounds and not old.rounds:
            _yearly(made)
        _noted(by, made)
    return made


def _titled(title: str, citation: str, layout: str) -> str:
    faults: dict[str, Any] = {}
    if not tidy(title):
        faults["title"] = _("Ghi tên danh sách.")
    if not tidy(citation):
        faults["citation"] = _("Ghi căn cứ pháp lý.")
    if layout not in dict(layouts()):
        faults["layout"] = _("Chọn lại.")
    if faults:
        raise Invalid(_("Chưa lưu: một số ô cần sửa lại."), faults)
    return tidy(title)[:120]


def _asked(fields_asked: Sequence[str]) -> list[str]:
    return [code for code in ASKED if code == "full_name" or code in fields_asked]


def _yearly(made: Definition) -> None:
    """A norm without amounts and the rounds of some years: those that ship for poverty, for a register of one's own."""
    first = made.valid_from.year
    Norm.objects.create(register=made.code, code=str(first), title=made.title, valid_from=made.valid_from,
                        citation=made.citation)  # fmt: skip
    Round.objects.bulk_create(
        Round(register=made.code, code=str(year), title=str(_("Rà soát năm %(year)s") % {"year": year}),
              holds_from=max(date(year, 1, 1) - timedelta(days=17), made.valid_from), norm=str(first))
        for year in range(first, first + _ROUND_YEARS)
    )  # fmt: skip


def _noted(by: Viewer, made: Definition) -> None:
    place = by.scope.unit_id or int(value("select id from areas_unit where level = 0 order by id limit 1") or 0)
    append([Line("registers.defined", numbered(made.pk), place, by.office_id, by.staff_id,
                 dims={"register": made.code}, purpose=by.purpose)])  # fmt: skip


def as_initial(code: str) -> dict[str, Any]:
    """What a form that changes a register begins with."""
    row = Definition.objects.filter(code=code).latest("valid_from")
    names = ("title", "title_en", "unit", "layout", "keeper", "citation", "rounds")
    return {name: getattr(row, name) for name in names} | {
        "since": today(), "groups": written(row.groups), "fields_asked": row.fields,
    }  # fmt: skip
