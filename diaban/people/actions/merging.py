"""Records of one person are merged, and un-merged again: rows and lines stay, and every row can be put back as it was.

What a merge changes is small: the merged row is marked and leaves its household, what still runs of its stays goes on
with who stays, who also answers to its number and name. The rows as they were are kept with the merge.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.core.errors import Conflict, Invalid, NotFound
from diaban.core.time import now, today
from diaban.ledger.actions import append, void
from diaban.ledger.lines import Line
from diaban.people import identity, life, policies, sameness
from diaban.people.actions.base import action, locked, locked_household, person_line, plain_line, save
from diaban.people.actions.kept import Kept, restored
from diaban.people.actions.stays import follow_stays
from diaban.people.models import COUNTED, Alias, AliasKind, Household, Merge, Relation, Resident, State, Stay, StayKind


def merge(
    *, by: Viewer, resident_id: UUID, merged_id: UUID, version: int | None = None, merged_version: int | None = None,
    despite: bool = False,
) -> Merge:  # fmt: skip
    """`merged_id` is another record of `resident_id`, who stays. `despite`: what tells twins, siblings and namesakes
    apart was seen, and they are one person all the same.

    Raises Invalid where something tells them apart, or where the other record is the one to keep.
    """
    with action() as action_id:
        kept, gone = _both(resident_id, merged_id, version, merged_version)
        for resident in (kept, gone):
            policies.check_merge(by, resident)
        _check(kept, gone, despite)
        rows = _touched(kept, gone)
        counted = gone.state in COUNTED
        lines = [plain_line("people.merged", gone.id, gone.place, by, action_id),
                 plain_line("people.kept", kept.id, kept.place, by, action_id)]  # fmt: skip
        if counted:
            lines.append(person_line("people.counted_once", gone, by, action_id, day=today(), quantity=-1))
        lines += _leave_home(kept, gone, by, action_id)
        _hand_stays(kept, gone)
        _mark(gone, kept)
        added = _names(kept, gone)
        made = Merge.objects.create(
            merged_id=gone.id, into_id=kept.id, changed=rows.changes(), added=added, lines=append(lines),
            action_id=action_id, office=by.office_id, actor=by.staff_id,
        )  # fmt: skip
        identity.remap(identity.of_one(gone.id))
        life.merged(by, [kept.id, gone.id])
    return made


def _both(one: UUID, two: UUID, version: int | None, other: int | None) -> tuple[Resident, Resident]:
    """Both locked, in one order for every caller."""
    if one == two:
        raise Invalid(_("Hai hồ sơ phải khác nhau; chưa gộp gì."))
    versions = {one: version, two: other}
    found = {key: locked(key, versions[key]) for key in sorted((one, two))}
    return found[one], found[two]


def _check(kept: Resident, gone: Resident, despite: bool) -> None:
    if State.VOID in (kept.state, gone.state):
        raise Conflict(_("Một trong hai hồ sơ đã được gộp hoặc đánh dấu ghi nhầm; chưa gộp gì, hãy tải lại trang."))
    told = sameness.apart(kept, gone)
    if "death" in told:
        raise Invalid(_("Một hồ sơ đã khai tử, hồ sơ kia thì chưa: ghi hoặc hủy khai tử trước khi gộp."))
    if told and not despite:
        why = ", ".join(str(sameness.APART[code]) for code in told)
        raise Invalid(_("Chưa gộp, vì có thể là hai người: %(why)s.") % {"why": why}, {"despite": why})
    if kept.state not in COUNTED and gone.state in COUNTED:
        raise Invalid(_("Hồ sơ giữ lại phải là hồ sơ đang được tính cư trú; hãy đổi chiều gộp."))


def _touched(kept: Resident, gone: Resident) -> Kept:
    """The rows that the merge may change, as they are before it; put back from the last to the first, so that who stays
    gives a number back before it is taken."""
    homes = [key for key in (kept.household_id, gone.household_id) if key is not None]
    stays = [stay.id for stay in Stay.objects.select_for_update().filter(resident_id=gone.id, closed=False)]
    return Kept({Resident: [gone.id, kept.id], Household: homes, Stay: stays})


def _leave_home(kept: Resident, gone: Resident, by: Viewer, action_id: UUID) -> list[Line]:
    """The household without the merged record: who stays heads it instead, if they live in it; an empty one ends."""
    if gone.household_id is None:
        return []
    home = locked_household(gone.household_id)
    headed = home.head_id == gone.id
    others = Resident.objects.filter(household_id=home.id, state__in=COUNTED).exclude(pk=gone.id)
    if headed and kept.household_id == home.id and kept.state in COUNTED:
        save(kept, relation=Relation.HEAD)
        save(home, head_id=kept.id)
    elif not others.exists() and home.closed_on is None:
        save(home, head_id=None, closed_on=today())
        return [plain_line("people.household_closed", home.id, home.place, by, action_id, quantity=-1)]
    elif headed:
        save(home, head_id=None)
    return [plain_line("people.household_changed", home.id, home.place, by, action_id)] if headed else []


def _hand_stays(kept: Resident, gone: Resident) -> None:
    """What still runs goes on with who stays; a second permanent residence ends."""
    at_home = Stay.objects.filter(resident_id=kept.id, kind=StayKind.PERMANENT, ends=None).exists()
    handed = False
    for stay in Stay.objects.filter(resident_id=gone.id, closed=False):
        if stay.kind == StayKind.PERMANENT and (at_home or kept.state not in COUNTED):
            stay.ends, stay.closed = max(stay.starts, stay.ends or today()), True
        else:
            stay.resident_id = kept.id
            handed = handed or stay.kind != StayKind.PERMANENT
        stay.save(update_fields=["resident_id", "ends", "closed"])
    if handed and kept.state in COUNTED:
        follow_stays(kept)


def _mark(gone: Resident, kept: Resident) -> None:
    """The merged row is out of lists and counts. Its number goes to who stays where they have none; else it keeps it,
    so that nobody is registered under it again."""
    number = gone.id_no if not kept.id_no else None
    left = {} if number is None else {"id_no": None}
    save(gone, state=State.VOID, household_id=None, present_place=None, death_date=None, **left)
    if number is not None:
        save(kept, id_no=number)


def _names(kept: Resident, gone: Resident) -> list[int]:
    """Who stays answers to the other's number, name and old numbers; the ids of what was added."""
    known = {(a.kind, a.value) for a in Alias.objects.filter(resident_id=kept.id)}
    wanted = [Alias(kind=a.kind, value=a.value, fold=a.fold, issuer=a.issuer, issued_on=a.issued_on)
              for a in Alias.objects.filter(resident_id=gone.id).order_by("id")]  # fmt: skip
    if gone.id_no and gone.id_no != kept.id_no:
        wanted.append(Alias(kind=AliasKind.NUMBER, value=gone.id_no))
    if gone.full_name != kept.full_name:
        wanted.append(Alias(kind=AliasKind.NAME, value=gone.full_name, fold=gone.fold))
    added = []
    for alias in wanted:
        if (alias.kind, alias.value) not in known:
            known.add((alias.kind, alias.value))
            alias.resident_id = kept.id
            alias.save(force_insert=True)
            added.append(alias.pk)
    return added


