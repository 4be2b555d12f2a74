"""Registers in force on a day, their groups, rounds and norms. Nothing here is personal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from diaban.core.errors import NotFound
from diaban.core.text import fold
from diaban.core.time import today
from diaban.papers.lists.kinds import KIND_OF, ListKind
from diaban.registers.models import Definition, Norm, Round, Unit


@dataclass(frozen=True, slots=True)
class Group:
    """Those of a register whom the law names together."""

    code: str
    title: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """A register on a day. `required` are the fields that must be said of each row."""

    code: str
    title: str
    unit: str
    layout: str
    keeper: str
    citation: str
    groups: tuple[Group, ...]
    required: tuple[str, ...]
    rounds: bool
    valid_from: date

    @property
    def kind(self) -> ListKind:
        """How its workbooks are read."""
        return KIND_OF[self.layout]

    @property
    def of_households(self) -> bool:
        return self.unit == Unit.HOUSEHOLD

    def group_title(self, code: str) -> str:
        """A group in words; what isn't said as such."""
        return next((group.title for group in self.groups if group.code == code), code or str(_("Chưa phân nhóm")))

    def group_of(self, said: str) -> str:
        """The group that words of a workbook mean: the one whose longest word they have; empty for none."""
        found = self._named(said)
        return max(found)[1] if found else ""

    def groups_in(self, title: str) -> set[str]:
        """The groups that a title names, each by a word that isn't part of another group's longer one."""
        text, told = _bare(title), set()
        for length, code, word in sorted(self._words(text), reverse=True):
            if length > 2 and word in text:
                told.add(code)
                text = text.replace(word, "  ")
        return told

    def _named(self, said: str) -> list[tuple[int, str]]:
        return [(length, code) for length, code, _word in self._words(_bare(said))]

    def _words(self, text: str) -> list[tuple[int, str, str]]:
        """Of the groups' words those that a text has, with their lengths."""
        known = [(group.code, _bare(word)) for group in self.groups for word in (*group.words, group.title)]
        return [(len(word.strip()), code, word) for code, word in known if word in text]


def _bare(text: str) -> str:
    """Folded words with a space at both ends, so that a word is looked for whole."""
    return f" {re.sub(r'[^a-z0-9]+', ' ', fold(text)).strip()} "


def _made(row: Definition) -> Register:
    english = get_language() == "en"
    groups = tuple(
        Group(g["code"], (english and g.get("title_en")) or g["title"], tuple(g.get("words", ()))) for g in row.groups
    )
    title = (english and row.title_en) or row.title
    return Register(row.code, title, row.unit, row.layout, row.keeper, row.citation, groups, tuple(row.fields),
                    row.rounds, row.valid_from)  # fmt: skip


def registers(on: date | None = None) -> list[Register]:
    """The registers in force on a day (today by default), in the order in which they came."""
    day = on or today()
    found = Definition.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)
    return [_made(row) for row in found.order_by("id")]


def register(code: str, on: date | None = None) -> Register:
    """One of them. Raises NotFound."""
    found = next((each for each in registers(on) if each.code == code), None)
    if found is None:
        raise NotFound(_("Không có danh sách quản lý này."))
    return found


def of_layout(layout: str) -> Register | None:
    """The register whose workbooks are read as a kind of list."""
    return next((each for each in registers() if each.layout == layout), None)


def rounds(register: str) -> list[Round]:
    """A register's rounds, the latest first."""
    return list(Round.objects.filter(register=register).order_by("-holds_from"))


def norms(register: str) -> list[Norm]:
    """What its rounds were and are judged by, the latest first."""
    return list(Norm.objects.filter(register=register).order_by("-valid_from"))


def round_of(register: Register, titles: Sequence[str], on: date) -> str:
    """The round that a workbook's titles name by its year, else the latest whose result holds on a day; empty where
    the register has none."""
    if not register.rounds:
        return ""
    known = rounds(register.code)
    years = {year for line in titles for year in re.findall(r"(?<!\d)20\d\d(?!\d)", line)}
    named = [each.code for each in known if each.code in years]
    if named:
        return max(named)
    return next((each.code for each in known if each.holds_from <= on), "")
