"""Targets by the API: by a program with a token of an office, scope by scope."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from django.test import Client

from diaban.access import tokens
from diaban.access.session import acting
from diaban.access.tests.world import Ground
from diaban.core.time import today
from diaban.targets.tests.conftest import communes

pytestmark = pytest.mark.slow

BODY = {
    "measure": "people.births", "period": "2026", "value": 1000, "split": "equal",
    "document": {"number": "12/KH-UBND", "signed_on": "2026-01-15", "signer_post": "Chủ tịch"},
}  # fmt: skip


def by_token(ground: Ground, role: str, scopes: Sequence[str], office: str = "province") -> Client:
    by = ground.viewer("system_admin")
    with acting(by):
        _token, secret = tokens.make(by=by, office_id=ground.offices[office].pk, name="Kế hoạch", role=role,
                                     scopes=scopes, expires_on=today())  # fmt: skip
    return Client(headers={"host": "localhost", "authorization": f"Bearer {secret}"})


def send(client: Client, method: str, address: str, body: Any, **headers: str) -> Any:
    return client.generic(method, f"/api/v1/{address}", json.dumps(body), "application/json", headers=headers)


@pytest.fixture
def planner(ground: Ground) -> Client:
    return by_token(ground, "province_manager", ["figures.read", "targets.write"])


def test_a_target_is_set_divided_revised_and_taken_back(ground: Ground, planner: Client) -> None:
    body = BODY | {"unit_id": ground.province}
    made = send(planner, "POST", "targets", body, **{"Idempotency-Key": "giao-2026-01"})
    assert made.status_code == 200, made.content
    record = made.json()
    address = f"targets/{record['target']['id']}"
    assert (record["target"]["period"], record["whole"]["value"]) == ("bc-2026", 1000)
    assert sum(part["value"] for part in record["versions"][0]["parts"]) == 1000
    again = send(planner, "POST", "targets", body, **{"Idempotency-Key": "giao-2026-01"})
    assert again.json() == record
    assert send(planner, "POST", "targets", body).status_code == 409
    lone = {"value": 900, "document": BODY["document"]}
    assert send(planner, "PUT", address, lone).status_code == 428
    units = communes(ground)
    hand = lone | {"split": "hand", "parts": [{"unit_id": unit, "value": 13} for unit in units], "version": 1}
    off = send(planner, "PUT", address, hand)
    assert off.status_code == 422
    assert "lệch 3" in off.json()["detail"]
    hand["parts"][0]["value"] += 3  # type: ignore[index]
    revised = send(planner, "PUT", address, hand, **{"If-Match": made["ETag"]})
    assert revised.status_code == 200, revised.content
    assert [version["value"] for version in revised.json()["versions"]] == [900, 1000]
    stale = send(planner, "PUT", address, hand)
    assert stale.status_code == 412
    assert stale.json()["stored"]["version"] == 2
    gone = send(planner, "POST", f"{address}/withdraw", {"document": BODY["document"], "reason": "Thử", "version": 2})
    assert gone.json()["target"]["withdrawn"] is True


def test_what_a_division_would_give_is_told_and_not_set(ground: Ground, planner: Client) -> None:
    asked = {"measure": "people.births", "unit_id": ground.province, "period": "2026", "value": 70, "split": "equal"}
    told = send(planner, "POST", "targets/parts", asked)
    assert sum(part["value"] for part in told.json()["parts"]) == 70
    assert planner.get("/api/v1/targets").json()["targets"] == []
    assert send(planner, "POST", "targets/parts", asked | {"measure": "people.none"}).status_code == 422


def test_each_scope_opens_its_own(ground: Ground, planner: Client) -> None:
    plan = send(planner, "POST", "targets", BODY | {"unit_id": ground.province}).json()["target"]["id"]
    reader = by_token(ground, "province_manager", ["figures.read"])
    assert reader.get("/api/v1/targets").json()["targets"][0]["id"] == plan
    assert reader.get(f"/api/v1/targets/{plan}").status_code == 200
    assert send(reader, "POST", "targets", BODY | {"unit_id": ground.commune}).status_code == 403
    other = by_token(ground, "province_manager", ["areas.read"])
    assert other.get("/api/v1/targets").status_code == 403
    assert other.get(f"/api/v1/targets/{plan}").status_code == 403


def test_a_list_goes_on_where_it_ended(ground: Ground, planner: Client) -> None:
    for unit in communes(ground)[:3]:
        assert send(planner, "POST", "targets", BODY | {"unit_id": unit, "split": "none"}).status_code == 200
    first = planner.get("/api/v1/targets", {"limit": 2}).json()
    rest = planner.get(first["next"]).json()
    found = [row["unit_id"] for row in [*first["targets"], *rest["targets"]]]
    assert found == communes(ground)[:3][::-1]
    assert rest["next"] is None
    assert planner.get("/api/v1/targets", {"unit_id": found[0]}).json()["targets"][0]["until"] == str(
        date(2026, 12, 14)
    )
