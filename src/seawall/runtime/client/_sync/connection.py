# DO NOT EDIT. Derived from ../_async/connection.py by "python -m seawall.codegen.derive".
"""The connection of a client to its API: an engine over a transport, with tokens, cache and limiter.

It is made of settings and the parts that the user passes; it makes, and later closes, the missing parts.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Generic, Self, TypeVar

from seawall.core.auth.auth_scheme import AuthScheme, bearer, headers_set_by
from seawall.core.auth.tokens import token_fault
from seawall.core.engine.header_fields import checked_headers
from seawall.core.engine.policy import Policy
from seawall.core.errors import ConfigError
from seawall.core.metadata.invocation import Interface, checked_interface
from seawall.core.metadata.user_agent import user_agent
from seawall.core.observe.events import Observer, checked_observers
from seawall.core.process_bound import ProcessBound
from seawall.core.redaction.secret import hidden
from seawall.core.validation.arguments import require_type
from seawall.core.whole_import import import_whole
from seawall.runtime.auth._sync.providers import (
    CallableTokenProvider,
    StaticToken,
    TokenFunction,
)
from seawall.runtime.cache._sync.operation_cache import OperationCache
from seawall.runtime.concurrency._sync.clock import Clock, SystemClock
from seawall.runtime.engine._sync.argument_checks import check_parts, check_transport
from seawall.runtime.engine._sync.engine import Engine
from seawall.runtime.http._sync.protocols import TokenProvider, Transport
from seawall.runtime.metadata.invocation import this_invocation
from seawall.runtime.observe.metrics import Metrics
from seawall.runtime.rate_limit._sync.limiter import Limiter
from seawall.runtime.settings.api_settings import ApiSettings
from seawall.runtime.settings.auth_settings import LoginSettings, StoredTokenSettings

if TYPE_CHECKING:
    from seawall.runtime.auth._sync.token_renewal import RenewedTokens
    from seawall.runtime.auth.access_token_file import AccessTokenFile
    from seawall.runtime.observe._sync.observed_transport import ObservedTransport
    from seawall.runtime.transfer._sync.downloader import Downloader
    from seawall.runtime.transfer._sync.uploader import Uploader

__all__ = ["Connection"]

S = TypeVar("S", bound=ApiSettings)


class Connection(ProcessBound, Generic[S]):
    """One user's connection to the API at `server_path` below the settings' base URL.

    `product` and `version` name the SDK in the User-Agent; `interface` says how the program uses it.
    `login_hint` ends the errors that a new login fixes; `auth_scheme` puts tokens into requests. The
    connection does not close a `transport`, `cache`, `limiter` or provider in `tokens` that it receives, so
    connections can share them. The defaults are the result of `default_transport`, the settings' token, API
    key or stored login, and a cache and a limiter of its own. `login` makes the provider of an SDK with
    another kind of login; the connection closes it. `headers` are sent with every call, but not to the
    servers of logins, downloads and uploads. `metrics` count the calls. `policy` is that of calls that have
    no other. Raises ConfigError for an argument of a wrong type.
    """

    _in_other_process = "Make a client in the other process."

    def __init__(
        self,
        settings: S,
        *,
        product: str,
        version: str,
        server_path: str = "",
        default_transport: Callable[[], Transport],
        login_hint: str = "",
        login: "Callable[[Transport, Clock], RenewedTokens | None] | None" = None,
        auth_scheme: AuthScheme = bearer,
        transport: Transport | None = None,
        tokens: TokenProvider | TokenFunction | None = None,
        clock: Clock | None = None,
        cache: OperationCache | None = None,
        limiter: Limiter | None = None,
        observers: Sequence[Observer] = (),
        interface: Interface | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        # A token in place of a provider is a common mistake, and no frame may show it.
        tokens, headers = hidden(tokens), hidden(headers)
        checked = checked_observers(observers)
        if transport is not None:
            check_transport(transport)
        check_parts(auth_scheme=auth_scheme, clock=clock, cache=cache, limiter=limiter)
        if headers is not None:
            headers = checked_headers(headers, auth_names=headers_set_by(auth_scheme))
        clock = clock or SystemClock()
        self._observers = checked
        # The parts to close. They are made after all checks, so that a failed check leaves none open.
        self._own_tokens: RenewedTokens | None = None
        self._own_transport: Transport | None = None
        tokens = _token_file_of(settings) if tokens is None else tokens
        given = None if tokens is None else self._provider_for(tokens, clock)
        self.settings: S = settings
        self.api_url: str = settings.base_url + server_path
        self.interface = checked_interface(interface)
        self.user_agent: str = user_agent(product, version, this_invocation(interface=interface))
        self.cache: OperationCache = OperationCache(clock=clock) if cache is None else cache
        self.metrics: Metrics = Metrics(monotonic=clock.monotonic)
        if transport is None:
            transport = self._own_transport = default_transport()
        self.engine: Engine = Engine(
            transport,
            base_url=self.api_url,
            tokens=given or self._own_provider(transport, login, login_hint, clock),
            auth_scheme=auth_scheme,
            user_agent=self.user_agent,
            clock=clock,
            cache=self.cache,
            limiter=Limiter(clock=clock) if limiter is None else limiter,
            observers=(*checked, self.metrics),
            headers=headers,
        )
        self.policy: Policy = settings.policy()

    def with_options(
        self,
        *,
        policy: Policy,
        headers: Mapping[str, str] | None = None,
        token: str | None = None,
        idempotency_key: str | None = None,
    ) -> Self:
        """A copy with other options for its calls; it shares the parts, and to close one closes both.

        `token` is that of another user; see `Engine.with_options`. Raises ConfigError.
        """
        headers, token, idempotency_key = hidden(headers), hidden(token), hidden(idempotency_key)
        copy = object.__new__(type(self))
        vars(copy).update(vars(self))
        copy.policy = policy
        if headers is not None or token is not None or idempotency_key is not None:
            tokens = None if token is None else StaticToken(_checked_token(token))
            copy.engine = self.engine.with_options(
                headers=headers, tokens=tokens, idempotency_key=idempotency_key
            )
        return copy

    def downloader(self, policy: Policy) -> "Downloader":
        """A downloader over the same transport; the observers see its requests."""
        import_whole("seawall.runtime.transfer._sync.downloader")
        from seawall.runtime.transfer._sync.downloader import Downloader  # noqa: PLC0415 - 30 ms

        transport, clock = self._observed("download"), self.engine.clock
        return Downloader(transport, policy, clock=clock, user_agent=self.user_agent)

    def uploader(self, policy: Policy) -> "Uploader":
        """An uploader over the same transport; the observers see its requests."""
        import_whole("seawall.runtime.transfer._sync.uploader")
        from seawall.runtime.transfer._sync.uploader import Uploader  # noqa: PLC0415 - 30 ms

        transport, clock = self._observed("upload"), self.engine.clock
        return Uploader(transport, policy, clock=clock, user_agent=self.user_agent)

    def close(self) -> None:
        """Reject every call from now on, and close the connection's own transport and tokens.

        Waits up to 10 s for a renewal of a token that is in progress.
        """
        self.engine.stop("The client is closed. Make another one.")
        try:
            if self._own_tokens is not None:
                self._own_tokens.close()
        finally:
            if self._own_transport is not None:
                self._own_transport.close()

    def _observed(
        self, name: str, transport: Transport | None = None, clock: Clock | None = None
    ) -> "ObservedTransport":
        # For logins and files only: 2 ms.
        import_whole("seawall.runtime.observe._sync.observed_transport")
        from seawall.runtime.observe._sync.observed_transport import (  # noqa: PLC0415
            ObservedTransport,
        )

        transport = self.engine.transport if transport is None else transport
        return ObservedTransport(transport, name, self._observers, clock=clock or self.engine.clock)

    def _provider_for(
        self, tokens: TokenProvider | TokenFunction, clock: Clock
    ) -> TokenProvider:
        provider = CallableTokenProvider.from_callable(tokens, clock=clock)
        if provider is not tokens and isinstance(provider, CallableTokenProvider):
            self._own_tokens = provider
        return provider

    def _own_provider(
        self,
        transport: Transport,
        login: "Callable[[Transport, Clock], RenewedTokens | None] | None",
        login_hint: str,
        clock: Clock,
    ) -> TokenProvider | None:
        if login is None or self.settings.credential is not None:
            return self._provider_from_settings(transport, login_hint, clock)
        self._own_tokens = made = login(self._observed("token", transport, clock), clock)
        return made

    def _provider_from_settings(
        self, transport: Transport, login_hint: str, clock: Clock
    ) -> TokenProvider | None:
        settings: ApiSettings = self.settings
        if settings.credential is not None:
            return StaticToken(settings.credential)
        if isinstance(settings, StoredTokenSettings) and not isinstance(settings, LoginSettings):
            return self._stored_token(settings, login_hint, clock)
        if not isinstance(settings, LoginSettings):
            return None
        # 10 ms, for logins only.
        import_whole("seawall.runtime.auth._sync.refresh_tokens", "seawall.runtime.auth.token_file")
        from seawall.runtime.auth._sync.refresh_tokens import StoredTokens  # noqa: PLC0415
        from seawall.runtime.auth.token_file import TokenFile  # noqa: PLC0415

        observed: Transport = self._observed("token", transport, clock)
        if (policy := settings.login_policy) is not None:
            import_whole("seawall.runtime.retry._sync.retried_transport")
            from seawall.runtime.retry._sync.retried_transport import (  # noqa: PLC0415 - if it is set
                RetriedTransport,
            )

            observed = RetriedTransport(observed, policy, clock=clock)
        self._own_tokens = stored = StoredTokens(
            TokenFile(settings.login_file),
            observed,
            issuer=settings.login_url,
            client_id=settings.client_id,
            login_hint=login_hint,
            clock=clock,
        )
        return stored

    def _stored_token(
        self, settings: StoredTokenSettings, login_hint: str, clock: Clock
    ) -> TokenProvider:
        import_whole("seawall.runtime.auth._sync.stored_access_token", "seawall.runtime.auth.token_file")
        from seawall.runtime.auth._sync.stored_access_token import (  # noqa: PLC0415 - 5 ms, for logins only
            StoredAccessToken,
        )
        from seawall.runtime.auth.token_file import TokenFile  # noqa: PLC0415 - with the tokens

        self._own_tokens = stored = StoredAccessToken(
            TokenFile(settings.login_file), issuer=settings.login_url, login_hint=login_hint, clock=clock
        )
        return stored


def _token_file_of(settings: ApiSettings) -> "AccessTokenFile | None":
    if not isinstance(settings, StoredTokenSettings):
        return None
    if settings.credential or settings.access_token_file is None:
        return None
    import_whole("seawall.runtime.auth.access_token_file")
    from seawall.runtime.auth.access_token_file import AccessTokenFile  # noqa: PLC0415 - 5 ms, if it is set

    tokens = AccessTokenFile(settings.access_token_file)
    # A program that starts without its secret fails now, and not at its first call.
    tokens()
    return tokens


def _checked_token(token: str) -> str:
    token = hidden(token)
    require_type(token, "token", ok=isinstance(token, str), expected="text; decode bytes")
    if (fault := token_fault(token)) is not None:
        raise ConfigError(f"The given token is not valid: it {fault}.")
    return token
