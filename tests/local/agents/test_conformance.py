"""Answers of the local server, checked with the schemas of its own document and of the newest real one.

Every operation answers with success and with the errors that it can have.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve, frozen
from jsonschema import Draft202012Validator

from seawall.core.engine.answer import decoded_answer, error_value, result_type
from seawall.core.engine.call import Operation
from seawall.core.http.message import Headers, Response
from seawall.local.agents import AgentsSettings
from tests.local.agents.client import AgentsHttp
from tests.local.agents.conftest import StartAgents
from tests.local.wall_clock import FakeWallClock

# Servers in this process; the first import takes a second.
pytestmark = pytest.mark.slow

_ROOT = Path(__file__).parents[3]
_OWN = _ROOT / "codegen" / "specs" / "agents.json"
_REAL = _ROOT.parent / "shared" / "specs" / "codegen-sh" / "08_1.0.0_2025-10-07.json"

JSON = Headers({"content-type": "application/json"})
# In this order. `O` is the organization 1.
CALLS = """
200 GET /users/me
200 GET /organizations?skip=0&limit=1
422 GET /organizations?skip=-1
200 GET /mcp-providers
200 GET /oauth/tokens/status?org_id=1
422 GET /oauth/tokens/status
200 POST /oauth/tokens/revoke?provider=linear&org_id=1
422 POST /oauth/tokens/revoke?provider=linear
200 POST /slack-connect/generate-token {"org_id": 1}
422 POST /slack-connect/generate-token {}
200 GET O/users
422 GET O/users?limit=101
200 GET O/users/2
404 GET O/users/99
200 POST O/agent/run {"prompt": "Fix it.", "metadata": {"a": [1]}, "repo_id": 1}
200 POST O/agent/run {"prompt": "[outcome=failed]", "images": null, "metadata": null}
422 POST O/agent/run {"prompt": ""}
404 POST O/agent/run {"prompt": "x", "repo_id": 99}
200 GET O/agent/run/1
200 GET O/agent/run/2
404 GET O/agent/run/99
422 GET O/agent/run/x
200 GET O/agent/runs?source_type=API&user_id=1
422 GET O/agent/runs?source_type=TELEPATHY
200 GET ALPHA/agent/run/1/logs?reverse=true
200 GET ALPHA/agent/run/2/logs
404 GET ALPHA/agent/run/99/logs
422 GET ALPHA/agent/run/1/logs?limit=0
200 POST O/agent/run/resume {"agent_run_id": 1, "prompt": "More."}
404 POST O/agent/run/resume {"agent_run_id": 99, "prompt": "More."}
422 POST O/agent/run/resume {"agent_run_id": 1}
200 POST O/agent/run/ban {"agent_run_id": 1}
404 POST O/agent/run/ban {"agent_run_id": 99}
422 POST O/agent/run/ban {}
200 POST O/agent/run/unban {"agent_run_id": 1}
404 POST O/agent/run/unban {"agent_run_id": 99}
422 POST O/agent/run/unban {}
200 POST O/agent/run/remove-from-pr {"agent_run_id": 1}
404 POST O/agent/run/remove-from-pr {"agent_run_id": 99}
422 POST O/agent/run/remove-from-pr {}
200 GET O/repos
422 GET O/repos?limit=0
200 GET O/repos/check-suite-settings?repo_id=1
404 GET O/repos/check-suite-settings?repo_id=99
422 GET O/repos/check-suite-settings
200 PUT O/repos/check-suite-settings?repo_id=1 {"check_retry_count": 4}
404 PUT O/repos/check-suite-settings?repo_id=99 {"check_retry_count": 4}
422 PUT O/repos/check-suite-settings?repo_id=1 {"check_retry_count": 11}
200 PATCH O/prs/1 {"state": "closed"}
200 PATCH O/prs/99 {"state": "closed"}
422 PATCH O/prs/1 {"state": "merged"}
200 PATCH O/repos/1/prs/1 {"state": "draft"}
422 PATCH O/repos/1/prs/1 {}
200 GET O/integrations
200 GET O/cli/rules
200 POST O/setup-commands/generate {"repo_id": 1}
400 POST O/setup-commands/generate {"repo_id": 1, "trigger_source": "other"}
404 POST O/setup-commands/generate {"repo_id": 99}
422 POST O/setup-commands/generate {}
200 POST O/sandbox/1/analyze-logs
404 POST O/sandbox/99/analyze-logs
422 POST O/sandbox/x/analyze-logs
200 GET O/models
200 POST O/webhooks/agent-run {"url": "http://127.0.0.1:9/", "secret": "s3cret"}
422 POST O/webhooks/agent-run {"url": "nowhere"}
200 GET O/webhooks/agent-run
200 POST O/webhooks/agent-run/test {"url": "http://127.0.0.1:9/"}
422 POST O/webhooks/agent-run/test {}
200 DELETE O/webhooks/agent-run
""".strip().splitlines()

# Intended: statuses that the newest real document does not list, and the operations that send them.
UNLISTED = {
    401: "all",
    403: {
        "GET /v1/organizations/{org_id}/repos",
        "GET /v1/organizations/{org_id}/repos/check-suite-settings",
        "PUT /v1/organizations/{org_id}/repos/check-suite-settings",
        "PATCH /v1/organizations/{org_id}/prs/{pr_id}",
        "PATCH /v1/organizations/{org_id}/repos/{repo_id}/prs/{pr_id}",
        "POST /v1/organizations/{org_id}/setup-commands/generate",
        "GET /v1/oauth/tokens/status",
        "POST /v1/oauth/tokens/revoke",
        "POST /v1/slack-connect/generate-token",
    },
    404: {
        "GET /v1/organizations/{org_id}/repos/check-suite-settings",
        "PUT /v1/organizations/{org_id}/repos/check-suite-settings",
    },
}
# Intended: operations of later versions of the API.
LATER = {
    "GET /v1/organizations/{org_id}/models",
    "GET /v1/organizations/{org_id}/webhooks/agent-run",
    "POST /v1/organizations/{org_id}/webhooks/agent-run",
    "DELETE /v1/organizations/{org_id}/webhooks/agent-run",
    "POST /v1/organizations/{org_id}/webhooks/agent-run/test",
}


@frozen
class Answer:
    """The answer to a call, and its operation by method and path."""

    operation: str
    call: str
    status: int
    body: Any


@pytest.fixture
def answers(start: StartAgents, settings: AgentsSettings, clock: FakeWallClock) -> list[Answer]:
    agents = start(settings)
    found = []
    for line in CALLS:
        found.append(answer(agents, line))
        clock.advance(2)
    return found


def document(path: Path) -> Any:
    if not path.exists():
        pytest.skip(f"the real specs are not at {path.parent}")
    return json.loads(path.read_text("utf-8"))


def operations(spec: Any) -> dict[str, Any]:
    return {
        f"{method.upper()} {path}": operation
        for path, item in spec["paths"].items()
        for method, operation in item.items()
    }


def answer(agents: AgentsHttp, line: str) -> Answer:
    """Send a call of the table; its status must be that of the table."""
    status, call = line.split(" ", 1)
    method, path, *body = call.split(" ", 2)
    path = re.sub("^(O|ALPHA)", lambda found: f"{found[1].replace('O', '')}/organizations/1".lower(), path)
    path = f"/v1{path}" if path.startswith("/") else f"/v1/{path}"
    response = agents.send(method, path, json.loads(body[0]) if body else None)
    assert (line, response.status_code) == (line, int(status)), response.text
    return Answer(operation_of(method, path), call, response.status_code, response.json())


def operation_of(method: str, path: str) -> str:
    own = operations(json.loads(_OWN.read_text("utf-8")))
    # The path with the fewest parameters: `/repos/check-suite-settings`, not `/repos/{id}`.
    for name in sorted(own, key=lambda name: name.count("{")):
        pattern = re.sub(r"\{\w+\}", "[^/]+", name)
        if re.fullmatch(pattern, f"{method} {path.partition('?')[0]}"):
            return name
    raise AssertionError(f"there is no operation {method} {path}")


def misfits(spec: Any, found: Answer) -> list[str]:
    """The faults of an answer against the schema of its status; `unlisted` if there is none."""
    response = operations(spec)[found.operation]["responses"].get(str(found.status))
    if response is None:
        return ["unlisted"]
    if "content" not in response:
        return []  # of 400 the real document tells the status only
    schema = response["content"]["application/json"]["schema"]
    validator = Draft202012Validator({**schema, "components": spec["components"]})
    return [f"{found.call}: {fault.message}" for fault in validator.iter_errors(found.body)]


def test_the_calls_are_of_all_operations_of_both_documents(answers: list[Answer]) -> None:
    called = {each.operation for each in answers if each.status == 200}
    assert called == set(operations(document(_OWN)))
    assert called - LATER == set(operations(document(_REAL)))


@pytest.mark.parametrize("path", [_OWN, _REAL], ids=["own", "real"])
def test_every_answer_fits_its_schema(answers: list[Answer], path: Path) -> None:
    spec = document(path)
    known = [each for each in answers if path == _OWN or each.operation not in LATER]
    unlisted = {(each.status, each.operation) for each in known if misfits(spec, each) == ["unlisted"]}
    intended = set() if path == _OWN else {(404, operation) for operation in UNLISTED[404]}
    assert unlisted == intended
    assert {fault for each in known for fault in misfits(spec, each)} <= {"unlisted"}


@pytest.mark.parametrize(("user", "status"), [(None, 401), ("mallory", 403)])
@pytest.mark.parametrize("path", [_OWN, _REAL], ids=["own", "real"])
def test_a_refused_caller_gets_an_error_that_fits(
    agents: AgentsHttp, user: str | None, status: int, path: Path
) -> None:
    spec = document(path)
    without_organization = ("/users/me", "/mcp-providers", "/organizations?")
    calls = [line[4:] for line in CALLS if line.startswith("200 ")]
    if status == 403:
        calls = [call for call in calls if not call.split(" ")[1].startswith(without_organization)]
    found = [answer(agents.of(user), f"{status} {call}") for call in calls]
    if path == _OWN:
        assert [fault for each in found for fault in misfits(spec, each)] == []
        return
    known = [each for each in found if each.operation not in LATER]
    unlisted = {each.operation for each in known if misfits(spec, each) == ["unlisted"]}
    intended = UNLISTED[status]
    assert unlisted == ({each.operation for each in known} if intended == "all" else intended)
    assert {fault for each in known for fault in misfits(spec, each)} <= {"unlisted"}


@pytest.mark.parametrize("path", [_OWN, _REAL], ids=["own", "real"])
def test_the_errors_of_limits_fit(start: StartAgents, settings: AgentsSettings, path: Path) -> None:
    spec = document(path)
    agents = start(evolve(settings, run_limit=10, rate_limits=True))
    create = 'POST O/agent/run {"prompt": "x"}'
    for _ in range(10):
        answer(agents, f"200 {create}")
    found = [answer(agents, f"429 {create}"), answer(agents.of("grace"), f"402 {create}")]
    for _ in range(60):
        answer(agents, "200 GET /users/me")
    found += [
        answer(agents, f"429 {call}")
        for call in ("GET /users/me", "GET O/users", "GET O/agent/runs", "GET O/repos", "GET /organizations")
    ]
    assert [fault for each in found for fault in misfits(spec, each)] == []


@pytest.mark.parametrize("path", [_OWN, _REAL], ids=["own", "real"])
def test_a_client_generated_from_either_document_decodes_every_answer(
    answers: list[Answer], path: Path, tmp_path: Path
) -> None:
    # Late: collection does without the pipeline.
    from seawall.codegen.generate import generate, load_inputs
    from tests.codegen.generating import Client, config

    document(path)
    client = Client(generate(load_inputs(config(path.parent, spec=path.name))), tmp_path)
    declared = [each for each in vars(client.calls).values() if isinstance(each, Operation)]
    by_name = {f"{each.method} {each.path}": each for each in declared}
    for each in answers:
        if path == _REAL and each.operation in LATER:
            continue
        operation = by_name[each.operation]
        response = Response(each.status, JSON, json.dumps(each.body).encode())
        if each.status == 200:
            type_ = result_type(operation, 200)
            decoded = decoded_answer(operation, response, type_, tolerant=False)
            assert decoded.drifts == (), each.call
        elif each.status in operation.error_types:
            # 400 of the real document has no schema.
            assert error_value(operation, response) is not None or each.status == 400, each.call
