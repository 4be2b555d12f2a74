"""Two communes of Kỳ Anh, one of another province, their offices, and one person for each role.

Used by the tests of this room and by the matrix of leaks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from diaban.access import accounts, actions, viewers
from diaban.access.models import Account, Office, Posting, Staff
from diaban.access.roles import ROLES
from diaban.access.scope import Viewer
from diaban.access.session import acting
from diaban.core import sql

SINCE = date(2025, 7, 1)
PASSWORD = "ruong-dong-xanh-2026"
#: Role → which office of a `Ground` its holder works at.
OFFICE_OF = {
    "commune_clerk": "committee",
    "commune_police": "police",
    "hamlet_team": "committee",
    "province_manager": "province",
    "analyst": "committee",
    "auditor": "province",
    "system_admin": "province",
}


@dataclass
class Ground:
    """One commune with its province: units, offices and the people who work there."""

    province: int
    commune: int
    hamlet: int
    offices: dict[str, Office] = field(default_factory=dict)
    staff: dict[str, Staff] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)

    def add_account(self, role: str, by: Viewer, *, demo: bool = False) -> str:
        """An account for the holder of a role; returns its first password."""
        username = f"{role}.{self.offices['police'].code[-1]}".replace("_", "-").lower()
        self.accounts[role], secret = accounts.make_account(
            by=by, staff_id=self.staff[role].pk, username=username, demo=demo, password=PASSWORD if demo else None
        )
        return secret

    def viewer(self, role: str, purpose: str | None = None) -> Viewer:
        """The viewer of the person who holds a role here."""
        posting = Posting.objects.get(staff=self.staff[role])
        return viewers.viewer_of_posting(posting.pk, purpose)


def unit_id(code: str) -> int:
    """The unit that carries a code today."""
    found: int | None = sql.value(
        "select id from areas_unit where code = %s and valid_to is null and level in (1, 3)", [code]
    )
    assert found is not None, f"the shipped units have no {code}"
    return found


def add_hamlet(commune: int, code: str) -> int:
    """A hamlet inside a commune, with its rows of the closure."""
    made: int = sql.value(
        """insert into areas_unit (id, level, code, valid_from, parent_id, snapshot)
           values (nextval('areas_own_unit'), 4, %s, %s, %s, false) returning id""",
        [code, SINCE, commune],
    )
    sql.rows(
        """insert into areas_within (place_id, unit_id)
           select %s, unit_id from areas_within where place_id = %s union select %s, %s returning 1""",
        [made, commune, made, made],
    )
    sql.rows(
        "insert into areas_name (unit_id, kind, name, valid_from, citation, checked, reform)"
        " values (%s, 'thôn', %s, %s, '', true, '') returning 1",
        [made, f"Thử {code}", SINCE],
    )
    sql.execute(
        "insert into areas_hamlet (unit_id, local_code, head_title) values (%s, %s, 'trưởng thôn')", [made, code[-8:]]
    )
    return made


def build(
    commune_code: str, province_code: str, tag: str, *, sign_in: Sequence[str] = (), demo: bool = False
) -> Ground:
    """Offices and staff of one commune and its province, with accounts for the roles in `sign_in` (hashing is slow).

    `tag` keeps names and numbers apart.
    """
    commune = unit_id(commune_code)
    ground = Ground(unit_id(province_code), commune, add_hamlet(commune, f"{commune_code}-{tag}"))
    by = viewers.command_line()
    with acting(by):
        opened = (
            ("committee", "ubnd", 3, commune),
            ("police", "congan", 3, commune),
            ("province", "ubnd", 1, ground.province),
        )
        for name, body, level, unit in opened:
            ground.offices[name] = actions.open_office(
                by=by, code=f"{body}-{level}-{tag}", name=f"Đơn vị {name} {tag}", body=body, level=level,
                unit_id=unit, valid_from=SINCE,
            )  # fmt: skip
        for role in ROLES:
            ground.staff[role] = actions.add_staff(
                by=by, number=f"CB-{role}-{tag}", full_name=f"Cán Bộ {role} {tag}",
                office_id=ground.offices[OFFICE_OF[role]].pk, post="Cán bộ", role=role, valid_from=SINCE,
                unit_id=ground.hamlet if role == "hamlet_team" else None,
            )  # fmt: skip
        for role in sign_in:
            ground.add_account(role, by, demo=demo)
    return ground
