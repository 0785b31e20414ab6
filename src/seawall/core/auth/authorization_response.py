"""The answer to an authorization request, as a browser brings it: whose it is, and what it says.

RFC 6749, section 4.1.2, with the issuer of RFC 9207. Pure: the query is handed in.
"""

from hmac import compare_digest
from urllib.parse import parse_qsl

from attrs import field, frozen

from seawall.core.errors import AuthError, LoginDeniedError, LoginExpiredError
from seawall.core.redaction.redact import redact
from seawall.core.redaction.secret import Secret

__all__ = ["AuthorizationAnswer", "ExpectedAnswer", "answer_in", "login_refusal"]

_WRONG_ISSUER = "wrong_issuer"
_NO_CODE = "no_code"
_REFUSALS: dict[str, tuple[type[AuthError], str]] = {
    "access_denied": (LoginDeniedError, "The login was denied in the browser."),
    "expired_token": (LoginExpiredError, "The code was not confirmed in time."),
    "missing_token": (AuthError, "The server answered the login with no token."),
    _WRONG_ISSUER: (AuthError, "The answer to the login comes from another server than was asked."),
    _NO_CODE: (AuthError, "The server answered the login with no code."),
}


@frozen(kw_only=True)
class ExpectedAnswer:
    """What an answer is held against: the `state` that was sent, and who was asked.

    `sends_issuer` is whether the server has promised to name itself in every answer (RFC 9207, section 3).
    """

    state: str = field(repr=False, converter=Secret)
    issuer: str
    sends_issuer: bool = False


@frozen(kw_only=True)
class AuthorizationAnswer:
    """A code to redeem, or the name of the refusal."""

    code: Secret = field(default=Secret(""), repr=False, converter=Secret)
    refusal: str | None = None


def answer_in(query: str, expected: ExpectedAnswer) -> AuthorizationAnswer | None:
    """What the query of a redirect says; None where it is not the answer to what was asked.

    A query without the right state may come from anywhere, so nothing else in it counts (RFC 6749, section
    10.12). An answer of another issuer is a refusal whatever it brings (RFC 9207, section 2.4).
    """
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=32, errors="strict")
    except ValueError:
        return None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        # RFC 6749, section 3.1: no parameter comes twice.
        return None
    if not compare_digest(fields.get("state", "").encode(), expected.state.encode()):
        return None
    issuer = fields.get("iss")
    if issuer != expected.issuer and (issuer is not None or expected.sends_issuer):
        return AuthorizationAnswer(refusal=_WRONG_ISSUER)
    if "error" in fields:
        reason = redact(fields["error"], hidden=[expected.state])
        return AuthorizationAnswer(refusal=reason or "no reason given")
    code = fields.get("code")
    return AuthorizationAnswer(code=code) if code else AuthorizationAnswer(refusal=_NO_CODE)


def login_refusal(name: str) -> AuthError:
    """The error for a login that was refused, by the name of the refusal (RFC 6749 and RFC 8628, 3.5)."""
    kind, sentence = _REFUSALS.get(name, (AuthError, f"The server refused the login ({redact(name)})."))
    return kind(f"{sentence} Start again.")
