"""Workbooks in, papers and exports through the API by an access token: as another program of the office would."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from diaban.access.session import acting
from diaban.core.sql import value
from diaban.people.tests.layouts import people, table
from diaban.people.tests.test_import_pages import work, workbook
from diaban.people.tests.test_import_register import HEADED
from tests.leaks.world import Full, by_token, fill

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
API = "/api/v1"
FOUND = people(6)


@pytest.fixture
def there(db: None, settings: Any, tmp_path: Path) -> Full:
    settings.DATA_DIR = tmp_path
    return fill("b", "23293", "51", "Trong", "062080000001")


@pytest.fixture
def importer(there: Full) -> Client:
    return by_token(there, "commune_police", ("people.read", "people.write", "people.import"))


def counted(there: Full, table: str) -> int:
    """Rows that the office's officer sees."""
    with acting(there.ground.viewer("auditor" if table == "ledger_lookup" else "commune_police", "residence")):
        found: int = value(f"select count(*) from {table}")
    return found


def bring_in(client: Client, file: SimpleUploadedFile, **parts: Any) -> Any:
    return client.post(f"{API}/imports", parts | {"file": file})


def test_a_workbook_from_upload_to_undo(there: Full, importer: Client, tmp_path: Path) -> None:
    held = counted(there, "people_resident")
    lines = table(FOUND, HEADED)
    lines[2][2] = "31/02/1990"
    made = bring_in(importer, workbook(lines, tmp_path), place=there.ground.commune, add_hamlets="true")
    assert made.status_code == 200, made.content
    address = f"{API}/imports/{made.json()['id']}"
    assert (made.json()["state"], made.json()["file_name"]) == ("reading", "danh sách.xlsx")
    work()
    staged = importer.get(address).json()
    assert (staged["state"], staged["rows"]["rows"], staged["rows"]["refused"]) == ("staged", 6, 1)
    refused = importer.get(f"{address}/rows?verdict=refused").json()["rows"]
    assert [(row["row_no"], row["reasons"][0]["level"]) for row in refused] == [(3, "refuse")]
    assert "31/02/1990" in refused[0]["reasons"][0]["sentence"]
    seen, page = [], f"{address}/rows?limit=2"
    while page:
        answer = importer.get(page).json()
        seen += [row["row_no"] for row in answer["rows"]]
        page = answer["next"]
    assert seen == sorted(set(seen))
    assert len(seen) == 6
    assert importer.post(f"{address}/commit", content_type="application/json").json()["state"] == "committing"
    work()
    written = importer.get(address).json()
    assert (written["state"], written["written"]["residents"]) == ("committed", 5)
    assert importer.post(f"{address}/commit", content_type="application/json").status_code == 409
    assert importer.get(f"{address}/undo").json()["residents"] == 5
    assert importer.post(f"{address}/undo", content_type="application/json").json()["state"] == "undoing"
    work()
    undone = importer.get(address).json()
    assert (undone["state"], undone["undone"]["residents"]) == ("undone", 5)
    assert counted(there, "people_resident") == held


def test_what_is_unsure_is_answered_with_the_choices_given(importer: Client, there: Full, tmp_path: Path) -> None:
    lines = [["Ghi chú cột lạ", *row[1:]] if at == 0 else row for at, row in enumerate(table(FOUND, HEADED))]
    made = bring_in(importer, workbook(lines, tmp_path), place=there.ground.commune).json()
    work()
    address = f"{API}/imports/{made['id']}"
    for question in importer.get(address).json()["questions"]:
        wrong = importer.post(f"{address}/answers", {"answers": {question["key"]: "khong-co"}}, "application/json")
        assert wrong.status_code == 422
    elsewhere = importer.post(f"{address}/answers", {"answers": {"place": "1"}}, "application/json")
    assert elsewhere.status_code == 403
    done = importer.post(f"{address}/answers", {"answers": {}}, "application/json")
    assert (done.status_code, done.json()["state"]) == (200, "reading")


@pytest.mark.parametrize("scopes", [("people.read", "people.write"), ("people.read",)])
def test_bringing_in_needs_its_scope(there: Full, scopes: tuple[str, ...], tmp_path: Path) -> None:
    client = by_token(there, "commune_police", scopes)
    assert bring_in(client, workbook(table(FOUND, HEADED), tmp_path)).status_code == 403
    assert client.get(f"{API}/imports/{there.ids['import_id']}").status_code == 403


