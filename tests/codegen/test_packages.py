"""`seawall generate` in any repository: a package that stands alone."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from seawall.cli.app import command_line
from seawall.codegen.config import package_config
from seawall.codegen.errors import SettingsError
from tests.codegen.generating import error_message, operation, spec

PET = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}


def document(**paths: Any) -> bytes:
    ref = {"$ref": "#/components/schemas/Pet"}
    pet = operation(operationId="get_pet", answer=ref)
    return spec({"/pet": {"get": pet}, **paths}, {"Pet": PET})


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "api.json").write_bytes(document())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> int:
    return command_line().run(["generate", *arguments])


def test_a_package_needs_a_spec_and_a_name(repository: Path) -> None:
    assert run("--spec", "api.json", "--package", "pets") == 0
    code = "from pets import calls, models; print(calls.get_pet().operation.result_types[200].__name__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "Pet\n"
    files = {path.name for path in (repository / "codegen").rglob("*.json")}
    assert files == {"pets.json", "pets.lock.json", "pets.ledger.json"}


def test_a_second_run_has_nothing_to_do(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("--spec", "api.json", "--package", "pets")
    capsys.readouterr()
    assert run("--spec", "api.json", "--package", "pets") == 0
    assert capsys.readouterr().err == "pets: nothing has changed.\n"


CHANGES = {
    "spec": lambda folder: (folder / "api.json").write_bytes(document() + b"\n"),
    "output": lambda folder: (folder / "pets" / "calls.py").write_text("# DO NOT EDIT. Generated from x"),
    "stray file": lambda folder: (folder / "pets" / "more.py").write_text("# DO NOT EDIT. Generated from x"),
    "names": lambda folder: (folder / "codegen" / "names" / "pets.json").write_text("{}"),
    "ledger": lambda folder: (folder / "codegen" / "pets.ledger.json").unlink(),
    "settings": lambda folder: (folder / "pyproject.toml").write_text("[tool.seawall]\nonly = ['get_pet']"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_any_change_generates_again(
    change: str, repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("--spec", "api.json", "--package", "pets")
    CHANGES[change](repository)
    capsys.readouterr()
    assert run("--spec", "api.json", "--package", "pets") == 0
    assert "wrote 1 calls" in capsys.readouterr().err
    assert b"get_pet" in (repository / "pets" / "calls.py").read_bytes()


def test_an_overlay_may_be_given_for_a_package(repository: Path) -> None:
    action = {
        "target": "$.paths['/pet'].get",
        "description": "A better name.",
        "update": {"operationId": "pet"},
    }
    (repository / "names.json").write_text(json.dumps({"overlay": "1.0.0", "actions": [action]}))
    assert run("--spec", "api.json", "--package", "pets", "--overlay", "names.json") == 0
    assert "def pet(" in (repository / "pets" / "calls.py").read_text()
    # The overlay is an input: a change of it is noticed.
    action["update"] = {"operationId": "animal"}
    (repository / "names.json").write_text(json.dumps({"overlay": "1.0.0", "actions": [action]}))
    (repository / "codegen" / "names" / "pets.json").unlink()
    assert run("--spec", "api.json", "--package", "pets", "--overlay", "names.json") == 0
    assert "def animal(" in (repository / "pets" / "calls.py").read_text()


def test_the_settings_may_stand_in_pyproject_toml(repository: Path) -> None:
    (repository / "pyproject.toml").write_text(
        "[tool.seawall]\nspec = 'api.json'\npackage = 'pets'\noutput = 'src'\n"
    )
    assert run() == 0
    assert run("--check") == 0
    assert (repository / "src" / "pets" / "models" / "pet.py").is_file()


def test_what_can_be_written_is_kept_and_the_exit_code_tells_of_the_loss(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "api.json").write_bytes(document(**{"/../out": {"get": operation(operationId="out")}}))
    arguments = ("--spec", "api.json", "--package", "pets")
    assert run(*arguments) == 2
    assert not (repository / "pets").exists()
    assert "update: {" in capsys.readouterr().err
    for _ in range(2):
        assert run(*arguments, "--keep-rest") == 1
        assert "Lost: GET /../out: The path leads out of the base URL" in capsys.readouterr().err
    ledger = json.loads((repository / "codegen" / "pets.ledger.json").read_text())
    assert "lost" in ledger["operations"]["GET /../out"]
    assert run(*arguments) == 2


def test_only_some_operations(repository: Path) -> None:
    (repository / "api.json").write_bytes(document(**{"/other": {"get": operation(operationId="other")}}))
    assert run("--spec", "api.json", "--package", "pets", "--only", "get_pet") == 0
    assert b"def other" not in (repository / "pets" / "calls.py").read_bytes()


SETTINGS: list[tuple[str, dict[str, object], str]] = [
    ("", {"spec": "a.json"}, "There is no `package`. Give --package"),
    ("", {"package": "pets"}, "There is no `spec`. Give --spec"),
    ("", {"spec": "a.json", "package": "my-pets"}, "'my-pets' is not the name of a Python package"),
    ("[tool.seawall]\npakage = 'x'", {}, "`pakage` is unknown; did you mean `package`?"),
    ("[tool]\nseawall = 1", {}, "must be a table"),
    ("[tool.seawall]\nwaive = {'GET /x' = ''}", {"spec": "a", "package": "b"}, "`waive` must map parts"),
]


def test_wrong_settings_are_errors_that_say_what_to_fix(tmp_path: Path) -> None:
    wrong = []
    for text, given, words in SETTINGS:
        (tmp_path / "pyproject.toml").write_text(text)
        message = error_message(lambda given=given: package_config(tmp_path, given), SettingsError)  # type: ignore[misc]
        if words not in message:
            wrong.append((text, message))
    assert wrong == []
