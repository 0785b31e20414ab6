"""The idempotency key of one call: `with_options(idempotency_key=…)`."""

from typing import Any

import pytest
from attrs import evolve

from seawall.core.engine.call import Call
from seawall.core.engine.policy import Policy, RetryRule
from seawall.core.errors import ConfigError, InputError, MaybeProcessedError, NotSentError
from seawall.core.http.message import Response
from seawall.runtime.engine._async.engine import AsyncEngine
from seawall.runtime.engine.idempotency import CallKey
from seawall.testing import AsyncFakeClock, AsyncMemoryTransport, Script, json_response
from tests.runtime.calls import BASE_URL, thing
from tests.transports.error_report import error_report

OK = json_response(200, {"id": 1})
ONCE = Policy(idempotency_header="Idempotency-Key", retry=RetryRule(attempts=1))
KEYED = Policy(idempotency_header="Idempotency-Key")


def post(method: str = "POST") -> Call[Any]:
    return thing(method, headers={"Idempotency-Key"})


def engine_on(*steps: Response | Exception, key: str = "mine") -> tuple[AsyncEngine, AsyncMemoryTransport]:
    transport = AsyncMemoryTransport(Script(*steps))
    engine = AsyncEngine(transport, base_url=BASE_URL, clock=AsyncFakeClock())
    return engine.with_options(idempotency_key=key), transport


def keys(transport: AsyncMemoryTransport) -> list[str | None]:
    return [request.headers.get("idempotency-key") for request in transport.requests]


async def test_all_attempts_of_the_call_have_the_key() -> None:
    engine, transport = engine_on(Response(503), OK)
    await engine.send(post(), KEYED)
    assert keys(transport) == ["mine", "mine"]


async def test_reads_have_no_key_and_leave_it_for_the_write() -> None:
    engine, transport = engine_on(OK, OK)
    await engine.send(post("GET"), KEYED)
    await engine.send(post(), KEYED)
    assert keys(transport) == [None, "mine"]


async def test_a_second_call_of_the_operation_is_an_error() -> None:
    engine, transport = engine_on(OK)
    await engine.send(post(), KEYED)
    for one in (engine, engine.with_options(headers={"x-a": "1"})):
        with pytest.raises(InputError, match=r"thing: idempotency_key is for one call.*its own key"):
            await one.send(post(), KEYED)
    assert len(transport.requests) == 1


async def test_after_an_error_the_same_call_may_be_sent_again() -> None:
    engine, transport = engine_on(MaybeProcessedError("gone."), OK)
    with pytest.raises(MaybeProcessedError):
        await engine.send(post(), ONCE)
    with pytest.raises(InputError, match="idempotency_key is for one call"):
        await engine.send(evolve(post(), path={"thing_id": "another"}), ONCE)
    await engine.send(post(), ONCE)
    assert keys(transport) == ["mine", "mine"]


async def test_a_call_that_was_not_sent_leaves_the_key_for_any_other() -> None:
    engine, transport = engine_on(OK)
    with pytest.raises(InputError, match="thing_id"):
        await engine.send(evolve(post("PUT"), path={}), ONCE)
    await engine.send(post("PATCH"), ONCE)
    assert keys(transport) == ["mine"]


async def test_other_operations_have_keys_of_their_own() -> None:
    engine, transport = engine_on(OK, OK, OK)
    await engine.send(post(), KEYED)
    await engine.send(post("PATCH"), KEYED)
    await engine.send(thing("DELETE"), KEYED)
    first, second, third = keys(transport)
    assert (first, third) == ("mine", None)
    assert second not in {"mine", None}


async def test_an_operation_whose_api_takes_no_key_is_an_error() -> None:
    engine, transport = engine_on(OK)
    with pytest.raises(InputError, match=r"thing: the API takes no idempotency key for POST /v1/things/"):
        await engine.send(thing("POST"), KEYED)
    assert transport.requests == []
    # The author of an SDK may know better than the spec.
    await engine.send(thing("POST"), evolve(KEYED, trust=True))
    assert keys(transport) == ["mine"]


async def test_a_failed_connection_keeps_the_key_for_the_same_call() -> None:
    engine, transport = engine_on(NotSentError("no connection."), OK)
    with pytest.raises(NotSentError):
        await engine.send(post(), ONCE)
    await engine.send(post(), ONCE)
    assert keys(transport) == ["mine", "mine"]


def test_one_call_at_a_time_has_the_key() -> None:
    key, first, second = CallKey("mine"), post(), post()
    assert key.claim(first, "idempotency-key") == "mine"
    with pytest.raises(InputError, match="another one has it"):
        key.claim(second, "idempotency-key")
    key.end(second, was_sent=True)
    with pytest.raises(InputError, match="another one has it"):
        key.claim(second, "idempotency-key")
    key.end(first, was_sent=True, error=MaybeProcessedError("gone."))
    assert key.claim(second, "idempotency-key") == "mine"
    assert not key.is_free_for("POST", "/v1/others")
    assert "mine" not in repr(key)


@pytest.mark.parametrize("key", ["", "hunter2 ", "hunter2\n", "Käse hunter2", "hunter2" * 40, b"hunter2", 7])
async def test_a_key_that_can_not_be_sent_is_an_error(key: Any) -> None:
    with pytest.raises(ConfigError) as caught:
        engine_on(key=key)
    assert "hunter2" not in str(caught.value) + error_report(caught.value)
