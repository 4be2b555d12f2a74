"""A target as a record: what was set, what was reached, the units in order, and how it was revised."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from diaban.access import queries as access
from diaban.areas import queries as areas
from diaban.core.text import fmt_date
from diaban.core.time import today
from diaban.figures.measures import measures
from diaban.figures.periods_named import day
from diaban.figures.periods_read import read
from diaban.figures.queries import Figure
from diaban.targets.models import Plan, Version
from diaban.targets.numbers import write_share, write_value
from diaban.targets.queries import Reached, Standing, denominator_days
from diaban.web.figures import link, why
from diaban.web.records import Chip, Fact, Section, Table

LONG = 15


def title_of(code: str) -> Any:
    """A measure's title; its code where no room counts it any more."""
    found = measures().get(code)
    return found.title if found else code


def chips(plan: Plan) -> list[Chip]:
    if plan.withdrawn:
        return [Chip(_("Đã bãi bỏ"), "warn")]
    if plan.until < today():
        return [Chip(_("Kỳ đã hết"))]
    return [Chip(_("Đang thực hiện"), "good")]


def identity(plan: Plan, found: Standing) -> list[Fact]:
    """The whole: what was set, for whom and when, and what was reached of what."""
    whole, version, period = found.whole, found.target.version, read(plan.period)
    facts = [
        Fact(_("Địa bàn"), areas.unit(plan.unit_id).title, reverse("console:area", args=[plan.unit_id])),
        Fact(_("Kỳ"), period.full),
        Fact(_("Chỉ tiêu"), write_value(version.value, plan.is_rate)),
        Fact(_("Đã đạt"), link(whole.figure, period), note=_("= %s của chỉ tiêu") % write_share(whole.share)
             if whole.share is not None else ""),
        Fact(_("Văn bản"), document(version), note=version.signer_post),
    ]  # fmt: skip
    return facts + denominator(plan, whole.under)


def denominator(plan: Plan, under: Figure | None) -> list[Fact]:
    """What a rate is of, and on which day."""
    if not plan.is_rate or under is None:
        return []
    return [
        Fact(_("Mẫu số"), link(under, under_period(plan)), note=title_of(plan.denominator)),
        Fact(_("Mẫu số tính đến ngày"), fmt_date(plan.as_of)),
    ]


def under_period(plan: Plan) -> Any:
    """The denominator's days as an address has them."""
    days = denominator_days(plan)
    return day(days.until) if days.since.year <= 1900 else days


def document(version: Version) -> str:
    return _("%(number)s ngày %(day)s") % {"number": version.document, "day": fmt_date(version.signed_on)}


def league(plan: Plan, found: Standing) -> Section | None:
    """The units in order of what they reached: the volume beside the rank, the median under the table."""
    if not found.parts:
        return None
    period, names = read(plan.period), areas.labels(found.parts)
    rows = [_row(plan, place.rank, found.parts[place.entry.unit_id], names, period) for place in found.league.places]
    titles = [_("Đơn vị"), _("Hạng"), _("Chỉ tiêu"), _("Đã đạt"), *([_("Mẫu số"), _("Tỷ lệ")] if plan.is_rate else []),
              _("So với chỉ tiêu")]  # fmt: skip
    middle = found.league.median
    caption = "" if middle is None else _("Trung vị của các đơn vị: đạt %s chỉ tiêu.") % write_share(middle)
    table = Table(titles, rows, caption=caption, numbers=frozenset(range(1, len(titles))), long=len(rows) > LONG)
    return Section(_("Các đơn vị theo mức đạt (%d)") % len(rows), table=table)


def _row(plan: Plan, rank: int | None, each: Reached, names: dict[int, str], period: Any) -> Sequence[Any]:
    rate = [link(each.under, under_period(plan)), write_share(each.rate)] if each.under is not None else []
    return [
        (names.get(each.unit_id, str(each.unit_id)), reverse("console:area", args=[each.unit_id])),
        "" if rank is None else rank, write_value(each.value, plan.is_rate), link(each.figure, period), *rate,
        write_share(each.share),
    ]  # fmt: skip


def shut(found: Standing) -> str:
    """Why some of the figures don't open; "" where all do."""
    return why(each.figure for each in [found.whole, *found.parts.values()])


def history(plan: Plan, versions: Sequence[Version]) -> Section:
    """Every version with its document, and who entered it."""
    names = access.staff_names(sorted({version.actor for version in versions}))
    rows = [
        [version.number, write_value(version.value, plan.is_rate), version.get_split_display(), document(version),
         version.signer_post, version.reason, names.get(version.actor, ""), version.at]
        for version in versions
    ]  # fmt: skip
    titles = [_("Lần"), _("Chỉ tiêu"), _("Cách chia"), _("Văn bản"), _("Người ký"), _("Lý do"), _("Người ghi"),
              _("Ghi lúc")]  # fmt: skip
    return Section(_("Các lần giao và điều chỉnh"), table=Table(titles, rows, numbers=frozenset({1})))
