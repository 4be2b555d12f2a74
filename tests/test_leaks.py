"""Every role against every address with the records of another area: nothing leaks, no count changes.

The addresses come from the resolver, so a page nobody thought of here fails the first test. The same is asked of the
database directly in `test_row_security`.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from diaban.access.roles import ROLES, Permission
from diaban.core import sql
from tests.leaks.routes import ANSWERS_EMPTY, CHANGED_BY_LOOKING, KNOWN, Kind, Route, routes
from tests.leaks.world import Full, fill, signed_in

pytestmark = pytest.mark.slow

ROLE = pytest.mark.parametrize("role", list(ROLES))
#: What a page about a record of another area may answer.
CLOSED = {302, 403, 404, 405}
_TOKENS = re.compile(r'csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|\d\d/\d\d/\d{4} \d\d:\d\d')
_PERSONAL = ("people_resident", "people_household", "people_alias", "people_stay", "people_event", "papers_import",
             "papers_row", "access_account", "access_posting", "access_office", "access_staff")  # fmt: skip


@pytest.fixture
def there(db: None) -> Full:
    """Where the viewers are: phường Kon Tum of Quảng Ngãi."""
    return fill("b", "23293", "51", "Trong", "062080000001")


def elsewhere() -> Full:
    """What they must not see: phường Sông Trí of Hà Tĩnh."""
    return fill("a", "18754", "42", "Rò Rỉ", "042080123456")


def body(response: Any) -> str:
    if getattr(response, "streaming", False):
        return b"".join(response.streaming_content).decode("utf-8", "replace")
    return str(response.content.decode("utf-8", "replace"))


def leaks(response: Any, secret: Full) -> list[str]:
    """Needles of the other ground that an answer holds, in its body or its headers."""
    text = body(response) + str(dict(response.headers))
    return [needle for needle in secret.needles if needle in text]


def address(route: Route, full: Full) -> str:
    """The address of a route for records of a ground. KeyError names a parameter that nobody filled."""
    return reverse(route.name, kwargs={name: full.ids[name] for name in route.params})


def asked(client: Client, route: Route, full: Full, **query: str) -> HttpResponse:
    answer: Any = client.get(address(route, full), query)
    return answer  # type: ignore[no-any-return]


def named(kind: Kind) -> list[Route]:
    return [route for route in routes() if KNOWN.get(route.name) is kind]


def test_every_address_is_known_and_none_is_left_over() -> None:
    assert {route.name for route in routes()} == set(KNOWN)


def test_every_parameter_can_be_filled(there: Full) -> None:
    unfilled = {(r.name, p) for r in routes() for p in r.params if p not in there.ids}
    assert unfilled == set()


def test_without_a_sign_in_only_public_addresses_answer(there: Full) -> None:
    client = Client(headers={"host": "localhost"}, raise_request_exception=False)
    for route in routes():
        answer = asked(client, route, there)
        if KNOWN[route.name] is Kind.PUBLIC:
            assert leaks(answer, there) == [], route.name
        else:
            assert answer.status_code == 302, route.name
            assert answer["Location"].startswith("/vao/?next="), route.name


@ROLE
def test_records_of_another_area_do_not_answer(there: Full, role: str) -> None:
    secret, client = elsewhere(), signed_in(there, role)
    for route in named(Kind.RECORD):
        answer = asked(client, route, secret)
        expected = CLOSED | {200} if route.name in ANSWERS_EMPTY else CLOSED
        assert answer.status_code in expected, f"{role} GET {route.name}: {answer.status_code}"
        shown = set(leaks(answer, secret)) - {str(value) for value in secret.ids.values()}
        assert shown == set(), f"{role} GET {route.name}"


@ROLE
def test_posting_to_records_of_another_area_changes_nothing(there: Full, role: str, owner_db: Any) -> None:
    secret, client = elsewhere(), signed_in(there, role)
    before = prints(owner_db)
    for route in named(Kind.RECORD):
        answer = client.post(address(route, secret), FORM)
        assert answer.status_code in CLOSED, f"{role} POST {route.name}: {answer.status_code}"
        shown = set(leaks(answer, secret)) - {str(value) for value in secret.ids.values()}
        assert shown == set(), f"{role} POST {route.name}"
    assert prints(owner_db) == before


#: Fields that forms here ask for, so that a post gets as far as it can.
FORM = {"version": "1", "day": "01/10/2026", "on": "01/12/2026", "full_name": "Người Lạ", "sex": "f", "kind": "cmnd",
        "value": "123456789", "name": "Đơn vị lạ", "username": "nguoi.la", "post": "Cán bộ", "role": "commune_clerk",
        "number": "CB-commune_clerk-b", "starts": "01/10/2026", "reason": "lý do", "birth_day": "01/10/2026",
        "birth_date": "01/10/2026", "relation": "child"}  # fmt: skip


def prints(owner_db: Any) -> dict[str, str]:
    """A digest of every personal table, as the owner sees it."""
    with owner_db() as cursor:
        found = {}
        for table in _PERSONAL:
            cursor.execute(f"select md5(string_agg(t::text, '|' order by t::text)) from {table} t")
            found[table] = cursor.fetchone()[0]
    return found


@ROLE
def test_what_is_added_elsewhere_changes_no_page(there: Full, role: str) -> None:
    client = signed_in(there, role)
    first, before = pages(client, there), pages(client, there)
    restless = {name for name in before if first[name] != before[name]}
    assert restless == set(), "pages that differ from one look to the next can't be compared"
    secret = elsewhere()
    after = pages(client, there)
    for name, text in after.items():
        assert text == before[name], f"{role}: {name} changed when records were added in another area"
        assert [needle for needle in secret.needles if needle in text] == [], f"{role}: {name}"


def pages(client: Client, own: Full) -> dict[str, str]:
    """Every page that takes no record, and those of one's own area, without what changes each time."""
    found = {}
    for route in routes():
        if KNOWN[route.name] in (Kind.LIST, Kind.AREA, Kind.OWN) and route.name not in CHANGED_BY_LOOKING:
            answer = asked(client, route, own)
            found[route.name] = f"{answer.status_code} {_TOKENS.sub('', body(answer))}"
    return found


