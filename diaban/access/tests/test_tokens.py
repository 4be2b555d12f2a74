"""Access tokens: shown once, kept as a digest, never more than their office, over when it is over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.test import Client

from diaban.access import actions, limits, tokens
from diaban.access.models import Office, Posting, Token
from diaban.access.roles import ROLES
from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.access.tests.world import Ground
from diaban.access.token_scopes import SCOPES, narrowed, permissions_of
from diaban.core import sql
from diaban.core.errors import Invalid, NotFound, Refused
from diaban.core.time import clock_at, now, today

pytestmark = pytest.mark.django_db
EVERYTHING = tuple(SCOPES)


@pytest.fixture(autouse=True)
def fresh_limits() -> Iterator[None]:
    limits.forget()
    yield
    limits.forget()


def admin(ground: Ground) -> Viewer:
    return ground.viewer("system_admin")


def made(ground: Ground, office: str = "police", **changes: Any) -> tuple[Token, str]:
    told: dict[str, Any] = {"name": "Một cửa", "role": "commune_police", "scopes": EVERYTHING,
                            "expires_on": today() + timedelta(days=90)} | changes  # fmt: skip
    by = admin(ground)
    with acting(by):
        return tokens.make(by=by, office_id=ground.offices[office].pk, **told)


def ask(secret: str, path: str = "me", method: str = "get", **headers: str) -> Any:
    client = Client(headers={"host": "localhost", "authorization": f"Bearer {secret}"} | headers)
    return getattr(client, method)(f"/api/v1/{path}")


def test_a_token_works_for_its_office_and_its_secret_is_nowhere(here: Ground) -> None:
    token, secret = made(here)
    answer = ask(secret)
    assert answer.status_code == 200
    assert (answer.json()["office_id"], answer.json()["token_id"]) == (here.offices["police"].pk, token.pk)
    kept = sql.rows("select row_to_json(t)::text from access_token t")
    assert secret not in str(kept)
    assert secret.split("_", 2)[2] not in str(kept)


def test_every_use_is_named_by_the_token_in_log_and_ledger(here: Ground) -> None:
    token, secret = made(here)
    assert ask(secret, "people", **{"x-purpose": "residence"}).status_code == 200
    log = sql.one("select actor, channel, office, purpose from ledger_lookup order by id desc limit 1")
    with acting(replace(admin(here), staff_id=token.posting.staff_id)):
        log = sql.one("select actor, channel, office, purpose from ledger_lookup order by id desc limit 1")
    assert log == (token.posting.staff_id, f"api.{token.pk}", here.offices["police"].pk, "residence")


@pytest.mark.parametrize("wrong", ["", "x", "dbn_aaaaaaaaaa_" + "a" * 43, "dbn_" + "é" * 10, "a" * 5000])
def test_what_is_no_token_opens_nothing(here: Ground, wrong: str) -> None:
    made(here)
    answer = ask(wrong.encode().decode("latin-1"))
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_the_right_prefix_with_another_secret_opens_nothing(here: Ground) -> None:
    _token, secret = made(here)
    changed = secret[:-1] + ("A" if secret[-1] != "A" else "B")
    assert ask(changed).status_code == 401
    assert ask(secret).status_code == 200


def test_a_token_in_the_address_is_not_looked_at(here: Ground) -> None:
    _token, secret = made(here)
    client = Client(headers={"host": "localhost"})
    for name in ("token", "access_token", "authorization"):
        assert client.get(f"/api/v1/me?{name}={secret}").status_code == 401
    assert ask(secret, f"me?token={secret}").status_code == 422


def test_a_token_opens_no_page(here: Ground) -> None:
    _token, secret = made(here)
    client = Client(headers={"host": "localhost", "authorization": f"Bearer {secret}"})
    assert client.get("/cu-dan/").status_code == 302


def test_a_token_needs_no_form_token_and_hears_no_cookie(here: Ground) -> None:
    _token, secret = made(here)
    client = Client(enforce_csrf_checks=True, headers={"host": "localhost", "authorization": f"Bearer {secret}"})
    client.cookies["sessionid"] = "a" * 32
    answer = client.post("/api/v1/people/search", {"q": "an"}, "application/json", headers={"x-purpose": "residence"})
    assert answer.status_code == 200


def test_it_ends_on_its_day_and_says_so_before(here: Ground) -> None:
    _token, secret = made(here)
    end = now() + timedelta(days=90)
    assert "X-Token-Expires" not in ask(secret)
    with clock_at(end - timedelta(days=3)):
        assert ask(secret)["X-Token-Expires"].startswith((today() + timedelta(days=4)).isoformat())
    with clock_at(end + timedelta(days=1)):
        assert ask(secret).status_code == 401


def test_it_ends_with_its_office(here: Ground, owner_db: Any) -> None:
    _token, secret = made(here, "committee", role="commune_clerk")
    by = admin(here)
    with owner_db() as cursor:
        cursor.execute(
            """update access_posting set valid_to = %s
               where office_id = %s and staff_id in (select id from access_staff where not is_system)""",
            [today(), here.offices["committee"].pk],
        )
    with acting(by):
        actions.close_office(by=by, office_id=here.offices["committee"].pk, on=today())
    assert ask(secret).status_code == 401


def test_it_ends_when_its_unit_is_merged_away(here: Ground, owner_db: Any) -> None:
    _token, secret = made(here)
    with owner_db() as cursor:
        cursor.execute("update areas_unit set valid_to = %s where id = %s", [today(), here.commune])
    answer = ask(secret)
    assert answer.status_code == 401
    assert "sáp nhập" in answer.json()["detail"]


def test_revoking_ends_it_at_once_and_once(here: Ground) -> None:
    token, secret = made(here)
    by = admin(here)
    with acting(by):
        first = tokens.revoke(by=by, token_id=token.pk)
        again = tokens.revoke(by=by, token_id=token.pk)
    assert first.revoked_at == again.revoked_at
    assert ask(secret).status_code == 401
    lines = (
        "select count(*) from ledger_line l join ledger_kind k on k.id = kind_id where code = 'access.token_revoked'"
    )
    with acting(here.viewer("auditor")):
        assert sql.value(lines) == 1


def test_rotating_lets_both_work_for_a_week(here: Ground) -> None:
    token, old = made(here, networks=["127.0.0.0/8"])
    by = admin(here)
    with acting(by):
        new_token, new = tokens.rotate(by=by, token_id=token.pk, expires_on=today() + timedelta(days=200))
    assert (new_token.scopes, new_token.networks, new_token.replaces_id) == (token.scopes, ["127.0.0.0/8"], token.pk)
    assert (ask(old).status_code, ask(new).status_code) == (200, 200)
    with clock_at(now() + timedelta(days=8)):
        assert (ask(old).status_code, ask(new).status_code) == (401, 200)


def test_only_from_its_networks(here: Ground) -> None:
    _token, secret = made(here, networks=["10.1.0.0/16", "2001:db8::/32"])
    client = Client(headers={"host": "localhost", "authorization": f"Bearer {secret}"})
    assert client.get("/api/v1/me", REMOTE_ADDR="10.1.200.3").status_code == 200
    assert client.get("/api/v1/me", REMOTE_ADDR="2001:db8::7").status_code == 200
    assert client.get("/api/v1/me", REMOTE_ADDR="10.2.0.1").status_code == 403


def test_persons_need_a_purpose_in_the_header(here: Ground) -> None:
    _token, secret = made(here)
    assert ask(secret, "people").status_code == 403
    assert "X-Purpose" in ask(secret, "people").json()["detail"]
    assert ask(secret, "people", **{"x-purpose": "no-such"}).status_code == 403
    assert ask(secret, "people", **{"x-purpose": "dossier"}).status_code == 422
    assert ask(secret, "people", **{"x-purpose": "dossier", "x-reference": "HS-1/2026"}).status_code == 200
    assert ask(secret, "people", **{"x-purpose": "dossier", "x-reference": "Nguyễn Văn An"}).status_code == 422


def test_a_scope_that_is_not_there_is_refused_and_the_database_shows_nobody(here: Ground) -> None:
    _token, secret = made(here, scopes=["figures.read", "areas.read"])
    assert ask(secret, "people", **{"x-purpose": "residence"}).status_code == 403
    assert ask(secret, "ledger").status_code == 403
    assert ask(secret, "areas").status_code == 200
    assert narrowed("commune_police", ("figures.read",)).sees_persons is False


@pytest.mark.parametrize("role", sorted(ROLES))
def test_scopes_never_add_to_a_role(role: str) -> None:
    for chosen in product((False, True), repeat=len(EVERYTHING)):
        scopes = tuple(code for code, taken in zip(EVERYTHING, chosen, strict=True) if taken)
        less = narrowed(role, scopes)
        assert less.permissions == ROLES[role].permissions & permissions_of(scopes)
        assert not less.sees_persons or (ROLES[role].sees_persons and "people.read" in scopes)
        assert not {p for p in less.permissions if p.value in ("access.manage", "settings.manage", "lookups.read")}


def test_only_an_administrator_of_the_ground_makes_them(here: Ground, there: Ground) -> None:
    office = here.offices["police"].pk
    told = {"name": "x", "role": "commune_clerk", "scopes": ["areas.read"], "expires_on": today()}
    for role in ROLES:
        by = here.viewer(role)
        if role != "system_admin":
            with acting(by), pytest.raises(Refused):
                tokens.make(by=by, office_id=office, **told)  # type: ignore[arg-type]
    by = admin(there)
    with acting(by), pytest.raises(NotFound):
        tokens.make(by=by, office_id=office, **told)  # type: ignore[arg-type]
    token, _secret = made(here)
    with acting(by), pytest.raises(NotFound):
        tokens.revoke(by=by, token_id=token.pk)


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"scopes": []}, "scopes"), ({"scopes": ["people.all"]}, "scopes"), ({"scopes": ["people.write"]}, "scopes"),
     ({"networks": ["10.0.0.0/40"]}, "networks"), ({"expires_on": date(2020, 1, 1)}, "expires_on"),
     ({"expires_on": date(2199, 1, 1)}, "expires_on"), ({"name": "  "}, "name")],
)  # fmt: skip
def test_what_cannot_be_taken_is_said_at_its_field(here: Ground, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as wrong:
        made(here, **changes)
    assert field in wrong.value.fields
    assert Token.objects.count() == 0


@pytest.mark.parametrize("role", ["system_admin", "auditor", "province_manager", "no-such"])
def test_no_role_of_another_kind_or_level(here: Ground, role: str) -> None:
    with pytest.raises(Refused):
        made(here, role=role)


def test_a_service_account_is_nobody_one_can_post_or_give_an_account(here: Ground) -> None:
    from diaban.access import queries

    made(here)
    by = admin(here)
    with acting(by):
        assert not queries.staff(by).filter(number__startswith="API-").exists()
        assert not queries.postings(by).filter(post="Phần mềm").exists()
    assert Posting.objects.filter(post="Phần mềm").count() == 1
    assert Office.objects.filter(pk=here.offices["police"].pk).exists()


def test_guessing_is_slowed_by_address(here: Ground, settings: Any) -> None:
    settings.LIMITS = {**settings.LIMITS, "bad-token": (3, 60)}
    _token, secret = made(here)
    wrong = "dbn_aaaaaaaaaa_" + "a" * 43
    found = [ask(wrong).status_code for _n in range(5)]
    assert found[:3] == [401] * 3
    assert 429 in found[3:]
    assert ask(secret).status_code == 429  # from the same address
    client = Client(headers={"host": "localhost", "authorization": f"Bearer {secret}"})
    assert client.get("/api/v1/me", REMOTE_ADDR="127.0.0.2").status_code == 200
