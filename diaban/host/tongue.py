"""The language of what an administrator reads on a terminal, before or without Django."""

from __future__ import annotations

import os
import sys

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


def gettext(vietnamese: str) -> str:
    """The sentence in the language that Django has active: a reader's on a page, the terminal's in a command.

    Before Django is set up, the terminal's.
    """
    apps = sys.modules.get("django.apps")
    if apps is None or not apps.apps.ready:
        from diaban.host.locale_en import EN

        return said(vietnamese, EN.get(vietnamese, vietnamese))
    from django.utils.translation import gettext as translated

    return translated(vietnamese)


def gettext_noop(vietnamese: str) -> str:
    """Marks a sentence that is translated when it is shown."""
    return vietnamese
