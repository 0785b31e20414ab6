"""Reading the platform SDK: every use of its client is found, and is certain."""

import ast
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from seawall.codegen.layer.callers import public_callers
from seawall.codegen.layer.client import Part, PartKind
from seawall.codegen.layer.reading import read_layer
from seawall.codegen.layer.uses import UseKind
from tests.contract.source import is_generated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seawall.codegen.layer.client import GeneratedClient
    from seawall.codegen.layer.uses import Layer, Use

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "src" / "seawall" / "sdks" / "platform"
PACKAGE = "seawall.sdks.platform"
SOURCES = {"_release_time"}
"""The functions that conversions name as the source of a field."""

# The generated client is read through openapi-python-client's parser: seconds.
pytestmark = pytest.mark.slow


@cache
def client() -> "GeneratedClient":
    from seawall.codegen.config import load_config
    from seawall.codegen.generate import generate, load_inputs
    from seawall.codegen.layer.client_reading import read_client
    from seawall.codegen.layer.client_search import client_files

    api = generate(load_inputs(load_config(ROOT / "codegen" / "seawall.toml", "platform"))).api
    return read_client(client_files(FOLDER / "_generated"), api, f"{PACKAGE}._generated")


@cache
def layer() -> "Layer":
    return read_layer(FOLDER, client())


def uses(part: Part, kind: UseKind) -> "list[Use]":
    return [use for use in layer().uses if use.part == part and use.kind is kind]


def test_every_file_is_read_and_every_use_is_certain() -> None:
    assert layer().unread == {}
    assert [use for use in layer().uses if not use.is_certain] == []


def test_every_mention_of_the_calls_is_a_call() -> None:
    written = [
        (path.relative_to(FOLDER).as_posix(), node.end_lineno, node.end_col_offset)
        for path in FOLDER.glob("**/*.py")
        if not is_generated(path)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "calls"
    ]
    found = [
        (use.place.path, use.place.end_line, use.place.end_column)
        for use in layer().uses
        if use.part.kind is PartKind.OPERATION
    ]
    assert sorted(found) == sorted(written)
    assert len(found) > 30


def test_every_argument_of_a_call_is_found() -> None:
    written = [
        given
        for path in FOLDER.glob("**/*.py")
        if not is_generated(path)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("calls.")
        for given in [*node.keywords, *node.args]
    ]
    found = [use for use in layer().uses if use.kind is UseKind.ARGUMENT]
    assert len(found) == len(written) > 60


def test_every_field_that_a_conversion_reads_is_found() -> None:
    """Each attribute of an object of the client in a `from_wire` by hand is a read, and nothing else.

    A declared one reads at the field that takes the value, or at the path that it has for the field.
    """
    fields = {name for one in client().classes.values() for name in one.fields}
    for path in ("models.py", "applications.py", "account.py"):
        found = {
            (use.place.line, use.place.column, use.place.end_column)
            for use in layer().uses
            if use.kind is UseKind.READ and use.place.path == path
        }
        tree = ast.parse((FOLDER / path).read_text())
        found_words = [word for statement in tree.body for word in by_hand(statement, SOURCES)]
        for owner in [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]:
            for statement in owner.body:
                found_words += [*by_hand(statement, {"from_wire"}), *declared(owner, statement)]
        written = {place for name, place in found_words if name in fields}
        assert found == written
        assert written


Word = tuple[str, tuple[int, int, int]]


def by_hand(statement: ast.stmt, names: set[str]) -> "Iterator[Word]":
    if isinstance(statement, ast.FunctionDef) and statement.name in names:
        for node in ast.walk(ast.Module(statement.body, [])):
            if isinstance(node, ast.Attribute):
                end = node.end_col_offset or 0
                yield node.attr, (node.end_lineno or 0, end - len(node.attr), end)


def declared(owner: ast.ClassDef, statement: ast.stmt) -> "Iterator[Word]":
    match statement:
        case ast.AnnAssign(ast.Name("from_wire"), _, ast.Call(_, [_, *given])):
            sources = given[0] if given else ast.Dict([], [])
            assert isinstance(sources, ast.Dict)
            paths = {
                ast.literal_eval(key): value
                for key, value in zip(sources.keys, sources.values, strict=True)
                if key is not None
            }
            for field in owner.body:
                if (
                    isinstance(field, ast.AnnAssign)
                    and isinstance(field.target, ast.Name)
                    and field is not statement
                ):
                    yield from words(paths.get(field.target.id, field.target))


