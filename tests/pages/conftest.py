"""Signed-in profiles, one sign-in for each role, and the ids of records that each may open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.browser import Live, patient

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, StorageState

Opened = Callable[..., "Page"]

_GROUND = """
select coalesce(p.unit_id, o.unit_id), p.office_id from access_account a
join access_posting p on p.staff_id = a.staff_id join access_office o on o.id = p.office_id where a.username = %s
"""


@pytest.fixture(scope="session")
def profiles(live: Live, browser: Browser) -> dict[str, StorageState]:
    """Cookies of each role, with a purpose stated where persons may be opened."""
    made: dict[str, Any] = {}
    for role in ("commune_police", "system_admin", "auditor", "province_manager"):
        context = patient(browser)
        page = context.new_page()
        live.sign_in(page, role)
        if role == "commune_police":
            page.goto(live.url + "/muc-dich/")
            page.locator("main [name=code]").first.check()
            page.locator("main form [type=submit], main form button.main").first.click()
            page.wait_for_load_state()
        made[role] = context.storage_state()
        context.close()
    return made


@pytest.fixture(scope="session")
def ids(live: Live, browser: Browser, profiles: dict[str, StorageState]) -> dict[str, Any]:
    """Ids that fill the parameters of addresses, from the police officer's own ground."""
    report = _signed_report(live, browser, profiles["commune_police"])
    with psycopg.connect(live.owner_url) as link:
        unit, office = link.execute(_GROUND, [live.account("commune_police")["username"]]).fetchone() or (0, 0)
        for name in ("scope", "places"):  # row security holds for the owner too
            link.execute(
                f"select set_config('diaban.{name}', array_agg(place_id)::text, false) from areas_within"
                " where unit_id = %s", [unit],
            )  # fmt: skip
        inside = "place in (select place_id from areas_within where unit_id = %s)"
        person = link.execute(
            "select id, household_id from people_resident where state = 'present' and household_id is not null"
            f" and {inside} order by id limit 1", [unit],
        ).fetchone()  # fmt: skip
        assert person is not None
        line = link.execute(f"select id from ledger_line where {inside} limit 1", [unit]).fetchone()
        admin = link.execute(_GROUND, [live.account("system_admin")["username"]]).fetchone() or (0, 0)
        staff = link.execute("select staff_id, id from access_posting where office_id = %s", [admin[1]]).fetchone()
        staged = _staged(link, office, unit)
        token = _token(link, admin[1])
        layout = _layout(link, office)
        exported = _exported(link, live.account("commune_police")["username"], unit)
        row = _alike(link, staged, person[0])
        happened = _incident(link, office, unit, person[0])
        happened |= {"book_id": _book(link, office, unit), "declared_id": _published(link, unit)}
        listed = _register(link, office, unit, person[0], person[1])
        grown = link.execute(
            "select id from people_resident where state = 'present' and id_no is not null and birth_precision = 'd'"
            f" and birth_date < '2005-01-01' and sex <> 'u' and {inside} order by id limit 1", [unit],
        ).fetchone()  # fmt: skip
        doubts = _doubts(link, office, unit)
        alike = link.execute(
            f"select id from people_resident where state = 'present' and {inside} order by id limit 2 offset 2", [unit],
        ).fetchall()  # fmt: skip
    assert line is not None
    assert grown is not None
    application = _application(live, browser, profiles["commune_police"], grown[0])
    assert staff is not None
    happened |= {"doubt_id": doubts[0]} | _merged(live, browser, profiles["commune_police"], doubts[1])
    return happened | listed | {
        "resident_id": person[0], "household_id": person[1], "record_id": person[0], "unit_id": unit,
        "line_id": line[0], "office_id": admin[1], "staff_id": staff[0], "posting_id": staff[1],
        "code": "people.residents", "ratio_code": "incidents.solved_share", "rule_code": "cards.issue",
        "import_id": staged, "layout_id": layout, "export_id": exported, "row_id": row,
        "token_id": token, "report_id": report, "revision": 1,
        "plan_id": _target(live, browser, profiles["province_manager"]),
        "application_id": application, "procedure": "temporary",
        "dossier_id": _dossier(live, browser, profiles["commune_police"], person[0]),
        "one_id": alike[0][0], "other_id": alike[1][0], "register_code": "poverty",
        "drive_id": _drive(live, browser, profiles["province_manager"]),
    }  # fmt: skip


