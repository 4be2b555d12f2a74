"""Prints the OpenAPI document, or writes it where it is committed."""

from __future__ import annotations

import os
import sys


def main() -> None:
    import django
    from django.utils.translation import override

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diaban.settings")
    django.setup()
    from diaban.api.described import DOCUMENT, written

    with override("en"):
        text = written()
    if "--write" in sys.argv:
        DOCUMENT.parent.mkdir(exist_ok=True)
        DOCUMENT.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
