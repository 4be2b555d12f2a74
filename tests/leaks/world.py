"""A ground with everything in it that another ground must not see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.test import Client

from diaban.access import purposes, tokens
from diaban.access.models import Account, Posting
from diaban.access.roles import ROLES
from diaban.access.session import acting
from diaban.access.tests.world import OFFICE_OF, Ground, build
from diaban.cards import actions as cards
from diaban.cards.models import Answer, Batch, Card, Drive, Due, Earlier, Item
from diaban.core import sql
from diaban.core.time import now, today
from diaban.figures import actions as figures
from diaban.figures import cuts
from diaban.figures.periods import year
from diaban.figures.periods_named import of
from diaban.figures.periods_schemes import Grain
from diaban.incidents.models import Incident, Involved, Step
from diaban.ledger import actions as ledger
from diaban.onestop import actions as onestop
from diaban.papers.models import Import
from diaban.people import actions as people
from diaban.people.data import PersonData
from diaban.people.models import Resident
from diaban.registers.models import Home
from diaban.registers.models import Row as RegisterRow
from diaban.reports import actions as reports
from diaban.reports import queries as read_reports
from diaban.reports.content import plain
from diaban.reports.models import Report, Signed
from diaban.review import actions as review
from diaban.targets import actions as targets
from diaban.targets.data import Division, Document
from diaban.targets.models import Split

#: Of no password: hashing a real one for each account would take seconds.
_HASH = "pbkdf2_sha256$1$salt$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
LONG_AGO = date(2020, 1, 1)


@dataclass
class Full:
    """A ground with a household of two, their stay, event, alias and history, an import and a look-up.

    `ids` fills the parameters of addresses by name; `needles` are what nobody outside may read anywhere.
    """

    ground: Ground
    ids: dict[str, Any] = field(default_factory=dict)
    needles: list[str] = field(default_factory=list)


def fill(tag: str, commune: str, province: str, surname: str, number: str) -> Full:
    """Build the ground `tag` and put everything in it. `number` is the 12-digit number of its resident."""
    full = Full(build(commune, province, tag))
    _people(full, surname, number)
    _papers(full, surname)
    _case(full)
    _incident(full, surname)
    _book(full, surname)
    _published(full, surname)
    _register(full, surname)
    _doubts(full, surname)
    _application(full)
    _dossier(full, surname)
    _reports(full, surname)
    _accounts(full)
    _target(full, surname)
    full.ids |= {
        "unit_id": full.ground.commune,
        "token": "khong-co",
        "code": "people.residents",
        "ratio_code": "incidents.solved_share",
        "rule_code": "cards.issue",
        "pk": 0,
        "form": "json",
        "revision": 1,
        "verb": "dong",
        "version": 1,
    }
    return full


def _people(full: Full, surname: str, number: str) -> None:
    by = full.ground.viewer("commune_police", "residence")
    name, alias, address, phone = f"{surname} Văn Ngoài", f"27{number[-7:]}", f"Ngõ {surname} 77", f"09{number[-8:]}"
    with acting(by):
        data = PersonData(full_name=name, sex="m", birth_date=date(1980, 2, 1), birth_precision="d", id_no=number,
                          phone=phone, address=address)  # fmt: skip
        head = people.register(by=by, person=data, place=full.ground.hamlet, household_id=None, since=LONG_AGO)
        child = PersonData(full_name=f"{surname} Thị Con", sex="f", birth_date=date(2026, 1, 5), birth_precision="d",
                           relation="child")  # fmt: skip
        assert head.household_id is not None
        _child, event = people.record_birth(
            by=by, person=child, household_id=head.household_id, birth_day=date(2026, 1, 5)
        )
        kept = people.add_alias(by=by, resident_id=head.pk, kind="cmnd", value=alias)
        head = Resident.objects.get(pk=head.pk)
        stay = people.open_stay(by=by, resident_id=head.pk, version=head.version, kind="absent",
                                starts=date(2026, 3, 1), ends=None, reason=f"Đi làm xa {surname}")  # fmt: skip
        ledger.log_open(actor=by.staff_id, office=by.office_id, purpose="residence", record=head.pk)
        code = sql.value("select code from people_household where id = %s", [head.household_id])
        paper = people.attach_paper(by=by, resident_id=head.pk, content=b"%PDF-1.4 %%EOF", file_name="a.pdf",
                                    title=f"Giấy khai {surname}")  # fmt: skip
        line = sql.value("select max(id) from ledger_line where record_id = %s", [head.pk])
    full.ids |= {"resident_id": head.pk, "household_id": head.household_id, "event_id": event.pk, "stay_id": stay.pk,
                 "alias_id": kept.pk, "attachment_id": paper.pk, "line_id": line, "record_id": head.pk}  # fmt: skip
    full.needles += [name, child.full_name, number, f"{number[:3]} {number[3:6]}", alias, phone, address]
    full.needles += [str(head.pk), str(head.household_id), str(event.pk), str(stay.pk), str(paper.pk)]
    full.needles += [paper.title]
    full.needles += [code] if code and len(code) > 5 else []


def _papers(full: Full, surname: str) -> None:
    """An import of the police office, with one staged row."""
    office, actor = full.ground.offices["police"].pk, full.ground.staff["commune_police"].pk
    import_id: UUID = uuid4()
    with acting(full.ground.viewer("commune_police", "residence")):
        sql.execute(
            """insert into papers_import (id, kind, file_name, office, actor, place, state, options, answers, sheets,
                 questions, left_out, skipped, counts)
               values (%s, 'residents', %s, %s, %s, %s, 'staged', '{}', '{}', '[]', '[]', '[]', '[]', '{}')""",
            [import_id, f"danh-sach-{surname}.xlsx", office, actor, full.ground.commune],
        )
        sql.execute(
            """insert into papers_row (import_id, office, seq, sheet, row_no, raw, parsed, verdict, reasons)
               values (%s, %s, 1, 'S1', 2, jsonb_build_object('ten', %s::text), '{}', 'new', '[]')""",
            [import_id, office, f"{surname} Trong Bảng"],
        )
        sql.execute(
            "insert into papers_columnmemory (office, kind, key, field) values (%s, 'residents', %s, 'full_name')",
            [office, f"tên {surname}"],
        )
        layout_id = sql.value(
            """insert into papers_layoutmemory (office, kind, signature, columns, told_by) values (%s, 'residents', %s,
                 jsonb_build_array(jsonb_build_object('letter', 'B', 'label', %s::text, 'key', '', 'field', '-')), %s)
               returning id""",
            [office, f"dấu {surname}", f"Cột {surname}", actor],
        )
    full.ids |= {"layout_id": layout_id}
    full.ids |= {"import_id": import_id, "row_id": sql_row(full, import_id)}
    full.needles += [
        str(import_id),
        f"danh-sach-{surname}.xlsx",
        f"{surname} Trong Bảng",
        f"tên {surname}",
        f"Cột {surname}",
    ]
    _exported(full, office, actor)


def _case(full: Full) -> None:
    """An open case of the police office."""
    case_id, office = uuid4(), full.ground.offices["police"].pk
    with acting(full.ground.viewer("commune_police", "residence")):
        sql.execute(
            """insert into casework_case (id, kind, state, place, office_id, received_at, clock_from)
               values (%s, 'incidents.incident', 'received', %s, %s, now(), now())""",
            [case_id, full.ground.hamlet, office],
        )
    full.ids["case_id"] = case_id
    full.needles.append(str(case_id))


def _incident(full: Full, surname: str) -> None:
    """An incident in the hamlet with a known resident and a name as stated, one step taken, one old value."""
    by, words = full.ground.viewer("commune_police", "residence"), f"Trình bày của nhà {surname}"
    with acting(by):
        made = Incident.objects.create(kind="theft", group="social", place=full.ground.hamlet, day=date(2026, 5, 4),
                                       summary=words, lat=18.0912345, lon=106.3012345, office=by.office_id,
                                       made_by=by.staff_id)  # fmt: skip
        Involved.objects.create(incident_id=made.pk, role="victim", resident_id=full.ids["resident_id"])
        named = Involved.objects.create(incident_id=made.pk, role="suspect", name=f"{surname} Bị Nêu")
        Step.objects.create(incident_id=made.pk, at=now(), text=f"Lấy lời khai {surname}", by=by.staff_id)
        Incident.objects.filter(pk=made.pk).update(version=2)
    full.ids |= {"incident_id": made.pk, "involved_id": named.pk, "kind_code": "theft"}
    full.needles += [str(made.pk), words, f"{surname} Bị Nêu", f"Lấy lời khai {surname}", "18.0912345", "18,0912345"]


def _book(full: Full, surname: str) -> None:
    """An incident book of the police office, with one staged row."""
    office, actor, book_id = full.ground.offices["police"].pk, full.ground.staff["commune_police"].pk, uuid4()
    with acting(full.ground.viewer("commune_police", "residence")):
        sql.execute(
            """insert into papers_import (id, kind, file_name, office, actor, place, state, options, answers, sheets,
                 questions, left_out, skipped, counts)
               values (%s, 'incidents', %s, %s, %s, %s, 'staged', '{}', '{}', '[]', '[]', '[]', '[]', '{}')""",
            [book_id, f"so-vu-viec-{surname}.xlsx", office, actor, full.ground.commune],
        )
        sql.execute(
            """insert into papers_row (import_id, office, seq, sheet, row_no, raw, parsed, verdict, reasons)
               values (%s, %s, 1, 'S1', 2, jsonb_build_object('A', %s::text), '{}', 'new', '[]')""",
            [book_id, office, f"{surname} Trong Sổ"],
        )
    full.ids["book_id"] = book_id
    full.needles += [str(book_id), f"so-vu-viec-{surname}.xlsx", f"{surname} Trong Sổ"]


def _published(full: Full, surname: str) -> None:
    """A figure of the commune that a document published, and since when there is data."""
    by, unit = full.ground.viewer("commune_clerk"), full.ground.commune
    with acting(by):
        figures.keep_from(by=by, measure="people.births", unit_id=unit, day=LONG_AGO, document=f"Sổ của {surname}")
        made = figures.declare(by=by, measure="people.births", unit_id=unit, period=year(2019), value=Decimal("31"),
                               document=f"12/BC-{surname}", signer="Chủ tịch")  # fmt: skip
    full.ids["declared_id"] = made
    full.needles += [str(made), f"Sổ của {surname}", f"12/BC-{surname}"]


def _register(full: Full, surname: str) -> None:
    """A row of a register matched to the resident, its home, an old value, and a workbook of the office."""
    by = full.ground.viewer("commune_police", "residence")
    with acting(by):
        home = Home.objects.create(register="poverty", round="2025", group="poor", place=full.ground.hamlet,
                                   key=f"nha {surname}", household_id=full.ids["household_id"],
                                   office=by.office_id)  # fmt: skip
        made = RegisterRow.objects.create(
            register="poverty", round="2025", group="poor", place=full.ground.hamlet, home_id=home.pk,
            resident_id=full.ids["resident_id"], match="linked", full_name=f"{surname} Trong Danh Sách",
            fold="trong danh sach", sort_key="sach trong danh", address=f"Ngách {surname}", office=by.office_id,
        )  # fmt: skip
        RegisterRow.objects.filter(pk=made.pk).update(version=2)
        book = Import.objects.create(
            kind="registers", file_name=f"ho-ngheo-{surname}.xlsx", office=by.office_id, actor=by.staff_id,
            place=full.ground.commune, state="staged",
            options={"register": "poverty", "round": "2025", "layout": "poverty"},
            counts={"rows": 0, "new": 0, "doubtful": 0, "same": 0, "refused": 0, "reasons": {}, "left_out": {}},
        )  # fmt: skip
    full.ids |= {
        "entry_id": made.pk,
        "home_id": home.pk,
        "paper_id": book.pk,
        "register": "poverty",
        "register_code": "poverty",
    }
    full.needles += [str(made.pk), str(book.pk), f"{surname} Trong Danh Sách", f"Ngách {surname}", book.file_name]


def _application(full: Full) -> None:
    """An application of the resident for a card, captured and with a slip; a card that was lost on its way."""
    by = full.ground.viewer("commune_police", "residence")
    resident, tag = full.ids["resident_id"], str(full.ids["resident_id"])[-6:].upper()
    with acting(by):
        made = cards.apply(by=by, resident_id=resident, reason="first")
        cards.capture(by=by, application_id=made.pk, face="good", fingers="good", iris="good", reference=f"MAY-{tag}")
        made = cards.declare(by=by, application_id=made.pk)
        Card.objects.create(serial=f"CC{tag}", application_id=made.pk, resident_id=resident, place=made.place,
                            office=made.office, issued_on=LONG_AGO, state="lost")  # fmt: skip
        told = {"place": made.place, "why": "first", "since": LONG_AGO, "told_on": LONG_AGO, "here": True}
        Due.objects.update_or_create(resident_id=resident, defaults=told)
        Earlier.objects.create(resident_id=resident, place=made.place, office=made.office, issued_on=LONG_AGO)
        batch = Batch.objects.create(number=f"L{tag}", place=full.ground.commune, office=made.office, province="00",
                                     made_at=now(), size=1)  # fmt: skip
        Item.objects.create(batch=batch, application_id=made.pk, resident_id=resident, place=made.place,
                            office=made.office)  # fmt: skip
        Answer.objects.create(number=f"TW{tag}", batch=batch, place=batch.place, office=batch.office, digest="",
                              returned=0, approved=0, printed=0)  # fmt: skip
        drive = Drive.objects.create(title=f"Đợt {tag}", unit_id=full.ground.commune, since=LONG_AGO, until=LONG_AGO,
                                     plan_id=made.pk, office=made.office)  # fmt: skip
        sql.execute("insert into cards_batchno (office, day, last) values (%s, %s, 1)", [made.office, LONG_AGO])
    full.ids |= {"application_id": made.pk, "batch_id": batch.pk, "drive_id": drive.pk}
    full.needles += [str(made.pk), f"MAY-{tag}", f"CC{tag}", str(made.slip_no), f"L{tag}", f"TW{tag}", f"Đợt {tag}"]


def _dossier(full: Full, surname: str) -> None:
    """A dossier about the resident that waits for a supplement, and one that is still being typed."""
    by, resident = full.ground.viewer("commune_police", "residence"), full.ids["resident_id"]
    with acting(by):
        who = onestop.Applicant(f"{surname} Thị Nộp", "", f"08{str(resident.int)[-8:]}")
        made = onestop.take_in(by=by, intake=onestop.Intake(
            "certificate", resident, {"purpose": f"Xác nhận cho nhà {surname}"}, ["ct01"], who))  # fmt: skip
        onestop.ask_supplement(by=by, dossier_id=made.pk, what=f"Giấy tờ của {surname}")
        onestop.attach(by=by, dossier_id=made.pk, content=b"%PDF-1.5 %%EOF", file_name="b.pdf",
                       title=f"Bản sao {surname}")  # fmt: skip
        onestop.keep_draft(by=by, code="absence", subject_id=resident, typed={"reason": f"Nháp của {surname}"})
        slip = made.slips.order_by("at").first()
    assert slip is not None
    full.ids |= {"slip_id": slip.pk}
    full.ids |= {"dossier_id": made.pk, "procedure": "certificate"}
    full.needles += [str(made.pk), made.number, made.applicant, made.phone, f"Xác nhận cho nhà {surname}",
                     f"Giấy tờ của {surname}", f"Bản sao {surname}", f"Nháp của {surname}"]  # fmt: skip


def _doubts(full: Full, surname: str) -> None:
    """A record merged into the resident's; a record that may be theirs too; one that a clerk has judged."""
    by = full.ground.viewer("commune_police", "residence")
    resident = full.ids["resident_id"]
    made = []
    with acting(by):
        for name in ("Gộp Rồi", "Nghi Trùng", "Đã Xét"):
            person = PersonData(full_name=f"{surname} {name}", sex="m")
            made.append(
                people.register(by=by, person=person, place=full.ground.hamlet, household_id=None, since=LONG_AGO)
            )
        people.merge(by=by, resident_id=resident, merged_id=made[0].id, despite=True)
        doubts = [review.open(subject_kind="resident", subject_id=one.id, place=full.ground.hamlet, by=by, needs=2,
                              candidates=[(resident, 0.7, [])]) for one in made[1:]]  # fmt: skip
        review.decide(doubt_id=doubts[1].pk, resident_id=None, by=by)
    full.ids |= {"merged_id": made[0].id, "doubt_id": doubts[0].pk, "judged_id": doubts[1].pk,
                 "one_id": resident, "other_id": made[1].id}  # fmt: skip
    full.needles += [str(one.id) for one in made] + [one.full_name for one in made] + [str(d.pk) for d in doubts]


