"""A short hash of everything that decides what a migrated, empty database holds."""

from __future__ import annotations

import hashlib
from importlib import metadata
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
_PATTERNS = (
    "*/migrations/**/*.py",
    "*/migrations/**/*.sql",
    "*/sql/**/*.sql",
    "*/ledger_kinds.py",
    "*/purposes.py",
    "*/apps.py",
    "areas/data/**/*",
    "core/sql.py",
    "settings.py",
    "host/roles.py",
    "host/bootstrap.py",
)
_PACKAGES = ("Django", "django-allauth", "procrastinate")


def schema() -> str:
    """16 hex digits over migrations, shipped units and the packages whose tables stand beside ours."""
    total = hashlib.sha256()
    for name in _PACKAGES:
        total.update(f"{name} {metadata.version(name)}\n".encode())
    for pattern in _PATTERNS:
        for path in sorted(PACKAGE.glob(pattern)):
            if path.is_file() and "__pycache__" not in path.parts:
                total.update(str(path.relative_to(PACKAGE)).encode() + b"\0")
                total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:16]
