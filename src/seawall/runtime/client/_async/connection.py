"""What a client holds beside its resources: an engine over a transport, with tokens, cache and limiter.

It is made of settings and of what the user handed in. What is missing it makes, and closes in the end.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from seawall.core.auth.auth_scheme import AuthScheme, bearer
from seawall.core.engine.policy import Policy
from seawall.core.metadata.interface import checked_interface
from seawall.core.metadata.invocation import Interface
from seawall.core.metadata.user_agent import user_agent
from seawall.core.observe.events import Observer, checked_observers
from seawall.runtime.auth._async.providers import (
    AsyncCallableTokenProvider,
    AsyncStaticToken,
    AsyncTokenFunction,
)
from seawall.runtime.cache._async.operation_cache import AsyncOperationCache
from seawall.runtime.concurrency._async.clock import AsyncClock, AsyncSystemClock
from seawall.runtime.engine._async.argument_checks import check_parts, check_transport
from seawall.runtime.engine._async.engine import AsyncEngine
from seawall.runtime.http._async.protocols import AsyncTokenProvider, AsyncTransport
from seawall.runtime.metadata.invocation import this_invocation
from seawall.runtime.rate_limit._async.limiter import AsyncLimiter

if TYPE_CHECKING:
    from seawall.runtime.auth._async.refresh_tokens import AsyncStoredTokens
    from seawall.runtime.settings.api_settings import ApiSettings
    from seawall.runtime.transfer._async.downloader import AsyncDownloader
    from seawall.runtime.transfer._async.uploader import AsyncUploader

__all__ = ["AsyncConnection"]


class AsyncConnection:
    """One user's connection to the API at `server_path` below the settings' base URL.

    `product` and `version` name the SDK in the User-Agent, `interface` how a program uses it. `login_hint`
    ends the errors that only a new login mends; `auth_scheme` says where in a request tokens go. A
    `transport`, a provider in `tokens`, a `cache` and a `limiter` that are handed in are not closed and may
    so be shared. In their place come what `default_transport` makes, the settings' token or the login that is
    kept, and a cache and a limiter of its own. Raises ConfigError where what is handed in is of a wrong kind.
    """

    def __init__(
        self,
        settings: "ApiSettings",
        *,
        product: str,
        version: str,
        server_path: str = "",
        default_transport: Callable[[], AsyncTransport],
        login_hint: str = "",
        auth_scheme: AuthScheme = bearer,
        transport: AsyncTransport | None = None,
        tokens: AsyncTokenProvider | AsyncTokenFunction | None = None,
        clock: AsyncClock | None = None,
        cache: AsyncOperationCache | None = None,
        limiter: AsyncLimiter | None = None,
        observers: Sequence[Observer] = (),
        interface: Interface | None = None,
    ) -> None:
        told = checked_observers(observers)
        if transport is not None:
            check_transport(transport)
        check_parts(clock=clock, cache=cache, limiter=limiter)
        clock = clock or AsyncSystemClock()
        # What this connection made and has to close; made last, so that nothing is left where a check fails.
        self._own_tokens: AsyncCallableTokenProvider | AsyncStoredTokens | None = None
        self._own_transport: AsyncTransport | None = None
        given = None if tokens is None else self._given(tokens, clock)
        self.settings = settings
        self.api_url = settings.base_url + server_path
        self.interface = checked_interface(interface)
        self.user_agent = user_agent(product, version, this_invocation(interface=interface))
        self.cache = AsyncOperationCache(clock=clock) if cache is None else cache
        if transport is None:
            transport = self._own_transport = default_transport()
        self.engine = AsyncEngine(
            transport,
            base_url=self.api_url,
            tokens=given or self._of_settings(transport, login_hint, clock),
            auth_scheme=auth_scheme,
            user_agent=self.user_agent,
            clock=clock,
            cache=self.cache,
            limiter=AsyncLimiter(clock=clock) if limiter is None else limiter,
            observers=told,
        )

    def downloader(self, policy: Policy) -> "AsyncDownloader":
        """A downloader over the same transport."""
        from seawall.runtime.transfer._async.downloader import AsyncDownloader  # noqa: PLC0415 - 30 ms

        engine = self.engine
        return AsyncDownloader(engine.transport, policy, clock=engine.clock, user_agent=self.user_agent)

    def uploader(self, policy: Policy) -> "AsyncUploader":
        """An uploader over the same transport."""
        from seawall.runtime.transfer._async.uploader import AsyncUploader  # noqa: PLC0415 - 30 ms

        engine = self.engine
        return AsyncUploader(engine.transport, policy, clock=engine.clock, user_agent=self.user_agent)

    async def aclose(self) -> None:
        """Refuse every call from now on, and give up what is this connection's own.

        A renewal of a token whose caller gave up is waited for, 10 s at most.
        """
        self.engine.stop("The client is closed. Make another one.")
        try:
            if self._own_tokens is not None:
                await self._own_tokens.aclose()
        finally:
            if self._own_transport is not None:
                await self._own_transport.aclose()

    def _given(
        self, tokens: AsyncTokenProvider | AsyncTokenFunction, clock: AsyncClock
    ) -> AsyncTokenProvider:
        provider = AsyncCallableTokenProvider.from_callable(tokens, clock=clock)
        if provider is not tokens and isinstance(provider, AsyncCallableTokenProvider):
            self._own_tokens = provider
        return provider

    def _of_settings(
        self, transport: AsyncTransport, login_hint: str, clock: AsyncClock
    ) -> AsyncTokenProvider:
        if self.settings.token is not None:
            return AsyncStaticToken(self.settings.token)
        # 10 ms, for logins only.
        from seawall.runtime.auth._async.refresh_tokens import AsyncStoredTokens  # noqa: PLC0415
        from seawall.runtime.auth.token_file import TokenFile  # noqa: PLC0415

        self._own_tokens = stored = AsyncStoredTokens(
            TokenFile(self.settings.login_file),
            transport,
            issuer=self.settings.login_url,
            client_id=self.settings.client_id,
            login_hint=login_hint,
            clock=clock,
        )
        return stored
