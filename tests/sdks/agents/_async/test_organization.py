"""The organization of a call: its argument, the setting, else the first one of the user."""

import logging

import pytest

from seawall.core.errors import InputError
from seawall.core.http.message import Request
from seawall.sdks.agents import AsyncClient
from seawall.testing import AsyncFakeClock
from seawall.transports import AsyncMemoryTransport
from tests.sdks.agents._async.clients import TOKEN
from tests.sdks.agents.wire import Agents, page, run
from tests.sdks.routed_server import query, reply

FIVE = "/v1/organizations/5"


def client_of(agents: Agents, organization_id: int | None = None) -> AsyncClient:
    return AsyncClient(
        base_url="http://agents.test",
        token=TOKEN,
        organization_id=organization_id,
        transport=AsyncMemoryTransport(agents),
        clock=AsyncFakeClock(),
    )


def paths(requests: list[Request]) -> list[str]:
    return [each.url.removeprefix("http://agents.test").partition("?")[0] for each in requests]


async def test_without_argument_and_setting_it_is_the_first_one_asked_for_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, logger="seawall.agents")
    agents = Agents(
        {
            "GET /v1/organizations/1/agent/run/7": reply(run("COMPLETE")),
            "GET /v1/organizations/1/agent/runs": reply(page(run())),
            "GET /v1/oauth/tokens/status": reply(["github"]),
            "POST /v1/slack-connect/generate-token": reply(
                {"token": "s3cret", "message": "Send s3cret", "expires_in_minutes": 10}
            ),
        }
    )
    client = client_of(agents)
    await client.runs.get(7)
    await client.run(7).wait()
    await client.runs.list().to_list()
    assert await client.integrations.connected() == ("github",)
    token = await client.integrations.slack_token()
    assert agents.count("GET /v1/organizations") == 1
    assert query(agents.requests[-2]) == {"org_id": ["1"]}
    assert agents.requests[-1].body == b'{"org_id":1}'
    assert [each.getMessage() for each in caplog.records if each.name == "seawall.agents"] == [
        "calls are for organization 1; organization_id chooses another"
    ]
    assert "s3cret" not in repr(token)


async def test_the_setting_wins_over_the_first_one_and_the_argument_over_both() -> None:
    routes = [f"GET {FIVE}/agent/run/7", "GET /v1/organizations/6/agent/run/7"]
    agents = Agents(dict.fromkeys(routes, reply(run())))
    client = client_of(agents, organization_id=5)
    await client.runs.get(7)
    await client.run(7).details()
    await client.runs.get(7, organization_id=6)
    await client.run(7, organization_id=6).details()
    assert paths(agents.requests) == [
        f"{FIVE}/agent/run/7",
        f"{FIVE}/agent/run/7",
        "/v1/organizations/6/agent/run/7",
        "/v1/organizations/6/agent/run/7",
    ]


async def test_a_user_without_organizations_is_told() -> None:
    agents = Agents({"GET /v1/organizations": reply(page())})
    with pytest.raises(InputError, match="has no organization"):
        await client_of(agents).runs.get(7)


@pytest.mark.parametrize("number", [0, -1, "1", 1.5, True])
async def test_an_organization_that_can_not_be_is_refused_before(number: int) -> None:
    agents = Agents({})
    client = client_of(agents)
    with pytest.raises(InputError, match="organization_id"):
        await client.runs.get(7, organization_id=number)
    with pytest.raises(InputError, match="organization_id"):
        await client.integrations.connected(organization_id=number)
    assert agents.requests == []
