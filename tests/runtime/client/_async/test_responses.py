"""`with_response`: the responses of the calls in a block. `request`: an endpoint that no resource wraps."""

from typing import Any

import pytest

from seawall.core.errors import (
    ConfigError,
    InputError,
    MaybeProcessedError,
    NotFoundError,
    ResponseLostError,
    ServerStatusError,
    UnexpectedStatusError,
)
from seawall.core.http.message import Response
from seawall.testing import AsyncMemoryTransport, Script, json_response
from tests.runtime.client._async.test_call_options import AsyncToyClient

OK = json_response(200, {"toy": 1}, headers={"x-request-id": "r1", "x-cost": "7"})
BUSY = Response(503)


async def test_a_block_has_the_response_of_its_call() -> None:
    client = AsyncToyClient(AsyncMemoryTransport(Script(BUSY, OK)))
    with client.with_response() as seen:
        assert await client.read() == {"toy": 1}
    last = seen.last
    assert (last.status, last.request_id, last.headers["X-Cost"]) == (200, "r1", "7")
    assert (last.attempts, last.cached, last.operation, last.method) == (2, False, "GET toy", "GET")
    assert (last.path, last.content, last.json()) == ("/toys/1", b'{"toy":1}', {"toy": 1})
    assert last.elapsed_s > 0
    assert len(seen) == 1


async def test_a_cached_answer_is_marked() -> None:
    client = AsyncToyClient(AsyncMemoryTransport(Script(OK)))
    with client.with_response() as seen:
        await client.read()
        await client.read()
    assert [(one.cached, one.attempts, one.status) for one in seen] == [(False, 1, 200), (True, 0, 200)]
    assert [one.content for one in seen[:]] == [b'{"toy":1}'] * 2


async def test_a_failed_call_has_its_response_too() -> None:
    missing = json_response(404, {"detail": "no"}, headers={"x-request-id": "r2"})
    client = AsyncToyClient(AsyncMemoryTransport(Script(missing, MaybeProcessedError("gone."))))
    with client.with_response() as seen:
        with pytest.raises(NotFoundError):
            await client.read()
        with pytest.raises(ResponseLostError):
            await client.with_options(attempts=1).read()
    assert [(one.status, one.request_id, one.json()) for one in seen] == [(404, "r2", {"detail": "no"})]


async def test_a_block_without_a_response_says_so() -> None:
    with AsyncToyClient(AsyncMemoryTransport(Script())).with_response() as seen:
        pass
    with pytest.raises(ConfigError, match="no response in this block"):
        _ = seen.last
    assert (len(seen), repr(seen)) == (0, "Responses([])")


async def test_blocks_are_nested_and_end() -> None:
    client = AsyncToyClient(AsyncMemoryTransport(lambda _: OK))
    with client.with_response() as outer:
        await client.read()
        with client.with_response() as inner:
            await client.with_options(attempts=2).read(nocache=True)
        await client.read()
    await client.read()
    assert (len(outer), len(inner)) == (3, 1)
    assert inner[0] is not outer[1]


async def test_a_block_sees_its_own_client_only() -> None:
    one, two = (AsyncToyClient(AsyncMemoryTransport(lambda _: OK)) for _ in range(2))
    with one.with_response() as seen, two.with_response() as others:
        await one.read()
        await two.with_options(token="theirs").read()
        await two.read()
    assert (len(seen), len(others)) == (1, 2)


async def test_a_block_keeps_the_last_100_responses() -> None:
    client = AsyncToyClient(AsyncMemoryTransport(lambda _: OK))
    with client.with_response() as seen:
        for _ in range(103):
            await client.read()
    assert len(seen) == 100
    assert all(one.cached for one in seen)


# --- Requests --------------------------------------------------------------------------------------------


async def test_a_request_has_the_token_the_headers_and_the_retries_of_all_calls() -> None:
    transport = AsyncMemoryTransport(Script(BUSY, OK))
    client = AsyncToyClient(transport, headers={"x-tenant": "acme"})
    seen = await client.with_options(timeout_s=5).request(
        "GET", "/v1/things/{id}", path_arguments={"id": "a b"}, params={"q": 1}, headers={"X-Own": "1"}
    )
    assert (seen.status, seen.json(), seen.attempts, seen.request_id) == (200, {"toy": 1}, 2, "r1")
    sent = transport.requests[-1]
    assert sent.url == "http://toy.test/v1/things/a%20b?q=1"
    assert {name: sent.headers[name] for name in ("authorization", "x-tenant", "x-own")} == {
        "authorization": "Bearer mine",
        "x-tenant": "acme",
        "x-own": "1",
    }
    assert transport.timeouts_s[0] == pytest.approx(5)


@pytest.mark.parametrize(
    ("method", "attempts"), [("GET", 2), ("PUT", 2), ("DELETE", 2), ("POST", 1), ("PATCH", 1)]
)
async def test_a_write_is_not_repeated(method: str, attempts: int) -> None:
    transport = AsyncMemoryTransport(Script(BUSY, OK))
    client = AsyncToyClient(transport)
    try:
        await client.request(method, "/v1/things", json={"a": 1})
    except ServerStatusError:
        assert attempts == 1
    assert len(transport.requests) == attempts
    assert all("idempotency-key" not in request.headers for request in transport.requests)


async def test_a_write_with_an_idempotency_key_is_repeated() -> None:
    transport = AsyncMemoryTransport(Script(BUSY, OK, OK, BUSY))
    client = AsyncToyClient(transport).with_options(idempotency_key="k1")
    seen = await client.request("POST", "/v1/things", json={"a": 1})
    assert seen.attempts == 2
    assert [request.headers["idempotency-key"] for request in transport.requests] == ["k1", "k1"]
    with pytest.raises(InputError, match="idempotency_key is for one call"):
        await client.request("POST", "/v1/things", json={"a": 2})
    # Another endpoint has no key, so that it is not repeated.
    await client.request("POST", "/v1/others")
    with pytest.raises(ServerStatusError):
        await client.request("POST", "/v1/others")
    assert all("idempotency-key" not in request.headers for request in transport.requests[2:])
    assert len(transport.requests) == 4


async def test_errors_are_those_of_all_calls() -> None:
    transport = AsyncMemoryTransport(Script(json_response(404, {"detail": "none"}), Response(302)))
    client = AsyncToyClient(transport)
    with pytest.raises(NotFoundError, match="GET /v1/things/7 answered 404: none"):
        await client.request("GET", "/v1/things/{id}", path_arguments={"id": 7})
    with pytest.raises(UnexpectedStatusError):
        await client.request("GET", "/v1/things")


async def test_a_write_drops_the_cached_results_that_it_may_change() -> None:
    transport = AsyncMemoryTransport(lambda _: OK)
    client = AsyncToyClient(transport)
    await client.read()
    await client.request("PUT", "/toys/{id}", path_arguments={"id": 1}, json={})
    await client.read()
    assert [request.method for request in transport.requests] == ["GET", "PUT", "GET"]


@pytest.mark.parametrize(
    "given",
    [
        {"path": "http://evil.test/v1"},
        {"path": "/v1/../admin"},
        {"path": "/v1", "headers": {"Authorization": "hunter2"}},
        {"path": "/v1", "json": {"a": {1, 2}}},
    ],
)
async def test_a_request_that_can_not_be_sent_is_an_input_error(given: dict[str, Any]) -> None:
    transport = AsyncMemoryTransport(Script())
    with pytest.raises(InputError):
        await AsyncToyClient(transport).request("POST", **given)
    assert transport.requests == []