def _reports(full: Full, surname: str) -> None:
    """A report of the commune that its police drafted, with what was signed of it."""
    by = full.ground.viewer("commune_police", "residence")
    with acting(by):
        made = reports.draft(by=by, template="year", area=full.ground.commune, period="2025")
        reports.change(by=by, report_id=made.pk, version=1, remarks=f"Nhận xét {surname}")
        made = Report.objects.get(pk=made.pk)
        size = cuts.draw()
    with acting(by):  # sealing looked everywhere
        content = read_reports.draft(viewer=by, report=made)
        Signed.objects.create(
            report=made, revision=1, place=made.place, office=made.office, actor=by.staff_id, cut=size, number=7,
            day=date(2025, 12, 20), content=plain(replace(content, revision=1)), sha256="",
        )  # fmt: skip
    full.ids |= {"report_id": made.pk}
    full.needles += [str(made.pk), f"Nhận xét {surname}"]


def _exported(full: Full, office: int, actor: int) -> None:
    """A list that the police officer took out; its file is gone."""
    export_id, code = uuid4(), f"X2611-{full.ground.offices['police'].code[-1].upper() * 6}"
    with acting(full.ground.viewer("commune_police", "residence")):
        sql.execute(
            """insert into papers_export (id, code, name, title, address, about, format, actor, office, posting, place,
                 ground, state)
               values (%s, %s, 'cu-dan', 'Cư dân', '/cu-dan/', '[]', 'xlsx', %s, %s, 0, %s, '[]', 'ready')""",
            [export_id, code, actor, office, full.ground.commune],
        )
    full.ids["export_id"] = export_id
    full.needles += [str(export_id), code]


