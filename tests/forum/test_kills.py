"""Two kills of a served site during posting, the small version of tests/bench/kills.py: nothing acknowledged is lost or doubled."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_nothing_acknowledged_is_lost_or_doubled_when_processes_are_killed(tmp_path):
    command = [
        sys.executable,
        "tests/bench/kills.py",
        "--folder",
        str(tmp_path / "city"),
        "--kills",
        "2",
        "--every",
        "2",
    ]
    found = os.pathsep.join((str(ROOT), str(ROOT / "tests" / "bench")))
    run = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"PYTHONPATH": found}, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr[-2000:]
    assert "0 lost, 0 doubled, 0 never acknowledged" in run.stdout
    assert "0 of another log" in run.stdout
