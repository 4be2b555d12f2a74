"""Procedures in force on a day, and the offices that may decide them. Rows are public: nothing here takes a viewer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diaban.access.models import Office
from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.core.errors import Invalid, NotFound
from diaban.core.time import today
from diaban.onestop.asking import said
from diaban.onestop.models import Procedure


def in_force(day: date | None = None) -> list[Procedure]:
    """The versions in force on a day, in the order of the catalogue."""
    on = day or today()
    return list(
        Procedure.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on).order_by("field", "id")
    )


def procedure(code: str, day: date | None = None) -> Procedure:
    """The version of a procedure that is in force on a day. Raises NotFound."""
    found = next((each for each in in_force(day) if each.code == code), None)
    if found is None:
        raise NotFound(_("Danh mục không có thủ tục này vào ngày đó."))
    return found


def title(row: Procedure) -> str:
    """What a procedure is called in the reader's language."""
    return said(row.title, row.title_en)


def deciders(viewer: Viewer, row: Procedure) -> list[Office]:
    """Commune offices of the deciding body in the viewer's province, those of their own ground first."""
    unit = viewer.scope.unit_id
    if unit is None:
        return []
    province = next((u.id for u in [areas.unit(unit), *areas.ancestors(unit)] if u.level == areas.Level.PROVINCE), unit)
    standing = Office.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=today()), valid_from__lte=today(), body=row.body, level=areas.Level.COMMUNE,
        unit_id__in=areas.places_within(province),
    )  # fmt: skip
    own = set(viewer.scope.places)
    return sorted(
        standing, key=lambda o: (o.pk != viewer.office_id, o.unit_id not in own, o.parent_id is not None, o.name)
    )


def decider(viewer: Viewer, row: Procedure, office_id: int | None) -> Office:
    """The office that decides: the one named, else that of the viewer's own ground. Raises Invalid."""
    found = deciders(viewer, row)
    chosen = next((o for o in found if office_id is None or o.pk == office_id), None)
    if chosen is None:
        sentence = _("Chọn cơ quan giải quyết trong danh sách.")
        raise Invalid(sentence, {"office": sentence})
    return chosen


def hamlets(unit_id: int) -> list[tuple[int, str]]:
    """The places of a commune that a form offers: its hamlets, then the commune as a whole."""
    below = [(hamlet.unit.id, hamlet.unit.title) for hamlet in areas.hamlets(unit_id)]
    return [*below, (unit_id, areas.label(unit_id))]


def by_id(ids: Iterable[int]) -> dict[int, Procedure]:
    """Versions by their ids."""
    return {row.pk: row for row in Procedure.objects.filter(pk__in=set(ids))}