def test_committing_needs_the_scope_that_writes(there: Full, importer: Client, tmp_path: Path) -> None:
    made = bring_in(importer, workbook(table(FOUND, HEADED), tmp_path), place=there.ground.commune).json()
    work()
    reader = by_token(there, "commune_police", ("people.read", "people.import"))
    assert reader.get(f"{API}/imports/{made['id']}").json()["state"] == "staged"
    assert reader.post(f"{API}/imports/{made['id']}/commit", content_type="application/json").status_code == 403


def test_forms_are_held_to_what_they_may_hold(there: Full, importer: Client, settings: Any) -> None:
    file = SimpleUploadedFile("a.csv", b"x")
    assert importer.post(f"{API}/imports", {"a": 1}, "application/json").status_code == 415
    assert importer.post(f"{API}/imports", {"file": file, "khac": "1"}).status_code == 422
    assert importer.post(f"{API}/imports", {"place": "1"}).status_code == 422
    broken = importer.generic("POST", f"{API}/imports", b"--x\r\nbroken", content_type="multipart/form-data; boundary=")
    assert (broken.status_code, broken["Content-Type"]) == (400, "application/problem+json")
    big = importer.generic("POST", f"{API}/people/search", b"{}", content_type="application/json",
                           CONTENT_LENGTH=str(2**21))  # fmt: skip
    assert big.status_code == 413


def test_papers_by_token(there: Full) -> None:
    client = by_token(there, "commune_police", ("people.read", "people.write"))
    address = f"{API}/people/{there.ids['resident_id']}/papers"
    made = client.post(address, {"file": SimpleUploadedFile("giấy.pdf", b"%PDF-1.7 %%EOF"), "title": "Giấy hẹn"})
    assert made.status_code == 200, made.content
    assert (made.json()["title"], made.json()["type"]) == ("Giấy hẹn", "application/pdf")
    before = counted(there, "ledger_lookup")
    listed = client.get(address).json()["papers"]
    assert [paper["title"] for paper in listed] == ["Giấy khai Trong", "Giấy hẹn"]
    file = client.get(f"{address}/{made.json()['id']}")
    assert (file.content, file["Content-Type"]) == (b"%PDF-1.7 %%EOF", "application/pdf")
    assert "attachment" in file["Content-Disposition"]
    assert counted(there, "ledger_lookup") == before + 2, "the list and the file"
    assert client.post(address, {"file": SimpleUploadedFile("a.exe", b"MZ")}).status_code == 422
    reader = by_token(there, "commune_police", ("people.read",))
    assert reader.post(address, {"file": SimpleUploadedFile("b.pdf", b"%PDF-1.6 %%EOF")}).status_code == 403
    left = client.delete(f"{address}/{made.json()['id']}")
    assert [paper["title"] for paper in left.json()["papers"]] == ["Giấy khai Trong"]
    aimless = client.get(address, headers={"x-purpose": ""})
    assert aimless.status_code == 403


def test_a_list_leaves_by_token(there: Full) -> None:
    """Asked for, written, fetched whole and in part, with the token's scope alone."""
    client = by_token(there, "commune_police", ("people.read", "people.export"))
    made = client.post(f"{API}/exports", {"address": "/cu-dan/", "format": "csv"}, "application/json")
    assert made.status_code == 200, made.content
    assert (made.json()["state"], made.json()["done"]) == ("ready", made.json()["total"])
    whole = client.get(made.json()["file"])
    content = b"".join(cast(Any, whole).streaming_content)
    assert (whole.status_code, len(content)) == (200, made.json()["size"])
    assert "Trong Văn Ngoài" in content.decode("utf-8-sig")
    part = client.get(made.json()["file"], headers={"range": "bytes=10-19"})
    assert (part.status_code, b"".join(cast(Any, part).streaming_content)) == (206, content[10:20])
    head = client.head(made.json()["file"])
    assert (head.status_code, head["Content-Length"]) == (200, str(len(content)))
    other = by_token(there, "commune_police", ("people.read", "people.export"))
    assert other.get(made.json()["file"]).status_code == 404, "another token is another"
    reader = by_token(there, "commune_police", ("people.read",))
    refused = reader.post(f"{API}/exports", {"address": "/cu-dan/", "format": "csv"}, "application/json")
    assert refused.status_code == 403
