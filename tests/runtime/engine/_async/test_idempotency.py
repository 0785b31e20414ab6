"""Idempotency keys: one for each call, the same for all its attempts.

Source: draft-ietf-httpapi-idempotency-key-header, sections 2.2 and 2.6.
"""

from typing import Any

import pytest
from attrs import evolve

from seawall.core.engine.call import Call
from seawall.core.engine.policy import Policy, RetryRule
from seawall.core.errors import ConflictError, MaybeProcessedError, ServerStatusError, StatusError
from seawall.core.http.message import Response
from seawall.runtime.engine._async.engine import AsyncEngine
from seawall.testing import AsyncFakeClock, AsyncMemoryTransport, Script, json_response
from tests.runtime.calls import BASE_URL, thing

OK = json_response(200, {"id": 1})
BUSY = Response(503)
KEYED = Policy(idempotency_header="Idempotency-Key")


def keyed(method: str) -> Call[Any]:
    return thing(method, headers={"Idempotency-Key"})


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


async def test_every_attempt_of_a_changing_call_sends_the_same_key() -> None:
    for method in ["POST", "PATCH", "PUT", "DELETE"]:
        assert await keys_sent(keyed(method), KEYED, BUSY, BUSY, OK) == ["unique-1"] * 3, method


async def test_the_declared_name_of_the_header_may_be_in_any_case() -> None:
    for declared in ["idempotency-key", "IDEMPOTENCY-KEY"]:
        assert await keys_sent(thing("POST", headers={declared}), KEYED, BUSY, OK) == ["unique-1"] * 2


async def test_each_call_has_its_own_key() -> None:
    transport = AsyncMemoryTransport(Script(OK, OK))
    engine = AsyncEngine(transport, base_url=BASE_URL)
    await engine.send(keyed("POST"), KEYED)
    await engine.send(keyed("POST"), KEYED)
    keys = {request.headers["idempotency-key"] for request in transport.requests}
    assert len(keys) == 2


async def test_the_callers_own_key_is_kept() -> None:
    for name in ["idempotency-key", "Idempotency-Key", "IDEMPOTENCY-KEY"]:
        call = with_headers(keyed("POST"), {name: "mine"})
        assert await keys_sent(call, KEYED, BUSY, OK) == ["mine", "mine"], name


async def test_a_safe_call_needs_no_key() -> None:
    for method in ["GET", "HEAD", "OPTIONS"]:
        assert await keys_sent(keyed(method), KEYED, BUSY, OK) == [None, None], method


async def test_a_get_that_is_declared_not_idempotent_has_a_key() -> None:
    policy = evolve(KEYED, retry=RetryRule(is_idempotent=False))
    assert await keys_sent(keyed("GET"), policy, BUSY, OK) == ["unique-1"] * 2


async def test_an_operation_that_declares_no_key_gets_none_and_is_not_repeated() -> None:
    for call in [
        thing("POST"),
        thing("PATCH", headers={"x-key"}),
        # The server may ignore a key of the caller too.
        with_headers(thing("POST"), {"Idempotency-Key": "mine"}),
        # An empty key identifies nothing.
        with_headers(keyed("POST"), {"Idempotency-Key": ""}),
    ]:
        failures: list[Response | MaybeProcessedError] = [
            BUSY,
            Response(409),
            MaybeProcessedError("it broke."),
        ]
        for failure in failures:
            transport = AsyncMemoryTransport(Script(failure))
            with pytest.raises((StatusError, MaybeProcessedError)):
                await AsyncEngine(transport, base_url=BASE_URL).send(call, KEYED)
            sent = [request.headers.get("idempotency-key") for request in transport.requests]
            assert sent == [call.headers.get("Idempotency-Key")], call


async def test_trust_sends_a_key_that_no_operation_declares() -> None:
    trusting = evolve(KEYED, trust=True)
    assert await keys_sent(thing("POST"), trusting, BUSY, Response(409), OK) == ["unique-1"] * 3
    mine = with_headers(thing("POST"), {"Idempotency-Key": "mine"})
    assert await keys_sent(mine, trusting, BUSY, OK) == ["mine", "mine"]


async def test_trust_without_a_header_changes_nothing() -> None:
    transport = AsyncMemoryTransport(Script(BUSY))
    with pytest.raises(ServerStatusError):
        await AsyncEngine(transport, base_url=BASE_URL).send(keyed("POST"), Policy(trust=True))
    assert [name for name in transport.requests[0].headers if "idempotency" in name] == []


async def test_a_conflict_is_retried_if_the_call_has_a_key() -> None:
    assert await keys_sent(keyed("POST"), KEYED, Response(409), OK) == ["unique-1"] * 2
    transport = AsyncMemoryTransport(Script(Response(409)))
    with pytest.raises(ConflictError):
        await AsyncEngine(transport, base_url=BASE_URL).send(thing("POST"), Policy())


async def test_a_call_with_a_precondition_is_retried() -> None:
    call = with_headers(thing("PATCH"), {"If-Match": '"v1"'})
    assert await keys_sent(call, Policy(), BUSY, OK) == [None, None]
