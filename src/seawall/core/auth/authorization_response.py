"""Parse and check authorization responses (RFC 6749, section 4.1.2, and the issuer of RFC 9207)."""

from hmac import compare_digest
from urllib.parse import parse_qsl

from attrs import field, frozen

from seawall.core.errors import AuthError, LoginDeniedError, LoginExpiredError
from seawall.core.redaction.redact import redact
from seawall.core.redaction.secret import Secret

__all__ = ["AuthorizationResponse", "ExpectedResponse", "login_error", "parse_authorization_response"]

# Error codes of our own, beside those of the RFCs.
_WRONG_ISSUER = "wrong_issuer"
_NO_CODE = "no_code"
_ERRORS: dict[str, tuple[type[AuthError], str]] = {
    "access_denied": (LoginDeniedError, "The login was denied in the browser."),
    "expired_token": (LoginExpiredError, "The code was not confirmed in time."),
    "missing_token": (AuthError, "The server sent no token."),
    _WRONG_ISSUER: (AuthError, "The response to the login comes from another server."),
    _NO_CODE: (AuthError, "The server sent no code."),
}


@frozen(kw_only=True)
class ExpectedResponse:
    """Facts of the authorization request that its response must match.

    `sends_issuer` means that the server promises its issuer in each response (RFC 9207, section 3).
    """

    state: str = field(repr=False, converter=Secret)
    issuer: str
    sends_issuer: bool = False


@frozen(kw_only=True)
class AuthorizationResponse:
    """A code to exchange for a token, or an error code."""

    code: Secret = field(default=Secret(""), repr=False, converter=Secret)
    error: str | None = None


def parse_authorization_response(query: str, expected: ExpectedResponse) -> AuthorizationResponse | None:
    """Return the response in the query of a redirect, None if it does not belong to this login.

    Without the right state, the query may come from anyone, so the rest of it is ignored (RFC 6749, section
    10.12). A response of another issuer is an error, whatever it contains (RFC 9207, section 2.4).
    """
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=32, errors="strict")
    except ValueError:
        return None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        # RFC 6749, section 3.1: no parameter may come twice.
        return None
    if not compare_digest(fields.get("state", "").encode(), expected.state.encode()):
        return None
    issuer = fields.get("iss")
    if issuer != expected.issuer and (issuer is not None or expected.sends_issuer):
        return AuthorizationResponse(error=_WRONG_ISSUER)
    if "error" in fields:
        reason = redact(fields["error"], hidden=[expected.state])
        return AuthorizationResponse(error=reason or "no reason given")
    code = fields.get("code")
    return AuthorizationResponse(code=code) if code else AuthorizationResponse(error=_NO_CODE)


def login_error(code: str) -> AuthError:
    """Return the error for a refused login by its error code (RFC 6749, section 5.2; RFC 8628, 3.5)."""
    kind, sentence = _ERRORS.get(code, (AuthError, f"The server refused the login ({redact(code)})."))
    return kind(f"{sentence} Start again.")
