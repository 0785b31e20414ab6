"""The transport and the tokens of a caller."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from seawall.core.errors import LoginRequiredError
from seawall.core.redaction.secret import Secret
from seawall.core.whole_import import import_whole
from seawall.runtime.auth._async.providers import AsyncCallableTokenProvider
from seawall.runtime.auth._async.token_renewal import AsyncRenewedTokens
from seawall.runtime.concurrency._async.clock import AsyncClock
from seawall.runtime.http._async.protocols import AsyncTransport
from seawall.runtime.identity.caller import AuthenticationType, Caller
from seawall.runtime.identity.config_document import ConfigDocument
from seawall.runtime.identity.federation import Federation
from seawall.runtime.identity.login_settings import SavedLoginSettings

if TYPE_CHECKING:
    from seawall.runtime.auth._async.refresh_tokens import AsyncStoredTokens
    from seawall.runtime.auth.client_certificate import ClientCertificate

__all__ = ["async_saved_tokens", "async_tokens_of", "async_transport_of"]

S = TypeVar("S", bound=SavedLoginSettings)


def async_transport_of(
    caller: Caller[S],
    make: "Callable[[ClientCertificate | None], AsyncTransport]",
    clock: AsyncClock | None,
) -> AsyncTransport:
    """The transport of `caller`: with its certificate, if it has one, checked before each request.

    `make` makes a transport that presents a certificate.
    """
    certificate = caller.certificate
    if certificate is None:
        return make(None)
    import_whole("seawall.runtime.auth._async.certified_transport")
    from seawall.runtime.auth._async.certified_transport import (  # noqa: PLC0415 - for certificates only
        AsyncCertifiedTransport,
    )

    return AsyncCertifiedTransport(certificate, lambda: make(certificate), clock=clock)


def async_tokens_of(
    caller: Caller[S], login_hint: str, transport: AsyncTransport, clock: AsyncClock
) -> AsyncRenewedTokens | None:
    """The tokens of `caller`: those of its saved login, which are renewed over `transport`.

    None for a certificate. Without a login, they raise LoginRequiredError.
    """
    if caller.authentication is AuthenticationType.SAVED_TOKENS and caller.idp is not None:
        federation = caller.settings.federation
        return async_saved_tokens(
            caller.document, caller.idp, federation, transport, clock, login_hint=login_hint
        )
    if caller.authentication is not None:
        return None
    return AsyncCallableTokenProvider(_raising(f"{caller.missing} {login_hint}"), clock=clock)


def async_saved_tokens(
    document: ConfigDocument,
    idp: str,
    federation: Federation,
    transport: AsyncTransport,
    clock: AsyncClock,
    *,
    login_hint: str = "",
) -> "AsyncStoredTokens":
    """The tokens of the login at `idp` in the file of `document`, renewed and revoked over `transport`."""
    import_whole("seawall.runtime.auth._async.refresh_tokens", "seawall.runtime.identity.saved_tokens")
    from seawall.runtime.auth._async.refresh_tokens import AsyncStoredTokens  # noqa: PLC0415 - 10 ms
    from seawall.runtime.identity.config_file import ConfigFile  # noqa: PLC0415
    from seawall.runtime.identity.saved_tokens import RENEW_BEFORE_S, SavedTokens, issuer_of  # noqa: PLC0415

    return AsyncStoredTokens(
        SavedTokens(ConfigFile(document.path), idp, federation),
        transport,
        issuer=issuer_of(document, idp, federation),
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