def sql_row(full: Full, import_id: UUID) -> int:
    """The staged row's id, read as its own office."""
    with acting(full.ground.viewer("commune_police", "residence")):
        found: int = sql.value("select id from papers_row where import_id = %s", [import_id])
    return found


def _target(full: Full, surname: str) -> None:
    """A target of the commune, divided over its hamlets."""
    by = full.ground.viewer("province_manager")
    document = Document(f"77/KH-{surname}", today(), "Chủ tịch")
    with acting(by):
        plan = targets.set_target(
            by=by, measure="people.births", unit_id=full.ground.commune, period=of(Grain.YEAR, today().year), value=7,
            document=document, division=Division(Split.EQUAL),
        )  # fmt: skip
    full.ids["plan_id"] = plan.pk
    full.needles += [document.number, str(plan.pk)]


def _accounts(full: Full) -> None:
    """An account for each role."""
    ground = full.ground
    for role in ROLES:
        account = Account(username=f"{role}.{ground.offices['police'].code[-1]}".replace("_", "-").lower(),
                          staff=ground.staff[role], is_demo=True, must_change_password=False)  # fmt: skip
        account.password = _HASH
        account.save()
        ground.accounts[role] = account
    clerk = ground.staff["commune_clerk"]
    full.ids |= {"office_id": ground.offices["police"].pk, "staff_id": clerk.pk,
                 "account_id": ground.accounts["commune_clerk"].pk,
                 "posting_id": Posting.objects.get(staff=clerk).pk}  # fmt: skip
    full.ids["token_id"] = _token(full)
    for staff in ground.staff.values():
        full.needles += [staff.full_name, staff.number]
    full.needles += [account.username for account in ground.accounts.values()]


