"""A month of a province."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from diaban.areas.queries import Level
from diaban.figures.periods_schemes import Family, Grain
from diaban.reports.shipped.sections import ORDER, RESIDENTS
from diaban.reports.template import Template

TEMPLATE = Template(
    code="month",
    version=1,
    name=_("Báo cáo tháng của tỉnh"),
    about=_("Tình hình một tháng theo kỳ báo cáo nhà nước, so với cùng kỳ năm trước, theo từng xã."),
    title="Tình hình {period} tại {area}",
    grain=Grain.MONTH,
    family=Family.STATE,
    levels=(Level.PROVINCE,),
    basis="Điều 12 Nghị định số 09/2019/NĐ-CP",
    valid_from=date(2019, 3, 12),
    sections=(ORDER, RESIDENTS),
)
