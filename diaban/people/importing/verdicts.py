"""A verdict for every row: new, same, changed (in what), doubtful (why), refused (why). No row is ever dropped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from diaban.core.text import fold
from diaban.people.importing import reasons
from diaban.people.importing.known import Known, Resident
from diaban.people.importing.rows import Person

NEW, SAME, CHANGED, DOUBTFUL, REFUSED = VERDICTS = ("new", "same", "changed", "doubtful", "refused")
_COUNTED = ("present", "absent", "away")


@dataclass(slots=True)
class Judged:
    """A row with its verdict, and the resident in store that it is about, if one."""

    person: Person
    verdict: str
    record: UUID | None = None


def judge(persons: Sequence[Person], known: Known, place_of: Callable[[Person], int]) -> list[Judged]:
    """One verdict for each person, in order. `place_of` says where a row's person would be counted."""
    within = _Within()
    return [_judge(person, known, place_of(person), within) for person in persons]


def _judge(person: Person, known: Known, place: int, within: _Within) -> Judged:
    found = _find(person, known)
    within.check(person)
    otherwise = NEW
    if found is not None:
        otherwise = _compare(person, found, place)
    elif person.id_no and person.id_no in known.elsewhere:
        person.reasons.append(reasons.reason("number_elsewhere"))
    return Judged(person, reasons.verdict(person.reasons, otherwise), found.id if found else None)


class _Within:
    """The rows of this file seen so far: by number, and by name and birth."""

    def __init__(self) -> None:
        self.numbers: dict[str, Person] = {}
        self.persons: dict[tuple[str, date | None, str], list[Person]] = {}
        self.homes: dict[tuple[str, str, str], list[Person]] = {}
        self.births: dict[tuple[str, str, date | None], list[Person]] = {}

    def check(self, person: Person) -> None:
        """Doubt a row that an earlier one already says."""
        if person.id_no:
            first = self.numbers.setdefault(person.id_no, person)
            if first is not person:
                person.reasons.append(reasons.reason("number_twice", row=_where(first, person)))
        if not person.fold:
            return
        twin = self._twin(person)
        if twin is not None and not any(r.code == "number_twice" for r in person.reasons):
            person.reasons.append(reasons.reason("person_twice", row=_where(twin, person)))
        self.persons.setdefault((person.fold, person.birth, person.precision), []).append(person)
        if person.household:
            self.homes.setdefault((person.household, person.hamlet, person.fold), []).append(person)
            if person.precision == "d":
                self.births.setdefault((person.household, person.hamlet, person.birth), []).append(person)

    def _twin(self, person: Person) -> Person | None:
        """The same full birth date and name, or the same name at home with nothing against it; two different
        whole numbers say two people, unless they are a slip apart."""
        if person.precision == "d":
            for other in self.persons.get((person.fold, person.birth, "d"), ()):
                if _sex_agrees(person, other) and not _apart(person.id_no, other.id_no):
                    return other
        for other in self.homes.get((person.household, person.hamlet, person.fold), ()):
            if _sex_agrees(person, other) and _births_agree(person, other) and not _apart(person.id_no, other.id_no):
                return other
        if person.household and person.precision == "d":
            for other in self.births.get((person.household, person.hamlet, person.birth), ()):
                if _sex_agrees(person, other) and not (person.id_no and other.id_no) and _near(person.fold, other.fold):
                    return other
        return None


def _near(one: str, other: str) -> bool:
    """Names a slip apart, or one a shorter way to say the other; for two born on one day in one home."""
    from rapidfuzz.distance import OSA

    mine, theirs = set(one.split()), set(other.split())
    shorter = min(mine, theirs, key=len)
    if len(shorter) >= 2 and mine != theirs and shorter == mine & theirs:
        return True
    return int(OSA.distance(one.replace(" ", ""), other.replace(" ", ""))) <= 1


def _where(first: Person, person: Person) -> str:
    return str(first.row) if first.sheet == person.sheet else f"{first.sheet}!{first.row}"


def _sex_agrees(one: Person, other: Person | Resident) -> bool:
    return "u" in (one.sex, other.sex) or one.sex == other.sex


def _births_agree(one: Person, other: Person | Resident) -> bool:
    """Equal, unknown, in the same month or year where only that is known, or 1 January standing for a year."""
    if one.birth is None or other.birth is None:
        return True
    if one.birth.year != other.birth.year:
        return False
    loose = {"y", "m"} & {one.precision, other.precision}
    first_days = (1, 1) in ((one.birth.month, one.birth.day), (other.birth.month, other.birth.day))
    return (
        one.birth == other.birth or first_days or bool(loose and ("y" in loose or one.birth.month == other.birth.month))
    )


def _apart(one: str, other: str) -> bool:
    """Whether two numbers are both there and differ by more than a slip (two digits)."""
    return bool(one and other) and sum(a != b for a, b in zip(one, other, strict=True)) > 2


def _find(person: Person, known: Known) -> Resident | None:
    """The resident in store a row is about; what looks like one without enough to say so is a doubt."""
    found = known.by_number.get(person.id_no) if person.id_no else None
    if found is not None:
        if found.fold != person.fold and not _same_day(person, found):
            person.reasons.append(reasons.reason("number_of_other"))
        return found
    for other in known.by_cmnd.get(person.cmnd, ()) if person.cmnd else ():
        if other.fold == person.fold and _births_agree(person, other) and not (person.id_no and other.id_no):
            return other
    return _by_person(person, known)


def _by_person(person: Person, known: Known) -> Resident | None:
    alike = [r for r in known.by_person.get((person.fold, person.birth), ()) if _sex_agrees(person, r)]
    home = [r for r in alike if r.household == person.household and (person.household or r.precision == "d")]
    for other in home:
        if not (person.id_no and other.id_no):
            return other
    for other in alike:
        if person.precision != "d" and other.household != person.household:
            continue
        if person.id_no and other.id_no:
            if not _apart(person.id_no, other.id_no):
                person.reasons.append(reasons.reason("number_differs"))
                return other
        elif person.birth is not None:
            person.reasons.append(reasons.reason("maybe_same"))
            return other
    return None


def _same_day(person: Person, found: Resident) -> bool:
    return person.birth is not None and person.birth == found.birth


def _compare(person: Person, found: Resident, place: int) -> str:
    if found.state not in _COUNTED:
        person.reasons.append(reasons.reason("left"))
        return DOUBTFUL
    names = list(_differences(person, found, place))
    if not names:
        return SAME
    person.reasons.append(reasons.reason("fields_changed", names=names))
    return CHANGED


def _differences(person: Person, found: Resident, place: int) -> list[str]:
    """What the row says otherwise; what it does not say is no difference."""
    pairs = [
        ("full_name", person.full_name, found.full_name),
        ("sex", person.sex if person.sex != "u" else found.sex, found.sex),
        ("birth", (person.birth, person.precision) if person.birth else None, (found.birth, found.precision)),
        ("id_no", person.id_no, found.id_no),
        ("relation", person.relation, found.relation),
        ("household", person.household, found.household),
        ("phone", person.phone, found.phone),
        ("address", fold(person.address), fold(found.address)),
        ("hometown", fold(person.hometown), fold(found.hometown)),
    ]
    names = [name for name, said, kept in pairs if said and said != kept]
    if person.cmnd and person.cmnd not in found.cmnds:
        names.append("cmnd")
    if person.hamlet and place != found.place:
        names.append("place")
    return names
