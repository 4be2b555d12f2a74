"""A year of a commune, or of a former district."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from diaban.areas.queries import Level
from diaban.figures.periods_schemes import Family, Grain
from diaban.reports.shipped.sections import ORDER, RESIDENTS
from diaban.reports.template import Template

TEMPLATE = Template(
    code="year",
    version=1,
    name=_("Báo cáo năm của xã hoặc huyện cũ"),
    about=_("Tình hình cả năm theo kỳ báo cáo nhà nước, so với năm trước."),
    title="Tình hình {period} tại {area}",
    grain=Grain.YEAR,
    family=Family.STATE,
    levels=(Level.DISTRICT, Level.COMMUNE),
    basis="Điều 12 Nghị định số 09/2019/NĐ-CP",
    valid_from=date(2019, 3, 12),
    sections=(ORDER, RESIDENTS),
)
