"""What an access token may be made for: each scope allows some of what a role may do, and nothing beyond the role."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from diaban.access.roles import ROLES, Ground, Permission, Role

P = Permission


@dataclass(frozen=True)
class TokenScope:
    """A scope by its code, as `GET /api/v1/me` and the document name it. `needs` is a scope it can't do without."""

    code: str
    title: Any
    permissions: frozenset[Permission]
    needs: str = ""


SCOPES: dict[str, TokenScope] = {
    scope.code: scope
    for scope in (
        TokenScope("people.read", _("Đọc cư dân"), frozenset({P.PEOPLE_LIST, P.PEOPLE_SEARCH, P.PEOPLE_OPEN})),
        TokenScope("people.numbers", _("Thấy đủ số định danh"), frozenset({P.PEOPLE_NUMBERS}), "people.read"),
        TokenScope("people.write", _("Ghi và sửa cư dân"), frozenset({P.PEOPLE_EDIT}), "people.read"),
        TokenScope("people.import", _("Nhập danh sách cư dân"), frozenset({P.PEOPLE_IMPORT}), "people.read"),
        TokenScope(
            "people.merge",
            _("Đối chiếu, gộp và tách hồ sơ cư dân trùng"),
            frozenset({P.PEOPLE_MERGE, P.REVIEW_DECIDE}),
            "people.write",
        ),
        TokenScope("people.export", _("Xuất danh sách cư dân"), frozenset({P.PEOPLE_EXPORT}), "people.read"),
        TokenScope(  # incidents name persons
            "incidents.read", _("Đọc vụ việc"), frozenset({P.INCIDENTS_LIST, P.INCIDENTS_OPEN}), "people.read"
        ),
        TokenScope(
            "incidents.write",
            _("Tiếp nhận, xử lý vụ việc"),
            frozenset({P.INCIDENTS_REPORT, P.INCIDENTS_EDIT}),
            "incidents.read",
        ),
        TokenScope("cards.read", _("Đọc hồ sơ căn cước"), frozenset({P.CARDS_READ}), "people.read"),
        TokenScope("cards.write", _("Ghi hồ sơ căn cước"), frozenset({P.CARDS_WRITE}), "cards.read"),
        TokenScope("onestop.read", _("Đọc hồ sơ một cửa"), frozenset({P.ONESTOP_READ}), "people.read"),
        TokenScope(
            "onestop.write",
            _("Tiếp nhận, xử lý hồ sơ một cửa"),
            frozenset({P.ONESTOP_WRITE, P.ONESTOP_DECIDE}),
            "onestop.read",
        ),
        TokenScope("figures.read", _("Đọc số liệu"), frozenset({P.FIGURES_READ, P.FIGURES_OPEN})),
        TokenScope("reports.read", _("Đọc báo cáo"), frozenset({P.REPORTS_READ}), "figures.read"),
        TokenScope("targets.write", _("Giao chỉ tiêu"), frozenset({P.TARGETS_SET}), "figures.read"),
        TokenScope("areas.read", _("Đọc địa bàn"), frozenset({P.AREAS_READ})),
        TokenScope("ledger.read", _("Đọc sổ việc"), frozenset({P.LEDGER_READ})),
    )
}
_PERSONS = SCOPES["people.read"].permissions


def roles_for(level: int) -> list[Role]:
    """Roles that a token may work with at an office on a unit of this level: those that read or write the ground."""
    return [role for role in ROLES.values() if level in role.levels and role.ground in (Ground.UNIT, Ground.LINES)]


@lru_cache(maxsize=256)
def narrowed(code: str, scopes: tuple[str, ...]) -> Role:
    """The role with no more than these scopes allow. Without a scope over persons the database shows none at all.

    Raises KeyError for an unknown role; scopes this program doesn't know allow nothing.
    """
    role = ROLES[code]
    kept = role.permissions & permissions_of(scopes)
    ground = role.ground if kept & _PERSONS or role.ground is not Ground.UNIT else Ground.LINES
    return replace(role, permissions=kept, ground=ground)


def permissions_of(scopes: Iterable[str]) -> frozenset[Permission]:
    """Everything that the scopes allow together."""
    return frozenset(p for code in scopes if code in SCOPES for p in SCOPES[code].permissions)
