from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from django.db import ProgrammingError, transaction

from diaban.access import viewers
from diaban.access.session import acting
from diaban.access.tests.world import Ground
from diaban.core import sql
from diaban.core.errors import Conflict, Invalid, NotFound, Refused, Stale
from diaban.figures.periods_read import read
from diaban.targets import actions, queries
from diaban.targets.data import Division, Document
from diaban.targets.models import Plan, Split
from diaban.targets.tests.conftest import DOCUMENT, births, communes, settle

YEAR = read("bc-2026")


def set_births(ground: Ground, value: int = 100, **more: Any) -> Plan:
    by = ground.viewer("province_manager")
    asked: dict[str, Any] = {
        "measure": "people.births", "unit_id": ground.province, "period": YEAR, "value": value, "document": DOCUMENT,
    } | more  # fmt: skip
    with acting(by):
        return actions.set_target(by=by, **asked)


def parts_of(plan: Plan, ground: Ground) -> dict[int, int]:
    by = ground.viewer("province_manager")
    with acting(by):
        version = queries.versions(plan.pk, viewer=by)[0]
        return {part.unit_id: part.value for part in version.parts.all()}


def test_equal_parts_are_the_whole(ground: Ground) -> None:
    plan = set_births(ground, 1000, division=Division(Split.EQUAL))
    parts = parts_of(plan, ground)
    assert list(parts) == communes(ground)
    assert sum(parts.values()) == 1000
    assert set(parts.values()) == {14, 15}


def test_parts_by_population_and_by_last_year(ground: Ground) -> None:
    first, second, *_rest = communes(ground)
    with acting(viewers.command_line()):
        settle(ground, first, 300)
        settle(ground, second, 100)
    parts = parts_of(set_births(ground, 101, division=Division(Split.POPULATION)), ground)
    assert (parts[first], parts[second], sum(parts.values())) == (76, 25, 101)
    with acting(viewers.command_line()):
        births(ground, first, date(2025, 3, 1), 1)
        births(ground, second, date(2025, 5, 1), 4)
        births(ground, second, date(2024, 5, 1), 50)  # of the year before the last
    half = read("bc-2026-H1")
    plan = set_births(ground, 100, period=half, division=Division(Split.LAST_YEAR))
    parts = parts_of(plan, ground)
    assert (parts[first], parts[second], sum(parts.values())) == (20, 80, 100)


def test_what_nothing_is_known_of_is_not_divided_by_it(ground: Ground) -> None:
    with pytest.raises(Invalid, match="bằng 0"):
        set_births(ground, 10, division=Division(Split.LAST_YEAR))
    assert not Plan.objects.exists()


def test_parts_by_hand_must_be_the_whole(ground: Ground) -> None:
    units = communes(ground)
    typed = dict.fromkeys(units, 1)
    with pytest.raises(Invalid, match="cộng lại là 69, khác chỉ tiêu 70: lệch 1"):
        set_births(ground, 70, division=Division(Split.HAND, typed))
    with pytest.raises(Invalid, match="còn thiếu"):
        set_births(ground, 68, division=Division(Split.HAND, dict.fromkeys(units[1:], 1)))
    plan = set_births(ground, 69, division=Division(Split.HAND, typed))
    assert parts_of(plan, ground) == typed


def test_the_database_itself_refuses_parts_that_are_not_the_whole(ground: Ground) -> None:
    plan = set_births(ground, 69, division=Division(Split.EQUAL))
    with acting(ground.viewer("province_manager")):
        version = sql.value("select id from targets_version where plan_id = %s", [plan.pk])
        sql.execute("insert into targets_part (version_id, ground_id, unit_id, value) values (%s, %s, %s, 5)",
                    [version, ground.province, ground.hamlet])  # fmt: skip
        with pytest.raises(Exception, match="the parts of a target are 74, not 69"):
            sql.execute("set constraints all immediate")


def test_a_revision_keeps_what_was(ground: Ground) -> None:
    plan = set_births(ground, 100, division=Division(Split.EQUAL))
    by = ground.viewer("province_manager")
    later = Document("45/QĐ-UBND", date(2026, 6, 1), "Phó Chủ tịch")
    with acting(by):
        revised = actions.revise(by=by, plan_id=plan.pk, version=1, value=120, document=later,
                                 division=Division(Split.EQUAL), reason="Bổ sung kế hoạch")  # fmt: skip
        assert revised.version == 2
        newest, first = queries.versions(plan.pk, viewer=by)
        assert (newest.value, newest.document, newest.signer_post) == (120, "45/QĐ-UBND", "Phó Chủ tịch")
        assert (first.value, first.document) == (100, "12/KH-UBND")
        assert sum(part.value for part in first.parts.all()) == 100
        with pytest.raises(Stale):
            actions.revise(by=by, plan_id=plan.pk, version=1, value=130, document=later)
        actions.withdraw(by=by, plan_id=plan.pk, version=2, document=later, reason="Thay bằng kế hoạch khác")
        with pytest.raises(Conflict):
            actions.revise(by=by, plan_id=plan.pk, version=3, value=130, document=later)
        kinds = sql.rows(
            "select k.code from ledger_line l join ledger_kind k on k.id = l.kind_id"
            " where record_id = %s order by l.id",
            [plan.pk],
        )
    assert [row[0] for row in kinds] == ["targets.set", "targets.revised", "targets.withdrawn"]
    set_births(ground, 90)  # once withdrawn, another may be set


