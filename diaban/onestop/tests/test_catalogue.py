"""The catalogue as data: a dated version by whoever keeps it, what it may not lose, and that old dossiers stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest

from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.access.tests.world import Ground
from diaban.casework.clocks import Term, Unit
from diaban.core.errors import Conflict, Invalid, NotFound, Refused
from diaban.core.sql import value
from diaban.core.time import now, today
from diaban.onestop import actions, asking, catalogue, shipping
from diaban.onestop.actions import NewVersion
from diaban.onestop.asking import Paper, Question
from diaban.onestop.forms_catalogue import VersionForm
from diaban.onestop.models import Dossier, Procedure
from diaban.onestop.tests.conftest import handed_in
from diaban.people.models import Resident

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(ground: Ground) -> Viewer:
    return ground.viewer("system_admin")


def next_of(code: str, **changed: Any) -> NewVersion:
    """The latest version again, from tomorrow on."""
    last = catalogue.versions(code)[0]
    same = NewVersion(
        code, today() + timedelta(days=1), last.title, last.national_code or "", Term(last.amount, Unit(last.unit)),
        last.fee, "QĐ 1/QĐ-UBND", asking.questions(last.questions), asking.papers(last.papers),
    )  # fmt: skip
    return replace(same, **changed)


def test_a_version_holds_from_its_day_and_moves_no_dossier(
    ground: Ground, police: Viewer, keeper: Viewer, resident: Resident
) -> None:
    before = handed_in(police, "absence", resident)
    asked = [*asking.questions(before.procedure.questions), Question("xe", "text", "Biển số xe", required=True)]
    with acting(keeper):
        made = actions.add_version(by=keeper, version=next_of(
            "absence", term=Term(3, Unit.WORKING_DAY, time(15)), fee=5_000, questions=asked,
            papers=[*asking.papers(before.procedure.papers), Paper("anh", "Ảnh", needed=True)]))  # fmt: skip
    assert (made.version, made.own, made.checked, made.valid_to) == (2, True, False, None)
    with acting(police):
        actions.withdraw(by=police, dossier_id=before.pk)
        assert handed_in(police, "absence", resident).procedure_id == before.procedure_id  # until its day
        kept = Dossier.objects.get(pk=before.pk)
        assert (kept.procedure_id, kept.promised_at) == (before.procedure_id, before.promised_at)
    on = now() + timedelta(days=1)
    assert catalogue.procedure("absence", on.date()).pk == made.pk
    rule = value("select amount from casework_rule where code = 'onestop.absence.2'")
    assert rule == 3
    with acting(keeper):
        assert value("select count(*) from ledger_line l join ledger_kind k on k.id = l.kind_id"
                     " where k.code = 'onestop.procedure_versioned'") == 1  # fmt: skip


def test_a_dossier_under_the_new_version_runs_by_its_term(police: Viewer, keeper: Viewer, resident: Resident) -> None:
    last = catalogue.versions("certificate")[0]
    Procedure.objects.filter(pk=last.pk).update(valid_from=today() - timedelta(days=900))
    with acting(keeper):
        actions.add_version(by=keeper, version=next_of(
            "certificate", valid_from=today(), term=Term(20, Unit.WORKING_DAY), fee=8_000))  # fmt: skip
    with acting(police):
        made = handed_in(police, "certificate", resident)
        assert (made.procedure.version, made.fee) == (2, 8_000)
        assert made.promised_at is not None
        assert made.promised_at > now() + timedelta(days=24)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"citation": " "}, "citation"), ({"title": ""}, "title"), ({"fee": -1}, "fee"),
        ({"valid_from": today() - timedelta(days=9_000)}, "valid_from"), ({"questions": []}, "q_since"),
        ({"papers": [Paper("a", "A"), Paper("a", "B")]}, "papers"),
    ],
)  # fmt: skip
def test_what_a_version_may_not_be(keeper: Viewer, change: dict[str, Any], field: str) -> None:
    with acting(keeper), pytest.raises(Invalid) as wrong:
        actions.add_version(by=keeper, version=next_of("absence", **change))
    assert field in wrong.value.fields
    assert len(catalogue.versions("absence")) == 1


def test_who_keeps_it(police: Viewer, keeper: Viewer) -> None:
    with pytest.raises(Refused):
        actions.add_version(by=police, version=next_of("absence"))
    with pytest.raises(Refused):
        actions.mark_checked(by=police, procedure_id=1)
    with acting(keeper):
        with pytest.raises(NotFound):
            actions.add_version(by=keeper, version=replace(next_of("absence"), code="bay"))
        row = catalogue.procedure("absence")
        assert not row.checked
        assert actions.mark_checked(by=keeper, procedure_id=row.pk).checked
        with pytest.raises(Conflict):
            actions.mark_checked(by=keeper, procedure_id=row.pk)


def test_what_ships_later_leaves_an_own_version_alone(keeper: Viewer) -> None:
    with acting(keeper):
        made = actions.add_version(by=keeper, version=next_of("absence"))
    shipping.load()
    assert Procedure.objects.get(pk=made.pk).valid_to is None
    assert [row.version for row in catalogue.versions("absence")] == [2, 1]


def test_the_form_begins_with_the_version_before(db: None) -> None:
    last = catalogue.versions("permanent")[0]
    shown = VersionForm(last=last)
    typed = {name: field.initial for name, field in shown.fields.items() if field.initial not in (None, "")}
    typed |= {"valid_from": "01/01/2031", "new1": "Biển số xe", "new1_kind": "choice", "new1_options": "Có; Không",
              "q_address": "", "papers": "* Tờ khai thay đổi thông tin cư trú (CT01)\nẢnh 3x4"}  # fmt: skip
    form = VersionForm(typed, last=last)
    assert form.is_valid(), form.errors
    version = form.cleaned_data["version"]
    codes = [question.code for question in version.questions]
    assert "address" not in codes
    assert "bien_so_xe" in codes
    assert version.questions[-1].options == (("o1", "Có", ""), ("o2", "Không", ""))
    assert [(paper.code, paper.needed) for paper in version.papers] == [("ct01", True), ("anh_3x4", False)]
    bad = VersionForm({**typed, "new1_options": "", "cutoff": "nửa đêm"}, last=last)
    assert not bad.is_valid()
