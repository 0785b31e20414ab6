"""`completion show` and `completion install`, for a fictitious program."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from seawall.terminal.command_line import CommandLine, new_app
from seawall.terminal.commands.completion_scripts import build_completion_app
from tests.rows import row

Captured = Callable[[], tuple[str, str]]
# The path of the script of each shell, and the file that it reads at its start.
INSTALLED = {
    "bash": (".bash_completions/library.sh", ".bashrc"),
    "zsh": (".zfunc/_library", ".zshrc"),
    "fish": (".config/fish/completions/library.fish", None),
}


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))


def run(*arguments: str) -> int:
    app = new_app()
    app.add_typer(build_completion_app("library books"), name="completion")
    return CommandLine(program="library", app=app).run(arguments)


def test_the_script_is_shown(captured: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    for shell, word in {
        "bash": "complete -o",
        "zsh": "#compdef library",
        "fish": "complete --command",
    }.items():
        with row(shell):
            assert run("completion", "show", shell) == 0
            named, _ = captured()
            assert word in named
            assert f"_LIBRARY_COMPLETE=complete_{shell}" in named
            monkeypatch.setenv("SHELL", f"/usr/bin/{shell}")
            assert run("completion", "show") == 0
            assert captured()[0] == named


def test_the_script_is_installed_and_completes_the_program(captured: Captured, tmp_path: Path) -> None:
    for shell, (script, startup) in INSTALLED.items():
        with row(shell):
            assert run("completion", "install", shell) == 0
            assert str(tmp_path / script) in captured()[0].replace("\n", "")
            assert run("completion", "show", shell) == 0
            assert (tmp_path / script).read_text().strip() == captured()[0].strip()
            if startup is not None:
                assert Path(script).parts[0] in (tmp_path / startup).read_text()


def test_an_unknown_shell_is_an_error_that_names_the_command(
    captured: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    for value, words in (("/bin/tcsh", "Your shell is tcsh."), ("", "The variable SHELL is not set.")):
        monkeypatch.setenv("SHELL", value)
        assert run("completion", "install") == 2
        remedy = "Give bash, zsh or fish: library completion install bash"
        assert captured()[1] == f"Error: {words} {remedy}\n"
    assert run("completion", "show", "tcsh") == 2


def test_a_folder_that_can_not_be_written_is_an_error(captured: Captured, tmp_path: Path) -> None:
    (tmp_path / ".config").touch()
    assert run("completion", "install", "fish") == 12
    assert "yourself: library books completion show fish\n" in captured()[1]


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not there")
def test_bash_reads_the_script(captured: Captured) -> None:
    assert run("completion", "show", "bash") == 0
    script = f"{captured()[0]}\ncomplete -p library"
    found = subprocess.run(
        ["bash", "--norc", "-c", script], capture_output=True, text=True, check=True, env={"PATH": os.defpath}
    )
    assert "_library_completion library" in found.stdout
