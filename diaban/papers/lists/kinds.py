"""Kinds of lists, declared: what columns each may have, what its title says, which of its columns no other kind has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from diaban.papers.lists import incidents, registers, residents
from diaban.papers.reading.labels import Field


@dataclass(frozen=True)
class ListKind:
    """A kind of list.

    `needed`: one of these fields must be in a header. `required`: a row that has none of these is not readable.
    `titles`: folded words (patterns) of its titles, with how surely they mean this kind. `own`: fields that tell it
    from other kinds. `about_persons`: its rows are about persons.
    """

    code: str
    title: Any
    fields: tuple[Field, ...]
    needed: Sequence[str]
    required: Sequence[str]
    titles: tuple[tuple[str, float], ...]
    own: frozenset[str]
    about_persons: bool = True

    @property
    def by_code(self) -> dict[str, Field]:
        return {field.code: field for field in self.fields}


_NAMES = ("full_name", "given_name", "family_name")

RESIDENTS = ListKind(
    "residents",
    _("Danh sách cư dân"),
    residents.FIELDS,
    residents.NEEDED,
    _NAMES,
    (
        (
            r"nhan (?:ho )?khau|\bcu dan\b|ho khau|\bcu tru\b|dan cu\b|thuong tru|tam tru|tam vang|cong dan|nguoi dan",
            3.0,
        ),
        (r"\bho gia dinh\b|ho dan\b|dan so|khau\b", 1.5),
    ),
    frozenset(
        {"stay", "stay_permanent", "stay_temporary", "stay_absent", "household", "head_number", "hometown", "gone"}
    ),
)

POVERTY = ListKind(
    "poverty",
    _("Hộ nghèo, hộ cận nghèo"),
    registers.POVERTY,
    registers.NEEDED_OF_HOUSEHOLDS,
    (*_NAMES, "head_name"),
    ((r"\bho (?:thoat )?(?:ngheo|can ngheo)|can ngheo|giam ngheo|thoat ngheo|ra soat ho ngheo|\bngheo da chieu", 4.0),),
    frozenset(
        {
            "poor_kind",
            "is_poor",
            "is_near_poor",
            "points_b1",
            "points_b2",
            "lacks",
            "cause",
            "need",
            "income",
            "certificate",
        }
    ),
)

MERIT = ListKind(
    "merit",
    _("Người có công với cách mạng"),
    registers.MERIT,
    registers.NEEDED,
    _NAMES,
    (
        (
            r"co cong\b|thuong binh|liet s[iy]|benh binh|chat doc hoa hoc|me viet nam anh hung|nhiem chat doc"
            r"|hoat dong khang chien|\bncc\b|\btbls\b|tien khoi nghia|tu day",
            4.0,
        ),
        (r"gia dinh chinh sach|doi tuong chinh sach|uu dai", 2.0),
    ),
    frozenset({"merit_kind", "injury", "martyr", "martyr_relation", "served"}),
)

PROTECTION = ListKind(
    "protection",
    _("Đối tượng bảo trợ xã hội"),
    registers.PROTECTION,
    registers.NEEDED,
    _NAMES,
    (
        (
            r"bao tro|\bbtxh\b|tro cap xa hoi|tro giup xa hoi|khuyet tat|nguoi cao tuoi|huu tri xa hoi|mo coi"
            r"|don than|\btgxh\b|\btcxh\b",
            4.0,
        ),
        (r"tro cap hang thang", 2.0),
        (r"tro cap|chi tra", 1.0),
    ),
    frozenset({"protection_kind", "coefficient", "disability", "degree"}),
)

INCIDENTS = ListKind(
    "incidents",
    _("Sổ vụ việc"),
    incidents.FIELDS,
    incidents.NEEDED,
    ("happened_on", "happened_day", "reported_on", "incident_kind", "summary"),
    (
        (
            r"vu viec|an ninh trat tu|su viec|to giac|tin bao|\bvu an\b|pham toi|toi pham|vi pham phap luat|\bantt\b"
            r"|tai nan giao thong|pham phap",
            4.0,
        ),
    ),
    frozenset(
        {"happened_on", "happened_at", "incident_kind", "suspects", "outcome", "source", "damage", "summary", "deaths",
         "injured", "victims", "happened_day"}
    ),
    about_persons=False,
)  # fmt: skip

KINDS: tuple[ListKind, ...] = (RESIDENTS, POVERTY, MERIT, PROTECTION, INCIDENTS)
KIND_OF = {kind.code: kind for kind in KINDS}
