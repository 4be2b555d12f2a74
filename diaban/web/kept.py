"""Parts of the frame that page after page has alike: drawn once for all that they depend on, and kept.

Drawing the left bar, the keys and the areas anew took half of the time of a short page. What is kept holds names of
units and of pages, and counts: nothing of a resident, nothing of one request (no form token).
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

#: Kept at most; then all are drawn anew. A bar with its counts is some 8 kB.
MOST = 512

_kept: dict[Hashable, SafeString] = {}


def drawn(template: str, depends_on: Hashable, context: Mapping[str, Any]) -> SafeString:
    """The template rendered with a context, from memory where the same of `depends_on` was drawn in this language.

    `depends_on` must tell apart any two contexts that render differently; no request is given to the template.
    """
    key = (template, get_language(), depends_on)
    found = _kept.get(key)
    if found is None:
        if len(_kept) >= MOST:
            _kept.clear()
        found = _kept[key] = mark_safe(render_to_string(template, dict(context)))  # escaped by the template
    return found
