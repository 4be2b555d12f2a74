"""The kinds of incidents as an office files them on a day, and which of them a book's words mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from django.db.models import Q
from django.utils.translation import get_language

from diaban.core.time import today
from diaban.incidents import shipped
from diaban.incidents.models import KindRow
from diaban.incidents.words import key

#: How near two spellings are to be one, and how far the next kind must then be.
NEAR, AHEAD = 0.88, 0.05


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind in force: its code, title and group, by which citation."""

    code: str
    title: str
    group: str
    citation: str = ""
    own: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Meant:
    """What words mean: `exact` (a title or a known word for it), `near` (a slip away), `within` (said among other
    words); with None where it must be asked, `several` kinds being possible or none."""

    kind: Kind | None
    sure: Literal["exact", "near", "within", "several", "none"]
    several: tuple[Kind, ...] = ()


@dataclass(slots=True)
class Catalogue:
    """One office's kinds on one day."""

    kinds: dict[str, Kind]
    _words: dict[str, str] = field(default_factory=dict)
    _kept: dict[str, Meant] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Titles go before other words, and an office's own words before those that ship.
        for kind in sorted(self.kinds.values(), key=lambda k: k.own):
            self._words |= {key(alias): kind.code for alias in kind.aliases}
        for kind in sorted(self.kinds.values(), key=lambda k: k.own):
            self._words[key(kind.title)] = kind.code

    def __getitem__(self, code: str) -> Kind:
        """The kind of a code; one that this office does not know is shown by its code, in no group of its own."""
        return self.kinds.get(code) or Kind(code, code, "other")

    def __contains__(self, code: object) -> bool:
        return code in self.kinds

    def of_group(self, group: str) -> list[Kind]:
        return [kind for kind in self.kinds.values() if kind.group == group]

    def meant(self, text: str) -> Meant:
        """Which kind a book's words mean. Never guesses between two."""
        wanted = key(text)
        if wanted not in self._kept:
            self._kept[wanted] = self._meant(wanted)
        return self._kept[wanted]

    def _meant(self, wanted: str) -> Meant:
        if not wanted:
            return Meant(None, "none")
        if wanted in self._words:
            return Meant(self.kinds[self._words[wanted]], "exact")
        near = self._near(wanted)
        return near if near is not None else self._within(wanted)

    def _near(self, wanted: str) -> Meant | None:
        from rapidfuzz.distance import OSA

        if len(wanted) < 6:
            return None
        best: dict[str, float] = {}
        for word, code in self._words.items():
            score = OSA.normalized_similarity(wanted, word)
            best[code] = max(best.get(code, 0.0), score)
        ranked = sorted(best.items(), key=lambda pair: -pair[1])
        if ranked[0][1] < NEAR:
            return None
        close = [code for code, score in ranked if score > ranked[0][1] - AHEAD]
        if len(close) > 1:
            return Meant(None, "several", tuple(self.kinds[code] for code in close[:5]))
        return Meant(self.kinds[close[0]], "near")

    def _within(self, wanted: str) -> Meant:
        """The longest known words in a longer text; none where words of another kind stand beside them."""
        padded = f" {wanted} "
        said = sorted((w for w in self._words if len(w) > 4 and f" {w} " in padded), key=len, reverse=True)
        kept: list[str] = []
        for word in said:
            if not any(f" {word} " in f" {longer} " for longer in kept):
                kept.append(word)
        codes = list(dict.fromkeys(self._words[word] for word in kept if self._words[word] != "other"))
        if len(codes) == 1:
            return Meant(self.kinds[codes[0]], "within")
        return Meant(None, "several" if codes else "none", tuple(self.kinds[code] for code in codes[:5]))


def catalogue(office: int, on: date | None = None, taught: Mapping[str, str] | None = None) -> Catalogue:
    """What an office files by on a day (today): the shipped rows and its own. `taught` are words with the code that
    somebody said they mean. Reads two statements' worth of rows at most."""
    found = _in_force(KindRow.objects.filter(office__in={0, office}), on or today())
    kinds = {row.code: _kind(row) for row in sorted(found, key=lambda row: row.office != 0)}
    made = Catalogue(kinds)
    made._words |= {key(text): code for text, code in (taught or {}).items() if code in kinds}
    return made


def titles(codes: Iterable[str]) -> dict[str, str]:
    """What kinds are called, whichever office made them; for lists over many offices."""
    rows = KindRow.objects.filter(code__in=set(codes)).order_by("valid_from", "-office")
    return {row.code: _title(row) for row in rows}


def _in_force(rows: Any, on: date) -> list[KindRow]:
    """The shipped rows hold for days before them too: back data is older than the program."""
    return list(rows.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on).order_by("id"))


def _title(row: KindRow) -> str:
    english = (get_language() or "vi").startswith("en")
    return row.title_en if english and row.title_en else row.title


def _kind(row: KindRow) -> Kind:
    return Kind(row.code, _title(row), row.group, row.citation, row.office != 0, (row.title, *row.aliases))


def shipped_rows() -> list[KindRow]:
    """The rows that a new install begins with."""
    made = []
    for line in shipped.KINDS.strip().splitlines():
        code, group, title, english, aliases = (part.strip() for part in line.split("|"))
        assert group in shipped.GROUPS, line
        made.append(
            KindRow(
                office=0, code=code, group=group, title=title, title_en=english,
                aliases=[alias.strip() for alias in aliases.split(";")], valid_from=shipped.SINCE,
                citation=shipped.CITATION,
            )
        )  # fmt: skip
    return made
