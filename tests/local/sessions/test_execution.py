"""Commands that are really run: their environment, limits and ends."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from attrs import evolve

from seawall.core.errors import ConfigError
from seawall.local.serving.wall_clock import utc_now
from seawall.local.sessions import TOKEN_FILE, ExecutionLimits, SessionsSettings
from seawall.local.sessions.processing.execution import check_system
from tests.local.platform.client import wait_until
from tests.local.sessions.client import IMAGES, SessionsHttp, started
from tests.rows import row

# Real processes.
pytestmark = pytest.mark.slow

LIMITS = ExecutionLimits(cpu_s=1, memory_gb=1, file_bytes=1_000_000)
# A process of its own that outlives its parent, whose id is printed. Arguments are split at blanks.
BACKGROUND = "-c sleep${IFS}1000&echo${IFS}$!;wait"


@pytest.fixture(scope="module")
def sessions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SessionsHttp]:
    data = tmp_path_factory.mktemp("execution") / "data"
    settings = SessionsSettings(data_dir=data, execute=True, pending_s=0, terminating_s=0, limits=LIMITS)
    with pytest.MonkeyPatch.context() as patch, started(settings, utc_now) as client:
        patch.setenv("SERVER_SECRET", "hidden")
        yield client


def run(sessions: SessionsHttp, command: str, arguments: str = "", **params: Any) -> tuple[str, str]:
    """Run a command to its end; returns the state and the output."""
    session_id = sessions.create(cmd=command, args=arguments, **params)
    wait_until(lambda: sessions.session(session_id)["status"] in {"Completed", "Failed"}, timeout_s=20)
    return sessions.session(session_id)["status"], sessions.logs(session_id)


def is_alive(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):  # it may end between open and read
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def test_a_command_has_the_environment_of_its_session_only(sessions: SessionsHttp) -> None:
    status, output = run(sessions, "env", env=["A=1=2", "TEXT=two words"])
    variables = dict(line.split("=", 1) for line in output.splitlines())
    assert status == "Completed"
    assert (variables["A"], variables["TEXT"]) == ("1=2", "two words")
    assert variables["skaha_username"] == "ada"
    allowed = {"A", "TEXT", "PATH", "LANG", "HOME", "PWD", "OMP_NUM_THREADS"}
    assert {name for name in variables if not name.startswith("skaha_")} == allowed


def test_a_command_runs_in_a_folder_of_its_own(sessions: SessionsHttp) -> None:
    assert run(sessions, "touch", "mine")[0] == "Completed"
    status, output = run(sessions, "ls", "-A")
    assert (status, output) == ("Completed", "")
    home = run(sessions, "pwd")[1].strip()
    assert Path(home).is_relative_to(sessions.server.settings.data_dir)


@pytest.mark.parametrize(
    ("command", "arguments", "status", "output"),
    [
        ("echo", "$HOME ; id", "Completed", "$HOME ; id\n"),  # no shell
        ("false", "", "Failed", ""),
        ("no-such-command", "", "Failed", "no-such-command: No such file or directory\n"),
        ("sh", "-c kill${IFS}-9${IFS}$$", "Failed", ""),
    ],
)
def test_the_exit_code_decides_the_state(
    sessions: SessionsHttp, command: str, arguments: str, status: str, output: str
) -> None:
    assert run(sessions, command, arguments) == (status, output)


def test_limits_of_output_memory_and_cpu_time_end_a_command(sessions: SessionsHttp) -> None:
    status, output = run(sessions, "yes")
    assert (status, len(output)) == ("Failed", LIMITS.file_bytes)
    status, output = run(sessions, sys.executable, "-c x=bytearray(2*1024**3)")
    assert status == "Failed"
    assert "MemoryError" in output
    # One second of CPU time is the smallest limit.
    assert run(sessions, "sha256sum", "/dev/zero")[0] == "Failed"


def test_a_command_that_can_not_be_passed_fails(sessions: SessionsHttp) -> None:
    assert run(sessions, "echo", "a\0b") == ("Failed", "")
    assert run(sessions, "echo", env=["A=a\0b"]) == ("Failed", "")


def test_a_deleted_session_leaves_no_process_and_no_folder(sessions: SessionsHttp) -> None:
    session_id = sessions.create(cmd="sh", args=BACKGROUND)
    wait_until(lambda: sessions.logs(session_id).strip().isdigit())
    pid = int(sessions.logs(session_id))
    assert is_alive(pid)
    sessions.send("DELETE", f"/session/{session_id}")
    wait_until(lambda: not is_alive(pid))
    wait_until(lambda: sessions.get(f"/session/{session_id}").status_code == 404)
    folder = sessions.server.settings.data_dir / "sessions" / session_id
    wait_until(lambda: not folder.exists())


# Each starts a process that leaves the group of the command, and prints its id; the last one leaves twice.
LEAVING = """
import os, sys, time
for _ in range(int(sys.argv[1])):
    if os.fork():
        time.sleep(float(sys.argv[2]))
        os._exit(0)
    os.setsid()