def _doubts(link: psycopg.Connection[Any], office: int, unit: int) -> list[UUID]:
    """Two residents who may each be one of two others; six who aren't those that other pages are about."""
    people = link.execute(
        "select id from people_resident where state = 'present' and place in"
        " (select place_id from areas_within where unit_id = %s) order by id desc limit 6", [unit],
    ).fetchall()  # fmt: skip
    made = []
    for (subject,), *others in (people[:3], people[3:]):
        made.append(uuid4())
        link.execute("insert into review_doubt (id, kind, subject_id, place, office, weight) values"
                     " (%s, 'resident', %s, %s, %s, 2)", [made[-1], subject, unit, office])  # fmt: skip
        for n, (other,) in enumerate(others, 1):
            link.execute(
                "insert into review_candidate (doubt_id, n, resident_id, probability, evidence) values"
                """ (%s, %s, %s, %s, '["họ tên lệch một chữ +12", "ngày sinh chỉ trùng năm −4"]')""",
                [made[-1], n, other, 0.6 / n],
            )
        _one_and_the_same(link, subject, others[0][0])
    return made


def _one_and_the_same(link: psycopg.Connection[Any], subject: UUID, other: UUID) -> None:
    """Nothing tells the first from the second any more, so that one clerk's word is enough."""
    link.execute(
        "update people_resident r set id_no = null, household_id = null, sex = o.sex, birth_date = o.birth_date,"
        " birth_precision = o.birth_precision from people_resident o where r.id = %s and o.id = %s", [subject, other],
    )  # fmt: skip


def _merged(live: Live, browser: Browser, state: StorageState, doubt: UUID) -> dict[str, Any]:
    """A pair that was found to be one person, by one key."""
    context = patient(browser, storage_state=state)
    page = context.new_page()
    page.goto(f"{live.url}/doi-chieu/{doubt}/")
    page.keyboard.press("1")
    page.wait_for_url(lambda where: str(doubt) not in where)
    context.close()
    with psycopg.connect(live.owner_url) as link:
        found = link.execute("select merged_id, into_id from people_merge").fetchone()
    assert found is not None
    return {"merged_id": found[0], "kept_id": found[1]}


def _application(live: Live, browser: Browser, state: StorageState, resident: UUID) -> str:
    """An application for a card, taken in and captured through the pages."""
    context = patient(browser, storage_state=state)
    page = context.new_page()
    page.goto(f"{live.url}/can-cuoc/cho/{resident}/")
    page.locator("main [name=reason][value=first]").check()
    page.locator("main form button.main").first.click()
    page.wait_for_url(lambda where: "/cho/" not in where)
    found = page.url.rstrip("/").rsplit("/", 1)[-1]
    page.goto(f"{live.url}/can-cuoc/{found}/thu-nhan/")
    for part in ("face", "fingers", "iris"):
        page.locator(f"main [name={part}][value=good]").check()
    page.locator("main [name=reference]").fill("MAY01-000123")
    page.locator("main form button.main").first.click()
    page.wait_for_url(f"**/can-cuoc/{found}/")
    context.close()
    return found


def _dossier(live: Live, browser: Browser, state: StorageState, resident: UUID) -> str:
    """A dossier about a resident, taken in through the pages."""
    context = patient(browser, storage_state=state)
    page = context.new_page()
    page.goto(f"{live.url}/mot-cua/tiep-nhan/cho/{resident}/certificate/")
    page.locator("main [name=purpose]").fill("Nộp hồ sơ học")
    page.locator("main [name=papers]").first.check()
    page.locator("main form button.main").first.click()
    page.wait_for_url(lambda where: "/tiep-nhan/" not in where)
    found = page.url.rstrip("/").rsplit("/", 1)[-1]
    context.close()
    return found


