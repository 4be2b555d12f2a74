"""Every page of the console: who opens it in the browser tests, or why there is nothing to open.

A new page is added here on purpose: the tests fail on one they don't know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

POLICE, ADMIN, AUDITOR, NOBODY = "commune_police", "system_admin", "auditor", ""
MANAGER = "province_manager"

#: Page → the role that opens it.
PAGES = {
    "account_login": NOBODY, "web:gallery": ADMIN, "access:account": POLICE, "access:purpose": POLICE,
    "account_logout": POLICE, "account_change_password": POLICE, "mfa_index": POLICE, "usersessions_list": POLICE,
    "mfa_activate_totp": POLICE, "mfa_list_webauthn": POLICE, "mfa_add_webauthn": POLICE,
    "account_reauthenticate": POLICE,
    "targets:plans": POLICE, "targets:plan": POLICE, "targets:set": MANAGER, "targets:revise": MANAGER,
    "targets:withdraw": MANAGER, "console:silent": POLICE,
    "console:home": POLICE, "console:areas": POLICE, "console:area": POLICE,
    "console:provinces": POLICE, "console:units": POLICE, "console:ledger": POLICE,
    "console:line": POLICE, "console:figure": POLICE,
    "console:figure_units": POLICE, "console:ratio": POLICE, "console:lookups": AUDITOR, "console:lookups_of": AUDITOR,
    "console:settings": POLICE, "console:administration": ADMIN, "console:system": ADMIN,
    "console:boundaries": ADMIN,
    "people:search": POLICE, "people:residents": POLICE, "people:register": POLICE, "people:resident": POLICE,
    "people:history": POLICE, "people:correct": POLICE, "people:add_alias": POLICE, "people:death": POLICE,
    "people:move_out": POLICE, "people:open_stay": POLICE, "people:split": POLICE, "people:join": POLICE,
    "importing:imports": POLICE, "importing:upload": POLICE, "importing:import": POLICE, "importing:answer": POLICE,
    "importing:mapping": POLICE,
    "importing:rows": POLICE, "importing:left_out": POLICE, "importing:layouts": POLICE, "importing:layout": POLICE,
    "importing:row": POLICE, "importing:fix": POLICE, "importing:batch": POLICE,
    "casework:inbox": POLICE, "casework:calendar": ADMIN, "casework:day": ADMIN, "casework:swap": ADMIN,
    "casework:hours": ADMIN, "casework:rule": ADMIN,
    "people:attach": POLICE,
    "cards:applications": POLICE, "cards:apply": POLICE, "cards:application": POLICE, "cards:capture": POLICE,
    "onestop:follow": NOBODY, "onestop:dossiers": POLICE, "onestop:form06a": POLICE, "onestop:choose": POLICE,
    "onestop:choose_for": POLICE, "onestop:intake": POLICE, "onestop:catalogue": ADMIN, "onestop:procedure": ADMIN,
    "onestop:add_version": ADMIN,
    "onestop:intake_for": POLICE, "onestop:dossier": POLICE, "onestop:ask": POLICE, "onestop:charge": POLICE,
    "onestop:approve": POLICE, "onestop:refuse": POLICE, "onestop:stop": POLICE, "onestop:deliver": POLICE,
    "onestop:extend": POLICE, "onestop:forward": POLICE, "onestop:attach": POLICE,
    "review:queue": POLICE, "review:doubt": POLICE, "review:find_duplicates": POLICE, "people:unmerge": POLICE,
    "review:handed": POLICE, "review:pair": POLICE, "review:pair_with": POLICE, "review:compare": POLICE,
    "registers:find": POLICE, "registers:hand_over": POLICE, "registers:group": POLICE,
    "registers:definitions": ADMIN, "registers:define": ADMIN, "registers:redefine": ADMIN,
    "cards:send_back": POLICE, "cards:print": POLICE, "cards:hand": POLICE, "cards:spoil": POLICE,
    "cards:note_card": POLICE, "cards:due": POLICE, "cards:stock": POLICE, "cards:receive": POLICE,
    "cards:station": POLICE, "cards:batches": POLICE, "cards:answer": POLICE, "cards:drives": POLICE,
    "cards:begin": MANAGER, "cards:drive": MANAGER,
    "reports:reports": POLICE, "reports:draft": POLICE, "reports:report": POLICE, "reports:change": POLICE,
    "reports:sign": POLICE, "reports:since": POLICE, "reports:signed": POLICE, "reports:lines": POLICE,
    "incidents:incidents": POLICE, "incidents:report": POLICE, "incidents:map": POLICE,
    "incidents:kinds": POLICE, "incidents:add_kind": POLICE, "incidents:kind": POLICE,
    "incidents:incident": POLICE, "incidents:history": POLICE, "incidents:correct": POLICE,
    "incidents:add_involved": POLICE, "incidents:involved": POLICE, "incidents:step": POLICE,
    "incidents:hand_over": POLICE, "incidents:close": POLICE, "incidents:reopen": POLICE,
    "incidents:check": POLICE, "incidents:search": POLICE,
    "books:imports": POLICE, "books:upload": POLICE, "books:import": POLICE, "books:answer": POLICE,
    "books:mapping": POLICE, "books:rows": POLICE, "books:left_out": POLICE,
    "console:kept": POLICE, "console:keep": POLICE, "console:gap": POLICE, "console:declare": POLICE,
    "console:revise_declared": POLICE, "console:withdraw_declared": POLICE,
    "registers:registers": POLICE, "registers:board": POLICE, "registers:rows": POLICE, "registers:row": POLICE,
    "registers:history": POLICE, "registers:correct": POLICE, "registers:leave": POLICE,
    "registers:imports": POLICE, "registers:upload": POLICE, "registers:import": POLICE, "registers:answer": POLICE,
    "registers:enter": POLICE, "registers:mapping": POLICE, "registers:import_rows": POLICE,
    "exports:exports": POLICE, "exports:export": POLICE,
    "people:household": POLICE, "people:birth": POLICE, "people:add_member": POLICE, "people:head": POLICE,
    "staff:roles": ADMIN, "staff:offices": ADMIN, "staff:new_office": ADMIN, "staff:office": ADMIN,
    "staff:correct_office": ADMIN, "staff:close_office": ADMIN, "staff:new_person": ADMIN, "staff:appoint": ADMIN,
    "staff:roster": ADMIN, "staff:tokens": ADMIN, "staff:token": ADMIN, "staff:rotate_token": ADMIN,
    "staff:new_token": ADMIN,
    "staff:staff": ADMIN, "staff:person": ADMIN, "staff:end_posting": ADMIN,
}  # fmt: skip

#: Addresses without a page of their own, and why.
NOT_PAGES = {
    "api": "JSON",
    "web:look": "takes a choice and goes back",
    "access:forget_purpose": "takes a press and goes back",
    "access:posting": "takes a press and goes back",
    "mfa_authenticate": "only in the middle of a sign-in",
    "mfa_login_webauthn": "JSON for the browser's own dialog",
    "mfa_reauthenticate": "only before something grave",
    "mfa_reauthenticate_webauthn": "only before something grave",
    "mfa_deactivate_totp": "only with an app set up",
    "mfa_view_recovery_codes": "only with an app set up",
    "mfa_generate_recovery_codes": "only with an app set up",
    "mfa_download_recovery_codes": "a text file",
    "mfa_remove_webauthn": "only with a key",
    "mfa_edit_webauthn": "only with a key",
    "casework:many": "takes a press; its page says what became of each",
    "casework:case": "goes to the record's own page",
    "casework:verb": "only with a case; the same form as every confirmation",
    "casework:change": "only after a change; walked in its own test",
    "exports:file": "a file",
    "cards:step": "takes a press and goes back",
    "reports:slip": "a file",
    "reports:control": "a file",
    "reports:book": "a file",
    "onestop:step": "takes a press and goes back",
    "onestop:check_version": "takes a press and goes back",
    "onestop:draft": "takes what is typed and answers with a few words",
    "onestop:draft_for": "takes what is typed and answers with a few words",
    "onestop:paper": "a file to be saved",
    "review:following": "goes on to a review's own page",
    "review:undo": "takes a press and goes back",
    "review:answer": "takes a press and goes on",
    "review:escalate": "takes a press and goes on",
    "cards:make_batch": "takes a press and goes on to the batch",
    "cards:batch": "only after a batch; walked in its own test",
    "cards:batch_file": "a file",
    "cards:slip": "a file",
    "reports:file": "a file",
    "reports:signed_file": "a file",
    "reports:head": "a file",
    "reports:drop": "takes a press and goes back",
    "exports:cancel": "takes a press and goes back",
    "exports:again": "takes a press and goes back",
    "exports:remove": "takes a press and goes back",
    "registers:conclude": "only with two rounds; walked in its own test",
    "registers:link": "takes a press and goes back",
    "registers:unlink": "takes a press and goes back",
    "registers:take": "takes a press and goes back",
    "registers:commit": "takes a press and goes back",
    "registers:verdicts": "a file",
    "registers:corrected": "a file",
    "registers:undo": "only for a workbook that was written; walked in its own test",
    "importing:verdicts": "a file",
    "importing:commit": "takes a press and goes back",
    "importing:undo": "only for a list that was written; walked in its own test",
    "importing:again": "takes a press and goes back",
    "people:read_card": "takes a scan and answers with fields; walked by its own story",
    "incidents:found": "only after a search; walked in its own test",
    "books:verdicts": "a file",
    "books:commit": "takes a press and goes back",
    "books:undo": "only for a book that was written; walked in its own test",
    "books:again": "takes a press and goes back",
    "incidents:notify": "the same form as every confirmation",
    "incidents:remote": "the same form as every confirmation",
    "incidents:void": "the same form as every confirmation",
    "incidents:take_off": "the same form as every confirmation",
    "people:found": "opened by the keyboard story, which searches",
    "people:paper": "a file to be saved",
    "people:detach": "only with a paper; the same form as every confirmation",
    "people:remove_alias": "only with an old number; the same form as every confirmation",
    "people:void": "only with an event; the same form as every confirmation",
    "people:cancel_stay": "only with a stay declared ahead; the same form as every confirmation",
    "people:close_stay": "only with an open stay; the same form as every ending",
    "people:move_in": "only for someone who moved away; the same form as moving out",
    "people:close_household": "only for an empty household; the same form as every confirmation",
    "staff:write_roster": "takes a press; its page is the sum of what was looked at",
    "staff:roster_template": "a workbook",
    "staff:revoke_token": "takes a press and goes back",
    "staff:new_account": "only for someone without an account; the same form as a new person's",
    "staff:account_verb": "the same form as every confirmation",
}


def named(patterns: Any = None, space: str = "") -> Iterator[str]:
    """The name of every address."""
    for found in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(found, URLResolver):
            yield from named(found.url_patterns, f"{space}{found.namespace}:" if found.namespace else space)
        elif isinstance(found, URLPattern):
            yield f"{space}{found.name}"


def address(name: str, ids: Mapping[str, Any]) -> str:
    """The page's address with some records' ids. KeyError names a parameter that nobody filled."""
    patterns = get_resolver()
    for part in name.split(":")[:-1]:
        patterns = patterns.namespace_dict[part][1]
    params = set(re.findall(r"%\((\w+)\)s", str(patterns.reverse_dict.getlist(name.split(":")[-1])[0][0][0][0])))
    return reverse(name, kwargs={param: ids[param] for param in params})
