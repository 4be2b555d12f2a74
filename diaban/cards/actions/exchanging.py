"""What goes to the centre is put there and what came is taken in: over and over, each file once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from diaban.access.scope import Viewer
from diaban.cards import queries
from diaban.cards.actions.batches import Taken, export, make_batch, take_in
from diaban.cards.exchange.port import Centre
from diaban.cards.models import Batch
from diaban.core.errors import DiabanError

#: Applications that one batch takes; those after them go into the next.
SIZE = 1_000


def make_batches(*, by: Viewer, at: datetime | None = None) -> list[Batch]:
    """Everything declared at the viewer's office goes into batches, the oldest first; none where nothing is."""
    made = []
    while ready := queries.declared(viewer=by, limit=SIZE):
        made.append(make_batch(by=by, application_ids=ready, at=at))
    return made


def deliver(*, by: Viewer, centre: Centre) -> list[str]:
    """Put every batch of the office that the centre hasn't acknowledged there; returns their numbers.

    The centre leaves what it has already as it is. Whoever is in a batch is written to the log of look-ups each time.
    """
    waiting = Batch.objects.filter(office=by.office_id, acknowledged_at=None).order_by("made_at", "number")
    numbers = []
    for batch_id, number in waiting.values_list("pk", "number"):
        centre.deliver(number, export(by=by, batch_id=batch_id)[1])
        numbers.append(number)
    return numbers


@dataclass(frozen=True, slots=True)
class Came:
    """A file that came from the centre, and what became of it: taken in and acknowledged, or why not."""

    content: bytes
    told: Taken | DiabanError


def collect(*, by: Viewer, centre: Centre, at: datetime | None = None) -> Sequence[Came]:
    """Take in what came from the centre and acknowledge it, the oldest first.

    A file that can't be taken in stays there for someone to look at, unacknowledged, and the others go on.
    """
    found = []
    for content in centre.collect():
        try:
            taken = take_in(by=by, content=content, at=at)
        except DiabanError as error:
            found.append(Came(content, error))
            continue
        centre.acknowledge(content, taken.receipt)
        found.append(Came(content, taken))
    return found


def exchange(*, by: Viewer, centre: Centre, at: datetime | None = None) -> list[Taken | DiabanError]:
    """Deliver what the centre hasn't acknowledged, then take in what came."""
    deliver(by=by, centre=centre)
    return [came.told for came in collect(by=by, centre=centre, at=at)]
