"""The transport and the tokens of a caller, and a transport for requests without its identity."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial

from attrs import field, frozen

from seawall.core.errors import LoginRequiredError
from seawall.core.redaction.secret import Secret
from seawall.core.whole_import import import_whole
from seawall.runtime.auth._async.providers import AsyncCallableTokenProvider
from seawall.runtime.auth._async.token_renewal import AsyncRenewedTokens
from seawall.runtime.concurrency._async.clock import AsyncClock
from seawall.runtime.http._async.protocols import AsyncTransport
from seawall.sdks.sessions.identity.caller import AuthenticationType, Caller
from seawall.sdks.sessions.settings import Settings
from seawall.transports import TransportOptions, async_default_transport

__all__ = ["AsyncAnonymous", "async_tokens_of", "async_transport_of"]


def async_transport_of(caller: Caller, clock: AsyncClock | None) -> AsyncTransport:
    """The transport of `caller`: with its certificate, if it has one, checked before each request."""
    certificate = caller.certificate
    if certificate is None:
        return async_default_transport(options=TransportOptions(ca_file=caller.settings.ca_file))
    import_whole("seawall.runtime.auth._async.certified_transport")
    from seawall.runtime.auth._async.certified_transport import (  # noqa: PLC0415 - for certificates only
        AsyncCertifiedTransport,
    )

    options = partial(
        TransportOptions,
        ca_file=caller.settings.ca_file,
        client_cert=certificate.certificate_file,
        client_key=certificate.key_file,
        key_password=certificate.key_password,
    )
    return AsyncCertifiedTransport(
        certificate, lambda: async_default_transport(options=options()), clock=clock
    )


def async_tokens_of(
    caller: Caller, login_hint: str, transport: AsyncTransport, clock: AsyncClock
) -> AsyncRenewedTokens | None:
    """The tokens of `caller`: those of its saved login, which are renewed over `transport`.

    None for a certificate. Without a login, they raise LoginRequiredError.
    """
    if caller.authentication is AuthenticationType.SAVED_TOKENS and caller.login is not None:
        return _saved_tokens(caller, caller.login.idp, login_hint, transport, clock)
    if caller.authentication is not None:
        return None
    return AsyncCallableTokenProvider(_raising(f"{caller.missing} {login_hint}"), clock=clock)


def _saved_tokens(
    caller: Caller, idp: str, login_hint: str, transport: AsyncTransport, clock: AsyncClock
) -> AsyncRenewedTokens:
    import_whole("seawall.runtime.auth._async.refresh_tokens", "seawall.sdks.sessions.identity.saved_tokens")
    from seawall.runtime.auth._async.refresh_tokens import AsyncStoredTokens  # noqa: PLC0415 - 10 ms
    from seawall.sdks.sessions.identity.config_file import ConfigFile  # noqa: PLC0415
    from seawall.sdks.sessions.identity.saved_tokens import RENEW_BEFORE_S, SavedTokens, issuer_of  # noqa: PLC0415

    document = caller.document
    return AsyncStoredTokens(
        SavedTokens(ConfigFile(document.path), idp),
        transport,
        issuer=issuer_of(document, idp),
        client_id=str(document.secret(idp, "client", "identity") or ""),
        client_secret=document.secret(idp, "client", "secret"),
        token_url=document.secret(idp, "endpoints", "token"),
        login_hint=login_hint,
        renew_before_s=RENEW_BEFORE_S,
        clock=clock,
    )


def _raising(sentence: str) -> Callable[[], Secret]:
    def get() -> Secret:
        raise LoginRequiredError(sentence)

    return get


@frozen(eq=False)
class AsyncAnonymous:
    """Requests without the caller's identity: to lists of services, to login servers, to unknown servers.

    `given` is the transport that the user passed, if they did; it is not closed.
    """

    settings: Settings = field(repr=False)
    given: AsyncTransport | None = field(repr=False)
    clock: AsyncClock = field(repr=False)

    @asynccontextmanager
    async def transport(self) -> AsyncIterator[AsyncTransport]:
        """A transport for the block."""
        if self.given is not None:
            yield self.given
            return
        made = async_default_transport(options=TransportOptions(ca_file=self.settings.ca_file))
        try:
            yield made
        finally:
            await made.aclose()
