"""Writing and checking the output: atomic, reproducible and offline."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from seawall import __version__
from seawall.cli.app import command_line
from seawall.codegen.config import SdkConfig, load_config
from seawall.codegen.errors import OutputError, SettingsError, SpecError
from seawall.codegen.generate import GenerationResult, generate, load_inputs
from seawall.codegen.output import find_differences, write_output
from seawall.codegen.surface.document import write_surface
from seawall.codegen.surface.reading.reader import read_surface
from tests.codegen.generating import config, error_message, operation, spec, spec_with

ROOT = Path(__file__).parents[2]
TOML = """
[sdk.demo]
spec = "openapi.json"
names = "names.json"
lock = "demo.lock.json"
output = "demo/_generated"
overlays = ["fix.yaml"]
"""
OVERLAY = "overlay: 1.0.0\nactions: [{target: \"$.paths['/gone']\", description: it is gone, remove: true}]\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    document = json.loads(spec_with({"type": "object", "properties": {"x": {"enum": ["b", "a"]}}}))
    document["paths"]["/gone"] = {"get": operation()}
    (tmp_path / "openapi.json").write_text(json.dumps(document))
    (tmp_path / "fix.yaml").write_text(OVERLAY)
    (tmp_path / "seawall.toml").write_text(TOML)
    return tmp_path


def run(project: Path, *more: str) -> int:
    return command_line().run(["generate", "demo", "--config", str(project / "seawall.toml"), *more])


def generated(project: Path) -> tuple[SdkConfig, GenerationResult]:
    settings = load_config(project / "seawall.toml", "demo")
    return settings, generate(load_inputs(settings))


def test_written_output_is_up_to_date(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(project) == 0
    assert run(project, "--check") == 0
    assert capsys.readouterr().err.splitlines()[-1] == "demo: 5 generated files are up to date."
    folder = project / "demo" / "_generated"
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.py*"))
    assert files == [
        "__init__.py",
        "calls.py",
        "models/__init__.py",
        "models/__init__.pyi",
        "models/thing.py",
    ]
    marker = '# DO NOT EDIT. Generated from openapi.json by "seawall generate demo".\n'
    assert all((project / "demo" / "_generated" / name).read_text().startswith(marker) for name in files)


def test_check_names_each_file_that_is_not_up_to_date(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(project)
    folder = project / "demo" / "_generated"
    (folder / "calls.py").write_text("edited")
    (folder / "models" / "thing.py").unlink()
    (folder / "more.py").write_text("stray")
    (project / "names.json").write_text('{"operations": {}, "schemas": {}}')
    capsys.readouterr()
    assert run(project, "--check") == 1
    assert capsys.readouterr().err.splitlines() == [
        "demo/_generated/calls.py differs",
        "demo/_generated/models/thing.py is missing",
        "demo/_generated/more.py is not generated",
        "names.json differs",
        f"To update: seawall generate demo --config {project / 'seawall.toml'}",
    ]


@pytest.mark.parametrize("name", ["openapi.json", "fix.yaml", "seawall.toml"])
def test_check_detects_a_change_of_every_input(name: str, project: Path) -> None:
    run(project)
    path = project / name
    path.write_text(
        path.read_text() + "\n" if name != "seawall.toml" else path.read_text().replace('["fix', '["./fix')
    )
    assert run(project, "--check") == 1


def test_the_lock_file_is_sorted_and_lists_inputs_and_outputs(project: Path) -> None:
    settings, result = generated(project)
    lock = json.loads(result.lock)
    assert result.lock.decode() == json.dumps(lock, indent=2, sort_keys=True) + "\n"
    assert lock["generator"] == {"seawall": __version__}
    assert set(lock["inputs"]) == {"openapi.json", "fix.yaml", "names.json", "settings of demo"}
    assert set(lock["outputs"]) == {
        "demo.ledger.json",
        *(f"demo/_generated/{name}" for name in result.files),
    }
    assert settings.marker.encode() in result.files["calls.py"]


def test_an_error_writes_nothing(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(project)
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    document = json.loads((project / "openapi.json").read_text())
    document["paths"]["/../invalid"] = {"get": {}}
    (project / "openapi.json").write_text(json.dumps(document))
    before[project / "openapi.json"] = (project / "openapi.json").read_bytes()
    assert run(project) == 2
    assert "GET /../invalid: The path leads out of the base URL" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before


def test_a_folder_with_a_hand_written_file_is_not_replaced(project: Path) -> None:
    settings, result = generated(project)
    mine = project / "demo" / "_generated" / "mine.py"
    mine.parent.mkdir(parents=True)
    mine.write_text("precious")
    with pytest.raises(OutputError, match=r"mine\.py was not generated"):
        write_output(settings, result)
    assert mine.read_text() == "precious"


def test_the_old_folder_is_restored_after_a_crash_between_the_renames(project: Path) -> None:
    run(project)
    folder = project / "demo" / "_generated"
    folder.rename(folder.with_name("._generated.old"))
    assert run(project) == 0
    assert run(project, "--check") == 0
    assert [path.name for path in folder.parent.iterdir()] == ["_generated"]


def test_a_failed_write_leaves_the_old_output_unchanged(project: Path) -> None:
    run(project)
    settings, result = generated(project)
    folder = project / "demo" / "_generated"
    before = {path: path.read_bytes() for path in folder.rglob("*.py")}
    (project / "names.json").write_text("{}")
    lock = project / "demo.lock.json"
    lock.unlink()
    lock.mkdir()
    (lock / "file").write_text("")
    with pytest.raises(OutputError, match="Nothing was changed"):
        write_output(settings, result)
    assert {path: path.read_bytes() for path in folder.rglob("*.py")} == before
    assert [path.name for path in folder.parent.iterdir()] == ["_generated"]
    assert (project / "names.json").read_text() == "{}"
    assert not [path for path in project.iterdir() if path.name.startswith(".")]


SETTINGS = [
    ("", r"has no table [sdk.demo]; its SDKs are: none"),
    ("[sdk.other]", "its SDKs are: other"),
    ("sdk = 1", "its SDKs are: none"),
    ("[sdk", "not valid TOML"),
    (TOML.replace("lock =", "lok ="), "`lok` is unknown; did you mean `lock`?"),
    (TOML.replace('"openapi.json"', "1"), "`spec` must be printable ASCII text"),
    (TOML.replace('"openapi.json"', '"a\\nb"'), "`spec` must be printable ASCII text"),
    (TOML.replace('["fix.yaml"]', '"fix.yaml"'), "`overlays` must be a list"),
    (TOML.replace("demo/_generated", "src"), "must be a folder called _generated"),
]


def test_invalid_settings_are_errors_that_say_what_to_fix(tmp_path: Path) -> None:
    path = tmp_path / "seawall.toml"
    wrong = []
    for text, words in SETTINGS:
        path.write_text(text)
        message = error_message(lambda: load_config(path, "demo"), SettingsError)
        if words not in message:
            wrong.append((text, message))
    assert wrong == []


def test_missing_files_are_named_in_the_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"none\.toml can not be read"):
        load_config(tmp_path / "none.toml", "demo")
    with pytest.raises(SpecError, match=r"openapi\.json can not be read"):
        load_inputs(config(tmp_path))


def test_names_and_lock_have_defaults(tmp_path: Path) -> None:
    (tmp_path / "seawall.toml").write_text('[sdk.demo]\nspec = "openapi.json"\noutput = "_generated"\n')
    settings = load_config(tmp_path / "seawall.toml", "demo")
    assert (settings.names, settings.lock) == ("names/demo.json", "demo.lock.json")


OFFLINE = """
import sys
def refuse(event, _):
    if event in {"socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system"}:
        raise RuntimeError(event)
