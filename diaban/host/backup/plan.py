"""When backups are made, where they go, who may open them, which are kept, and how the last ones went."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from diaban.core.errors import DiabanError
from diaban.host import options
from diaban.host.places import Places

if TYPE_CHECKING:  # the supervisor asks here whether one is due, and stays small
    from diaban.host.backup import make

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
PREFIX = "diaban-"
_NAME = re.compile(rf"^{PREFIX}(\d{{8}}-\d{{6}})(-truoc-nang-cap)?\.tar(\.age)?$")
#: Minutes until a failed one is tried again, and hours without a good one after which it is a finding.
_AGAIN = timedelta(minutes=15)
LATE = timedelta(hours=36)
_UPGRADES_KEPT = 3


def folder(spot: Places) -> Path:
    """`DIABAN_BACKUP_FOLDER`, else `backups` in the data folder."""
    return Path(options.value("DIABAN_BACKUP_FOLDER") or spot.data / "backups").expanduser().absolute()


def recipients_file(spot: Places) -> Path:
    """Public keys, one a line, as age's `-R` reads them. Written by `diaban backup --new-key` or by hand."""
    return spot.data / "backup-recipients.txt"


def keys(spot: Places) -> make.Keys:
    """The public keys of this install; none when nobody has made one.

    Raises: Invalid for a line that is no key.
    """
    from diaban.host.backup import make, sealing

    path = recipients_file(spot)
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    ledger = str(options.value("DIABAN_BACKUP_LEDGER_KEY_TO") or "").replace(",", "\n").splitlines()
    if not any(line.strip() for line in lines):
        return make.Keys()
    return make.Keys(sealing.recipients(lines, str(path)), sealing.recipients(ledger, "DIABAN_BACKUP_LEDGER_KEY_TO"))


def add_recipient(spot: Places, public: str) -> None:
    """One more who may open what is made from now on."""
    path = recipients_file(spot)
    before = path.read_text("utf-8") if path.exists() else ""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_text(before + public + "\n", "utf-8")
    beside.chmod(0o600)
    beside.replace(path)


@dataclass(frozen=True)
class State:
    """How the last ones went. Moments are aware, in UTC."""

    good: datetime | None = None
    tried: datetime | None = None
    problem: str = ""
    path: str = ""
    size: int = 0


def _state_file(spot: Places) -> Path:
    return spot.data / "backups" / "state.json"


def state(spot: Places) -> State:
    """What was noted; nothing where nothing was, or where the note can't be read."""
    try:
        noted = json.loads(_state_file(spot).read_text("utf-8"))
        return State(
            _moment(noted.get("good")), _moment(noted.get("tried")), str(noted.get("problem", "")),
            str(noted.get("path", "")), int(noted.get("size", 0)),
        )  # fmt: skip
    except (OSError, ValueError, TypeError, AttributeError):
        return State()


def _moment(text: object) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) else None


def note(spot: Places, made: make.Made | None, problem: str = "") -> None:
    """Remember how one went."""
    before, now = state(spot), datetime.now(UTC).isoformat(timespec="seconds")
    told: dict[str, Any] = {
        "good": made.made_at if made else before.good and before.good.isoformat(), "tried": now, "problem": problem,
        "path": made.path if made else before.path, "size": made.size if made else before.size,
    }  # fmt: skip
    path = _state_file(spot)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")
    beside.replace(path)


def due(spot: Places, now: datetime) -> bool:
    """Whether one should begin now: today's time has passed and none was made since. One that was missed while the
    machine was off is made up for. A clock that was set back doesn't hold it up for ever."""
    at = options.value("DIABAN_BACKUP_AT")
    if at is None or not recipients_file(spot).exists():
        return False
    here = now.astimezone(ZONE)
    last_due = here.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    if last_due > here:
        last_due -= timedelta(days=1)
    noted = state(spot)
    if noted.tried and noted.problem and timedelta(0) <= now - noted.tried < _AGAIN:
        return False
    return noted.good is None or noted.good < last_due or noted.good > now + timedelta(days=1)


def run(spot: Places, url: str, why: str = "asked") -> make.Made:
    """Make one as configured, drop those that have had their time, and note how it went.

    Raises: DiabanError, after it was noted.
    """
    from diaban.host.backup import make

    try:
        to = keys(spot)
        # Without a key the copy before an upgrade is as readable as the database: it stays beside it.
        made = make.make(spot, url, folder(spot) if to.backup else spot.data / "backups", to, why)
        if why != "upgrade":
            forget(folder(spot))
    except DiabanError as error:
        note(spot, None, str(error))
        raise
    note(spot, made)
    return made


def all_of(where: Path) -> list[tuple[datetime, Path]]:
    """Finished backups of the schedule in a folder, oldest first."""
    return _found(where, upgrades=False)


def _found(where: Path, upgrades: bool) -> list[tuple[datetime, Path]]:
    found = []
    for path in where.glob(f"{PREFIX}*.tar*"):
        name = _NAME.match(path.name)
        if name and bool(name.group(2)) == upgrades:
            found.append((datetime.strptime(name.group(1), "%Y%m%d-%H%M%S").replace(tzinfo=UTC), path))
    return sorted(found)


def forget(where: Path) -> list[Path]:
    """Remove those that no rule keeps; returns them."""
    daily, weekly, monthly = options.value("DIABAN_BACKUP_KEEP")
    found = all_of(where)
    gone = [path for moment, path in found if path not in kept(found, daily, weekly, monthly)]
    gone += [path for _moment, path in _found(where, upgrades=True)[:-_UPGRADES_KEPT]]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


def kept(found: Sequence[tuple[datetime, Path]], daily: int, weekly: int, monthly: int) -> set[Path]:
    """The newest of each of the last days, weeks and months that have one; the newest of all in any case."""
    keep = {path for _moment, path in found[-1:]}
    for count, of in ((daily, "%Y-%m-%d"), (weekly, "%G-%V"), (monthly, "%Y-%m")):
        newest: dict[str, Path] = {}
        for moment, path in found:
            newest[moment.astimezone(ZONE).strftime(of)] = path
        keep |= {newest[name] for name in sorted(newest)[-count:]} if count else set()
    return keep
