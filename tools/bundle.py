"""Everything a machine without a network needs, in one file: pinned wheels, Diaban's own, a script that installs them.

    .venv/bin/python tools/bundle.py [FOLDER]        (make bundle)

Makes FOLDER/diaban-VERSION-PYTHON-PLATFORM.tar and its .sha256. The wheels are those of requirements/base.txt, each
checked against its hash there, for the Python and the machine that this runs on. Where packages come from is pip's own
configuration; nothing here names a place.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INSTALL = ROOT / "tools" / "bundle_install"
PYTHON = f"cp{sys.version_info.major}{sys.version_info.minor}"


def name() -> str:
    """What the bundle is called, without its ending."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    return f"diaban-{version}-{PYTHON}-{sysconfig.get_platform().replace('-', '_')}"


def pip(*words: str | Path) -> None:
    """Run pip quietly; its message and the end of this program when it fails."""
    quiet = ("-qq", "--disable-pip-version-check", "--no-input")
    done = subprocess.run(
        [sys.executable, "-m", "pip", *map(str, words), *quiet], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    if done.returncode:
        raise SystemExit(done.stdout or 1)


def pinned(text: str, package: str) -> str:
    """The lines of one package in a file of pins, with its hashes."""
    found = re.search(rf"^{re.escape(package)}==\S+(?: \\\n +--hash=\S+)+", text, re.M)
    if not found:
        raise SystemExit(f"{package} isn't pinned: make requirements")
    return found.group() + "\n"


def gather(folder: Path) -> None:
    """Put the wheels of others into the folder; and pip's, for a machine whose Python has none."""
    installer = folder.parent / "pip.txt"
    installer.write_text(pinned((ROOT / "requirements" / "dev.txt").read_text("utf-8"), "pip"), "utf-8")
    for pins in (ROOT / "requirements" / "base.txt", installer):
        pip("download", "--require-hashes", "--only-binary=:all:", "--no-deps", "-d", folder, "-r", pins)
    installer.unlink()


def own(folder: Path) -> Path:
    """Diaban's own wheel, made with the setuptools that is installed here."""
    with tempfile.TemporaryDirectory() as scratch:  # setuptools leaves its build folder beside the sources
        copy = Path(scratch) / "source"
        shutil.copytree(ROOT / "diaban", copy / "diaban", ignore=shutil.ignore_patterns("__pycache__", "tests"))
        for file in ("pyproject.toml", "README.md", "LICENSE", "NOTICE", "MANIFEST.in"):
            shutil.copy2(ROOT / file, copy / file)
        pip("wheel", "--no-deps", "--no-build-isolation", "--no-index", "-w", folder, copy)
    (made,) = folder.glob("diaban-*.whl")
    return made


def finish(inside: Path, pins: str) -> None:
    """Beside the wheels: the pins with our own wheel among them, the script, and a sum of every file."""
    wheels = inside / "wheels"
    (mine,) = wheels.glob("diaban-*.whl")
    (inside / "requirements.txt").write_text(
        f"{pins.rstrip()}\n./wheels/{mine.name} --hash=sha256:{_sum(mine)}\n", "utf-8"
    )
    (inside / "PYTHON").write_text(f"{sys.version_info.major}.{sys.version_info.minor}\n", "utf-8")
    (inside / "VERSION").write_text(name().split("-")[1] + "\n", "utf-8")
    shutil.copy2(INSTALL, inside / "install")
    (inside / "install").chmod(0o755)
    files = sorted(path for path in inside.rglob("*") if path.is_file())
    sums = "".join(f"{_sum(path)}  {path.relative_to(inside)}\n" for path in files)
    (inside / "SHA256SUMS").write_text(sums, "utf-8")


def packed(inside: Path, target: Path) -> Path:
    """One tar, the same bytes for the same files; its sum beside it."""

    def plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
        member.uid = member.gid = member.mtime = 0
        member.uname = member.gname = ""
        member.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
        return member

    target.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(target, "w", format=tarfile.PAX_FORMAT) as tar:
        for path in [inside, *sorted(inside.rglob("*"))]:
            tar.add(path, path.relative_to(inside.parent), recursive=False, filter=plain)
    target.with_name(target.name + ".sha256").write_text(f"{_sum(target)}  {target.name}\n", "utf-8")
    return target


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def main() -> None:
    """Make the bundle and say how large it is."""
    target = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "dist") / f"{name()}.tar"
    with tempfile.TemporaryDirectory() as scratch:
        inside = Path(scratch) / name()
        (inside / "wheels").mkdir(parents=True)
        gather(inside / "wheels")
        own(inside / "wheels")
        finish(inside, (ROOT / "requirements" / "base.txt").read_text("utf-8"))
        sizes = sorted(((path.stat().st_size, path.name) for path in (inside / "wheels").iterdir()), reverse=True)
        packed(inside, target.absolute())
    for size, wheel in sizes[:5]:
        print(f"{size / 2**20:7.1f} MB  {wheel}")
    print(f"{target.stat().st_size / 2**20:7.1f} MB  {target} ({len(sizes)} wheels)")


if __name__ == "__main__":
    main()