sys.addaudithook(refuse)
from seawall.cli import main
sys.argv[1:] = ["generate", "demo", "--config", *sys.argv[1:]]
main()
"""


@pytest.mark.slow
def test_output_is_the_same_everywhere_and_offline(project: Path) -> None:
    run(project)
    for seed, locale, folder in (("1", "C", project), ("2", "de_DE.UTF-8", ROOT)):
        environment = os.environ | {"PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": "Asia/Tokyo"}
        done = subprocess.run(
            [sys.executable, "-c", OFFLINE, str(project / "seawall.toml"), "--check"],
            env=environment,
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr


def test_the_order_of_keys_in_a_spec_does_not_matter(tmp_path: Path) -> None:
    schema = {"type": "object", "properties": {"x": {"type": "string"}}}
    paths = {
        f"/{name}": {"get": operation(answer={"$ref": f"#/components/schemas/{name}"})} for name in "abc"
    }
    orders = []
    for names in ("abc", "cab"):
        folder = tmp_path / names
        folder.mkdir()
        document = spec({f"/{name}": paths[f"/{name}"] for name in names}, dict.fromkeys(names, schema))
        (folder / "openapi.json").write_bytes(document)
        orders.append(generate(load_inputs(config(folder))).files)
    assert orders[0] == orders[1]


CONFIG = ROOT / "codegen" / "seawall.toml"
SDKS = sorted(tomllib.loads(CONFIG.read_text())["sdk"])


@pytest.mark.parametrize("sdk", SDKS)
def test_the_client_its_ledger_and_its_lock_are_up_to_date(sdk: str) -> None:
    settings = load_config(CONFIG, sdk)
    assert find_differences(settings, generate(load_inputs(settings))) == []


def test_the_folder_codegen_holds_files_of_its_sdks_only() -> None:
    specs = {load_config(CONFIG, sdk).spec for sdk in SDKS}
    found = {path.relative_to(ROOT / "codegen").as_posix() for path in (ROOT / "codegen").rglob("*.json")}
    others = found - specs
    assert {path for path in others if path.startswith("specs/")} == set()
    assert {Path(path).name.partition(".")[0] for path in others} == set(SDKS)


@pytest.mark.parametrize("sdk", SDKS)
def test_the_surface_of_an_sdk_is_up_to_date_and_has_no_leaks(sdk: str) -> None:
    settings = load_config(CONFIG, sdk)
    surface = read_surface(settings.path(settings.layer))
    assert surface.leaks == ()
    assert settings.path(settings.surface).read_bytes() == write_surface(surface)
