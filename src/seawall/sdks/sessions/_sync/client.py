# DO NOT EDIT. Derived from ../_async/client.py by "python -m seawall.codegen.derive".
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
from seawall.runtime.auth._sync.providers import TokenFunction
from seawall.runtime.cache._sync.operation_cache import OperationCache
from seawall.runtime.client._sync.base_client import ApiClient
from seawall.runtime.client._sync.connection import Connection
from seawall.runtime.client.resource_property import ResourceProperty
from seawall.runtime.concurrency._sync.clock import Clock
from seawall.runtime.http._sync.protocols import TokenProvider, Transport
from seawall.runtime.identity._sync.anonymous import Anonymous
from seawall.runtime.identity._sync.caller_tokens import tokens_of, transport_of
from seawall.runtime.identity.caller import caller_from
from seawall.runtime.rate_limit._sync.limiter import Limiter
from seawall.runtime.settings.login_command import settings_and_login
from seawall.sdks.sessions._sync.context import Context
from seawall.sdks.sessions._generated import SERVER_PATH
from seawall.sdks.sessions._version import __version__
from seawall.sdks.sessions.headers import caller_headers
from seawall.sdks.sessions.policies import policies_from
from seawall.sdks.sessions.settings import Settings
from seawall.transports import TransportOptions, default_transport, given_transport

if TYPE_CHECKING:
    from seawall.runtime.auth.client_certificate import ClientCertificate
    from seawall.runtime.client.statistics import Health
    from seawall.runtime.identity._sync.logins import Logins
    from seawall.runtime.identity._sync.servers import Servers
    from seawall.sdks.sessions._sync.images import Images, PlatformContext
    from seawall.sdks.sessions._sync.overview import Overview
    from seawall.sdks.sessions._sync.session_handle import SessionHandle
    from seawall.sdks.sessions._sync.sessions import Sessions
    from seawall.transports.http_clients import HttpClient

__all__ = ["Client"]


class Client(ApiClient[Context]):
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

    sessions: ResourceProperty["Sessions"] = ResourceProperty(".sessions", "Sessions")
    """Sessions: create, list, read, destroy."""
    images: ResourceProperty["Images"] = ResourceProperty(".images", "Images")
    """Images: list, registries."""
    context: ResourceProperty["PlatformContext"] = ResourceProperty(".images", "PlatformContext")
    """The amounts of cores, memory and GPUs that sessions may have."""
    overview: ResourceProperty["Overview"] = ResourceProperty(".overview", "Overview")
    """The server: its availability and its capabilities."""

    def __init__(
        self,
        *,
        base_url: str | None = None,
        token: str | None = None,
        tokens: TokenProvider | TokenFunction | None = None,
        certificate: str | Path | None = None,
        server: str | None = None,
        transport: Transport | None = None,
        clock: Clock | None = None,
        cache: OperationCache | None = None,
        limiter: Limiter | None = None,
        observers: Sequence[Observer] = (),
        context: str | None = None,
        settings: Settings | None = None,
        interface: Interface | None = None,
        timeout_s: float | None = None,
        attempts: int | None = None,
        headers: Mapping[str, str] | None = None,
        http_client: "HttpClient | None" = None,
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
        connection = Connection(
            caller.settings,
            product="seawall-sessions",
            version=__version__,
            server_path=SERVER_PATH,
            default_transport=lambda: transport_of(caller, make, clock),
            login_hint=login_hint,
            login=partial(tokens_of, caller, login_hint),
            transport=given_transport(transport, http_client),
            tokens=tokens,
            clock=clock,
            cache=cache,
            limiter=limiter,
            observers=observers,
            interface=interface,
            headers=SecretMapping({**caller_headers(caller), **(headers or {})}),
        )
        # Logins go to other servers, so they have neither the transport's certificate nor the headers.
        anonymous = Anonymous(settings, transport, connection.engine.clock, make=make)
        self._use(Context(connection, policies_from(caller.settings), anonymous))

    @cached_property
    def auth(self) -> "Logins":
        """Saved logins: log in, list, use, remove."""
        import_whole("seawall.runtime.identity._sync.logins")
        from seawall.runtime.identity._sync.logins import Logins  # noqa: PLC0415 - 40 ms, logins only

        return Logins(self._context.anonymous)

    @cached_property
    def servers(self) -> "Servers":
        """Saved servers: list, use, discover."""
        import_whole("seawall.runtime.identity._sync.servers")
        from seawall.runtime.identity._sync.servers import Servers  # noqa: PLC0415 - 40 ms, with the logins

        return Servers(self._context.anonymous)

    def session(self, session_id: str) -> "SessionHandle":
        """A handle on a session, without a call to the server. Raises InputError for an id that is none."""
        import_whole("seawall.sdks.sessions._sync.session_handle")
        from seawall.sdks.sessions._sync.session_handle import SessionHandle  # noqa: PLC0415 - 60 ms
        from seawall.sdks.sessions.new_sessions import checked_session_id  # noqa: PLC0415 - with the handle

        return SessionHandle(self._context, checked_session_id(session_id))

    def health(self, *, timeout_s: float = 10.0) -> "Health":
        """Ask the server for your sessions, once; return whether it answered. Raises no error of a call."""
        return self.sessions.health(timeout_s=timeout_s)


def _transport(ca_file: Path | None, certificate: "ClientCertificate | None" = None) -> Transport:
    options = TransportOptions(ca_file=ca_file)
    if certificate is not None:
        options = evolve(
            options,
            client_cert=certificate.certificate_file,
            client_key=certificate.key_file,
            key_password=certificate.key_password,
        )
    return default_transport(options=options)
