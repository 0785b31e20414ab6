"""Webhooks about the states of runs: signed, with the callback context."""

import json
import stat
from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve

from seawall.core.webhook.signatures import StandardWebhook
from seawall.local.platform import WEBHOOK_SECRET_FILE, PlatformSettings
from tests.contract.source import ROOT
from tests.local.platform.client import item_of_test_app, wait_until
from tests.local.wall_clock import FakeWallClock
from tests.local.webhook_receiver import Receiver, receiver

if TYPE_CHECKING:
    from tests.local.platform.conftest import StartPlatform

# A whole platform and a receiver.
pytestmark = pytest.mark.slow


def states(hook: Receiver, run_id: str) -> list[Any]:
    """The previous and the new states of the run, by time."""
    events = {event["id"]: event for event in hook.events if event["data"]["run_id"] == run_id}
    return [(event["data"]["previous_state"], event["data"]["state"]) for event in events.values()]


def test_each_state_is_sent_with_the_callback_context(
    start: "StartPlatform", settings: PlatformSettings, clock: FakeWallClock
) -> None:
    with receiver() as hook:
        platform = start(evolve(settings, webhook_url=hook.url)).log_in()
        context = {"order": 5, "name": "ä"}
        run_id = platform.submit(item_of_test_app("a"), callback_context=context)
        platform.wait_for_end(run_id)
        wait_until(lambda: len(states(hook, run_id)) == 3)
    assert set(states(hook, run_id)) == {
        (None, "PENDING"),
        ("PENDING", "PROCESSING"),
        ("PROCESSING", "TERMINATED"),
    }
    [last] = [event for event in hook.events if event["data"]["state"] == "TERMINATED"]
    assert last["type"] == "run.state_changed"
    assert last["timestamp"] == "2026-07-08T12:00:00Z"
    assert last["data"] | {"run_id": ""} == {
        "run_id": "",
        "application_id": "test-app",
        "version_number": "1.0.0",
        "previous_state": "PROCESSING",
        "state": "TERMINATED",
        "output": "FULL",
        "termination_reason": "ALL_ITEMS_PROCESSED",
        "callback_context": context,
    }
    secret = settings.data_dir / WEBHOOK_SECRET_FILE
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    for headers, body in hook.received:
        message = StandardWebhook([secret.read_text()]).verify(headers, body, clock().timestamp())
        assert message.id == message.event["id"]


def test_items_send_no_webhooks_for_the_spec_has_a_context_for_runs_only(
    start: "StartPlatform", settings: PlatformSettings
) -> None:
    spec = json.loads((ROOT / "openapi.json").read_text(encoding="utf-8"))
    kinds = [name for name, one in spec["components"]["schemas"].items() if "callback_context" in str(one)]
    assert (kinds, spec.get("webhooks")) == (["RunCreationRequest"], None)
    with receiver() as hook:
        platform = start(evolve(settings, webhook_url=hook.url)).log_in()
        run_id = platform.submit(item_of_test_app("a"), item_of_test_app("b"), item_of_test_app("c"))
        platform.wait_for_end(run_id)
        wait_until(lambda: "TERMINATED" in [state for _, state in states(hook, run_id)])
    # A run returns to PENDING while none of its items is in work.
    changes = states(hook, run_id)
    assert {event["type"] for event in hook.events} == {"run.state_changed"}
    assert [change for change in changes if change[0] == change[1]] == []
    assert [state for _, state in changes].count("TERMINATED") == 1


def test_a_webhook_that_is_refused_is_sent_again_with_its_id(
    start: "StartPlatform", settings: PlatformSettings, clock: FakeWallClock
) -> None:
    with receiver(refusals=1) as hook:
        platform = start(evolve(settings, webhook_url=hook.url, workers=0)).log_in()
        run_id = platform.submit()
        wait_until(lambda: len(hook.received) == 1)
        clock.advance(1)
        wait_until(lambda: len(hook.received) == 2)
    assert states(hook, run_id) == [(None, "PENDING")]
    first, second = hook.received
    assert first[1] == second[1]
    assert first[0]["webhook-timestamp"] != second[0]["webhook-timestamp"]


def test_a_cancelled_run_ends_once(start: "StartPlatform", settings: PlatformSettings) -> None:
    with receiver() as hook:
        platform = start(evolve(settings, webhook_url=hook.url, workers=0)).log_in()
        run_id = platform.submit()
        assert platform.post(f"/runs/{run_id}/cancel").status_code == 202
        wait_until(lambda: len(states(hook, run_id)) == 2)
    assert set(states(hook, run_id)) == {(None, "PENDING"), ("PENDING", "TERMINATED")}
    [end] = [event["data"] for event in hook.events if event["data"]["state"] == "TERMINATED"]
    assert (end["termination_reason"], end["output"]) == ("CANCELED_BY_USER", "NONE")
    assert end["callback_context"] is None


def test_without_a_webhook_nothing_is_stored(start: "StartPlatform", settings: PlatformSettings) -> None:
    from sqlalchemy import func, select

    from seawall.local.webhooks.tables import WebhookDelivery

    platform = start(settings).log_in()
    platform.wait_for_end(platform.submit())
    with platform.server.database.read() as session:
        assert session.scalar(select(func.count()).select_from(WebhookDelivery)) == 0
    assert not (settings.data_dir / WEBHOOK_SECRET_FILE).exists()
