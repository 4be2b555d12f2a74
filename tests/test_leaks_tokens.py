"""Access tokens as further roles over every operation of the API: no more than their office, and less by scope."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from diaban.access import limits
from diaban.access.roles import ROLES
from diaban.access.token_scopes import SCOPES, roles_for
from tests.leaks.routes import KNOWN, Kind, Route, routes
from tests.leaks.world import Full, by_token, fill
from tests.sampling import turn
from tests.test_leaks import NUMBER, body, call, leaks, prints, queries

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
WHO = {level: [role.code for role in roles_for(level)] for level in (1, 3, 4)}
#: What calls may answer about a record elsewhere: never a row, never a defect.
CLOSED = {403, 404}


@pytest.fixture(autouse=True)
def _unlimited() -> None:
    limits.forget()


@pytest.fixture(scope="module")
def there(module_db: None) -> Full:
    """Where the tokens are: phường Kon Tum of Quảng Ngãi."""
    return fill("b", "23293", "51", "Trong", "062080000001")


@pytest.fixture(scope="module")
def secret(there: Full) -> Full:
    """What they must not see: phường Sông Trí of Hà Tĩnh."""
    return fill("a", "18754", "42", "Rò Rỉ", NUMBER)


@pytest.fixture
def clients(there: Full, db: None) -> dict[str, Client]:
    """A program for every role that a token may work with, with every scope; and one for each scope alone."""
    every = tuple(SCOPES)
    found = {role: by_token(there, role, every) for role in sorted({code for codes in WHO.values() for code in codes})}
    for code in SCOPES:
        found[f"commune_police {code}"] = by_token(there, "commune_police", needed(code))
    return found


def needed(code: str) -> list[str]:
    """A scope with those that it can't do without, and those that these can't."""
    before = SCOPES[code].needs
    return [*(needed(before) if before else []), code]


def calls(*kinds: Kind) -> list[Route]:
    return [route for route in routes() if route.api and KNOWN[route.name] in kinds]


def test_tokens_are_tried_for_every_role_that_reads_a_ground() -> None:
    assert {code for codes in WHO.values() for code in codes} == set(ROLES) - {"system_admin", "auditor"}


def test_records_of_another_area_do_not_answer(clients: dict[str, Client], secret: Full, owner_db: Any) -> None:
    before = prints(owner_db)
    for who, client in clients.items():
        for route in calls(Kind.RECORD):
            answer = call(client, route, secret)
            assert answer.status_code in CLOSED, f"{who} {route.name}: {answer.status_code} {body(answer)[:200]}"
            assert leaks(answer, secret, *secret.ids.values()) == [], f"{who} {route.name}"
    assert prints(owner_db) == before


def test_lists_and_searches_hold_nothing_of_another_area(clients: dict[str, Client], there: Full, secret: Full) -> None:
    for number, (who, client) in enumerate(clients.items()):
        for where, route in enumerate(calls(Kind.LIST, Kind.AREA, Kind.OWN)):
            shown = secret if KNOWN[route.name] is Kind.AREA else there
            for what, query in enumerate(queries(secret) if KNOWN[route.name] is Kind.LIST else [{}]):
                if what and not turn(3, number, where, what):  # the bare list for all, what follows it for a third
                    continue
                answer = call(client, route, shown, query)
                assert answer.status_code < 500, f"{who} {route.name} {query}"
                assert leaks(answer, secret, *query.values()) == [], f"{who} {route.name} {query}"


def test_the_exact_number_of_someone_elsewhere_finds_nobody(clients: dict[str, Client], secret: Full) -> None:
    for who, client in clients.items():
        answer = client.post("/api/v1/people/search", {"q": NUMBER}, "application/json")
        assert leaks(answer, secret, NUMBER) == [], who


def test_each_scope_opens_its_own_and_no_other(clients: dict[str, Client], there: Full) -> None:
    person = f"/api/v1/people/{there.ids['resident_id']}"
    opens = {"/api/v1/people": "people.", person: "people.", "/api/v1/ledger": "ledger.", "/api/v1/areas": "areas.",
             f"/api/v1/figures/people.residents/{there.ids['unit_id']}": "figures."}  # fmt: skip
    for code in SCOPES:
        client = clients[f"commune_police {code}"]
        for address, begins in opens.items():
            expected = 200 if any(each.startswith(begins) for each in needed(code)) else 403
            assert client.get(address).status_code == expected, f"{code} {address}"
        shown = "062080000001" in body(client.get(person))
        assert shown is (code == "people.numbers"), code


def test_a_token_of_the_ground_does_see_it(clients: dict[str, Client]) -> None:
    """The matrix would pass on a token that shows nothing to anyone."""
    assert "Trong Văn Ngoài" in body(clients["commune_police"].get("/api/v1/people"))
    assert "Trong Văn Ngoài" in body(clients["province_manager"].get("/api/v1/people"))
    assert clients["analyst"].get("/api/v1/people").status_code == 403
