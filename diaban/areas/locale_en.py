"""English for what this room says. Kinds and names of units stay Vietnamese."""

from __future__ import annotations

from typing import Final

EN: Final = {
    "Đã nhập ranh giới của %d đơn vị.": "Imported the boundaries of %d units.",
    "Đã sửa đường ranh tự chạm: %s.": "Mended outlines that touched themselves: %s.",
    "Đường ranh tự cắt, vẫn vẽ được nhưng nên kiểm tra: %s.": (
        "Outlines that cross themselves can be drawn but should be checked: %s."
    ),
    "Không có trong danh mục: %s.": "Not in the list: %s.",
    "Không đọc được: %s.": "Could not be read: %s.",
    "Không mã nào trong tệp có trong danh mục đơn vị hành chính; chưa có gì được ghi.": (
        "No code in the file is in the list of units; nothing was written."
    ),
    "Không đọc được ranh giới nào trong tệp; chưa có gì được ghi.": (
        "No boundary in the file could be read; nothing was written."
    ),
    "Tệp này không phải GeoJSON đọc được; chưa có gì được ghi.": (
        "This file is not GeoJSON that can be read; nothing was written."
    ),
    "Tệp không có danh sách ranh giới (FeatureCollection); chưa có gì được ghi.": (
        "The file holds no list of boundaries (FeatureCollection); nothing was written."
    ),
    "Tệp dùng hệ tọa độ khác WGS84; hãy chuyển sang WGS84 rồi nhập lại. Chưa có gì được ghi.": (
        "The file uses coordinates other than WGS84; convert it and import it again. Nothing was written."
    ),
    "Tệp ghi vĩ độ trước kinh độ; hãy nhập lại và chọn “đảo tọa độ”. Chưa có gì được ghi.": (
        "The file has latitude before longitude; import it again with “swap coordinates”. Nothing was written."
    ),
    "Có %d điểm nằm ngoài Việt Nam; hãy kiểm tra hệ tọa độ. Chưa có gì được ghi.": (
        "%d points lie outside Vietnam; check the coordinates. Nothing was written."
    ),
    "Chỉ thêm được thôn vào xã, phường, đặc khu đang hoạt động; chưa có gì được ghi.": (
        "Hamlets can be added only to a commune, ward or special zone of today; nothing was written."
    ),
    "“%s” không phải tên thôn, xóm hợp lệ; chưa có thôn nào được ghi.": (
        "“%s” is not a hamlet's name; no hamlet was written."
    ),
    "%(hamlet)s đã có trong %(commune)s; chưa có thôn nào được ghi.": (
        "%(hamlet)s is already in %(commune)s; no hamlet was written."
    ),
    "Mã thôn %s đã dùng; chưa có thôn nào được ghi.": "Hamlet code %s is in use; no hamlet was written.",
    "Nơi cũ của thôn không thuộc %s; chưa có gì được ghi.": (
        "The hamlet's former unit is not one that %s was made of; nothing was written."
    ),
    "“%s” không phải tên thôn, xóm hợp lệ; chưa có gì thay đổi.": "“%s” is not a hamlet's name; nothing was changed.",
    "Trong xã đã có %s; chưa có gì thay đổi.": "The commune already has %s; nothing was changed.",
    "Hãy chọn ít nhất hai thôn của cùng một xã; chưa có gì thay đổi.": (
        "Choose two hamlets or more of one commune; nothing was changed."
    ),
    "%s không còn là thôn đang hoạt động; chưa có gì thay đổi.": "%s is no longer a hamlet; nothing was changed.",
    "Thôn được thêm": "Hamlet added",
    "{actor} thêm {record} vào danh mục": "{actor} added {record} to the list",
    "Thôn được đổi tên": "Hamlet renamed",
    "{actor} đổi tên {record}": "{actor} renamed {record}",
    "Thôn được sáp nhập": "Hamlet merged",
    "{actor} ghi {record} sáp nhập": "{actor} recorded that {record} was merged",
    "Thôn giải thể": "Hamlet ended",
    "{actor} ghi {record} không còn": "{actor} recorded that {record} ended",
    "Ghi nguồn gốc thôn": "Hamlet traced",
    "{actor} ghi nguồn gốc của {record}": "{actor} recorded where {record} came from",
    "Sắp xếp đơn vị hành chính": "Units reformed",
    "{actor} ghi {record} được sắp xếp": "{actor} recorded the reform of {record}",
    "Bỏ một đợt sắp xếp": "Reform undone",
    "{actor} bỏ đợt sắp xếp của {record}": "{actor} undid the reform of {record}",
    "Nhập ranh giới": "Boundary imported",
    "{actor} nhập ranh giới của {record}": "{actor} imported the boundary of {record}",
    "Vai trò hiện tại không được sửa địa bàn; việc này do quản trị hệ thống làm.": (
        "This role may not change areas; a system administrator does that."
    ),
    "Đơn vị này ở ngoài phạm vi được giao; chưa có gì thay đổi.": (
        "This unit is outside your area; nothing was changed."
    ),
    "Nghị quyết số %s": "Resolution %s",
    "Không có đơn vị hành chính này trong danh mục.": "There is no such administrative unit in the list.",
    "Đợt sắp xếp %s đã được ghi với nội dung khác; chưa có gì thay đổi.": (
        "Reform %s is recorded with other content; nothing was changed."
    ),
    "Dữ liệu sắp xếp thiếu hoặc sai ở chỗ “%s”; chưa có gì được ghi.": (
        "The reform's data lacks “%s” or has it wrong; nothing was written."
    ),
    "Không có đơn vị mang mã %s vào ngày trước khi sắp xếp; chưa có gì được ghi.": (
        "No unit carried code %s on the day before the reform; nothing was written."
    ),
    "Mã mới %s không khớp giữa danh sách đơn vị và nguồn hình thành; chưa có gì được ghi.": (
        "New code %s does not agree between the units and what they are made of; nothing was written."
    ),
    "%s đã kết thúc trước đó; chưa có gì được ghi.": "%s had ended before; nothing was written.",
    "Phần đất hoặc dân của %s không cộng lại thành toàn bộ; chưa có gì được ghi.": (
        "The shares of land or people of %s do not add up to the whole; nothing was written."
    ),
    "Có thôn không thuộc đơn vị được sắp xếp; chưa có gì được ghi.": (
        "A hamlet does not belong to a unit that is reformed; nothing was written."
    ),
    "Không rõ cấp trên của đơn vị mới mã %s; chưa có gì được ghi.": (
        "It is not clear what new unit %s belongs to; nothing was written."
    ),
    "Không có đợt sắp xếp mang mã %s.": "There is no reform with code %s.",
    "Đã có hồ sơ, đơn vị hoặc thôn gắn với đơn vị mới; không bỏ được đợt sắp xếp này.": (
        "Records, offices or hamlets stand in the new units; this reform can't be undone."
    ),
    "Không tìm thấy đơn vị hành chính nào ứng với “%s”. Hãy kiểm tra tên, hoặc ghi thêm huyện, tỉnh.": (
        "No administrative unit answers to “%s”. Check the name, or add the district or province."
    ),
    "cùng tên ở nơi khác": "same name elsewhere",
    "tên chỉ khác dấu hoặc loại đơn vị": "names differ only by marks or kind",
    "“%(text)s” có thể là %(count)d đơn vị: %(names)s. Hãy ghi đủ dấu, loại đơn vị và cấp trên.": (
        "“%(text)s” may be any of %(count)d units: %(names)s. Write all marks, the kind and the unit above."
    ),
    "Loại đơn vị trong địa chỉ khác với danh mục.": "The kind of unit in the address differs from the list.",
    "Tên trong địa chỉ không khớp dấu với danh mục.": "The marks of the name differ from the list.",
    "(theo danh mục ngày %s)": "(by the list of %s)",
    "%(unit)s nhập toàn bộ vào %(new)s từ ngày %(day)s theo %(source)s.": (
        "%(unit)s went whole to %(new)s from %(day)s by %(source)s."
    ),
    "%(unit)s được chia từ ngày %(day)s theo %(source)s: %(shares)s.": (
        "%(unit)s was divided from %(day)s by %(source)s: %(shares)s."
    ),
    "toàn bộ diện tích": "all land",
    "một phần diện tích": "part of the land",
    "toàn bộ dân số": "all people",
    "một phần dân số": "part of the people",
}
