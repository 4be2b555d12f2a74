"""The secrets of one install, made once and kept in one file that only its owner can read."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from diaban.core.errors import DiabanError


@dataclass(frozen=True)
class Secrets:
    """Passwords of the three database roles, and the key that signs web sessions."""

    admin: str
    owner: str
    app: str
    django: str

    @classmethod
    def new(cls) -> Secrets:
        """Fresh random ones: 192 bits each, 384 for Django."""
        return cls(
            admin=secrets.token_urlsafe(24),
            owner=secrets.token_urlsafe(24),
            app=secrets.token_urlsafe(24),
            django=secrets.token_urlsafe(48),
        )


def load_or_make(path: Path) -> Secrets:
    """Read the secrets, making them on first use. Two processes at once end up with the same ones."""
    if not path.exists():
        _publish(path, Secrets.new())
    try:
        stored = json.loads(path.read_text("utf-8"))
        return Secrets(**{field.name: stored[field.name] for field in fields(Secrets)})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DiabanError(
            f"Không đọc được tệp khóa {path} ({type(error).__name__}); hãy khôi phục tệp này từ bản sao lưu."
        ) from None


def keep_django(path: Path, django: str) -> None:
    """Take over the key that signs web sessions, from a backup; the passwords stay this install's own."""
    told = asdict(load_or_make(path)) | {"django": django}
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(told, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _publish(path: Path, made: Secrets) -> None:
    """Write beside and link into place: the file is never half written, and the first writer wins."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(asdict(made), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(beside, path)
    except FileExistsError:
        pass
    finally:
        beside.unlink()
