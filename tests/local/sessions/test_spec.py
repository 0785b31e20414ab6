"""The OpenAPI document of the local sessions server."""

import json
from typing import Any

import pytest

# The first import of the server takes a second.
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def spec() -> Any:
    from seawall.local.sessions import export_openapi

    return json.loads(export_openapi())


def test_the_export_is_deterministic_and_names_no_host(spec: Any) -> None:
    from seawall.local.sessions import export_openapi

    assert export_openapi() == export_openapi()
    assert "://" not in export_openapi().decode()
    assert spec["info"]["version"] == "1.3.0"


def test_each_operation_has_an_id_of_its_own_and_all_but_two_need_a_token(spec: Any) -> None:
    operations = [each for path in spec["paths"].values() for each in path.values()]
    ids = [each["operationId"] for each in operations]
    assert len(ids) == len(set(ids)) == 18
    open_to_all = [each["operationId"] for each in operations if each.get("security") != [{"Token": []}]]
    assert open_to_all == ["get_availability", "get_capabilities"]


def test_errors_are_texts(spec: Any) -> None:
    operations = [each for path in spec["paths"].values() for each in path.values()]
    errors = [
        list(answer["content"])
        for operation in operations
        for status, answer in operation["responses"].items()
        if status != "200" and operation["operationId"] != "get_availability"
    ]
    assert errors == [["text/plain"]] * len(errors)
