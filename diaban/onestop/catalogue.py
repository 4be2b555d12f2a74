"""Procedures in force on a day, and the offices that may decide them. Rows are public: nothing here takes a viewer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from diaban.access.models import Office
from diaban.access.scope import Viewer
from diaban.areas import queries as areas
from diaban.casework.clocks import Unit
from diaban.core.errors import Invalid, NotFound
from diaban.core.time import today
from diaban.onestop.asking import said
from diaban.onestop.models import Field, Procedure
from diaban.onestop.shipped import CARD_BY_REASON


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


def versions(code: str) -> list[Procedure]:
    """Every version of a procedure, the latest first. Raises NotFound."""
    found = list(Procedure.objects.filter(code=code).order_by("-version"))
    if not found:
        raise NotFound(_("Danh mục không có thủ tục này."))
    return found


def version(code: str, number: int) -> Procedure:
    """One version. Raises NotFound."""
    found = next((row for row in versions(code) if row.version == number), None)
    if found is None:
        raise NotFound(_("Danh mục không có thủ tục này."))
    return found


def term(row: Procedure) -> str:
    """How long it may take, in words."""
    if not row.amount:
        return str(_("trong ngày làm việc"))
    units = {
        Unit.HOUR: _("%s giờ"), Unit.WORKING_HOUR: _("%s giờ làm việc"), Unit.HALF_DAY: _("%s buổi"),
        Unit.WORKING_DAY: _("%s ngày làm việc"), Unit.DAY: _("%s ngày"), Unit.MONTH: _("%s tháng"),
    }  # fmt: skip
    return str(units[Unit(row.unit)]) % row.amount


def of_card(reason: str, day: date) -> Procedure | None:
    """The procedure by which a card is asked for, for a reason of the cards room; None where none is in force."""
    return next((each for each in in_force(day) if each.code == CARD_BY_REASON.get(reason)), None)


def title(row: Procedure) -> str:
    """What a procedure is called in the reader's language."""
    return said(row.title, row.title_en)


def deciders(viewer: Viewer, row: Procedure) -> list[Office]:
    """Commune offices of the deciding body in the viewer's province, those of their own ground first."""
    unit = viewer.scope.unit_id
    if unit is None:
        return []
    province = next((u.id for u in [areas.unit(unit), *areas.ancestors(unit)] if u.level == areas.Level.PROVINCE), unit)
    inside = RawSQL("select place_id from areas_within where unit_id = %s", [province])
    standing = _standing(row).filter(level=areas.Level.COMMUNE, unit_id__in=inside)
    if row.field == Field.CARD:  # a card is applied for where one is captured
        standing = standing.filter(pk=viewer.office_id)
    own = set(viewer.scope.places)
    return sorted(
        standing, key=lambda o: (o.pk != viewer.office_id, o.unit_id not in own, o.parent_id is not None, o.name)
    )


def _standing(row: Procedure) -> QuerySet[Office]:
    """Offices of today of the body that decides a procedure."""
    on = today()
    return Office.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on, body=row.body)


def decider(viewer: Viewer, row: Procedure, office_id: int | None) -> Office:
    """The office that decides: the one named, else that of the viewer's own ground. Raises Invalid."""
    if office_id in (None, viewer.office_id):  # most dossiers are decided where they come in
        own = _standing(row).filter(pk=viewer.office_id, level=areas.Level.COMMUNE).first()
        if own is not None:
            return own
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
