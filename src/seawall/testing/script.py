"""Scripted responses for a memory transport."""

from collections import deque
from collections.abc import Mapping

from seawall.core.http.message import Request, Response
from seawall.core.process_bound import ProcessBound
from seawall.core.wire.codec import encode

__all__ = ["Script", "json_response"]


class Script(ProcessBound):
    """Responses and errors in the order of the requests; pass it to a memory transport.

    An error is raised, and a `TruncatedResponse` breaks off. A request after the last step raises
    AssertionError.
    """

    def __init__(self, *steps: Response | BaseException) -> None:
        self._steps = deque(steps)
        self._length = len(steps)

    def __call__(self, request: Request) -> Response:
        """Return the next response, whatever the request is."""
        if not self._steps:
            raise AssertionError(
                f"A {request.method} request came after the last of {self._length} steps of the script."
            )
        step = self._steps.popleft()
        if isinstance(step, BaseException):
            raise step
        return step

    def assert_used_up(self) -> None:
        """Raise AssertionError unless all steps were used."""
        if self._steps:
            used = self._length - len(self._steps)
            raise AssertionError(f"Only {used} of {self._length} steps of the script were used.")


def json_response(status: int, data: object, *, headers: Mapping[str, str] | None = None) -> Response:
    """Return a response with `data` (plain data or a wire model) as JSON, and `headers`."""
    return Response(status, {"content-type": "application/json", **(headers or {})}, encode(data))
