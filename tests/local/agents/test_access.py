"""Tokens, organizations, rate limits, base paths, and the other resources."""

import pytest
from attrs import evolve

from seawall.local.agents import AgentsSettings
from tests.local.agents.client import ORG, AgentsHttp
from tests.local.agents.conftest import StartAgents
from tests.local.wall_clock import FakeWallClock

# Servers in this process; the first import takes a second.
pytestmark = pytest.mark.slow


def test_a_call_without_a_valid_token_is_401(agents: AgentsHttp) -> None:
    for user in (None, "ada"):
        client = agents.of(user)
        if user:
            client.token = "sk-wrong"
        response = client.get(f"{ORG}/agent/runs", skip=-1)
        assert response.status_code == 401
        assert response.json()["status_code"] == 401
        assert response.headers["www-authenticate"] == "Bearer"


def test_another_organization_is_403(agents: AgentsHttp) -> None:
    for path in ("agent/runs", "users", "repos", "integrations", "cli/rules", "models", "webhooks/agent-run"):
        response = agents.of("mallory").get(f"{ORG}/{path}")
        assert response.status_code == 403, path
        assert response.json()["message"] == "You do not have access to this organization."


def test_a_run_of_another_organization_is_404(agents: AgentsHttp) -> None:
    run = agents.create()
    response = agents.of("mallory").get(f"/v1/organizations/2/agent/run/{run['id']}")
    assert (response.status_code, response.json()["message"]) == (404, "Agent run not found.")


@pytest.mark.parametrize("params", [{"skip": -1}, {"limit": 101}, {"limit": 0}, {"limit": "x"}])
def test_a_wrong_page_is_422_with_its_place(agents: AgentsHttp, params: dict[str, object]) -> None:
    response = agents.get(f"{ORG}/users", **params)
    assert response.status_code == 422
    assert response.json()["detail"][0]["loc"] == ["query", next(iter(params))]


@pytest.mark.parametrize("prefix", ["/v1", "", "/v1/v1"])
def test_the_base_may_have_the_version_or_not(agents: AgentsHttp, prefix: str) -> None:
    run_id = agents.create()["id"]
    assert agents.get(f"{prefix}/users/me").json()["github_username"] == "ada"
    for logs in (f"{prefix}/organizations/1", f"{prefix}/alpha/organizations/1"):
        assert agents.get(f"{logs}/agent/run/{run_id}/logs").status_code == 200


def test_the_eleventh_create_of_a_minute_is_429(
    start: StartAgents, settings: AgentsSettings, clock: FakeWallClock
) -> None:
    agents = start(evolve(settings, rate_limits=True))
    for _ in range(10):
        agents.create()
        clock.advance(1)
    refused = agents.post(f"{ORG}/agent/run", {"prompt": "One more."})
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "50")
    assert refused.json()["message"] == "Rate limit exceeded. Please try again later."
    agents.of("grace").create()
    clock.advance(50)
    agents.create()


def test_the_61st_read_in_30_s_is_429(
    start: StartAgents, settings: AgentsSettings, clock: FakeWallClock
) -> None:
    agents = start(evolve(settings, rate_limits=True))
    statuses = [agents.get("/v1/users/me").status_code for _ in range(61)]
    assert statuses == [200] * 60 + [429]
    clock.advance(30)
    assert agents.get("/v1/users/me").status_code == 200


def test_users_and_organizations(agents: AgentsHttp) -> None:
    users = agents.get(f"{ORG}/users").json()
    assert [user["github_username"] for user in users["items"]] == ["ada", "grace", "linus"]
    assert [user["role"] for user in users["items"]] == ["ADMIN", "MANAGER", "MEMBER"]
    assert agents.get(f"{ORG}/users", skip=1, limit=1).json()["page"] == 2
    assert agents.get(f"{ORG}/users/2").json()["github_username"] == "grace"
    for unknown in (4, 99, 2**70):
        assert agents.get(f"{ORG}/users/{unknown}").status_code == 404
    organizations = agents.get("/v1/organizations").json()
    assert [each["name"] for each in organizations["items"]] == ["Local", "Empty"]


def test_check_suite_settings_survive_a_change(agents: AgentsHttp) -> None:
    path = f"{ORG}/repos/check-suite-settings"
    before = agents.get(path, repo_id=1).json()
    agents.send("PUT", path, {"check_retry_count": 5, "ignored_checks": ["lint"]}, repo_id=1)
    after = agents.get(path, repo_id=1).json()
    assert after == {**before, "check_retry_count": 5, "ignored_checks": ["lint"]}
    assert agents.get(path, repo_id=2).json() == before
    assert agents.send("PUT", path, {"check_retry_count": 11}, repo_id=1).status_code == 422
    assert agents.get(path, repo_id=4).status_code == 404
    assert agents.get(path).status_code == 422


