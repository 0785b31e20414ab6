"""The OpenAPI document of the local agents server."""

import json
from typing import Any

import pytest

# The first import of the server takes a second.
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def spec() -> Any:
    from seawall.local.agents import export_openapi

    return json.loads(export_openapi())


def test_the_export_is_deterministic_and_names_no_host(spec: Any) -> None:
    from seawall.local.agents import export_openapi

    assert export_openapi() == export_openapi()
    assert "://" not in export_openapi().decode().replace("^https?://", "")
    assert spec["info"]["version"] == "1.0.0"


def test_each_operation_has_an_id_of_its_own_and_needs_a_token(spec: Any) -> None:
    operations = [each for path in spec["paths"].values() for each in path.values()]
    ids = [each["operationId"] for each in operations]
    assert len(ids) == len(set(ids)) == 30
    assert [each["operationId"] for each in operations if each.get("security") != [{"Token": []}]] == []


def test_paths_begin_with_the_version(spec: Any) -> None:
    assert [path for path in spec["paths"] if not path.startswith("/v1/")] == []
