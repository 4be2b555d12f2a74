"""What a restore notes before it takes the place of an install's data.

Database and files can't change places in one moment. Whoever opens the install after a restore that was ended in
between reads here what is left to do (`restore.settle`).
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from diaban.core.errors import DiabanError
from diaban.host.places import Places


@dataclass(frozen=True)
class Journal:
    """A restore under way.

    `stamp` (UTC) names what goes aside; `aside` is the database that does, to be dropped where it held nothing
    (`full` is False). `server` is the place of a database that isn't ours, else empty; `whole` says that there
    everything has arrived. `schema` and `django` come out of the backup.
    """

    stamp: str
    aside: str = ""
    full: bool = False
    server: str = ""
    whole: bool = True
    schema: str = ""
    django: str = ""


def path(spot: Places) -> Path:
    """Where it is while a restore is between its two changes."""
    return spot.data / "restoring.json"


def folder(spot: Places) -> Path:
    """Where the files of the backup wait."""
    return spot.data / "restoring"


def keep(spot: Places, told: Journal) -> None:
    """Note it, on the disk when this returns."""
    beside = spot.data / f".restoring.{os.getpid()}"
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(asdict(told), file)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path(spot))
    _sync(spot.data)


def kept(spot: Places) -> Journal | None:
    """What a restore noted and didn't come to take away; None where there is nothing.

    Raises: DiabanError when it can't be read: guessing would serve half of each.
    """
    try:
        return Journal(**json.loads(path(spot).read_text("utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError):
        raise DiabanError(
            f"Không đọc được {path(spot)}, nơi ghi một lần khôi phục bị ngắt; chưa mở gì. Hãy chạy lại diaban restore "
            "vào một thư mục khác (--data)."
        ) from None


def forget(spot: Places) -> None:
    """It is over, one way or the other."""
    _sync(spot.data)
    path(spot).unlink(missing_ok=True)


def _sync(place: Path) -> None:
    """Names that were changed in a folder are on the disk."""
    handle = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
