"""`seawall sessions demo` as a process."""

import signal
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from tests.cli.commands import read_line, start
from tests.cli.test_processes import left_behind

# Processes: a demo, its server, and the sessions that the server really runs.
pytestmark = pytest.mark.slow


def test_the_demo_end_to_end(tmp_path: Path) -> None:
    (tmp_path / "temporary").mkdir()
    environment = {"TMPDIR": str(tmp_path / "temporary"), "SEAWALL_SESSIONS_TOKEN": "not-for-the-demo"}
    with start("sessions", "demo", environment=environment, cwd=tmp_path) as process:
        stdout, stderr = process.communicate(timeout=120)
    assert process.returncode == 0, stderr
    lines = stdout.splitlines()
    assert sorted(line for line in lines if line.startswith("count-2")) == [
        "count-2  galaxies has 8 letters",
        "count-2  moons has 5 letters",
        "count-2  pulsars has 7 letters",
    ]
    assert lines[-1] == "9 words have 56 letters."
    assert "3 sessions" in stderr
    assert left_behind(tmp_path / "temporary") == ([], [])


def test_an_interrupted_demo_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "temporary").mkdir()
    environment = {"TMPDIR": str(tmp_path / "temporary")}
    with start("sessions", "demo", environment=environment, cwd=tmp_path) as process:
        read_line(process, "Sessions")
        while process.poll() is None:
            process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.communicate(timeout=5)
    assert process.returncode == 130
    assert left_behind(tmp_path / "temporary") == ([], [])
