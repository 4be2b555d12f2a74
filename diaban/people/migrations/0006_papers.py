"""What hangs on a resident is seen with the resident, and hung there by who may change them."""

from django.db import migrations

from diaban.core.sql import statements

_OF_RESIDENT = "owner_kind = 'resident' and exists (select from people_resident r where r.id = owner)"


class Migration(migrations.Migration):
    dependencies = [("people", "0005_enter"), ("papers", "0006_attachments")]

    operations = [
        statements(
            f"create policy of_resident on papers_attachment to {{app}} using ({_OF_RESIDENT})"
            f" with check ({_OF_RESIDENT})"
        ),
    ]
