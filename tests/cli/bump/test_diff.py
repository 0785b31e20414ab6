"""`seawall diff`: formats and exit codes."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Seawall
from tests.codegen.diff.pairs import TEXT, answer, document, parameter, parameters, thing


def spec(path: Path, content: object) -> Path:
    path.write_text(json.dumps(content))
    return path


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return spec(tmp_path / "old.json", parameters(parameter("page_size")))


def test_a_change_is_shown_with_its_operation(seawall: Seawall, old: Path, tmp_path: Path) -> None:
    outcome = seawall("diff", old, spec(tmp_path / "new.json", parameters(parameter("pageSize"))))
    assert outcome.code == 0
    assert (
        "BREAKING\n\n  GET /things\n    query parameter page_size is called pageSize now." in outcome.stdout
    )
    assert "likelihood 0.9" in outcome.stdout
    assert max(map(len, outcome.stdout.splitlines())) <= 80
    assert outcome.stderr.endswith("1 breaking, 0 risky, 0 safe.\n")


def test_the_exit_code_is_1_from_the_level_on(seawall: Seawall, old: Path, tmp_path: Path) -> None:
    risky = spec(tmp_path / "new.json", parameters())
    assert seawall("diff", old, risky, "--fail-on", "breaking").code == 0
    assert seawall("diff", old, risky, "--fail-on", "risky").code == 1
    assert seawall("diff", old, old, "--fail-on", "risky").code == 0


def test_each_format_has_the_change(seawall: Seawall, tmp_path: Path) -> None:
    old = spec(tmp_path / "old.json", answer(thing(("name",), name=TEXT)))
    new = spec(tmp_path / "new.json", answer(thing(name=TEXT)))
    found = json.loads(seawall("diff", old, new, "--format", "json").stdout)["changes"][0]
    assert (found["rule"], found["level"], found["responses"]) == (
        "property-became-optional",
        "breaking",
        ["GET /things"],
    )
    assert "(`property-became-optional`, response)" in seawall("diff", old, new, "--format", "md").stdout
    assert seawall("diff", old, new, "--format", "html").stdout.startswith("<!DOCTYPE html>")


def test_a_missing_spec_is_an_error(seawall: Seawall, old: Path, tmp_path: Path) -> None:
    outcome = seawall("diff", old, tmp_path / "nothing.json")
    assert outcome.code not in {0, 1}
    assert "nothing.json" in outcome.stderr


def test_two_equal_specs_have_no_changes(seawall: Seawall, tmp_path: Path) -> None:
    path = spec(tmp_path / "api.json", document())
    assert "No changes." in seawall("diff", path, path).stdout
