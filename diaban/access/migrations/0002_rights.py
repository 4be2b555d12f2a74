"""What the application may do here, the staff that are parts of the program, and the first purposes."""

from datetime import date
from typing import Any

from django.db import migrations

from diaban.core.sql import grant, statements

#: (code, title, English, basis, needs a reference number, in force from)
PURPOSES = [
    ("residence", "Đăng ký, quản lý cư trú", "Residence registration",
     "Luật Cư trú 68/2020/QH14, sửa đổi bởi Luật 118/2025/QH15", False, date(2021, 7, 1)),
    ("card", "Cấp, đổi, cấp lại thẻ căn cước", "Identity cards",
     "Luật Căn cước 26/2023/QH15", False, date(2024, 7, 1)),
    ("dossier", "Giải quyết hồ sơ thủ tục hành chính", "A resident's application",
     "Nghị định 118/2025/NĐ-CP", True, date(2021, 7, 1)),
    ("register", "Rà soát, lập danh sách chính sách", "Reviewing a register of beneficiaries", "", False,
     date(2021, 7, 1)),
    ("incident", "Giải quyết vụ việc tại địa bàn", "Handling an incident", "", True, date(2021, 7, 1)),
    ("verify", "Xác minh theo văn bản đề nghị", "Verifying on a written request", "", True, date(2021, 7, 1)),
    ("correction", "Đối chiếu, làm sạch dữ liệu dân cư", "Checking and correcting residents' data",
     "Quyết định 06/QĐ-TTg ngày 06/01/2022", False, date(2022, 1, 6)),
    ("subject", "Theo yêu cầu của chính người đó", "At the person's own request",
     "Luật 91/2025/QH15", False, date(2026, 1, 1)),
]  # fmt: skip

SYSTEM_STAFF = [
    (1, "HT-DONG-HO", "Đồng hồ", "dong ho"),
    (2, "HT-DONG-LENH", "Dòng lệnh", "dong lenh"),
]


def fill(apps: Any, editor: Any) -> None:
    Staff, Purpose = apps.get_model("access", "Staff"), apps.get_model("access", "Purpose")
    for pk, number, name, fold in SYSTEM_STAFF:
        Staff.objects.create(id=pk, number=number, full_name=name, fold=fold, sort_key="", is_system=True)
    for code, title, title_en, basis, needs_reference, valid_from in PURPOSES:
        Purpose.objects.create(code=code, title=title, title_en=title_en, basis=basis,
                               needs_reference=needs_reference, valid_from=valid_from)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial"), ("ledger", "0001_initial"), ("areas", "0001_initial")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        statements(
            # Ids under 100 are kept for parts of the program.
            "alter table access_staff alter column id restart with 100",
            *(
                f"""alter table {table} add constraint {table}_unit foreign key (unit_id)
                    references areas_unit (id) deferrable initially deferred"""
                for table in ("access_office", "access_posting")
            ),
        ),
        grant("select, insert, update", "access_office", "access_staff", "access_posting", "access_account",
              "access_purpose"),
        grant("select, insert, update, delete", "access_attempt"),
        statements(*(
            f"grant usage on sequence access_{table}_id_seq to {{app}}"
            for table in ("office", "staff", "posting", "account", "purpose")
        )),
    ]  # fmt: skip
