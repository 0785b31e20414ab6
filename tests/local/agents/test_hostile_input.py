"""Hostile input: an answer of the API for each of it, and no run that spoils a list afterwards."""

import json

import pytest
from attrs import evolve

from seawall.local.agents import AgentsSettings
from tests.local.agents.client import ORG, AgentsHttp
from tests.local.wall_clock import FakeWallClock
from tests.local.webhook_receiver import receiver

# Servers in this process; the first import takes a second.
pytestmark = pytest.mark.slow

RUN, HOOK = f"{ORG}/agent/run", f"{ORG}/webhooks/agent-run"
SETTINGS = f"{ORG}/repos/check-suite-settings"
HUGE = 2**70


def send_raw(agents: AgentsHttp, method: str, path: str, body: bytes) -> int:
    return int(agents.send_bytes(method, path, body).status_code)


@pytest.mark.parametrize("number", [2**63, HUGE, -1, -HUGE])
@pytest.mark.parametrize(
    "path",
    [
        f"{RUN}/{{}}",
        f"{RUN}/{{}}/logs",
        f"{ORG}/agent/runs?user_id={{}}",
        f"{ORG}/agent/runs?skip={{}}",
        f"{ORG}/users?skip={{}}",
        f"{ORG}/repos?skip={{}}",
        "/v1/organizations?skip={}",
        "/v1/organizations/{}/agent/runs",
        "/v1/oauth/tokens/status?org_id={}",
        f"{SETTINGS}?repo_id={{}}",
    ],
)
def test_an_integer_beyond_the_database_is_422(agents: AgentsHttp, path: str, number: int) -> None:
    assert agents.get(path.format(number)).status_code == 422


def test_the_largest_integers_are_served(agents: AgentsHttp) -> None:
    largest = 2**63 - 1
    assert agents.get(f"{RUN}/{largest}").status_code == 404
    assert agents.get(f"{ORG}/agent/runs", skip=largest, user_id=largest).json()["items"] == []
    assert agents.post("/v1/slack-connect/generate-token", {"org_id": largest}).status_code == 403
    assert agents.post("/v1/slack-connect/generate-token", {"org_id": largest + 1}).status_code == 422


NOT_STORABLE = {
    "lone surrogate": b'"\\ud800"',
    "lone surrogate in a key": b'{"\\udc00": 1}',
    "NaN": b"NaN",
    "infinity": b"1e999",
    "deep": b"[" * 900 + b"]" * 900,
    "too deep for Python": b"[" * 100_000 + b"]" * 100_000,
    "an integer too long for Python": b"9" * 5000,
}
BODIES = {
    f"POST {RUN}": b'{"prompt": "x", "metadata": {"a": %s}}',
    f"POST {RUN}?field=model": b'{"prompt": "x", "model": %s}',
    f"POST {RUN}?field=unknown": b'{"prompt": "x", "unknown": %s}',
    f"POST {RUN}?field=webhooks": b'{"prompt": "x", "webhooks": [{"url": "http://a/", "secret": %s}]}',
    f"POST {RUN}/resume": b'{"agent_run_id": 1, "prompt": %s}',
    f"POST {HOOK}": b'{"url": "http://127.0.0.1:1/", "secret": %s}',
    f"PUT {SETTINGS}?repo_id=1": b'{"custom_prompts": {"ci": %s}}',
    f"POST {ORG}/setup-commands/generate": b'{"repo_id": 1, "prompt": %s}',
    f"POST {ORG}/tools/execute": b'{"tool_name": "echo", "arguments": {"a": %s}}',
}


@pytest.mark.parametrize("value", NOT_STORABLE.values(), ids=NOT_STORABLE)
@pytest.mark.parametrize("request_line", BODIES, ids=lambda line: line.partition(" ")[2])
def test_json_that_can_not_be_sent_back_is_refused(
    agents: AgentsHttp, clock: FakeWallClock, request_line: str, value: bytes
) -> None:
    method, path = request_line.split(" ")
    assert send_raw(agents, method, path, BODIES[request_line] % value) in {400, 422}
    clock.advance(10)
    assert agents.get(f"{ORG}/agent/runs").json()["items"] == []
    assert agents.get(f"{SETTINGS}", repo_id=1).status_code == 200


@pytest.mark.parametrize(
    "metadata",
    [
        {"local": {"outcome": ["x"], "logs": "inf", "duration_s": True}},
        {"local": {"outcome": "no such", "logs": -1, "duration_s": "1e999"}},
        {"local": [1]},
        {"number": 10**4000},
        {"text": "y" * 5_000_000},
        {"nul": "\0", "": {"": []}},
    ],
    ids=["types", "values", "list", "number", "megabytes", "nul"],
)
def test_any_other_metadata_comes_back(
    agents: AgentsHttp, clock: FakeWallClock, metadata: dict[str, object]
) -> None:
    run = agents.create(metadata=metadata)
    clock.advance(10)
    assert agents.run(run["id"])["metadata"] == metadata
    assert agents.run(run["id"])["status"] == "COMPLETE"


