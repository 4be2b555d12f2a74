"""What actions take: a document, and how a target is divided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from diaban.targets.models import Split


@dataclass(frozen=True, slots=True)
class Document:
    """What set a target: its number (2909/KH-UBND), the day it was signed and the signer's post, never their name."""

    number: str
    signed_on: date
    signer_post: str


@dataclass(frozen=True, slots=True)
class Division:
    """How to divide; `by_hand` maps each unit below to its part and is used for `Split.HAND` alone."""

    split: Split = Split.NONE
    by_hand: Mapping[int, int] = field(default_factory=dict)
