"""Every role against every address with the records of another area: nothing leaks, no count changes.

The addresses come from the resolver and the API's document, so a page nobody thought of here fails the first test.
The same is asked of the database directly in `test_row_security`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from diaban.access.roles import ROLES, Permission
from diaban.api import document
from diaban.core import sql
from tests.leaks.routes import ANSWERS_EMPTY, KNOWN, Kind, Route, routes
from tests.leaks.world import Full, fill, signed_in
from tests.sampling import turn

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

#: What a page about a record of another area may answer.
CLOSED = {302, 403, 404, 405}
_PERSONAL = ("people_resident", "people_household", "people_alias", "people_stay", "people_event", "papers_import",
             "papers_row", "papers_export", "reports_report", "reports_signed", "access_account", "access_posting",
             "access_office", "access_staff")  # fmt: skip
#: Fields that forms here ask for, so that a post gets as far as it can.
FORM = {"version": "1", "day": "01/10/2026", "on": "01/12/2026", "full_name": "Người Lạ", "sex": "f", "kind": "cmnd",
        "value": "123456789", "name": "Đơn vị lạ", "username": "nguoi.la", "post": "Cán bộ", "role": "commune_clerk",
        "number": "CB-commune_clerk-b", "starts": "01/10/2026", "reason": "lý do", "birth_day": "01/10/2026",
        "birth_date": "01/10/2026", "relation": "child"}  # fmt: skip
#: What the bodies of the API's writing calls may ask for, and `kind` where it means something else.
JSON = {"code": "residence", "q": "Người Lạ", "full_name": "Người Lạ", "sex": "f", "birth_date": "2026-10-01",
        "birth_precision": "d", "relation": "child", "since": "2026-10-01", "day": "2026-10-01", "version": 1,
        "starts": "2026-10-01", "destination": "Huế", "template": "year", "area": "18754",
        "period": "2025", "value": "123456789", "address": "Ngõ lạ", "procedure": "certificate",
        "verb": "pay", "measure": "people.births", "reason": "first", "step": "withdraw",
        "document": {"number": "1/KH", "signed_on": "2026-01-05", "signer_post": "Chủ tịch"},
        "answers": {"dates": "keep"}}  # fmt: skip
KINDS = {"/stays": "temporary", "/aliases": "cmnd"}
NUMBER = "042080123456"


@pytest.fixture(scope="module")
def there(module_db: None) -> Full:
    """Where the viewers are: phường Kon Tum of Quảng Ngãi."""
    return fill("b", "23293", "51", "Trong", "062080000001")


@pytest.fixture(scope="module")
def secret(there: Full) -> Full:
    """What they must not see: phường Sông Trí of Hà Tĩnh."""
    return fill("a", "18754", "42", "Rò Rỉ", NUMBER)


@pytest.fixture
def clients(there: Full, db: None) -> dict[str, Client]:
    """One browser for each role."""
    return {role: signed_in(there, role) for role in ROLES}


def body(answer: Any) -> str:
    if getattr(answer, "streaming", False):
        text = b"".join(answer.streaming_content).decode("utf-8", "replace")
    else:
        text = answer.content.decode("utf-8", "replace")
    if "json" in answer.headers.get("Content-Type", ""):  # where letters may be written as numbers
        return json.dumps(json.loads(text), ensure_ascii=False) if text else ""
    return str(text)


def leaks(answer: Any, secret: Full, *known: object) -> list[str]:
    """Needles of the other ground in an answer's body or headers, but for those the caller had itself."""
    text = body(answer) + str(dict(answer.headers))
    had = {str(value) for value in known}
    return [needle for needle in secret.needles if needle in text and needle not in had]


