"""Cards by the parcel and by the scan: stock, proxies and the post, spoiled cards, each number in one state."""

from __future__ import annotations

import pytest

from diaban.access.scope import Viewer
from diaban.cards import actions
from diaban.cards.models import Card, CardState
from diaban.cards.queries import to_hand_over
from diaban.cards.tests.world import GOOD, at_the_office, declared, someone, state, told
from diaban.core.errors import Conflict, Invalid
from diaban.core.sql import rows
from diaban.people.models import Resident

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"delivery": "proxy", "receiver": "Nguyễn Văn Nhận"}, "receiver"),
        ({"delivery": "proxy", "receiver_ref": "042085009999"}, "receiver"),
        ({"delivery": "post"}, "receiver_ref"),
        ({"delivery": "self", "checked": False}, "checked"),
        ({"delivery": "drone"}, "delivery"),
    ],
)
def test_what_a_hand_over_needs(officer: Viewer, given: dict[str, str], field: str) -> None:
    made = at_the_office(officer, someone(officer), "CC0000001")
    with pytest.raises(Invalid) as refused:
        actions.hand_over(by=officer, application_id=made.pk, **{"checked": True, **given})  # type: ignore[arg-type]
    assert field in refused.value.fields
    assert state(made.pk) == "arrived"


def test_a_proxy_is_kept_with_the_card(officer: Viewer) -> None:
    made = at_the_office(officer, someone(officer), "CC0000001")
    actions.hand_over(by=officer, application_id=made.pk, delivery="proxy", checked=True, receiver=" Lê  Thị Nhận ",
                      receiver_ref="042085009999")  # fmt: skip
    card = Card.objects.get()
    assert (card.delivery, card.receiver, card.receiver_ref) == ("proxy", "Lê Thị Nhận", "042085009999")


def test_stock_follows_every_card(officer: Viewer) -> None:
    made = [at_the_office(officer, someone(officer, n), f"CC000000{n}") for n in (1, 2, 3, 4)]
    assert told("cards.stock") == 4
    actions.hand_over(by=officer, application_id=made[0].pk, delivery="self", checked=True)
    actions.lose(by=officer, application_id=made[1].pk)
    with pytest.raises(Invalid):
        actions.spoil(by=officer, application_id=made[2].pk, why=" ")
    actions.spoil(by=officer, application_id=made[2].pk, why="Sai ngày sinh")
    assert told("cards.stock") == 1 == Card.objects.filter(state=CardState.ARRIVED).count()
    assert state(made[2].pk) == "approved"
    assert Card.objects.get(pk="CC0000003").why == "Sai ngày sinh"


def test_a_card_is_found_by_its_number_or_its_own_code(officer: Viewer) -> None:
    resident = someone(officer)
    at_the_office(officer, resident, "CC0000001")
    name = Resident.objects.get(pk=resident.pk).full_name
    code = f"{resident.id_no}||{name}|02031985|Nam|Thôn 1|01102026"
    for scan in ("cc0000001", code):
        assert to_hand_over(viewer=officer, code=scan).serial == "CC0000001"
    for wrong in ("CC9999999", code.replace(str(resident.id_no), "042085099999")):
        with pytest.raises(Invalid):
            to_hand_over(viewer=officer, code=wrong)


def test_many_at_once_are_done_as_one_is(officer: Viewer) -> None:
    ids = [declared(officer, someone(officer, n)).pk for n in (1, 2, 3)]
    one = declared(officer, someone(officer, 4)).pk
    for pk in (*ids, one):
        assert state(pk) == "declared"
    actions.send_all(by=officer, application_ids=ids)
    actions.send(by=officer, application_id=one)
    found = rows("select c.state, c.near, c.late, c.paused, c.due_at, c.rule, c.version, c.closed_at"
                 " from casework_case c where c.id = any(%s)", [[*ids, one]])  # fmt: skip
    assert len({tuple(row) for row in found}) == 1
    with pytest.raises(Conflict):
        actions.approve_all(by=officer, application_ids=[*ids, declared(officer, someone(officer, 5)).pk])
    assert {state(pk) for pk in ids} == {"sent"}


def test_numbers_of_slips_run_on(officer: Viewer) -> None:
    ids = [actions.apply(by=officer, resident_id=someone(officer, n).pk, reason="first").pk for n in (1, 2, 3)]
    actions.capture_all(by=officer, captured=[actions.Captured(pk, **GOOD) for pk in ids])
    slips = [row.slip_no for row in actions.declare_all(by=officer, application_ids=ids)]
    alone = declared(officer, someone(officer, 4)).slip_no
    assert [str(slip)[-4:] for slip in (*slips, alone)] == ["0001", "0002", "0003", "0004"]
