"""Answers that a test lays down beforehand, for a memory transport."""

from collections import deque
from collections.abc import Mapping

from seawall.core.http.message import Request, Response
from seawall.core.wire.codec import encode

__all__ = ["Script", "json_response"]


class Script:
    """Responses and errors in the order in which they come; hand it to a memory transport.

    An error is raised, a `TruncatedResponse` breaks off. A request beyond the last step is an AssertionError.
    """

    def __init__(self, *steps: Response | BaseException) -> None:
        self._left = deque(steps)
        self._length = len(steps)

    def __call__(self, request: Request) -> Response:
        """The next answer, whatever is asked."""
        if not self._left:
            raise AssertionError(
                f"A {request.method} request came after the last of {self._length} steps of the script."
            )
        step = self._left.popleft()
        if isinstance(step, BaseException):
            raise step
        return step

    def assert_used_up(self) -> None:
        """Raise AssertionError unless every step was asked for."""
        if self._left:
            used = self._length - len(self._left)
            raise AssertionError(f"Only {used} of {self._length} steps of the script were asked for.")


def json_response(status: int, data: object, *, headers: Mapping[str, str] | None = None) -> Response:
    """A JSON answer with `data`, plain or a wire model, and `headers` beside its content type."""
    return Response(status, {"content-type": "application/json", **(headers or {})}, encode(data))
