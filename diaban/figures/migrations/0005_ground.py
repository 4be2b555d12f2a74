"""Places of the viewer are found by halving (`core.sql.among`): a figure of one cell pays nothing for a large scope."""

from django.db import migrations

from diaban.core.sql import among, statements

SEEN = f"{among('place', 'access.places()')} or (select access.everywhere())"


class Migration(migrations.Migration):
    dependencies = [("figures", "0004_known"), ("access", "0007_ground")]

    operations = [
        statements(
            *(f"alter policy in_places on {table} using ({SEEN})" for table in ("figures_cell", "figures_queue"))
        )
    ]
