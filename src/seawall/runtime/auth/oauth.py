"""OAuth messages: discovery documents, and forms and responses of token endpoints in oauthlib's grammar.

oauthlib is imported by the first renewal: most processes never need it (60 ms).
"""

from collections.abc import Callable, Collection
from urllib.parse import urlencode, urlsplit

from attrs import frozen

from seawall.core.auth.tokens import Token, is_sendable
from seawall.core.errors import AuthError, ConfigError, NotSentError
from seawall.core.http.message import Response
from seawall.core.redaction.redact import redact
from seawall.core.redaction.secret import Secret, SecretBytes
from seawall.core.validation.arguments import require_type
from seawall.core.whole_import import import_whole
from seawall.core.wire.codec import decoder_for

__all__ = [
    "MALFORMED",
    "OAuthEndpoints",
    "check_revocation",
    "is_loopback",
    "parse_discovery",
    "parse_token_response",
    "refresh_body",
    "require_secure",
    "revocation_body",
    "server_url",
]

MALFORMED = (ValueError, TypeError, AttributeError, OverflowError, RecursionError)
"""Errors that oauthlib raises, beside its own, for a response that is not JSON of the right shape."""

_OK = 200
_NO_TOKEN = "no token in its response"  # noqa: S105
_SERVER_FAULT = 500
# They say nothing about the login, only that the server is busy.
_BUSY_STATUSES = frozenset({408, 425, 429})


@frozen(kw_only=True)
class OAuthEndpoints:
    """The contents of a discovery document (RFC 8414); None for a missing endpoint.

    `issuer` is the server's own name; `sends_issuer` says whether every authorization response contains it
    (RFC 9207). `device` is for logins by device code (RFC 8628), `jwks` for the keys that sign tokens
    (RFC 7517), `registration` for clients that register themselves (RFC 7591), `userinfo` for the name of the
    user (OpenID Connect Core, section 5.3), `revocation` for logouts (RFC 7009).
    """

    issuer: str
    token: str
    authorization: str | None = None
    device: str | None = None
    jwks: str | None = None
    registration: str | None = None
    userinfo: str | None = None
    revocation: str | None = None
    sends_issuer: bool = False
    challenge_methods: tuple[str, ...] | None = None


@frozen
class _Discovery:
    token_endpoint: str
    issuer: str | None = None
    authorization_endpoint: str | None = None
    device_authorization_endpoint: str | None = None
    jwks_uri: str | None = None
    registration_endpoint: str | None = None
    userinfo_endpoint: str | None = None
    revocation_endpoint: str | None = None
    authorization_response_iss_parameter_supported: bool = False
    code_challenge_methods_supported: tuple[str, ...] | None = None


@frozen
class _Refusal:
    error: str


def parse_discovery(response: Response, issuer: str) -> OAuthEndpoints:
    """Return the endpoints in the discovery document of `issuer`.

    Raises AuthError if it is no discovery document, or that of another server (RFC 8414, section 3.3),
    ConfigError if an endpoint is not secure, and NotSentError if the server is out of order.
    """
    _require_available(response)
    try:
        document = decoder_for(_Discovery).decode(response.body if response.status == _OK else b"")
    except ValueError as error:
        path = urlsplit(issuer).path.rstrip("/")
        advice = f"; it may have to end before {path}" if path else ""
        raise AuthError(
            f"{issuer} names no login endpoints (status {response.status}). Check the base URL{advice}."
        ) from error
    assert isinstance(document, _Discovery)
    # Servers and users disagree about the slash at the end; nothing else may differ.
    if document.issuer is not None and document.issuer.rstrip("/") != issuer.rstrip("/"):
        raise AuthError(
            f"The discovery document of {issuer} is that of another login server. Check the base URL."
        )
    endpoints = OAuthEndpoints(
        issuer=document.issuer or issuer,
        token=document.token_endpoint,
        authorization=document.authorization_endpoint,
        device=document.device_authorization_endpoint,
        jwks=document.jwks_uri,
        registration=document.registration_endpoint,
        userinfo=document.userinfo_endpoint,
        revocation=document.revocation_endpoint,
        sends_issuer=document.authorization_response_iss_parameter_supported,
        challenge_methods=document.code_challenge_methods_supported,
    )
    urls = (endpoints.token, endpoints.authorization, endpoints.device, endpoints.jwks)
    for url in (*urls, endpoints.registration, endpoints.userinfo):
        if url is not None:
            require_secure(url)
    return endpoints


