"""The whole API with made-up calls, as the committed document describes them: never a 5xx, never another area's data.

Each example runs in a savepoint of its own, so that what one call writes doesn't reach the next.
"""

from __future__ import annotations

import json
import warnings
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from diaban.api import document
from tests.leaks.world import Full, fill, signed_in

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # third parties' own
    import schemathesis
    from schemathesis.core.result import Err

pytestmark = pytest.mark.slow

SCHEMA = schemathesis.openapi.from_dict(document())
FOUND = [found.ok() for found in SCHEMA.get_all_operations() if not isinstance(found, Err)]
OPERATIONS = {f"{operation.method.upper()} {operation.path}": operation for operation in FOUND}
#: Answers that say in one sentence why not.
TOLD = {200, 400, 401, 403, 404, 405, 409, 413, 415, 422}


@pytest.fixture
def there(db: None) -> Full:
    return fill("b", "23293", "51", "Trong", "062080000001")


@pytest.fixture
def elsewhere(db: None) -> Full:
    return fill("a", "18754", "42", "Rò Rỉ", "042080123456")


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
    body = json.dumps(case.body) if isinstance(case.body, dict | list | str | int | float | bool) else ""
    return client.generic(case.method.upper(), path, body, content_type="application/json", query_params=query)


def _plain(value: Any) -> str:
    from urllib.parse import quote

    return quote(str(value), safe="") or "x"


def test_every_operation_of_the_document_is_tried() -> None:
    assert len(OPERATIONS) == sum(len(operations) for operations in document()["paths"].values())


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_no_call_breaks_the_api_or_shows_another_area(name: str, there: Full, elsewhere: Full) -> None:
    client = signed_in(there, "commune_police")
    needles = [n for n in elsewhere.needles if n not in map(str, elsewhere.ids.values())]

    @settings(max_examples=25, deadline=None, derandomize=True, database=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(case=OPERATIONS[name].as_strategy())
    def told(case: Any) -> None:
        point = transaction.savepoint()
        try:
            answer = ask(client, case, elsewhere.ids)
        finally:
            transaction.savepoint_rollback(point)
        text = answer.content.decode("utf-8", "replace")
        assert answer.status_code in TOLD, text[:500]
        assert [n for n in needles if n in text] == []

    told()
