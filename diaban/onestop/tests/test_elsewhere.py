"""Intake in one place for a decision in another: counted where it is decided, collected where it was handed in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.access.tests.world import Ground, build
from diaban.core.errors import NotFound, Refused
from diaban.core.sql import rows, value
from diaban.core.time import now, today
from diaban.figures.periods_named import free
from diaban.onestop import actions, form06a, queries
from diaban.onestop.models import Dossier
from diaban.onestop.tests.conftest import GUEST, handed_in, state
from diaban.people.models import Resident

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def there(ground: Ground) -> Ground:
    """Phường Vũng Áng, which decides."""
    return build("18823", "42", "e")


def total(ground: Ground, by: Viewer) -> tuple[int, int, int]:
    """Received, settled and open of a ground, as form II.06a has them."""
    with acting(by):
        line = form06a.made(ground.commune, free(today() - timedelta(days=9), today()), viewer=by)[-1]
    assert line.adds_up
    return line.received, line.settled, line.open


def test_taken_in_here_and_decided_there(ground: Ground, there: Ground, police: Viewer) -> None:
    officer = there.viewer("commune_police", "residence")
    made = handed_in(police, "permanent", office_id=there.offices["police"].pk)
    assert (made.place, made.office, made.intake_office) == (there.commune, officer.office_id, police.office_id)
    assert made.number.startswith("CONGAN-3-O-")
    with acting(police):  # what the action reached is out of reach again
        assert queries.dossier(viewer=police, dossier_id=made.pk).case is None
        with pytest.raises((NotFound, Refused)):
            actions.approve(by=police, dossier_id=made.pk)
    assert total(ground, police) == (0, 0, 0)
    assert total(there, officer) == (1, 0, 1)
    with acting(officer):
        assert state(made) == "accepted"
        actions.waive(by=officer, dossier_id=made.pk)
        actions.approve(by=officer, dossier_id=made.pk)
        settled = Resident.objects.get(pk=Dossier.objects.get(pk=made.pk).outcome["resident"])
        assert (settled.full_name, settled.place) == (GUEST["full_name"], there.commune)
    assert total(there, officer) == (1, 1, 0)
    with acting(police):
        assert queries.dossier(viewer=police, dossier_id=made.pk).case is not None
        actions.deliver(by=police, dossier_id=made.pk, way="counter")
        assert Dossier.objects.get(pk=made.pk).state == "delivered"


def test_passed_on_with_its_mark_of_lateness(ground: Ground, there: Ground, police: Viewer) -> None:
    officer = there.viewer("commune_police", "residence")
    made = handed_in(
        police, "overnight", place=ground.hamlet, typed={"guest": "vn"}, received_at=now() - timedelta(days=8)
    )
    assert value("select late from casework_case where id = %s", [made.pk])
    actions.forward(by=police, dossier_id=made.pk, office_id=there.offices["police"].pk)
    with acting(officer):
        late = rows("select l.place from ledger_standing l join ledger_kind k on k.id = l.kind_id"
                    " where k.code = 'casework.late' and l.record_id = %s", [made.pk])  # fmt: skip
        assert late == [(there.commune,)]
        line = form06a.made(there.commune, free(date(2026, 1, 1), today()), viewer=officer)[-1]
        assert (line.received, line.open, line.open_late) == (1, 1, 1)
    assert total(ground, police) == (0, 0, 0)
