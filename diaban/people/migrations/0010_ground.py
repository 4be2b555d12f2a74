"""Places of the viewer are found by halving (`core.sql.among`), and a large scope is said by its unit."""

from django.db import migrations

from diaban.core.sql import among, statements

REACHED = "any((select access.reach())::uuid[])"
MINE = among("place")
_RESIDENT = f"{MINE} or {among('present_place')} or id = {REACHED}"
_HOUSEHOLD = f"{MINE} or id in (select r.household_id from people_resident r where r.id = {REACHED})"
_OF_RESIDENT = "exists (select from people_resident r where r.id = resident_id)"

POLICIES = (
    f"alter policy seen on people_resident using ({_RESIDENT})",
    f"alter policy added on people_resident with check ({MINE})",
    f"alter policy changed on people_resident using ({_RESIDENT}) with check ({_RESIDENT})",
    f"alter policy seen on people_household using ({_HOUSEHOLD})",
    f"alter policy added on people_household with check ({MINE})",
    f"alter policy changed on people_household using ({_HOUSEHOLD}) with check ({_HOUSEHOLD})",
    f"alter policy seen on people_stay using ({MINE} or {_OF_RESIDENT})",
)
GROUND = """
-- The unit whose places, every one and no other, are the scope; null for any other scope.
create or replace function access.ground() returns int language sql stable parallel safe as
$$ select case when s like '@%' then split_part(substr(s, 2), ':', 1)::int end
   from current_setting('diaban.scope', true) s $$;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0009_unwrite_many"), ("access", "0007_ground")]

    operations = [statements(GROUND, *POLICIES)]
