"""A commune of Kỳ Anh, its committee and police, and people who ask for things."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.access.tests.world import Ground, build
from diaban.casework import calendar
from diaban.core.sql import rows, value
from diaban.onestop import actions
from diaban.onestop.models import Dossier
from diaban.people.models import Resident
from diaban.people.tests.conftest import settle

NUMBER = "042085001234"
#: Answers of each procedure that can be taken in; `place` is put in by `handed_in`.
TYPED: dict[str, dict[str, Any]] = {
    "permanent": {"since": "01/11/2026", "basis": "own"},
    "temporary": {"address": "Số 7", "since": "01/11/2026", "until": "01/11/2027", "reason": "work"},
    "absence": {"since": "01/11/2026", "until": "01/03/2027", "reason": "Đi làm xa"},
    "overnight": {"address": "Số 7", "since": "01/11/2026", "until": "03/11/2026", "reason": "Thăm người nhà"},
    "split": {"address": "Số 9"},
    "correction": {"what": "phone", "phone": "0912 345 678"},
    "certificate": {"purpose": "Nộp hồ sơ học"},
    "birth": {"full_name": "Nguyễn Thị Mận", "sex": "f", "born": "01/11/2026", "birth_place": "Trạm y tế",
              "relation": "child"},
    "death": {"died": "01/11/2026", "death_place": "Tại nhà", "cause": "age", "kin": "Con"},
}  # fmt: skip
PAPERS = {
    "permanent": ["ct01"], "temporary": ["ct01"], "absence": ["ct03"], "overnight": [], "split": ["ct01"],
    "correction": ["ct01"], "certificate": ["ct01"], "birth": ["notice", "declaration"],
    "death": ["notice", "declaration"],
}  # fmt: skip
GUEST = {"full_name": "Lê Văn Khách", "sex": "m", "birth": "1990", "id_no": "042090000777"}


@pytest.fixture
def ground(db: None) -> Iterator[Ground]:
    calendar.forget()
    yield build("18754", "42", "o")
    calendar.forget()


@pytest.fixture
def police(ground: Ground) -> Iterator[Viewer]:
    viewer = ground.viewer("commune_police", "residence")
    with acting(viewer):
        yield viewer


@pytest.fixture
def clerk(ground: Ground) -> Viewer:
    return ground.viewer("commune_clerk", "residence")


@pytest.fixture
def resident(police: Viewer) -> Resident:
    return settle(police, id_no=NUMBER, birth_date=date(1985, 3, 2), sex="m", phone="0987654321")


def handed_in(
    by: Viewer, code: str, subject: Resident | None = None, *, place: int | None = None, **more: Any
) -> Dossier:
    """A dossier taken in with answers that are good, unless `typed` says otherwise."""
    typed = {**TYPED[code], **({} if subject else GUEST), **more.pop("typed", {})}
    if place is not None:
        typed["place"] = str(place)
    who = actions.Applicant("Trần Thị Con", "042099000111", "") if code == "death" else actions.Applicant()
    at = more.pop("received_at", None)
    papers, who = more.pop("papers", PAPERS[code]), more.pop("applicant", who)
    intake = actions.Intake(code, subject.pk if subject else None, typed, papers, who, **more)
    return actions.take_in(by=by, intake=intake, received_at=at)


def told(dossier: Dossier) -> list[str]:
    """The kinds of line about a dossier, in the order written, taken back ones left out."""
    found = rows(
        "select k.code from ledger_standing l join ledger_kind k on k.id = l.kind_id where l.record_id = %s"
        " and k.domain = 'onestop' order by l.id",
        [dossier.pk],
    )
    return [row[0].removeprefix("onestop.") for row in found]


def state(dossier: Dossier) -> str:
    """Where its case stands, and its own row with it."""
    case = str(value("select state from casework_case where id = %s", [dossier.pk]))
    assert Dossier.objects.get(pk=dossier.pk).state == case
    return case
