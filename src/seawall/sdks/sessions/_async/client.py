"""The client of the sessions API: the start of every program that uses this SDK."""

from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

from seawall.core.engine.policy import timeout_options
from seawall.core.metadata.invocation import Interface
from seawall.core.observe.events import Observer
from seawall.core.redaction.secret import SecretMapping, hidden
from seawall.core.whole_import import import_whole
from seawall.runtime.auth._async.providers import AsyncTokenFunction
from seawall.runtime.cache._async.operation_cache import AsyncOperationCache
from seawall.runtime.client._async.base_client import AsyncApiClient
from seawall.runtime.client._async.connection import AsyncConnection
from seawall.runtime.client.resource_property import ResourceProperty
from seawall.runtime.concurrency._async.clock import AsyncClock
from seawall.runtime.http._async.protocols import AsyncTokenProvider, AsyncTransport
from seawall.runtime.identity._async.anonymous import AsyncAnonymous
from seawall.runtime.identity._async.caller_tokens import async_tokens_of, async_transport_of
from seawall.runtime.identity.caller import caller_from
from seawall.runtime.rate_limit._async.limiter import AsyncLimiter
from seawall.runtime.settings.login_command import settings_and_login
from seawall.sdks.sessions._async.context import AsyncContext
from seawall.sdks.sessions._generated import SERVER_PATH
from seawall.sdks.sessions._version import __version__
from seawall.sdks.sessions.headers import caller_headers
from seawall.sdks.sessions.policies import policies_from
from seawall.sdks.sessions.settings import Settings
from seawall.transports import TransportOptions, async_default_transport, async_given_transport

if TYPE_CHECKING:
    from seawall.runtime.auth.client_certificate import ClientCertificate
    from seawall.runtime.client.statistics import Health
    from seawall.runtime.identity._async.logins import AsyncLogins
    from seawall.runtime.identity._async.servers import AsyncServers
    from seawall.sdks.sessions._async.images import AsyncImages, AsyncPlatformContext
    from seawall.sdks.sessions._async.overview import AsyncOverview
    from seawall.sdks.sessions._async.session_handle import AsyncSessionHandle
    from seawall.sdks.sessions._async.sessions import AsyncSessions
    from seawall.transports.http_clients import AsyncHttpClient

__all__ = ["AsyncClient"]


