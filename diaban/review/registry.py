"""What can be in doubt. A room says so in its `reviewed.py`: `SUBJECTS = (Subject(...), ...)`.

    SUBJECTS = (
        Subject(
            kind="register_row",
            title=_("Dòng của sổ"),
            sheet=lambda *, viewer, subject_id: Sheet(name, {"birth": "12/03/1961", "number": "042061000123"}),
            decide=actions.settle_row,      # (*, subject_id, resident_id: UUID | None, by)
            undo=actions.unsettle_row,      # the same, when the decision is taken back
        ),
    )

Both are called inside the review's transaction, after its policy: what they raise stops the decision as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol
from uuid import UUID

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from diaban.access.roles import Permission
from diaban.access.scope import Viewer

#: What is laid side by side, in this order; a sheet says what it knows of it.
FIELDS: dict[str, Any] = {
    "full_name": _("Họ và tên"),
    "birth": _("Ngày sinh"),
    "sex": _("Giới tính"),
    "number": _("Số định danh"),
    "cmnd": _("Số CMND cũ"),
    "place": _("Nơi cư trú"),
    "head": _("Chủ hộ"),
    "relation": _("Quan hệ với chủ hộ"),
    "address": _("Địa chỉ"),
    "phone": _("Số điện thoại"),
    "other": _("Ghi chú"),
}
#: Shown whole to who may see numbers whole, else by their last four digits.
NUMBERS = frozenset({"number", "cmnd"})


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one side says: values by code of `FIELDS`, days dd/MM/yyyy, numbers whole (pages mask them).

    `persons` are the residents whose data it shows, for the log of look-ups; `url` opens the record.
    """

    facts: Mapping[str, str]
    note: Any = ""
    url: str = ""
    persons: tuple[UUID, ...] = ()


class Showing(Protocol):
    """Reads a subject as a viewer may see it; None where it is gone or out of reach."""

    def __call__(self, *, viewer: Viewer, subject_id: UUID) -> Sheet | None: ...


class Deciding(Protocol):
    """Carries a decision out, or takes it back; `resident_id` None: none of the candidates."""

    def __call__(self, *, subject_id: UUID, resident_id: UUID | None, by: Viewer) -> None: ...


class Needing(Protocol):
    """How many clerks must say that a subject is that resident, as both records stand now."""

    def __call__(self, *, subject_id: UUID, resident_id: UUID) -> int: ...


def _one_clerk(*, subject_id: UUID, resident_id: UUID) -> int:
    return 1


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of subject. `question` stands above the sides; `permission` is who decides; `needs` is asked with every
    answer, for records change after they were put before the clerks."""

    kind: str
    title: Any
    sheet: Showing
    decide: Deciding
    undo: Deciding
    question: Any = field(default_factory=lambda: _("Người này là ai trong sổ cư trú?"))
    permission: Permission = Permission.REVIEW_DECIDE
    needs: Needing = _one_clerk


@lru_cache(maxsize=1)
def subjects() -> dict[str, Subject]:
    """Every declared kind of subject by its code. Raises ValueError where two rooms share one."""
    found: dict[str, Subject] = {}
    for app in apps.get_app_configs():
        name = f"{app.name}.reviewed"
        if not app.name.startswith("diaban.") or find_spec(name) is None:
            continue
        for subject in import_module(name).SUBJECTS:
            if subject.kind in found:
                raise ValueError(f"two rooms declare the subject {subject.kind}")
            found[subject.kind] = subject
    return found
