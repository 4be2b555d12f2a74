"""Jobs of this room, where the queue looks for them."""

from diaban.incidents.importing.jobs import read_book, undo_book, write_book

__all__ = ["read_book", "undo_book", "write_book"]
