"""The reports that ship. A new one is a module here with a `TEMPLATE`, named in `TEMPLATES`."""

from __future__ import annotations

from django.utils.translation import gettext as _

from diaban.core.errors import NotFound
from diaban.reports.shipped import month, year
from diaban.reports.template import Template

TEMPLATES: dict[str, Template] = {template.code: template for template in (year.TEMPLATE, month.TEMPLATE)}


def template_of(code: str) -> Template:
    """The report of that code. Raises NotFound, naming those there are."""
    found = TEMPLATES.get(code)
    if found is None:
        raise NotFound(_("Không có mẫu báo cáo “%(code)s”; hiện có: %(known)s.") % {
            "code": code, "known": ", ".join(TEMPLATES)})  # fmt: skip
    return found