def _signed_report(live: Live, browser: Browser, state: StorageState) -> str:
    """A report that the chief of police drafted and signed, through the pages."""
    context = patient(browser, storage_state=state)
    page = context.new_page()
    page.goto(live.url + "/bao-cao/lap/")
    page.locator("main [name=template][value=year]").check()
    page.locator("main [name=period]").fill("2025")
    page.locator("main form button.main").first.click()
    page.wait_for_url("**/bao-cao/*-*-*/")
    found = page.url.rstrip("/").rsplit("/", 1)[-1]
    page.goto(f"{live.url}/bao-cao/{found}/ky/")
    page.locator("main form button.main").first.click()
    page.wait_for_url(f"**/bao-cao/{found}/")
    context.close()
    return found


def _incident(link: psycopg.Connection[Any], office: int, place: int, resident: UUID) -> dict[str, Any]:
    """A theft with a known victim and two unknown suspects, from an older book."""
    incident_id, involved_id = uuid4(), uuid4()
    link.execute(
        """insert into incidents_incident (id, kind, "group", place, day, happened_on, source, summary, loss, outcome,
             lat, lon, import_id, office, made_by)
           values (%s, 'theft', 'social', %s, current_date - 20, current_date - 20, 'tip', 'Mất một xe máy.', 12000000,
             'fined', 18.09, 106.31, %s, %s, 1)""",
        [incident_id, place, uuid4(), office],
    )
    for key, role, who, count in ((involved_id, "victim", resident, 1), (uuid4(), "suspect", None, 2)):
        link.execute(
            "insert into incidents_involved (id, incident_id, role, who, resident_id, count)"
            " values (%s, %s, %s, 'person', %s, %s)", [key, incident_id, role, who, count],
        )  # fmt: skip
    return {"incident_id": incident_id, "involved_id": involved_id, "kind_code": "theft"}


def _book(link: psycopg.Connection[Any], office: int, place: int) -> UUID:
    """A judged incident book of the office, with a row of each verdict and words that nobody has said the kind of."""
    book_id = uuid4()
    verdicts = {"new": 1, "same": 1, "doubtful": 1, "refused": 1}
    given = {
        "options": {"span": ["2022-12-15", "2023-12-14", True]},
        "left_out": [{"sheet": "S1", "row": 1, "kind": "header", "text": "TT · Ngày · Hành vi"}],
        "sheets": [{"name": "S1", "header_row": 1, "depth": 1, "columns": [
            {"letter": "B", "label": "Hành vi", "key": "hanh vi", "field": "incident_kind", "score": 1.0}]}],
        "counts": {"rows": 4, **verdicts, "reasons": {"kind_unknown": 1, "no_day": 1}, "left_out": {"header": 1},
                   "kinds_unknown": {"việc lạ": 1}, "places_unknown": {"xã không có": 1}},
    }  # fmt: skip
    link.execute(
        "insert into papers_import (id, kind, file_name, office, actor, place, state, answers, skipped, questions,"
        " options, left_out, sheets, counts) values (%s, 'incidents', 'sổ vụ việc.xlsx', %s, 1, %s, 'staged', '{}',"
        " '[]', '[]', %s, %s, %s, %s)", [book_id, office, place, *map(Jsonb, given.values())],
    )  # fmt: skip
    for seq, verdict in enumerate(verdicts):
        why = [{"code": "kind_unknown", "args": {"text": "việc lạ"}}] if verdict == "doubtful" else []
        link.execute(
            "insert into papers_row (import_id, office, seq, sheet, row_no, raw, parsed, verdict, reasons)"
            """ values (%s, %s, %s, 'S1', %s, '{}', '{"kind": "theft", "day": "2023-02-01"}', %s, %s)""",
            [book_id, office, seq, seq + 2, verdict, Jsonb(why)],
        )
    return book_id


