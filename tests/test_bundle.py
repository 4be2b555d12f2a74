"""The offline bundle: our wheel has every file it needs, and the script installs without a network, or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from tests.architecture import tree

pytestmark = pytest.mark.slow

_NOWHERE = "http://127.0.0.1:9/"


@pytest.fixture(scope="module")
def bundle() -> ModuleType:
    import importlib.util

    spec = importlib.util.spec_from_file_location("bundle", tree.ROOT / "tools" / "bundle.py")
    assert spec
    assert spec.loader
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.fixture(scope="module")
def unpacked(bundle: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle of our own wheel and pip's alone: the wheels of others need a network to be fetched."""
    inside = tmp_path_factory.mktemp("bundle") / str(bundle.name())
    wheels = inside / "wheels"
    wheels.mkdir(parents=True)
    pip = _pip()
    if pip is None:
        pytest.skip("this Python carries no wheel of pip")
    shutil.copy2(pip, wheels)
    bundle.own(wheels)
    bundle.finish(inside, "")
    tar = bundle.packed(inside, inside.parent / "out" / "bundle.tar")
    assert hashlib.sha256(tar.read_bytes()).hexdigest() in tar.with_name("bundle.tar.sha256").read_text()
    clean = tmp_path_factory.mktemp("clean")
    subprocess.run(["tar", "xf", tar, "-C", clean], check=True)
    (found,) = clean.iterdir()
    return found


def _pip() -> Path | None:
    stdlib = Path(sysconfig.get_path("stdlib"))
    found = [*stdlib.glob("ensurepip/_bundled/pip-*.whl"), *Path("/usr/share/python-wheels").glob("pip-*.whl")]
    return found[0] if found else None


def _install(unpacked: Path, target: Path) -> subprocess.CompletedProcess[str]:
    base = getattr(sys, "_base_executable", sys.executable)
    told = {"PATH": os.environ["PATH"], "HOME": str(target), "PIP_INDEX_URL": _NOWHERE, "PYTHON": base}
    return subprocess.run([unpacked / "install", target], env=told, capture_output=True, text=True)


def test_our_wheel_has_every_file_of_the_package(unpacked: Path) -> None:
    (wheel,) = unpacked.glob("wheels/diaban-*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        str(path.relative_to(tree.ROOT))
        for path in tree.files()
        if tree.PACKAGE in path.parents and "tests" not in path.parts
    }
    assert wanted - inside == set()
    assert not [name for name in inside if "/tests/" in name or name.endswith(".pyc")]


def test_it_installs_without_a_network_and_again_beside_the_first(unpacked: Path, tmp_path: Path) -> None:
    target = tmp_path / "opt diaban"
    for _ in range(2):
        done = _install(unpacked, target)
        assert done.returncode == 0, done.stdout + done.stderr
    program = target / "current" / "bin" / "diaban"
    printed = subprocess.run([program, "service", "--print"], capture_output=True, text=True, env={"PATH": ""})
    assert printed.returncode == 0, printed.stderr
    assert "ProtectSystem=strict" in printed.stdout
    assert len(list((target / "releases").iterdir())) == 1


def test_a_changed_byte_installs_nothing(unpacked: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(unpacked, copy)
    (wheel,) = copy.glob("wheels/diaban-*.whl")
    content = bytearray(wheel.read_bytes())
    content[len(content) // 2] ^= 1
    wheel.write_bytes(content)
    done = _install(copy, tmp_path / "opt")
    assert done.returncode == 1
    assert "copy the bundle again" in done.stderr
    assert not (tmp_path / "opt").exists()
