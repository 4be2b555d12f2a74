"""The command `diaban`: sentences instead of tracebacks, and an exit code that a script can use."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from diaban import cli
from diaban.core.errors import DiabanError
from diaban.host.tests.conftest import Install, wait_for

Run = Callable[..., subprocess.CompletedProcess[str]]


def test_every_command_has_its_furniture() -> None:
    for name in cli.names():
        module = cli._module(name)
        assert module.HELP, name
        assert callable(module.add_arguments), name
        assert callable(module.run), name


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert all(name in said for name in cli.names())


def test_an_error_is_one_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from diaban.commands import doctor

    def refuse(args: object) -> int:
        raise DiabanError("Không được.")

    monkeypatch.setattr(doctor, "run", refuse)
    assert cli.main(["doctor"]) == 2
    assert capsys.readouterr().err == "diaban: Không được.\n"
    assert cli.main(["doctor", "--json"]) == 2
    assert json.loads(capsys.readouterr().out) == {"error": "Không được."}


def test_a_defect_shows_no_traceback(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from diaban.commands import doctor

    def break_down(args: object) -> int:
        raise ZeroDivisionError("Nguyễn Văn A")

    monkeypatch.delenv("DIABAN_DEBUG", raising=False)
    monkeypatch.setattr(doctor, "run", break_down)
    assert cli.main(["doctor"]) == 1
    said = capsys.readouterr().err
    assert "ZeroDivisionError" in said
    assert "Traceback" not in said
    assert "Nguyễn" not in said, "an exception's text can hold names"


@pytest.mark.slow
@pytest.mark.pg15
def test_doctor_finds_a_fresh_install_well(install: Install, run_diaban: Run) -> None:
    done = run_diaban("doctor", "--json", "--data", str(install.spot.data))
    assert done.returncode == 0, done.stderr + done.stdout
    answer = json.loads(done.stdout)
    assert answer["ok"] is True
    assert {"database", "application-role", "migrations"} <= {check["check"] for check in answer["checks"]}
    assert wait_for(install.quiet), "a command that started the server leaves nothing running"


@pytest.mark.slow
def test_doctor_says_what_to_do_about_an_open_folder(install: Install, run_diaban: Run) -> None:
    install.join()
    install.spot.data.chmod(0o755)
    done = run_diaban("doctor", "--data", str(install.spot.data))
    assert done.returncode == 1
    assert f"chmod 700 {install.spot.data}" in done.stdout


def test_a_data_folder_that_is_a_file(tmp_path: Path, run_diaban: Run) -> None:
    (tmp_path / "data").write_text("x")
    done = run_diaban("doctor", "--data", str(tmp_path / "data"))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "--data" in done.stderr
