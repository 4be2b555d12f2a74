"""English for what this room says."""

from __future__ import annotations

from typing import Final

EN: Final = {
    "thiếu người thực hiện": "nobody is named as acting",
    "người thực hiện không phải người đang đăng nhập": "whoever acts isn't whoever signed in",
    "loại sự việc chưa được khai báo": "the kind of event isn't declared",
    "thiếu hồ sơ": "no record is named",
    "thiếu địa bàn": "no area is named",
    "thiếu cơ quan": "no office is named",
    "thiếu mã thao tác": "no action is named",
    "ngày không hợp lệ": "the day isn't valid",
    "ngày ở tương lai": "the day lies ahead",
    "thiếu mục đích hoặc mục đích không phải là mã": "the purpose is missing or isn't a code",
    "số tham chiếu chỉ gồm chữ, số và các dấu . / - _": "a reference holds letters, digits and . / - _ only",
    "loại tra cứu không phải là mã": "the sort of search isn't a code",
    "kênh tra cứu không phải là mã": "the channel isn't a code",
    "danh sách hồ sơ đã hiện không hợp lệ": "the list of records shown isn't valid",
    "trạng thái không phải là mã": "the state isn't a code",
    "thiếu số lượng": "the quantity is missing",
    "số lượng bằng 0 chỉ dùng để hủy một dòng": "a quantity of 0 only takes a line back",
    "loại sự việc này chỉ nhận số lượng 1": "this kind of event takes a quantity of 1 only",
    "loại sự việc này không nhận số lượng âm": "this kind of event takes no negative quantity",
    "dòng được đính chính không có, hoặc thuộc hồ sơ khác": "the corrected line isn't there, or is of another record",
    "phân loại không hợp lệ": "the classification isn't valid",
    "phân loại chưa được khai báo": "the classification isn't declared",
    "phân loại phải là mã ngắn, không phải lời văn": "a classification is a short code, not words",
    "Chưa ghi gì vào sổ: %(why)s. Hãy sửa rồi thực hiện lại.": (
        "Nothing was written to the ledger: %(why)s. Put it right and try again."
    ),
    "Dòng này đã được đính chính trước đó; chưa ghi gì. Hãy mở dòng mới nhất rồi đính chính lại.": (
        "This line was corrected before; nothing was written. Open the newest line and correct that."
    ),
    "Không có dòng này trong sổ, hoặc dòng nằm ngoài địa bàn của bạn.": (
        "There is no such line in the ledger, or it lies outside your area."
    ),
    "Tệp %(file)s không phải là đầu sổ đã xuất. Hãy chọn tệp khác.": (
        "The file %(file)s isn't an exported head. Choose another file."
    ),
    "Thư mục %(folder)s không có đầu sổ nào. Hãy chọn thư mục khác.": (
        "The folder %(folder)s holds no heads. Choose another folder."
    ),
    "{office} ghi {kind} về {record}": "{office} recorded {kind} about {record}",
    "Hủy": "Taken back",
    "Đính chính": "Corrected",
    "%(leaves)s dòng và lượt tra cứu đã niêm phong, %(heads)s đầu sổ, %(saved)s đầu sổ cất giữ": (
        "%(leaves)s sealed lines and look-ups, %(heads)s heads, %(saved)s saved heads"
    ),
    "%s: mọi thứ đúng như lúc niêm phong.": "%s: all as it was sealed.",
    "%s: có chỗ không khớp.": "%s: something differs.",
    "… và %s chỗ nữa.": "… and %s more.",
    "Chỗ khác đầu tiên: lá số %s.": "First difference: leaf %s.",
    "Chỗ khác đầu tiên nằm trong các lá từ %(since)s đến %(until)s.": (
        "The first difference lies among leaves %(since)s to %(until)s."
    ),
    "dòng": "line",
    "lượt tra cứu": "look-up",
    "Lá số %(leaf)s: %(row)s đã bị sửa sau khi niêm phong.": "Leaf %(leaf)s: %(row)s was changed after it was sealed.",
    "Lá số %(leaf)s: %(row)s đã bị xóa sau khi niêm phong.": "Leaf %(leaf)s: %(row)s was removed after it was sealed.",
    "Có %(row)s nằm dưới phần đã niêm phong mà không qua hàm ghi sổ.": (
        "There is %(row)s below what is sealed that didn't come through the ledger's functions."
    ),
    "Thiếu lá số %(leaf)s: cây niêm phong đã bị cắt hoặc xếp lại.": (
        "Leaf %(leaf)s is missing: the tree was cut or put in another order."
    ),
    "Lá số %(leaf)s trở đi không thuộc đầu sổ nào.": "Leaf %(leaf)s and those after it are under no head.",
    "Đầu sổ cỡ %(head)s không khớp các dòng hiện có.": "The head of size %(head)s doesn't fit the rows that are there.",
    "Đầu sổ cất giữ cỡ %(head)s không khớp: có dòng đã niêm phong bị sửa, thêm, bớt hoặc đổi chỗ.": (
        "The saved head of size %(head)s doesn't fit: a sealed row was changed, added, removed or moved."
    ),
    "Cây ngắn hơn đầu sổ cỡ %(head)s: có lá đã mất.": "The tree is shorter than the head of size %(head)s: leaves are lost.",
    "Cây ngắn hơn đầu sổ cất giữ cỡ %(head)s: có dòng đã niêm phong bị mất.": (
        "The tree is shorter than the saved head of size %(head)s: sealed rows are lost."
    ),
    "Chữ ký của đầu sổ cỡ %(head)s không đúng, hoặc khóa của nó không còn ở đây.": (
        "The signature of the head of size %(head)s is wrong, or its key is no longer here."
    ),
    "Chữ ký của đầu sổ cất giữ cỡ %(head)s không đúng: tệp không do hệ thống này ký.": (
        "The signature of the saved head of size %(head)s is wrong: this system didn't sign the file."
    ),
    "%(lines)s dòng và %(lookups)s lượt tra cứu chưa niêm phong: phép kiểm này chưa nói gì về chúng.": (
        "%(lines)s lines and %(lookups)s look-ups aren't sealed yet: this check says nothing about them."
    ),
    "Bảng của các phòng (cư dân, hộ, cơ quan…) không được niêm phong.": (
        "The rooms' own tables (residents, households, offices…) aren't sealed."
    ),
    "Chưa so với đầu sổ cất giữ nơi khác (--against): ai có toàn quyền trên cơ sở dữ liệu và khóa ký "
    "thì dựng lại được cả cây.": (
        "Not compared with a head kept elsewhere (--against): whoever has full rights on the database and the "
        "signing key can build the whole tree anew."
    ),
    "Chưa niêm phong tiếp: đầu sổ mới nhất không do khóa ở đây ký. Hãy chạy diaban doctor --ledger; nếu đã chuyển "
    "máy, chép thư mục keys của máy cũ sang.": (
        "Sealing has stopped: the newest head wasn't signed by the key kept here. Run diaban doctor --ledger; if you "
        "have moved to another machine, copy the old one's folder keys over."
    ),
    "Đầu sổ cất giữ cỡ %(head)s do một khóa không có ở đây ký: của hệ thống khác, hoặc khóa ở đây đã bị thay.": (
        "The saved head of size %(head)s was signed by a key that isn't kept here: it is of another system, or the "
        "key here was replaced."
    ),
    "%d bảng không còn được khóa sửa": "%d tables are no longer kept from changes",
    "Chạy diaban doctor --ledger --against với đầu sổ cất giữ.": "Run diaban doctor --ledger --against with a head kept elsewhere.",
    "sổ, nhật ký tra cứu và cây niêm phong chỉ ghi thêm được": "ledger, look-ups and the sealed tree can only be added to",
    "Chạy diaban doctor --ledger; nếu đã chuyển máy, chép thư mục keys của máy cũ sang.": "Run diaban doctor --ledger; if this is another machine, copy the folder keys of the old one.",
    "chữ ký của đầu sổ mới nhất không đúng nên sổ không được niêm phong tiếp": "the newest head's signature is wrong, so nothing more is sealed",
    "%d dòng chờ niêm phong": "%d lines waiting to be sealed",
    "Xem tiến trình nền có đang chạy không (diaban up).": "See whether the worker runs (diaban up).",
    "%d dòng và lượt tra cứu đã niêm phong": "%d lines and look-ups sealed",
    "thiếu loại sự việc: %s": "kinds of events missing: %s",
    "%d loại sự việc": "%d kinds of events",
    "Sổ chỉ ghi thêm": "Append-only ledger",
    "Niêm phong sổ": "Sealing of the ledger",
    "Loại sự việc": "Kinds of events",
}
