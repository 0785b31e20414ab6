# DO NOT EDIT. Derived from ../_async/retried_transport.py by "python -m seawall.codegen.derive".
"""A transport that repeats requests which no engine sends, such as those of logins."""

from contextlib import AbstractContextManager

from seawall.core.engine.policy import Policy
from seawall.core.engine.result import status_error
from seawall.core.errors import SeawallError, StatusError
from seawall.core.http.message import Request, Response
from seawall.core.process_bound import ProcessBound
from seawall.core.retry.retry import may_repeat
from seawall.runtime.concurrency._sync.clock import Clock, SystemClock
from seawall.runtime.http._sync.protocols import Stream, Transport
from seawall.runtime.retry._sync.retry_loop import RetryLoop

__all__ = ["RetriedTransport"]

_FIRST_ERROR_STATUS = 400


class RetriedTransport(ProcessBound):
    """Sends requests with `transport`, and repeats those that `policy` allows, within its times.

    A request that may have had an effect is not repeated: a refresh token can be used once. After the last
    attempt the response is returned whatever its status, and an error is raised. Streams are not repeated. It
    does not close `transport`.
    """

    _in_other_process = "Make a transport in the other process."

    def __init__(self, transport: Transport, policy: Policy, *, clock: Clock | None = None) -> None:
        self._transport = transport
        self._policy = policy
        self._clock = clock or SystemClock()

    def send(self, request: Request, timeout_s: float) -> Response:
        """Send `request`; an attempt takes `timeout_s` at most, or the shorter time of the policy."""
        deadline = self._clock.monotonic() + self._policy.deadline_s
        limit_s = min(timeout_s, self._policy.attempt_timeout_s)
        seen: list[Response] = []

        def attempt() -> Response:
            response = self._transport.send(request, limit_s)
            if response.status >= _FIRST_ERROR_STATUS:
                error = status_error(request.method, "the login server", response)
                if may_repeat(request.method, error):
                    seen[:] = [response]
                    raise error
            return response

        try:
            return attempt()
        except SeawallError as error:
            first_error = error
        loop = RetryLoop(request.method, self._policy, deadline, self._clock)
        try:
            return loop.run(first_error, attempt)
        except StatusError:
            return seen[-1]

    def stream(self, request: Request, timeout_s: float) -> AbstractContextManager[Stream]:
        """Stream with the transport."""
        return self._transport.stream(request, timeout_s)

    def close(self) -> None:
        """Do nothing: the transport belongs to another object."""
