"""Every resource against a local agents server in this process."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from seawall.core.errors import (
    BadRequestError,
    ForbiddenError,
    InputError,
    NotFoundError,
    PaymentRequiredError,
    RateLimitedError,
    UnauthorizedError,
    UnprocessableError,
)
from seawall.local.agents import AgentsSettings
from seawall.sdks.agents import Log, Run, RunStatus
from tests.local.agents.client import AgentsHttp, started
from tests.local.wall_clock import FakeWallClock
from tests.sdks.agents._async.clients import client_of_server

# Servers in this process; the first import takes a second.
pytestmark = pytest.mark.slow

Start = Callable[..., AgentsHttp]


@pytest.fixture
def wall() -> FakeWallClock:
    return FakeWallClock()


@pytest.fixture
def start(tmp_path: Path, wall: FakeWallClock) -> Iterator[Start]:
    """Function that starts a server with the given settings."""
    with ExitStack() as servers:

        def begin(**changes: Any) -> AgentsHttp:
            settings = evolve(AgentsSettings(data_dir=tmp_path / "data"), **changes)
            return servers.enter_context(started(settings, wall))

        yield begin


@pytest.mark.parametrize("dialect", ["live", "documented"])
async def test_a_run_is_followed_and_waited_for(start: Start, wall: FakeWallClock, dialect: str) -> None:
    client = client_of_server(start(dialect=dialect, logs_delay_s=5.0, run_duration_s=8.0), wall)
    handle = await client.runs.create("Write a function. [logs=250]", metadata={"study": 7})
    seen = [each async for each in handle.follow()]
    ended = seen.pop()
    assert isinstance(ended, Run)
    assert (ended.succeeded, ended.metadata) == (True, {"study": 7})
    entries = [each for each in seen if isinstance(each, Log)]
    assert len(entries) == len(seen) >= 250
    assert entries == await handle.logs().to_list()
    assert entries[::-1] == await handle.logs(newest_first=True).to_list()
    assert await handle.wait() == ended == await handle.details() == await client.runs.get(handle.run_id)


async def test_lists_page_without_a_gap_or_a_double(start: Start, wall: FakeWallClock) -> None:
    agents = start(rate_limits=False)
    # More than a page of the default size.
    made = [agents.create(f"run {number}")["id"] for number in range(105)]
    grace = agents.of("grace").create("another user's")["id"]
    client = client_of_server(agents, wall, rate_limits=False)
    seen = [each.id for each in await client.runs.list().to_list()]
    assert seen == [grace, *made[::-1]]
    user_id = (await client.me()).id
    assert [each.id for each in await client.runs.list(user_id=user_id).to_list()] == made[::-1]
    assert len(await client.runs.list(source_type="API", page_size=7).to_list()) == 106
    assert await client.runs.list(source_type="SLACK").to_list() == []


async def test_a_paused_run_is_resumed_and_a_ban_stops_one(start: Start, wall: FakeWallClock) -> None:
    client = client_of_server(start(), wall)
    paused = await client.runs.create("[outcome=paused]")
    with pytest.raises(TimeoutError):
        await paused.wait(timeout_s=20)
    assert (await paused.details()).status == RunStatus.PAUSED
    assert (await paused.resume("Go on.")).status == RunStatus.ACTIVE
    assert (await paused.wait()).succeeded
    assert not (await paused.resume("Once more.")).is_terminated
    endless = await client.runs.create("[outcome=never]")
    await endless.ban()
    assert (await endless.wait()).status == RunStatus.CANCELLED
    await endless.unban()
    await endless.remove_from_pr()


async def test_accounts_repos_and_pull_requests(start: Start, wall: FakeWallClock) -> None:
    client = client_of_server(start(), wall)
    me = await client.me()
    assert me.github_username == "ada"
    assert me in await client.users.list(page_size=2).to_list()
    assert await client.users.get(me.id) == me
    assert [each.name for each in await client.organizations.list().to_list()] == ["Local", "Empty"]
    models = await client.organizations.models()
    assert models.default_model in {name for each in models.providers for name in each.models}
    assert (await client.organizations.rules()).user_custom_prompt is None
    repo = (await client.repos.list().to_list())[0]
    await client.repos.update_check_suite_settings(
        repo.id, check_retry_count=5, ignored_checks=["lint"], custom_prompts={"ci": "Be kind."}
    )
    await client.repos.update_check_suite_settings(repo.id, check_retry_counts={"ci": 2})
    await client.repos.update_check_suite_settings(repo.id, high_priority_apps=[])
    seen = await client.repos.check_suite_settings(repo.id)
    assert (seen.check_retry_count, seen.ignored_checks) == (5, ("lint",))
    assert (seen.custom_prompts, seen.check_retry_counts) == ({"ci": "Be kind."}, {"ci": 2})
    await client.repos.update_check_suite_settings(repo.id, ignored_checks=[])
    assert (await client.repos.check_suite_settings(repo.id)).ignored_checks == ()
    with pytest.raises(UnprocessableError, match="check_retry_count"):
        await client.repos.update_check_suite_settings(repo.id, check_retry_count=11)
    ended = await (await client.runs.create("Open a PR.", repo_id=repo.id)).wait()
    for request in ended.pull_requests:
        edit = await client.pull_requests.edit(request.id, state="closed")
        assert (edit.success, edit.state) == (True, "closed")
        assert (await client.pull_requests.edit(request.id, repo_id=repo.id, state="open")).state == "open"
    assert ended.pull_requests
    with pytest.raises(InputError, match="state"):
        await client.pull_requests.edit(1, state="shut")


async def test_integrations_and_webhooks(start: Start, wall: FakeWallClock) -> None:
    client = client_of_server(start(), wall)
    assert "github" in {each.type for each in await client.integrations.list()}
    assert {each.name for each in await client.integrations.providers()} == {"linear", "notion"}
    before = await client.integrations.connected()
    await client.integrations.revoke(before[0])
    assert await client.integrations.connected() == before[1:]
    one, other = [await client.integrations.slack_token() for _ in range(2)]
    assert one.token != other.token
    assert (await client.webhooks.get()).url is None
    made = await client.webhooks.set("https://hooks.example.com/runs", secret="s3cret")
    assert (made.enabled, made.has_secret) == (True, True)
    assert await client.webhooks.get() == made
    assert not (await client.webhooks.set("https://hooks.example.com/runs", enabled=False)).enabled
    await client.webhooks.delete()
    assert (await client.webhooks.get()).url is None


async def test_a_slack_token_works_once_within_ten_minutes(start: Start, wall: FakeWallClock) -> None:
    client = client_of_server(start(), wall)
    one, late = [await client.integrations.slack_token() for _ in range(2)]

    async def connect(token: str) -> object:
        # As the Slack app does it.
        return (await client.request("POST", "/v1/slack-connect/connect", json={"token": token})).json()

    assert await connect(one.token) == {"organization_id": 1, "user_id": 1}
    with pytest.raises(BadRequestError, match="Generate another one"):
        await connect(one.token)
    wall.advance(60 * late.expires_in_minutes + 1)
    with pytest.raises(BadRequestError, match="Generate another one"):
        await connect(late.token)


async def test_other_calls_start_runs(start: Start, wall: FakeWallClock) -> None:
    client = client_of_server(start(), wall)
    assert (await (await client.repos.generate_setup_commands(1)).wait()).succeeded
    assert (await (await client.runs.analyze_logs(1)).wait()).succeeded
    with pytest.raises((BadRequestError, NotFoundError)):
        await client.runs.analyze_logs(999)


async def test_refusals_are_typed(start: Start, wall: FakeWallClock) -> None:
    agents = start(run_limit=1)
    client = client_of_server(agents, wall)
    with pytest.raises(ForbiddenError, match="You do not have access"):
        await client.runs.get(1, organization_id=2)
    with pytest.raises(UnauthorizedError, match="Give another one"):
        await client.with_options(token="sk-wrong").me()
    with pytest.raises(NotFoundError, match="not found"):
        await client.runs.get(999)
    with pytest.raises(NotFoundError, match="No repos found"):
        await client.runs.create("x", organization_id=3)
    await client.runs.create("x")
    with pytest.raises(PaymentRequiredError):
        await client.runs.create("x")


async def test_the_limits_of_the_client_spare_those_of_the_server(start: Start, wall: FakeWallClock) -> None:
    agents = start()
    client = client_of_server(agents, wall)
    for _ in range(25):
        await client.runs.create("x")
    for _ in range(130):
        await client.runs.get(1)
    # Without limits of its own, the client meets those of the server.
    hasty = client_of_server(agents.of("grace"), wall, rate_limits=False, attempts=1)
    for _ in range(10):
        await hasty.runs.create("x")
    with pytest.raises(RateLimitedError, match="asks to wait"):
        await hasty.runs.create("x")
