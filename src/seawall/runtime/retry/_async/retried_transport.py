"""A transport that repeats requests which no engine sends, such as those of logins."""

from contextlib import AbstractAsyncContextManager

from seawall.core.engine.policy import Policy
from seawall.core.engine.result import status_error
from seawall.core.errors import SeawallError, StatusError
from seawall.core.http.message import Request, Response
from seawall.core.process_bound import ProcessBound
from seawall.core.retry.retry import may_repeat
from seawall.runtime.concurrency._async.clock import AsyncClock, AsyncSystemClock
from seawall.runtime.http._async.protocols import AsyncStream, AsyncTransport
from seawall.runtime.retry._async.retry_loop import AsyncRetryLoop

__all__ = ["AsyncRetriedTransport"]

_FIRST_ERROR_STATUS = 400


class AsyncRetriedTransport(ProcessBound):
    """Sends requests with `transport`, and repeats those that `policy` allows, within its times.

    A request that may have had an effect is not repeated: a refresh token can be used once. After the last
    attempt the response is returned whatever its status, and an error is raised. Streams are not repeated. It
    does not close `transport`.
    """

    _in_other_process = "Make a transport in the other process."

    def __init__(self, transport: AsyncTransport, policy: Policy, *, clock: AsyncClock | None = None) -> None:
        self._transport = transport
        self._policy = policy
        self._clock = clock or AsyncSystemClock()

    async def send(self, request: Request, timeout_s: float) -> Response:
        """Send `request`; an attempt takes `timeout_s` at most, or the shorter time of the policy."""
        deadline = self._clock.monotonic() + self._policy.deadline_s
        limit_s = min(timeout_s, self._policy.attempt_timeout_s)
        seen: list[Response] = []

        async def attempt() -> Response:
            response = await self._transport.send(request, limit_s)
            if response.status >= _FIRST_ERROR_STATUS:
                error = status_error(request.method, "the login server", response)
                if may_repeat(request.method, error):
                    seen[:] = [response]
                    raise error
            return response

        try:
            return await attempt()
        except SeawallError as error:
            first_error = error
        loop = AsyncRetryLoop(request.method, self._policy, deadline, self._clock)
        try:
            return await loop.run(first_error, attempt)
        except StatusError:
            return seen[-1]

    def stream(self, request: Request, timeout_s: float) -> AbstractAsyncContextManager[AsyncStream]:
        """Stream with the transport."""
        return self._transport.stream(request, timeout_s)

    async def aclose(self) -> None:
        """Do nothing: the transport belongs to another object."""
