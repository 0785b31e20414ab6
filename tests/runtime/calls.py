"""The call that the tests of the runtime send. Its arguments are secrets that no message may show."""

from asyncio import CancelledError
from collections.abc import Set as AbstractSet
from typing import Any

from seawall.core.engine.call import Call, Operation
from seawall.core.engine.policy import Policy

SECRET = "hunter2"
# Here, because the derived tests name nothing of asyncio.
CANCELLED = CancelledError()
BASE_URL = "https://api.test"
POLICY = Policy(attempt_timeout_s=10.0, deadline_s=60.0)


def thing(method: str = "GET", *, headers: AbstractSet[str] = frozenset()) -> Call[Any]:
    """Return a call of an operation that declares `headers`."""
    operation: Operation[Any] = Operation(
        id="thing",
        method=method,
        path="/v1/things/{thing_id}",
        result_types={200: dict[str, Any]},
        header_parameters=headers,
    )
    return Call(operation, path={"thing_id": SECRET}, query={"q": SECRET}, headers={"x-secret": SECRET})
