"""OAuth messages over our own transport: discovery, and oauthlib's grammar for a renewal.

oauthlib is imported when a renewal begins, not before: most processes never need it.
"""

from urllib.parse import urlsplit

from attrs import frozen

from seawall.core.codec import decoder_for
from seawall.core.errors import AuthError, ConfigError, LoginRequiredError, NotSentError
from seawall.core.message import Response
from seawall.core.redact import redact
from seawall.core.tokens import is_sendable

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
_SERVER_FAULT = 500
BUSY = frozenset({408, 425, 429})
"""Statuses that say nothing of the login, only that the server is busy."""


@frozen
class OAuthEndpoints:
    """What discovery names (RFC 8414; RFC 8628 for the device endpoint, which a server may lack)."""

    token: str
    device: str | None


@frozen
class _Discovery:
    token_endpoint: str
    device_authorization_endpoint: str | None = None


def endpoints_in(response: Response, issuer: str) -> OAuthEndpoints:
    """The endpoints in the answer to a discovery request of `issuer`.

    Raises AuthError where it is no discovery document, ConfigError where an endpoint is not secure,
    NotSentError where the server is out of order for now.
    """
    _require_in_order(response)
    try:
        document = decoder_for(_Discovery).decode(response.body if response.status == _OK else b"")
    except ValueError as error:
        raise AuthError(
            f"{issuer} names no login endpoints (status {response.status}). Check the base URL."
        ) from error
    assert isinstance(document, _Discovery)
    token, device = document.token_endpoint, document.device_authorization_endpoint
    for url in (token, device):
        if url is not None:
            require_secure(url)
    return OAuthEndpoints(token, device)


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


def token_fields(response: Response, client_id: str) -> dict[str, object]:
    """The fields of a token endpoint's answer.

    Raises LoginRequiredError where the server refuses, NotSentError where it is out of order for now.
    """
    from oauthlib.oauth2 import OAuth2Error, WebApplicationClient  # noqa: PLC0415

    _require_in_order(response)
    try:
        fields = dict(WebApplicationClient(client_id).parse_request_body_response(response.body.decode()))
    except (OAuth2Error, *NO_ANSWER) as error:
        raise _refused(getattr(error, "error", None)) from error
    if not is_sendable(fields["access_token"]):
        raise _refused(None)
    return fields


def _refused(reason: object) -> LoginRequiredError:
    reason = redact(str(reason or "no token in its answer"))
    return LoginRequiredError(f"The login can not be renewed ({reason}).")


def _require_in_order(response: Response) -> None:
    if response.status >= _SERVER_FAULT or response.status in BUSY:
        raise NotSentError(f"the login server answered {response.status}.")