def _published(link: psycopg.Connection[Any], unit: int) -> UUID:
    """A figure that a document published, and from when there is data."""
    declared_id = uuid4()
    link.execute(
        "insert into figures_known (measure, unit_id, day, document, actor) values ('incidents', %s, '2021-12-15',"
        " 'Sổ vụ việc 2022-2023', 2)", [unit],
    )  # fmt: skip
    link.execute(
        "insert into figures_declared (id, measure, unit_id, since, until, value, document, signer, actor)"
        " values (%s, 'incidents.cases', %s, '2020-12-15', '2021-12-14', 179, '12/BC-CAH', 'Trưởng Công an huyện', 2)",
        [declared_id, unit],
    )
    return declared_id


def _register(link: psycopg.Connection[Any], office: int, place: int, resident: UUID, home: UUID) -> dict[str, Any]:
    """A poor household with a matched row and one in doubt, and the workbook that they came from, with a question."""
    home_id, entry_id, paper_id = uuid4(), uuid4(), uuid4()
    link.execute(
        """insert into registers_home (id, register, round, "group", place, household_id, state, office)
           values (%s, 'poverty', '2025', 'poor', %s, %s, 'active', %s)""", [home_id, place, home, office],
    )  # fmt: skip
    for key, whom, match, name in ((uuid4(), resident, "linked", "Trần Thị Nối"),
                                   (entry_id, None, "doubtful", "Trần Thị Chờ")):  # fmt: skip
        link.execute(
            """insert into registers_row (id, register, round, "group", place, home_id, resident_id, match, full_name,
                 fold, sort_key, sex, birth_date, birth_precision, relation, address, state, candidates, "values",
                 faults, file_name, sheet, row_no, import_id, office)
               values (%s, 'poverty', '2025', 'poor', %s, %s, %s, %s, %s, lower(%s), lower(%s), 'f', '1961-05-03', 'd',
                 'head', 'Thôn 1', 'active', %s, '{"members": 4}', '["du.id_no"]', 'hộ nghèo.xlsx', 'Sheet1', 9, %s,
                 %s)""",
            [key, place, home_id, whom, match, name, name, name,
             Jsonb([[str(resident), 0.41, "họ tên lệch một chữ +18; ngày sinh trùng +30"]]), paper_id, office],
        )  # fmt: skip
    question = {"key": "register", "sheet": "", "label": "", "text": "Tệp này là danh sách nào?", "examples": [],
                "choices": [["poverty", "Hộ nghèo, hộ cận nghèo"], ["merit", "Người có công"]]}  # fmt: skip
    columns = [{"letter": "B", "label": "Họ và tên", "key": "ho ten", "field": "full_name", "score": 1.0}]
    given = {
        "options": {"register": "poverty", "round": "2025", "layout": "poverty"}, "questions": [question],
        "sheets": [{"name": "Sheet1", "header_row": 6, "depth": 1, "columns": columns, "words": []}],
        "counts": {"rows": 4, "new": 1, "doubtful": 1, "same": 1, "refused": 1, "left_out": {"header": 1},
                   "reasons": {"maybe": 1, "birth_missing": 2}},
    }  # fmt: skip
    link.execute(
        "insert into papers_import (id, kind, file_name, office, actor, place, state, answers, skipped, left_out,"
        " options, questions, sheets, counts) values (%s, 'registers', 'hộ nghèo.xlsx', %s, 1, %s, 'staged', '{}',"
        " '[]', '[]', %s, %s, %s, %s)", [paper_id, office, place, *map(Jsonb, given.values())],
    )  # fmt: skip
    for seq, verdict in enumerate(("new", "doubtful", "same", "refused")):
        link.execute(
            "insert into papers_row (import_id, office, seq, sheet, row_no, raw, parsed, verdict, reasons)"
            """ values (%s, %s, %s, 'Sheet1', %s, '{}', '{"full_name": "Trần Văn Thử", "birth": "1985-02-01"}', %s,
               %s)""", [paper_id, office, seq, seq + 7, verdict, Jsonb([{"code": "birth_missing"}])],
        )  # fmt: skip
    return {"entry_id": entry_id, "paper_id": paper_id, "register": "poverty"}


