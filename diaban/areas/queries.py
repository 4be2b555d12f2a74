"""Reads of the map. A unit is the same for every reader: nothing here is personal, so nothing takes a viewer."""

from __future__ import annotations

from datetime import date

from diaban.areas.models import Level, Share
from diaban.areas.reads import (
    DatedName,
    HamletRow,
    Lineage,
    PlaceMap,
    ancestors,
    by_list,
    children,
    find,
    forget,
    fragments,
    full_address,
    hamlets,
    label,
    labels,
    name_history,
    overlapping,
    partly_inside,
    places_within,
    predecessors,
    provinces,
    sort_places,
    successors,
    unit,
    units,
    version,
    within,
)
from diaban.areas.resolver import Resolver, resolver
from diaban.areas.told import Candidate, Resolution, Successor
from diaban.areas.units import FIRST_LIST, Unit
from diaban.core.errors import NotFound
from diaban.core.time import today

__all__ = [
    "FIRST_LIST",
    "Candidate",
    "DatedName",
    "HamletRow",
    "Level",
    "Lineage",
    "PlaceMap",
    "Resolution",
    "Resolver",
    "Share",
    "Successor",
    "Unit",
    "ancestors",
    "by_list",
    "children",
    "find",
    "forget",
    "fragments",
    "full_address",
    "hamlets",
    "label",
    "labels",
    "name_history",
    "named",
    "overlapping",
    "partly_inside",
    "places_within",
    "predecessors",
    "provinces",
    "resolve",
    "resolver",
    "sort_places",
    "successors",
    "unit",
    "units",
    "version",
    "within",
]


def resolve(text: str, on: date | None = None) -> Resolution:
    """What an address or code as people write it stands for on a day (today by default). See `resolver`."""
    return resolver().resolve(text, on or today())


def named(text: str) -> Unit:
    """The unit that somebody names by a code or an address, of today or, where there is none, of the first list.

    Raises NotFound, saying what it may be.
    """
    answers = [resolver().resolve(text, day) for day in (today(), FIRST_LIST)]
    found = next((answer.unit for answer in answers if answer.unit is not None), None)
    if found is None:
        raise NotFound(str(answers[0].sentence))
    return found
