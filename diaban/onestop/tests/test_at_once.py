"""Two clerks take in the same at one moment: one of them is told of the other's dossier."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import connection, transaction

from diaban.access.session import acting
from diaban.access.tests.world import build
from diaban.casework import calendar
from diaban.core.errors import Conflict
from diaban.core.sql import value
from diaban.onestop.models import Dossier
from diaban.onestop.tests.conftest import NUMBER, handed_in
from diaban.people.tests.conftest import settle


@pytest.mark.slow
@pytest.mark.usefixtures("fresh_database")
def test_the_same_is_taken_in_once() -> None:
    calendar.forget()
    police = build("18754", "42", "o").viewer("commune_police", "residence")
    with acting(police):
        resident = settle(police, id_no=NUMBER, birth_date=date(1985, 3, 2), sex="m", phone="0987654321")
    said: list[Exception] = []

    def other() -> None:
        try:
            with acting(police):
                handed_in(police, "split", resident)
        except Conflict as error:
            said.append(error)
        finally:
            connection.close()

    clerk = threading.Thread(target=other)
    with acting(police):
        with transaction.atomic():
            made = handed_in(police, "split", resident)
            clerk.start()
            while clerk.is_alive() and not value("select count(*) from pg_locks where not granted"):
                clerk.join(0.05)
        clerk.join(20)
        assert Dossier.objects.get().pk == made.pk
    assert [made.number in str(error) for error in said] == [True]
    calendar.forget()