def _token(full: Full) -> int:
    """An access token of the police office."""
    by, office = full.ground.viewer("system_admin"), full.ground.offices["police"]
    with acting(by):
        made, _secret = tokens.make(by=by, office_id=office.pk, name=f"Máy {office.code}", role="commune_police",
                                    scopes=["areas.read"], expires_on=today())  # fmt: skip
    full.needles += [made.name, made.prefix]
    return made.pk


def signed_in(full: Full, role: str) -> Client:
    """A browser on this machine in which the holder of a role has signed in and stated a purpose."""
    client = Client(headers={"host": "localhost"}, raise_request_exception=False)
    client.force_login(full.ground.accounts[role], "allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    purposes.state(session, "residence")
    session.save()
    return client


def by_token(full: Full, role: str, scopes: Sequence[str]) -> Client:
    """A program that calls with an access token of the office where the role's holder works."""
    by = full.ground.viewer("system_admin")
    narrower = full.ground.hamlet if role == "hamlet_team" else None
    with acting(by):
        _token, secret = tokens.make(
            by=by, office_id=full.ground.offices[OFFICE_OF[role]].pk, name="Phần mềm", role=role, scopes=scopes,
            expires_on=today(), unit_id=narrower,
        )  # fmt: skip
    headers = {"host": "localhost", "authorization": f"Bearer {secret}", "x-purpose": "residence"}
    return Client(headers=headers, raise_request_exception=False)
