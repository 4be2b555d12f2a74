"""The people room's viewers, and a pair of records of one woman."""

from diaban.people.tests.conftest import as_here, clerk, here, make_viewer, there

__all__ = ["as_here", "clerk", "here", "make_viewer", "there"]
