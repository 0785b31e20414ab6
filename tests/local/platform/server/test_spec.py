"""Exported OpenAPI document, compared with the real platform's."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from seawall.codegen.diff.change import Level
from seawall.codegen.diff.compare import compare_specs
from seawall.codegen.effective_spec import effective_spec
from seawall.codegen.fetch.fetch import fetch
from seawall.local import platform as local_platform

# The whole platform: its server alone takes a second to import.
pytestmark = pytest.mark.slow

REAL = Path(__file__).parents[4].parent / "shared/specs/aignostics/04_1.7.0_2026-07-08.json"
PROSE = {"description", "examples", "example", "title", "summary"}
METHODS = {"get", "put", "post", "delete", "patch"}


@pytest.fixture(scope="module")
def ours() -> Any:
    return json.loads(local_platform.export_openapi())


@pytest.fixture(scope="module")
def real() -> Any:
    if not REAL.exists():
        pytest.skip(f"the real spec is missing: {REAL}")
    return json.loads(REAL.read_text())


def shape(node: Any, *, of_properties: bool = False) -> Any:
    """Remove descriptions from the node, but not properties that are named `description`."""
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
    """Sort the parameters of the operation: their order has no meaning."""
    parameters = sorted(operation.get("parameters", []), key=lambda each: (each["in"], each["name"]))
    return {**operation, "parameters": parameters}


def test_operations_match_the_real_spec_and_name_more_errors(ours: Any, real: Any) -> None:
    for path, method, operation in operations(ours):
        theirs = by_place(shape(real["paths"][path][method]))
        own = by_place(shape(operation))
        more = own["responses"].keys() - theirs["responses"].keys()
        assert all(status.startswith("4") for status in more), f"{method} {path}"
        own["responses"] = {
            # One that has no body in the real spec may have one in ours.
            status: own["responses"][status] if expected else {}
            for status, expected in theirs["responses"].items()
        }
        assert own == theirs, f"{method} {path}"


def test_schemas_match_the_real_spec(ours: Any, real: Any) -> None:
    for name, schema in ours["components"]["schemas"].items():
        assert shape(schema) == shape(real["components"]["schemas"][name]), name


def test_all_operations_are_there(ours: Any, real: Any) -> None:
    wanted = {(path, method) for path, method, _ in operations(real)}
    assert {(path, method) for path, method, _ in operations(ours)} == wanted


def test_a_client_of_the_real_api_can_use_ours(real: Any) -> None:
    theirs = effective_spec(fetch("real", content=json.dumps(real).encode()))
    diff = compare_specs(theirs, effective_spec(fetch("ours", content=local_platform.export_openapi())))
    assert {(change.rule, change.level) for change in diff.changes if change.level is not Level.SAFE} == {
        ("security-flow-changed", Level.RISKY)  # the URLs of the login server
    }
    assert {change.rule for change in diff.changes if change.level is Level.SAFE} == {
        "error-status-added",
        "media-type-added",
    }


def test_no_description_is_copied_from_the_real_spec(ours: Any, real: Any) -> None:
    def prose(node: Any) -> set[str]:
        if isinstance(node, dict):
            own = {text for key in ("description",) if isinstance(text := node.get(key), str)}
            return own.union(*(prose(value) for value in node.values()))
        return set().union(*(prose(value) for value in node)) if isinstance(node, list) else set()

    fastapi_s_own = {"Successful Response", "Validation Error"}
    assert prose(ours) & prose(real) <= fastapi_s_own


def test_the_security_scheme_matches_the_real_spec(ours: Any, real: Any) -> None:
    def flows(document: Any) -> Any:
        return {
            name: (scheme["type"], {flow: facts["scopes"] for flow, facts in scheme["flows"].items()})
            for name, scheme in document["components"]["securitySchemes"].items()
        }

    assert flows(ours) == flows(real)


def test_the_document_has_a_title_and_no_absolute_url(ours: Any) -> None:
    assert ours["openapi"].startswith("3.1")
    assert ours["info"]["title"] == "Seawall Local Platform"
    assert ours["info"]["version"] == "1.7.0"
    assert ours["servers"] == [{"url": "/api"}]
    assert "://" not in local_platform.export_openapi().decode().replace("http(s)", "")


def test_the_export_is_deterministic() -> None:
    exported = local_platform.export_openapi()
    assert exported == local_platform.export_openapi()
    assert exported.endswith(b"}\n")
    assert exported == (json.dumps(json.loads(exported), indent=2, ensure_ascii=False) + "\n").encode()
