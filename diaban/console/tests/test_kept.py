"""From when there are figures, what was published before, and today on the first page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from diaban import cli
from diaban.access.session import acting
from diaban.access.tests.world import Ground, build
from diaban.areas import queries as areas
from diaban.casework import queries as casework
from diaban.console.kept_forms import period_name, title_of, written_value
from diaban.console.tests.test_pages import ROLES, signed_in, text
from diaban.core.time import today
from diaban.figures import declared
from diaban.figures import queries as figures
from diaban.figures.periods import Period, reporting_year, year
from diaban.host import session
from diaban.incidents import actions as incidents
from diaban.incidents.data import IncidentData


@pytest.fixture
def ground(db: None) -> Ground:
    return build("18754", "42", "a", sign_in=(*ROLES, "province_manager"), demo=True)


def at(name: str, *args: Any) -> str:
    return reverse(f"console:{name}", args=args)


SAID = {"measure": "incidents.cases", "period": "2021", "value": "1.179", "document": "12/BC-CAH", "signer": "Trưởng"}


def test_a_day_is_set_and_pages_say_no_data_before_it(ground: Ground) -> None:
    clerk, unit = signed_in("commune_clerk"), ground.commune
    figure = f"{at('figure', 'incidents.cases', unit)}?ky=2020"
    assert "chưa có số liệu" not in text(clerk.get(figure)).split("</h1>")[0]
    assert (
        clerk.post(at("keep", unit), {"measure": "incidents", "day": "31/12/2999", "document": "x"}).status_code == 422
    )
    saved = clerk.post(at("keep", unit), {"measure": "incidents", "day": "15/12/2021", "document": "Sổ bàn giao"})
    assert saved["Location"] == at("kept", unit)
    page = text(clerk.get(saved["Location"]))
    assert "Mọi số liệu về: Vụ việc" in page
    assert "Sổ bàn giao" in page
    shown = text(clerk.get(figure))
    assert "chưa có số liệu" in shown.split("</h1>")[0]
    assert "Chưa có số liệu của ngày trước 15/12/2021." in shown
    told = clerk.get(f"/api/v1/figures/incidents.cases/{unit}?since=2020-01-01&until=2020-12-31").json()
    assert (told["value"], told["state"], told["known_from"]) == (None, "nodata", "2021-12-15")
    clerk.post(at("keep", unit), {"measure": "incidents", "day": "01/01/2021", "document": "Sổ cũ hơn"})
    assert "đã thay" in text(clerk.get(at("kept", unit)))


def test_published_figures_stand_apart(ground: Ground) -> None:
    clerk, unit, viewer = signed_in("commune_clerk"), ground.commune, ground.viewer("commune_clerk")
    for wrong in ({"value": "1,2,3"}, {"signer": ""}, {"period": "2099"}):
        assert clerk.post(at("declare", unit), SAID | wrong).status_code == 422
    assert clerk.post(at("declare", unit), SAID).status_code == 302
    with acting(viewer):
        (first,) = declared.history(unit, viewer=viewer)
    shown = text(clerk.get(f"{at('figure', 'incidents.cases', unit)}?ky=bc-2021"))
    assert "1.179" in shown
    assert "12/BC-CAH" in shown
    with acting(viewer):
        assert figures.count("incidents.cases", unit, reporting_year(2021), viewer=viewer).value == 0, "never added"
    revised = clerk.post(
        at("revise_declared", unit, first.id), {"value": "1.180", "document": "13/BC", "signer": "Trưởng"}
    )
    assert revised.status_code == 302, text(revised)
    assert (
        clerk.post(
            at("revise_declared", unit, first.id), {"value": "1", "document": "14/BC", "signer": "T"}
        ).status_code
        == 409
    )
    with acting(viewer):
        newest = declared.history(unit, viewer=viewer)[0]
    assert clerk.post(at("withdraw_declared", unit, newest.id)).status_code == 302
    page = text(clerk.get(at("kept", unit)))
    for words in ("1.179", "1.180", "rút lại", "đã thay", ["năm", "báo", "cáo", "2021"][-1]):
        assert words in page


def test_who_may_say_it(ground: Ground) -> None:
    unit = ground.commune
    for role in ("auditor", "system_admin"):
        assert (
            signed_in(role)
            .post(at("keep", unit), {"measure": "incidents", "day": "1/1/2021", "document": "x"})
            .status_code
            == 403
        )
    manager = signed_in("province_manager")
    assert manager.get(at("kept", unit)).status_code == 200
    there = build("23293", "51", "b").commune
    assert signed_in("commune_clerk").get(at("kept", there)).status_code == 403


def test_names_of_what_is_said() -> None:
    assert str(title_of("")) == "Mọi số liệu"
    assert title_of("khong.co") == "khong.co"
    assert period_name(reporting_year(2023)).code == "bc-2023"
    assert period_name(year(2023)).code.endswith("2023")
    odd = Period(date(2023, 2, 3), date(2023, 5, 6))
    assert period_name(odd).period == odd
    assert [written_value(Decimal(each)) for each in ("1179", "95.50", "1E+2")] == ["1.179", "95,5", "100"]


def test_the_command_says_it_too(ground: Ground, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    @contextmanager
    def ready(args: Any) -> Iterator[None]:
        yield

    monkeypatch.setattr(session, "database", ready)
    area = f"{areas.unit(ground.commune).full_name}, Hà Tĩnh"

    def run(*words: str) -> tuple[int, Any]:
        code = cli.main(["figures", *words, "--json"])
        return code, json.loads(capsys.readouterr().out)

    code, told = run("known-from", "incidents", "--area", area, "--from", "15/12/2021", "--document", "Sổ bàn giao")
    assert (code, told["area"], told["known_from"]) == (0, ground.commune, "2021-12-15")
    code, made = run("declare", "incidents.cases", "1.179", "--area", area, "--period", "2021", "--document", "12/BC",
                     "--signer", "Trưởng")  # fmt: skip
    assert (code, made["value"], made["since"]) == (0, 1179.0, "2020-12-15")
    code, said = run("said", "--area", area)
    assert [row["document"] for row in said["known_from"]] == ["Sổ bàn giao"]
    assert [row["document"] for row in said["declared"]] == ["12/BC"]
    assert run("known-from", "khong.co", "--area", area, "--from", "1/1/2021", "--document", "x")[0] != 0
    assert run("known-from", "incidents", "--area", area, "--from", "hôm nào", "--document", "x")[0] != 0
    assert run("check")[0] == 0


def test_the_first_page_of_a_commune_shows_today(ground: Ground) -> None:
    police = signed_in("commune_police")
    assert "Chưa ghi việc nào xảy ra hôm nay" in text(police.get("/"))
    by = ground.viewer("commune_police", "residence")
    with acting(by):
        incidents.take_in(by=by, data=IncidentData(kind="theft", place=ground.hamlet, happened_on=today()))
        assert casework.counts(viewer=by)[casework.Tab.OPEN] == 1
    page = text(police.get("/"))
    assert "Việc đến hạn trước" in page
    assert "Chưa ghi việc nào xảy ra hôm nay" not in page
    opened = figures.count("incidents.cases", ground.commune, Period(today(), today()), viewer=by)
    assert f"incidents.cases/{ground.commune}/?ky={today().isoformat()}" in page
    assert opened.value is None or opened.value >= 0
    assert "Việc đến hạn trước" not in text(signed_in("province_manager").get("/")), "a province sees its map"
