"""Options of a client and of its copies: times, headers, the token of another user."""

import logging
from typing import Any

import pytest

from seawall.core.errors import BadRequestError, ConfigError
from seawall.core.http.message import Request, Response
from seawall.core.redaction.secret import Secret
from seawall.runtime import (
    AsyncApiClient,
    AsyncClientContext,
    AsyncConnection,
    AsyncOperationCache,
    AsyncTransport,
)
from seawall.testing import AsyncFakeClock, AsyncMemoryTransport, json_response
from tests.runtime.toy_sdk import URL, ToyPolicies, ToySettings, a_toy, toy_policies
from tests.transports.error_report import error_report

SECRET = "hunter2-hunter2"


def answering() -> AsyncMemoryTransport:
    """A transport whose answer names the user and the tenant of a request."""
    return AsyncMemoryTransport(
        lambda request: json_response(
            200, {"user": request.headers["authorization"], "tenant": request.headers.get("x-tenant")}
        )
    )


class AsyncToys:
    """A resource."""

    def __init__(self, context: AsyncClientContext[ToyPolicies, ToySettings]) -> None:
        self.context = context


class AsyncToyClient(AsyncApiClient[AsyncClientContext[ToyPolicies, ToySettings]]):
    """A client with one resource."""

    toys: AsyncToys

    def __init__(
        self,
        transport: AsyncTransport,
        *,
        headers: dict[str, str] | None = None,
        cache: AsyncOperationCache | None = None,
    ) -> None:
        settings = ToySettings(base_url=URL, token=Secret("mine"))
        connection = AsyncConnection(
            settings,
            product="toy",
            version="1",
            default_transport=answering,
            transport=transport,
            clock=AsyncFakeClock(),
            headers=headers,
            cache=cache,
        )
        self._use(AsyncClientContext(connection, toy_policies(settings)))

    def _use(self, context: AsyncClientContext[ToyPolicies, ToySettings]) -> None:
        super()._use(context)
        self.toys = AsyncToys(context)

    async def read(self, *, nocache: bool = False) -> Any:
        """Read a toy."""
        context = self.toys.context
        return (await context.engine.send(a_toy(), context.policies.read, nocache=nocache)).value

    @property
    def policies(self) -> ToyPolicies:
        """The policies of its calls."""
        return self.toys.context.policies


# --- Times -----------------------------------------------------------------------------------------------


async def test_a_timeout_limits_the_call_and_each_attempt() -> None:
    transport = answering()
    client = AsyncToyClient(transport)
    for timeout_s in (5, 100, 3600):
        await client.with_options(timeout_s=timeout_s).read(nocache=True)
    assert transport.timeouts_s == pytest.approx([5, 100, 300])
    await client.with_options(timeout_s=100, attempt_timeout_s=7).read(nocache=True)
    assert transport.timeouts_s[-1] == pytest.approx(7)
    with pytest.raises(ConfigError, match="timeout_s and deadline_s"):
        client.with_options(timeout_s=5, deadline_s=5)


async def test_copies_of_copies_have_all_options() -> None:
    transport = answering()
    client = AsyncToyClient(transport, headers={"X-Own": "1"})
    copy = client.with_options(timeout_s=5, headers={"X-A": "1", "x-both": "old"})
    copy = copy.with_options(attempts=2, headers={"X-Both": "new"}).with_options(token="theirs")
    await copy.read()
    sent = transport.requests[-1].headers
    assert {name: sent[name] for name in ("x-own", "x-a", "x-both", "authorization")} == {
        "x-own": "1",
        "x-a": "1",
        "x-both": "new",
        "authorization": "Bearer theirs",
    }
    assert transport.timeouts_s == pytest.approx([5])
    assert copy.policies.read.retry.attempts == 2
    await client.read(nocache=True)
    assert "x-a" not in transport.requests[-1].headers


# --- Headers ---------------------------------------------------------------------------------------------


async def test_headers_are_sent_with_every_call() -> None:
    transport = answering()
    client = AsyncToyClient(transport, headers={"X-Tenant": "acme", "User-Agent": "mine/1"})
    assert (await client.read())["tenant"] == "acme"
    sent: dict[str, str] = {**transport.requests[-1].headers}
    assert sent["user-agent"] == "mine/1"
    assert sorted(sent) == sorted({name.lower() for name in sent})


