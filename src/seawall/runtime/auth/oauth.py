"""OAuth messages over our own transport: discovery, and oauthlib's grammar for a renewal.

oauthlib is imported when a renewal begins, not before: most processes never need it.
"""

from collections.abc import Callable, Collection
from urllib.parse import urlsplit

from attrs import frozen

from seawall.core.auth.tokens import is_sendable
from seawall.core.errors import AuthError, ConfigError, LoginRequiredError, NotSentError
from seawall.core.http.message import Response
from seawall.core.redaction.redact import redact
from seawall.core.redaction.secret import Secret
from seawall.core.wire.codec import decoder_for

__all__ = [
    "BUSY",
    "NO_ANSWER",
    "OAuthEndpoints",
    "endpoints_in",
    "is_loopback",
    "refresh_body",
    "require_secure",
    "token_fields",
]

NO_ANSWER = (ValueError, TypeError, AttributeError, OverflowError, RecursionError)
"""What oauthlib raises, beside its own errors, for an answer that is JSON of another shape."""

_OK = 200
_NO_TOKEN = "no token in its answer"  # noqa: S105
_SERVER_FAULT = 500
BUSY = frozenset({408, 425, 429})
"""Statuses that say nothing of the login, only that the server is busy."""


@frozen(kw_only=True)
class OAuthEndpoints:
    """What discovery names (RFC 8414); None for what a server lacks.

    `issuer` is the server's own name for itself; `sends_issuer` is whether it names itself in every answer to
    an authorization request (RFC 9207). `device` is for logins by device code (RFC 8628), `jwks` for the keys
    that tokens are signed with (RFC 7517).
    """

    issuer: str
    token: str
    authorization: str | None = None
    device: str | None = None
    jwks: str | None = None
    sends_issuer: bool = False
    challenge_methods: tuple[str, ...] | None = None


@frozen
class _Discovery:
    token_endpoint: str
    issuer: str | None = None
    authorization_endpoint: str | None = None
    device_authorization_endpoint: str | None = None
    jwks_uri: str | None = None
    authorization_response_iss_parameter_supported: bool = False
    code_challenge_methods_supported: tuple[str, ...] | None = None


def endpoints_in(response: Response, issuer: str) -> OAuthEndpoints:
    """The endpoints in the answer to a discovery request of `issuer`.

    Raises AuthError where it is no discovery document or another server's (RFC 8414, section 3.3),
    ConfigError where an endpoint is not secure, NotSentError where the server is out of order for now.
    """
    _require_in_order(response)
    try:
        document = decoder_for(_Discovery).decode(response.body if response.status == _OK else b"")
    except ValueError as error:
        raise AuthError(
            f"{issuer} names no login endpoints (status {response.status}). Check the base URL."
        ) from error
    assert isinstance(document, _Discovery)
    # Servers and people disagree on the slash at the end; nothing else may differ.
    if document.issuer is not None and document.issuer.rstrip("/") != issuer.rstrip("/"):
        raise AuthError(f"{issuer} answers in the name of another login server. Check the base URL.")
    endpoints = OAuthEndpoints(
        issuer=document.issuer or issuer,
        token=document.token_endpoint,
        authorization=document.authorization_endpoint,
        device=document.device_authorization_endpoint,
        jwks=document.jwks_uri,
        sends_issuer=document.authorization_response_iss_parameter_supported,
        challenge_methods=document.code_challenge_methods_supported,
    )
    for url in (endpoints.token, endpoints.authorization, endpoints.device, endpoints.jwks):
        if url is not None:
            require_secure(url)
    return endpoints


def is_loopback(url: str) -> bool:
    """Whether a URL stays on this machine."""
    try:
        return urlsplit(url).hostname in {"127.0.0.1", "localhost", "::1"}
    except ValueError:
        return False


def require_secure(url: str) -> None:
    """Raise ConfigError unless `url` is https, or http on this machine: a secret is about to go there."""
    scheme = url.partition(":")[0].lower()
    if scheme != "https" and not (scheme == "http" and is_loopback(url)):
        raise ConfigError("A login goes over https, or over http on this machine only. Check the base URL.")


def refresh_body(client_id: str, refresh_token: str) -> bytes:
    """The form that asks for a renewal (RFC 6749, section 6)."""
    from oauthlib.oauth2 import WebApplicationClient  # noqa: PLC0415

    grammar = WebApplicationClient(client_id)
    return str(grammar.prepare_refresh_body(refresh_token=refresh_token, client_id=client_id)).encode()


def _not_renewed(reason: str) -> AuthError:
    return LoginRequiredError(f"The login can not be renewed ({reason}).")


def token_fields(
    response: Response,
    client_id: str,
    *,
    refused: Callable[[str], AuthError] = _not_renewed,
    hidden: Collection[Secret] = (),
) -> dict[str, object]:
    """The fields of a token endpoint's answer; what is `hidden` shows in no error, should the server echo it.

    Raises what `refused` makes of the server's reason where it refuses, by default LoginRequiredError, and
    NotSentError where it is out of order for now.
    """
    from oauthlib.oauth2 import OAuth2Error, WebApplicationClient  # noqa: PLC0415

    _require_in_order(response)
    try:
        fields = dict(WebApplicationClient(client_id).parse_request_body_response(response.body.decode()))
    except (OAuth2Error, *NO_ANSWER) as error:
        # Without the cause: its text and its frames hold what the server sent, which may be a token.
        reason = str(getattr(error, "error", None) or _NO_TOKEN)
        reason = redact(reason, hidden=[secret for secret in hidden if secret])
        raise refused(reason) from None
    token_type = fields.get("token_type", "bearer")
    if not is_sendable(fields["access_token"]) or str(token_type).lower() != "bearer":
        del fields
        raise refused(_NO_TOKEN)
    return fields


def _require_in_order(response: Response) -> None:
    if response.status >= _SERVER_FAULT or response.status in BUSY:
        raise NotSentError(f"the login server answered {response.status}.")
