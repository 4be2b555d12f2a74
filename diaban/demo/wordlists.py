"""Lists of words written as text, so that a hundred names take a line and not a page."""

from __future__ import annotations


def words(text: str) -> tuple[str, ...]:
    """The words of a text; an underscore inside one stands for a space."""
    return tuple(word.replace("_", " ") for word in text.split())
