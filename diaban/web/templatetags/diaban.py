"""Template filters and tags of the console: numbers, dates and ids as Vietnamese offices write them, and icons."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diaban.core import text, time

register = template.Library()


@register.filter
def vn_int(number: int | None) -> str:
    """1234567 → 1.234.567; nothing for None."""
    return "" if number is None else text.fmt_int(int(number))


@register.filter
def vn_num(number: float | Decimal | None, places: int = 1) -> str:
    """1234.5 → 1.234,5 with a fixed number of decimal places; nothing for None."""
    return "" if number is None else text.fmt_num(number, places)


@register.filter
def vn_date(day: date | datetime | None, precision: str = "d") -> str:
    """dd/MM/yyyy (a moment is taken in the office's time); shorter for precision `m` or `y`."""
    if isinstance(day, datetime):
        day = day.astimezone(time.ZONE).date()
    return text.fmt_date(day, precision)


@register.filter
def vn_moment(moment: datetime | None) -> str:
    """dd/MM/yyyy HH:mm in the office's time."""
    return "" if moment is None else text.fmt_moment(moment)


@register.filter
def vn_id(number: str | None) -> str:
    """A 12-digit number grouped in threes."""
    return text.fmt_id(number or "")


@register.filter
def vn_mask(number: str | None) -> str:
    """All but the last four digits hidden."""
    return text.mask_id(number or "")


@register.filter
def ago(moment: datetime) -> str:
    """How long ago, for lists; the full moment belongs in a title or on the record."""
    minutes = int((time.now() - moment).total_seconds() // 60)
    days = (time.today() - moment.astimezone(time.ZONE).date()).days
    if minutes < 1:
        return _("vừa xong")
    if minutes < 60:
        return ngettext("%(n)d phút trước", "%(n)d phút trước", minutes) % {"n": minutes}
    if days == 0:
        return ngettext("%(n)d giờ trước", "%(n)d giờ trước", minutes // 60) % {"n": minutes // 60}
    if days == 1:
        return _("hôm qua")
    return ngettext("%(n)d ngày trước", "%(n)d ngày trước", days) % {"n": days} if days < 30 else vn_date(moment)


@register.filter
def initials(full_name: str) -> str:
    """The first letter of the given name, as Vietnamese names are called by it."""
    return text.name_parts(full_name)[2][:1].upper()


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """mapping[key], or None."""
    return mapping.get(key) if mapping else None


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str) -> SafeString:
    """A drawing from web/icons.svg; decorative, so readers of the screen skip it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        static("web/icons.svg"),
        name,
    )


@register.filter
def written(value: Any) -> Any:
    """A cell's value as offices write it: days, moments, numbers; text as it is."""
    if isinstance(value, datetime):
        return text.fmt_moment(value)
    if isinstance(value, date):
        return text.fmt_date(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return text.fmt_int(value)
    return "" if value is None else value


@register.inclusion_tag("web/parts/figure.html")
def figure(drawing: Any, ident: str) -> dict[str, Any]:
    """A chart or map with its legend, source and table; `ident` tells it from others on the page."""
    return {"drawing": drawing, "ident": ident}


@register.filter
def attr(thing: Any, name: str) -> Any:
    """thing.name, where the name is itself a value."""
    return getattr(thing, name, None)
