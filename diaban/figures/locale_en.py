"""English for what this room says."""

from __future__ import annotations

from typing import Final

EN: Final = {
    "Vai trò của bạn xem được số liệu nhưng không mở được từng dòng.": (
        "Your role may see figures but not open the lines behind them."
    ),
    "Địa bàn này ngoài phạm vi của bạn: chỉ xem được số tổng, không mở được từng dòng.": (
        "This area is outside yours: you see the total only and can't open its lines."
    ),
    "Vai trò của bạn không xem được số liệu. Hãy báo quản trị hệ thống nếu cần.": (
        "Your role may not see figures. Ask the system administrator if you need to."
    ),
    "Khoảng thời gian phải từ năm 1900 đến 2200 và ngày đầu không sau ngày cuối.": (
        "A period lies between 1900 and 2200 and doesn't end before it starts."
    ),
}
