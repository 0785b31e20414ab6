"""`seawall reference`, `seawall spec` and `seawall generate`: write files, or compare them."""

import stat
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.core import TyperGroup
from typer.main import get_group

from seawall.cli.app import build_app
from seawall.cli.reference import reference_text
from seawall.sdks.platform.cli.sdk import PLATFORM
from tests.cli.conftest import Seawall
from tests.contract.source import ROOT


def code(line: str) -> list[str]:
    """The contents of code spans."""
    return line.split("`")[1::2]


def test_the_reference_lists_every_command_and_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    root = get_group(build_app())
    narrow = reference_text(root)
    monkeypatch.setenv("COLUMNS", "200")
    assert reference_text(root) == narrow
    for name in ("demo", "platform run submit", "platform user login", "local platform", "spec"):
        assert f"\n## seawall {name}\n" in narrow
    assert "| `--output`, `-o`: `table` or `json` |" in narrow
    # Markdown renderers disagree about an escaped bar in a code span of a table.
    assert not [line for line in narrow.splitlines() if line.startswith("|") and "|" in "".join(code(line))]
    assert "\n| 130 | " in narrow
    assert "seawall reference\n" not in narrow
    assert "\x08" not in narrow


def test_every_command_and_option_has_a_help_text() -> None:
    def check(command: Any, path: str) -> int:
        assert command.help, path
        for parameter in command.params:
            assert parameter.help, f"{path} {parameter.name}"
        if not isinstance(command, TyperGroup):
            return 1
        # Most commands are imported at their first use.
        names = command.list_commands(typer.Context(command))
        return sum(
            check(command.get_command(typer.Context(command), name), f"{path} {name}") for name in names
        )

    assert check(get_group(build_app()), "seawall") > 100


def test_reference_writes_and_checks_the_file(seawall: Seawall, tmp_path: Path) -> None:
    path = tmp_path / "docs" / "cli.md"
    outcome = seawall("reference", "--check", "--to", path)
    assert (outcome.code, outcome.stdout) == (1, "")
    assert f"{path} is missing. To update: seawall reference" in outcome.stderr
    assert seawall("reference", "--to", path).code == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert seawall("reference", "--check", "--to", path).code == 0
    path.write_text(path.read_text() + "by hand\n")
    assert f"{path} differs" in seawall("reference", "--check", "--to", path).stderr
    assert sorted(other.name for other in path.parent.iterdir()) == ["cli.md", "reference"]
    page = path.parent / "reference" / "platform.md"
    path.write_text(path.read_text().removesuffix("by hand\n"))
    page.write_text("by hand\n")
    assert f"{page} differs" in seawall("reference", "--check", "--to", path).stderr


def test_reference_lists_its_pages_in_the_navigation(seawall: Seawall, tmp_path: Path) -> None:
    command, site = ("reference", "--to", tmp_path / "docs" / "cli.md"), tmp_path / "zensical.toml"
    site.write_text("nav = []\n")
    outcome = seawall(*command)
    assert (outcome.code, "Put these two lines" in outcome.stderr) == (2, True)
    site.write_text((ROOT / "zensical.toml").read_text(encoding="utf-8"))
    assert seawall(*command).code == 0
    assert seawall(*command, "--check").code == 0
    text = site.read_text(encoding="utf-8")
    listed = '      { "Cache" = "reference/runtime-cache.md" },\n'
    assert listed in text
    site.write_text(text.replace(listed, ""))
    outcome = seawall(*command, "--check")
    assert (outcome.code, f"{site} differs" in outcome.stderr) == (1, True)
    assert seawall(*command).code == 0
    assert site.read_text(encoding="utf-8") == text


def test_an_unwritable_file_is_an_error(seawall: Seawall, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    outcome = seawall("reference", "--to", tmp_path / "file" / "cli.md")
    assert (outcome.code, "Traceback" in outcome.stderr) == (12, False)


def test_the_sdk_description_matches_the_settings_class() -> None:
    model = PLATFORM.settings()
    assert (PLATFORM.name, PLATFORM.environment_prefix) == (model.section, model.environment_prefix)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("api", "version"), [("platform", b"1.7.0"), ("agents", b"1.0.0"), ("sessions", b"1.3.0")]
)
def test_spec_exports_and_checks_the_file(seawall: Seawall, tmp_path: Path, api: str, version: bytes) -> None:
    path = tmp_path / "openapi.json"
    assert seawall("spec", api, "--to", path).code == 0
    assert seawall("spec", api, "--check", "--to", path).code == 0
    path.write_bytes(path.read_bytes().replace(version, b"9.9.9"))
    outcome = seawall("spec", api, "--check", "--to", path)
    assert (outcome.code, f"To update: seawall spec {api}" in outcome.stderr) == (1, True)


def test_one_file_is_for_one_spec(seawall: Seawall, tmp_path: Path) -> None:
    outcome = seawall("spec", "--to", tmp_path / "openapi.json")
    assert outcome.code != 0
    assert "Name it: seawall spec platform --to FILE" in outcome.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_missing_configuration_file_is_a_usage_error(seawall: Seawall, tmp_path: Path) -> None:
    outcome = seawall("generate", "platform", "--check", "--config", tmp_path / "gone.toml")
    assert (outcome.code, "gone.toml can not be read" in outcome.stderr) == (2, True)
