"""Places of the viewer are found by halving, as in the people room: a look-up of one case pays nothing for a province."""

from __future__ import annotations

from django.db import migrations

from diaban.core.sql import among, statements

MINE = f"{among('place')} or office_id = (select access.office())"
REACHED = "id = any((select access.reach())::uuid[])"

POLICIES = (
    f"alter policy seen on casework_case using ({MINE} or {REACHED})",
    f"alter policy added on casework_case with check ({MINE})",
    f"alter policy changed on casework_case using ({MINE}) with check ({MINE} or {REACHED})",
    f"alter policy seen on casework_tally using ({MINE})",
    f"alter policy seen on casework_delta using ({MINE})",
)


class Migration(migrations.Migration):
    dependencies = [("casework", "0002_calendar"), ("access", "0007_ground")]
    operations = [statements(*POLICIES)]
