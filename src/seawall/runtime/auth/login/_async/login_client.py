"""What a login asks of its server, each question within its time."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeVar

from seawall.core.auth.tokens import Token
from seawall.core.errors import NotSentError
from seawall.core.http.message import Response
from seawall.core.redaction.secret import Secret
from seawall.runtime.auth.login.cancellable_thread import async_in_own_thread
from seawall.runtime.auth.login.oauth_session import LoginSession
from seawall.runtime.auth.oauth import OAuthEndpoints

__all__ = ["AsyncConversation"]

T = TypeVar("T")


class AsyncConversation:
    """A login's conversation over `session`, beside whoever waits for it.

    Each method takes `timeout_s` seconds at most, and raises what the session's raises, NotSentError where
    there is no answer in time.
    """

    def __init__(self, session: LoginSession, timeout_s: float) -> None:
        self._session = session
        self._timeout_s = timeout_s

    async def endpoints(self) -> OAuthEndpoints:
        """What discovery names."""
        return await self._said(self._session.endpoints)

    async def asked(self, url: str, form: Mapping[str, str]) -> Response:
        """The answer to a form, whatever its status."""
        return await self._said(partial(self._session.asked, url, form))

    async def token(
        self,
        url: str,
        *,
        code: Secret | None = None,
        code_verifier: Secret | None = None,
        device_code: Secret | None = None,
    ) -> Token:
        """The token for a device code, or for a code and its verifier."""
        ask = partial(
            self._session.token, url, code=code, code_verifier=code_verifier, device_code=device_code
        )
        return await self._said(ask)

    async def _said(self, ask: Callable[[], T]) -> T:
        # Here, and not in the thread: a cut that comes before the thread has begun must hold.
        self._session.mend()
        try:
            return await async_in_own_thread(ask, cut=self._session.cut, timeout_s=self._timeout_s)
        except TimeoutError as error:
            raise NotSentError(
                f"the login server gave no whole answer within {self._timeout_s:g} s. Try again later."
            ) from error