def _target(live: Live, browser: Browser, state: StorageState) -> str:
    """A target of the province divided over its communes, set through the pages."""
    context = patient(browser, storage_state=state)
    page = context.new_page()
    page.goto(live.url + "/chi-tieu/moi/")
    page.locator("main [name=measure]").select_option("people.births")
    for name, typed in (("period", "2026"), ("value", "1.250"), ("document", "12/KH-UBND"),
                        ("signed_on", "15/01/2026"), ("signer_post", "Chủ tịch")):  # fmt: skip
        page.locator(f"main [name={name}]").fill(typed)
    page.locator("main form button.main").first.click()
    page.wait_for_url("**/chi-tieu/*-*-*/")
    found = page.url.rstrip("/").rsplit("/", 1)[-1]
    context.close()
    return found


def _drive(live: Live, browser: Browser, state: StorageState) -> str:
    """A drive for cards in the province, begun through the pages."""
    context = patient(browser, storage_state=state)
    page = context.new_page()
    page.goto(live.url + "/can-cuoc/dot/moi/")
    for name, typed in (("title", "Đợt 2026"), ("since", "01/01/2026"), ("until", "31/12/2026"), ("target", "1250"),
                        ("document", "13/KH-UBND"), ("signed_on", "02/01/2026"),
                        ("signer_post", "Chủ tịch")):  # fmt: skip
        page.locator(f"main [name={name}]").fill(typed)
    page.locator("main form button.main").first.click()
    page.wait_for_url("**/can-cuoc/dot/*-*-*/")
    found = page.url.rstrip("/").rsplit("/", 1)[-1]
    context.close()
    return found


def _token(link: psycopg.Connection[Any], office: int) -> int:
    """An access token of an office."""
    row = link.execute(
        """with s as (insert into access_staff (number, full_name, fold, sort_key, is_system)
                      values ('API-THU', 'Một cửa (thu)', 'mot cua (thu)', '', true) returning id),
                p as (insert into access_posting (staff_id, office_id, post, rank, role, valid_from)
                      select id, %s, 'Phần mềm', '', 'province_manager', current_date from s returning id)
           insert into access_token (prefix, digest, name, posting_id, scopes, networks, made_by_id, made_at,
             expires_at)
           select 'thu', '', 'Một cửa', p.id, '{people.read,areas.read}', '{10.0.0.0/8}', 2, now(),
             now() + interval '9 days' from p returning id""",
        [office],
    ).fetchone()
    assert row is not None
    return int(row[0])


def _staged(link: psycopg.Connection[Any], office: int, place: int) -> UUID:
    """A judged list of the office with a question, a row of each verdict and a row left out."""
    import_id = uuid4()
    link.execute("select set_config('diaban.office', %s, false)", [str(office)])
    verdicts = {"new": 1, "same": 1, "changed": 1, "doubtful": 1, "refused": 1}
    given = {
        "questions": [{"key": "dates", "sheet": "S1", "label": "", "text": "Excel có đã đảo ngày và tháng?",
                       "choices": [["swap", "Đã đảo"], ["keep", "Không"]], "examples": []}],
        "left_out": [{"sheet": "S1", "row": 1, "kind": "header", "text": "STT · Họ và tên"}],
        "sheets": [{"name": "S1", "header_row": 1, "depth": 1, "columns": [
            {"letter": "B", "label": "Họ và tên", "key": "ho ten", "field": "full_name", "score": 1.0}]}],
        "counts": {"rows": 5, **verdicts, "reasons": {"birth_no_such_day": 1, "stay_missing": 1}, "households": 2,
                   "left_out": {"header": 1}, "hamlets": [{"kind": "thôn", "name": "Mới", "rows": 2}]},
    }  # fmt: skip
    link.execute(
        "insert into papers_import (id, kind, file_name, office, actor, place, state, options, answers, skipped,"
        " questions, left_out, sheets, counts) values (%s, 'residents', 'danh sách.xlsx', %s, 1, %s, 'staged', '{}',"
        " '{}', '[]', %s, %s, %s, %s)", [import_id, office, place, *map(Jsonb, given.values())],
    )  # fmt: skip
    for seq, verdict in enumerate(verdicts):
        link.execute(
            "insert into papers_row (import_id, office, seq, sheet, row_no, raw, parsed, verdict, reasons)"
            """ values (%s, %s, %s, 'S1', %s, '{}', '{"full_name": "Trần Văn Thử", "birth": "1985-02-01"}', %s, %s)""",
            [import_id, office, seq, seq + 2, verdict, Jsonb([{"code": "stay_missing"}])],
        )
    return import_id


