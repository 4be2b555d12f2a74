"""Changes of the tables on an install that is in use: a backup first, then all steps together or none."""

from __future__ import annotations

from diaban.core.errors import DiabanError
from diaban.host import bootstrap, progress
from diaban.host.places import Places


def bring_up_to_date(spot: Places, owner_url: str, dump_url: str) -> None:
    """Migrate the database at `owner_url`; where it holds data and steps are pending, after a backup.

    The backup is encrypted to the install's key; where there is none, it stays in the data folder, as closed as the
    database itself.

    Raises: DiabanError. The tables are then as they were, and the sentence says how to go back.
    """
    told = {"DIABAN_DATA": str(spot.data)}
    made = _backup(spot, dump_url) if _holds_data(owner_url) and bootstrap.pending(owner_url, told) else ""
    try:
        bootstrap.run(owner_url, told | ({"DIABAN_MIGRATE_TOGETHER": "1"} if made else {}))
    except DiabanError as error:
        if not made:
            raise
        raise DiabanError(
            f"{error} Để làm việc tiếp ngay, hãy cài lại bản Diaban trước; bản sao lưu trước khi cập nhật: {made}."
        ) from None


def _holds_data(url: str) -> bool:
    import psycopg

    from diaban.host.backup import tables

    with psycopg.connect(url, connect_timeout=10) as link:
        return tables.holds_data(link)


def _backup(spot: Places, dump_url: str) -> str:
    from diaban.host.backup import plan

    with progress.step("Sao lưu trước khi cập nhật cấu trúc bảng"):
        return plan.run(spot, dump_url, "upgrade").path
