"""Pages that read: the ledger's groups, who looked, the areas seen last, boundaries, and the system's checks."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from diaban.access.session import acting
from diaban.access.tests.world import PASSWORD, Ground, build
from diaban.console import reading
from diaban.core.ids import uuid7
from diaban.core.time import today
from diaban.ledger import actions
from diaban.ledger import queries as ledger

ROLES = ("commune_police", "commune_clerk", "auditor", "system_admin")


@pytest.fixture
def ground(db: None) -> Ground:
    return build("18754", "42", "a", sign_in=ROLES, demo=True)


def signed_in(role: str) -> Client:
    client = Client(headers={"host": "localhost"})
    client.post("/vao/", {"login": f"{role.replace('_', '-')}.a", "password": PASSWORD})
    return client


def text(response: Any) -> str:
    return str(response.content.decode())


def opened(ground: Ground, role: str, many: int) -> list[UUID]:
    """Lines of a first import in the hamlet, in one action."""
    viewer = ground.viewer(role)
    records = [uuid7() for _row in range(many)]
    with acting(viewer):
        actions.append_columns(
            "people.opening", records=records, days=today(), places=ground.hamlet, office=viewer.office_id,
            actor=viewer.staff_id, dims={"sex": "f", "age": "30"},
        )  # fmt: skip
    return records


def test_lines_that_say_the_same_are_one_with_their_number(ground: Ground) -> None:
    opened(ground, "commune_police", 137)
    opened(ground, "commune_clerk", 3)
    police = ground.viewer("commune_police")
    with acting(police):
        found, _later = reading.groups(ledger.Filter(), after=None, limit=20)
        everything = ledger.lines(limit=1000).rows
    assert [group.more for group in found[:4]] == [0, 0, 0, 136]
    assert sum(group.more + 1 for group in found) == len(everything)
    assert all(above.last > below.row.id for above, below in pairwise(found))


def test_pages_of_groups_tell_every_line_once(ground: Ground) -> None:
    for many in (7, 1, 9, 2, 60, 1):
        opened(ground, "commune_police", many)
        opened(ground, "commune_clerk", 1)
    with acting(ground.viewer("commune_police")):
        told, after, later = 0, None, True
        while later:
            found, later = reading.groups(ledger.Filter(), after=after, limit=3)
            told += sum(group.more + 1 for group in found)
            after = found[-1].last
        assert told == len(ledger.lines(limit=1000).rows)


def test_the_rest_of_a_group_opens_line_by_line(ground: Ground) -> None:
    opened(ground, "commune_police", 30)
    client = signed_in("commune_police")
    first = text(client.get(reverse("console:ledger")))
    assert "và 29 dòng cùng việc" in first
    address = first.split('href="/so-viec/?tu_so=')[1].split('"')[0].replace("&amp;", "&")
    assert text(client.get(f"/so-viec/?tu_so={address}")).count("từ danh sách ban đầu</div></td>") == 30


def test_an_auditor_narrows_look_ups_to_one_person(ground: Ground) -> None:
    for role in ("commune_police", "commune_clerk"):
        viewer = ground.viewer(role, "residence")
        with acting(viewer):
            actions.log_search(
                actor=viewer.staff_id, office=viewer.office_id, purpose="residence", query_kind="name", shown=[uuid7()]
            )
    client = signed_in("auditor")
    names = {role: ground.staff[role].full_name for role in ("commune_police", "commune_clerk")}
    everyone = text(client.get(reverse("console:lookups")))
    one = text(client.get(f"{reverse('console:lookups')}?nguoi={ground.staff['commune_police'].pk}"))
    assert all(name in everyone for name in names.values())
    assert names["commune_police"] in one
    assert names["commune_clerk"] not in one


def test_the_areas_seen_last_are_at_hand(ground: Ground) -> None:
    client = signed_in("commune_police")
    assert "Vừa xem" not in text(client.get("/"))
    client.get(reverse("console:area", args=[ground.hamlet]))
    shown = text(client.get("/")).split("Vừa xem")[1].split("</ul>")[0]
    assert reverse("console:area", args=[ground.hamlet]) in shown


def test_boundaries_are_imported_by_their_administrator_alone(ground: Ground) -> None:
    square = [[106.3, 18.0], [106.4, 18.0], [106.4, 18.1], [106.3, 18.1], [106.3, 18.0]]
    layer = {"type": "FeatureCollection", "features": [
        {"type": "Feature", "id": "18754", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [square]}}
    ]}  # fmt: skip

    def sent(role: str, content: bytes) -> Any:
        file = SimpleUploadedFile("ranh-gioi.geojson", content)
        return signed_in(role).post(reverse("console:boundaries"), {"file": file, "source": "Sở thử"})

    assert sent("commune_police", json.dumps(layer).encode()).status_code == 403
    wrong = sent("system_admin", b"<kml/>")
    assert wrong.status_code == 422
    assert "GeoJSON" in text(wrong)
    assert sent("system_admin", json.dumps(layer).encode()).status_code == 302


def test_the_administrator_sees_the_quick_checks_and_no_resident(ground: Ground) -> None:
    shown = text(signed_in("system_admin").get(reverse("console:system")))
    assert "Vai trò ứng dụng" in shown
    assert "Niêm phong" in shown