def send(client: Client, route: Route, full: Full) -> Any:
    """A writing call of the API, with everything its body may ask for."""
    method, _space, address = route.name.partition(" ")
    kind = next((kind for end, kind in KINDS.items() if address.endswith(end)), "permanent")
    ground = {"place": full.ground.commune, "unit_id": full.ground.commune}
    json_body = JSON | ground | {"kind": kind, "household_id": str(full.ids["household_id"]),
                        "head_id": str(full.ids["resident_id"])}  # fmt: skip
    json_body["subject_id"] = json_body["resident_id"] = json_body["head_id"]
    if route.name in files():
        parts = {name: full.ground.commune for name in files()[route.name] if name == "place"}
        return client.post(route.address(full.ids), parts | {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.4 %%EOF")})
    fields = body_fields().get(route.name, set(json_body))
    taken = {name: value for name, value in json_body.items() if name in fields}
    return client.generic(method, route.address(full.ids), json.dumps(taken), content_type="application/json")


def bodies(medium: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each writing call whose body is of a kind, with the body's schema, by the document."""
    for address, operations in document()["paths"].items():
        for method, operation in operations.items():
            content = operation.get("requestBody", {"content": {}})["content"]
            if medium in content:
                yield f"{method.upper()} {address}", content[medium]["schema"]


@cache
def body_fields() -> dict[str, set[str]]:
    """What the JSON of each writing call may hold."""
    schemas = document()["components"]["schemas"]
    found = {name: schema["$ref"].rpartition("/")[2] for name, schema in bodies("application/json")}
    return {name: set(schemas[schema]["properties"]) for name, schema in found.items()}


@cache
def files() -> dict[str, set[str]]:
    """What the form of each call that takes a file may hold."""
    return {name: set(schema["properties"]) for name, schema in bodies("multipart/form-data")}


def call(client: Client, route: Route, full: Full, query: dict[str, str] | None = None) -> Any:
    if route.api and not route.name.startswith("GET "):
        return send(client, route, full)
    if route.name.endswith("/resolve"):
        query = {"text": "xã Kỳ Văn"} | (query or {})
    return client.get(route.address(full.ids), query)


def of(*kinds: Kind) -> list[Route]:
    return [route for route in routes() if KNOWN.get(route.name) in kinds]


def test_every_address_is_known_and_none_is_left_over() -> None:
    assert {route.name for route in routes()} == set(KNOWN)


def test_every_parameter_can_be_filled(there: Full) -> None:
    assert {(r.name, p) for r in routes() for p in r.params if p not in there.ids} == set()


def test_without_a_sign_in_only_public_addresses_answer(there: Full) -> None:
    client = Client(headers={"host": "localhost"}, raise_request_exception=False)
    for route in routes():
        answer = call(client, route, there)
        if KNOWN[route.name] is Kind.PUBLIC:
            assert leaks(answer, there) == [], route.name
        elif route.api:
            assert answer.status_code == 401, route.name
        else:
            assert answer.status_code == 302, route.name
            assert answer["Location"].startswith("/vao/?next="), route.name


def test_records_of_another_area_do_not_answer(clients: dict[str, Client], secret: Full) -> None:
    for role, client in clients.items():
        for route in of(Kind.RECORD):
            answer = call(client, route, secret)
            expected = CLOSED | {200} if route.name in ANSWERS_EMPTY else CLOSED
            assert answer.status_code in expected, f"{role} GET {route.name}: {answer.status_code}"
            assert leaks(answer, secret, *secret.ids.values()) == [], f"{role} GET {route.name}"


def test_posting_to_records_of_another_area_changes_nothing(
    clients: dict[str, Client], secret: Full, owner_db: Any
) -> None:
    before = prints(owner_db)
    for role, client in clients.items():
        for route in of(Kind.RECORD):
            answer = send(client, route, secret) if route.api else client.post(route.address(secret.ids), FORM)
            expected = CLOSED | {200} if route.name in ANSWERS_EMPTY else CLOSED
            assert answer.status_code in expected, f"{role} POST {route.name}: {answer.status_code}"
            assert leaks(answer, secret, *secret.ids.values()) == [], f"{role} POST {route.name}"
        assert prints(owner_db) == before, role


def prints(owner_db: Any) -> dict[str, str]:
    """A digest of every personal table, as the owner sees it."""
    with owner_db() as cursor:
        found = {}
        for table in _PERSONAL:
            cursor.execute(f"select md5(string_agg(t::text, '|' order by t::text)) from {table} t")
            found[table] = cursor.fetchone()[0]
    return found


def queries(secret: Full) -> Iterator[dict[str, str]]:
    """What may be written after an address: exports, filters, and edges and places of the other ground."""
    unit, line, person = (str(secret.ids[name]) for name in ("unit_id", "line_id", "resident_id"))
    yield {}
    yield {"dang": "xuat"}
    yield {"ten": "ro ri", "q": "ro ri", "name": "ro ri"}
    yield {"sau": person, "after": person}
    yield {"sau": line, "after": line}
    yield {"truoc": person}
    yield {"noi": unit, "unit_id": unit, "place": unit, "parent": unit}


def test_lists_exports_and_maps_hold_nothing_of_another_area(
    there: Full, secret: Full, clients: dict[str, Client]
) -> None:
    for who, (role, client) in enumerate(clients.items()):
        for where, route in enumerate(of(Kind.LIST, Kind.AREA, Kind.OWN)):
            shown = secret if KNOWN[route.name] is Kind.AREA else there
            for what, query in enumerate(queries(secret) if KNOWN[route.name] is Kind.LIST else [{}]):
                if what and not turn(3, who, where, what):  # the bare list for everyone, what follows it for a third
                    continue
                answer = call(client, route, shown, query)
                assert answer.status_code < 500, f"{role} GET {route.name} {query}"
                assert leaks(answer, secret, *query.values()) == [], f"{role} GET {route.name} {query}"


@pytest.mark.parametrize(
    "typed", ["ro ri", "ro ri van ngoai", "123456", "23456", "0980123456", "278012345", "ngo ro ri 77"]
)
def test_a_search_finds_nobody_of_another_area(clients: dict[str, Client], secret: Full, typed: str) -> None:
    for role, client in clients.items():
        answer = client.post(reverse("people:search"), {"q": typed}, follow=True)
        assert leaks(answer, secret, typed) == [], role


def test_an_exact_number_reaches_only_for_roles_that_may_and_is_logged(
    there: Full, secret: Full, clients: dict[str, Client], owner_db: Any
) -> None:
    record = reverse("people:resident", args=[secret.ids["resident_id"]])
    logged = "select count(*) from ledger_lookup where actor = %s and record_id = %s"
    for role, client in clients.items():
        client.post(reverse("people:search"), {"q": NUMBER}, follow=True)
        may = ROLES[role].may(Permission.PEOPLE_REACH)
        assert (client.get(record).status_code == 200) is may, role
        with owner_db() as cursor:
            cursor.execute(logged, [there.ground.staff[role].pk, secret.ids["resident_id"]])
            looked_up = cursor.fetchone()[0]
        assert looked_up >= 2 if may else looked_up == 0, role  # the search, and the opening
        client.post(reverse("access:forget_purpose"))
        assert client.get(record).status_code in CLOSED, role


def test_the_owner_of_a_record_does_see_it(there: Full, clients: dict[str, Client]) -> None:
    """The matrix would pass on pages that show nothing to anyone."""
    officer, admin = clients["commune_police"], clients["system_admin"]
    assert "Trong Văn Ngoài" in body(officer.get(reverse("people:resident", args=[there.ids["resident_id"]])))
    assert "Trong Văn Ngoài" in body(officer.get(reverse("people:residents")))
    assert "Trong Văn Ngoài" in body(officer.get("/api/v1/people"))
    assert "Cán Bộ commune_clerk b" in body(admin.get(reverse("staff:staff")))


def test_numbers_are_masked_for_roles_that_may_not_see_them(there: Full, clients: dict[str, Client]) -> None:
    for role, client in clients.items():
        for address in (reverse("people:resident", args=[there.ids["resident_id"]]),
                        f"/api/v1/people/{there.ids['resident_id']}"):  # fmt: skip
            shown = "062080000001" in re.sub(r"\s", "", body(client.get(address)))
            assert shown is ROLES[role].may(Permission.PEOPLE_NUMBERS), f"{role} {address}"


def test_reaching_is_not_possible_without_a_purpose(secret: Full, clients: dict[str, Client]) -> None:
    client = clients["commune_police"]
    before = sql.value("select count(*) from ledger_lookup")
    client.post(reverse("access:forget_purpose"))
    client.post(reverse("people:search"), {"q": NUMBER})
    assert client.get(reverse("people:resident", args=[secret.ids["resident_id"]])).status_code in CLOSED
    assert sql.value("select count(*) from ledger_lookup") == before
