"""Each operation, judged by the exported OpenAPI document with valid and invalid requests of schemathesis."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable

from seawall.local.platform import PlatformSettings
from tests.local.platform.client import PlatformClient

# Some hundred requests: one that is valid and known, and others that are generated.
pytestmark = pytest.mark.exhaustive

EXAMPLES = 5
SEED = 1


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory, key_file: Path) -> Iterator[tuple[Any, Any]]:
    """The operations of a platform, and a client that is logged in."""
    import schemathesis
    from fastapi.testclient import TestClient

    from seawall.local.platform.instance.platform import Platform
    from seawall.local.platform.server.app import app_for
    from seawall.local.serving.wall_clock import utc_now

    folder = tmp_path_factory.mktemp("schemathesis")
    shutil.copy(key_file, folder / "tokens.pem")
    # The host that schemathesis calls.
    own = PlatformSettings(data_dir=folder, auto_approve=True, workers=1, public_url="http://testserver")
    server = Platform.open(own, utc_now)
    try:
        app = app_for(server)
        client = PlatformClient(TestClient(app, follow_redirects=False), server)
        yield schemathesis.openapi.from_asgi("/openapi.json", app), client.log_in()
    finally:
        server.close()


def known_values(client: PlatformClient) -> dict[str, str]:
    """Path parameters of resources that exist."""
    run_id = client.submit()
    client.wait_for_end(run_id)
    [item] = client.items(run_id)
    token = client.post("/access/share-tokens", {}).json()
    grant = {
        "resource_type": "run",
        "resource_id": run_id,
        "subject_type": "share_token",
        "subject_id": token["share_token_id"],
        "relation": "viewer",
    }
    return {
        "application_id": "test-app",
        "version": "1.0.0",
        "name": "changelog.md",
        "run_id": run_id,
        "external_id": item["external_id"],
        "artifact_id": item["output_artifacts"][0]["output_artifact_id"],
        "share_token_id": token["share_token_id"],
        "grant_id": client.post("/access/grants", grant).json()["grant_id"],
    }


def follow_the_descriptions(case: Any, known: dict[str, str]) -> None:
    """Change a valid request so that it keeps to rules that only the descriptions have."""
    if case.query.get("sort"):
        case.query["sort"] = ["-application_id" if case.path == "/v1/applications" else "-created_at"]
        if case.path.startswith("/v1/runs"):
            case.query["sort"] = ["terminated_at"]
    if case.query.get("custom_metadata") is not None:
        case.query["custom_metadata"] = "$.study"
    if case.path == "/v1/access/grants" and isinstance(case.body, dict):
        case.body.pop("subject_email", None)
        case.body.update(relation="viewer", subject_id="local|user", resource_id=known["run_id"])
    if case.path == "/v1/access/share-tokens" and isinstance(case.body, dict):
        case.body.update(expires_at="2099-01-01T00:00:00Z")
    if case.path.endswith("/custom-metadata") and isinstance(case.body, dict):
        case.body.pop("custom_metadata_checksum", None)
    if case.path == "/v1/runs" and isinstance(case.body, dict):
        for name in ("callback_context", "scheduling"):
            case.body.pop(name, None)
        case.body.update(application_id="none")


def test_every_operation_keeps_to_the_document(platform: tuple[Any, PlatformClient]) -> None:
    from schemathesis import GenerationMode

    schema, client = platform
    known = known_values(client)
    headers = {"Authorization": client.http.headers["Authorization"]}
    statuses: dict[str, set[int]] = {}
    without_invalid_requests = set()
    for result in schema.get_all_operations():
        operation = result.ok()
        found = statuses.setdefault(operation.label, set())

        def judge(case: Any, found: set[int] = found) -> None:
            response = case.call(headers=headers)
            found.add(response.status_code)
            case.validate_response(response, headers=headers)

        def valid(case: Any) -> None:
            follow_the_descriptions(case, known)
            judge(case)
            case.path_parameters.update({name: known[name] for name in case.path_parameters})
            judge(case)

        generated(operation.as_strategy(generation_mode=GenerationMode.POSITIVE), valid)
        try:
            generated(operation.as_strategy(generation_mode=GenerationMode.NEGATIVE), judge)
        except Unsatisfiable:
            without_invalid_requests.add(operation.label)
    assert len(statuses) == 26
    # They have no input, or texts of any content.
    documents = "GET /v1/applications/{application_id}/versions/{version}/documents"
    assert without_invalid_requests == {
        "GET /v1/me",
        "GET /v1/applications/{application_id}",
        *(documents + rest for rest in ("", "/{name}", "/{name}/file", "/{name}/content")),
    }
    # With resources that exist, each operation but the submission of generated items has succeeded.
    succeeded = {label for label, found in statuses.items() if found & {200, 201, 202, 307, 409}}
    assert statuses.keys() - succeeded == {"POST /v1/runs"}


def generated(strategy: Any, check: Any) -> None:
    """Call `check` with the same requests in each run."""

    @seed(SEED)
    @settings(
        max_examples=EXAMPLES,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def run(case: Any) -> None:
        check(case)

    run()
