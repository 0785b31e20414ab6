"""Rate limits: one budget for each kind of call, and calls above it wait."""

from collections.abc import Awaitable, Callable

import pytest

from seawall.core.redaction.secret import Secret
from seawall.sdks.agents import AsyncClient, Settings
from seawall.testing import AsyncFakeClock
from tests.sdks.agents._async.clients import TOKEN, client_of
from tests.sdks.agents.wire import CREATE, LOGS, ORG, RUN, Agents, logs, run
from tests.sdks.routed_server import Routes, reply

ROUTES: Routes = {
    f"POST {CREATE}": reply(run()),
    f"GET {RUN}": reply(run()),
    f"GET {LOGS}": reply(logs()),
    f"GET {ORG}/cli/rules": reply({"organization_rules": None, "user_custom_prompt": None}),
    f"PATCH {ORG}/prs/1": reply({"success": True}),
    f"POST {ORG}/sandbox/1/analyze-logs": reply({"agent_run_id": 8, "status": "ACTIVE", "message": ""}),
    f"POST {ORG}/setup-commands/generate": reply({"agent_run_id": 8, "status": "ACTIVE", "url": ""}),
    f"POST {ORG}/webhooks/agent-run/test": reply({"message": "sent"}),
}
Send = Callable[[AsyncClient], Awaitable[object]]
KINDS: list[tuple[str, Send, int, float]] = [
    ("create", lambda client: client.runs.create("Fix it."), 10, 60),
    ("analyze", lambda client: client.runs.analyze_logs(1), 5, 60),
    ("setup commands", lambda client: client.repos.generate_setup_commands(1), 5, 60),
    ("edit", lambda client: client.pull_requests.edit(1, state="closed"), 30, 60),
    ("rules", lambda client: client.organizations.rules(nocache=True), 30, 60),
    ("logs", lambda client: client.run(7).logs().to_list(), 60, 60),
    ("webhook test", lambda client: client.webhooks.send_test("https://hooks.test"), 10, 60),
    ("standard", lambda client: client.runs.get(7), 60, 30),
]
EVERY = pytest.mark.parametrize(
    ("send", "most", "per_s"), [kind[1:] for kind in KINDS], ids=[k[0] for k in KINDS]
)


@EVERY
async def test_calls_above_the_limit_of_their_kind_wait(send: Send, most: int, per_s: float) -> None:
    clock = AsyncFakeClock()
    client = client_of(ROUTES, clock=clock)
    for _ in range(most):
        await send(client)
    assert clock.sleeps_s == []
    await send(client)
    assert clock.sleeps_s == [pytest.approx(per_s)]


@EVERY
async def test_a_429_delays_only_calls_of_its_kind(send: Send, most: int, per_s: float) -> None:
    del most, per_s
    clock = AsyncFakeClock()
    agents = Agents(ROUTES)
    client = client_of(agents, clock=clock)
    await send(client)
    limited = agents.seen[-1]
    steps = agents.routes[limited]
    agents.routes[limited] = [reply({"message": "slow down"}, 429, **{"retry-after": "50"}), *steps]
    once = client.with_options(attempts=1)
    with pytest.raises(Exception, match="answered 429"):
        await send(once)
    for name, other, _, _ in KINDS:
        if name not in siblings(send):
            await other(client)
    assert clock.sleeps_s == []
    await send(client)
    assert clock.sleeps_s == [pytest.approx(50)]


def siblings(send: Send) -> set[str]:
    """The kinds that count in the budget of `send`."""
    name = next(kind[0] for kind in KINDS if kind[1] is send)
    pairs = ({"analyze", "setup commands"}, {"edit", "rules"})
    return next((pair for pair in pairs if name in pair), {name})


async def test_without_limits_of_ours_calls_do_not_wait() -> None:
    clock = AsyncFakeClock()
    settings = Settings(
        base_url="http://agents.test", token=Secret(TOKEN), organization_id=1, rate_limits=False
    )
    client = client_of(Agents(ROUTES), clock=clock, settings=settings)
    for _ in range(50):
        await client.runs.create("Fix it.")
    assert clock.sleeps_s == []


async def test_a_limit_of_the_user_is_for_all_calls_together() -> None:
    clock = AsyncFakeClock()
    settings = Settings(
        base_url="http://agents.test", token=Secret(TOKEN), organization_id=1, requests_per_s=2
    )
    client = client_of(Agents(ROUTES), clock=clock, settings=settings)
    for _ in range(2):
        await client.runs.create("Fix it.")
        await client.runs.get(7)
    assert sum(clock.sleeps_s) == pytest.approx(1)


async def test_a_limit_counts_in_every_copy_of_a_client() -> None:
    clock = AsyncFakeClock()
    client = client_of(ROUTES, clock=clock)
    for _ in range(10):
        await client.with_options(headers={"x-a": "b"}).runs.create("Fix it.")
    assert clock.sleeps_s == []
    await client.runs.create("Fix it.")
    assert clock.sleeps_s == [pytest.approx(60)]
