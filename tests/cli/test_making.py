"""`seawall reference`, `seawall spec` and `seawall generate`: written whole, or only compared."""

import stat
from pathlib import Path

import pytest
from typer.main import get_command

from seawall.cli.app import build_app
from seawall.cli.reference import reference_text
from seawall.sdks.platform.cli.session import PLATFORM
from tests.cli.conftest import Seawall


def code(line: str) -> list[str]:
    """What stands in code spans."""
    return line.split("`")[1::2]


def test_the_reference_names_every_command_and_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    narrow = reference_text()
    monkeypatch.setenv("COLUMNS", "200")
    assert reference_text() == narrow
    for name in ("demo", "platform run submit", "platform user login", "local platform", "spec"):
        assert f"\n## seawall {name}\n" in narrow
    assert "| `--output`, `-o`: `table` or `json` |" in narrow
    # A bar in a code span of a table: renderers disagree on whether it is escaped.
    assert not [line for line in narrow.splitlines() if line.startswith("|") and "|" in "".join(code(line))]
    assert "\n| 130 | " in narrow
    assert "seawall reference\n" not in narrow
    assert "\x08" not in narrow


def test_every_command_and_option_says_what_it_is_for() -> None:
    def check(command: object, path: str) -> None:
        assert getattr(command, "help", None), path
        for parameter in getattr(command, "params", []):
            assert getattr(parameter, "help", None), f"{path} {parameter.name}"
        for name, child in getattr(command, "commands", {}).items():
            check(child, f"{path} {name}")

    root = get_command(build_app())
    root.list_commands(root.context_class(root))  # type: ignore[attr-defined]
    check(root, "seawall")


def test_the_reference_is_written_and_checked(seawall: Seawall, tmp_path: Path) -> None:
    path = tmp_path / "docs" / "cli.md"
    ended = seawall("reference", "--check", "--to", path)
    assert (ended.code, ended.stdout) == (1, "")
    assert f"{path} is missing. Mend it with: seawall reference" in ended.stderr
    assert seawall("reference", "--to", path).code == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert seawall("reference", "--check", "--to", path).code == 0
    path.write_text(path.read_text() + "by hand\n")
    assert f"{path} differs" in seawall("reference", "--check", "--to", path).stderr
    assert [other.name for other in path.parent.iterdir()] == ["cli.md"]


def test_a_file_that_can_not_be_written(seawall: Seawall, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ended = seawall("reference", "--to", tmp_path / "file" / "cli.md")
    assert (ended.code, "Traceback" in ended.stderr) == (12, False)


def test_the_platform_is_described_as_its_settings_are() -> None:
    model = PLATFORM.settings()
    assert (PLATFORM.name, PLATFORM.environment_prefix) == (model.section, model.environment_prefix)


@pytest.mark.slow
def test_the_spec_is_exported_and_checked(seawall: Seawall, tmp_path: Path) -> None:
    path = tmp_path / "openapi.json"
    assert seawall("spec", "--to", path).code == 0
    assert seawall("spec", "--check", "--to", path).code == 0
    path.write_bytes(path.read_bytes().replace(b"1.7.0", b"1.8.0"))
    ended = seawall("spec", "--check", "--to", path)
    assert (ended.code, "Mend it with: seawall spec" in ended.stderr) == (1, True)


@pytest.mark.slow
def test_generation_is_checked(seawall: Seawall, tmp_path: Path) -> None:
    ended = seawall("generate", "platform", "--check", "--config", tmp_path / "gone.toml")
    assert (ended.code, "gone.toml can not be read" in ended.stderr) == (2, True)
