# DO NOT EDIT. Derived from ../_async/identity.py by "python -m seawall.codegen.derive".
"""The transport and the tokens of a caller, and a transport for requests without its identity."""

from collections.abc import Iterator, Callable
from contextlib import contextmanager
from functools import partial

from attrs import field, frozen

from seawall.core.errors import LoginRequiredError
from seawall.core.redaction.secret import Secret
from seawall.core.whole_import import import_whole
from seawall.runtime.auth._sync.providers import CallableTokenProvider
from seawall.runtime.auth._sync.token_renewal import RenewedTokens
from seawall.runtime.concurrency._sync.clock import Clock
from seawall.runtime.http._sync.protocols import Transport
from seawall.sdks.sessions.identity.caller import AuthenticationType, Caller
from seawall.sdks.sessions.settings import Settings
from seawall.transports import TransportOptions, default_transport

__all__ = ["Anonymous", "tokens_of", "transport_of"]


def transport_of(caller: Caller, clock: Clock | None) -> Transport:
    """The transport of `caller`: with its certificate, if it has one, checked before each request."""
    certificate = caller.certificate
    if certificate is None:
        return default_transport(options=TransportOptions(ca_file=caller.settings.ca_file))
    import_whole("seawall.runtime.auth._sync.certified_transport")
    from seawall.runtime.auth._sync.certified_transport import (  # noqa: PLC0415 - for certificates only
        CertifiedTransport,
    )

    options = partial(
        TransportOptions,
        ca_file=caller.settings.ca_file,
        client_cert=certificate.certificate_file,
        client_key=certificate.key_file,
        key_password=certificate.key_password,
    )
    return CertifiedTransport(
        certificate, lambda: default_transport(options=options()), clock=clock
    )


def tokens_of(
    caller: Caller, login_hint: str, transport: Transport, clock: Clock
) -> RenewedTokens | None:
    """The tokens of `caller`: those of its saved login, which are renewed over `transport`.

    None for a certificate. Without a login, they raise LoginRequiredError.
    """
    if caller.authentication is AuthenticationType.SAVED_TOKENS and caller.login is not None:
        return _saved_tokens(caller, caller.login.idp, login_hint, transport, clock)
    if caller.authentication is not None:
        return None
    return CallableTokenProvider(_raising(f"{caller.missing} {login_hint}"), clock=clock)


def _saved_tokens(
    caller: Caller, idp: str, login_hint: str, transport: Transport, clock: Clock
) -> RenewedTokens:
    import_whole("seawall.runtime.auth._sync.refresh_tokens", "seawall.sdks.sessions.identity.saved_tokens")
    from seawall.runtime.auth._sync.refresh_tokens import StoredTokens  # noqa: PLC0415 - 10 ms
    from seawall.sdks.sessions.identity.config_file import ConfigFile  # noqa: PLC0415
    from seawall.sdks.sessions.identity.saved_tokens import RENEW_BEFORE_S, SavedTokens, issuer_of  # noqa: PLC0415

    document = caller.document
    return StoredTokens(
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
class Anonymous:
    """Requests without the caller's identity: to lists of services, to login servers, to unknown servers.

    `given` is the transport that the user passed, if they did; it is not closed.
    """

    settings: Settings = field(repr=False)
    given: Transport | None = field(repr=False)
    clock: Clock = field(repr=False)

    @contextmanager
    def transport(self) -> Iterator[Transport]:
        """A transport for the block."""
        if self.given is not None:
            yield self.given
            return
        made = default_transport(options=TransportOptions(ca_file=self.settings.ca_file))
        try:
            yield made
        finally:
            made.close()