def server_url(issuer: str, client_id: str) -> str:
    """Return the URL of a login server without its last slash; raises ConfigError if one is no text."""
    for name, value in {"The URL of the login server": issuer, "client_id": client_id}.items():
        require_type(value, name, ok=isinstance(value, str), expected="text")
    return issuer.rstrip("/")


def is_loopback(url: str) -> bool:
    """Return whether the host of `url` is this machine."""
    return _host_of(url) in {"127.0.0.1", "localhost", "::1"}


def require_secure(url: str) -> None:
    """Raise ConfigError unless a secret may be sent to `url`: https, or http on this machine."""
    scheme = url.partition(":")[0].lower()
    if not _host_of(url) or scheme not in {"http", "https"} or (scheme == "http" and not is_loopback(url)):
        raise ConfigError("A login needs https, or http on this machine. Check the base URL.")


def _host_of(url: str) -> str | None:
    # Readers of URLs disagree about these characters, and so about the host: for browsers and pyreqwest, the
    # host of http://a\@b is a (https://url.spec.whatwg.org); for urlsplit, it is b.
    if "\\" in url or " " in url or not url.isprintable():
        return None
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def refresh_body(client_id: str, refresh_token: str) -> bytes:
    """Return the form of a refresh request (RFC 6749, section 6)."""
    import_whole("oauthlib.oauth2")
    from oauthlib.oauth2 import WebApplicationClient  # noqa: PLC0415

    grammar = WebApplicationClient(client_id)
    return str(grammar.prepare_refresh_body(refresh_token=refresh_token, client_id=client_id)).encode()


def revocation_body(client_id: str, token: Token) -> bytes:
    """Return the form that revokes the refresh token of a login, else its access token (RFC 7009)."""
    kind = "access_token" if token.refresh_token is None else "refresh_token"
    form = {"token": token.refresh_token or token.access_token, "token_type_hint": kind}
    return SecretBytes(urlencode({**form, "client_id": client_id}).encode())


def check_revocation(response: Response, *, hidden: Collection[Secret]) -> None:
    """Raise AuthError if the server refuses a revocation, and NotSentError if it is out of order.

    The values of `hidden` are redacted in the reason.
    """
    _require_available(response)
    if response.status == _OK:
        return
    try:
        refusal = decoder_for(_Refusal).decode(response.body)
    except ValueError:
        refusal = None
    reason = refusal.error if isinstance(refusal, _Refusal) else f"status {response.status}"
    raise AuthError(f"The login server refuses it ({redact(reason, hidden=hidden)}).")


def parse_token_response(
    response: Response,
    client_id: str,
    *,
    rejected: Callable[[str], AuthError],
    hidden: Collection[Secret] = (),
) -> dict[str, object]:
    """Return the fields of a token response (RFC 6749, section 5).

    If the server rejects the request, raises what `rejected` makes of its reason; the values of `hidden` are
    redacted in it, because a server may echo them. Raises NotSentError if the server is out of order.
    """
    import_whole("oauthlib.oauth2")
    from oauthlib.oauth2 import OAuth2Error, WebApplicationClient  # noqa: PLC0415

    _require_available(response)
    fields, reason = None, _NO_TOKEN
    try:
        # utf-8-sig skips a byte order mark.
        body = Secret(response.body.decode("utf-8-sig"))
        fields = dict(WebApplicationClient(client_id).parse_request_body_response(body))
    except (OAuth2Error, *MALFORMED) as error:
        reason = Secret(getattr(error, "error", None) or _NO_TOKEN)
    if fields is None:
        # Not in the handler: the text and the frames of the first error hold the response, maybe a token.
        raise rejected(redact(reason, hidden=[secret for secret in hidden if secret]))
    # Servers leave it out, or send null.
    token_type = fields.get("token_type") or "bearer"
    if not is_sendable(fields["access_token"]) or str(token_type).lower() != "bearer":
        # A traceback would show it among the local variables.
        del fields
        raise rejected(_NO_TOKEN)
    return fields


def _require_available(response: Response) -> None:
    if response.status >= _SERVER_FAULT or response.status in _BUSY_STATUSES:
        raise NotSentError(f"the login server answered {response.status}.")
