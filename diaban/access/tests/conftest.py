"""Fixtures of this room: two grounds that must not see each other."""

from __future__ import annotations

import pytest

from diaban.access.tests.world import Ground, build


@pytest.fixture
def here(db: None) -> Ground:
    """Phường Sông Trí, Hà Tĩnh."""
    return build("18754", "42", "a")


@pytest.fixture
def there(db: None) -> Ground:
    """Phường Kon Tum, Quảng Ngãi: another commune of another province."""
    return build("23293", "51", "b")
