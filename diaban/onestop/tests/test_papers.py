"""Papers that hang on a dossier: taken by content, given to whoever sees the dossier, taken off again."""

from __future__ import annotations

import pytest

from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.access.tests.world import Ground
from diaban.core.errors import DiabanError, Invalid, NotFound
from diaban.core.sql import value
from diaban.onestop import actions, queries
from diaban.onestop.tests.conftest import handed_in
from diaban.people.models import Resident

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.5 mot trang %%EOF"


def test_a_paper_is_hung_opened_and_taken_off(police: Viewer, resident: Resident) -> None:
    made = handed_in(police, "certificate", resident)
    paper = actions.attach(by=police, dossier_id=made.pk, content=PDF, file_name="khai-sinh.pdf", title="Khai sinh")
    looked = value("select count(*) from ledger_lookup")
    found, content = queries.open_paper(viewer=police, dossier_id=made.pk, attachment_id=paper.pk)
    assert (found.title, content) == ("Khai sinh", PDF)
    assert value("select count(*) from ledger_lookup") == looked + 1
    assert [each.pk for each in queries.dossier(viewer=police, dossier_id=made.pk).attachments] == [paper.pk]
    actions.detach(by=police, dossier_id=made.pk, attachment_id=paper.pk)
    assert queries.dossier(viewer=police, dossier_id=made.pk).attachments == []
    with pytest.raises(NotFound):
        queries.open_paper(viewer=police, dossier_id=made.pk, attachment_id=paper.pk)
    with pytest.raises(NotFound):
        actions.detach(by=police, dossier_id=made.pk, attachment_id=paper.pk)


def test_what_is_no_paper_is_refused_and_nothing_is_kept(police: Viewer, resident: Resident) -> None:
    made = handed_in(police, "certificate", resident)
    with pytest.raises(Invalid):
        actions.attach(by=police, dossier_id=made.pk, content=b"MZ\x90 a program", file_name="anh.pdf")
    assert queries.dossier(viewer=police, dossier_id=made.pk).attachments == []


def test_who_does_not_see_the_dossier_gets_no_paper(police: Viewer, ground: Ground, resident: Resident) -> None:
    made = handed_in(police, "certificate", resident)
    paper = actions.attach(by=police, dossier_id=made.pk, content=PDF, file_name="a.pdf")
    team = ground.viewer("hamlet_team", "residence")
    with acting(team), pytest.raises(DiabanError):
        queries.open_paper(viewer=team, dossier_id=made.pk, attachment_id=paper.pk)
