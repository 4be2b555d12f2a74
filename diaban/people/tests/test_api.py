"""The API as a program meets it: pages that stay put, versions, calls sent twice, one form of failure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client

from diaban.access import limits, tokens
from diaban.access.session import acting
from diaban.access.tests.world import Ground, build
from diaban.access.token_scopes import SCOPES
from diaban.core import sql
from diaban.core.time import today
from diaban.people import actions
from diaban.people.data import PersonData
from diaban.people.models import Resident

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def here(db: None) -> Iterator[Ground]:
    limits.forget()
    yield build("18754", "42", "a")
    limits.forget()


@pytest.fixture
def api(here: Ground) -> Client:
    by = here.viewer("system_admin")
    with acting(by):
        _token, secret = tokens.make(by=by, office_id=here.offices["police"].pk, name="Một cửa", scopes=tuple(SCOPES),
                                     role="commune_police", expires_on=today())  # fmt: skip
    return Client(headers={"host": "localhost", "authorization": f"Bearer {secret}", "x-purpose": "residence"})


def register(ground: Ground, name: str) -> Resident:
    by = ground.viewer("commune_police", "residence")
    person = PersonData(full_name=name, sex="f", birth_date=date(1990, 1, 1), birth_precision="d")
    with acting(by):
        return actions.register(by=by, person=person, place=ground.hamlet, household_id=None, since=date(2026, 1, 1))


def new(ground: Ground, **changes: Any) -> dict[str, Any]:
    return {"full_name": "Người Mới", "sex": "f", "birth_date": "1990-01-01", "birth_precision": "d",
            "place": ground.hamlet, "since": "2026-10-01"} | changes  # fmt: skip


def through(api: Client, page: str) -> list[str]:
    names = []
    while page:
        answer = api.get(page).json()
        names += [person["full_name"] for person in answer["people"]]
        page = answer["next"]
    return names


def test_a_list_goes_on_where_it_stood_whatever_came_or_went(api: Client, here: Ground) -> None:
    for letter in "ABCDEF":
        register(here, f"Lê Thị {letter}n")
    first = api.get("/api/v1/people?limit=3").json()
    assert [p["full_name"][-2] for p in first["people"]] == ["A", "B", "C"]
    register(here, "Lê Thị Aa")  # before the edge: not shown again
    register(here, "Lê Thị Ee")  # behind it: shown in its place
    with acting(here.viewer("commune_police", "residence")):
        Resident.objects.filter(full_name="Lê Thị Cn").update(state="void")  # the edge itself is gone
    assert through(api, first["next"]) == ["Lê Thị Dn", "Lê Thị Ee", "Lê Thị En", "Lê Thị Fn"]


def test_a_cursor_is_sealed_and_belongs_to_one_list_of_one_caller(api: Client, here: Ground) -> None:
    for letter in "ABC":
        register(here, f"Lê Thị {letter}n")
    after = api.get("/api/v1/people?limit=1&sex=f").json()["next"]
    assert "Le" not in after
    assert api.get(after).status_code == 200
    for wrong in (after.replace("sex=f", "sex=m"), after[:-4] + "AAAA", "/api/v1/people?cursor=x",
                  after.replace("/people?", "/ledger?").replace("sex=f&", "")):  # fmt: skip
        answer = api.get(wrong)
        assert (answer.status_code, list(answer.json()["fields"])) == (422, ["cursor"]), wrong


def test_a_list_counts_only_when_asked(api: Client, here: Ground) -> None:
    register(here, "Lê Thị An")
    assert api.get("/api/v1/people").json()["count"] is None
    assert api.get("/api/v1/people?count=true&limit=1").json()["count"] == 1


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=501", "limit=x", "sex=q", "state=alive", "unit_id=99999999999999999999", "tên=An",
              "token=x", "q=an"],
)  # fmt: skip
def test_a_parameter_that_is_none_is_refused_and_named(api: Client, query: str) -> None:
    answer = api.get(f"/api/v1/people?{query}")
    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == [query.partition("=")[0]]


def test_the_other_lists_go_through_page_by_page(api: Client, here: Ground) -> None:
    for letter in "AB":
        register(here, f"Lê Thị {letter}n")
    for path, name in (("ledger", "lines"), ("areas", "areas")):
        whole = api.get(f"/api/v1/{path}?limit=500").json()[name]
        found, page = [], f"/api/v1/{path}?limit=7"
        while page:
            answer = api.get(page).json()
            found += answer[name]
            page = answer["next"]
        assert found == whole, path
        assert len(whole) > 7


def test_what_has_not_changed_is_not_sent_again_but_is_logged(api: Client, here: Ground, owner_db: Any) -> None:
    who = register(here, "Lê Thị An")
    address = f"/api/v1/people/{who.pk}"
    tag = api.get(address)["ETag"]
    again = api.get(address, headers={"if-none-match": f'"x", {tag}'})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    with owner_db() as cursor:
        cursor.execute("select count(*) from ledger_lookup where record_id = %s and channel like 'api.%%'", [who.pk])
        assert cursor.fetchone()[0] == 2
    head = api.head(address)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", tag)


def test_the_etag_changes_with_whatever_is_shown(api: Client, here: Ground) -> None:
    who = register(here, "Lê Thị An")
    address = f"/api/v1/people/{who.pk}"
    before = api.get(address)["ETag"]
    sent = {"kind": "cmnd", "value": "123456789"}
    assert api.post(f"{address}/aliases", sent, JSON, headers={"if-match": before}).status_code == 200
    assert api.get(address)["ETag"] != before


@pytest.mark.parametrize("way", ["header", "body"])
def test_a_write_says_which_version_it_was_made_from(api: Client, here: Ground, way: str) -> None:
    who = register(here, "Lê Thị An")
    address = f"/api/v1/people/{who.pk}"
    old = api.get(address)
    sent = {"full_name": "Lê Thị Anh", "sex": "f", "birth_date": "1990-01-01", "birth_precision": "d",
            "relation": "head"}  # fmt: skip
    assert api.put(address, sent, JSON).status_code == 428

    def put(name: str) -> Any:
        told = sent | {"full_name": name}
        if way == "body":
            return api.put(address, told | {"version": old.json()["version"]}, JSON)
        return api.put(address, told, JSON, headers={"if-match": old["ETag"]})

    first = put("Lê Thị Anh")
    assert first.status_code == 200
    assert first["ETag"] != old["ETag"]
    late = put("Lê Thị Ánh")
    told = late.json()
    assert (late.status_code, told["code"], told["stored"]["full_name"]) == (412, "stale", "Lê Thị Anh")
    assert told["differences"] == [{"field": "full_name", "yours": "Lê Thị Ánh", "stored": "Lê Thị Anh"}]
    assert Resident.objects.filter(full_name="Lê Thị Ánh").count() == 0
    for wrong in ("*", "v3", '"v3"', f"W/{old['ETag']}"):
        assert api.put(address, sent, JSON, headers={"if-match": wrong}).status_code == 422


def test_a_household_that_changed_shows_both(api: Client, here: Ground) -> None:
    who = register(here, "Lê Thị An")
    address = f"/api/v1/households/{who.household_id}"
    late = api.post(f"{address}/close", {}, JSON, headers={"if-match": '"v99.0123456789abcdef"'})
    assert (late.status_code, late.json()["stored"]["id"]) == (412, str(who.household_id))


def test_a_call_sent_twice_is_done_once(api: Client, here: Ground) -> None:
    key = {"idempotency-key": "a-key-of-mine-1"}
    first = api.post("/api/v1/people", new(here), JSON, headers=key)
    again = api.post("/api/v1/people", new(here), JSON, headers=key)
    assert (first.status_code, again.status_code, first.content) == (200, 200, again.content)
    assert (again["Idempotency-Replayed"], again["ETag"]) == ("true", first["ETag"])
    other = api.post("/api/v1/people", new(here, full_name="Người Khác"), JSON, headers=key)
    assert other.status_code == 422
    third = api.post("/api/v1/people", new(here), JSON, headers={"idempotency-key": "a-key-of-mine-2"})
    assert third.json()["id"] != first.json()["id"]
    assert len(through(api, "/api/v1/people")) == 2


def test_a_call_that_was_refused_may_be_mended_and_sent_again(api: Client, here: Ground) -> None:
    key = {"idempotency-key": "a-key-of-mine-1"}
    assert api.post("/api/v1/people", new(here, since="2199-01-01"), JSON, headers=key).status_code == 422
    assert api.post("/api/v1/people", new(here), JSON, headers=key).status_code == 200
    assert api.post("/api/v1/people", new(here), JSON, headers={"idempotency-key": "short"}).status_code == 422


def test_kept_answers_are_forgotten_after_a_day(api: Client, here: Ground, owner_db: Any) -> None:
    from diaban.access import jobs

    api.post("/api/v1/people", new(here), JSON, headers={"idempotency-key": "a-key-of-mine-1"})
    assert sql.value("select count(*) from access_once") == 0  # nobody's but the caller's
    with owner_db() as cursor:
        cursor.execute("select set_config('diaban.actor', staff_id::text, true) from access_posting p"
                       " join access_token t on t.posting_id = p.id")  # fmt: skip
        cursor.execute("update access_once set made_at = made_at - interval '25 hours'")
        assert cursor.rowcount == 1
        cursor.execute("select set_config('diaban.actor', '', true)")
    assert jobs.run_once() >= 1


@pytest.mark.parametrize(
    ("sent", "kind", "status"),
    [("{", JSON, 400), ("[" * 100_000, JSON, 400), ('{"a":' * 40 + "1" + "}" * 40, JSON, 400),
     ("{}", "text/plain", 415), ('{"q": "an", "extra": 1}', JSON, 422), ("x" * (2**20 + 1), JSON, 413),
     ('{"q": "\\ud800"}', JSON, 400), ('{"q": NaN}', JSON, 400)],
)  # fmt: skip
def test_a_body_that_is_none_is_said_in_one_sentence(api: Client, sent: str, kind: str, status: int) -> None:
    answer = api.post("/api/v1/people/search", sent, kind)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    told = json.loads(answer.content)
    assert told["status"] == status
    assert told["detail"]


def test_a_failure_speaks_the_callers_language_and_tells_nothing_inside(api: Client) -> None:
    missing = "/api/v1/people/00000000-0000-7000-8000-000000000000"
    assert "Không có cư dân này" in api.get(missing).json()["detail"]
    english = api.get(missing, headers={"accept-language": "en-GB,en;q=0.9,vi;q=0.5"})
    assert "no such resident" in english.json()["detail"].lower() or "resident" in english.json()["detail"]
    assert api.get(missing, headers={"accept-language": "fr"}).json()["detail"].startswith("Không")
    assert set(english.json()) == {"type", "title", "status", "detail", "fields", "code"}
    for name in ("X-Content-Type-Options", "Cache-Control", "X-Frame-Options", "Content-Security-Policy"):
        assert name in english.headers


def test_too_often_says_when_to_come_back(api: Client, here: Ground, settings: Any) -> None:
    settings.LIMITS = {**settings.LIMITS, "search": (2, 60)}
    found = [api.post("/api/v1/people/search", {"q": "an"}, JSON) for _n in range(4)]
    assert [answer.status_code for answer in found[:2]] == [200, 200]
    late = found[3]
    assert late.status_code == 429
    assert 1 <= int(late["Retry-After"]) <= 60
    assert api.get("/api/v1/people").status_code == 200  # another limit
