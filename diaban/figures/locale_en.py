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
    "Bản đồ đơn vị phải là now, then hoặc một ngày như 30/06/2025.": (
        "The map of units must be now, then or a day such as 30/06/2025."
    ),
    "Mốc sổ %(cut)s chưa có: sổ mới niêm phong đến %(size)s.": (
        "There is no cut %(cut)s yet: the ledger is sealed up to %(size)s."
    ),
    "Ngày bắt đầu có số liệu được ghi": "Day from which figures are kept was set",
    "{office} ghi ngày bắt đầu có số liệu của {record}": "{office} set the day from which figures of {record} are kept",
    "Số liệu công bố được nhập": "Published figure entered",
    "{office} nhập một số liệu công bố theo văn bản của {place}": "{office} entered a published figure of {place}",
    "Số liệu công bố được rút": "Published figure withdrawn",
    "{office} rút một số liệu công bố của {place}": "{office} withdrew a published figure of {place}",
    "Số liệu công bố phải có văn bản và người ký; chưa có gì được ghi.": (
        "A published figure needs its document and who signed it; nothing was written."
    ),
    "Không có số liệu công bố này.": "There is no such published figure.",
    "Không có số liệu mang mã %s; chưa có gì được ghi.": "There is no figure with the code %s; nothing was written.",
    "Số liệu công bố này đã được sửa hoặc rút trước đó; hãy xem bản mới nhất.": (
        "This published figure was revised or withdrawn before; look at the newest one."
    ),
    "chưa có số liệu để so sánh": "no data to compare",
    "cùng kỳ": "the same period",
    "cùng kỳ không xảy ra": "none in the same period",
    "kỳ này và cùng kỳ đều không xảy ra": "none in this period nor in the one compared",
    "không thay đổi so với %s": "unchanged from %s",
    "tăng %(n)s %(unit)s (= %(share)s) so với %(against)s": "up by %(n)s %(unit)s (= %(share)s) from %(against)s",
    "giảm %(n)s %(unit)s (= %(share)s) so với %(against)s": "down by %(n)s %(unit)s (= %(share)s) from %(against)s",
    "làm tròn nửa lên": "rounded half up",
    "cắt bỏ phần thừa": "cut off",
    "Khoảng thời gian phải từ năm 1900 đến 2200 và ngày đầu không sau ngày cuối.": (
        "A period lies between 1900 and 2200 and doesn't end before it starts."
    ),
    "Theo lịch": "By the calendar",
    "Theo kỳ báo cáo nhà nước": "By the state's reporting periods",
    "Ngày": "Day",
    "Tuần": "Week",
    "Tháng": "Month",
    "Quý": "Quarter",
    "6 tháng": "Half-year",
    "9 tháng": "Nine months",
    "Năm": "Year",
    "Khoảng tự chọn": "Free range",
    "ngày %s": "%s",
    "tuần %(n)s năm %(year)s": "week %(n)s of %(year)s",
    "tháng %(n)s năm %(year)s": "month %(n)s of %(year)s",
    "quý %(roman)s năm %(year)s": "quarter %(roman)s of %(year)s",
    "6 tháng đầu năm %(year)s": "first half of %(year)s",
    "6 tháng cuối năm %(year)s": "second half of %(year)s",
    "9 tháng đầu năm %(year)s": "first nine months of %(year)s",
    "năm %(year)s": "year %(year)s",
    "T.%(n)s/%(year)s": "W%(n)s/%(year)s",
    "Không đọc được kỳ này. Ghi năm (2023), tháng (2023-T05), quý (2023-Q2), 6 tháng (2023-H1), 9 tháng (2023-9T), tuần (2023-W07), ngày (31/05/2023) hoặc từ ngày đến ngày (15/12/2022-14/12/2023).": (
        "This period can't be read. Write a year (2023), a month (2023-T05), a quarter (2023-Q2), a half-year (2023-H1), nine months (2023-9T), a week (2023-W07), a day (31/05/2023) or from day to day (15/12/2022-14/12/2023)."
    ),
    "Chưa có số liệu của ngày trước %s.": "There is no data of days before %s.",
    "Chưa có số liệu từ ngày %(since)s đến ngày %(until)s.": "There is no data from %(since)s to %(until)s.",
    "Chỉ tính từ ngày %s; trước đó chưa có số liệu.": "Counted from %s only; before that there is no data.",
    "Khoảng trống phải nằm sau ngày bắt đầu có số liệu và không sau hôm nay; chưa có gì được ghi.": (
        "A gap lies after the day from which there is data and not after today; nothing was written."
    ),
    "Ngày bắt đầu có số liệu phải từ năm 1900 đến hôm nay; chưa có gì được ghi.": "The day from which there is data must be between 1900 and today; nothing was written.",
}
