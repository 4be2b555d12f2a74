"""The verbs of the map: load what ships, keep hamlets, play a reform, import boundaries."""

from diaban.areas.boundaries import Imported, import_boundaries
from diaban.areas.hamlets import NewHamlet, add_hamlets, close_hamlet, merge_hamlets, rename_hamlet, set_origin
from diaban.areas.loading import load_shipped
from diaban.areas.reforms import Played, play_reform, undo_reform

__all__ = [
    "Imported",
    "NewHamlet",
    "Played",
    "add_hamlets",
    "close_hamlet",
    "import_boundaries",
    "load_shipped",
    "merge_hamlets",
    "play_reform",
    "rename_hamlet",
    "set_origin",
    "undo_reform",
]