def test_a_revoked_provider_leaves_the_list(agents: AgentsHttp) -> None:
    assert agents.get("/v1/oauth/tokens/status", org_id=1).json() == ["github", "slack", "linear"]
    agents.post("/v1/oauth/tokens/revoke", provider="linear", org_id=1)
    assert agents.get("/v1/oauth/tokens/status", org_id=1).json() == ["github", "slack"]
    integrations = agents.get(f"{ORG}/integrations").json()
    assert integrations["total_active_integrations"] == 2
    assert agents.of("mallory").get("/v1/oauth/tokens/status", org_id=1).status_code == 403


def test_a_slack_token_belongs_to_an_organization(agents: AgentsHttp) -> None:
    answer = agents.post("/v1/slack-connect/generate-token", {"org_id": 1}).json()
    assert answer["token"] in answer["message"]
    assert answer["expires_in_minutes"] == 10
    assert agents.post("/v1/slack-connect/generate-token", {"org_id": 2}).status_code == 403


def test_a_slack_token_works_once_and_for_ten_minutes(agents: AgentsHttp, clock: FakeWallClock) -> None:
    def token() -> str:
        return str(agents.post("/v1/slack-connect/generate-token", {"org_id": 1}).json()["token"])

    def connect(token: str) -> tuple[int, object]:
        answer = agents.of(None).post("/v1/slack-connect/connect", {"token": token})
        return answer.status_code, answer.json()

    one, late, too_late = token(), token(), token()
    assert connect(one) == (200, {"organization_id": 1, "user_id": 1})
    assert connect(one)[0] == 400
    clock.advance(600)
    assert connect(late)[0] == 200
    clock.advance(1)
    status, body = connect(too_late)
    assert (status, connect("unknown")[0], connect("x" * 300)[0]) == (400, 400, 422)
    assert too_late not in str(body)


def test_rules_models_and_providers(agents: AgentsHttp) -> None:
    assert agents.get(f"{ORG}/cli/rules").json() == {"organization_rules": None, "user_custom_prompt": None}
    models = agents.get(f"{ORG}/models").json()
    assert models["default_model"] in [each["value"] for each in models["providers"][0]["models"]]
    assert [each["name"] for each in agents.get("/v1/mcp-providers").json()] == ["linear", "notion"]


def test_a_sandbox_analysis_is_a_run(agents: AgentsHttp) -> None:
    run = agents.create()
    answer = agents.post(f"{ORG}/sandbox/{run['id']}/analyze-logs").json()
    assert agents.run(answer["agent_run_id"])["id"] != run["id"]
    assert agents.post(f"{ORG}/sandbox/99/analyze-logs").status_code == 404
    refused = agents.post(f"{ORG}/setup-commands/generate", {"repo_id": 1, "trigger_source": "x"})
    assert refused.status_code == 400


def test_the_routes_of_the_terminal_client(agents: AgentsHttp) -> None:
    assert len(agents.get(f"{ORG}/repositories").json()["items"]) == 3
    assert agents.get(f"{ORG}/tools").json()["total_count"] == 1
    echoed = agents.post(f"{ORG}/tools/execute", {"tool_name": "echo", "arguments": {"a": 1}}).json()
    assert (echoed["success"], echoed["result"]) == (True, {"a": 1})
    assert agents.post(f"{ORG}/tools/execute", {"tool_name": "rm"}).json()["success"] is False
    session = "6b0f0bd4-9a0e-4a35-8d3f-2f1c3a1b0c55"
    body = {"session_id": session}
    run_id = agents.post(f"{ORG}/claude_code/session", body).json()["agent_run_id"]
    assert agents.post(f"{ORG}/claude_code/session", body).json()["agent_run_id"] == run_id
    path = f"{ORG}/claude_code/session/{session}"
    assert agents.post(f"{path}/log", {"log": {"text": "hello"}}).status_code == 200
    assert agents.logs(run_id)["logs"][-1]["tool_output"] == {"text": "hello"}
    assert agents.post(f"{path}/status", {"status": "complete"}).status_code == 200
    assert agents.run(run_id)["status"] == "COMPLETE"
    assert agents.post(f"{path}/status", {"status": "unheard of"}).status_code == 400
    assert agents.post(f"{ORG}/claude_code/session/other/log", {"log": {}}).status_code == 404
    assert agents.post(f"{ORG}/claude_code/session", {"session_id": "x"}).status_code == 400


def test_the_tokens_are_in_a_file_of_the_owner(agents: AgentsHttp) -> None:
    path = agents.server.settings.data_dir / "tokens.json"
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_second_server_can_not_use_the_folder(start: StartAgents, settings: AgentsSettings) -> None:
    from seawall.local.agents import DataFolderInUseError

    start(settings)
    with pytest.raises(DataFolderInUseError, match="Another local agents server"):
        start(settings)