def _alike(link: psycopg.Connection[Any], import_id: UUID, resident: UUID) -> int:
    """A row that resembles a resident, to be decided."""
    row = link.execute(
        "update papers_row set record = %s where import_id = %s and verdict = 'changed' returning id",
        [resident, import_id],
    ).fetchone()
    assert row is not None
    return int(row[0])


def _layout(link: psycopg.Connection[Any], office: int) -> int:
    """A header that the office confirmed."""
    columns = [{"letter": "B", "label": "Họ và tên", "key": "ho ten", "field": "full_name"}]
    row = link.execute(
        "insert into papers_layoutmemory (office, kind, signature, columns, told_by)"
        " values (%s, 'residents', 'x', %s, 1) returning id", [office, Jsonb(columns)],
    ).fetchone()  # fmt: skip
    assert row is not None
    return int(row[0])


def _exported(link: psycopg.Connection[Any], username: str, place: int) -> UUID:
    """A list that the officer took out, still to be fetched."""
    export_id = uuid4()
    found = link.execute(
        "select a.staff_id, p.id, p.office_id from access_account a join access_posting p on p.staff_id = a.staff_id"
        " where a.username = %s", [username],
    ).fetchone()  # fmt: skip
    assert found is not None
    link.execute("select set_config('diaban.actor', %s, false)", [str(found[0])])
    link.execute(
        "insert into papers_export (id, code, name, title, address, about, format, actor, office, posting, place,"
        " ground, state, done, total, persons, personal, purpose, size, sha256, finished_at, expires_at)"
        " values (%s, 'X2611-TTTTTT', 'cu-dan', 'Cư dân', '/cu-dan/', '[\"Giới tính: Nữ\"]', 'xlsx', %s, %s, %s, %s,"
        " '[]', 'ready', 120, 120, 120, true, 'residence', 14000, repeat('ab', 32), now(), now() + interval '7 days')",
        [export_id, found[0], found[2], found[1], place],
    )
    return export_id


def grave(said: ConsoleMessage) -> bool:
    """Whether what the console says is a fault; that a page answered 404 or 422 is none, a missing file is."""
    answered = "the server responded with a status of 4" in said.text and "/static/" not in said.location["url"]
    return said.type == "error" and not answered


def _heard(page: Page, complaints: list[str]) -> Page:
    """The page, with what the browser complains of (policy, scripts) kept."""
    page.on("console", lambda said: complaints.append(said.text) if grave(said) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return page


@pytest.fixture
def opened(browser: Browser, profiles: dict[str, StorageState]) -> Iterator[Opened]:
    """A page in a role's profile. What the browser complains of fails the test at its end."""
    contexts, complaints = [], list[str]()

    def open_as(role: str, **options: Any) -> Page:
        state = profiles[role] if role else None
        context = patient(
            browser, **{"locale": "vi-VN", "viewport": {"width": 1280, "height": 900}} | options, storage_state=state
        )
        contexts.append(context)
        return _heard(context.new_page(), complaints)

    yield open_as
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(scope="session")
def _standing(browser: Browser, profiles: dict[str, StorageState]) -> Iterator[tuple[Opened, list[str]]]:
    made, complaints = dict[str, Any](), list[str]()

    def stand(role: str) -> Page:
        if role not in made:
            context = patient(browser, locale="vi-VN", storage_state=profiles[role] if role else None)
            made[role] = _heard(context.new_page(), complaints)
        page: Page = made[role]
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        return page

    yield stand, complaints
    for page in made.values():
        page.context.close()


@pytest.fixture
def standing(_standing: tuple[Opened, list[str]]) -> Iterator[Opened]:
    """As `opened`, but one page for each role and the whole run, which keeps the styles and scripts that it has read:
    for tests that go to an address and change nothing.
    """
    stand, complaints = _standing
    complaints.clear()
    yield stand
    assert complaints == []