def words(node: ast.expr) -> "Iterator[Word]":
    if isinstance(node, ast.Name) and node.id in SOURCES:
        return
    text = node.id if isinstance(node, ast.Name) else ast.literal_eval(node)
    start = node.col_offset + isinstance(node, ast.Constant)
    for word in text.split("."):
        yield word, (node.lineno, start, start + len(word))
        start += len(word) + 1


def test_the_fields_that_a_run_is_made_of() -> None:
    function = f"{PACKAGE}.models.RunData.from_wire"
    found = {use.part.name for use in layer().uses if use.function == function and use.kind is UseKind.READ}
    expected = set(client().classes["RunReadResponse"].fields) | {"due_date", "deadline"}
    assert found == expected


def test_the_public_functions_that_a_field_reaches() -> None:
    (use,) = uses(Part(PartKind.FIELD, "RunReadResponse", "state"), UseKind.READ)
    reached = {name.removeprefix(f"{PACKAGE}.") for name in public_callers(layer())[use.function]}
    for name in ("_sync.runs.Runs.get", "_sync.runs.Runs.list", "_async.run.AsyncRun.wait"):
        assert name in reached
    for name in ("cli.watch.watch", "cli.runs._list_runs", "_sync.run.Run.details"):
        assert name in reached
    assert not {one for one in reached if one.startswith(("account", "cli.user", "_sync.applications"))}


def test_the_call_behind_a_private_function_reaches_its_callers() -> None:
    part = Part(PartKind.OPERATION, "GET /v1/runs/{run_id}/artifacts/{artifact_id}/file")
    found = {use.function for use in uses(part, UseKind.CALL)}
    assert found == {
        f"{PACKAGE}._async.run.AsyncRun._file_url",
        f"{PACKAGE}._sync.run.Run._file_url",
    }
    reached = public_callers(layer())[f"{PACKAGE}._sync.run.Run._file_url"]
    assert f"{PACKAGE}._sync.run.Run.download" in reached
    assert f"{PACKAGE}.cli.download.download" in reached


def test_a_state_of_the_client_becomes_one_of_the_layer() -> None:
    found = uses(Part(PartKind.CLASS, "RunState"), UseKind.WHOLE)
    assert [use.reason for use in found] == [f"becomes {PACKAGE}.states.RunState"]


@pytest.mark.parametrize(
    ("owner", "name", "handles"),
    [
        ("RunReadResponse", "scheduling", ("None", "UNSET")),
        ("RunReadResponse", "termination_reason", ("None", "UNSET")),
        ("RunReadResponse", "error_code", ("None", "UNSET")),
        ("RunReadResponse", "run_id", ()),
        ("SchedulingResponse", "deadline", ("None", "UNSET")),
        ("CustomMetadataUpdateResponse", "custom_metadata_checksum", ("None",)),
    ],
)
def test_the_empty_values_that_a_read_handles(owner: str, name: str, handles: tuple[str, ...]) -> None:
    assert {use.handles for use in uses(Part(PartKind.FIELD, owner, name), UseKind.READ)} == {handles}


def test_derived_files_name_their_source() -> None:
    sync = [one for name, one in layer().functions.items() if name.startswith(f"{PACKAGE}._sync.runs.")]
    assert {one.derived_from for one in sync} == {"_async/runs.py"}
    assert layer().functions[f"{PACKAGE}._async.runs.AsyncRuns.get"].derived_from == ""


def test_the_literals_that_repeat_the_spec() -> None:
    found = {(one.value, one.given_to) for one in layer().literals if one.place.path == "_async/runs.py"}
    assert (100, "AsyncRuns.list.page_size") in found
    limits = {(one.value, one.given_to) for one in layer().literals if one.place.path == "submission.py"}
    assert {(2083, "_MAX_URL_LENGTH"), (255, "_MAX_EXTERNAL_ID_LENGTH")} <= limits
    states = {(one.value, one.given_to) for one in layer().literals if one.place.path == "states.py"}
    assert {("PENDING", "RunState.PENDING"), ("TERMINATED", "StateMachine.terminal")} <= states
