# DO NOT EDIT. Derived from ../_async/test_resources.py by "python -m seawall.codegen.derive".
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
from tests.sdks.agents._sync.clients import client_of_server

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
def test_a_run_is_followed_and_waited_for(start: Start, wall: FakeWallClock, dialect: str) -> None:
    client = client_of_server(start(dialect=dialect, logs_delay_s=5.0, run_duration_s=8.0), wall)
    handle = client.runs.create("Write a function. [logs=250]", metadata={"study": 7})
    seen = [each for each in handle.follow()]
    ended = seen.pop()
    assert isinstance(ended, Run)
    assert (ended.succeeded, ended.metadata) == (True, {"study": 7})
    entries = [each for each in seen if isinstance(each, Log)]
    assert len(entries) == len(seen) >= 250
    assert entries == handle.logs().to_list()
    assert entries[::-1] == handle.logs(newest_first=True).to_list()
    assert handle.wait() == ended == handle.details() == client.runs.get(handle.run_id)


def test_lists_page_without_a_gap_or_a_double(start: Start, wall: FakeWallClock) -> None:
    agents = start(rate_limits=False)
    # More than a page of the default size.
    made = [agents.create(f"run {number}")["id"] for number in range(105)]
    grace = agents.of("grace").create("another user's")["id"]
    client = client_of_server(agents, wall, rate_limits=False)
    seen = [each.id for each in client.runs.list().to_list()]
    assert seen == [grace, *made[::-1]]
    user_id = (client.me()).id
    assert [each.id for each in client.runs.list(user_id=user_id).to_list()] == made[::-1]
    assert len(client.runs.list(source_type="API", page_size=7).to_list()) == 106
    assert client.runs.list(source_type="SLACK").to_list() == []


def test_a_paused_run_is_resumed_and_a_ban_stops_one(start: Start, wall: FakeWallClock) -> None:
    client = client_of_server(start(), wall)
    paused = client.runs.create("[outcome=paused]")
    with pytest.raises(TimeoutError):
        paused.wait(timeout_s=20)
    assert (paused.details()).status == RunStatus.PAUSED
    assert (paused.resume("Go on.")).status == RunStatus.ACTIVE
    assert (paused.wait()).succeeded
    assert not (paused.resume("Once more.")).is_terminated
    endless = client.runs.create("[outcome=never]")
    endless.ban()
    assert (endless.wait()).status == RunStatus.CANCELLED
    endless.unban()
    endless.remove_from_pr()


def test_accounts_repos_and_pull_requests(start: Start, wall: FakeWallClock) -> None:
    client = client_of_server(start(), wall)
    me = client.me()
    assert me.github_username == "ada"
    assert me in client.users.list(page_size=2).to_list()
    assert client.users.get(me.id) == me
    assert [each.name for each in client.organizations.list().to_list()] == ["Local", "Empty"]
    models = client.organizations.models()
    assert models.default_model in {name for each in models.providers for name in each.models}
    assert (client.organizations.rules()).user_custom_prompt is None
    repo = (client.repos.list().to_list())[0]
    client.repos.update_check_suite_settings(
        repo.id, check_retry_count=5, ignored_checks=["lint"], custom_prompts={"ci": "Be kind."}
    )
    client.repos.update_check_suite_settings(repo.id, check_retry_counts={"ci": 2})
    client.repos.update_check_suite_settings(repo.id, high_priority_apps=[])
    seen = client.repos.check_suite_settings(repo.id)
    assert (seen.check_retry_count, seen.ignored_checks) == (5, ("lint",))
    assert (seen.custom_prompts, seen.check_retry_counts) == ({"ci": "Be kind."}, {"ci": 2})
    client.repos.update_check_suite_settings(repo.id, ignored_checks=[])
    assert (client.repos.check_suite_settings(repo.id)).ignored_checks == ()
    with pytest.raises(UnprocessableError, match="check_retry_count"):
        client.repos.update_check_suite_settings(repo.id, check_retry_count=11)
    ended = (client.runs.create("Open a PR.", repo_id=repo.id)).wait()
    for request in ended.pull_requests:
        edit = client.pull_requests.edit(request.id, state="closed")
        assert (edit.success, edit.state) == (True, "closed")
        assert (client.pull_requests.edit(request.id, repo_id=repo.id, state="open")).state == "open"
    assert ended.pull_requests
    with pytest.raises(InputError, match="state"):
        client.pull_requests.edit(1, state="shut")


def test_integrations_and_webhooks(start: Start, wall: FakeWallClock) -> None:
    client = client_of_server(start(), wall)
    assert "github" in {each.type for each in client.integrations.list()}
    assert {each.name for each in client.integrations.providers()} == {"linear", "notion"}
    before = client.integrations.connected()
    client.integrations.revoke(before[0])
    assert client.integrations.connected() == before[1:]
    one, other = [client.integrations.slack_token() for _ in range(2)]
    assert one.token != other.token
    assert (client.webhooks.get()).url is None
    made = client.webhooks.set("https://hooks.example.com/runs", secret="s3cret")
    assert (made.enabled, made.has_secret) == (True, True)
    assert client.webhooks.get() == made
    assert not (client.webhooks.set("https://hooks.example.com/runs", enabled=False)).enabled
    client.webhooks.delete()
    assert (client.webhooks.get()).url is None


def test_a_slack_token_works_once_within_ten_minutes(start: Start, wall: FakeWallClock) -> None:
    client = client_of_server(start(), wall)
    one, late = [client.integrations.slack_token() for _ in range(2)]

    def connect(token: str) -> object:
        # As the Slack app does it.
        return (client.request("POST", "/v1/slack-connect/connect", json={"token": token})).json()

    assert connect(one.token) == {"organization_id": 1, "user_id": 1}
    with pytest.raises(BadRequestError, match="Generate another one"):
        connect(one.token)
    wall.advance(60 * late.expires_in_minutes + 1)
    with pytest.raises(BadRequestError, match="Generate another one"):
        connect(late.token)


def test_other_calls_start_runs(start: Start, wall: FakeWallClock) -> None:
    client = client_of_server(start(), wall)
    assert ((client.repos.generate_setup_commands(1)).wait()).succeeded
    assert ((client.runs.analyze_logs(1)).wait()).succeeded
    with pytest.raises((BadRequestError, NotFoundError)):
        client.runs.analyze_logs(999)


def test_refusals_are_typed(start: Start, wall: FakeWallClock) -> None:
    agents = start(run_limit=1)
    client = client_of_server(agents, wall)
    with pytest.raises(ForbiddenError, match="You do not have access"):
        client.runs.get(1, organization_id=2)
    with pytest.raises(UnauthorizedError, match="Give another one"):
        client.with_options(token="sk-wrong").me()
    with pytest.raises(NotFoundError, match="not found"):
        client.runs.get(999)
    with pytest.raises(NotFoundError, match="No repos found"):
        client.runs.create("x", organization_id=3)
    client.runs.create("x")
    with pytest.raises(PaymentRequiredError):
        client.runs.create("x")


def test_the_limits_of_the_client_spare_those_of_the_server(start: Start, wall: FakeWallClock) -> None:
    agents = start()
    client = client_of_server(agents, wall)
    for _ in range(25):
        client.runs.create("x")
    for _ in range(130):
        client.runs.get(1)
    # Without limits of its own, the client meets those of the server.
    hasty = client_of_server(agents.of("grace"), wall, rate_limits=False, attempts=1)
    for _ in range(10):
        hasty.runs.create("x")
    with pytest.raises(RateLimitedError, match="asks to wait"):
        hasty.runs.create("x")