@pytest.mark.parametrize("prompt", ["\0", "a\u2028b", "\n\n x \n y", "[logs=1e3] [duration_s=nan]"])
def test_any_prompt_ends(agents: AgentsHttp, clock: FakeWallClock, prompt: str) -> None:
    run = agents.create(prompt)
    clock.advance(10)
    assert agents.run(run["id"])["status"] == "COMPLETE"


def test_a_blank_prompt_for_setup_commands_is_none(agents: AgentsHttp, clock: FakeWallClock) -> None:
    for prompt in ("", " \n", None):
        made = agents.post(f"{ORG}/setup-commands/generate", {"repo_id": 1, "prompt": prompt}).json()
        clock.advance(10)
        assert agents.run(made["agent_run_id"])["summary"].startswith("Find the commands")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/\r\nX-Injected: yes",
        "http://127.0.0.1:1/\n",
        "http://127.0.0.1 :1/",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1:0/",
        "http://127.0.0.1:x/",
        "http://127.1/",
        "http://[::1/",
        "http://\\127.0.0.1/",
        "http:///hook",
        "http://" + "a" * 300 + "/",
        "http://exämple.com/",
        "http://127.0.0.1/\x00",
        "file:///etc/passwd",
        "",
    ],
)
def test_a_webhook_needs_an_address(agents: AgentsHttp, url: str) -> None:
    for path in (HOOK, f"{HOOK}/test"):
        assert agents.post(path, {"url": url}).status_code == 422
    refused = agents.post(RUN, {"prompt": "x", "webhooks": [{"url": url}]})
    assert refused.status_code == 422
    assert agents.get(HOOK).json()["url"] is None


def test_a_secret_is_only_a_key(agents: AgentsHttp) -> None:
    with receiver() as hook:
        agents.post(HOOK, {"url": hook.url, "secret": "a\r\nX-Injected: yes"})
        assert agents.post(f"{HOOK}/test", {"url": hook.url}).json()["status_code"] == 200
    [(headers, _)] = hook.received
    assert "x-injected" not in headers
    assert len(headers["x-codegen-signature"]) == 64


@pytest.mark.parametrize("name", ["X\r\nY", "", "X Y", "X:"])
def test_the_header_of_the_signature_is_the_name_of_a_header(settings: AgentsSettings, name: str) -> None:
    with pytest.raises(ValueError, match="webhook_header must be the name of a header"):
        evolve(settings, webhook_header=name)


def test_a_redirect_of_a_receiver_is_not_followed(agents: AgentsHttp) -> None:
    with receiver() as target, receiver(redirects_to=target.url) as hook:
        assert agents.post(f"{HOOK}/test", {"url": hook.url}).json()["status_code"] == 502
    assert len(hook.received) == 1
    assert target.received == []


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", f"{RUN}/%00"),
        ("GET", f"{RUN}/%D9%A1"),
        ("GET", f"{RUN}/1.0"),
        ("POST", f"{ORG}/claude_code/session/%ff%00/log"),
        ("POST", "/v1/oauth/tokens/revoke?provider=%ff%00&org_id=1"),
        ("PATCH", f"{ORG}/prs/1"),
        ("HEAD", "/v1/users/me"),
        ("GET", "/"),
        ("GET", "/v1"),
        ("GET", "/v1/v1/v1/nothing"),
        ("GET", "//v1//users/me"),
    ],
)
def test_an_odd_path_or_method_is_no_fault_of_the_server(agents: AgentsHttp, method: str, path: str) -> None:
    assert agents.send(method, path, {"log": {}, "state": "open\n"}).status_code < 500


@pytest.mark.parametrize("body", [b"", b"[1]", b"null", b'"text"', b"{", b'{"prompt": "\xff"}'])
def test_a_body_that_is_no_object_is_refused(agents: AgentsHttp, body: bytes) -> None:
    assert send_raw(agents, "POST", RUN, body) in {400, 422}
    assert send_raw(agents, "POST", f"{ORG}/tools/execute", body) in {400, 422}


def test_errors_name_no_input(agents: AgentsHttp) -> None:
    refused = agents.post(HOOK, {"url": "nowhere", "secret": "s3cret-of-the-hook"})
    assert refused.status_code == 422
    assert "s3cret-of-the-hook" not in json.dumps(refused.json())