print(os.getpid(), flush=True)
time.sleep(1000)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has child subreapers")
def test_a_process_that_left_its_group_ends_with_the_session(sessions: SessionsHttp, tmp_path: Path) -> None:
    script = tmp_path / "leaving.py"
    script.write_text(LEAVING)
    for generations, parent_sleeps_s in ((1, 1000), (2, 0.3), (3, 1000)):
        with row(generations, parent_sleeps_s):
            arguments = f"{script} {generations} {parent_sleeps_s}"
            session_id = sessions.create(cmd=sys.executable, args=arguments)
            wait_until(lambda one=session_id: sessions.logs(one).strip().isdigit())  # type: ignore[misc]
            pid = int(sessions.logs(session_id))
            if parent_sleeps_s > 1:
                assert is_alive(pid)
                sessions.send("DELETE", f"/session/{session_id}")
            # Otherwise the command ends, and leaves its process behind.
            wait_until(lambda one=pid: not is_alive(one))  # type: ignore[misc]


def test_commands_are_refused_on_other_systems() -> None:
    check_system("posix")
    with pytest.raises(ConfigError, match="POSIX systems only"):
        check_system("nt")


def test_a_script_ends_a_command(sessions: SessionsHttp) -> None:
    script = "SEAWALL_LOCAL=outcome:completed,duration_s:0.2"
    assert run(sessions, "sleep", "1000", env=script) == ("Completed", "")


def test_the_end_of_a_server_ends_its_commands(tmp_path: Path) -> None:
    settings = SessionsSettings(data_dir=tmp_path, execute=True, pending_s=0)
    with started(settings, utc_now) as sessions:
        session_id = sessions.create(cmd="sh", args=BACKGROUND)
        wait_until(lambda: sessions.logs(session_id).strip().isdigit())
        pid = int(sessions.logs(session_id))
    assert not is_alive(pid)
    # It serves the output of sessions that have ended, also without running commands.
    with started(evolve(settings, execute=False), utc_now) as sessions:
        assert sessions.session(session_id)["status"] == "Failed"
        assert sessions.logs(session_id) == f"{pid}\n"


@contextmanager
def server_process(data: Path) -> Iterator[tuple[subprocess.Popen[str], httpx2.Client]]:
    command = [sys.executable, "-m", "seawall.cli", "local", "sessions", "--data", str(data)]
    command += ["--execute", "--pending", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            url = json.loads(process.stdout.readline())["url"]
            token = json.loads((data / TOKEN_FILE).read_text())["ada"]
            headers = {"Authorization": f"Bearer {token}"}
            with httpx2.Client(base_url=f"{url}/v1", headers=headers, timeout=60) as http:
                yield process, http
        finally:
            process.kill()


def test_a_server_that_is_killed_leaves_no_process_and_loses_no_session(tmp_path: Path) -> None:
    with server_process(tmp_path) as (process, http):
        sent = {"name": "a", "image": IMAGES["headless"], "cmd": "sh", "args": BACKGROUND}
        session_id = http.post("/session", params=sent).text.strip()
        simulated = http.post("/session", params={**sent, "cmd": "", "args": ""}).text.strip()

        def output() -> str:
            return str(http.get(f"/session/{session_id}", params={"view": "logs"}).text.strip())

        wait_until(lambda: output().isdigit())
        pid = int(output())
        process.kill()
        process.wait()
    wait_until(lambda: not is_alive(pid))
    with started(SessionsSettings(data_dir=tmp_path), utc_now) as sessions:
        assert sessions.session(session_id)["status"] == "Failed"
        assert sessions.session(simulated)["status"] in {"Running", "Completed"}
