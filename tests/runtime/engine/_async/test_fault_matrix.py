"""The fault matrix, through real sockets, the real transports and the real engine."""

from pathlib import Path
from typing import Any

import pytest

from seawall.core.engine.call import Call, Operation
from seawall.core.engine.policy import Policy, RetryRule
from seawall.core.errors import AttemptTimeoutError, SeawallError
from seawall.runtime.engine._async.engine import AsyncEngine
from seawall.testing import AsyncFakeClock
from tests.runtime.engine.faults import ATTEMPTS, FAULTS, Fault, faulty
from tests.transports._async.kinds import AsyncReal, over_sockets

# A faulty server over real sockets, whose timeouts are real.
pytestmark = pytest.mark.slow

# Faults other than timeouts should not time out on a busy machine.
PATIENT = (10.0,)
# On a busy machine, an attempt may time out before its request is sent: then the next timeout is used.
TIMEOUTS = (0.25, 2.5)


def thing(method: str) -> Call[Any]:
    operation: Operation[Any] = Operation(
        id="thing", method=method, path="/v1/things/{thing_id}", result_types={200: dict[str, Any]}
    )
    return Call(operation, path={"thing_id": "x"})


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
@over_sockets
async def test_each_fault_raises_its_error_after_its_number_of_requests(
    kind: type[AsyncReal], fault: Fault, method: str, tmp_path: Path
) -> None:
    attempts = fault.get if method == "GET" else fault.post
    connections = attempts if fault.reaches in {"connection", "request"} else 0
    expected = (connections, attempts if fault.reaches == "request" else 0)
    for timeout_s in TIMEOUTS if fault.error is AttemptTimeoutError else PATIENT:
        policy = Policy(attempt_timeout_s=timeout_s, retry=RetryRule(attempts=ATTEMPTS))
        clock = AsyncFakeClock()
        with faulty(fault, tmp_path) as faulty_:
            async with kind() as transport:
                engine = AsyncEngine(transport, base_url=faulty_.url, clock=clock)
                with pytest.raises(SeawallError) as caught:
                    await engine.send(thing(method), policy)
        if faulty_.seen == expected:
            break
    assert type(caught.value) is fault.error_of(method)
    assert len(clock.sleeps_s) == attempts - 1
    assert faulty_.seen == expected
