"""Drives: a target set is not who is eligible, nor who of them is here; every number opens."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from diaban.access.roles import ROLES
from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.access.tests.world import Ground, build
from diaban.cards import actions, due, funnel
from diaban.cards.models import Drive
from diaban.cards.tests.world import declared, someone
from diaban.core.errors import Invalid, NotFound, Refused
from diaban.core.time import today
from diaban.figures import queries as figures
from diaban.targets.data import Division, Document
from diaban.targets.models import Split

pytestmark = pytest.mark.django_db


def begun(manager: Viewer, unit_id: int, target: int = 200, split: Split = Split.NONE, title: str = "Đợt cao điểm"
          ) -> Drive:  # fmt: skip
    return actions.begin(
        by=manager, title=title, unit_id=unit_id, since=today() - timedelta(days=30), until=today(), target=target,
        document=Document("2909/KH-UBND", today() - timedelta(days=40), "Phó Chủ tịch"), division=Division(split),
    )  # fmt: skip


def test_three_denominators(office: Ground, officer: Viewer) -> None:
    for number in (1, 2):
        declared(officer, someone(officer, number))
    assert officer.scope.unit_id is not None
    due.go_over(officer, officer.scope.unit_id, today())
    manager = office.viewer("province_manager", "residence")
    with acting(manager):
        drive = begun(manager, officer.scope.unit_id)
        seen = funnel.funnel(viewer=manager, drive=drive)
    assert (seen.target.figure.value, seen.taken.value, seen.percent) == (200, 2, 1.0)
    assert [stage.figure.value for stage in seen.left] == [2, 2, 0]
    with acting(officer):
        theirs = funnel.funnel(viewer=officer, drive=funnel.drive(viewer=officer, drive_id=drive.pk))
        for stage in (theirs.target, *theirs.steps, *theirs.left):
            told = stage.figure
            opened = figures.lines(told.measure, told.unit_id, stage.period.period, viewer=officer, limit=500).rows
            assert sum(line.quantity for line in opened) == told.value


def test_what_a_drive_cannot_be(office: Ground, officer: Viewer) -> None:
    unit = officer.scope.unit_id or 0
    with pytest.raises(Refused):
        begun(officer, unit)
    manager = office.viewer("province_manager", "residence")
    with acting(manager):
        with pytest.raises(Invalid):
            begun(manager, unit, title=" ")
        with pytest.raises(Invalid):
            begun(manager, unit, target=-1)
        assert funnel.drives(viewer=manager) == []
        with pytest.raises(NotFound):
            funnel.drive(viewer=manager, drive_id=uuid4())


def test_its_page_says_how_far(db: None) -> None:
    ground = build("18754", "42", "d", sign_in=list(ROLES), demo=True)
    police, manager = ground.viewer("commune_police", "residence"), ground.viewer("province_manager", "residence")
    with acting(police):
        declared(police, someone(police))
    client = Client(REMOTE_ADDR="127.0.0.1", HTTP_HOST="127.0.0.1")
    client.force_login(ground.accounts["province_manager"])
    told = {"title": "Đợt 2026", "unit_id": str(manager.scope.unit_id), "since": "01/01/2026", "until": "31/12/2026",
            "target": "4", "split": "none", "document": "1/KH", "signed_on": "01/01/2026",
            "signer_post": "Chủ tịch"}  # fmt: skip
    answer = client.post("/can-cuoc/dot/moi/", told)
    assert answer.status_code == 302, answer.content.decode()
    page = client.get(answer["Location"]).content.decode()
    assert "25,0%" in page
    assert "/so-lieu/cards.received/" in page
    assert client.get(answer["Location"] + "?dia-ban=999999").status_code == 404
