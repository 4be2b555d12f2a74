"""The verbs of the map: load what ships, keep hamlets, play a reform, import boundaries."""

from diaban.areas.loading import load_shipped

__all__ = ["load_shipped"]
