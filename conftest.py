"""Fixtures every room's tests use.

- `db` (pytest-django's): the test runs in a transaction that is rolled back, as the application's role with row
  security on. `owner_db` opens the same transaction's eyes as the owner, to arrange what the application may not.
- `fresh_database`: a database of the test's own, for commits, threads and concurrency.
- `live`, `page`: a running web server on a seeded database, and chromium (see `tests/browser.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

import hypothesis
import pytest

from tests.cluster import TESTER, TestCluster, running
from tests.sampling import examples

pytest_plugins = ["tests.browser", "tests.spread"]

# An example's wall time says how busy the machine is, not whether the rule holds.
hypothesis.settings.register_profile("diaban", deadline=None, max_examples=examples(100))
hypothesis.settings.load_profile("diaban")


#: What is done between modules, once there is a database.
_TIDY: list[Callable[[], None]] = []


def _point_django_at(url: str, *, become: str | None = None) -> None:
    """Make Django's default connection use another database; new threads follow."""
    from django.db import connections

    from diaban.settings import _database

    told = _database(url)
    if become:
        told["OPTIONS"]["options"] = f"-c role={become}"
    connections["default"].close()
    connections["default"].settings_dict.update(
        {key: told[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")}
    )


@pytest.fixture(scope="session")
def cluster() -> Iterator[TestCluster]:
    """The run's PostgreSQL."""
    with running() as started:
        yield started


@pytest.fixture(scope="session")
def django_db_setup(cluster: TestCluster, django_db_blocker: Any) -> Iterator[None]:
    """Replaces pytest-django's: the database is a copy of the ready one, nothing is migrated here."""
    from django.db import connections

    name = cluster.create()
    _TIDY.append(cluster.tidying(name))
    url = cluster.cluster.url(TESTER, cluster.secrets.app, name)
    with django_db_blocker.unblock():
        _point_django_at(url, become="diaban_app")
    yield
    with django_db_blocker.unblock():
        connections.close_all()
    _TIDY.clear()


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """Passwords of tests protect nobody; the real hash takes a tenth of a second each."""
    from django.test import override_settings

    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def _own_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Files that tests keep go to a folder of the run's own, never to an install in this checkout."""
    from django.test import override_settings

    with override_settings(DATA_DIR=tmp_path_factory.mktemp("data")):
        yield


@pytest.fixture(scope="module", autouse=True)
def _tidied() -> Iterator[None]:
    """What the tests of a module wrote and rolled back is gone when the next begin: as fast, by the same plans."""
    yield
    for tidy in _TIDY:
        tidy()


OwnerDb = Callable[[], AbstractContextManager[Any]]


@contextmanager
def as_owner() -> Iterator[Any]:
    """A cursor of the tables' owner, past row security, in the transaction that is open."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local role diaban_owner")
        yield cursor
        cursor.execute("set local role diaban_app")


@pytest.fixture
def owner_db(db: None) -> OwnerDb:
    """`with owner_db() as cursor:` runs SQL as the tables' owner, past row security, in the test's transaction."""
    return as_owner


@pytest.fixture(scope="module")
def module_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """For what all tests of a module read: written once, in a transaction around theirs. They use `db` as ever, which
    then opens and rolls back a savepoint.
    """
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@dataclass
class FreshDatabase:
    """A database of one test's own. Django's default connection is the application's role in it."""

    name: str
    app_url: str
    owner_url: str


@pytest.fixture
def fresh_database(cluster: TestCluster, django_db_setup: None, django_db_blocker: Any) -> Iterator[FreshDatabase]:
    """Commits are real here; use it instead of `db`, not with it."""
    from django.db import connection, connections

    before = dict(connection.settings_dict)
    name = cluster.create()
    with django_db_blocker.unblock():
        _point_django_at(cluster.app_url(name))
        try:
            yield FreshDatabase(name, cluster.app_url(name), cluster.owner_url(name))
        finally:
            connections.close_all()
            connections["default"].settings_dict.update(before)
    cluster.drop(name)
