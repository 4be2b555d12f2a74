"""A report in each of its forms, made of the same content."""

from __future__ import annotations

from collections.abc import Callable

from diaban.papers import documents
from diaban.reports.content import Content


def _pdf(content: Content) -> bytes:
    from diaban.reports.as_pdf import pdf

    return pdf(content)


def _docx(content: Content) -> bytes:
    from diaban.reports.as_docx import docx

    return docx(content)


def _json(content: Content) -> bytes:
    from diaban.reports.as_json import as_json

    return as_json(content)


def _page(content: Content) -> bytes:
    from diaban.reports.as_page import page

    return page(content)


_FORMS: dict[str, Callable[[Content], bytes]] = {"page": _page, "pdf": _pdf, "docx": _docx, "json": _json}
#: What a browser is told of each file.
MEDIA = {
    "page": "text/html; charset=utf-8",
    **documents.MEDIA,
    "json": "application/json; charset=utf-8",
}


def rendered(content: Content, form: str) -> bytes:
    """The report as a file. Raises KeyError for a form there isn't."""
    return _FORMS[form](content)
