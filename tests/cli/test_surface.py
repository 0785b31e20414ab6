"""`seawall surface`: formats, files, comparisons and exit codes."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Seawall

ROOT = Path(__file__).parents[2]


CODE = "class LostError(ValueError):\n    def __init__(self, pet: str) -> None: ...\n"
CODE += "def pets(limit: int = 10) -> list[str]: ...\n"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "__init__.py").write_text(CODE)
    return folder


def test_a_surface_is_shown_in_each_format(seawall: Seawall, package: Path) -> None:
    shown = seawall("surface", package)
    assert (shown.code, shown.stderr) == (0, "")
    assert "pets(limit: int = 10) -> list[str]" in shown.stdout
    assert "exception LostError(ValueError)\n  LostError(pet: str)\n" in shown.stdout
    found = json.loads(seawall("surface", package, "--format", "json").stdout)
    assert found["names"]["shop.pets"]["signatures"] == ["(limit: int = 10) -> list[str]"]
    assert "## pets" in seawall("surface", package, "--format", "md").stdout


def test_a_file_is_written_checked_and_compared(seawall: Seawall, package: Path, tmp_path: Path) -> None:
    file = tmp_path / "shop.surface.json"
    assert seawall("surface", package, "--check", "--file", file).code == 1
    assert seawall("surface", package, "--write", "--file", file).code == 0
    assert seawall("surface", package, "--check", "--file", file).code == 0
    assert "No changes." in seawall("surface", package, "--against", file).stdout
    (package / "__init__.py").write_text(CODE.replace(" = 10", ""))
    checked = seawall("surface", package, "--check", "--file", file)
    assert (checked.code, f"surface --write {package} --file {file}" in checked.stderr) == (1, True)
    compared = seawall("surface", package, "--against", file)
    assert compared.code == 0
    assert "MAJOR\n  pets requires parameter limit. [parameter-became-required]" in compared.stdout
    assert compared.stderr.endswith("shop.surface.json to now: major.\n")


def test_the_exit_code_is_1_from_a_step_on(seawall: Seawall, package: Path, tmp_path: Path) -> None:
    file = tmp_path / "shop.surface.json"
    seawall("surface", package, "--write", "--file", file)
    (package / "__init__.py").write_text(CODE.replace("10", "20"))
    for step, code in (("major", 0), ("minor", 1), ("patch", 1)):
        assert seawall("surface", package, "--against", file, "--fail-on", step).code == code
    found = json.loads(seawall("surface", package, "--against", file, "--format", "json").stdout)
    assert (found["step"], found["changes"][0]["rule"]) == ("minor", "default-changed")
    assert "(`default-changed`)" in seawall("surface", package, "--against", file, "--format", "md").stdout


def test_a_leak_fails_with_its_place(seawall: Seawall, package: Path) -> None:
    (package / "__init__.py").write_text("import httpx\ndef raw() -> httpx.Response: ...\n")
    outcome = seawall("surface", package)
    assert outcome.code == 1
    assert "Leak: shop/__init__.py:2: raw: the result is httpx.Response, a type of an HTTP" in outcome.stderr
    assert "## Leaks (1)" in seawall("surface", package, "--format", "md").stdout


def test_an_sdk_is_known_by_its_name(seawall: Seawall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert (
        seawall("surface", "platform", "--check").stderr == "codegen/platform.surface.json is up to date.\n"
    )


def test_a_layer_is_known_from_the_project(
    seawall: Seawall, package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = '[tool.seawall]\nspec = "openapi.json"\npackage = "shop_client"\n'
    (tmp_path / "pyproject.toml").write_text(settings)
    assert "set `layer`" in " ".join(seawall("surface").stderr.split())
    (tmp_path / "pyproject.toml").write_text(f'{settings}layer = "{package.name}"\n')
    assert seawall("surface", "--write").stderr == "Wrote codegen/shop_client.surface.json.\n"
    assert seawall("surface", "--check").code == 0


def test_a_file_that_is_not_python_is_named(seawall: Seawall, package: Path) -> None:
    (package / "__init__.py").write_text("from .a import A as A\n")
    (package / "a.py").write_text("class A\n")
    outcome = seawall("surface", package)
    assert (outcome.code, outcome.stderr) == (0, "shop/a.py is not read: expected ':' in line 1.\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere/at/all"], "is no folder"),
        (["{package}", "--check"], "give --file"),
        (["{package}", "--against", "none.json"], "none.json can not be read"),
        (["{package}", "--against", "{package}/__init__.py"], "is not the file of a surface"),
        (["{package}", "--old-tests", "tests"], "names no tests"),
    ],
)
def test_a_mistake_is_an_error_that_says_what_to_do(
    arguments: list[str], words: str, seawall: Seawall, package: Path
) -> None:
    outcome = seawall("surface", *(one.format(package=package) for one in arguments))
    assert outcome.code == 2
    assert words in " ".join(outcome.stderr.split())


@pytest.mark.slow  # starts git
def test_a_package_in_no_repository_has_no_revisions(seawall: Seawall, package: Path) -> None:
    outcome = seawall("surface", package, "--against", "git:HEAD")
    assert (outcome.code, "not in a git repository" in outcome.stderr) == (2, True)
