"""Requests as third-party clients send them, header for header: base URLs with `/v1`, null fields."""

import re

import pytest

from tests.local.agents.client import AgentsHttp
from tests.local.wall_clock import FakeWallClock

# Servers in this process; the first import takes a second.
pytestmark = pytest.mark.slow

# A client whose base URL ends in `/v1`, and whose paths do not begin with it.
BASE, ORG = "/v1", "/v1/organizations/1"
AGENT = "codegen-python-client/2.0.0"


def test_a_client_that_sends_null_for_what_is_not_given(agents: AgentsHttp, clock: FakeWallClock) -> None:
    headers = {"User-Agent": AGENT}
    body = b'{"prompt": "Fix it.", "images": null, "metadata": null}'
    created = agents.send_bytes("POST", f"{ORG}/agent/run", body, **headers)
    assert (created.status_code, created.json()["metadata"]) == (200, None)
    run = created.json()["id"]
    # It sends Content-Type with every request, also with one that has no body.
    for path in (f"{BASE}/users/me", f"{ORG}/users?skip=0&limit=100", f"{ORG}/agent/run/{run}"):
        assert agents.send_bytes("GET", path, b"", **headers).status_code == 200
    resumed = agents.send_bytes(
        "POST", f"{ORG}/agent/run/resume", b'{"agent_run_id": %d, "prompt": "More.", "images": null}' % run
    )
    assert resumed.status_code == 200
    clock.advance(5)
    # Its logs are not below `/alpha`.
    logs = agents.get(f"{ORG}/agent/run/{run}/logs", skip=0, limit=100).json()
    assert logs["logs"][-1]["message_type"] == "FINAL_ANSWER"


@pytest.mark.parametrize("prefix", ["/v1", ""])
def test_a_client_that_parses_json_from_every_answer(agents: AgentsHttp, prefix: str) -> None:
    org = f"{prefix}/organizations/1"
    request_id = "0a1b2c3d4e5f"
    run = agents.create("Fix it.", agent_type="claude_code")["id"]
    hook = b'{"url": "http://127.0.0.1:9/hook", "secret": "s3cret", "enabled": true}'
    requests = [
        ("POST", f"{org}/webhooks/agent-run", hook),
        ("GET", f"{org}/webhooks/agent-run", b""),
        ("POST", f"{org}/webhooks/agent-run/test", b'{"url": "http://127.0.0.1:9/hook"}'),
        ("DELETE", f"{org}/webhooks/agent-run", b""),
        ("GET", f"{org}/models", b""),
        ("PUT", f"{org}/repos/check-suite-settings?repo_id=1", b'{"check_retry_count": 1}'),
        ("GET", f"{org}/cli/rules", b""),
        ("GET", f"{org}/integrations", b""),
        ("POST", f"{org}/agent/run/ban", b'{"agent_run_id": %d}' % run),
        ("POST", f"{org}/agent/run/unban", b'{"agent_run_id": %d, "before_card_order_id": null}' % run),
        ("POST", f"{org}/agent/run/remove-from-pr", b'{"agent_run_id": %d}' % run),
        ("POST", f"{prefix}/oauth/tokens/revoke?provider=linear&org_id=1", b""),
        ("GET", f"{prefix}/alpha/organizations/1/agent/run/{run}/logs?reverse=true&limit=1", b""),
        ("POST", f"{prefix}/slack-connect/generate-token", b'{"org_id": 1}'),
    ]
    for method, path, body in requests:
        answer = agents.send_bytes(method, path, body, **{"X-Request-ID": request_id})
        assert answer.status_code == 200, path
        assert isinstance(answer.json(), dict), path
        assert answer.headers["x-request-id"] == request_id


def test_settings_of_an_organization_are_404_as_json(agents: AgentsHttp) -> None:
    # A client takes this as: read the settings from the list of organizations.
    missing = agents.get(f"{ORG}/settings")
    assert (missing.status_code, missing.json()["status_code"]) == (404, 404)
    assert agents.get("/v1/organizations").json()["items"][0]["settings"]["enable_pr_creation"] is True


def test_times_are_those_that_the_live_system_sends(agents: AgentsHttp) -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}", agents.create()["created_at"])
