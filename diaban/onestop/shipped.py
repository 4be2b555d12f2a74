"""The catalogue as it ships: procedures of residence and civil status with their terms. An office's own versions follow.

Terms and codes as found by domain research (see each citation); `checked` is set once someone has compared a version
with the text of the law. Where the state has published no code, or none could be confirmed, there is none.
"""

# ruff: noqa: E501
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time

from diaban.casework.clocks import Unit
from diaban.casework.registry import ClockRule
from diaban.onestop.asking import STRANGER, Paper, Question

_STRANGER = (
    Question("full_name", "text", "Họ và tên", "Full name", who=STRANGER, most=120),
    Question("sex", "sex", "Giới tính", "Sex", who=STRANGER),
    Question(
        "birth",
        "birth",
        "Ngày sinh",
        "Date of birth",
        who=STRANGER,
        help="Ghi 31/12/1990; nếu chỉ biết năm thì ghi 1990.",
        help_en="Write 31/12/1990; if only the year is known, 1990.",
    ),
    Question(
        "id_no", "text", "Số định danh cá nhân", "Personal identification number", who=STRANGER, required=False, most=20
    ),
    Question("hometown", "text", "Quê quán", "Home town", who=STRANGER, required=False),
)
_PLACE = Question("place", "place", "Thôn, tổ dân phố", "Hamlet, residential group")
_ADDRESS = Question("address", "text", "Địa chỉ", "Address", required=False)
_RELATIONS = (
    ("spouse", "Vợ/Chồng", "Spouse"), ("child", "Con", "Child"), ("parent", "Bố/Mẹ", "Parent"),
    ("grandchild", "Cháu", "Grandchild"), ("grandparent", "Ông/Bà", "Grandparent"),
    ("sibling", "Anh/Chị/Em", "Sibling"), ("in_law", "Con dâu/Con rể", "Son/daughter-in-law"), ("other", "Khác", "Other"),
)  # fmt: skip
_CT01 = Paper(
    "ct01", "Tờ khai thay đổi thông tin cư trú (CT01)", "Declaration of a change of residence (CT01)", needed=True
)
_HOME_PAPER = Paper("home", "Giấy tờ chứng minh chỗ ở hợp pháp", "Proof of a lawful home")


@dataclass(frozen=True)
class Shipped:
    """One version of a procedure as it ships; see `models.Procedure`."""

    code: str
    version: int
    national_code: str | None
    title: str
    title_en: str
    field: str
    body: str
    amount: int
    unit: Unit
    citation: str
    valid_from: date
    questions: tuple[Question, ...]
    papers: tuple[Paper, ...] = ()
    cutoff: time | None = None
    fee: int = 0
    checked: bool = False


