"""The language of what an administrator reads on a terminal, before or without Django."""

from __future__ import annotations

import os

from diaban.core.errors import DiabanError


def language() -> str:
    """`DIABAN_LANGUAGE`; else English where the terminal's locale is English; else Vietnamese."""
    told = os.environ.get("DIABAN_LANGUAGE")
    if told in ("vi", "en"):
        return told
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if locale.split("_")[0].lower() == "en" else "vi"


def said(vietnamese: str, english: str) -> str:
    """One of the two."""
    return english if language() == "en" else vietnamese


def refusal(vietnamese: str, english: str) -> DiabanError:
    """An error that says one of the two."""
    return DiabanError(said(vietnamese, english))
