"""A card is changed by whoever may see its bearer: who moved with a card dies, is renamed or gets another card elsewhere
than where it was printed."""

from __future__ import annotations

from django.db import migrations

from diaban.core.sql import among, statements

CHANGED = f"""
alter policy changed on cards_card with check ({among("place")} or office = (select access.office())
    or exists (select from people_resident r where r.id = cards_card.resident_id));
"""


class Migration(migrations.Migration):
    dependencies = [("cards", "0005_one_state")]
    operations = [statements(CHANGED)]
