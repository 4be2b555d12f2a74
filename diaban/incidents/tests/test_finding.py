"""Incidents are found by what somebody knows of one; a person only with a purpose, and logged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.access.tests.world import PASSWORD, Ground, build
from diaban.areas import queries as areas
from diaban.core.errors import Invalid, Refused
from diaban.incidents import actions, finding
from diaban.incidents.data import IncidentData, InvolvedData
from diaban.incidents.models import Incident
from diaban.people import actions as people
from diaban.people.data import PersonData

NUMBER = "042085000017"


@pytest.fixture
def ground(db: None) -> Ground:
    return build("18754", "42", "f", sign_in=["commune_police", "commune_clerk", "hamlet_team"], demo=True)


@pytest.fixture
def police(ground: Ground) -> Viewer:
    return ground.viewer("commune_police", "residence")


@pytest.fixture
def known(ground: Ground, police: Viewer) -> dict[str, Any]:
    """Three incidents and a resident who is in one of them."""
    with acting(police):
        person = PersonData(full_name="Trần Văn Thử", sex="m", birth_date=date(1985, 3, 1), birth_precision="d",
                            id_no=NUMBER)  # fmt: skip
        resident = people.register(by=police, person=person, place=ground.hamlet, household_id=None,
                                   since=date(2020, 1, 1))  # fmt: skip

        def made(kind: str, day: date, place: int, *who: InvolvedData, **more: Any) -> Incident:
            data = IncidentData(kind=kind, place=place, happened_on=day, **more)
            return actions.take_in(by=police, data=data, involved=who)

        victim = InvolvedData(role="victim", resident_id=resident.pk)
        named = InvolvedData(role="suspect", name="Lê Thị Mẫu")
        return {
            "resident": resident.pk,
            "theft": made("theft", date(2026, 3, 12), ground.hamlet, victim, named).pk,
            "fire": made("fire", date(2026, 4, 2), ground.commune).pk,
            "drugs": made("drug_trade", date(2025, 12, 30), ground.commune, file_no="15/TB-CA").pk,
        }


def found(by: Viewer, text: str = "", person: str = "") -> list[Any]:
    return [row.pk for row in finding.find(viewer=by, text=text, person=person).rows]


def test_by_kind_place_day_and_number(police: Viewer, ground: Ground, known: dict[str, Any]) -> None:
    commune = areas.unit(ground.commune).title
    with acting(police):
        assert found(police, "trộm cắp") == [known["theft"]]
        assert found(police, "chay") == [known["fire"]], "without marks"
        assert found(police, "2026") == [known["fire"], known["theft"]]
        assert found(police, "03/2026") == found(police, "ngày 12/03/2026") == [known["theft"]]
        assert found(police, commune) == [known["fire"], known["theft"], known["drugs"]]
        assert found(police, f"trộm cắp {commune}") == [known["theft"]], "a kind and a place in one breath"
        assert found(police, "15/TB") == found(police, "15/tb-ca") == [known["drugs"]]
        assert found(police, str(known["drugs"])) == [known["drugs"]]
        assert found(police, "ma túy, 2025") == [known["drugs"]]
        assert found(police, "ma túy, 2026") == []
        said = finding.find(viewer=police, text="trộm cắp, đâu đó")
        assert ([row.pk for row in said.rows], said.left) == ([known["theft"]], "đâu đó")
        nothing = finding.find(viewer=police, text="đâu đó")
        assert (nothing.rows, nothing.left) == ([], "đâu đó"), "what isn't understood doesn't find everything"
        with pytest.raises(Invalid):
            finding.find(viewer=police)


_LOGGED = "select query_kind, purpose, shown from ledger_lookup order by id"


def test_by_a_person_with_a_purpose_and_logged(police: Viewer, known: dict[str, Any], owner_db: Any) -> None:
    with acting(police):
        told = finding.find(viewer=police, person="van thu")
        assert [row.pk for row in told.rows] == [known["theft"]]
        assert told.people[known["theft"]] == "Trần Văn Thử (Bị hại, nạn nhân)"
        assert found(police, person="Mẫu Lê Thị") == [known["theft"]]
        assert found(police, person=NUMBER) == [known["theft"]]
        assert found(police, "cháy", person="Mẫu") == []
        assert found(police, person="Không Có Ai") == []
    with owner_db() as cursor:
        cursor.execute(_LOGGED)
        logged = [row for row in cursor.fetchall() if row[0] == "involved"]
    assert [row[1] for row in logged] == ["residence"] * 5
    assert [len(row[2]) for row in logged] == [1, 1, 1, 0, 0]
    assert logged[0][2][0] == known["resident"]
    aimless = replace(police, purpose=None)
    with acting(aimless), pytest.raises(Refused):
        finding.find(viewer=aimless, person="van thu")


def test_nothing_of_another_ground(known: dict[str, Any]) -> None:
    there = build("23293", "51", "g").viewer("commune_police", "residence")
    with acting(there):
        assert found(there, "2026") == []
        assert found(there, person="van thu") == []
        assert found(there, person=NUMBER) == []


def signed_in(role: str) -> Client:
    client = Client(headers={"host": "localhost"})
    client.post("/vao/", {"login": f"{role.replace('_', '-')}.f", "password": PASSWORD})
    return client


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_page_asks_for_a_purpose_before_a_person(ground: Ground, known: dict[str, Any]) -> None:
    client, where = signed_in("commune_police"), reverse("incidents:search")
    assert "Người liên quan" in text(client.get(where))
    assert client.post(where, {"q": "", "person": ""}).status_code == 422
    plain = client.post(where, {"q": "trộm cắp", "person": ""})
    assert "Trộm" not in plain["Location"]
    assert "trom" not in plain["Location"]
    assert str(known["theft"]) in text(client.get(plain["Location"]))
    asked = client.post(where, {"q": "", "person": "van thu"})
    assert asked["Location"].startswith(reverse("access:purpose"))
    client.post(reverse("access:purpose"), {"code": "residence"})
    shown = text(client.post(where, {"q": "", "person": "van thu"}, follow=True))
    assert "Trần Văn Thử" in shown
    assert client.get(reverse("incidents:found", args=["khong-co"])).status_code == 302
    assert 'name="person"' not in text(signed_in("hamlet_team").get(where)), "a role that opens no incident"


def test_incidents_on_a_resident_s_page_by_role_and_purpose(ground: Ground, known: dict[str, Any]) -> None:
    page = reverse("people:resident", args=[known["resident"]])
    client = signed_in("commune_police")
    client.post(reverse("access:purpose"), {"code": "residence"})
    shown = text(client.get(page))
    assert "Vụ việc liên quan" in shown
    assert str(known["theft"]) in shown
    assert str(known["fire"]) not in shown
    other = signed_in("hamlet_team")
    other.post(reverse("access:purpose"), {"code": "residence"})
    answer = other.get(page)
    assert answer.status_code == 200
    assert "Vụ việc liên quan" not in text(answer)
