"""A report is signed at a cut: what came later, or was open then, changes nothing of it and is told line by line."""

from __future__ import annotations

from datetime import date
from typing import Any

import psycopg
import pytest

from diaban.access.session import acting
from diaban.core import sql
from diaban.core.errors import Conflict, Invalid, Refused
from diaban.figures import cuts
from diaban.ledger import actions as ledger
from diaban.ledger import heads
from diaban.reports import actions, comparing, queries, rendering
from diaban.reports.content import Content
from diaban.reports.models import Report, Signed
from diaban.reports.tests.conftest import Place, settle

YEAR = "2025"


@pytest.fixture
def real(fresh_database: Any) -> Place:
    """Commits are real, so that the sealer seals and transactions stand open."""
    return settle()


def drafted(place: Place) -> Report:
    with acting(place.chief):
        return actions.draft(by=place.chief, template="year", area=place.ground.commune, period=YEAR)


def signed(place: Place, report: Report, **more: Any) -> Signed:
    with acting(place.chief):
        version = queries.report(viewer=place.chief, report_id=report.pk).version
        return actions.sign(by=place.chief, report_id=report.pk, version=version, **more)


def files(content: Content) -> dict[str, bytes]:
    return {form: rendering.rendered(content, form) for form in ("pdf", "docx", "json", "page")}


def value(content: Content, measure: str) -> int | None:
    return next(item.value for item in content.items if item.measure == measure)


def again(place: Place, kept: Signed) -> Content:
    with acting(place.chief):
        return queries.again(viewer=place.chief, signed=kept)


@pytest.mark.slow
def test_counted_again_at_its_cut_it_is_the_same_bytes(real: Place) -> None:
    born = [real.line() for _i in range(3)]
    kept = signed(real, drafted(real), number=7)
    before = files(queries.content_of(kept))
    real.line()
    real.line(day=date(2024, 9, 1))  # of the year that it is compared with
    with acting(real.chief):
        ledger.void(born[0], office=real.chief.office_id, actor=real.chief.staff_id)
    cuts.draw()
    content = again(real, kept)
    assert value(content, "people.births") == 3
    assert actions.digest(content) == kept.sha256
    assert files(content) == before


@pytest.mark.slow
def test_what_was_open_when_it_was_signed_comes_after_it(real: Place, fresh_database: Any) -> None:
    real.line()
    with psycopg.connect(fresh_database.app_url) as other:  # its line gets its id first and commits last
        row = ledger.documents([_line_of(real)])
        other.execute("select set_config('diaban.places', %s, false)", [f"{{{real.ground.hamlet}}}"])
        open_id = other.execute("select (ledger.append(%s::jsonb))[1]", [row]).fetchone()
        later = real.line()
        kept = signed(real, drafted(real))
        before = files(queries.content_of(kept))
        other.commit()
    assert open_id is not None
    assert open_id[0] < later
    cuts.draw()
    assert value(again(real, kept), "people.births") == 2
    assert files(again(real, kept)) == before
    with acting(real.chief):
        told = {(each.item.measure, each.which): each for each in comparing.since(viewer=real.chief, signed=kept)}
    came = told["people.births", "now"]
    assert (came.was, came.now) == (2, 3)
    assert [(line.id, line.effect) for line in came.lines] == [(open_id[0], 1)]


def _line_of(place: Place) -> Any:
    from diaban.core.ids import uuid7
    from diaban.ledger.lines import Line

    chief = place.chief
    return Line("people.born", uuid7(), place.ground.hamlet, chief.office_id, chief.staff_id, day=date(2025, 9, 3))


def test_what_came_after_adds_up_to_the_difference(place: Place) -> None:
    first, second = place.line(), place.line()
    kept = signed(place, drafted(place))
    place.line()
    with acting(place.chief):
        ledger.void(first, office=place.chief.office_id, actor=place.chief.staff_id)
        moved = ledger.stored(second)
        ledger.replace(second, type(moved)(**{**vars_of(moved), "day": date(2024, 9, 1)}))
        found = {(each.item.measure, each.which): each for each in comparing.since(viewer=place.chief, signed=kept)}
    now, then = found["people.births", "now"], found["people.births", "then"]
    assert (now.was, now.now, then.was, then.now) == (2, 1, 0, 1)
    for each in found.values():
        assert sum(line.effect or 0 for line in each.lines) == each.gap


