import pytest

from seawall.core.engine.policy import Policy, RetryRule
from seawall.core.errors import (
    AttemptTimeoutError,
    DecodeError,
    MaybeProcessedError,
    NotSentError,
    RateLimitedError,
    ResponseLostError,
    SeawallError,
    ServerStatusError,
)
from seawall.core.http.message import Request, Response
from seawall.runtime.engine._async.engine import AsyncEngine
from seawall.testing import AsyncFakeClock, AsyncFaultyTransport, AsyncMemoryTransport, faults, json_response
from tests.runtime.calls import BASE_URL, POLICY, thing

OK = json_response(200, {"id": 1})


async def test_requests_reach_the_server_after_the_faults() -> None:
    server = AsyncMemoryTransport(lambda _: OK)
    transport = AsyncFaultyTransport(server, [faults.refused(), None, faults.busy(retry_after_s=3), None])
    clock = AsyncFakeClock()
    engine = AsyncEngine(transport, base_url=BASE_URL, clock=clock)
    for _ in range(3):
        assert (await engine.send(thing(), POLICY)).value == {"id": 1}
    assert clock.sleeps_s == [0.5, 3.0]
    assert len(server.requests) == 3
    assert not transport.faults


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (faults.refused(), NotSentError),
        (faults.reset(), ResponseLostError),
        (faults.timed_out(), AttemptTimeoutError),
        (faults.half_body(), ResponseLostError),
        (faults.busy(), ServerStatusError),
        (faults.throttled(retry_after_s=1), RateLimitedError),
        (faults.html_page(), DecodeError),
    ],
)
async def test_each_fault_raises_its_error(
    fault: Response | BaseException, error: type[SeawallError]
) -> None:
    transport = AsyncFaultyTransport(AsyncMemoryTransport(lambda _: OK), [fault])
    policy = Policy(retry=RetryRule(attempts=1))
    with pytest.raises(error):
        await AsyncEngine(transport, base_url=BASE_URL).send(thing(), policy)


async def test_streams_get_faults_too() -> None:
    server = AsyncMemoryTransport(lambda _: Response(200, {}, b"whole"))
    async with AsyncFaultyTransport(server, [faults.half_body(b"ha")]) as transport:
        with pytest.raises(MaybeProcessedError):
            async with transport.stream(Request("GET", BASE_URL), 1.0) as stream:
                assert [chunk async for chunk in stream.chunks()] == [b"ha"]
        async with transport.stream(Request("GET", BASE_URL), 1.0) as stream:
            assert [chunk async for chunk in stream.chunks()] == [b"whole"]
