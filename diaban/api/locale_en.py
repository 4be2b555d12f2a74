"""English of the API's own sentences."""

EN: dict[str, str | tuple[str, str]] = {
    "Nội dung gửi lên không phải JSON đọc được; chưa ghi gì.": "What was sent isn't JSON that can be read; nothing was written.",
    "Không có lời gọi nào ở địa chỉ này.": "There is no call at this address.",
    "Lời gọi này không có tham số như vậy.": "This call has no such parameter.",
    "Nội dung phải là JSON (Content-Type: application/json); chưa ghi gì.": "The body must be JSON (Content-Type: application/json); nothing was written.",
    "Tệp phải được gửi dạng multipart/form-data; chưa lưu gì.": "A file must be sent as multipart/form-data; nothing was stored.",
    "Nội dung gửi lên không phải một biểu mẫu có tệp đọc được; chưa lưu gì.": "What was sent isn't a form with a file that can be read; nothing was stored.",
    "Địa chỉ này không nhận cách gọi đó.": "This address doesn't take that method.",
}
