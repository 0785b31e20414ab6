# DO NOT EDIT. Derived from ../_async/caller_tokens.py by "python -m seawall.codegen.derive".
"""The transport and the tokens of a caller."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from seawall.core.errors import LoginRequiredError
from seawall.core.redaction.secret import Secret
from seawall.core.whole_import import import_whole
from seawall.runtime.auth._sync.providers import CallableTokenProvider
from seawall.runtime.auth._sync.token_renewal import RenewedTokens
from seawall.runtime.concurrency._sync.clock import Clock
from seawall.runtime.http._sync.protocols import Transport
from seawall.runtime.identity.caller import AuthenticationType, Caller
from seawall.runtime.identity.config_document import ConfigDocument
from seawall.runtime.identity.federation import Federation
from seawall.runtime.identity.login_settings import SavedLoginSettings

if TYPE_CHECKING:
    from seawall.runtime.auth._sync.refresh_tokens import StoredTokens
    from seawall.runtime.auth.client_certificate import ClientCertificate

__all__ = ["saved_tokens", "tokens_of", "transport_of"]

S = TypeVar("S", bound=SavedLoginSettings)


def transport_of(
    caller: Caller[S],
    make: "Callable[[ClientCertificate | None], Transport]",
    clock: Clock | None,
) -> Transport:
    """The transport of `caller`: with its certificate, if it has one, checked before each request.

    `make` makes a transport that presents a certificate.
    """
    certificate = caller.certificate
    if certificate is None:
        return make(None)
    import_whole("seawall.runtime.auth._sync.certified_transport")
    from seawall.runtime.auth._sync.certified_transport import (  # noqa: PLC0415 - for certificates only
        CertifiedTransport,
    )

    return CertifiedTransport(certificate, lambda: make(certificate), clock=clock)


def tokens_of(
    caller: Caller[S], login_hint: str, transport: Transport, clock: Clock
) -> RenewedTokens | None:
    """The tokens of `caller`: those of its saved login, which are renewed over `transport`.

    None for a certificate. Without a login, they raise LoginRequiredError.
    """
    if caller.authentication is AuthenticationType.SAVED_TOKENS and caller.idp is not None:
        federation = caller.settings.federation
        return saved_tokens(
            caller.document, caller.idp, federation, transport, clock, login_hint=login_hint
        )
    if caller.authentication is not None:
        return None
    return CallableTokenProvider(_raising(f"{caller.missing} {login_hint}"), clock=clock)


def saved_tokens(
    document: ConfigDocument,
    idp: str,
    federation: Federation,
    transport: Transport,
    clock: Clock,
    *,
    login_hint: str = "",
) -> "StoredTokens":
    """The tokens of the login at `idp` in the file of `document`, renewed and revoked over `transport`."""
    import_whole("seawall.runtime.auth._sync.refresh_tokens", "seawall.runtime.identity.saved_tokens")
    from seawall.runtime.auth._sync.refresh_tokens import StoredTokens  # noqa: PLC0415 - 10 ms
    from seawall.runtime.identity.config_file import ConfigFile  # noqa: PLC0415
    from seawall.runtime.identity.saved_tokens import RENEW_BEFORE_S, SavedTokens, issuer_of  # noqa: PLC0415

    return StoredTokens(
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
