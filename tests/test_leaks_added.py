"""What is recorded in another area changes no page: neither a row nor a number, for any role."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from diaban.access.roles import ROLES
from diaban.access.session import acting
from diaban.core.time import clock_at, now
from diaban.figures import cuts
from tests.leaks.routes import CHANGED_BY_LOOKING, Kind
from tests.leaks.world import Full, fill, signed_in
from tests.test_leaks import NUMBER, body, call, of

pytestmark = pytest.mark.slow
#: What differs from one answer to the next anyway; a sealed cursor to the next page is another each time.
_TOKENS = re.compile(
    r'gAAAAA[\w%=-]+|csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|\d\d/\d\d/\d{4} \d\d:\d\d|vừa xong|\d+ phút trước'
)


@pytest.fixture(autouse=True)
def _one_moment() -> Iterator[None]:
    """No minute passes between a page and the same page: what is left until something is due stays the same."""
    with clock_at(now()):
        yield


@pytest.fixture
def there(db: None) -> Full:
    """Where the viewers are, while nothing is anywhere else."""
    return fill("b", "23293", "51", "Trong", "062080000001")


@pytest.fixture
def clients(there: Full) -> dict[str, Client]:
    """One browser for each role."""
    return {role: signed_in(there, role) for role in ROLES}


def test_what_is_added_elsewhere_changes_no_page(there: Full, clients: dict[str, Client]) -> None:
    for client in clients.values():  # the areas seen last are listed on every page: seen before the comparison begins
        client.get(reverse("console:area", args=[there.ids["unit_id"]]))
    with acting(there.ground.viewer("commune_police", "residence")):
        cuts.draw()  # what is added elsewhere is signed, which seals what lies before: done already
    before = {role: pages(client, there) for role, client in clients.items()}
    secret = fill("a", "18754", "42", "Rò Rỉ", NUMBER)
    for role, client in clients.items():
        for name, text in pages(client, there).items():
            assert text == before[role][name], f"{role}: {name} changed when records were added in another area"
            assert [needle for needle in secret.needles if needle in text] == [], f"{role}: {name}"


def pages(client: Client, own: Full) -> dict[str, str]:
    """Every page that takes no record, and those of one's own area, without what changes each time."""
    found = {}
    for route in of(Kind.LIST, Kind.AREA, Kind.OWN):
        if route.name not in CHANGED_BY_LOOKING:
            answer = call(client, route, own)
            found[route.name] = f"{answer.status_code} {_TOKENS.sub('', body(answer))}"
    return found