def vars_of(line: Any) -> dict[str, Any]:
    return {name: getattr(line, name) for name in line.__slots__}


def test_signed_again_it_says_what_it_replaces(place: Place) -> None:
    place.line()
    report = drafted(place)
    first = signed(place, report, number=4)
    place.line()
    second = signed(place, report, number=5)
    assert (second.revision, value(queries.content_of(second), "people.births")) == (2, 2)
    assert queries.content_of(second).replaces == f"(Thay thế Báo cáo số 04/BC-CA ngày {first.day:%d/%m/%Y})"
    assert value(queries.content_of(first), "people.births") == 1
    with acting(place.chief):
        lines = sql.rows(
            "select l.dims ->> 'revision' from ledger_line l join ledger_kind k on k.id = l.kind_id"
            " where k.code = 'reports.signed' and l.record_id = %s order by l.id", [report.pk],
        )  # fmt: skip
    assert [row[0] for row in lines] == ["1", "2"]


def test_what_is_signed_is_what_its_signer_saw(place: Place) -> None:
    place.line()
    shown = cuts.draw()
    place.line()
    kept = signed(place, drafted(place), cut=shown)
    assert (kept.cut, value(queries.content_of(kept), "people.births")) == (shown, 1)


def test_the_head_is_printed_and_holds(place: Place) -> None:
    place.line()
    kept = signed(place, drafted(place))
    head, printed = heads.of_size(kept.cut), queries.content_of(kept).cut
    assert head is not None
    assert printed is not None
    assert head.signed()
    assert (printed.root, printed.signature) == (head.root.hex(), head.signature.hex())


def test_only_a_head_or_deputy_signs_and_only_once_the_period_is_over(place: Place) -> None:
    place.line()
    report = drafted(place)
    with acting(place.officer), pytest.raises(Refused, match="cấp trưởng"):
        actions.sign(by=place.officer, report_id=report.pk, version=1)
    with acting(place.chief):
        running = actions.draft(by=place.chief, template="year", area=place.ground.commune, period="2026")
        with pytest.raises(Refused, match="14/12/2026"):
            actions.sign(by=place.chief, report_id=running.pk, version=1)
    assert Signed.objects.count() == 0


def test_a_number_is_given_once_and_a_day_lies_after_the_period(place: Place) -> None:
    place.line()
    report = drafted(place)
    signed(place, report, number=9)
    with pytest.raises(Invalid, match="đã dùng"):
        signed(place, report, number=9)
    with pytest.raises(Invalid, match="14/12/2025"):
        signed(place, report, day=date(2025, 12, 14))


def test_a_report_is_drafted_once_by_an_office_of_its_ground(place: Place) -> None:
    report = drafted(place)
    with pytest.raises(Conflict):
        drafted(place)
    with acting(place.chief), pytest.raises(Refused):
        actions.draft(by=place.chief, template="year", area="18766", period=YEAR)
    clerk = place.ground.viewer("commune_clerk")
    with acting(clerk), pytest.raises(Refused, match="đơn vị khác"):
        actions.change(by=clerk, report_id=report.pk, version=1, remarks="x")
    with acting(place.chief), pytest.raises(Conflict):
        actions.change(by=place.chief, report_id=report.pk, version=9)
    with acting(place.chief):
        actions.drop(by=place.chief, report_id=report.pk, version=1)
        assert list(queries.reports(viewer=place.chief)) == []
    analyst = place.ground.viewer("analyst")
    with acting(analyst), pytest.raises(Refused):
        queries.reports(viewer=analyst)


def test_what_was_signed_cannot_be_changed(place: Place, owner_db: Any) -> None:
    from django.db import DatabaseError

    place.line()
    signed(place, drafted(place))
    with pytest.raises(DatabaseError, match="append-only"), owner_db() as cursor:
        cursor.execute("update reports_signed set sha256 = ''")
