"""What the engine costs above a transport that takes no time, with every policy on, and where it keeps."""

from collections.abc import Iterator
from typing import Any

from benchmarks.measure import Figure, paired
from seawall.core.call import Call, Operation
from seawall.core.message import Request, Response
from seawall.core.policy import Policy, RateLimit
from seawall.runtime import Engine, GivenToken, Limiter, Metrics, OperationCache

CALLS = 5000
ANSWER = Response(200, {"content-type": "application/json"}, b'{"id": 1, "name": "one"}')
GET: Operation[Any] = Operation(
    id="get_thing", method="GET", path="/v1/things/{thing_id}", answers={200: dict[str, Any]}
)
POST: Operation[Any] = Operation(
    id="make_thing", method="POST", path="/v1/things", answers={200: dict[str, Any]}
)
CALL = Call(GET, path={"thing_id": "one"})
EVERYTHING = Policy(
    cache_ttl_s=60.0, limit=RateLimit(most=10**9, per_s=1.0), idempotency_header="Idempotency-Key"
)


class Instant:
    """A transport that has the answer already."""

    def send(self, request: Request, timeout_s: float) -> Response:  # noqa: ARG002
        return ANSWER

    def stream(self, request: Request, timeout_s: float) -> Any:
        raise NotImplementedError

    def close(self) -> None:
        pass


def engine() -> Engine:
    return Engine(
        Instant(),
        base_url="https://api.test",
        tokens=GivenToken("token"),
        cache=OperationCache(),
        limiter=Limiter(),
        observers=[Metrics()],
    )


def figures() -> Iterator[Figure]:
    ours, transport = engine(), Instant()
    request = Request("GET", "https://api.test/v1/things/one", {"accept": "application/json"})

    def peer() -> None:
        for _ in range(CALLS):
            transport.send(request, 30.0)

    def reads() -> None:
        for _ in range(CALLS):
            ours.send(CALL, EVERYTHING, nocache=True)

    def writes() -> None:
        for _ in range(CALLS):
            ours.send(Call(POST, body={"name": "one"}, media_type="application/json"), EVERYTHING)

    def hits() -> None:
        for _ in range(CALLS):
            ours.send(CALL, EVERYTHING)

    for what, work in (
        ("a read through the engine, everything on", reads),
        ("a write through the engine, everything on", writes),
        ("an answer that is kept, through the engine", hits),
    ):
        mine, theirs = paired(work, peer)
        yield Figure(what, mine / CALLS * 1e6, theirs / CALLS * 1e6, "us", "the transport alone, instant")
