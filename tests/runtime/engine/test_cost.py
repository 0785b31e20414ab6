"""The cost of one call, counted in Python function calls, which are the same on a slow machine."""

from typing import Any

from seawall.core.engine.call import Call, Operation
from seawall.core.engine.policy import Policy, RateLimit
from seawall.core.http.message import Request, Response
from seawall.runtime import Engine, Limiter, Metrics, OperationCache, StaticToken
from seawall.transports import MemoryTransport
from tests.counted_calls import counted_calls

ANSWER = Response(
    200,
    {"content-type": "application/json", "date": "Mon, 30 Nov 2026 20:00:00 GMT"},
    b'{"id": 1, "name": "one"}',
)
GET: Operation[Any] = Operation(
    id="get_thing", method="GET", path="/v1/things/{thing_id}", result_types={200: dict[str, Any]}
)
CALL = Call(GET, path={"thing_id": "one"})
PLAIN = Policy()


class Instant(MemoryTransport):
    """Returns the same response at once."""

    def send(self, request: Request, timeout_s: float) -> Response:
        return ANSWER


def engine(**parts: Any) -> Engine:
    return Engine(Instant(lambda _: ANSWER), base_url="https://api.test", **parts)


def test_a_read_calls_few_functions() -> None:
    plain = engine()
    counted = counted_calls(lambda: plain.send(CALL, PLAIN))
    assert counted.total() <= 29, counted.most_common()


def test_a_read_with_every_policy_calls_few_functions() -> None:
    full = engine(
        tokens=StaticToken("token"), cache=OperationCache(), limiter=Limiter(), observers=[Metrics()]
    )
    policy = Policy(cache_ttl_s=60.0, limit=RateLimit(most=10**9, per_s=1.0))
    counted = counted_calls(lambda: full.send(CALL, policy, nocache=True))
    assert counted.total() <= 69, counted.most_common()


def test_nothing_is_made_for_observers_that_do_not_listen() -> None:
    plain = engine()
    counted = counted_calls(lambda: plain.send(CALL, PLAIN))
    assert [name for name in counted if "observe.events" in name or name.endswith(".emit")] == []
