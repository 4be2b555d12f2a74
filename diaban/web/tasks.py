"""Jobs of this room, where the queue looks for them."""

from diaban.web.exports.jobs import run_export

__all__ = ["run_export"]
