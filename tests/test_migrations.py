"""Models and migrations say the same."""

from __future__ import annotations

from io import StringIO

from django.core.management import call_command


def test_no_model_lacks_a_migration(db: None) -> None:
    said = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=said)
    assert "No changes" in said.getvalue()
