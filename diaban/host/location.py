"""Where an install's database is: embedded, or on a server; kept in the data folder once it was moved."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass

from diaban.core.errors import DiabanError
from diaban.host.places import Places


@dataclass(frozen=True)
class Location:
    """The owner's and the application's address; both empty for the embedded server."""

    url: str = ""
    app_url: str = ""


def _file(spot: Places) -> str:
    return str(spot.data / "database.json")


def kept(spot: Places) -> Location | None:
    """What the last move left; None for an install that was never moved.

    Raises: DiabanError when it can't be read: guessing would open another database.
    """
    try:
        with open(_file(spot), encoding="utf-8") as file:  # noqa: PTH123
            told = json.load(file)
        return Location(str(told["url"]), str(told["app_url"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        raise DiabanError(
            f"Không đọc được {_file(spot)}, nơi ghi cơ sở dữ liệu ở đâu; hãy khôi phục tệp này. Dữ liệu còn nguyên."
        ) from None


def keep(spot: Places, where: Location) -> None:
    """From now on it is there; whole or not at all."""
    beside = f"{_file(spot)}.{os.getpid()}"
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(asdict(where), file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, _file(spot))  # noqa: PTH105


def served_url(spot: Places) -> str:
    """The server's address, as its owner; empty for the embedded one.

    Raises: DiabanError when the environment still names where the data was before a move.
    """
    told, found = os.environ.get("DIABAN_DATABASE_URL", ""), kept(spot)
    if found is None:
        return told
    if told and told != found.url:
        where = "máy chủ khác" if found.url else "cơ sở dữ liệu đi kèm"
        raise DiabanError(
            f"Dữ liệu đã được chuyển sang {where} bằng diaban move, nhưng DIABAN_DATABASE_URL còn chỉ nơi cũ; "
            "hãy bỏ thiết lập này rồi chạy lại. Chưa mở gì."
        )
    if found.app_url:
        os.environ.setdefault("DIABAN_APP_DATABASE_URL", found.app_url)
    return found.url