def unmerge(*, by: Viewer, merged_id: UUID) -> Merge:
    """The record is somebody else's after all: every row that the merge changed is as it was, and its lines are voided.

    What was changed since then by somebody else stays as they left it. Raises NotFound where the record isn't merged,
    Invalid where a later merge touched the same rows and has to be taken back first.
    """
    with action() as action_id:
        found = Merge.objects.select_for_update().filter(merged_id=merged_id, undone_by=None).first()
        if found is None:
            raise NotFound(_("Hồ sơ này chưa được gộp, hoặc đã được tách ra rồi."))
        kept, gone = _both(found.into_id, found.merged_id, None, None)
        for resident in (kept, gone):
            policies.check_merge(by, resident)
        _check_last(found)
        Alias.objects.filter(pk__in=found.added, resident_id=kept.id).delete()
        restored(found.changed)
        gone.refresh_from_db()
        _come_back(gone, by, action_id)
        for number in reversed(found.lines):
            void(number, actor=by.staff_id, office=by.office_id, purpose=by.purpose, action=action_id)
        found.undone_by, found.undone_at = action_id, now()
        found.save(update_fields=["undone_by", "undone_at"])
        identity.remap(identity.of_one(gone.id))
        life.merged(by, [kept.id, gone.id])
    return found


def _check_last(found: Merge) -> None:
    ids = [one["id"] for one in found.changed]
    standing = Merge.objects.filter(undone_by=None)
    later = standing.filter(pk__gt=found.pk)
    touched = any(one["id"] in ids for rows in later.values_list("changed", flat=True).iterator() for one in rows)
    if touched or standing.filter(merged_id=found.into_id).exists():
        raise Invalid(_("Một lần gộp sau đã chạm vào cùng hồ sơ hoặc hộ; hãy tách lần gộp đó trước."))


def _come_back(gone: Resident, by: Viewer, action_id: UUID) -> None:
    """A household that somebody closed since then is opened again; a head whose place was taken becomes a member."""
    if gone.household_id is None or gone.state not in COUNTED:
        return
    home = locked_household(gone.household_id)
    if home.closed_on is not None:
        save(home, closed_on=None)
        append([plain_line("people.household_opened", home.id, home.place, by, action_id)])
    if gone.relation == Relation.HEAD and home.head_id != gone.id:
        if home.head_id is None:
            save(home, head_id=gone.id)
        else:
            save(gone, relation=Relation.OTHER)
