"""Jobs of this room, where the queue looks for them."""

from diaban.people.importing.jobs import commit_import, read_import, undo_import

__all__ = ["commit_import", "read_import", "undo_import"]
