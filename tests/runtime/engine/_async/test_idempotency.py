"""Idempotency keys: one for each call, the same for all its attempts.

Source: draft-ietf-httpapi-idempotency-key-header, sections 2.2 and 2.6.
"""

from typing import Any

import pytest
from attrs import evolve

from seawall.core.engine.call import Call
from seawall.core.engine.policy import Policy
from seawall.core.errors import ConflictError, ServerStatusError
from seawall.core.http.message import Response
from seawall.runtime.engine._async.engine import AsyncEngine
from seawall.testing import AsyncFakeClock, AsyncMemoryTransport, Script, json_response
from tests.runtime.calls import BASE_URL, thing

OK = json_response(200, {"id": 1})
BUSY = Response(503)
KEYED = Policy(idempotency_header="Idempotency-Key")


def with_headers(call: Call[Any], headers: dict[str, object]) -> Call[Any]:
    return evolve(call, headers=headers)


async def keys_sent(call: Call[Any], policy: Policy, *steps: Response) -> list[str | None]:
    transport = AsyncMemoryTransport(Script(*steps))
    engine = AsyncEngine(transport, base_url=BASE_URL, clock=AsyncFakeClock())
    await engine.send(call, policy)
    return [
        next((value for name, value in request.headers.items() if name.lower() == "idempotency-key"), None)
        for request in transport.requests
    ]


async def test_every_attempt_of_a_call_sends_the_same_key() -> None:
    for method in ["POST", "PATCH"]:
        assert await keys_sent(thing(method), KEYED, BUSY, BUSY, OK) == ["unique-1"] * 3, method


async def test_each_call_has_its_own_key() -> None:
    transport = AsyncMemoryTransport(Script(OK, OK))
    engine = AsyncEngine(transport, base_url=BASE_URL)
    await engine.send(thing("POST"), KEYED)
    await engine.send(thing("POST"), KEYED)
    keys = {request.headers["idempotency-key"] for request in transport.requests}
    assert len(keys) == 2


async def test_the_callers_own_key_is_kept() -> None:
    for name in ["idempotency-key", "Idempotency-Key", "IDEMPOTENCY-KEY"]:
        call = with_headers(thing("POST"), {name: "mine"})
        assert await keys_sent(call, KEYED, BUSY, OK) == ["mine", "mine"], name


async def test_an_idempotent_call_needs_no_key() -> None:
    for method in ["GET", "HEAD", "PUT", "DELETE"]:
        assert await keys_sent(thing(method), KEYED, BUSY, OK) == [None, None], method


async def test_without_a_header_in_the_policy_a_post_is_not_retried() -> None:
    transport = AsyncMemoryTransport(Script(BUSY))
    with pytest.raises(ServerStatusError):
        await AsyncEngine(transport, base_url=BASE_URL).send(thing("POST"), Policy())
    assert [name for name in transport.requests[0].headers if "idempotency" in name] == []


async def test_a_conflict_is_retried_if_the_call_has_a_key() -> None:
    assert await keys_sent(thing("POST"), KEYED, Response(409), OK) == ["unique-1"] * 2
    transport = AsyncMemoryTransport(Script(Response(409)))
    with pytest.raises(ConflictError):
        await AsyncEngine(transport, base_url=BASE_URL).send(thing("POST"), Policy())


async def test_a_call_with_a_precondition_is_retried() -> None:
    call = with_headers(thing("PATCH"), {"If-Match": '"v1"'})
    assert await keys_sent(call, Policy(), BUSY, OK) == [None, None]
