"""Run by itself, on the database of the running console: a parcel of cards at an office, through the actions.

python -m tests.pages.parcel ACCOUNT COUNT    # prints [[serial, code, name], …]
"""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diaban.access.scope import Viewer
    from diaban.people.models import Resident

MIDDLE = ("Văn", "Hữu", "Đức", "Quang", "Minh", "Ngọc", "Xuân", "Thanh", "Công", "Bá")
GIVEN = ("An", "Bình", "Cường", "Dũng", "Đạt", "Giang", "Hải", "Hùng", "Khoa", "Lâm", "Long", "Nam", "Phúc", "Quân",
         "Sơn", "Tâm", "Thắng", "Tuấn", "Việt", "Vinh")  # fmt: skip


def _made(username: str, count: int) -> list[tuple[str, str, str]]:
    from diaban.access import viewers
    from diaban.access.models import Account
    from diaban.access.session import acting
    from diaban.cards import actions

    viewer = viewers.viewer_for(Account.objects.get(username=username), "residence")
    with acting(viewer):
        people = [_person(viewer, n) for n in range(count)]
        made = actions.apply_all(by=viewer, asked=[actions.Asked(each.pk, "first") for each in people])
        ids = [row.pk for row in made]
        actions.capture_all(by=viewer, captured=[actions.Captured(pk, "good", "good", "good", "MAY01-1") for pk in ids])
        for verb in (actions.declare_all, actions.send_all, actions.approve_all):
            verb(by=viewer, application_ids=ids)
        printed = [actions.Printed(pk, f"PC{n:07d}") for n, pk in enumerate(ids)]
        cards = actions.print_all(by=viewer, printed=printed)
        actions.arrive_all(by=viewer, application_ids=ids)
    return [(card.serial, _code(each), each.full_name) for card, each in zip(cards, people, strict=True)]


def _person(viewer: Viewer, n: int) -> Resident:
    """Someone who is new to the register."""
    from diaban.people import actions
    from diaban.people.data import PersonData

    name = f"Phan {MIDDLE[n // 20 % 10]} {GIVEN[n % 20]}"
    born = date(1980, 1, 1) + timedelta(n)
    person = PersonData(full_name=name, sex="m", birth_date=born, birth_precision="d", id_no=f"062080{n:06d}")
    assert viewer.scope.unit_id is not None
    return actions.register(by=viewer, person=person, place=viewer.scope.unit_id, household_id=None, since=born)


def _code(person: Resident) -> str:
    return f"{person.id_no}||{person.full_name}|{person.birth_date:%d%m%Y}|Nam|Thôn Một, Hà Tĩnh|01112026"


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(_made(sys.argv[1], int(sys.argv[2])), ensure_ascii=False))
