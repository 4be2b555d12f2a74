"""Papers of a resident: hung on the record with a ledger line, opened with a logged look-up, taken off again."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.access.tests.world import Ground, build
from diaban.core.errors import Invalid, NotFound, Refused
from diaban.core.sql import rows, value
from diaban.papers.attachments import store
from diaban.papers.models import Attachment
from diaban.people import actions, queries
from diaban.people.models import Resident
from diaban.people.tests.conftest import person, settle
from diaban.people.tests.test_views import signed_in, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PDF = b"%PDF-1.7\n1 0 obj\n%%EOF"


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def who(as_here: Viewer) -> Resident:
    return settle(as_here)


def attach(by: Viewer, resident: Resident, content: bytes = PDF, name: str = "giấy khai sinh.pdf") -> Attachment:
    return actions.attach_paper(by=by, resident_id=resident.id, content=content, file_name=name)


def lines(kind: str) -> list[Any]:
    return rows(
        "select l.record_id, l.dims ->> 'medium' from ledger_line l join ledger_kind k on k.id = l.kind_id"
        " where k.code = %s",
        [f"people.paper_{kind}"],
    )


def test_a_paper_hangs_on_the_record_until_it_is_taken_off(as_here: Viewer, who: Resident) -> None:
    paper = attach(as_here, who)
    assert (paper.title, paper.medium, paper.size) == ("giấy khai sinh", "pdf", len(PDF))
    assert store.path_of(paper.sha256).read_bytes() == PDF
    assert lines("attached") == [(who.id, "pdf")]
    assert [p.id for p in queries.papers(viewer=as_here, resident_id=who.id)] == [paper.id]
    actions.detach_paper(by=as_here, resident_id=who.id, attachment_id=paper.id)
    assert lines("detached") == [(who.id, "pdf")]
    assert queries.papers(viewer=as_here, resident_id=who.id) == []
    with pytest.raises(NotFound):
        actions.detach_paper(by=as_here, resident_id=who.id, attachment_id=paper.id)
    kept = Attachment.objects.get(pk=paper.id)
    assert kept.detached_by == as_here.staff_id


def test_opening_is_logged_before_anything_is_shown(as_here: Viewer, who: Resident) -> None:
    paper = attach(as_here, who)
    found, content = queries.open_paper(viewer=as_here, resident_id=who.id, attachment_id=paper.id)
    assert (found.id, content) == (paper.id, PDF)
    assert rows("select record_id, query_kind, purpose from ledger_lookup where query_kind = 'paper'") == [
        (who.id, "paper", "residence")
    ]


def test_the_same_twice_is_refused_and_kept_once(as_here: Viewer, who: Resident) -> None:
    attach(as_here, who)
    with pytest.raises(Invalid, match="đã có trong hồ sơ"):
        attach(as_here, who, name="khác.pdf")
    other = settle(as_here, "Trần Văn Khác", sex="m")
    attach(as_here, other)
    assert len(list(store.stored())) == 1
    assert len(lines("attached")) == 2


def test_others_neither_see_nor_add_nor_take_off(
    as_here: Viewer, who: Resident, there: Viewer, hamlet_team: Viewer
) -> None:
    paper = attach(as_here, who)
    with acting(there):
        assert not Attachment.objects.exists()
        with pytest.raises(NotFound):
            queries.open_paper(viewer=there, resident_id=who.id, attachment_id=paper.id)
        with pytest.raises(NotFound):
            attach(there, who)
        with pytest.raises(NotFound):
            actions.detach_paper(by=there, resident_id=who.id, attachment_id=paper.id)
    with acting(hamlet_team), pytest.raises(Refused):
        attach(hamlet_team, who, b"%PDF-2")
    other = settle(as_here, "Trần Văn Khác", sex="m")
    with pytest.raises(NotFound):  # the address of one resident doesn't open another's
        queries.open_paper(viewer=as_here, resident_id=other.id, attachment_id=paper.id)


def test_a_damaged_file_is_a_sentence_and_no_look_up(as_here: Viewer, who: Resident) -> None:
    paper = attach(as_here, who)
    store.path_of(paper.sha256).write_bytes(b"%PDF-1.7 something else")
    with pytest.raises(store.Damaged, match="đã hỏng hoặc mất"):
        queries.open_paper(viewer=as_here, resident_id=who.id, attachment_id=paper.id)
    assert rows("select 1 from ledger_lookup where query_kind = 'paper'") == []


def test_the_database_lets_nobody_change_or_delete_the_row(as_here: Viewer, who: Resident) -> None:
    from django.db import Error, transaction

    paper = attach(as_here, who)
    for statement in ("delete from papers_attachment where id = %s",
                      "update papers_attachment set owner = gen_random_uuid() where id = %s",
                      "update papers_attachment set sha256 = repeat('a', 64) where id = %s"):  # fmt: skip
        with pytest.raises(Error), transaction.atomic():
            value(statement + " returning 1", [paper.id])


@pytest.fixture
def ground(db: None) -> Ground:
    return build("18754", "42", "n", sign_in=["commune_police", "hamlet_team", "commune_clerk"], demo=True)


@pytest.fixture
def officer(ground: Ground) -> Client:
    return signed_in(ground, "commune_police")


def upload(name: str = "đơn.pdf", content: bytes = PDF) -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, content), "title": ""}


def test_the_pages(ground: Ground, officer: Client) -> None:
    by = ground.viewer("commune_police", "residence")
    with acting(by):
        who = actions.register(
            by=by, person=person(), place=ground.commune, household_id=None, since=date(2020, 1, 1)
        )  # fmt: skip
    page = f"/cu-dan/{who.id}/"
    assert "Chưa có giấy tờ nào" in text_of(officer.get(page))
    refused = officer.post(f"{page}giay-to/", upload("đơn.pdf", b"<html>"))
    assert refused.status_code == 422
    assert "Chỉ nhận PDF" in text_of(refused)
    assert officer.post(f"{page}giay-to/", {"title": ""}).status_code == 422
    assert officer.post(f"{page}giay-to/", upload()).status_code == 302
    with acting(by):
        (paper,) = queries.papers(viewer=by, resident_id=who.id)
    where = f"{page}giay-to/{paper.id}/"
    assert where in text_of(officer.get(page))
    answer = officer.get(where)
    assert answer.content == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert "%C4%91%C6%A1n.pdf" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in answer["Cache-Control"]
    assert officer.post(where).status_code == 405
    assert officer.get(f"{page}giay-to/{uuid4()}/").status_code == 404
    team = signed_in(ground, "hamlet_team")
    assert team.post(f"{where}go/").status_code in (403, 404)
    assert "đơn" in text_of(officer.get(f"{where}go/"))
    assert officer.post(f"{where}go/").status_code == 302
    assert officer.get(where).status_code == 404
    shown = text_of(officer.get(page))
    assert where not in shown
