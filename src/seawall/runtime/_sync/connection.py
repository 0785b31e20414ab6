# DO NOT EDIT. Derived from ../_async/connection.py by "python -m seawall.codegen.derive".
"""What a client holds beside its resources: an engine over a transport, with tokens, cache and limiter.

It is made of settings and of what the user handed in. What is missing it makes, and closes in the end.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from seawall.core.credentials import Placement, bearer
from seawall.core.events import Observer
from seawall.core.handed_in import checked_interface, checked_observers
from seawall.core.invocation import Interface
from seawall.core.policy import Policy
from seawall.core.user_agent import user_agent
from seawall.runtime._sync.cache import OperationCache
from seawall.runtime._sync.downloader import Downloader
from seawall.runtime._sync.engine import Engine
from seawall.runtime._sync.handed_in import check_parts, check_transport
from seawall.runtime._sync.limiter import Limiter
from seawall.runtime._sync.seams import TokenProvider, Transport
from seawall.runtime._sync.stored_tokens import StoredTokens
from seawall.runtime._sync.tokens import CallableTokens, GivenToken, TokenFunction
from seawall.runtime.invocation import this_invocation
from seawall.runtime.timing import Timing
from seawall.runtime.token_file import TokenFile

if TYPE_CHECKING:
    from seawall.runtime._sync.uploader import Uploader
    from seawall.runtime.api_settings import ApiSettings

__all__ = ["Connection"]


class Connection:
    """One user's connection to the API at `server_path` below the settings' base URL.

    `product` and `version` name the SDK in the User-Agent, `interface` how a program uses it. `login_hint`
    ends the errors that only a new login mends; `placement` says where in a request tokens go. A `transport`,
    a provider in `tokens`, a `cache` and a `limiter` that are handed in are not closed and may so be shared.
    In their place come what `default_transport` makes, the settings' token or the login that is kept, and a
    cache and a limiter of its own. Raises ConfigError where what is handed in is of a wrong kind.
    """

    def __init__(
        self,
        settings: "ApiSettings",
        *,
        product: str,
        version: str,
        server_path: str = "",
        default_transport: Callable[[], Transport],
        login_hint: str = "",
        placement: Placement = bearer,
        transport: Transport | None = None,
        tokens: TokenProvider | TokenFunction | None = None,
        timing: Timing | None = None,
        cache: OperationCache | None = None,
        limiter: Limiter | None = None,
        observers: Sequence[Observer] = (),
        interface: Interface | None = None,
    ) -> None:
        told = checked_observers(observers)
        if transport is not None:
            check_transport(transport)
        check_parts(timing=timing, cache=cache, limiter=limiter)
        timing = timing or Timing()
        # What this connection made and has to close; made last, so that nothing is left where a check fails.
        self._own_tokens: CallableTokens | StoredTokens | None = None
        self._own_transport: Transport | None = None
        given = None if tokens is None else self._given(tokens, timing)
        self.settings = settings
        self.api_url = settings.base_url + server_path
        self.interface = checked_interface(interface)
        self.user_agent = user_agent(product, version, this_invocation(interface=interface))
        self.cache = OperationCache(timing=timing) if cache is None else cache
        if transport is None:
            transport = self._own_transport = default_transport()
        self.engine = Engine(
            transport,
            base_url=self.api_url,
            tokens=given or self._of_settings(transport, login_hint, timing),
            placement=placement,
            user_agent=self.user_agent,
            timing=timing,
            cache=self.cache,
            limiter=Limiter(timing=timing) if limiter is None else limiter,
            observers=told,
        )

    def downloader(self, policy: Policy) -> Downloader:
        """What fetches files over the same transport."""
        engine = self.engine
        return Downloader(engine.transport, policy, timing=engine.timing, user_agent=self.user_agent)

    def uploader(self, policy: Policy) -> "Uploader":
        """What sends files over the same transport."""
        # Imported here: most clients send none.
        from seawall.runtime._sync.uploader import Uploader  # noqa: PLC0415

        engine = self.engine
        return Uploader(engine.transport, policy, timing=engine.timing, user_agent=self.user_agent)

    def close(self) -> None:
        """Refuse every call from now on, and give up what is this connection's own.

        A renewal of a token whose caller gave up is waited for, 10 s at most.
        """
        self.engine.stop("The client is closed. Make another one.")
        try:
            if self._own_tokens is not None:
                self._own_tokens.close()
        finally:
            if self._own_transport is not None:
                self._own_transport.close()

    def _given(
        self, tokens: TokenProvider | TokenFunction, timing: Timing
    ) -> TokenProvider:
        provider = CallableTokens.around(tokens, timing=timing)
        if provider is not tokens and isinstance(provider, CallableTokens):
            self._own_tokens = provider
        return provider

    def _of_settings(
        self, transport: Transport, login_hint: str, timing: Timing
    ) -> TokenProvider:
        if self.settings.token is not None:
            return GivenToken(self.settings.token.get_secret_value())
        self._own_tokens = stored = StoredTokens(
            TokenFile(self.settings.login_file),
            transport,
            issuer=self.settings.login_url,
            client_id=self.settings.client_id,
            login_hint=login_hint,
            timing=timing,
        )
        return stored