def test_no_version_can_be_changed_or_removed(ground: Ground) -> None:
    plan = set_births(ground, 100, division=Division(Split.EQUAL))
    statements = (
        "update targets_version set value = 1",
        "delete from targets_part",
        "update targets_plan set measure = 'x'",
    )
    with acting(ground.viewer("province_manager")):
        for statement in statements:
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                sql.execute(statement)
        assert sql.value("select value from targets_version where plan_id = %s", [plan.pk]) == 100


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"measure": "people.nothing"}, "Không có số liệu"),
        ({"value": -1}, "từ 0"),
        ({"document": replace(DOCUMENT, number=" ")}, "số, ký hiệu"),
        ({"document": replace(DOCUMENT, signer_post="")}, "chức vụ"),
        ({"document": replace(DOCUMENT, signed_on=date(2026, 12, 1))}, "Ngày ký"),
        ({"denominator": "people.births"}, "Mẫu số"),
        ({"division": Division(Split.SAME)}, "Chỉ tỷ lệ"),
    ],
)
def test_what_cannot_be_a_target_is_said_and_nothing_is_written(
    ground: Ground, change: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Invalid, match=sentence):
        set_births(ground, **change)
    assert not Plan.objects.exists()


def test_one_target_for_one_measure_area_and_period(ground: Ground) -> None:
    set_births(ground, 100)
    with pytest.raises(Conflict, match="điều chỉnh"):
        set_births(ground, 200)


def test_a_rate_names_its_denominator_and_its_day(ground: Ground) -> None:
    first, second, *_rest = communes(ground)
    with acting(viewers.command_line()):
        settle(ground, first, 200)
        births(ground, first, date(2026, 2, 1), 10)
        settle(ground, second, 50)
        births(ground, second, date(2026, 2, 1), 5)
    plan = set_births(ground, 1000, denominator="people.residents", as_of=date(2026, 6, 30),
                      division=Division(Split.SAME))  # fmt: skip
    by = ground.viewer("province_manager")
    with acting(by):
        found = queries.standing(plan, viewer=by)
    assert (plan.denominator, plan.as_of) == ("people.residents", date(2026, 6, 30))
    # Births are also residents: 10 of 210, 5 of 55.
    assert found.parts[first].rate == Fraction(10, 210)
    assert found.parts[second].share == Fraction(5, 55) * 10
    assert found.whole.rate == Fraction(15, 265)
    assert [place.entry.unit_id for place in found.league.places[:2]] == [second, first]
    assert found.league.places[0].entry.volume == 5


# -- who --


def test_a_commune_reads_its_own_part_and_the_whole_and_sets_nothing(ground: Ground) -> None:
    plan = set_births(ground, 690, division=Division(Split.EQUAL))
    clerk = ground.viewer("commune_clerk")
    with acting(clerk):
        targets = queries.of_unit(ground.commune, viewer=clerk)
        assert [(target.unit_id, target.value) for target in targets] == [(ground.commune, 10)]
        assert targets[0].version.document == "12/KH-UBND"
        parts = sql.rows("select unit_id from targets_part")
        assert parts == [(ground.commune,)]
        with pytest.raises(Refused):
            actions.revise(by=clerk, plan_id=plan.pk, version=1, value=1, document=DOCUMENT)


def test_another_province_reads_nothing_of_it(ground: Ground, elsewhere: Ground) -> None:
    plan = set_births(ground, 690, division=Division(Split.EQUAL))
    for role in ("province_manager", "commune_clerk", "analyst"):
        stranger = elsewhere.viewer(role)
        with acting(stranger):
            assert not queries.plans(viewer=stranger).exists()
            assert sql.rows("select 1 from targets_version union all select 1 from targets_part") == []
            with pytest.raises(NotFound):
                queries.plan(plan.pk, viewer=stranger)
            if role == "province_manager":
                with pytest.raises(Refused, match="ngoài phạm vi"):
                    actions.set_target(by=stranger, measure="people.births", unit_id=ground.province, period=YEAR,
                                       value=1, document=DOCUMENT)  # fmt: skip


def test_what_was_reached_counts_the_report_year(ground: Ground) -> None:
    with acting(viewers.command_line()):
        births(ground, ground.hamlet, date(2025, 12, 15), 3)
        births(ground, ground.hamlet, date(2025, 12, 14), 9)  # of the year before, as the state counts
    set_births(ground, 690, division=Division(Split.EQUAL))
    clerk = ground.viewer("commune_clerk")
    with acting(clerk):
        target = queries.of_unit(ground.commune, viewer=clerk)[0]
        done = queries.reached(target, viewer=clerk)
    assert (done.figure.value, done.share) == (3, Fraction(3, 10))
