"""Webhooks: signed, sent once for each run that ends, and again if the receiver refuses them."""

import hashlib
import hmac
import json

import pytest
from attrs import evolve

from seawall.local.agents import AgentsSettings
from tests.local.agents.client import ORG, AgentsHttp
from tests.local.agents.conftest import StartAgents
from tests.local.platform.client import wait_until
from tests.local.wall_clock import FakeWallClock
from tests.local.webhook_receiver import receiver

# Real servers.
pytestmark = pytest.mark.slow


def set_webhook(agents: AgentsHttp, url: str, **fields: object) -> None:
    response = agents.post(f"{ORG}/webhooks/agent-run", {"url": url, **fields})
    assert response.status_code == 200, response.text


def finish(agents: AgentsHttp, clock: FakeWallClock, **fields: object) -> int:
    run = agents.create(**{"prompt": "Grüße", **fields})  # type: ignore[arg-type]
    clock.advance(5)
    agents.run(run["id"])
    return int(run["id"])


def test_a_finished_run_sends_one_signed_webhook(agents: AgentsHttp, clock: FakeWallClock) -> None:
    with receiver() as hook:
        set_webhook(agents, hook.url, secret="s3cret")
        run_id = finish(agents, clock, metadata={"ratio": 0.1, "name": "Müller"})
        wait_until(lambda: bool(hook.received))
    [(headers, body)] = hook.received
    assert headers["x-codegen-signature"] == hmac.new(b"s3cret", body, hashlib.sha256).hexdigest()
    event = json.loads(body)
    assert event["event_type"] == "agent_run.completed"
    assert event["data"]["id"] == run_id
    assert event["data"]["metadata"] == {"ratio": 0.1, "name": "Müller"}
    assert "Müller".encode() in body


def test_a_failed_run_says_so_and_the_form_of_the_signature_is_a_setting(
    start: StartAgents, settings: AgentsSettings, clock: FakeWallClock
) -> None:
    agents = start(evolve(settings, signature_form="sha256=", webhook_header="X-Signature"))
    with receiver() as hook:
        set_webhook(agents, hook.url, secret="s3cret")
        finish(agents, clock, prompt="[outcome=failed]")
        wait_until(lambda: bool(hook.received))
    [(headers, body)] = hook.received
    expected = hmac.new(b"s3cret", body, hashlib.sha256).hexdigest()
    assert headers["x-signature"] == f"sha256={expected}"
    assert json.loads(body)["event_type"] == "agent_run.failed"


def test_a_refused_webhook_is_sent_again_after_a_delay(agents: AgentsHttp, clock: FakeWallClock) -> None:
    with receiver(refusals=2) as hook:
        set_webhook(agents, hook.url)
        finish(agents, clock)
        for attempts, delay_s in ((1, 0.5), (2, 1.0), (3, 0.0)):
            wait_until(lambda attempts=attempts: len(hook.received) == attempts)  # type: ignore[misc]
            wait_until(lambda attempts=attempts: stored_attempts(agents) == [attempts] or attempts == 3)  # type: ignore[misc]
            clock.advance(delay_s)
            agents.server.scheduler.notify()
        wait_until(lambda: stored_attempts(agents) == [])
    assert len({body for _, body in hook.received}) == 1


def stored_attempts(agents: AgentsHttp) -> list[int]:
    from sqlalchemy import select

    from seawall.local.webhooks.tables import WebhookDelivery

    with agents.server.database.read() as session:
        return list(session.scalars(select(WebhookDelivery.attempts)))


def test_a_webhook_that_is_always_refused_is_given_up(
    start: StartAgents, settings: AgentsSettings, clock: FakeWallClock
) -> None:
    agents = start(evolve(settings, webhook_attempts=2))
    with receiver(refusals=99) as hook:
        set_webhook(agents, hook.url)
        finish(agents, clock)
        wait_until(lambda: stored_attempts(agents) == [1])
        clock.advance(60)
        agents.server.scheduler.notify()
        wait_until(lambda: stored_attempts(agents) == [])
    assert len(hook.received) == 2


def test_the_webhooks_of_a_run_replace_the_organizations(agents: AgentsHttp, clock: FakeWallClock) -> None:
    with receiver() as organization, receiver() as own:
        set_webhook(agents, organization.url)
        run_id = finish(agents, clock, webhooks=[{"url": own.url}])
        wait_until(lambda: bool(own.received))
        other = finish(agents, clock)
        wait_until(lambda: bool(organization.received))
    assert [each["data"]["id"] for each in own.events] == [run_id]
    assert [each["data"]["id"] for each in organization.events] == [other]


def test_the_secret_never_comes_back(agents: AgentsHttp) -> None:
    path = f"{ORG}/webhooks/agent-run"
    assert agents.get(path).json() == {"url": None, "enabled": False, "has_secret": False}
    set_webhook(agents, "http://127.0.0.1:1/", secret="s3cret")
    stored = agents.get(path)
    assert stored.json() == {"url": "http://127.0.0.1:1/", "enabled": True, "has_secret": True}
    assert "s3cret" not in stored.text
    for _ in range(2):
        assert agents.send("DELETE", path).json()["status_code"] == 200
    assert agents.get(path).json()["url"] is None


def test_a_test_is_sent_at_once(agents: AgentsHttp) -> None:
    path = f"{ORG}/webhooks/agent-run/test"
    with receiver() as hook:
        assert agents.post(path, {"url": hook.url}).json()["status_code"] == 200
        assert len(hook.received) == 1
    with receiver(refusals=1) as hook:
        assert agents.post(path, {"url": hook.url}).json()["status_code"] == 502
    assert agents.post(path, {"url": "http://127.0.0.1:1/"}).json()["status_code"] == 502


def test_a_webhook_that_is_switched_off_is_not_sent(agents: AgentsHttp, clock: FakeWallClock) -> None:
    set_webhook(agents, "http://127.0.0.1:1/", enabled=False)
    finish(agents, clock)
    assert stored_attempts(agents) == []


def test_a_path_names_all_its_methods(agents: AgentsHttp) -> None:
    path = f"{ORG}/webhooks/agent-run"
    for method, status in (("OPTIONS", 204), ("PATCH", 405)):
        response = agents.send(method, path)
        assert response.status_code == status, method
        assert response.headers["Allow"] == "GET, POST, DELETE, HEAD, OPTIONS", method
