# DO NOT EDIT. Derived from ../_async/engine.py by "make regenerate".
"""The engine: sends a call under a policy.

One attempt asks for a token, sends, and when the server refuses the token (401) renews it once and sends
again, unless the token is still the same. Whether and when there is another attempt, `seawall.core.retry`
decides. A call that succeeds at once pays for none of that.
"""

from typing import TypeVar

from seawall.core.answer import Answer, answer_for
from seawall.core.call import Call
from seawall.core.errors import ConfigError, NotSentError, SeawallError, TransportError
from seawall.core.message import Request
from seawall.core.policy import Policy
from seawall.core.request import request_for
from seawall.core.tokens import is_sendable
from seawall.runtime._sync.attempts import Attempts
from seawall.runtime._sync.seams import TokenProvider, Transport
from seawall.runtime.timing import Timing

__all__ = ["Engine"]

T = TypeVar("T")

_REFUSED = 401


class Engine:
    """Sends calls to one API at `base_url`, as one user, over one transport.

    `tokens` is None where the API asks for none. Copies share the transport and the tokens.
    """

    def __init__(
        self,
        transport: Transport,
        *,
        base_url: str,
        tokens: TokenProvider | None = None,
        user_agent: str = "seawall",
        timing: Timing | None = None,
    ) -> None:
        self.transport = transport
        self.timing = timing or Timing()
        self._base_url = base_url.rstrip("/")
        self._tokens = tokens
        self._headers = {"user-agent": user_agent}

    def send(self, call: Call[T], policy: Policy) -> Answer[T]:
        """The answer to `call`, after as many attempts as `policy` allows.

        Raises InputError before anything is sent; then AuthError, TransportError, StatusError or
        DecodeError.
        """
        request = request_for(call, self._base_url, self._headers)
        deadline = self.timing.clock() + policy.deadline_s
        try:
            return self._attempt(call, request, policy, deadline)
        except SeawallError as error:
            first = error
        name = f"{call.operation.method} {call.operation.path}"
        attempts = Attempts(name, call.operation.method, policy, deadline, self.timing)
        return attempts.after(first, lambda: self._attempt(call, request, policy, deadline))

    def _attempt(self, call: Call[T], request: Request, policy: Policy, deadline: float) -> Answer[T]:
        try:
            token = self._tokens.token() if self._tokens else None
            response = self.transport.send(_with(request, token), self._time_left(policy, deadline))
            if self._tokens and token and response.status == _REFUSED:
                refused, token = token, self._tokens.renew(token)
                if token != refused:
                    left = self._time_left(policy, deadline)
                    response = self.transport.send(_with(request, token), left)
        except TransportError as error:
            raise type(error)(f"{call.operation.method} {call.operation.path}: {error}") from error
        return answer_for(call, response, token=token)

    def _time_left(self, policy: Policy, deadline: float) -> float:
        left = deadline - self.timing.clock()
        if left <= 0:
            raise NotSentError(f"the deadline of {policy.deadline_s:g} s passed before it could be sent.")
        return min(left, policy.attempt_timeout_s)


def _with(request: Request, token: str | None) -> Request:
    if token is None:
        return request
    if not is_sendable(token):
        raise ConfigError(
            "The provider of tokens gave a text that no token can be: it holds spaces or the like."
        )
    headers = {**request.headers, "authorization": f"Bearer {token}"}
    return Request(request.method, request.url, headers, request.body)
