"""`seawall agents` as a child process: the examples of the help, Ctrl-C, and the demo."""

import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup
from typer.main import get_command

from seawall.cli.app import command_line
from tests.cli.commands import completed, read_line, run_line, start
from tests.cli.parsing import help_examples
from tests.cli.test_processes import left_behind
from tests.running_agents import RunningAgents, running_agents

pytestmark = pytest.mark.slow

# They ask at a terminal, or start a server of their own.
NOT_RUN = ("seawall agents login", "seawall agents demo")
HAS_INPUT = "<"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningAgents]:
    with running_agents(tmp_path_factory.mktemp("agents")) as running:
        yield running


@pytest.fixture
def environment(running: RunningAgents, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, str]:
    for name, value in running.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    return running.environment


def test_every_example_of_the_help_works(
    running: RunningAgents, environment: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    running.write_inputs(Path.cwd())
    root = get_command(command_line().app)
    assert isinstance(root, TyperGroup)
    group = root.get_command(typer.Context(root), "agents")
    lines = [line for line in help_examples(group, "seawall agents") if _can_run(line)]
    assert len(lines) >= 9
    run_id = run_line("seawall agents run create Begin", capsys).strip()
    for line in lines:
        run_line(line.replace("RUN_ID", run_id), capsys)


def test_a_shell_completes_the_id_of_a_run(
    environment: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    run_id = run_line("seawall agents run create Begin", capsys).strip()
    assert run_id in completed("seawall agents run show ")
    assert completed(f"seawall agents run follow {run_id}") == [run_id]
    # This organization has no run.
    assert completed("seawall agents run show --org 3 ") == []
    assert completed("seawall agents run show ", {"SEAWALL_AGENTS_TOKEN": "sk-wrong"}) == []


def _can_run(line: str) -> bool:
    return HAS_INPUT in line or not line.startswith(NOT_RUN)


def test_ctrl_c_says_how_to_follow_again(environment: dict[str, str]) -> None:
    with start("agents", "run", "create", "[outcome=never]", "--follow") as process:
        created = read_line(process, "Created run")
        assert process.stdout is not None
        # The first entry comes at once, also in a pipe.
        assert "USER_MESSAGE" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=20)
    run_id = created.split()[-1].rstrip(".")
    assert process.returncode == 130
    assert stderr.splitlines()[-1] == (
        f"Stopped. The run continues. To follow it again: seawall agents run follow {run_id}"
    )


def test_the_demo_end_to_end(tmp_path: Path) -> None:
    (tmp_path / "temporary").mkdir()
    environment = {"TMPDIR": str(tmp_path / "temporary"), "SEAWALL_AGENTS_TOKEN": "not for the demo"}
    with start("agents", "demo", environment=environment, cwd=tmp_path) as process:
        stdout, stderr = process.communicate(timeout=90)
    assert process.returncode == 0, stderr
    lines = stdout.splitlines()
    assert [line.split()[1] for line in lines[:7]] == ["USER_MESSAGE", *["ACTION"] * 5, "FINAL_ANSWER"]
    assert lines[-2:] == ["Result", "The task is done."]
    assert "agent_run.completed received, its signature is valid" in stderr
    assert left_behind(tmp_path / "temporary") == ([], [])


def test_an_interrupted_demo_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "temporary").mkdir()
    environment = {"TMPDIR": str(tmp_path / "temporary")}
    with start("agents", "demo", environment=environment, cwd=tmp_path) as process:
        read_line(process, "Run ")
        while process.poll() is None:
            process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.communicate(timeout=5)
    assert process.returncode == 130
    assert left_behind(tmp_path / "temporary") == ([], [])
