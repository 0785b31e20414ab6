"""Retries: a run costs money, so that its creation is repeated only if the server has not begun it."""

import pytest

from seawall.core.errors import (
    MaybeProcessedError,
    NotSentError,
    RateLimitedError,
    SeawallError,
    ServerStatusError,
)
from seawall.core.http.message import Response
from tests.sdks.agents._async.clients import client_of
from tests.sdks.agents.wire import CREATE, HTML, LOGS, RUN, Agents, logs, run
from tests.sdks.routed_server import Route, Routes, reply

LIMITED = reply({"message": "Rate limit exceeded.", "status_code": 429}, 429, **{"retry-after": "5"})


@pytest.mark.parametrize("failure", [NotSentError("refused."), LIMITED])
async def test_a_create_that_was_not_received_is_repeated(failure: Route) -> None:
    agents = Agents({f"POST {CREATE}": [failure, failure, reply(run())]})
    assert (await client_of(agents).runs.create("Fix it.")).run_id == 7
    assert agents.count(f"POST {CREATE}") == 3


@pytest.mark.parametrize(
    ("failure", "error"),
    [
        (MaybeProcessedError("the connection was lost."), MaybeProcessedError),
        (reply({"message": "down"}, 500), ServerStatusError),
        (reply({"message": "down"}, 502), ServerStatusError),
        (reply({"message": "down"}, 503, **{"retry-after": "1"}), ServerStatusError),
    ],
)
async def test_a_create_that_may_have_been_received_is_not(failure: Route, error: type[SeawallError]) -> None:
    agents = Agents(
        {f"POST {CREATE}": [failure, reply(run())], f"POST {CREATE}/resume": [failure, reply(run())]}
    )
    client = client_of(agents)
    with pytest.raises(error):
        await client.runs.create("Fix it.")
    with pytest.raises(error):
        await client.run(7).resume("Go on.")
    assert agents.count(f"POST {CREATE}") == agents.count(f"POST {CREATE}/resume") == 1


@pytest.mark.parametrize("failure", [MaybeProcessedError("lost."), reply({}, 500), reply({}, 503), LIMITED])
async def test_reads_are_repeated(failure: Route) -> None:
    routes: Routes = {f"GET {RUN}": [failure, failure, reply(run())], f"GET {LOGS}": [failure, reply(logs())]}
    client = client_of(routes)
    assert (await client.runs.get(7)).id == 7
    assert await client.run(7).logs().to_list() == []


async def test_a_limit_that_stays_is_told() -> None:
    with pytest.raises(RateLimitedError, match="Rate limit exceeded") as caught:
        await client_of({f"POST {CREATE}": LIMITED}).runs.create("Fix it.")
    assert caught.value.retry_after_s == 5


@pytest.mark.parametrize(
    ("status", "name", "sentence"),
    [
        (401, "UnauthorizedError", "The server refuses the token. Give another one."),
        (402, "PaymentRequiredError", "change the plan, or wait until the limit is reset."),
        (403, "ForbiddenError", "Ask for access, or use the token of a user who has it."),
        (404, "NotFoundError", "No repos found"),
        (422, "UnprocessableError", "No repos found"),
    ],
)
async def test_a_refusal_is_an_error_with_a_next_step(status: int, name: str, sentence: str) -> None:
    body = {"message": "No repos found", "status_code": status}
    agents = Agents({f"POST {CREATE}": reply(body, status)})
    with pytest.raises(SeawallError, match=sentence) as caught:
        await client_of(agents).runs.create("Fix it.")
    assert type(caught.value).__name__ == name
    assert agents.count(f"POST {CREATE}") == 1


async def test_html_is_named_in_the_error() -> None:
    page = Response(200, {"content-type": "text/html"}, HTML.encode())
    with pytest.raises(SeawallError, match=r"with HTML\. A proxy or a login page answered") as caught:
        await client_of({f"GET {RUN}": page}).runs.get(7)
    assert type(caught.value).__name__ == "DecodeError"
