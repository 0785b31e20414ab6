"""Webhooks of a local agents server, received by the handlers of the SDK behind a real ASGI server."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from attrs import evolve, field, frozen

from seawall.local.agents import AgentsSettings
from seawall.sdks.agents import AsyncWebhookHandlers, Client, RunEvent, RunStatus, RunWebhook, WebhookHandlers
from seawall.testing.agents import sign_webhook
from tests.local.agents.client import AgentsHttp, started
from tests.local.platform.client import wait_until
from tests.local.wall_clock import FakeWallClock
from tests.sdks.agents._sync.clients import client_of_server

# Real servers: the local server sends over HTTP.
pytestmark = pytest.mark.slow

SECRET = "s3cret of the organization"
METADATA = {"ratio": 0.1, "name": "Müller"}


@frozen
class Inbox:
    """The events that the handlers of the SDK received at `url`."""

    url: str
    events: list[RunEvent] = field(factory=list)


@contextmanager
def inbox(handlers: WebhookHandlers | AsyncWebhookHandlers, *, refusals: int = 0) -> Iterator[Inbox]:
    """Serve the handlers; those of the first `refusals` messages fail."""
    # Late: the server takes 300 ms to import; collection does without.
    from seawall.local.serving.http_server import running

    @contextmanager
    def app(url: str) -> Iterator[Any]:
        del url
        yield handlers.asgi_app()

    left = [RuntimeError("not now")] * refusals

    def receive(event: RunEvent) -> None:
        if left:
            raise left.pop()
        made.events.append(event)

    with running(app, "webhook receiver") as url:
        made = Inbox(f"{url}/")
        handlers.on("*")(receive)
        yield made


@pytest.fixture
def wall() -> FakeWallClock:
    return FakeWallClock()


@pytest.fixture
def agents(tmp_path: Path, wall: FakeWallClock) -> Iterator[AgentsHttp]:
    with ExitStack() as servers:
        settings = evolve(AgentsSettings(data_dir=tmp_path / "data"), rate_limits=False)
        yield servers.enter_context(started(settings, wall))


def finish(client: Client, prompt: str = "Grüße", *, webhooks: list[RunWebhook] | None = None) -> int:
    handle = client.runs.create(prompt, metadata=METADATA, webhooks=webhooks)
    handle.wait()
    return handle.run_id


@pytest.mark.parametrize("kind", [WebhookHandlers, AsyncWebhookHandlers])
def test_a_finished_run_sends_one_signed_event(
    agents: AgentsHttp, wall: FakeWallClock, kind: type[WebhookHandlers | AsyncWebhookHandlers]
) -> None:
    client = client_of_server(agents, wall)
    with inbox(kind(SECRET)) as received:
        client.webhooks.set(received.url, secret=SECRET)
        done, failed = finish(client), finish(client, "[outcome=failed]")
        wait_until(lambda: len(received.events) == 2)
    first, second = sorted(received.events, key=lambda event: event.run.id if event.run else 0)
    assert (first.event_type, second.event_type) == ("agent_run.completed", "agent_run.failed")
    assert first.run
    assert second.run
    assert (first.run.id, first.run.status, first.run.metadata) == (done, RunStatus.COMPLETE, METADATA)
    assert (second.run.id, second.run.succeeded) == (failed, False)


def test_a_message_with_another_secret_reaches_no_handler(agents: AgentsHttp, wall: FakeWallClock) -> None:
    client = client_of_server(agents, wall)
    with inbox(WebhookHandlers("another secret")) as received:
        client.webhooks.set(received.url, secret=SECRET)
        finish(client)
        wait_until(lambda: stored_attempts(agents) == [1])
    assert received.events == []


def test_a_handler_that_fails_gets_the_event_again_and_only_once_in_the_end(
    agents: AgentsHttp, wall: FakeWallClock
) -> None:
    client = client_of_server(agents, wall)
    with inbox(AsyncWebhookHandlers(SECRET, reject_duplicates=True), refusals=2) as received:
        client.webhooks.set(received.url, secret=SECRET)
        run_id = finish(client)
        for attempts in (1, 2):
            wait_until(lambda attempts=attempts: stored_attempts(agents) == [attempts])  # type: ignore[misc]
            wall.advance(60)
            agents.server.scheduler.notify()
        wait_until(lambda: stored_attempts(agents) == [])
    assert [event.run.id for event in received.events if event.run] == [run_id]


def test_a_test_arrives_at_once_and_is_signed(agents: AgentsHttp, wall: FakeWallClock) -> None:
    client = client_of_server(agents, wall)
    with inbox(WebhookHandlers(SECRET)) as received:
        client.webhooks.set(received.url, secret=SECRET)
        client.webhooks.send_test(received.url)
        assert [event.event_type for event in received.events] == ["agent_run.completed"]


def test_the_webhooks_of_a_run_replace_the_organizations(agents: AgentsHttp, wall: FakeWallClock) -> None:
    client = client_of_server(agents, wall)
    with (
        inbox(WebhookHandlers(SECRET)) as organization,
        inbox(WebhookHandlers("own")) as own,
        inbox(WebhookHandlers(verify=False)) as unsigned,
    ):
        client.webhooks.set(organization.url, secret=SECRET)
        one = finish(client, webhooks=[RunWebhook(url=own.url, secret="own"), RunWebhook(url=unsigned.url)])
        wait_until(lambda: bool(own.events and unsigned.events))
        other = finish(client)
        wait_until(lambda: bool(organization.events))
    seen = [[event.run.id for event in each.events if event.run] for each in (organization, own, unsigned)]
    assert seen == [[other], [one], [one]]


async def test_the_app_tells_the_sender_of_a_message_that_is_no_event() -> None:
    handlers = AsyncWebhookHandlers(SECRET)
    transport = httpx2.ASGITransport(app=handlers.asgi_app())
    async with httpx2.AsyncClient(transport=transport, base_url="http://hooks.test") as sender:
        answers = [
            await sender.post("/", content=body, headers=sign_webhook(body, SECRET))
            for body in (b'{"event_type": "repo.added"}', b'{"event_type": 5}', b"[]")
        ]
    assert [answer.status_code for answer in answers] == [204, 400, 400]
    assert "no event_type" in answers[1].text


def stored_attempts(agents: AgentsHttp) -> list[int]:
    """The attempts of the webhooks that wait to be sent."""
    from sqlalchemy import select

    from seawall.local.webhooks.tables import WebhookDelivery

    with agents.server.database.read() as session:
        return list(session.scalars(select(WebhookDelivery.attempts)))
