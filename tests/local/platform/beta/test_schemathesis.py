"""Each operation of the beta, judged by its own OpenAPI document with requests of schemathesis."""

from typing import Any

import pytest
from attrs import evolve

from tests.local.platform.client import PlatformClient
from tests.local.platform.server.test_schemathesis import generated

# Some hundred requests: one that is valid and known, and others that are generated.
pytestmark = pytest.mark.exhaustive

BASE_URL = "http://testserver"
SORT = {
    "/v1/applications": "-name",
    "/v1/applications/{application_id}/versions": "version",
    "/v1/runs": "triggered_at",
}


@pytest.fixture(params=["2025-05", "2025-07"])
def beta(shared: PlatformClient, request: pytest.FixtureRequest) -> Any:
    """The operations of a version, in front of the shared platform."""
    import schemathesis

    from seawall.local.platform.server.app import app_for

    settings = evolve(shared.server.settings, api_version=request.param, public_url=BASE_URL)
    return schemathesis.openapi.from_asgi("/openapi.json", app_for(evolve(shared.server, settings=settings)))


def test_every_operation_of_the_beta_keeps_to_the_document(beta: Any, shared: PlatformClient) -> None:
    from hypothesis.errors import Unsatisfiable
    from schemathesis import GenerationMode

    run_id = shared.submit()
    shared.wait_for_end(run_id)
    known = {"application_id": "test-app", "application_run_id": run_id}
    headers = {"Authorization": shared.http.headers["Authorization"]}
    statuses: dict[str, set[int]] = {}
    for result in beta.get_all_operations():
        operation = result.ok()
        found = statuses.setdefault(operation.label, set())

        def judge(case: Any, found: set[int] = found) -> None:
            response = case.call(headers=headers)
            found.add(response.status_code)
            case.validate_response(response, headers=headers)

        def invalid(case: Any) -> None:
            # A list of one text is this text in a query, so that nothing in it is invalid.
            if "include" not in case.query:
                judge(case)

        def valid(case: Any) -> None:
            if case.query.get("sort"):
                case.query["sort"] = [SORT.get(case.path, "reference")]
            judge(case)
            case.path_parameters.update({name: known[name] for name in case.path_parameters})
            judge(case)

        generated(operation.as_strategy(generation_mode=GenerationMode.POSITIVE), valid)
        try:
            generated(operation.as_strategy(generation_mode=GenerationMode.NEGATIVE), invalid)
        except Unsatisfiable:
            # It has no input.
            assert operation.label == "GET /v1/me"
    # With resources that exist, each operation but the submission of generated items has succeeded.
    succeeded = {label for label, found in statuses.items() if found & {200, 202, 204, 409}}
    assert statuses.keys() - succeeded == {"POST /v1/runs"}
