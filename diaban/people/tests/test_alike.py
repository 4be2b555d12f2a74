"""Before someone is registered: who may they be?"""

from __future__ import annotations

from datetime import date

import pytest

from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.access.tests.world import build
from diaban.core.sql import value
from diaban.people import actions, queries
from diaban.people.data import PersonData
from diaban.people.finding import words
from diaban.people.tests.conftest import person, settle
from diaban.people.tests.test_views import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_words() -> None:
    words.forget()


def found(viewer: Viewer, who: PersonData, **more: object) -> list[queries.Alike]:
    assert viewer.scope.unit_id is not None
    words.forget()  # as a process that has just read the syllables
    return queries.alike(viewer=viewer, person=who, place=viewer.scope.unit_id, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "who",
    [
        person("Nguyễn Thị Đào"),
        person("Nguyen Thi Dao"),
        person("Nguyễn Thị Đòa"),
        person("Nguyễn Thi Đào", birth_date=date(1985, 1, 2)),
        person("Nguyễn Đào", id_no="042185000011"),
        person("Nguyễn Thị Đài", id_no="042185000017"),
        person("Nguyễn Thị Đào", birth_date=date(1985, 1, 1), birth_precision="y"),
        person("Đào Nguyễn Thị"),
        person("Nguyeenx Thij DDaof"),
        person("Ông Nguyễn Thị Đào"),
    ],
)
def test_a_damaged_copy_finds_its_record(as_here: Viewer, who: PersonData) -> None:
    settled = settle(as_here, id_no="042185000011")
    for n in range(12):
        settle(as_here, f"Trần Văn {'ABCDEGHIKLMN'[n]}i", sex="m", birth_date=date(1970 + n, 5, 9))
    likely = found(as_here, who)
    assert likely
    assert likely[0].person is not None
    assert likely[0].person.id == settled.id
    assert likely[0].evidence
    assert value("select shown from ledger_lookup where query_kind = 'intake'") == [settled.id]


def test_strangers_siblings_and_twins_are_not_taken_for_one(as_here: Viewer) -> None:
    head = settle(as_here)
    assert found(as_here, person("Lê Văn Tám", sex="m")) == []
    brother = person("Nguyễn Văn Đức", sex="m", birth_date=date(1987, 3, 4))
    assert found(as_here, brother, household_id=head.household_id) == []
    alone = found(as_here, person("Nguyễn Thị Đảo"))[0].probability
    twin = found(as_here, person("Nguyễn Thị Đảo"), household_id=head.household_id)
    assert not twin or twin[0].probability < alone


def test_who_is_elsewhere_is_told_by_place_alone(as_here: Viewer, there: Viewer) -> None:
    with acting(there):
        far = settle(there, id_no="042185000099")
        near = settle(there, "Nguyễn Thị Đòa")
    likely = found(as_here, person())
    assert [(one.person, one.place_name) for one in likely] == [(None, "Phường Vũng Áng")]
    assert value("select shown from ledger_lookup where query_kind = 'intake'") == [far.id]
    assert near.id != far.id


def test_a_merged_record_answers_by_the_one_that_stays(as_here: Viewer) -> None:
    kept, gone = settle(as_here, id_no="042185000011"), settle(as_here, "Nguyễn Thị Đòa", id_no=None)
    actions.merge(by=as_here, resident_id=kept.id, merged_id=gone.id)
    assert [one.person.id for one in found(as_here, person("Nguyễn Thị Đòa")) if one.person] == [kept.id]


def test_the_form_shows_them_once_and_never_blocks(db: None) -> None:
    ground = build("18754", "42", "a", sign_in=["commune_police"], demo=True)
    client = signed_in(ground, "commune_police")
    typed = {"full_name": "Nguyễn Thị Đào", "sex": "f", "birth_date": "01/02/1985", "place": ground.commune,
             "kind": "permanent", "since": "01/01/2026"}  # fmt: skip
    assert client.post("/cu-dan/moi/", typed).status_code == 302
    words.forget()
    first = client.post("/cu-dan/moi/", typed)
    assert first.status_code == 422
    assert "Có thể đã có trong sổ" in first.content.decode()
    seen = first.context["alike"].token
    again = client.post("/cu-dan/moi/", typed | {"seen": seen, "birth_date": "02/02/1985"})
    assert again.status_code == 422  # other details, another look
    assert client.post("/cu-dan/moi/", typed | {"seen": seen}).status_code == 302
