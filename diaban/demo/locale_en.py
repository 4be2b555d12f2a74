"""English for what this room says."""

from __future__ import annotations

from typing import Final

EN: Final = {
    "Cơ sở dữ liệu này đã có đơn vị; bản thử chỉ lập trên cơ sở dữ liệu trống. Chưa ghi gì.": (
        "This database has offices already; the demo is made in an empty database only. Nothing was written."
    ),
    "Không có tỉnh, thành phố mang mã này; các mã hiện có: %s.": (
        "No province or city has this code; the codes there are: %s."
    ),
}
