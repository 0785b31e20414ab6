"""`seawall inspect`, `seawall mock` and `seawall generate` for any spec."""

import io
import json
import signal
import sys
from pathlib import Path

import pytest

from seawall.core.http.message import Request
from seawall.transports import Httpx2Transport
from tests.cli.commands import start
from tests.cli.conftest import Seawall
from tests.codegen.mock.pets import SPEC


@pytest.fixture
def spec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "pets.json"
    path.write_text(json.dumps(SPEC))
    return path


def test_inspect_shows_a_tree(seawall: Seawall, spec: Path) -> None:
    outcome = seawall("inspect", spec)
    assert outcome.code == 0, outcome.stderr
    for line in ("Pets 1", "GET /pets/{pet_id}", "list by cursor: cursor, limit", "2 schemas: 2 objects"):
        assert line in outcome.stdout
    assert "User object, 2 parts, used 2 times" in seawall("inspect", spec, "--schemas").stdout


def test_a_spec_from_stdin(seawall: Seawall, spec: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for arguments in (("inspect",), ("inspect", "--json"), ("validate",)):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(spec.read_bytes())))
        outcome = seawall(*arguments, "-")
        assert outcome.code == 0, outcome.stderr
        assert outcome.stdout.replace("-: ", f"{spec}: ") == seawall(*arguments, spec).stdout
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x: [")))
    outcome = seawall("inspect", "-")
    assert (outcome.code, "stdin is neither JSON nor YAML" in outcome.stderr) == (2, True)


def test_inspect_prints_json(seawall: Seawall, spec: Path) -> None:
    outcome = seawall("inspect", spec, "--json")
    assert [schema["name"] for schema in json.loads(outcome.stdout)["schemas"]] == ["Pet", "User"]


def test_an_overlay_comes_first(seawall: Seawall, spec: Path, tmp_path: Path) -> None:
    overlay = tmp_path / "overlay.yaml"
    overlay.write_text(
        "overlay: 1.0.0\ninfo: {title: t, version: 1}\nactions:\n"
        "  - {target: $.info, update: {title: Cats}, description: because}\n"
    )
    assert "Cats 1" in seawall("inspect", spec, "--overlay", overlay).stdout


def test_text_of_a_spec_controls_no_terminal(seawall: Seawall, spec: Path) -> None:
    document = json.loads(json.dumps(SPEC))
    document["info"]["title"] = "\x1b[31mred\x07"
    document["paths"]["/pets"]["get"]["tags"] = ["[bold]\x1b]0;title\x07"]
    spec.write_text(json.dumps(document))
    outcome = seawall("inspect", spec)
    assert outcome.code == 0
    assert not {"\x1b", "\x07"} & set(outcome.stdout)
    assert "[bold]" in outcome.stdout


def test_a_spec_that_can_not_be_read_is_named(seawall: Seawall, tmp_path: Path) -> None:
    missing = seawall("inspect", tmp_path / "missing.json")
    assert (missing.code, missing.stdout) == (2, "")
    assert "missing.json can not be read: No such file or directory. Check the path." in missing.stderr


# It runs openapi-python-client and the formatter: 2 s.
@pytest.mark.slow
def test_generate_makes_the_stock_package(seawall: Seawall, spec: Path, tmp_path: Path) -> None:
    arguments = ("generate", "--spec", spec, "--package", "stock_pets", "--style", "stock")
    outcome = seawall(*arguments)
    assert outcome.code == 0, outcome.stderr
    files = [path for path in (tmp_path / "stock_pets").rglob("*.py") if path.read_text()]
    assert all(path.read_text().startswith("# DO NOT EDIT. Generated from pets.json") for path in files)
    assert (tmp_path / "stock_pets" / "api" / "default" / "get_pet.py").is_file()
    assert "nothing has changed" in seawall(*arguments).stderr
    # The other style replaces it: both are generated.
    assert seawall("generate", "--spec", spec, "--package", "stock_pets").code == 0
    assert (tmp_path / "stock_pets" / "models" / "pet.py").is_file()
    assert not (tmp_path / "stock_pets" / "client.py").exists()


def test_an_unknown_style_is_refused(seawall: Seawall, spec: Path) -> None:
    outcome = seawall("generate", "--spec", spec, "--package", "pets", "--style", "other")
    assert outcome.code == 2
    assert "there is no style 'other'. Use seawall or stock." in outcome.stderr


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT to a process")
def test_mock_serves_until_ctrl_c(spec: Path) -> None:
    with start("mock", spec, "--seed", "1") as process:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        transport = Httpx2Transport()
        response = transport.send(Request("GET", f"{ready['url']}/users/ann"), 10)
        transport.close()
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=10)
    assert json.loads(response.body)["name"] == "ann"
    assert (ready["pid"], process.returncode) == (process.pid, 130)
    assert "Traceback" not in stderr


def test_generate_takes_the_permission_that_its_error_proposes(
    seawall: Seawall, spec: Path, tmp_path: Path
) -> None:
    pets = tmp_path / "api" / "pets.json"
    pets.parent.mkdir()
    pets.write_text(
        spec.read_text().replace('{"$ref": "#/components/schemas/User"}', '{"$ref": "../user.json"}', 1)
    )
    (tmp_path / "user.json").write_text('{"type": "object"}')
    command = ("generate", "--spec", pets, "--package", "pets_api")
    refused = seawall(*command)
    assert refused.code == 2
    proposed = refused.stderr.split("allow it: ")[1].split()[:2]
    assert seawall(*command, *proposed).code == 0
