"""Places of the viewer are found by halving (`core.sql.among`): a figure of one cell pays nothing for a large scope."""

from django.db import migrations

from diaban.core.sql import among, statements

TABLES = {"figures_cell": "place", "figures_queue": "place", "figures_upper": "unit_id", "figures_total": "unit_id"}


def seen(place: str) -> str:
    """The policy of `in_places`."""
    return f"{among(place, 'access.places()')} or (select access.everywhere())"


class Migration(migrations.Migration):
    dependencies = [("figures", "0005_upper"), ("access", "0007_ground")]

    operations = [
        statements(*(f"alter policy in_places on {table} using ({seen(place)})" for table, place in TABLES.items()))
    ]
