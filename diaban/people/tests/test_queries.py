from datetime import date

import pytest

from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.core.errors import Refused
from diaban.core.sql import rows
from diaban.people import queries
from diaban.people.queries import Filters
from diaban.people.tests.conftest import MakeViewer, settle

pytestmark = pytest.mark.django_db

NAMES = [
    "Trần Văn Yến",
    "Lê Thị Đào",
    "Lê Thị Dung",
    "Nguyễn Ánh",
    "Nguyễn Văn An",
    "Bùi Văn An",
    "Lê Ân",
    "Lê Anh",
]
IN_ORDER = [
    "Bùi Văn An",
    "Nguyễn Văn An",
    "Lê Anh",
    "Nguyễn Ánh",
    "Lê Ân",
    "Lê Thị Dung",
    "Lê Thị Đào",
    "Trần Văn Yến",
]


def names(page: queries.Page) -> list[str]:
    return [row.full_name for row in page.rows]


def test_pages_follow_each_other_both_ways(as_here: Viewer) -> None:
    for name in NAMES:
        settle(as_here, name)
    first = queries.list_residents(viewer=as_here, limit=3)
    second = queries.list_residents(viewer=as_here, limit=3, after=str(first.rows[-1].id))
    third = queries.list_residents(viewer=as_here, limit=3, after=str(second.rows[-1].id))
    assert names(first) + names(second) + names(third) == IN_ORDER
    assert [(p.earlier, p.later) for p in (first, second, third)] == [(False, True), (True, True), (True, False)]
    again = queries.list_residents(viewer=as_here, limit=3, before=str(third.rows[0].id))
    assert (names(again), again.earlier, again.later) == (names(second), True, True)
    fallen = queries.list_residents(viewer=as_here, limit=3, down=True)
    assert names(fallen) == IN_ORDER[::-1][:3]
    assert names(queries.list_residents(viewer=as_here, after="no id", limit=3)) == names(first)
    assert queries.count_residents(viewer=as_here) == 8


def test_what_a_list_shows_is_logged(as_here: Viewer, make_viewer: MakeViewer) -> None:
    shown = settle(as_here)
    queries.list_residents(viewer=as_here)
    found = rows("select query_kind, purpose from ledger_lookup where shown @> array[%s::uuid]", [shown.id])
    assert found == [("list", "residence")]
    aimless = make_viewer("18754", purpose=None)
    with acting(aimless), pytest.raises(Refused):
        queries.list_residents(viewer=aimless)


def test_filters_narrow_list_and_count_alike(as_here: Viewer) -> None:
    settle(as_here, "Lê Văn Nam", sex="m", birth_date=date(2015, 5, 5))
    settle(as_here, "Lê Thị Năm", birth_date=date(1950, 1, 1), birth_precision="y")
    for filters, expected in [
        (Filters(sex="m"), ["Lê Văn Nam"]),
        (Filters(age_from=60), ["Lê Thị Năm"]),
        (Filters(age_to=17), ["Lê Văn Nam"]),
        (Filters(name="nam"), ["Lê Văn Nam", "Lê Thị Năm"]),
        (Filters(name="năm"), ["Lê Thị Năm"]),
        (Filters(name="%"), []),
        (Filters(state="dead"), []),
    ]:
        assert names(queries.list_residents(viewer=as_here, filters=filters)) == expected, filters
        assert queries.count_residents(viewer=as_here, filters=filters) == len(expected), filters


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("nguyen thi dao", True),
        ("dao nguyen", True),
        ("Đào", True),
        ("nguyen thi dao 1985", True),
        ("nguyen thi dao 1986", False),
        ("042185001234", True),
        ("042 185 001 234", True),
        ("1234", True),
        ("123", False),
        ("0912345678", True),
        ("tran", False),
        ("%", False),
        ("'; drop table people_resident", False),
    ],
)
def test_what_is_typed_finds_the_person(as_here: Viewer, typed: str, found: bool) -> None:
    settle(as_here, id_no="042185001234", phone="0912345678")
    assert bool(queries.search(viewer=as_here, text=typed).rows) is found


def test_an_old_number_finds_its_holder(as_here: Viewer) -> None:
    from diaban.people import actions

    resident = settle(as_here)
    actions.add_alias(by=as_here, resident_id=resident.id, kind="cmnd", value="183456789", issuer="Hà Tĩnh")
    assert [r.id for r in queries.search(viewer=as_here, text="183456789").rows] == [resident.id]
