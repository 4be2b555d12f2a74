"""The whole API with made-up calls, as the committed document describes them: never a 5xx, never another area's data.

Each example runs in a savepoint of its own, so that what one call writes doesn't reach the next.
"""

from __future__ import annotations

import json
import os
import re
import warnings
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diaban.access import limits
from diaban.access.token_scopes import SCOPES
from diaban.api import document
from diaban.api.described import DOCUMENT
from tests.leaks.world import Full, by_token, fill, signed_in
from tests.test_leaks import body

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # third parties' own
    import schemathesis
    from schemathesis.core.result import Err

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

SCHEMA = schemathesis.openapi.from_dict(json.loads(DOCUMENT.read_text(encoding="utf-8")))
FOUND = [found.ok() for found in SCHEMA.get_all_operations() if not isinstance(found, Err)]
OPERATIONS = {f"{operation.method.upper()} {operation.path}": operation for operation in FOUND}
#: Answers that say in one sentence why not.
TOLD = {200, 304, 400, 401, 403, 404, 409, 412, 413, 415, 422, 428}
#: Cases an operation; `DIABAN_FUZZ` asks for a longer run.
CASES = int(os.environ.get("DIABAN_FUZZ", "") or 12)


@pytest.fixture(scope="module")
def there(module_db: None) -> Full:
    return fill("b", "23293", "51", "Trong", "062080000001")


@pytest.fixture(scope="module")
def elsewhere(module_db: None) -> Full:
    return fill("a", "18754", "42", "Rò Rỉ", "042080123456")


#: Headers of the document that a case may fill in; a session or token stays the caller's.
SENT = {"x-reference", "if-match", "if-none-match", "idempotency-key"}


def ask(client: Any, case: Any, ids: dict[str, Any]) -> Any:
    """Send one case; about half of its path parameters point at records that exist."""
    params = dict(case.path_parameters or {})
    for name in params:
        if name in ids and len(str(params[name])) % 2:
            params[name] = ids[name]
    path = case.path
    for name, value in params.items():
        path = path.replace("{" + name + "}", _plain(value))
    query = {k: v for k, v in (case.query or {}).items() if v is not None}
    headers = {k: str(v) for k, v in (case.headers or {}).items() if k.lower() in SENT}
    if case.media_type == "multipart/form-data":
        return client.generic("POST", path, _form(case.body), content_type=f"multipart/form-data; boundary={_EDGE}",
                              query_params=query, headers=headers)  # fmt: skip
    body = json.dumps(case.body) if isinstance(case.body, dict | list | str | int | float | bool) else ""
    return client.generic(
        case.method.upper(), path, body, content_type="application/json", query_params=query, headers=headers
    )


_EDGE = "a-made-up-edge"


def _form(body: Any) -> bytes:
    """A form with a file as a program would send it; what isn't a form at all goes as it is."""
    if not isinstance(body, dict):
        return str(body).encode("utf-8", "replace")
    parts = []
    for name, value in body.items():
        plain = value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")
        shown = re.sub(r"[^ -!#-~]", "", str(name))
        file = '; filename="danh sach.csv"' if name == "file" else ""
        parts.append(f'--{_EDGE}\r\nContent-Disposition: form-data; name="{shown}"{file}\r\n\r\n'.encode() + plain)
    return b"\r\n".join([*parts, f"--{_EDGE}--\r\n".encode()])


def _plain(value: Any) -> str:
    from urllib.parse import quote

    return quote(str(value), safe="") or "x"


def test_every_address_answers_to_its_methods_alone(there: Full) -> None:
    client = by_token(there, "commune_police", ("people.read",))
    for address, operations in document()["paths"].items():
        allowed = client.options(address.format(**there.ids))
        assert allowed.status_code == 204, address
        named = set(allowed["Allow"].split(", ")) - {"OPTIONS", "HEAD"}
        assert named == {method.upper() for method in operations}, address
        assert not [header for header in allowed.headers if header.startswith("Access-Control")]


def test_every_operation_of_the_document_is_tried() -> None:
    assert len(OPERATIONS) == sum(len(operations) for operations in document()["paths"].values())


@pytest.mark.parametrize("by", ["session", "token"])
@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_no_call_breaks_the_api_or_shows_another_area(name: str, by: str, there: Full, elsewhere: Full) -> None:
    limits.forget()
    token = by == "token"
    client = by_token(there, "commune_police", tuple(SCOPES)) if token else signed_in(there, "commune_police")
    needles = [n for n in elsewhere.needles if n not in map(str, elsewhere.ids.values())]

    @settings(max_examples=CASES, deadline=None, derandomize=True, database=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(case=OPERATIONS[name].as_strategy(), own=st.booleans())
    def told(case: Any, own: bool) -> None:
        point = transaction.savepoint()
        try:
            answer = ask(client, case, there.ids if own else elsewhere.ids)
        finally:
            transaction.savepoint_rollback(point)
        text = body(answer)
        assert answer.status_code in TOLD, text[:500]
        assert answer.status_code < 400 or answer["Content-Type"] == "application/problem+json", text[:500]
        assert [n for n in needles if n in text] == []

    told()


def test_links_between_calls_hold(there: Full) -> None:
    """Register, read, change, change from an old version, go through the list: as one caller would."""
    client = by_token(there, "commune_police", tuple(SCOPES))
    sent = {"full_name": "Người Mới", "sex": "f", "birth_date": "1990-01-01", "birth_precision": "d",
            "place": there.ground.hamlet, "since": "2026-10-01"}  # fmt: skip
    made = client.post("/api/v1/people", sent, "application/json")
    assert made.status_code == 200, made.content
    address, first = f"/api/v1/people/{made.json()['id']}", made["ETag"]
    read = client.get(address)
    assert client.get(address, headers={"if-none-match": read["ETag"]}).status_code == 304
    change = {name: sent[name] for name in ("full_name", "sex", "birth_date", "birth_precision")} | {"relation": "head"}
    done = client.put(address, change | {"phone": "0901000001"}, "application/json", headers={"if-match": read["ETag"]})
    assert done.status_code == 200, done.content
    stale = client.put(address, change | {"phone": "0901000002"}, "application/json", headers={"if-match": first})
    assert stale.status_code == 412
    assert {"field": "phone", "yours": "0901000002", "stored": "0901000001"} in stale.json()["differences"]
    seen, page = set(), "/api/v1/people?limit=1"
    while page:
        answer = client.get(page).json()
        seen |= {person["id"] for person in answer["people"]}
        page = answer["next"]
    assert seen == {made.json()["id"], *(p["id"] for p in client.get("/api/v1/people").json()["people"])}
