# DO NOT EDIT. Derived from ../_async/test_faulty.py by "python -m seawall.codegen.derive".
import pytest

from seawall.core.engine.policy import Policy, RetryRule
from seawall.core.errors import (
    AttemptTimeoutError,
    DecodeError,
    MaybeProcessedError,
    NotSentError,
    RateLimitedError,
    SeawallError,
    ServerStatusError,
)
from seawall.core.http.message import Request, Response
from seawall.runtime.engine._sync.engine import Engine
from seawall.testing import FakeClock, FaultyTransport, MemoryTransport, faults, json_response
from tests.runtime.calls import BASE_URL, POLICY, thing

OK = json_response(200, {"id": 1})


def test_requests_reach_the_server_after_the_faults() -> None:
    server = MemoryTransport(lambda _: OK)
    transport = FaultyTransport(server, [faults.refused(), None, faults.busy(retry_after_s=3), None])
    clock = FakeClock()
    engine = Engine(transport, base_url=BASE_URL, clock=clock)
    for _ in range(3):
        assert (engine.send(thing(), POLICY)).value == {"id": 1}
    assert clock.sleeps_s == [0.05, 3.0]
    assert len(server.requests) == 3
    assert not transport.faults


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (faults.refused(), NotSentError),
        (faults.reset(), MaybeProcessedError),
        (faults.timed_out(), AttemptTimeoutError),
        (faults.half_body(), MaybeProcessedError),
        (faults.busy(), ServerStatusError),
        (faults.throttled(retry_after_s=1), RateLimitedError),
        (faults.html_page(), DecodeError),
    ],
)
def test_each_fault_raises_its_error(
    fault: Response | BaseException, error: type[SeawallError]
) -> None:
    transport = FaultyTransport(MemoryTransport(lambda _: OK), [fault])
    policy = Policy(retry=RetryRule(attempts=1))
    with pytest.raises(error):
        Engine(transport, base_url=BASE_URL).send(thing(), policy)


def test_streams_get_faults_too() -> None:
    server = MemoryTransport(lambda _: Response(200, {}, b"whole"))
    with FaultyTransport(server, [faults.half_body(b"ha")]) as transport:
        with pytest.raises(MaybeProcessedError):
            with transport.stream(Request("GET", BASE_URL), 1.0) as stream:
                assert [chunk for chunk in stream.chunks()] == [b"ha"]
        with transport.stream(Request("GET", BASE_URL), 1.0) as stream:
            assert [chunk for chunk in stream.chunks()] == [b"whole"]
