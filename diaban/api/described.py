"""The OpenAPI document: what the operations say of themselves, and what holds for every call."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "openapi.json"
_PROBLEM = {"$ref": "#/components/schemas/Problem"}
_ABOUT = """Works with the rights of an office's access token or of the account signed in. Persons need a purpose; every
look-up is logged. Errors are `application/problem+json` with one sentence in Vietnamese or English (Accept-Language).
Unknown parameters and fields are refused. Lists go on at `next`. `docs/api.md` is the guide.

Version 1 grows only: fields and parameters may be added, so read what you know and leave the rest. What is to go is
marked `deprecated` here, answers with a `Deprecation` header, and stays for twelve months."""
_SECURITY = {
    "token": {"type": "http", "scheme": "bearer",
              "description": "An office's access token, made by its administrator. Never in an address."},
    "session": {"type": "apiKey", "in": "cookie", "name": "sessionid",
                "description": "The console's own sign-in; writes also need its CSRF token in X-CSRFToken."},
}  # fmt: skip


def _header(name: str, about: str, example: str, **schema: Any) -> dict[str, Any]:
    told = {"type": "string", "maxLength": 200, **schema}
    return {"name": name, "in": "header", "required": False, "schema": told, "description": about, "example": example}


_PURPOSE = _header("X-Purpose", "Why persons are looked up: a code of `GET /purposes`. Tokens send it with every call "
                   "that shows persons; a session states it once.", "residence", pattern="^[a-z0-9_.-]*$")  # fmt: skip
_REFERENCE = _header("X-Reference", "A dossier's number, where the purpose needs one.", "HS-12/2026",
                     pattern="^[A-Za-z0-9_./-]*$")  # fmt: skip
_IF_MATCH = _header("If-Match", "The ETag of the record as it was read; without it (or `version`) 428, and 412 with "
                    "both versions where someone wrote meanwhile.",
                    '"v3.5c1d0e2f3a4b5c6d"', pattern="^[!-~]*$")  # fmt: skip
_IF_NONE = _header("If-None-Match", "The ETag that the caller has: 304 where nothing changed. The look-up is logged "
                   "all the same.", '"v3.5c1d0e2f3a4b5c6d"', pattern="^[!-~]*$")  # fmt: skip
_ONCE = _header("Idempotency-Key", "Made by the caller, 8 to 128 characters: the same call sent again within 24 "
                "hours is answered the same and done once; another body: 422.", "4f1c9a52-7d0e-4a53",
                pattern="^[!-~]*$")  # fmt: skip
_EXAMPLES: dict[str, Any] = {
    "PersonIn": {"full_name": "Nguyễn Văn An", "sex": "m", "birth_date": "1985-01-01", "birth_precision": "y"},
    "Register": {"full_name": "Nguyễn Văn An", "sex": "m", "birth_date": "1985-03-02", "birth_precision": "d",
                 "place": 12345, "since": "2026-10-01", "kind": "permanent"},
    "Query": {"q": "nguyen van an 1985"},
    "PurposeIn": {"code": "dossier", "reference": "HS-12/2026"},
    "Problem": {"type": "about:blank", "title": "Not Found", "status": 404, "fields": {}, "code": "",
                "detail": "Không có cư dân này trong phạm vi của bạn."},
}  # fmt: skip


def made() -> dict[str, Any]:
    """The document, as plain data."""
    from diaban.api import PREFIX, api

    schema: dict[str, Any] = json.loads(json.dumps(api().get_openapi_schema(path_prefix=f"/{PREFIX}"), default=str))
    schema["info"]["description"] = _ABOUT
    schema["info"]["license"] = {"name": "Apache-2.0", "identifier": "Apache-2.0"}
    schema["components"]["securitySchemes"] = _SECURITY
    schema["security"] = [{"token": []}, {"session": []}]
    for name, example in _EXAMPLES.items():
        schema["components"]["schemas"][name]["examples"] = [example]
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            _complete(operation, method, persons="/people" in path or "/households" in path)
    return schema


def _complete(operation: dict[str, Any], method: str, *, persons: bool) -> None:
    """Add the headers and answers that hold for every call of a kind."""
    headers = [_PURPOSE, _REFERENCE] if persons else []
    headers += [_IF_NONE] if operation.get("x-etag") and method == "get" else []
    headers += [_IF_MATCH] if operation.get("x-versioned") else []
    headers += [_ONCE] if operation.get("x-once") else []
    operation["parameters"] = [*operation.get("parameters", []), *headers]
    answers = operation["responses"]
    if method in ("post", "put"):
        for status in ("400", "413", "415"):
            answers[status] = {"description": _SAYS[status]}
    for status, answer in answers.items():
        answer["description"] = _SAYS.get(status, answer["description"])
        if int(status) >= 400:
            schema = answer.get("content", {}).get("application/json", {}).get("schema", _PROBLEM)
            answer["content"] = {"application/problem+json": {"schema": schema}}
    if operation.get("x-etag"):
        answers["200"]["headers"] = {"ETag": {"schema": {"type": "string"}, "description": "The version shown."}}
        if method == "get":
            answers["304"] = {"description": _SAYS["304"]}
    answers["429"]["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds."}}


_SAYS = {
    "200": "Done", "304": "Nothing changed since the ETag given", "400": "The body isn't JSON that can be read",
    "401": "No token and no session, or one that holds no longer", "403": "Not allowed, or no purpose stated",
    "404": "No such record, or none within reach", "409": "It clashes with what is stored; nothing was written",
    "412": "The record is newer: both versions", "413": "The body is too large", "415": "The body isn't JSON",
    "422": "Parameters or fields that can't be taken", "428": "Say which version you read", "429": "Too often",
}  # fmt: skip


def written() -> str:
    """The document as it is committed."""
    return json.dumps(made(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