@ROLE
def test_lists_exports_and_maps_hold_nothing_of_another_area(there: Full, role: str) -> None:
    secret, client = elsewhere(), signed_in(there, role)
    for route in [*named(Kind.LIST), *named(Kind.AREA), *named(Kind.OWN)]:
        for query in ({}, {"dang": "csv"}, {"dang": "json"}, {"ten": "ro ri"}, {"q": "ro ri"}, {"name": "ro ri"}):
            answer = asked(client, route, secret if KNOWN[route.name] is Kind.AREA else there, **query)
            assert answer.status_code < 500, f"{role} GET {route.name} {query}"
            assert leaks(answer, secret) == [], f"{role} GET {route.name} {query}"


@ROLE
@pytest.mark.parametrize(
    "typed", ["ro ri", "ro ri van ngoai", "123456", "23456", "0980123456", "278012345", "ngo ro ri 77"]
)
def test_a_search_finds_nobody_of_another_area(there: Full, role: str, typed: str) -> None:
    secret, client = elsewhere(), signed_in(there, role)
    answer = client.post(reverse("people:search"), {"q": typed}, follow=True)
    assert leaks(answer, secret) == []


@ROLE
def test_an_exact_number_reaches_only_for_roles_that_may_and_is_logged(there: Full, role: str, owner_db: Any) -> None:
    secret, client = elsewhere(), signed_in(there, role)
    client.post(reverse("people:search"), {"q": "042080123456"}, follow=True)
    answer = client.get(reverse("people:resident", args=[secret.ids["resident_id"]]))
    may = ROLES[role].may(Permission.PEOPLE_REACH)
    assert (answer.status_code == 200) is may
    if may:
        with owner_db() as cursor:
            cursor.execute("select count(*) from ledger_lookup where actor = %s and record_id = %s",
                           [there.ground.staff[role].pk, secret.ids["resident_id"]])  # fmt: skip
            assert cursor.fetchone()[0] >= 2  # the search, and the opening
    client.post(reverse("access:forget_purpose"))
    assert client.get(reverse("people:resident", args=[secret.ids["resident_id"]])).status_code in CLOSED


def test_the_owner_of_a_record_does_see_it(there: Full) -> None:
    """The matrix would pass on pages that show nothing to anyone."""
    client = signed_in(there, "commune_police")
    assert "Trong Văn Ngoài" in body(asked(client, next(r for r in routes() if r.name == "people:resident"), there))
    assert "Trong Văn Ngoài" in body(asked(client, next(r for r in routes() if r.name == "people:residents"), there))
    admin = signed_in(there, "system_admin")
    assert "Cán Bộ commune_clerk b" in body(asked(admin, next(r for r in routes() if r.name == "staff:staff"), there))


def test_numbers_are_masked_for_roles_that_may_not_see_them(there: Full) -> None:
    for role in ROLES:
        shown = "062080000001" in re.sub(r"\s", "", body(signed_in(there, role).get(
            reverse("people:resident", args=[there.ids["resident_id"]]))))  # fmt: skip
        assert shown is ROLES[role].may(Permission.PEOPLE_NUMBERS), role


def test_reaching_is_not_possible_without_a_purpose(there: Full) -> None:
    secret = elsewhere()
    client = signed_in(there, "commune_police")
    client.post(reverse("access:forget_purpose"))
    client.post(reverse("people:search"), {"q": "042080123456"})
    answer = client.get(reverse("people:resident", args=[secret.ids["resident_id"]]))
    assert answer.status_code in CLOSED
    assert sql.value("select count(*) from ledger_lookup") == 0
