"""Sections that the shipped reports share."""

from __future__ import annotations

from diaban.reports.template import ByUnit, Compared, Section, Sentence

ORDER = Section(
    "Tình hình an ninh, trật tự",
    (
        Sentence(
            "Trong kỳ ghi nhận {incidents.cases:unit}, {incidents.cases:change}; có {incidents.persons} cá nhân, tổ"
            " chức vi phạm, {incidents.persons:change}."
        ),
        Sentence("Tội phạm, vi phạm về trật tự xã hội: {incidents.social:unit}, {incidents.social:change}."),
        Sentence("Tội phạm, vi phạm về kinh tế, chức vụ: {incidents.economic:unit}, {incidents.economic:change}."),
        Sentence("Tội phạm, vi phạm về ma túy: {incidents.drugs:unit}, {incidents.drugs:change}."),
        Sentence("Vi phạm về môi trường: {incidents.environment:unit}, {incidents.environment:change}."),
        Sentence("Tai nạn giao thông: {incidents.traffic:unit}, {incidents.traffic:change}."),
        Sentence("Cháy, nổ: {incidents.fire:unit}, {incidents.fire:change}."),
        Sentence("Các vụ việc làm chết {incidents.dead:unit}, bị thương {incidents.injured:unit}."),
        Sentence("Thiệt hại về tài sản đã ghi: {incidents.loss:unit}."),
        Compared(
            "Vụ việc so với cùng kỳ",
            (
                "incidents.cases", "incidents.persons", "incidents.offences", "incidents.social", "incidents.economic",
                "incidents.drugs", "incidents.environment", "incidents.traffic", "incidents.fire", "incidents.mishap",
                "incidents.dispute", "incidents.residence", "incidents.security", "incidents.disaster",
                "incidents.other", "incidents.dead", "incidents.injured", "incidents.loss",
            ),
        ),
        ByUnit("Vụ việc theo đơn vị", ("incidents.cases", "incidents.persons", "incidents.social")),
    ),
)  # fmt: skip

RESIDENTS = Section(
    "Dân cư và biến động dân cư",
    (
        Sentence(
            "Đến ngày {until}, địa bàn có {people.residents:unit} trong {people.households:unit}; số cư dân"
            " {people.residents:change}."
        ),
        Sentence(
            "Trong kỳ có {people.births:unit} được sinh ra, {people.births:change}; {people.deaths:unit} mất,"
            " {people.deaths:change}."
        ),
        Sentence(
            "Có {people.arrivals:unit} chuyển đến, {people.arrivals:change}; {people.departures:unit} chuyển đi,"
            " {people.departures:change}."
        ),
        Compared(
            "Dân cư so với cùng kỳ",
            (
                "people.residents", "people.households", "people.births", "people.deaths", "people.arrivals",
                "people.departures",
            ),
        ),
        ByUnit("Dân cư theo đơn vị", ("people.residents", "people.households", "people.births")),
    ),
    optional=True,
)  # fmt: skip
