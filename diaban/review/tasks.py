"""Jobs of this room, where the queue looks for them."""

from diaban.review.jobs import find_duplicates

__all__ = ["find_duplicates"]
