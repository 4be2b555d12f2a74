"""Signed heads: what is signed, how a head is written to a file and read back, and the day's copy."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from diaban.core.errors import Invalid
from diaban.core.sql import one
from diaban.core.time import today
from diaban.ledger import keys


@dataclass(frozen=True, slots=True)
class Head:
    """The root over the first `size` leaves, signed at a moment. `public` is the raw key, where it is known."""

    size: int
    root: bytes
    at: datetime
    key_id: str
    signature: bytes
    public: bytes | None = None

    def message(self) -> bytes:
        """What the signature covers."""
        return message(self.size, self.root, self.at)

    def signed(self) -> bool:
        """Whether the signature holds, by a key that its fingerprint names."""
        public = self.public or keys.public_key(self.key_id)
        if public is None or keys.fingerprint(public) != self.key_id:
            return False
        return keys.verify(public, self.message(), self.signature)

    def to_json(self) -> str:
        """The head as it is exported; `load` reads it back."""
        public = self.public or keys.public_key(self.key_id) or b""
        return json.dumps(
            {
                "diaban_head": 1, "size": self.size, "root": self.root.hex(), "at": _stamp(self.at),
                "key_id": self.key_id, "public_key": public.hex(), "signature": self.signature.hex(),
            },
            indent=1,
        )  # fmt: skip


def message(size: int, root: bytes, at: datetime) -> bytes:
    """The bytes that are signed for a head."""
    return f"diaban ledger head v1\n{size}\n{root.hex()}\n{_stamp(at)}\n".encode()


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def load(path: Path) -> Head:
    """Read an exported head. Raises Invalid, with a sentence, for anything else."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["diaban_head"] != 1:
            raise ValueError("another version")
        return Head(
            int(data["size"]), bytes.fromhex(data["root"]), datetime.fromisoformat(data["at"]),
            str(data["key_id"]), bytes.fromhex(data["signature"]), bytes.fromhex(data["public_key"]) or None,
        )  # fmt: skip
    except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError) as error:
        raise Invalid(_("Tệp %(file)s không phải là đầu sổ đã xuất. Hãy chọn tệp khác.") % {"file": path}) from error


def load_all(path: Path) -> list[Head]:
    """Read one exported head, or every one of a folder, by name. Raises Invalid as `load`, also for an empty folder."""
    if not path.is_dir():
        return [load(path)]
    files = sorted(path.glob("*.json"))
    if not files:
        raise Invalid(_("Thư mục %(folder)s không có đầu sổ nào. Hãy chọn thư mục khác.") % {"folder": path})
    return [load(file) for file in files]


def last() -> Head | None:
    """The newest head, or None while nothing is sealed."""
    return _read("order by size desc limit 1", [])


def of_size(size: int) -> Head | None:
    """The head over the first `size` leaves, or None where no batch ended there."""
    return _read("where size = %s", [size])


def _read(which: str, params: list[int]) -> Head | None:
    row = one(f"select size, root, at, key_id, signature from ledger_head {which}", params)
    if row is None:
        return None
    size, root, at, key_id, signature = row
    return Head(size, bytes(root), at, key_id, bytes(signature), keys.public_key(key_id))


def folder() -> Path:
    """Where the daily copies go. An operator takes them off the machine; only then do they prove anything."""
    path = Path(settings.DATA_DIR) / "heads"
    path.mkdir(parents=True, exist_ok=True)
    return path


def export_daily() -> Path | None:
    """Write the day's head once a day; returns the file if it was written now."""
    path = folder() / f"{today().isoformat()}.json"
    if path.exists():
        return None
    head = last()
    if head is None:
        return None
    write(head, path)
    return path


def write(head: Head, path: Path) -> None:
    """Write a head whole or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(head.to_json() + "\n", encoding="utf-8")
    draft.replace(path)
