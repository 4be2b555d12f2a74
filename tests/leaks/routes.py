"""Every address of the console and how the matrix treats it.

A new page is added here on purpose: the matrix fails on an address it does not know, and on a parameter it cannot fill.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

_BRACED = re.compile(r"{(\w+)}")


class Kind(StrEnum):
    """PUBLIC: open to anyone, shows no record. OWN: the viewer's own account alone. LIST: rows in scope.
    AREA: the map, open to all roles that read it, with figures in scope. RECORD: one record, 404 outside the scope."""

    PUBLIC = "public"
    OWN = "own"
    LIST = "list"
    AREA = "area"
    RECORD = "record"


@dataclass(frozen=True)
class Route:
    """An address by name with its parameters; an operation of the API is named by its method and address."""

    name: str
    pattern: str
    params: tuple[str, ...]

    @property
    def api(self) -> bool:
        return " /api/" in self.name

    def address(self, ids: Mapping[str, Any]) -> str:
        """The address for some records. KeyError names a parameter that nobody filled."""
        if self.api:
            return self.pattern.format(**ids)
        return reverse(self.name, kwargs={name: ids[name] for name in self.params})


KNOWN: dict[str, Kind] = {
    "account_login": Kind.PUBLIC,
    "account_logout": Kind.PUBLIC,
    "mfa_authenticate": Kind.PUBLIC,
    "mfa_login_webauthn": Kind.PUBLIC,
    "web:look": Kind.PUBLIC,
    "web:gallery": Kind.OWN,
    "account_change_password": Kind.OWN,
    "account_reauthenticate": Kind.OWN,
    "mfa_index": Kind.OWN,
    "mfa_reauthenticate": Kind.OWN,
    "mfa_activate_totp": Kind.OWN,
    "mfa_deactivate_totp": Kind.OWN,
    "mfa_view_recovery_codes": Kind.OWN,
    "mfa_generate_recovery_codes": Kind.OWN,
    "mfa_download_recovery_codes": Kind.OWN,
    "mfa_list_webauthn": Kind.OWN,
    "mfa_add_webauthn": Kind.OWN,
    "mfa_reauthenticate_webauthn": Kind.OWN,
    "mfa_remove_webauthn": Kind.RECORD,
    "mfa_edit_webauthn": Kind.RECORD,
    "usersessions_list": Kind.OWN,
    "access:purpose": Kind.OWN,
    "access:forget_purpose": Kind.OWN,
    "access:account": Kind.OWN,
    "access:posting": Kind.OWN,
    "people:search": Kind.LIST,
    "people:found": Kind.LIST,
    "people:read_card": Kind.OWN,
    "people:residents": Kind.LIST,
    "people:register": Kind.LIST,
    "people:resident": Kind.RECORD,
    "people:history": Kind.RECORD,
    "people:correct": Kind.RECORD,
    "people:add_alias": Kind.RECORD,
    "people:remove_alias": Kind.RECORD,
    "people:death": Kind.RECORD,
    "people:move_out": Kind.RECORD,
    "people:move_in": Kind.RECORD,
    "people:void": Kind.RECORD,
    "people:open_stay": Kind.RECORD,
    "people:close_stay": Kind.RECORD,
    "people:cancel_stay": Kind.RECORD,
    "people:split": Kind.RECORD,
    "people:join": Kind.RECORD,
    "people:attach": Kind.RECORD,
    "people:paper": Kind.RECORD,
    "people:detach": Kind.RECORD,
    "people:household": Kind.RECORD,
    "people:birth": Kind.RECORD,
    "people:add_member": Kind.RECORD,
    "people:head": Kind.RECORD,
    "people:close_household": Kind.RECORD,
    "importing:imports": Kind.LIST,
    "importing:upload": Kind.LIST,
    "importing:import": Kind.RECORD,
    "importing:answer": Kind.RECORD,
    "importing:mapping": Kind.RECORD,
    "importing:rows": Kind.RECORD,
    "importing:left_out": Kind.RECORD,
    "importing:verdicts": Kind.RECORD,
    "importing:commit": Kind.RECORD,
    "importing:again": Kind.RECORD,
    "importing:undo": Kind.RECORD,
    "importing:row": Kind.RECORD,
    "importing:fix": Kind.RECORD,
    "importing:batch": Kind.RECORD,
    "importing:layouts": Kind.LIST,
    "importing:layout": Kind.RECORD,
    "incidents:incidents": Kind.LIST,
    "incidents:report": Kind.LIST,
    "incidents:map": Kind.LIST,
    "incidents:search": Kind.LIST,
    "incidents:found": Kind.LIST,
    "books:imports": Kind.LIST,
    "books:upload": Kind.LIST,
    "books:import": Kind.RECORD,
    "books:answer": Kind.RECORD,
    "books:mapping": Kind.RECORD,
    "books:rows": Kind.RECORD,
    "books:left_out": Kind.RECORD,
    "books:verdicts": Kind.RECORD,
    "books:commit": Kind.RECORD,
    "books:again": Kind.RECORD,
    "books:undo": Kind.RECORD,
    "incidents:kinds": Kind.LIST,
    "incidents:add_kind": Kind.LIST,
    "incidents:kind": Kind.LIST,
    "incidents:incident": Kind.RECORD,
    "incidents:history": Kind.RECORD,
    "incidents:correct": Kind.RECORD,
    "incidents:add_involved": Kind.RECORD,
    "incidents:involved": Kind.RECORD,
    "incidents:take_off": Kind.RECORD,
    "incidents:step": Kind.RECORD,
    "incidents:check": Kind.RECORD,
    "incidents:hand_over": Kind.RECORD,
    "incidents:notify": Kind.RECORD,
    "incidents:close": Kind.RECORD,
    "incidents:reopen": Kind.RECORD,
    "incidents:remote": Kind.RECORD,
    "incidents:void": Kind.RECORD,
    "registers:registers": Kind.LIST,
    "registers:board": Kind.LIST,
    "registers:rows": Kind.LIST,
    "registers:row": Kind.RECORD,
    "registers:history": Kind.RECORD,
    "registers:link": Kind.RECORD,
    "registers:unlink": Kind.RECORD,
    "registers:take": Kind.RECORD,
    "registers:correct": Kind.RECORD,
    "registers:leave": Kind.RECORD,
    "registers:enter": Kind.LIST,
    "registers:conclude": Kind.LIST,
    "registers:imports": Kind.LIST,
    "registers:upload": Kind.LIST,
    "registers:import": Kind.RECORD,
    "registers:answer": Kind.RECORD,
    "registers:mapping": Kind.RECORD,
    "registers:import_rows": Kind.RECORD,
    "registers:verdicts": Kind.RECORD,
    "registers:corrected": Kind.RECORD,
    "registers:commit": Kind.RECORD,
    "registers:undo": Kind.RECORD,
    "casework:inbox": Kind.LIST,
    "casework:many": Kind.LIST,
    "casework:case": Kind.RECORD,
    "casework:verb": Kind.RECORD,
    "casework:calendar": Kind.OWN,
    "casework:day": Kind.OWN,
    "casework:swap": Kind.OWN,
    "casework:change": Kind.OWN,
    "exports:exports": Kind.LIST,
    "exports:export": Kind.RECORD,
    "exports:file": Kind.RECORD,
    "exports:cancel": Kind.RECORD,
    "exports:again": Kind.RECORD,
    "exports:remove": Kind.RECORD,
    "cards:applications": Kind.LIST,
    "cards:apply": Kind.RECORD,
    "cards:application": Kind.RECORD,
    "cards:capture": Kind.RECORD,
    "cards:send_back": Kind.RECORD,
    "cards:print": Kind.RECORD,
    "cards:hand": Kind.RECORD,
    "cards:step": Kind.RECORD,
    "onestop:follow": Kind.PUBLIC,
    "onestop:dossiers": Kind.LIST,
    "onestop:form06a": Kind.AREA,
    "onestop:choose": Kind.LIST,
    "onestop:choose_for": Kind.RECORD,
    "onestop:intake": Kind.LIST,
    "onestop:intake_for": Kind.RECORD,
    "onestop:draft": Kind.OWN,
    "onestop:draft_for": Kind.RECORD,
    "onestop:dossier": Kind.RECORD,
    "onestop:ask": Kind.RECORD,
    "onestop:charge": Kind.RECORD,
    "onestop:approve": Kind.RECORD,
    "onestop:refuse": Kind.RECORD,
    "onestop:stop": Kind.RECORD,
    "onestop:deliver": Kind.RECORD,
    "onestop:extend": Kind.RECORD,
    "onestop:forward": Kind.RECORD,
    "onestop:attach": Kind.RECORD,
    "onestop:paper": Kind.RECORD,
    "onestop:step": Kind.RECORD,
    "reports:slip": Kind.RECORD,
    "reports:control": Kind.RECORD,
    "reports:book": Kind.LIST,
    "review:queue": Kind.LIST,
    "review:following": Kind.LIST,
    "review:undo": Kind.OWN,
    "review:doubt": Kind.RECORD,
    "review:answer": Kind.RECORD,
    "review:escalate": Kind.RECORD,
    "review:find_duplicates": Kind.LIST,
    "people:unmerge": Kind.RECORD,
    "reports:reports": Kind.LIST,
    "reports:draft": Kind.OWN,
    "reports:lines": Kind.AREA,
    "reports:report": Kind.RECORD,
    "reports:change": Kind.RECORD,
    "reports:sign": Kind.RECORD,
    "reports:drop": Kind.RECORD,
    "reports:since": Kind.RECORD,
    "reports:file": Kind.RECORD,
    "reports:signed": Kind.RECORD,
    "reports:signed_file": Kind.RECORD,
    "reports:head": Kind.RECORD,
    "console:home": Kind.LIST,
    "console:areas": Kind.AREA,
    "console:area": Kind.AREA,
    "console:provinces": Kind.AREA,
    "console:units": Kind.AREA,
    "console:ledger": Kind.LIST,
    "console:line": Kind.RECORD,
    "console:figure": Kind.AREA,
    "console:figure_units": Kind.AREA,
    "console:silent": Kind.RECORD,
    "console:kept": Kind.RECORD,
    "console:keep": Kind.RECORD,
    "console:declare": Kind.RECORD,
    "console:revise_declared": Kind.RECORD,
    "console:withdraw_declared": Kind.RECORD,
    "targets:plans": Kind.LIST,
    "targets:set": Kind.LIST,
    "targets:plan": Kind.RECORD,
    "targets:revise": Kind.RECORD,
    "targets:withdraw": Kind.RECORD,
    "console:lookups": Kind.LIST,
    "console:lookups_of": Kind.RECORD,
    "console:settings": Kind.OWN,
    "console:administration": Kind.OWN,
    "console:boundaries": Kind.OWN,
    "console:system": Kind.OWN,
    "staff:roles": Kind.OWN,
    "staff:offices": Kind.LIST,
    "staff:new_office": Kind.LIST,
    "staff:office": Kind.RECORD,
    "staff:correct_office": Kind.RECORD,
    "staff:close_office": Kind.RECORD,
    "staff:new_person": Kind.RECORD,
    "staff:appoint": Kind.RECORD,
    "staff:roster": Kind.LIST,
    "staff:write_roster": Kind.OWN,
    "staff:roster_template": Kind.OWN,
    "staff:new_token": Kind.RECORD,
    "staff:tokens": Kind.LIST,
    "staff:token": Kind.RECORD,
    "staff:rotate_token": Kind.RECORD,
    "staff:revoke_token": Kind.RECORD,
    "staff:staff": Kind.LIST,
    "staff:person": Kind.RECORD,
    "staff:new_account": Kind.RECORD,
    "staff:end_posting": Kind.RECORD,
    "staff:account_verb": Kind.RECORD,
    "GET /api/v1/areas": Kind.AREA,
    "GET /api/v1/areas/resolve": Kind.AREA,
    "GET /api/v1/areas/{unit_id}": Kind.AREA,
    "GET /api/v1/figures/{code}/{unit_id}": Kind.AREA,
    "GET /api/v1/incidents": Kind.LIST,
    "GET /api/v1/incidents/{incident_id}": Kind.RECORD,
    "POST /api/v1/incidents": Kind.RECORD,
    "GET /api/v1/registers": Kind.LIST,
    "GET /api/v1/registers/quality": Kind.LIST,
    "GET /api/v1/registers/{register_code}": Kind.LIST,
    "GET /api/v1/register-rows/{entry_id}": Kind.RECORD,
    "GET /api/v1/ledger": Kind.LIST,
    "GET /api/v1/me": Kind.OWN,
    "GET /api/v1/people": Kind.LIST,
    "GET /api/v1/people/{resident_id}": Kind.RECORD,
    "POST /api/v1/people": Kind.RECORD,
    "POST /api/v1/people/search": Kind.LIST,
    "POST /api/v1/people/alike": Kind.LIST,
    "GET /api/v1/households/{household_id}": Kind.RECORD,
    "POST /api/v1/households/{household_id}/births": Kind.RECORD,
    "POST /api/v1/households/{household_id}/close": Kind.RECORD,
    "POST /api/v1/households/{household_id}/head": Kind.RECORD,
    "PUT /api/v1/people/{resident_id}": Kind.RECORD,
    "POST /api/v1/people/{resident_id}/aliases": Kind.RECORD,
    "POST /api/v1/people/{resident_id}/death": Kind.RECORD,
    "POST /api/v1/people/{resident_id}/events/{event_id}/void": Kind.RECORD,
    "POST /api/v1/people/{resident_id}/join": Kind.RECORD,
    "POST /api/v1/people/{resident_id}/move-in": Kind.RECORD,
    "POST /api/v1/people/{resident_id}/move-out": Kind.RECORD,
    "POST /api/v1/people/{resident_id}/split": Kind.RECORD,
    "POST /api/v1/people/{resident_id}/stays": Kind.RECORD,
    "POST /api/v1/people/{resident_id}/stays/{stay_id}/end": Kind.RECORD,
    "POST /api/v1/people/{resident_id}/stays/{stay_id}/cancel": Kind.RECORD,
    "POST /api/v1/exports": Kind.RECORD,
    "GET /api/v1/exports/{export_id}": Kind.RECORD,
    "GET /api/v1/exports/{export_id}/file": Kind.RECORD,
    "DELETE /api/v1/exports/{export_id}": Kind.RECORD,
    "GET /api/v1/people/{resident_id}/papers": Kind.RECORD,
    "POST /api/v1/people/{resident_id}/papers": Kind.RECORD,
    "GET /api/v1/people/{resident_id}/papers/{attachment_id}": Kind.RECORD,
    "DELETE /api/v1/people/{resident_id}/papers/{attachment_id}": Kind.RECORD,
    "POST /api/v1/imports": Kind.RECORD,
    "GET /api/v1/imports/{import_id}": Kind.RECORD,
    "POST /api/v1/imports/{import_id}/answers": Kind.RECORD,
    "GET /api/v1/imports/{import_id}/rows": Kind.RECORD,
    "POST /api/v1/imports/{import_id}/read": Kind.RECORD,
    "POST /api/v1/imports/{import_id}/commit": Kind.RECORD,
    "GET /api/v1/imports/{import_id}/undo": Kind.RECORD,
    "POST /api/v1/imports/{import_id}/undo": Kind.RECORD,
    "GET /api/v1/reports": Kind.LIST,
    "POST /api/v1/reports": Kind.RECORD,
    "GET /api/v1/reports/{report_id}": Kind.RECORD,
    "GET /api/v1/reports/{report_id}/since": Kind.RECORD,
    "GET /api/v1/reports/lines/{code}/{unit_id}": Kind.AREA,
    "GET /api/v1/cases": Kind.LIST,
    "GET /api/v1/cases/{case_id}": Kind.RECORD,
    "POST /api/v1/case-batches": Kind.LIST,
    "GET /api/v1/procedures": Kind.OWN,
    "GET /api/v1/dossiers": Kind.LIST,
    "POST /api/v1/dossiers": Kind.RECORD,
    "GET /api/v1/dossiers/{dossier_id}": Kind.RECORD,
    "POST /api/v1/dossiers/{dossier_id}/steps": Kind.RECORD,
    "GET /api/v1/purposes": Kind.OWN,
    "POST /api/v1/purpose": Kind.OWN,
}
#: A record's page that answers outside the scope too, empty, so that it says nothing about whether the record exists.
ANSWERS_EMPTY = {"console:lookups_of"}
#: Pages that change because the viewer looked (their own look-ups), so before and after can't be compared.
CHANGED_BY_LOOKING = {
    "console:lookups",
    "console:lookups_of",
    "console:system",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_login_webauthn",
    "usersessions_list",
}


def routes() -> list[Route]:
    """Every address the resolver knows, with the operations behind the API's single door."""
    from diaban import api

    pages = [route for route in _walk(get_resolver(), (), "") if route.name != "api"]
    calls = [Route(f"{method} {path}", path, tuple(_BRACED.findall(path))) for method, path in api.routes()]
    return pages + calls


def _walk(resolver: URLResolver, spaces: tuple[str, ...], prefix: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from _walk(entry, inner, pattern)
        else:
            assert isinstance(entry, URLPattern)
            name = ":".join([*spaces, entry.name or f"unnamed {pattern}"])
            yield Route(name, pattern, tuple(entry.pattern.converters))
