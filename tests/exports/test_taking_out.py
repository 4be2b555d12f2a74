"""An export from asking to its end: who may, who is logged, who may fetch it, and what is left of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from diaban.access.session import acting
from diaban.access.viewers import clock
from diaban.core import sql
from diaban.core.errors import Conflict, Invalid, NotFound, Refused
from diaban.core.time import now
from diaban.ledger import queries as ledger
from diaban.papers.models import Export, ExportState
from diaban.papers.writing import store
from diaban.people import actions as people
from diaban.people.data import PersonData
from diaban.web import exports as room
from diaban.web.exports import actions, jobs, reading
from tests.leaks.world import LONG_AGO, Full, fill, signed_in

RESIDENTS = "/cu-dan/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture(scope="module")
def there(module_db: None) -> Full:
    full = fill("b", "23293", "51", "Trong", "062080000001")
    with acting(officer(full)) as by:
        for given in ("An", "Bình", "Châu"):
            person = PersonData(full_name=f"Lê Thị {given}", sex="f", birth_date=date(1990, 1, 1), birth_precision="d")
            people.register(by=by, person=person, place=full.ground.hamlet, household_id=None, since=LONG_AGO)
    return full


def officer(full: Full, role: str = "commune_police") -> Any:
    return full.ground.viewer(role, "residence")


def taken(full: Full, form: str = "xlsx", address: str = RESIDENTS) -> Export:
    with acting(officer(full)) as by:
        return actions.begin(by=by, view=reading.asked_at(address, by), address=address, form=form)


def test_everyone_in_a_file_is_in_the_log_and_the_auditor_finds_them(there: Full) -> None:
    export = taken(there)
    assert (export.state, export.done, export.persons) == (ExportState.READY, 7, 7)
    with acting(there.ground.viewer("auditor")):
        found = [row for row in ledger.lookups_of(there.ids["resident_id"]) if row.query_kind == "export"]
        assert [(row.record, row.shown, row.purpose) for row in found] == [(export.pk, 7, "residence")]
        assert Export.objects.get(code=export.code).actor == there.ground.staff["commune_police"].pk
    browser = signed_in(there, "auditor")
    page = browser.get("/xuat/", {"ma": f" {export.code.lower()} "}).content.decode()
    assert f"/xuat/{export.pk}/" in page
    assert export.code in browser.get(f"/xuat/{export.pk}/").content.decode()
    told = browser.get(f"/tra-cuu/{there.ids['resident_id']}/").content.decode()
    assert f"/xuat/{export.pk}/" in told, "from a resident to the file they were in"


def test_the_ledger_says_that_a_list_left_and_when_its_file_went(there: Full) -> None:
    export = taken(there)
    with acting(officer(there)) as by:
        actions.fetch(by=by, export_id=export.pk)
        actions.remove(by=by, export_id=export.pk)
        kinds = [(row.kind, row.quantity) for row in ledger.record_lines(export.pk)]
    assert kinds == [("papers.exported", 7), ("papers.export_fetched", 1), ("papers.export_removed", 1)]
    assert not store.path_of(export.pk).exists()


def test_a_file_is_its_makers_alone_and_closed_to_other_accounts_of_the_machine(there: Full) -> None:
    export = taken(there)
    assert store.path_of(export.pk).stat().st_mode & 0o777 == 0o600
    assert store.folder().stat().st_mode & 0o777 == 0o700
    for role in ("commune_clerk", "auditor", "system_admin"):
        with acting(officer(there, role)) as other, pytest.raises(NotFound):
            actions.fetch(by=other, export_id=export.pk)


def test_rights_are_those_of_the_moment_of_fetching(there: Full) -> None:
    export = taken(there)
    by = officer(there)
    for changed, error in (
        (replace(by, posting_id=(by.posting_id or 0) + 1), Refused),
        (replace(by, purpose=None), Refused),
        (replace(by, scope=replace(by.scope, places=by.scope.places[1:])), Refused),
        (replace(by, role=replace(by.role, permissions=frozenset())), Refused),
    ):
        with acting(changed), pytest.raises(error):
            actions.fetch(by=changed, export_id=export.pk)
    with acting(by):
        assert actions.fetch(by=by, export_id=export.pk).pk == export.pk


@pytest.mark.parametrize("role", ["hamlet_team", "province_manager", "analyst", "auditor", "system_admin"])
def test_lists_of_persons_leave_with_the_permission_alone(there: Full, role: str) -> None:
    with acting(officer(there, role)) as by, pytest.raises(Refused):
        actions.begin(by=by, view=reading.asked_at(RESIDENTS, by), address=RESIDENTS, form="xlsx")


def test_figures_of_units_leave_for_who_may_open_nobody(there: Full) -> None:
    address = f"/dia-ban/{there.ground.province}/don-vi/"
    with acting(there.ground.viewer("analyst")) as by:
        export = actions.begin(by=by, view=reading.asked_at(address, by), address=address, form="csv")
        assert (export.state, export.persons, export.personal) == (ExportState.READY, None, False)


def test_without_a_purpose_nothing_leaves(there: Full) -> None:
    by = there.ground.viewer("commune_police")
    with acting(by), pytest.raises(Refused):
        reading.asked_at(RESIDENTS, by)


@pytest.mark.parametrize("address", ["/", "/khong-co/", "/vao/ra/", "/cai-dat/", "http://x/y", "", "/api/v1/people"])
def test_an_address_without_a_list_is_told_so(there: Full, address: str) -> None:
    with acting(officer(there)) as by, pytest.raises(NotFound):
        reading.asked_at(address, by)


def test_an_empty_list_is_not_exported(there: Full) -> None:
    with pytest.raises(Invalid):
        taken(there, address=f"{RESIDENTS}?tu_tuoi=120")


def test_a_file_expires_and_its_log_stays(there: Full) -> None:
    export = taken(there)
    stray = store.folder() / "left.part"
    stray.write_bytes(b"x")
    assert export.expires_at is not None
    assert timedelta(days=6) < export.expires_at - now() < timedelta(days=8)
    with acting(officer(there)) as by:
        Export.objects.filter(pk=export.pk).update(expires_at=now() - timedelta(seconds=1))
        with pytest.raises(NotFound):
            actions.fetch(by=by, export_id=export.pk)
    with acting(clock()) as by:
        assert actions.expire(by=by) == 1
    assert not store.path_of(export.pk).exists()
    assert stray.exists(), "it may still be written to"
    with acting(officer(there)):
        assert Export.objects.get(pk=export.pk).state == ExportState.REMOVED


def test_three_at_a_time(there: Full, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "AT_ONCE", 1)
    monkeypatch.setattr(actions, "defer", lambda _export: None)
    for _time in range(actions.AT_A_TIME):
        assert taken(there).state == ExportState.QUEUED
    with pytest.raises(Conflict):
        taken(there)


def test_a_cancelled_export_leaves_nothing(there: Full, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "AT_ONCE", 1)
    monkeypatch.setattr(actions, "defer", lambda _export: None)
    export = taken(there)
    with acting(officer(there)) as by:
        actions.cancel(by=by, export_id=export.pk)
    jobs.run_export(export_id=str(export.pk), posting_id=export.posting)
    with acting(officer(there)):
        assert Export.objects.get(pk=export.pk).state == ExportState.CANCELLED
    assert list(store.folder().iterdir()) == []


def test_a_job_writes_the_same_file_with_the_rights_it_has_when_it_runs(
    there: Full, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "AT_ONCE", 1)
    monkeypatch.setattr(actions, "defer", lambda _export: None)
    export, late = taken(there), taken(there)
    jobs.run_export(export_id=str(export.pk), posting_id=export.posting)
    jobs.run_export(export_id=str(late.pk), posting_id=0)  # a posting that has ended
    with acting(officer(there)):
        export, late = Export.objects.get(pk=export.pk), Export.objects.get(pk=late.pk)
    assert (export.state, export.done, export.persons) == (ExportState.READY, 7, 7)
    assert late.state == ExportState.FAILED
    assert late.error
    assert [path.name for path in store.folder().iterdir()] == [str(export.pk)]


def page_of(client: Client, export: Export, **headers: str) -> Any:
    return client.get(f"/xuat/{export.pk}/tep/", headers=headers)


def test_a_broken_download_goes_on_where_it_ended(there: Full) -> None:
    client = signed_in(there, "commune_police")
    answer = client.post(f"{RESIDENTS}?dang=xuat", {"format": "xlsx"})
    found = re.search(r"/xuat/([0-9a-f-]{36})/\?tai=1", answer.headers["Location"])
    assert found is not None
    assert client.get(answer.headers["Location"]).headers["Refresh"] == f"0; url=/xuat/{found.group(1)}/tep/"
    with acting(officer(there)):
        export = Export.objects.get(pk=found.group(1))
    whole = page_of(client, export)
    content = b"".join(whole.streaming_content)
    assert export.code in whole.headers["Content-Disposition"]
    assert len(content) == export.size == int(whole.headers["Content-Length"])
    etag = whole.headers["ETag"]
    rest = page_of(client, export, range="bytes=100-", if_range=etag)
    assert (rest.status_code, rest.headers["Content-Range"]) == (206, f"bytes 100-{export.size - 1}/{export.size}")
    assert b"".join(rest.streaming_content) == content[100:]
    last = page_of(client, export, range="bytes=-10")
    assert b"".join(last.streaming_content) == content[-10:]
    other = page_of(client, export, range="bytes=100-", if_range='"another"')
    assert other.status_code == 200
    assert b"".join(other.streaming_content) == content
    assert page_of(client, export, range=f"bytes={export.size}-").status_code == 416
    with acting(officer(there)):
        assert Export.objects.get(pk=export.pk).fetched == 3, "going on is no new fetching"
        assert sql.value("select count(*) from papers_export where state = 'ready' and fetched = 3") == 1


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_our_own_importer_takes_an_export_back(there: Full, form: str) -> None:
    from diaban.papers.reading.workbook import open_book

    export = taken(there, form)
    rows = open_book(store.path_of(export.pk), f"a.{form}").sheets[0].rows
    top = next(i for i, row in enumerate(rows) if row[0] == "Họ và tên")
    assert [row[0] for row in rows[top + 1 :]] == [
        "Lê Thị An", "Lê Thị Bình", "Lê Thị Châu", "Trong Thị Con", "Trong Văn Ngoài", "Trong Nghi Trùng",
        "Trong Đã Xét",
    ]  # fmt: skip
    assert {row[3] for row in rows[top + 1 :]} == {"", "062080000001"}


def test_up_to_five_thousand_rows_are_made_at_once() -> None:
    assert (room.AT_ONCE, room.BATCH) == (5_000, 5_000)
