"""Marks on views that the middleware reads: open to anyone, or part of the duties that come before everything else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC, DUTY = "diaban_public", "diaban_duty"


def public(view: View) -> View:
    """Open to someone who is not signed in. It shows nothing of any record."""
    setattr(view, PUBLIC, True)
    return view


def duty(view: View) -> View:
    """Open before the password is changed and the second factor set up."""
    setattr(view, DUTY, True)
    return view
