"""Who may take a list out, and who may fetch the file. `check_x` raises with the sentence; `can_x` asks."""

from __future__ import annotations

from django.utils.translation import gettext as _

from diaban.access import policies as access
from diaban.access.roles import Permission
from diaban.access.scope import Viewer
from diaban.core.errors import NotFound, Refused
from diaban.core.time import now
from diaban.papers.models import Export, ExportState


def check_export(viewer: Viewer, personal: bool) -> None:
    """Lists of persons leave with the permission and a stated purpose; others with whoever may read them."""
    if viewer.posting_id is None:
        raise Refused(_("Chỉ người giữ một vị trí công tác mới xuất danh sách."))
    if personal:
        access.check_permission(viewer, Permission.PEOPLE_EXPORT)
        access.check_purpose(viewer)


def can_export(viewer: Viewer, personal: bool) -> bool:
    try:
        check_export(viewer, personal)
    except Refused:
        return False
    return True


def check_own(viewer: Viewer, export: Export) -> None:
    """What happens to an export is its maker's matter; for others there is none."""
    if export.actor != viewer.staff_id:
        raise NotFound(_("Không có lần xuất này, hoặc nó là của người khác."))


def check_same_ground(viewer: Viewer, export: Export) -> None:
    """The posting that asked, which still sees everything it saw then."""
    if export.posting != viewer.posting_id:
        raise Refused(_("Tệp này được xuất từ một vị trí công tác khác của bạn; hãy chuyển sang vị trí đó rồi tải."))
    if not set(export.ground) <= set(viewer.scope.places):
        raise Refused(_("Phạm vi của bạn đã hẹp lại từ lúc xuất nên tệp không được tải nữa; hãy xuất lại."))


def check_fetch(viewer: Viewer, export: Export) -> None:
    """The file goes to who asked, from the same posting, with the rights of now, until it expires."""
    check_own(viewer, export)
    check_same_ground(viewer, export)
    check_export(viewer, export.personal)
    if export.state != ExportState.READY or (export.expires_at is not None and export.expires_at <= now()):
        raise NotFound(_("Tệp này chưa xong, đã hết hạn giữ hoặc đã bị xóa; hãy xuất lại nếu cần."))
