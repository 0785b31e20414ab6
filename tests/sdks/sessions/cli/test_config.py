"""`seawall sessions config`."""

import stat
from io import StringIO
from pathlib import Path

import pytest

from tests.sdks.sessions.cli.conftest import Terminal


def test_values_are_set_and_shown(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / ".canfar" / "config.yaml"
    assert terminal("config", "path").stdout == f"{file}\n"
    made = terminal("config", "set", "registry.username", "ada")
    assert (made.code, made.stderr) == (0, "Set registry.username.\n")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert terminal("config", "get", "registry.username").stdout == "ada\n"
    assert terminal("config", "get", "registry", "-o", "json").json == {"registry.username": "ada"}
    shown = terminal("config", "show")
    assert "registry.username  ada" in shown.stdout


def test_a_secret_comes_from_stdin_and_is_not_shown(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = terminal("config", "set", "registry.secret", "s3cret-of-ada")
    assert refused.code == 2
    assert "Give - and the secret on stdin" in refused.stderr
    monkeypatch.setattr("sys.stdin", StringIO("s3cret-of-ada\n"))
    made = terminal("config", "set", "registry.secret", "-")
    assert made.code == 0
    assert "s3cret" not in made.stdout + made.stderr + terminal("config", "show").stdout


def test_an_unknown_key_and_another_value(terminal: Terminal) -> None:
    assert "can not be set; these can" in terminal("config", "set", "active", "cadc").stderr
    assert "has no 'nothing'" in terminal("config", "get", "nothing").stderr
