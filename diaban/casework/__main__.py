"""`python -m diaban.casework --write` renews the diagrams in docs/states; without it, says which are stale."""

from __future__ import annotations

import os
import sys


def main() -> int:
    """1 where a diagram is stale."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diaban.settings")
    import django

    django.setup()
    from django.utils import translation

    from diaban.casework import diagrams

    with translation.override("vi"):
        if "--write" in sys.argv:
            diagrams.write()
        wrong = diagrams.stale()
    for name in wrong:
        sys.stdout.write(f"docs/states/{name} is stale: run `python -m diaban.casework --write`\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
