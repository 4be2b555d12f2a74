"""What happens to applications for cards, as it concerns their dossiers; `cards.follow` calls it inside its actions."""

from __future__ import annotations

from diaban.access.scope import Viewer
from diaban.cards.actions import Opened, Step
from diaban.onestop.actions import carded


def opened(by: Viewer, told: Opened) -> None:
    """A card asked for at the counter is a dossier of one-stop, too."""
    carded.opened(by, told)


def stepped(by: Viewer, step: Step) -> None:
    """The dossiers of applications follow them."""
    carded.stepped(by, step)
