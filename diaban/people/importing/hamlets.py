"""Hamlets that no column names: the sheet's name, its title, or the address of each row says them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from diaban.core.text import tidy
from diaban.papers.lists import words
from diaban.papers.reading import layout
from diaban.people.importing.rows import Person

#: A hamlet at the end of a title, or before "xã …". Kinds that are common words too (bản, khu, tổ) say nothing here.
_IN_TITLE = re.compile(
    r"\b((?:thôn|xóm|ấp|buôn|khóm|phum|sóc|tổ dân phố|tdp|khu phố)\s+(?:số\s+)?[^\s,;:()–-][^,;:()–]{0,40}?)"
    r"\s*(?=$|[,;:()–]| - |\s(?:xã|phường|thị trấn|năm|đến|tháng|quý)\s)",
    re.IGNORECASE,
)


def of_sheet(name: str, lines: Sequence[layout.Line]) -> str:
    """The one hamlet that a sheet is about, by its name or its title; empty where neither names just one."""
    if words.HAMLET.match(name) and words.hamlet(name)[0]:
        return name
    titles = [
        tidy(cell) for line in lines if line.kind is layout.Kind.TITLE for cell in line.cells if isinstance(cell, str)
    ]
    named = [tidy(found) for title in titles for found in _IN_TITLE.findall(title)]
    if len({words.hamlet(text.lower()) for text in named}) != 1:
        return ""
    kind, rest = words.hamlet(named[0])
    return f"{kind[:1].upper()}{kind[1:]} {words.title_case(rest) if rest.isupper() else rest}"


def from_addresses(persons: Sequence[Person]) -> None:
    """Take the hamlet out of the address where a list has no other; not where the address is in another commune than
    most of the list, as that of people who stay here for a time."""
    bare = [(person, *words.in_address(person.address)) for person in persons if person.address and not person.hamlet]
    communes = Counter(commune for _person, _hamlet, commune in bare if commune)
    own = communes.most_common(1)[0][0] if communes else ""
    for person, hamlet, commune in bare:
        if hamlet and commune in ("", own):
            person.hamlet = hamlet
