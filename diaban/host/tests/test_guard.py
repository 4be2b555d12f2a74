"""Who was killed while serving comes back at once; who dies before it ever serves is tried ever later."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import json, os, signal, sys, time
from pathlib import Path
from diaban.host import guard, progress
from diaban.host.places import Places

spot, serves = Places(Path(sys.argv[1])), sys.argv[2] == "serves"
pauses = []
guard.time.sleep = lambda seconds: seconds < 0.05 or pauses.append(seconds)
progress.say = lambda *_: None

def serve(lease):
    started = spot.run / "started"
    many = int(started.read_text()) if started.exists() else 0
    if many == 4:
        return 0
    started.write_text(str(many + 1))
    if serves:
        (spot.run / "address").write_text(str(many))
    os.kill(os.getpid(), signal.SIGKILL)

main = os.getpid()
code = guard.keep(spot, serve)
if os.getpid() == main:
    print(json.dumps(pauses))
else:
    os._exit(code)
"""


@pytest.mark.parametrize(("how", "pauses"), [("serves", [0.1] * 4), ("dies", [0.1, 0.2, 0.4, 0.8])])
def test_only_who_never_served_waits_longer_each_time(tmp_path: Path, how: str, pauses: list[float]) -> None:
    told = [sys.executable, "-c", PROGRAM, str(tmp_path / "data"), how]
    done = subprocess.run(told, stdout=subprocess.PIPE, text=True, check=True, timeout=600)
    assert json.loads(done.stdout) == pauses
