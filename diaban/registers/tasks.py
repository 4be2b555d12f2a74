"""The room's jobs, where the queue looks for them."""

from diaban.registers.importing.jobs import commit_import, read_import, undo_import

__all__ = ["commit_import", "read_import", "undo_import"]
