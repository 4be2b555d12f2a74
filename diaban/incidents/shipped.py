"""The catalogue as it ships: groups, and kinds with the words that books use for them. An office makes it its own.

Kinds with a chapter are those of the Penal Code 2015 (amended 2017, 2025); where books of the field file one elsewhere
than the Code does (usury, which is counted with social order), the shipped group is the books'. The others are those
that the communes' duty books keep.
"""

# ruff: noqa: E501
from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

#: Since when shipped rows hold; books older than that are read by them, too.
SINCE = date(2000, 1, 1)
CITATION = "Danh mục đi kèm phần mềm; Bộ luật Hình sự 2015 và sổ trực ban cấp xã"

#: Groups in the order of reports. A kind of any office is in one of these, so that communes and provinces add up.
GROUPS = {
    "social": _("Trật tự xã hội"),
    "economic": _("Kinh tế, chức vụ"),
    "drugs": _("Ma túy"),
    "environment": _("Môi trường"),
    "traffic": _("Giao thông"),
    "fire": _("Cháy, nổ"),
    "mishap": _("Tai nạn, đuối nước, mất tích"),
    "dispute": _("Mâu thuẫn, tranh chấp"),
    "residence": _("Cư trú, người nước ngoài"),
    "security": _("An ninh, thông tin mạng"),
    "disaster": _("Thiên tai, dịch bệnh"),
    "other": _("Khác"),
}
#: Groups whose kinds are offences.
OFFENCES = ("social", "economic", "drugs", "environment")