class AsyncClient(AsyncApiClient[AsyncContext]):
    """A client of the sessions API, for one user. Close it, or use it in a `with` block.

    The client reads each setting that is not an argument from the environment (SEAWALL_SESSIONS_TOKEN and so
    on), from `.env`, and from the context that `context`, SEAWALL_CONTEXT or the contexts file names, once
    and here. `settings` replace all of that. Without `token`, `tokens` and `certificate` it uses the login
    that `seawall sessions login`, or the platform's own client, has saved. The client does not close a
    `transport`, `cache`, `limiter` or provider in `tokens` that it receives. `observers` receive the events
    of every call, in addition to the log. `interface` says how the program is used, if not as a script or
    notebook.

    `timeout_s` is the deadline of a call with all its `attempts`, one of which may use all of it. `headers`
    are sent with every call. `http_client` is your own client of httpx2, httpx or pyreqwest, in place of a
    `transport`; the client does not close it. Raises ConfigError if a setting is missing, unknown or out of
    range, or if the file with saved logins can not be used; CertificateError.
    """

    sessions: ResourceProperty["AsyncSessions"] = ResourceProperty(".sessions", "AsyncSessions")
    """Sessions: create, list, read, destroy."""
    images: ResourceProperty["AsyncImages"] = ResourceProperty(".images", "AsyncImages")
    """Images: list, registries."""
    context: ResourceProperty["AsyncPlatformContext"] = ResourceProperty(".images", "AsyncPlatformContext")
    """The amounts of cores, memory and GPUs that sessions may have."""
    overview: ResourceProperty["AsyncOverview"] = ResourceProperty(".overview", "AsyncOverview")
    """The server: its availability and its capabilities."""

    def __init__(
        self,
        *,
        base_url: str | None = None,
        token: str | None = None,
        tokens: AsyncTokenProvider | AsyncTokenFunction | None = None,
        certificate: str | Path | None = None,
        server: str | None = None,
        transport: AsyncTransport | None = None,
        clock: AsyncClock | None = None,
        cache: AsyncOperationCache | None = None,
        limiter: AsyncLimiter | None = None,
        observers: Sequence[Observer] = (),
        context: str | None = None,
        settings: Settings | None = None,
        interface: Interface | None = None,
        timeout_s: float | None = None,
        attempts: int | None = None,
        headers: Mapping[str, str] | None = None,
        http_client: "AsyncHttpClient | None" = None,
    ) -> None:
        # First of all: error reporters show the arguments of a function that raises.
        base_url, token, tokens, headers = hidden(base_url), hidden(token), hidden(tokens), hidden(headers)
        given: dict[str, object] = {"base_url": base_url, "token": token, "certificate": certificate}
        given |= {"server": server, "attempts": attempts, **timeout_options(timeout_s)}
        settings, login_hint = settings_and_login(
            Settings, settings, given, context=context, command="seawall sessions login"
        )
        caller = caller_from(settings, has_tokens=tokens is not None)
        make = partial(_transport, settings.ca_file)
        connection = AsyncConnection(
            caller.settings,
            product="seawall-sessions",
            version=__version__,
            server_path=SERVER_PATH,
            default_transport=lambda: async_transport_of(caller, make, clock),
            login_hint=login_hint,
            login=partial(async_tokens_of, caller, login_hint),
            transport=async_given_transport(transport, http_client),
            tokens=tokens,
            clock=clock,
            cache=cache,
            limiter=limiter,
            observers=observers,
            interface=interface,
            headers=SecretMapping({**caller_headers(caller), **(headers or {})}),
        )
        # Logins go to other servers, so they have neither the transport's certificate nor the headers.
        anonymous = AsyncAnonymous(settings, transport, connection.engine.clock, make=make)
        self._use(AsyncContext(connection, policies_from(caller.settings), anonymous))

    @cached_property
    def auth(self) -> "AsyncLogins":
        """Saved logins: log in, list, use, remove."""
        import_whole("seawall.runtime.identity._async.logins")
        from seawall.runtime.identity._async.logins import AsyncLogins  # noqa: PLC0415 - 40 ms, logins only

        return AsyncLogins(self._context.anonymous)

    @cached_property
    def servers(self) -> "AsyncServers":
        """Saved servers: list, use, discover."""
        import_whole("seawall.runtime.identity._async.servers")
        from seawall.runtime.identity._async.servers import AsyncServers  # noqa: PLC0415 - 40 ms, with the logins

        return AsyncServers(self._context.anonymous)

    def session(self, session_id: str) -> "AsyncSessionHandle":
        """A handle on a session, without a call to the server. Raises InputError for an id that is none."""
        import_whole("seawall.sdks.sessions._async.session_handle")
        from seawall.sdks.sessions._async.session_handle import AsyncSessionHandle  # noqa: PLC0415 - 60 ms
        from seawall.sdks.sessions.new_sessions import checked_session_id  # noqa: PLC0415 - with the handle

        return AsyncSessionHandle(self._context, checked_session_id(session_id))

    async def health(self, *, timeout_s: float = 10.0) -> "Health":
        """Ask the server for your sessions, once; return whether it answered. Raises no error of a call."""
        return await self.sessions.health(timeout_s=timeout_s)


def _transport(ca_file: Path | None, certificate: "ClientCertificate | None" = None) -> AsyncTransport:
    options = TransportOptions(ca_file=ca_file)
    if certificate is not None:
        options = evolve(
            options,
            client_cert=certificate.certificate_file,
            client_key=certificate.key_file,
            key_password=certificate.key_password,
        )
    return async_default_transport(options=options)