PROCEDURES: tuple[Shipped, ...] = (
    Shipped(
        "permanent", 1, "1.004222", "Đăng ký thường trú", "Registration of permanent residence", "residence", "congan",
        7, Unit.WORKING_DAY, "Luật Cư trú 2020 (sửa đổi bởi Luật 118/2025/QH15), Điều 22; TT 116/2026/TT-BCA", date(2021, 7, 1),
        (*_STRANGER, _PLACE, _ADDRESS, Question("since", "day", "Thường trú từ ngày", "Permanent from"),
         Question("basis", "choice", "Chỗ ở hợp pháp", "Lawful home by", options=(
             ("own", "Nhà của mình", "Own home"), ("kin", "Về ở với người thân", "Living with kin"),
             ("rent", "Thuê, mượn, ở nhờ", "Rented or lent"), ("other", "Trường hợp khác", "Other"))),
         Question("consent", "check", "Chủ hộ, chủ nhà đã đồng ý bằng văn bản", "The head of household or owner agreed in writing", when=("basis", ("kin", "rent"))),
         Question("head_no", "text", "Số định danh của chủ hộ", "Identification number of the head of household", when=("basis", ("kin",)), most=20, help="Hộ mà người này nhập vào.", help_en="The household that is joined."),
         Question("relation", "choice", "Quan hệ với chủ hộ", "Relation to the head", when=("basis", ("kin",)), options=_RELATIONS)),
        (_CT01, _HOME_PAPER, Paper("kin", "Giấy tờ chứng minh quan hệ nhân thân", "Proof of kinship")), fee=20_000,
    ),
    Shipped(
        "temporary", 1, "1.004194", "Đăng ký tạm trú", "Registration of temporary residence", "residence", "congan",
        3, Unit.WORKING_DAY, "Luật Cư trú 2020 (sửa đổi bởi Luật 118/2025/QH15), Điều 27, 28; TT 116/2026/TT-BCA", date(2021, 7, 1),
        (*_STRANGER, _PLACE, Question("address", "text", "Địa chỉ", "Address"),
         Question("since", "day", "Tạm trú từ ngày", "From", ahead=True),
         Question("until", "day", "Đến ngày", "Until", ahead=True, help="Nhiều nhất 2 năm.", help_en="Two years at most."),
         Question("reason", "choice", "Lý do tạm trú", "Reason", options=(
             ("work", "Làm việc", "Work"), ("study", "Học tập", "Study"), ("family", "Gia đình", "Family"), ("other", "Khác", "Other")))),
        (_CT01, _HOME_PAPER), fee=15_000,
    ),
    Shipped(
        "absence", 1, None, "Khai báo tạm vắng", "Declaration of absence", "residence", "congan",
        1, Unit.WORKING_DAY, "Luật Cư trú 2020, Điều 31", date(2021, 7, 1),
        (Question("since", "day", "Vắng từ ngày", "Away from", ahead=True),
         Question("until", "day", "Dự kiến về ngày", "Expected back on", required=False, ahead=True),
         Question("reason", "text", "Lý do vắng mặt", "Reason"), Question("where", "text", "Nơi đến", "Going to", required=False)),
        (Paper("ct03", "Phiếu khai báo tạm vắng (CT03)", "Declaration of absence (CT03)", needed=True),),
    ),
    Shipped(
        "overnight", 1, None, "Thông báo lưu trú", "Notice of an overnight stay", "residence", "congan",
        0, Unit.WORKING_DAY, "Luật Cư trú 2020, Điều 30; thông báo trước 23 giờ, hoặc trước 8 giờ hôm sau nếu đến sau 23 giờ", date(2021, 7, 1),
        (Question("guest", "choice", "Người đến lưu trú", "Guest", who=STRANGER, options=(("vn", "Công dân Việt Nam", "Vietnamese citizen"), ("foreign", "Người nước ngoài", "Foreigner"))),
         Question("full_name", "text", "Họ và tên", "Full name", who=STRANGER, most=120),
         Question("sex", "sex", "Giới tính", "Sex", who=STRANGER), Question("birth", "birth", "Ngày sinh", "Date of birth", who=STRANGER),
         Question("id_no", "text", "Số định danh cá nhân", "Personal identification number", who=STRANGER, when=("guest", ("vn",)), most=20),
         Question("nationality", "text", "Quốc tịch", "Nationality", who=STRANGER, when=("guest", ("foreign",)), most=60),
         Question("passport", "text", "Số hộ chiếu", "Passport number", who=STRANGER, when=("guest", ("foreign",)), most=20),
         Question("visa_until", "day", "Được tạm trú đến ngày", "Permitted to stay until", who=STRANGER, when=("guest", ("foreign",)), required=False, ahead=True),
         _PLACE, Question("address", "text", "Địa chỉ", "Address"),
         Question("since", "day", "Đến ngày", "Arriving on"), Question("until", "day", "Đi ngày", "Leaving on", ahead=True),
         Question("reason", "text", "Lý do", "Reason")),
    ),
    Shipped(
        "split", 1, "1.010038", "Tách hộ", "Splitting a household", "residence", "congan",
        5, Unit.WORKING_DAY, "Luật Cư trú 2020, Điều 25; mỗi hộ mới có ít nhất một người đủ năng lực hành vi", date(2021, 7, 1),
        (Question("address", "text", "Địa chỉ của hộ mới", "Address of the new household"),
         Question("consent", "check", "Chủ hộ, chủ sở hữu chỗ ở đã đồng ý bằng văn bản (nếu phải có)", "The head of household or owner agreed in writing (where needed)", required=False)),
        (_CT01,), fee=10_000,
    ),
    Shipped(
        "correction", 1, "1.010039", "Điều chỉnh thông tin về cư trú", "Correction of residence data", "residence", "congan",
        3, Unit.WORKING_DAY, "Luật Cư trú 2020, Điều 26; TT 116/2026/TT-BCA", date(2021, 7, 1),
        (Question("what", "choice", "Thông tin cần sửa", "What is to be put right", options=(
            ("full_name", "Họ và tên", "Full name"), ("birth", "Ngày sinh", "Date of birth"), ("sex", "Giới tính", "Sex"),
            ("phone", "Số điện thoại", "Phone"), ("address", "Địa chỉ", "Address"), ("hometown", "Quê quán", "Home town"))),
         Question("full_name", "text", "Họ và tên đúng", "Full name put right", when=("what", ("full_name",)), most=120),
         Question("birth", "birth", "Ngày sinh đúng", "Date of birth put right", when=("what", ("birth",))),
         Question("sex", "sex", "Giới tính đúng", "Sex put right", when=("what", ("sex",))),
         Question("phone", "phone", "Số điện thoại mới", "New phone", when=("what", ("phone",))),
         Question("address", "text", "Địa chỉ đúng", "Address put right", when=("what", ("address",))),
         Question("hometown", "text", "Quê quán đúng", "Home town put right", when=("what", ("hometown",)))),
        (_CT01, Paper("proof", "Giấy tờ chứng minh thông tin đúng", "Proof of the right data")),
    ),
    Shipped(
        "certificate", 1, None, "Xác nhận thông tin về cư trú", "Certificate of residence", "residence", "congan",
        3, Unit.WORKING_DAY, "TT 66/2023/TT-BCA (CT07): trong nửa ngày làm việc nếu đã có trong cơ sở dữ liệu, nếu không thì 3 ngày làm việc", date(2021, 7, 1),
        (Question("purpose", "text", "Nội dung cần xác nhận", "What is to be certified"),), (_CT01,),
    ),
    Shipped(
        "birth", 1, "1.001193", "Đăng ký khai sinh", "Registration of a birth", "civil", "ubnd",
        0, Unit.WORKING_DAY, "Luật Hộ tịch 2014, Điều 16; nhận sau 15 giờ mà không giải quyết được ngay thì trả trong ngày làm việc tiếp theo", date(2016, 1, 1),
        (Question("full_name", "text", "Họ và tên của trẻ", "Child’s full name", most=120),
         Question("sex", "sex", "Giới tính", "Sex"), Question("born", "day", "Ngày sinh", "Date of birth"),
         Question("birth_place", "text", "Nơi sinh", "Place of birth"), Question("hometown", "text", "Quê quán", "Home town", required=False),
         Question("mother", "text", "Họ và tên mẹ", "Mother’s full name", required=False, most=120),
         Question("father", "text", "Họ và tên cha", "Father’s full name", required=False, most=120),
         Question("relation", "choice", "Quan hệ với chủ hộ", "Relation to the head", options=(
             ("child", "Con", "Child"), ("grandchild", "Cháu", "Grandchild"), ("other", "Khác", "Other"))),
         Question("id_no", "text", "Số định danh đã được cấp", "Identification number, if issued", required=False, most=20)),
        (Paper("notice", "Giấy chứng sinh hoặc giấy tờ thay thế", "Notice of birth or its substitute", needed=True),
         Paper("declaration", "Tờ khai đăng ký khai sinh", "Declaration of the birth", needed=True)),
        cutoff=time(15),
    ),
    Shipped(
        "death", 1, "1.000656", "Đăng ký khai tử", "Registration of a death", "civil", "ubnd",
        0, Unit.WORKING_DAY, "Luật Hộ tịch 2014, Điều 34; nhận sau 15 giờ mà không giải quyết được ngay thì trả trong ngày làm việc tiếp theo", date(2016, 1, 1),
        (Question("died", "day", "Ngày mất", "Date of death"), Question("death_place", "text", "Nơi mất", "Place of death"),
         Question("cause", "choice", "Nguyên nhân", "Cause", options=(
             ("age", "Tuổi cao", "Old age"), ("illness", "Bệnh", "Illness"), ("accident", "Tai nạn", "Accident"), ("other", "Khác", "Other"))),
         Question("kin", "text", "Quan hệ của người đi khai với người mất", "The declarant’s relation to the deceased", most=60)),
        (Paper("notice", "Giấy báo tử hoặc giấy tờ thay thế", "Notice of death or its substitute", needed=True),
         Paper("declaration", "Tờ khai đăng ký khai tử", "Declaration of the death", needed=True)),
        cutoff=time(15),
    ),
)  # fmt: skip
_CARD_LAW = "Luật Căn cước 2023, Điều 21-26 (sửa đổi bởi Luật 118/2025/QH15); QĐ 5230/QĐ-BCA-C06 ngày 18/8/2026 công bố không kèm mã"
_CARD_PROOF = (Paper("proof", "Giấy tờ chứng minh thông tin thay đổi", "Proof of what has changed"),)
_CARDS = (
    Shipped(
        "card_first", 1, None, "Cấp thẻ căn cước", "First identity card", "card", "congan",
        7, Unit.WORKING_DAY, _CARD_LAW, date(2024, 7, 1), (),
    ),
    Shipped(
        "card_change", 1, None, "Cấp đổi thẻ căn cước", "Exchange of an identity card", "card", "congan",
        7, Unit.WORKING_DAY, _CARD_LAW, date(2024, 7, 1),
        (Question("reason", "choice", "Lý do đổi thẻ", "Reason of the exchange", options=(
            ("age", "Đổi theo độ tuổi", "Age"), ("changed", "Đổi do thay đổi thông tin", "Details changed"),
            ("damaged", "Đổi do hư hỏng", "Damaged"), ("request", "Đổi theo yêu cầu", "On request"))),),
        _CARD_PROOF, fee=50_000,
    ),
    Shipped(
        "card_again", 1, None, "Cấp lại thẻ căn cước", "Another card for one that was lost", "card", "congan",
        7, Unit.WORKING_DAY, _CARD_LAW, date(2024, 7, 1), (), fee=70_000,
    ),
)  # fmt: skip
#: Half the fee until the end of 2026.
_HALF, _WHOLE = date(2026, 8, 18), date(2027, 1, 1)
PROCEDURES = (
    *PROCEDURES, *_CARDS,
    *(replace(each, version=2, fee=each.fee // 2, valid_from=_HALF, citation=f"{_CARD_LAW}; giảm nửa lệ phí đến hết ngày 31/12/2026")
      for each in _CARDS if each.fee),
    *(replace(each, version=3, valid_from=_WHOLE) for each in _CARDS if each.fee),
)  # fmt: skip
#: The reason told to the cards room, where the procedure doesn't ask for one; and the procedure of each reason.
CARD_REASONS = {"card_first": "first", "card_change": "request", "card_again": "lost"}
CARD_BY_REASON = {"first": "card_first", "lost": "card_again"} | dict.fromkeys(
    ("age", "changed", "damaged", "request"), "card_change"
)
#: Procedures whose applicant is never the person it is about.
BY_ANOTHER = frozenset({"death"})
#: Procedures that need no resident of the register.
FOR_STRANGERS = frozenset({"permanent", "temporary", "overnight"})
TITLES = {each.code: (each.title, each.title_en) for each in PROCEDURES}


def rule_code(code: str, version: int) -> str:
    """The code of the corridor's clock rule that a version runs by: each version has its own, so none moves another's."""
    return f"onestop.{code}.{version}"


def clock_rules() -> tuple[ClockRule, ...]:
    """The terms of the shipped versions."""
    return tuple(
        ClockRule(rule_code(each.code, each.version), each.title, each.amount, each.unit, each.citation, each.valid_from,
                  cutoff=each.cutoff)
        for each in PROCEDURES
    )  # fmt: skip