#: A line is: code | group | title | title in English | other words for it, by semicolons.
KINDS = """
theft | social | Trộm cắp tài sản | Theft | trộm cắp; trộm; trộm cắp TS; mất trộm; mất cắp; trộm cắp xe máy; trộm cắp vặt; trộm chó; trộm gia súc; TCTS
assault | social | Cố ý gây thương tích | Intentional injury | CYGTT; cố ý gây thương tích hoặc gây tổn hại cho sức khỏe của người khác; gây thương tích; đánh người; đánh nhau gây thương tích; đánh nhau; cố ý GTT; xô xát
gambling | social | Đánh bạc | Gambling | đánh bài; đánh bạc trái phép; tổ chức đánh bạc; tổ chức đánh bạc hoặc gá bạc; số đề; lô đề; ghi số đề; đá gà; cờ bạc; xóc đĩa; gá bạc; cá độ bóng đá
disorder | social | Gây rối trật tự công cộng | Public disorder | gây rối TTCC; gây rối; gây rối trật tự; GRTTCC; gây mất trật tự công cộng; gây mất trật tự
vandalism | social | Hủy hoại tài sản | Destruction of property | hủy hoại hoặc cố ý làm hư hỏng tài sản; cố ý làm hư hỏng tài sản; làm hư hỏng tài sản; phá hoại tài sản; đập phá tài sản; hủy hoại TS; cố ý hủy hoại tài sản
fraud | social | Lừa đảo chiếm đoạt tài sản | Fraud | lừa đảo; lừa đảo CĐTS; LĐCĐTS; lừa đảo qua mạng; lừa đảo trên mạng; lừa đảo chiếm đoạt TS; lừa đảo trên không gian mạng; sử dụng mạng máy tính chiếm đoạt tài sản; sử dụng mạng máy tính mạng viễn thông phương tiện điện tử thực hiện hành vi chiếm đoạt tài sản; lừa đảo công nghệ cao
usury | social | Cho vay lãi nặng | Usury | cho vay lãi nặng trong giao dịch dân sự; tín dụng đen; cho vay nặng lãi; vay lãi nặng; CVLN
robbery | social | Cướp tài sản | Robbery | cướp; cướp TS; vụ cướp
snatching | social | Cướp giật tài sản | Snatching | cướp giật; cướp giật TS; giật dây chuyền; giật túi xách; giật điện thoại
extortion | social | Cưỡng đoạt tài sản | Extortion | cưỡng đoạt; cưỡng đoạt TS; tống tiền; bảo kê
embezzle_trust | social | Lạm dụng tín nhiệm chiếm đoạt tài sản | Abuse of trust | lạm dụng tín nhiệm; LDTN; lạm dụng tín nhiệm CĐTS; chiếm giữ trái phép tài sản; công nhiên chiếm đoạt tài sản
murder | social | Giết người | Murder | án mạng; giết người cướp tài sản; vô ý làm chết người
rape | social | Hiếp dâm | Rape | cưỡng dâm; hiếp dâm trẻ em; hiếp dâm người dưới 16 tuổi
child_abuse | social | Xâm hại trẻ em | Child abuse | dâm ô; dâm ô người dưới 16 tuổi; giao cấu với người dưới 16 tuổi; giao cấu với trẻ em; xâm hại tình dục trẻ em; xâm hại tình dục
kidnapping | social | Bắt, giữ người trái pháp luật | Unlawful detention | bắt giữ người trái pháp luật; bắt cóc; bắt cóc nhằm chiếm đoạt tài sản; giữ người trái pháp luật
humiliation | social | Làm nhục người khác | Humiliation | vu khống; làm nhục; xúc phạm danh dự; đe dọa giết người; đe dọa
trespass | social | Xâm phạm chỗ ở | Trespass | xâm phạm chỗ ở của người khác; xâm phạm chỗ ở trái phép
resisting | social | Chống người thi hành công vụ | Resisting an official | chống người THCV; CNTHCV; chống thi hành công vụ
weapons | social | Vũ khí, vật liệu nổ, pháo | Weapons, explosives, fireworks | tàng trữ vũ khí; tàng trữ vũ khí trái phép; vũ khí vật liệu nổ; vũ khí thô sơ; tàng trữ pháo; đốt pháo; đốt pháo nổ; mua bán pháo; mua bán pháo nổ; sử dụng pháo nổ; tàng trữ pháo nổ trái phép; chế tạo tàng trữ vũ khí; tàng trữ sử dụng trái phép vũ khí quân dụng; VKVLN
prostitution | social | Mại dâm | Prostitution | chứa mại dâm; môi giới mại dâm; mua bán dâm; mua dâm; bán dâm
receiving | social | Tiêu thụ tài sản do phạm tội mà có | Receiving stolen goods | chứa chấp tiêu thụ tài sản do người khác phạm tội mà có; tiêu thụ tài sản trộm cắp; tiêu thụ TS do người khác phạm tội mà có
trafficking | social | Mua bán người | Human trafficking | mua bán người dưới 16 tuổi; buôn bán người; mua bán trẻ em
migration_crime | social | Tổ chức đưa người trốn đi nước ngoài | Smuggling of migrants | tổ chức môi giới cho người khác trốn đi nước ngoài; đưa người ra nước ngoài trái phép; tổ chức xuất cảnh trái phép
contraband | economic | Mua bán hàng cấm | Trade in banned goods | buôn bán hàng cấm; tàng trữ hàng cấm; vận chuyển hàng cấm; sản xuất buôn bán hàng cấm; tàng trữ vận chuyển hàng cấm; MBHC
smuggling | economic | Buôn lậu, vận chuyển trái phép hàng hóa | Smuggling | buôn lậu; vận chuyển hàng lậu; hàng lậu; vận chuyển trái phép hàng hóa qua biên giới; hàng hóa không rõ nguồn gốc; vận chuyển hàng hóa không rõ nguồn gốc
counterfeit | economic | Hàng giả, hàng kém chất lượng | Counterfeit goods | sản xuất buôn bán hàng giả; buôn bán hàng giả; hàng giả; hàng kém chất lượng; hàng nhái
trade_fraud | economic | Gian lận thương mại | Trade fraud | kinh doanh trái phép; trốn thuế; mua bán hóa đơn; mua bán trái phép hóa đơn; lừa dối khách hàng; vi phạm kinh doanh; kinh doanh không phép
food_safety | economic | Vi phạm an toàn thực phẩm | Food safety | vi phạm ATTP; an toàn thực phẩm; vệ sinh an toàn thực phẩm; vi phạm quy định về an toàn thực phẩm; VSATTP
corruption | economic | Tham nhũng, chức vụ | Corruption | tham ô; tham ô tài sản; nhận hối lộ; đưa hối lộ; lợi dụng chức vụ quyền hạn; lợi dụng chức vụ
counterfeit_money | economic | Tiền giả | Counterfeit money | tàng trữ lưu hành tiền giả; làm tiền giả; lưu hành tiền giả; mua bán tiền giả
drug_possession | drugs | Tàng trữ trái phép chất ma túy | Possession of drugs | tàng trữ ma túy; TTTPCMT; tàng trữ TPCMT; tàng trữ trái phép CMT; ma túy; tàng trữ chất ma túy; tội phạm ma túy; TPCMT
drug_trade | drugs | Mua bán trái phép chất ma túy | Drug trafficking | mua bán ma túy; MBTPCMT; mua bán TPCMT; buôn bán ma túy; mua bán trái phép CMT; mua bán chất ma túy
drug_transport | drugs | Vận chuyển trái phép chất ma túy | Transport of drugs | vận chuyển ma túy; VCTPCMT; vận chuyển TPCMT; vận chuyển trái phép CMT
drug_use | drugs | Sử dụng trái phép chất ma túy | Drug use | sử dụng ma túy; tổ chức sử dụng trái phép chất ma túy; tổ chức sử dụng ma túy; SDTPCMT; chứa chấp việc sử dụng trái phép chất ma túy; nghiện ma túy; sử dụng TPCMT; chứa chấp sử dụng ma túy
drug_growing | drugs | Trồng cây có chất ma túy | Growing of drug plants | trồng cây cần sa; trồng cần sa; trồng cây thuốc phiện; trồng cây anh túc
pollution | environment | Vi phạm môi trường | Environmental offence | gây ô nhiễm môi trường; vi phạm về môi trường; ô nhiễm môi trường; xả thải; xả thải trái phép; vi phạm bảo vệ môi trường; vi phạm pháp luật về môi trường; vi phạm quy định về bảo vệ môi trường; VPMT; đổ rác thải; đổ trộm rác thải; chôn lấp rác thải; vi phạm MT
forest | environment | Vi phạm bảo vệ rừng | Forest offence | phá rừng; hủy hoại rừng; vi phạm lâm luật; khai thác gỗ trái phép; vận chuyển lâm sản trái phép; vi phạm quy định về khai thác bảo vệ rừng; khai thác rừng trái phép; lâm sản; vi phạm về bảo vệ rừng; lấn chiếm đất rừng; mua bán lâm sản trái phép; VPBVR; vi phạm quy định về bảo vệ rừng; vi phạm BVR
wildlife | environment | Vi phạm bảo vệ động vật hoang dã | Wildlife offence | động vật hoang dã; săn bắt động vật hoang dã; săn bắt động vật rừng; vi phạm quy định về bảo vệ động vật; vi phạm quy định về bảo vệ động vật nguy cấp quý hiếm; mua bán động vật hoang dã
mining | environment | Khai thác khoáng sản trái phép | Illegal mining | khai thác cát trái phép; khai thác đất trái phép; vi phạm khoáng sản; cát tặc; vi phạm quy định về nghiên cứu thăm dò khai thác tài nguyên; khai thác tài nguyên trái phép; khai thác đá trái phép; khai thác cát sỏi trái phép; khai thác khoáng sản
fishing | environment | Khai thác thủy sản trái phép | Illegal fishing | hủy hoại nguồn lợi thủy sản; đánh bắt thủy sản trái phép; kích điện; dùng xung điện đánh bắt thủy sản; đánh bắt bằng xung điện; tàu giã cào; khai thác hải sản trái phép
road_accident | traffic | Tai nạn giao thông | Road accident | TNGT; tai nạn GT; tai nạn giao thông đường bộ; va chạm giao thông; TNGT đường bộ; tai nạn xe máy; vi phạm quy định về tham gia giao thông đường bộ; va chạm xe
rail_accident | traffic | Tai nạn đường sắt | Rail accident | TNGT đường sắt; tai nạn giao thông đường sắt
water_accident | traffic | Tai nạn đường thủy | Waterway accident | TNGT đường thủy; tai nạn giao thông đường thủy; chìm tàu; chìm thuyền; lật thuyền
traffic_offence | traffic | Vi phạm giao thông | Traffic offence | vi phạm trật tự an toàn giao thông; vi phạm TTATGT; vi phạm nồng độ cồn; đua xe; đua xe trái phép; tổ chức đua xe; vi phạm tải trọng; vi phạm luật giao thông; tụ tập chạy xe
fire | fire | Cháy | Fire | hỏa hoạn; cháy nhà; cháy nhà dân; vụ cháy; cháy xe; cháy ô tô; cháy chợ; cháy cơ sở kinh doanh; cháy do chập điện
forest_fire | fire | Cháy rừng | Forest fire | cháy thực bì; cháy rừng trồng
explosion | fire | Nổ | Explosion | vụ nổ; nổ bình gas; nổ khí gas; nổ bom mìn; nổ vật liệu; nổ mìn; bom mìn sót lại sau chiến tranh
fire_offence | fire | Vi phạm phòng cháy, chữa cháy | Fire-safety offence | vi phạm PCCC; vi phạm phòng cháy chữa cháy; vi phạm quy định về phòng cháy chữa cháy
drowning | mishap | Đuối nước | Drowning | chết đuối; tai nạn đuối nước; tắm biển đuối nước
suicide | mishap | Tự tử | Suicide | tự sát; treo cổ; treo cổ tự tử; tự tử bằng thuốc diệt cỏ; nhảy cầu tự tử
missing | mishap | Mất tích | Missing person | người mất tích; bỏ nhà đi; trẻ lạc; mất liên lạc; bỏ nhà ra đi
body_found | mishap | Phát hiện người chết | Body found | phát hiện tử thi; chết chưa rõ nguyên nhân; tử thi; phát hiện xác chết; chết người chưa rõ nguyên nhân; tử vong chưa rõ nguyên nhân; đột tử
work_accident | mishap | Tai nạn lao động | Work accident | TNLĐ; tai nạn LĐ; tai nạn lao động chết người
mishap | mishap | Tai nạn khác | Other accident | tai nạn; tai nạn sinh hoạt; tai nạn rủi ro; điện giật; sét đánh; sự cố điện; ngộ độc; ngộ độc thực phẩm
rescue | mishap | Cứu nạn, cứu hộ | Rescue | CNCH; cứu nạn cứu hộ; tìm kiếm cứu nạn; cứu hộ; cứu nạn
land_dispute | dispute | Tranh chấp đất đai | Land dispute | tranh chấp đất; tranh chấp ranh giới đất; lấn chiếm đất; lấn chiếm đất đai; tranh chấp về đất đai; tranh chấp ranh giới
civil_dispute | dispute | Mâu thuẫn, tranh chấp dân sự | Civil dispute | mâu thuẫn; tranh chấp; mâu thuẫn cá nhân; mâu thuẫn trong nhân dân; tranh chấp dân sự; tranh chấp hợp đồng; mâu thuẫn nội bộ nhân dân; mâu thuẫn tranh chấp; mâu thuẫn xóm giềng; vay mượn tiền; tranh chấp nợ
family_dispute | dispute | Mâu thuẫn hôn nhân, gia đình | Family dispute | mâu thuẫn gia đình; tranh chấp hôn nhân; mâu thuẫn vợ chồng; hôn nhân gia đình; mâu thuẫn hôn nhân
domestic_violence | dispute | Bạo lực gia đình | Domestic violence | BLGĐ; đánh vợ; ngược đãi; hành hạ ông bà cha mẹ; bạo hành gia đình; bạo hành; bạo hành trẻ em
petition | dispute | Khiếu kiện, tập trung đông người | Petitioning crowd | khiếu kiện; tập trung đông người; khiếu nại đông người; khiếu kiện đông người; ngăn cản thi công; đình công; lãn công; đình công lãn công
residence_offence | residence | Vi phạm cư trú | Residence offence | vi phạm quản lý cư trú; không đăng ký tạm trú; vi phạm về cư trú; vi phạm quy định về cư trú; không khai báo lưu trú; vi phạm quy định về đăng ký cư trú
foreigner | residence | Vụ việc có người nước ngoài | Foreign national involved | người nước ngoài; nhập cảnh trái phép; xuất nhập cảnh trái phép; vi phạm xuất nhập cảnh; xuất cảnh trái phép; cư trú trái phép; vụ việc liên quan người nước ngoài; người nước ngoài vi phạm; vi phạm quy định xuất nhập cảnh
false_news | security | Tin sai sự thật trên mạng | False news online | tin sai trên mạng; đăng tin sai sự thật; tin giả; đưa tin sai sự thật; vi phạm thông tin mạng; đăng tải thông tin sai sự thật; thông tin sai sự thật; đưa tin sai sự thật lên mạng xã hội; thông tin sai sự thật trên mạng xã hội
forgery | social | Làm giả con dấu, tài liệu | Forgery | làm giả giấy tờ; làm giả con dấu tài liệu của cơ quan tổ chức; sử dụng giấy tờ giả; làm giả con dấu; sử dụng con dấu tài liệu giả; giấy tờ giả; làm giả tài liệu
cyber | security | Tấn công, xâm nhập mạng | Cyber attack | xâm nhập trái phép mạng máy tính; chiếm đoạt tài khoản mạng xã hội; tấn công mạng; chiếm quyền điều khiển tài khoản; hack tài khoản
flood | disaster | Mưa bão, lũ lụt | Storm, flood | bão; lũ; lụt; lũ lụt; ngập lụt; mưa lũ; bão lũ; ngập úng; lũ quét; mưa bão
landslide | disaster | Sạt lở đất | Landslide | sạt lở; lở đất; sạt lở bờ sông; sụt lún; sụt lún đất; sạt lở bờ biển
storm | disaster | Giông lốc, sét, mưa đá | Whirlwind, lightning, hail | lốc xoáy; giông lốc; dông lốc; mưa đá; giông sét; sét
epidemic_offence | disaster | Vi phạm phòng, chống dịch | Epidemic-control offence | vi phạm phòng dịch; vi phạm quy định phòng chống dịch; vi phạm phòng chống dịch Covid-19; vi phạm phòng chống dịch; trốn cách ly
animal_epidemic | disaster | Dịch bệnh gia súc, gia cầm | Animal epidemic | dịch tả lợn; cúm gia cầm; dịch tả lợn châu Phi; lở mồm long móng; dịch bệnh gia súc; viêm da nổi cục
lost_property | other | Nhặt được, mất tài sản | Lost and found | mất tài sản; nhặt được tài sản; rơi giấy tờ; mất giấy tờ; rơi tài sản; đánh rơi tài sản; mất xe
mental | other | Người tâm thần, ngáo đá | Disturbed person | người tâm thần; ngáo đá; tâm thần gây rối; loạn thần; đối tượng tâm thần; người tâm thần gây rối
other | other | Vụ việc khác | Other | khác; việc khác; vụ việc khác; loại khác; các vụ khác; vi phạm khác
"""
