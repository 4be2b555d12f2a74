"""What every verb of the room shares: the application locked, its case moved, its columns written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Model
from django.utils.translation import gettext_lazy as _

from diaban.access.scope import Viewer
from diaban.cards import follow, policies
from diaban.cards.models import ON_ITS_WAY, Application, Card
from diaban.casework import actions as corridor
from diaban.core.errors import Conflict, Invalid, NotFound
from diaban.core.sql import insert_rows, prepared_rows, update_rows
from diaban.core.time import ZONE, now
from diaban.ledger.actions import append_columns


@contextmanager
def stepping(by: Viewer, application_id: UUID) -> Iterator[Application]:
    """One verb on one application, locked for its transaction. Raises NotFound, Conflict with nothing written."""
    with stepping_all(by, [application_id]) as found:
        yield found[0]


@contextmanager
def stepping_all(by: Viewer, application_ids: Sequence[UUID]) -> Iterator[list[Application]]:
    """The same for many, in the order given: all or none."""
    policies.check_write(by)
    wanted = list(dict.fromkeys(application_ids))
    with told(), transaction.atomic():
        found = {row.pk: row for row in locked(Application, "id = any(%s::uuid[])", "id", wanted)}
        if len(found) < len(wanted):
            raise NotFound(_("Không có hồ sơ căn cước này trong phạm vi của bạn."))
        yield [found[each] for each in wanted]


Row = TypeVar("Row", bound=Model)


def locked(model: type[Row], where: str, order: str, ids: Sequence[UUID]) -> list[Row]:
    """Rows locked for this transaction, in one order whoever asks; the statement is planned once a connection."""
    names = [str(field.attname) for field in model._meta.concrete_fields]
    statement = f"select {', '.join(names)} from {model._meta.db_table} where {where} order by {order} for update"
    return [model.from_db("default", names, row) for row in prepared_rows(statement, [list(ids)], binary=True)]


def insert(made: Sequence[Model], **types: str) -> None:
    """Write new rows of one kind: columns with their types, the key first; the others have their database's default."""
    columns = {name: (kind, [getattr(row, name) for row in made]) for name, kind in types.items()}
    insert_rows(made[0]._meta.db_table, columns)


#: One moment for all, or one for each; now where nothing is said.
Moments = datetime | Sequence[datetime] | None


def each_at(at: Moments, count: int) -> list[datetime]:
    """The moment of each of so many."""
    if at is None or isinstance(at, datetime):
        return [at or now()] * count
    return list(at)


def day_of(moment: datetime) -> date:
    """The office's day of a moment."""
    return moment.astimezone(ZONE).date()


def step(
    by: Viewer, application: Application, code: str, *, at: datetime | None = None, delivery: str = "", **columns: str
) -> Application:
    """Move the case by one step, then write what changed of the record with it."""
    step_all(by, [application], code, at=at, delivery=delivery, columns=[columns])
    return application


def step_all(
    by: Viewer, applications: Sequence[Application], code: str, *, at: Moments = None, delivery: str = "",
    columns: Sequence[Mapping[str, str]] = (), receiver: str = "",
) -> None:  # fmt: skip
    """Move the cases of locked applications by the same step; `columns` are what changes of each, alike in name."""
    moves, moments = [], each_at(at, len(applications))
    for row, moment in zip(applications, moments, strict=True):
        dims = {"reason": row.reason} | ({"delivery": delivery} if delivery else {})
        moves.append(corridor.Move(row.pk, moment, dims))
    cases = corridor.move_all(by=by, step=code, moves=moves)
    opens = any(row.open != case.open for row, case in zip(applications, cases, strict=True))
    for at_, (row, case) in enumerate(zip(applications, cases, strict=True)):
        row.open, row.version = case.open, row.version + 1
        for name, told_as in (columns[at_] if columns else {}).items():
            setattr(row, name, told_as)
    _save(applications, list(columns[0]) if columns else [], opens)
    when = {row.pk: moment for row, moment in zip(applications, moments, strict=True)}
    follow.stepped(by, follow.Step(code, when, delivery, receiver))


def _save(applications: Sequence[Application], names: Sequence[str], opens: bool) -> None:
    """Write what a step changed of its records, in one statement."""
    columns: dict[str, tuple[str, Sequence[Any]]] = {
        name: ("text", [getattr(row, name) for row in applications]) for name in names
    }
    if opens:
        columns["open"] = ("boolean", [row.open for row in applications])
    update_rows("cards_application", "id uuid", [row.pk for row in applications], columns, "version = t.version + 1")


def change_card(card: Card, **columns: Any) -> Card:
    """Write what changed of a card."""
    Card.objects.filter(pk=card.pk).update(version=F("version") + 1, **columns)
    card.refresh_from_db()
    return card


_ON_ITS_WAY = f"application_id = any(%s::uuid[]) and state in ({', '.join(repr(str(state)) for state in ON_ITS_WAY)})"


def cards_on_their_way(applications: Sequence[Application]) -> list[Card]:
    """The cards that were printed for applications and haven't reached anyone, locked, in that order.

    Raises Conflict where one has none.
    """
    ids = [row.pk for row in applications]
    found = {card.application_id: card for card in locked(Card, _ON_ITS_WAY, "serial", ids)}
    if len(found) < len(ids):
        raise Conflict(_("Hồ sơ này chưa có thẻ nào đang chờ trả; chưa lưu gì, hãy tải lại trang."))
    return [found[each] for each in ids]


def tell_stock(by: Viewer, cards: Sequence[Card], quantity: int, days: Sequence[date]) -> None:
    """Cards came to the office, or left it: only those that lay there count."""
    if cards:
        append_columns(
            "cards.stock", records=[card.application_id for card in cards], days=days, office=by.office_id,
            places=[card.place for card in cards], actor=by.staff_id, quantities=quantity, purpose=by.purpose,
        )  # fmt: skip


ONE_OPEN = _("Người này đã có một hồ sơ căn cước đang giải quyết; chưa lưu gì.")
_SAID = {
    "card_application_one_open": ONE_OPEN,
    "cards_card_pkey": _("Số thẻ này đã có trong sổ; chưa lưu gì, hãy kiểm tra lại số in trên thẻ."),
    "card_item_person_once": _("Một người chỉ có một hồ sơ trong một lô; chưa lưu gì."),
    "card_one_on_its_way": _("Hồ sơ này đã có một thẻ đang chờ trả; chưa lưu gì."),
    "card_handed_after": _("Ngày trả không được trước ngày in thẻ; chưa lưu gì, hãy kiểm tra lại ngày."),
}


@contextmanager
def told() -> Iterator[None]:
    """Says in a sentence what the tables refuse."""
    try:
        yield
    except IntegrityError as error:
        for name, sentence in _SAID.items():
            if name in str(error):
                raise (Invalid(sentence, {"serial": sentence}) if "pkey" in name else Conflict(sentence)) from error
        raise
