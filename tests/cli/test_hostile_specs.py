"""Commands on hostile specs: no text of a spec controls the terminal, and no command leaves its folder."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Seawall
from tests.codegen.hostile.texts import TEXTS, hostile_document
from tests.rows import row

CONTROL = [text for text in TEXTS if not text.isprintable()]


@pytest.mark.slow
def test_no_command_writes_what_controls_the_terminal(
    seawall: Seawall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for text in CONTROL:
        path = tmp_path / "spec.json"
        path.write_text(json.dumps(hostile_document(text)))
        for command in (
            ("validate", path),
            ("validate", path, "--format", "json"),
            ("inspect", path),
            ("inspect", path, "--schemas"),
            ("inspect", path, "--json"),
            ("generate", "--spec", path, "--package", "demo", "--keep-rest"),
        ):
            with row(text, command):
                outcome = seawall(*command)
                written = outcome.stdout + outcome.stderr
                assert outcome.code in {0, 1}
                assert [one for one in written if not (one.isprintable() or one == "\n")] == []


PACKAGES = [
    "../out",
    "a/../../out",
    "/out",
    "out.py",
    "a b",
    "",
    ".",
    "import",
    "a;b",
    "a\x00b",
    "-x",
    "é/../..",
]


def test_a_package_stays_in_its_folder(
    seawall: Seawall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    (folder / "spec.json").write_text(json.dumps(hostile_document("a")))
    before = {path for path in tmp_path.rglob("*") if folder not in path.parents}
    for package in PACKAGES:
        with row(package):
            assert seawall("generate", "--spec", "spec.json", "--package", package).code != 0
            assert {path for path in tmp_path.rglob("*") if folder not in path.parents} == before


ESCAPES = [
    "file:///etc/hostname",
    "/etc/hostname",
    "../secret.yaml",
    "%2e%2e/secret.yaml",
    "..%2fsecret.yaml",
    "link.yaml",
    "http://127.0.0.1:9/x.yaml",
    "http://169.254.169.254/latest/meta-data",
    "//127.0.0.1:9/x",
    "git:HEAD:pyproject.toml",
    "ftp://127.0.0.1/x",
]


def test_no_reference_reads_beyond_the_folder(seawall: Seawall, tmp_path: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    (tmp_path / "secret.yaml").write_text("secret: hunter2\n")
    (folder / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    for target in ESCAPES:
        for place in ("schema", "path", "parameter"):
            reference = {"$ref": f"{target}#/secret"}
            get = {"responses": {}, "parameters": [reference] if place == "parameter" else []}
            document = {
                "openapi": "3.1.0",
                "info": {"title": "t", "version": "1"},
                "paths": {"/a": reference if place == "path" else {"get": get}},
                "components": {"schemas": {"A": reference} if place == "schema" else {}},
            }
            path = folder / "spec.json"
            path.write_text(json.dumps(document))
            with row(target, place):
                outcome = seawall("inspect", path)
                assert outcome.code != 0
                assert "hunter2" not in outcome.stdout + outcome.stderr
                assert "reference" in outcome.stderr
