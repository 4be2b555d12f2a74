"""Any page of the console: title, breadcrumb, actions, and a template that fills the frame."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from diaban.core.errors import Refused


@dataclass(frozen=True)
class Crumb:
    """One step of the breadcrumb."""

    name: Any
    url: str


@dataclass(frozen=True)
class Action:
    """Something that can be done from a page: a link, or (`post`) a button that sends the page's form token.

    `reason` is shown beside a button that this viewer may not press; it names who may. `kind` is "", "main"
    (at most two on a page) or "danger"; `confirm` is a question asked before a post.
    """

    name: Any
    url: str
    kind: str = ""
    icon: str = ""
    post: bool = False
    reason: Any = ""
    confirm: Any = ""
    fields: dict[str, str] = field(default_factory=dict)


def allowed(action: Action, check: Callable[[], object]) -> Action:
    """The action, with the sentence of the policy as its reason where `check()` raises Refused.

    allowed(Action(_("Sửa"), url), lambda: policies.check_edit(viewer, resident))
    """
    try:
        check()
    except Refused as refusal:
        return Action(action.name, "", action.kind, action.icon, action.post, refusal.sentence)
    return action


def page(
    request: HttpRequest,
    template: str,
    *,
    title: Any,
    crumbs: Sequence[Crumb] = (),
    actions: Sequence[Action] = (),
    lead: Any = "",
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Render `template` (which extends web/base.html) inside the frame.

    Where only a list is wanted of the address (`web.exports.reading`), a page that isn't one is not rendered.
    """
    if getattr(request, "wanted_list", None) is not None:
        return HttpResponse(status=204)
    known = {"title": title, "crumbs": crumbs, "actions": actions, "lead": lead}
    return render(request, template, {**known, **context}, status=status)
