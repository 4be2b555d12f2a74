"""What stands around a report's text: bodies as they were called on the day, the number, the place and day.

By decree 30/2020/NĐ-CP. A body's name is made of the name that its unit had on the day, for a commune becomes a ward
and a province a city without any office being renamed here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from diaban.access.models import Body, Office
from diaban.areas import queries as areas
from diaban.areas.queries import Level, Unit
from diaban.reports.content import Letterhead

#: What each body is called before its unit's name, and shortly in a document's number.
_CALLED = {
    Body.PEOPLE_COMMITTEE: ("Ủy ban nhân dân", "UBND"),
    Body.PEOPLE_COUNCIL: ("Hội đồng nhân dân", "HĐND"),
    Body.POLICE: ("Công an", "CA"),
    Body.MILITARY: ("Ban Chỉ huy quân sự", "BCH"),
    Body.FRONT: ("Ủy ban Mặt trận Tổ quốc Việt Nam", "MTTQ"),
    Body.PARTY: ("Đảng ủy", "ĐU"),
}
#: Bodies that decide as a whole: their chairman signs on their behalf.
COLLECTIVE = frozenset({Body.PEOPLE_COMMITTEE, Body.PEOPLE_COUNCIL, Body.FRONT, Body.PARTY})


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who a report comes from: a body on a unit, with the name of the office where the body's own isn't made of it."""

    body: Body
    unit_id: int
    office_name: str = ""

    @property
    def short(self) -> str:
        """As it stands in the number: UBND, CA."""
        return _CALLED[self.body][1] if self.body in _CALLED else "VP"

    def name(self, on: date) -> str:
        """The body's name on a day, in capitals."""
        if self.body not in _CALLED:
            return self.office_name.upper()
        return f"{_CALLED[self.body][0]} {areas.unit(self.unit_id, on).full_name}".upper()

    def above(self, on: date) -> str:
        """The same body one level up on the day, in capitals; empty at the top."""
        over = self._over(on)
        return f"{_CALLED[self.body][0]} {over.full_name}".upper() if over is not None else ""

    def recipients(self, on: date) -> tuple[str, ...]:
        """Whom a report goes to unless someone says otherwise: the body above, and the archive."""
        over = self._over(on)
        if over is None:
            return ("Lưu: VT",)
        long, short = _CALLED[self.body]
        return (f"{short if self.body in COLLECTIVE else long} {over.full_name} (để báo cáo)", "Lưu: VT")

    def _over(self, on: date) -> Unit | None:
        """The unit of the body one level up; for a unit that had ended by then, the one above it on its last day."""
        if self.body not in _CALLED:
            return None
        day = on if areas.unit(self.unit_id).in_force(on) else None
        above = [unit for unit in areas.ancestors(self.unit_id, day) if unit.level > Level.NATION]
        return above[-1] if above else None


def of_office(office: Office) -> Issuer:
    """The issuer that an office is."""
    return Issuer(Body(office.body), office.unit_id, office.name)


def of_area(unit_id: int) -> Issuer:
    """The People's Committee of a unit: who reports on it where nobody has signed."""
    return Issuer(Body.PEOPLE_COMMITTEE, unit_id)


def number(count: int | None, short: str, body: Body) -> str:
    """Số: 05/BC-UBND; a party body writes Số 05-BC/ĐU. Room to write while there is none."""
    told = "\N{NO-BREAK SPACE}" * 7 if count is None else f"{count:02d}"
    return f"Số {told}-BC/{short}" if body is Body.PARTY else f"Số: {told}/BC-{short}"


def made(
    issuer: Issuer, *, on: date, day: date | None, count: int | None = None, to: tuple[str, ...] = (),
    signs_for: tuple[str, ...] = (), post: str = "", signer: str = "",
) -> Letterhead:  # fmt: skip
    """The letterhead of a report. `on` is the day whose names hold; `day` the document's, None while not signed."""
    unit = areas.unit(issuer.unit_id, on)
    return Letterhead(
        above=issuer.above(on), body=issuer.name(on), number=number(count, issuer.short, issuer.body), place=unit.name,
        day=day, year=on.year, recipients=to or issuer.recipients(on), signs_for=signs_for, post=post, signer=signer,
    )  # fmt: skip
