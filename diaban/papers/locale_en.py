"""English for what this room says."""

from __future__ import annotations

from typing import Final

EN: Final = {
    "Đang đọc": "Being read",
    "Chờ trả lời": "Waiting for answers",
    "Đã xét, chờ ghi sổ": "Judged, not written yet",
    "Đang ghi sổ": "Being written",
    "Đã ghi sổ": "Written to the register",
    "Không đọc được": "Can't be read",
    "Mới": "New",
    "Đã có, không đổi": "Known, unchanged",
    "Đã có, khác": "Known, different",
    "Cần xem lại": "Doubtful",
    "Không nhận": "Refused",
    "Không thấy tệp “%(name)s”; chưa ghi gì. Hãy kiểm tra lại đường dẫn.": "There is no file “%(name)s”; nothing was written. Check the path.",
    "Tệp “%(name)s” trống (0 byte); chưa ghi gì. Hãy lưu lại bảng tính rồi nạp lại.": "The file “%(name)s” is empty (0 bytes); nothing was written. Save the workbook again and import it.",
    "Tệp “%(name)s” lớn hơn 200 MB nên chưa đọc và chưa ghi gì. Hãy chia thành nhiều tệp nhỏ hơn.": "The file “%(name)s” is over 200 MB, so it was not read and nothing was written. Split it into smaller files.",
    "Tệp “%(name)s” nén khác thường (mở ra quá lớn) nên không đọc; chưa ghi gì. Hãy lưu lại từ Excel rồi nạp lại.": "The file “%(name)s” is packed unusually (it would unpack to far too much) and was not read; nothing was written. Save it again in Excel and import it.",
    "Tệp “%(name)s” bị hỏng, không mở được; chưa ghi gì. Hãy mở bằng Excel, lưu lại dạng .xlsx rồi nạp lại.": "The file “%(name)s” is damaged and can't be opened; nothing was written. Open it in Excel, save it as .xlsx and import it.",
    "Tệp “%(name)s” có mật khẩu nên không đọc được; chưa ghi gì. Hãy bỏ mật khẩu rồi nạp lại.": "The file “%(name)s” has a password and can't be read; nothing was written. Remove the password and import it.",
    "Tệp “%(name)s” có macro nên không nhận; chưa ghi gì. Hãy lưu lại dạng .xlsx (không macro) rồi nạp lại.": "The file “%(name)s” has macros and is not accepted; nothing was written. Save it as .xlsx (without macros) and import it.",
    "Tệp “%(name)s” là trang web (HTML/XML) mang đuôi của bảng tính; chưa ghi gì. Hãy mở bằng Excel, lưu lại dạng .xlsx rồi nạp lại.": "The file “%(name)s” is a web page (HTML/XML) under a workbook's name; nothing was written. Open it in Excel, save it as .xlsx and import it.",
    "Tệp “%(name)s” không phải bảng tính (.xlsx, .xls, .ods, .csv, .docx); chưa ghi gì. Hãy chọn đúng tệp.": "The file “%(name)s” is not a workbook (.xlsx, .xls, .ods, .csv); nothing was written. Choose the right file.",
    "Tệp “%(name)s” không ở bảng mã Unicode; chưa ghi gì. Hãy lưu lại dạng “CSV UTF-8” rồi nạp lại.": "The file “%(name)s” is not in Unicode; nothing was written. Save it as “CSV UTF-8” and import it.",
    "Bảng tính “%(name)s” không có dòng nào; chưa ghi gì. Hãy kiểm tra lại tệp.": "The workbook “%(name)s” has no rows; nothing was written. Check the file.",
    "Các trang đang hiện của “%(name)s” đều trống, trang ẩn thì không đọc; chưa ghi gì. Hãy bỏ ẩn trang có danh sách rồi nạp lại.": "The visible sheets of “%(name)s” are empty and hidden ones are not read; nothing was written. Unhide the sheet with the list and import it.",
    "Không tìm thấy dòng tiêu đề có cột họ tên trong “%(name)s”; chưa ghi gì. Hãy thêm dòng tiêu đề (STT, Họ và tên, Ngày sinh…) rồi nạp lại.": "No header row with a column of names was found in “%(name)s”; nothing was written. Add a header row (STT, Họ và tên, Ngày sinh…) and import it.",
    "Dưới dòng tiêu đề của “%(name)s” không có dòng dữ liệu nào; chưa ghi gì. Hãy kiểm tra lại tệp.": "There are no rows under the header of “%(name)s”; nothing was written. Check the file.",
    "Bỏ qua": "Leave out",
    "Là người mới": "A new person",
    "Đang hoàn tác": "Being undone",
    "Đã hoàn tác": "Undone",
    "Đúng là người này": "The same person",
    "Tệp “%(name)s” là văn bản Word cũ (.doc) nên không đọc được; chưa ghi gì. Hãy mở bằng Word, lưu lại dạng .docx rồi nạp lại.": "The file “%(name)s” is an old Word document (.doc) and can't be read; nothing was written. Open it in Word, save it as .docx and import it.",
    "Văn bản “%(name)s” không có bảng nào; chưa ghi gì. Hãy để danh sách trong bảng rồi nạp lại.": "The document “%(name)s” has no table; nothing was written. Put the list into a table and import it.",
    "Bảng %(number)s": "Table %(number)s",
}
