"""Sequences of calls, each with values of the responses before it, judged by the OpenAPI document.

The documents have no links between operations: they are added here.
"""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

from seawall.local.platform import PlatformSettings
from tests.local.platform.client import PlatformClient, item_of_test_app
from tests.local.platform.server.test_schemathesis import follow_the_descriptions

# Some hundred requests for each version of the API.
pytestmark = pytest.mark.exhaustive

SEQUENCES, CALLS = 15, 10
URL = "http://testserver"
BODY = "$response.body#"
# Operation, status of its response: the path parameters that the response gives.
Links = dict[tuple[str, str, str], dict[str, str]]
RUNS: Links = {("post", "/v1/runs", "201"): {"run_id": f"{BODY}/run_id"}}
ITEMS: Links = {
    ("get", "/v1/runs/{run_id}/items", "200"): {
        "run_id": "$request.path.run_id",
        "external_id": f"{BODY}/0/external_id",
        "artifact_id": f"{BODY}/0/output_artifacts/0/output_artifact_id",
    }
}
SHARE_TOKENS: Links = {
    ("post", "/v1/access/share-tokens", "201"): {"share_token_id": f"{BODY}/share_token_id"}
}
GRANTS: Links = {("post", "/v1/access/grants", "201"): {"grant_id": f"{BODY}/grant_id"}}
BETA: Links = {("post", "/v1/runs", "201"): {"application_run_id": f"{BODY}/application_run_id"}}
BETA_SORT = {"/v1/applications": "-name", "/v1/applications/{application_id}/versions": "version"}


def add_links(document: Any, links: Links) -> set[str]:
    """Link each response to the operations whose path parameters it gives; returns these operations."""
    linked = set()
    for (source_method, source, status), given in links.items():
        response = document["paths"][source][source_method]["responses"][status]
        for path, operations in document["paths"].items():
            names = set(re.findall(r"{(\w+)}", path))
            for method, operation in operations.items():
                if names and names <= given.keys():
                    parameters = {name: given[name] for name in names}
                    link = {"operationId": operation["operationId"], "parameters": parameters}
                    response.setdefault("links", {})[operation["operationId"]] = link
                    linked.add(f"{method.upper()} {path}")
    return linked


def submittable(case: Any) -> None:
    """Change the submission of a run so that it is one that the platform takes."""
    if case.path != "/v1/runs" or case.method != "POST" or not isinstance(case.body, dict):
        return
    item = item_of_test_app("a")
    if "application_version_id" in case.body:
        reference = {"reference": item["external_id"], "input_artifacts": item["input_artifacts"]}
        case.body = {"application_version_id": "test-app:v1.0.0", "items": [reference]}
    else:
        case.body = {"application_id": "test-app", "items": [item]}


def follow_the_descriptions_of_the_beta(case: Any) -> None:
    """Change a request so that it keeps to rules that only the descriptions have."""
    if case.query.get("sort"):
        run_sort = "reference" if "{" in case.path else "triggered_at"
        case.query["sort"] = [BETA_SORT.get(case.path, run_sort)]


@pytest.mark.parametrize(
    ("version", "links"),
    [
        ("2025-05", BETA),
        ("2025-06", BETA),
        ("2025-07", BETA),
        ("1.7.0", RUNS),
        ("1.7.0", ITEMS),
        ("1.7.0", SHARE_TOKENS),
        ("1.7.0", GRANTS),
    ],
    ids=lambda value: value if isinstance(value, str) else next(iter(value))[1],
)
def test_sequences_of_calls_keep_to_the_document(
    version: str, links: Links, tmp_path: Path, key_file: Path
) -> None:
    import schemathesis
    from fastapi.testclient import TestClient

    from seawall.local.platform.instance.platform import Platform
    from seawall.local.platform.server.app import app_for
    from seawall.local.serving.wall_clock import utc_now

    shutil.copy(key_file, tmp_path / "tokens.pem")
    own = PlatformSettings(
        data_dir=tmp_path, auto_approve=True, workers=1, public_url=URL, api_version=version
    )
    server = Platform.open(own, utc_now)
    try:
        app = app_for(server)
        client = PlatformClient(TestClient(app, follow_redirects=False), server).log_in()
        document = client.http.get("/openapi.json").json()
        linked = add_links(document, links)
        schema = schemathesis.openapi.from_dict(document)
        schema.app = app
        schema.location = f"{URL}/openapi.json"
        # Other tests have the invalid requests.
        schema.config.generation.update(modes=[schemathesis.GenerationMode.POSITIVE])
        # An inferred link keeps an operation from the start of a sequence.
        schema.config.phases.stateful.inference.algorithms = []
        # A valid request for the file of an artifact that was deleted.
        schema.config.checks.positive_data_acceptance.expected_statuses.append("410")
        headers = {"Authorization": client.http.headers["Authorization"]}
        known = {}
        if version == "1.7.0":
            known["run_id"] = client.submit()
            client.wait_for_end(known["run_id"])  # so that its items have artifacts
        reached: set[str] = set()

        class Sequence(schema.as_state_machine()):  # type: ignore[misc]
            def before_call(self, case: Any) -> None:
                if version == "1.7.0":
                    follow_the_descriptions(case, known)
                else:
                    follow_the_descriptions_of_the_beta(case)
                submittable(case)
                if case.path.endswith("/items"):
                    case.path_parameters.update(known)
                    case.query.clear()  # otherwise the page is empty

            def get_call_kwargs(self, case: Any) -> dict[str, Any]:
                return {"headers": headers}

            def after_call(self, response: Any, case: Any) -> None:
                if response.status_code != 404:
                    reached.add(case.operation.label)

            def validate_response(self, response: Any, case: Any, **_: Any) -> None:
                case.validate_response(response, headers=headers)

        Sequence.run(
            settings=settings(
                max_examples=SEQUENCES,
                stateful_step_count=CALLS,
                derandomize=True,
                database=None,
                deadline=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
        )
    finally:
        server.close()
    assert linked <= reached
