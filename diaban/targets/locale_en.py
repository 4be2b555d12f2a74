"""English for what this room says."""

from __future__ import annotations

from typing import Final

EN: Final[dict[str, str]] = {
    "Chia đều": "Equal parts",
    "Chỉ tiêu là tỷ lệ thì mỗi đơn vị cùng một tỷ lệ, hoặc tự nhập từng đơn vị.": "A target that is a rate is the same for each unit, or typed unit by unit.",
    "Chỉ tiêu này của kỳ này đã được giao; hãy điều chỉnh nó, chưa ghi gì thêm.": "This target of this period is already set; revise it instead. Nothing was written.",
    "Chỉ tiêu này đã được bãi bỏ; chưa ghi gì.": "This target was withdrawn; nothing was written.",
    "Chỉ tiêu phải từ 0 trở lên và trong khoảng có thể.": "A target is 0 or more, and no larger than can be.",
    "Chỉ tiêu được bãi bỏ": "Target withdrawn",
    "Chỉ tiêu được giao": "Target set",
    "Chỉ tiêu được điều chỉnh": "Target revised",
    "Chỉ tỷ lệ mới giao giống nhau cho mỗi đơn vị; chỉ tiêu là số thì phải chia.": "Only a rate is given to each unit alike; a number is divided.",
    "Các phần cộng lại là %(total)s, khác chỉ tiêu %(value)s: lệch %(gap)s.": "The parts add up to %(total)s, not to the target of %(value)s: %(gap)s apart.",
    "Cần chức vụ người ký.": "The signer's post is needed.",
    "Cần nhập phần của từng đơn vị bên dưới; còn thiếu: %s.": "The part of each unit below is needed; missing: %s.",
    "Cần số, ký hiệu của văn bản giao chỉ tiêu.": "The number of the document that sets the target is needed.",
    "Giao chỉ tiêu": "Set targets",
    "Không chia": "Not divided",
    "Không có chỉ tiêu này trong phạm vi của bạn.": "There is no such target within your area.",
    "Không có số liệu để chia của: %s. Hãy chia đều hoặc tự nhập.": "There are no figures to divide by for: %s. Divide equally or type the parts.",
    "Mẫu số phải khác số liệu được giao.": "The denominator must be another figure than the target's.",
    "Mỗi đơn vị cùng một tỷ lệ": "The same rate for each unit",
    "Ngày ký không thể sau hôm nay.": "The day of signing can't be after today.",
    "Người khác vừa điều chỉnh chỉ tiêu này; chưa lưu gì, hãy xem bản mới rồi làm lại.": "Someone else has just revised this target; nothing was saved. Look at the new version and do it again.",
    "Phần của đơn vị không thể là số âm.": "A unit's part can't be negative.",
    "Số liệu dùng để chia đều bằng 0. Hãy chia đều hoặc tự nhập.": "The figures to divide by are all 0. Divide equally or type the parts.",
    "Theo dân số": "By population",
    "Theo số của cùng kỳ năm trước": "By the same period last year",
    "Tự nhập từng đơn vị": "Typed for each unit",
    "{office} bãi bỏ {record} của {place}": "{office} withdrew {record} of {place}",
    "{office} giao {record} cho {place}": "{office} set {record} for {place}",
    "{office} điều chỉnh {record} của {place}": "{office} revised {record} of {place}",
    "Địa bàn này không có đơn vị bên dưới để chia.": "This area has no units below to divide among.",
    "Địa bàn này ngoài phạm vi của bạn nên bạn không giao chỉ tiêu cho nó được.": "This area is outside yours, so you can't set its targets.",
}
