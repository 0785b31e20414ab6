"""`seawall validate`: findings as text, JSON and SARIF, and the exit code."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Seawall
from tests.rows import row

OK = {"get": {"operationId": "op", "responses": {"200": {"description": ""}}}}


def write(folder: Path, **keys: object) -> Path:
    """A spec with `keys` beside the ones that are required."""
    path = folder / "api.json"
    document = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {"/a": OK}, **keys}
    path.write_text(json.dumps(document))
    return path


def test_the_exit_code_says_whether_something_is_lost(seawall: Seawall, tmp_path: Path) -> None:
    info = {"schemas": {"S": {"example": 1}}}
    warning = {"schemas": {"S": {"type": "any"}}}
    error = {"responses": {"R": {"$ref": "#/gone"}}}
    in_client = {"schemas": {"S": {"type": "object", "required": ["a"]}}}
    for components, code, strict_code, counts in (
        ({}, 0, 0, "0 errors, 0 warnings, 0 infos"),
        (info, 0, 0, "0 errors, 0 warnings, 1 info"),
        (warning, 0, 1, "0 errors, 1 warning, 0 infos"),
        (error, 1, 1, "1 error, 0 warnings, 0 infos"),
        (in_client, 0, 0, "0 errors, 0 warnings, 1 info"),
    ):
        with row(components):
            path = write(tmp_path, components=components)
            outcome = seawall("validate", path)
            assert outcome.code == code
            assert f"{counts}." in " ".join(outcome.stderr.split())
            assert seawall("validate", path, "--strict").code == strict_code


def test_the_text_lists_every_finding_in_80_columns(seawall: Seawall, tmp_path: Path) -> None:
    long = "LongName" * 20
    schemas = {long: {"type": "integer", "default": "x" * 300}, "S": {"type": "string", "example": "a"}}
    path = write(tmp_path, openapi="3.0.0", components={"schemas": schemas})
    lines = seawall("validate", path).stdout.splitlines()
    assert max(map(len, lines)) <= 80
    assert f"    #/components/schemas\n      /{long[:60]}" in "\n".join(lines)
    assert lines[0] == "warning default-type (1)"
    text = "\n".join(lines)
    assert "\ninfo schema-example (1)\n  `example` of a schema becomes `examples`.\n" in text
    assert (
        '    #/components/schemas/S/example\n      `examples` is a list.\n      - "a"\n      + ["a"]' in text
    )


def test_text_of_a_spec_can_not_control_the_terminal(seawall: Seawall, tmp_path: Path) -> None:
    evil = "\x1b]0;owned\x07\x1b[2J\u202e\r\n"
    path = write(
        tmp_path,
        paths={
            f"/{evil}": {evil: {"responses": {}}, "get": {"operationId": evil, "responses": {evil: None}}}
        },
        components={"schemas": {evil: {"type": evil, "enum": [evil, evil], "default": 1}}},
    )
    for format_ in ("text", "json", "sarif"):
        with row(format_):
            outcome = seawall("validate", path, "--format", format_)
            written = outcome.stdout + outcome.stderr
            assert all(character.isprintable() or character == "\n" for character in written)


def test_json_has_every_finding(seawall: Seawall, tmp_path: Path) -> None:
    path = write(tmp_path, components={"schemas": {"S": {"type": "any"}}})
    assert seawall("validate", path, "--format", "json").json == {
        "spec": str(path),
        "counts": {"info": 0, "warning": 1, "error": 0},
        "findings": [
            {
                "rule": "unknown-type",
                "severity": "warning",
                "pointer": "#/components/schemas/S/type",
                "message": "'any' is no type: any value is allowed.",
                "before": '"any"',
                "after": "",
            }
        ],
    }


def test_sarif_names_rules_files_and_pointers(
    seawall: Seawall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my part.json").write_text(json.dumps({"S": {"type": "any"}}))
    write(tmp_path, components={"schemas": {"S": {"$ref": "my%20part.json#/S"}, "T": {"example": 1}}})
    log = seawall("validate", "api.json", "--format", "sarif").json
    assert isinstance(log, dict)
    assert (log["version"], len(log["runs"])) == ("2.1.0", 1)
    driver, results = log["runs"][0]["tool"]["driver"], log["runs"][0]["results"]
    assert [rule["id"] for rule in driver["rules"]] == ["schema-example", "unknown-type"]
    assert [result["level"] for result in results] == ["warning", "note"]
    for result in results:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    assert [
        (
            result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
            result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"],
        )
        for result in results
    ] == [("my%20part.json", "#/S/type"), ("api.json", "#/components/schemas/T/example")]


def test_a_spec_that_can_not_be_read_is_an_error(seawall: Seawall, tmp_path: Path) -> None:
    path = tmp_path / "api.json"
    path.write_text('{"openapi": "4.0.0"}')
    for source, reason in ((path, "is not Swagger 2.0 or OpenAPI"), (tmp_path / "gone.json", "gone.json")):
        with row(source):
            outcome = seawall("validate", source)
            assert (outcome.code, outcome.stdout) == (2, "")
            assert reason in " ".join(outcome.stderr.split())


def test_a_path_that_leaves_the_server_is_an_error(seawall: Seawall, tmp_path: Path) -> None:
    outcome = seawall("validate", write(tmp_path, paths={"/../a": OK}))
    assert outcome.code == 1
    assert outcome.stdout.startswith("error not-in-client (1)")


def test_a_key_that_is_given_twice_is_a_finding(seawall: Seawall, tmp_path: Path) -> None:
    path = tmp_path / "api.yaml"
    path.write_text("openapi: 3.1.0\ninfo: {title: t, version: '1', version: '2'}\npaths: {}\n")
    assert "duplicate-key" in seawall("validate", path).stdout
