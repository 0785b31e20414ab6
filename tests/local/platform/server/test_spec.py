"""The exported OpenAPI document agrees with the real one wherever both speak."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from seawall.local.platform import export_openapi

REAL = Path(__file__).parents[4].parent / "shared/specs/aignostics/04_1.7.0_2026-07-08.json"
PROSE = {"description", "examples", "example", "title", "summary"}
METHODS = {"get", "put", "post", "delete", "patch"}


@pytest.fixture(scope="module")
def ours() -> Any:
    return json.loads(export_openapi())


@pytest.fixture(scope="module")
def real() -> Any:
    if not REAL.exists():
        pytest.skip(f"the real spec is not at {REAL}")
    return json.loads(REAL.read_text())


def shape(node: Any, *, of_properties: bool = False) -> Any:
    """The node without its prose; a property may be called `description`, so names of properties stay."""
    if isinstance(node, dict):
        return {
            key: shape(value, of_properties=key in {"properties", "schemas"})
            for key, value in node.items()
            if of_properties or key not in PROSE
        }
    if isinstance(node, list):
        return [shape(value) for value in node]
    return node


def operations(document: Any) -> Iterator[tuple[str, str, Any]]:
    for path, methods in document["paths"].items():
        for method in METHODS & set(methods):
            yield path, method, methods[method]


def by_place(operation: Any) -> Any:
    """The operation with its parameters in an order of their own: on the wire there is none."""
    parameters = sorted(operation.get("parameters", []), key=lambda each: (each["in"], each["name"]))
    return {**operation, "parameters": parameters}


def test_the_same_operations_look_the_same(ours: Any, real: Any) -> None:
    for path, method, operation in operations(ours):
        theirs = real["paths"][path][method]
        assert by_place(shape(operation)) == by_place(shape(theirs)), f"{method} {path}"


def test_the_same_schemas_look_the_same(ours: Any, real: Any) -> None:
    for name, schema in ours["components"]["schemas"].items():
        assert shape(schema) == shape(real["components"]["schemas"][name]), name


def test_every_operation_outside_documents_and_access_is_there(ours: Any, real: Any) -> None:
    later = ("/documents", "/access/")
    wanted = {
        (path, method) for path, method, _ in operations(real) if not any(part in path for part in later)
    }
    assert {(path, method) for path, method, _ in operations(ours)} == wanted


def test_no_description_is_the_real_one_s(ours: Any, real: Any) -> None:
    def prose(node: Any) -> set[str]:
        if isinstance(node, dict):
            own = {text for key in ("description",) if isinstance(text := node.get(key), str)}
            return own.union(*(prose(value) for value in node.values()))
        return set().union(*(prose(value) for value in node)) if isinstance(node, list) else set()

    fastapi_s_own = {"Successful Response", "Validation Error"}
    assert prose(ours) & prose(real) <= fastapi_s_own


def test_the_login_is_the_same_scheme(ours: Any, real: Any) -> None:
    def flows(document: Any) -> Any:
        return {
            name: (scheme["type"], {flow: facts["scopes"] for flow, facts in scheme["flows"].items()})
            for name, scheme in document["components"]["securitySchemes"].items()
        }

    assert flows(ours) == flows(real)


def test_the_document_names_itself_and_no_host(ours: Any) -> None:
    assert ours["openapi"].startswith("3.1")
    assert ours["info"]["title"] == "Seawall Local Platform"
    assert ours["info"]["version"] == "1.7.0"
    assert ours["servers"] == [{"url": "/api"}]
    assert "://" not in export_openapi().decode().replace("http(s)", "")


def test_the_bytes_are_always_the_same() -> None:
    exported = export_openapi()
    assert exported == export_openapi()
    assert exported.endswith(b"}\n")
    assert exported == (json.dumps(json.loads(exported), indent=2, ensure_ascii=False) + "\n").encode()