async def test_calls_with_other_headers_share_no_cached_result() -> None:
    cache, transport = AsyncOperationCache(), answering()
    client = AsyncToyClient(transport, cache=cache)
    acme = client.with_options(headers={"x-tenant": "acme"})
    for one, tenant in ((client, None), (acme, "acme"), (client, None)):
        assert (await one.read())["tenant"] == tenant
    # Another client with the same headers and the same token does.
    assert (await AsyncToyClient(answering(), cache=cache, headers={"X-Tenant": "acme"}).read())[
        "tenant"
    ] == "acme"
    assert len(transport.requests) == 2
    assert cache.statistics.hits == 2


@pytest.mark.parametrize("headers", [{"Authorization": SECRET}, {"x-a": f"{SECRET}\n"}, {"x-a": [SECRET]}])
async def test_a_header_that_can_not_be_sent_is_an_error_without_its_value(headers: Any) -> None:
    client = AsyncToyClient(answering())
    with pytest.raises(ConfigError) as caught:
        client.with_options(headers=headers)
    assert SECRET not in str(caught.value) + error_report(caught.value)
    with pytest.raises(ConfigError) as caught:
        AsyncToyClient(answering(), headers=headers)
    assert SECRET not in str(caught.value) + error_report(caught.value)


async def test_no_message_frame_or_log_shows_the_value_of_a_header(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    transport = AsyncMemoryTransport(lambda _: json_response(400, {"detail": f"no such key {SECRET}"}))
    client = AsyncToyClient(transport, headers={"X-Api-Key": SECRET})
    copy = client.with_options(headers={"X-Other": SECRET})
    for one in (client, copy):
        with pytest.raises(BadRequestError, match=r"no such key \[redacted\]") as caught:
            await one.read()
        assert SECRET not in error_report(caught.value)
        assert SECRET not in repr(one) + repr(vars(one))
    assert SECRET not in caplog.text
    assert SECRET not in repr([vars(record) for record in caplog.records])


# --- The token of another user ---------------------------------------------------------------------------


async def test_another_user_shares_no_cached_result() -> None:
    cache, transport = AsyncOperationCache(), answering()
    client = AsyncToyClient(transport, cache=cache)
    theirs = client.with_options(token="theirs")
    for one, user in ((client, "mine"), (theirs, "theirs"), (client, "mine")):
        assert (await one.read())["user"] == f"Bearer {user}"
    # The same user in another copy does.
    assert (await client.with_options(token="theirs").read())["user"] == "Bearer theirs"
    assert len(transport.requests) == 2
    assert theirs.cache is client.cache


async def test_a_rejected_token_of_another_user_is_not_replaced_by_that_of_the_client() -> None:
    def answer(request: Request) -> Response:
        return json_response(200 if request.headers["authorization"] == "Bearer mine" else 401, {})

    transport = AsyncMemoryTransport(answer)
    client = AsyncToyClient(transport)
    with pytest.raises(Exception, match="401"):
        await client.with_options(token="theirs").read()
    assert [request.headers["authorization"] for request in transport.requests] == ["Bearer theirs"]
    assert await client.read() == {}


@pytest.mark.parametrize("token", ["", f"{SECRET} {SECRET}", f"{SECRET}\n", SECRET.encode(), 7])
async def test_a_token_that_can_not_be_sent_is_an_error(token: Any) -> None:
    with pytest.raises(ConfigError) as caught:
        AsyncToyClient(answering()).with_options(token=token)
    assert SECRET not in str(caught.value) + error_report(caught.value)


# --- Closing ---------------------------------------------------------------------------------------------


async def test_a_client_and_its_copies_say_whether_it_is_closed() -> None:
    client = AsyncToyClient(answering())
    copy = client.with_options(token="theirs", headers={"x-a": "1"})
    await copy.aclose()
    assert (client.is_closed, copy.is_closed) == (False, False)
    await client.aclose()
    assert (client.is_closed, copy.is_closed, client.with_options().is_closed) == (True, True, True)
    for one in (client, copy):
        with pytest.raises(ConfigError, match="The client is closed"):
            await one.read()
        with pytest.raises(ConfigError, match="The client is closed"):
            await one.request("GET", "/v1/things")
