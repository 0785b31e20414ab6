"""Authorization responses; each row names where the rule is from."""

import re

from attrs import evolve

from seawall.core.auth.authorization_response import (
    AuthorizationResponse,
    ExpectedResponse,
    login_error,
    parse_authorization_response,
)
from seawall.core.errors import AuthError, LoginDeniedError, LoginExpiredError

EXPECTED = ExpectedResponse(state="state-1", issuer="https://login.test/")
PROMISED = evolve(EXPECTED, sends_issuer=True)
ISS = "iss=https%3A%2F%2Flogin.test%2F"
OTHER_ISS = "iss=https%3A%2F%2Fevil.test%2F"


def code(text: str) -> AuthorizationResponse:
    return AuthorizationResponse(code=text)


def error(code: str) -> AuthorizationResponse:
    return AuthorizationResponse(error=code)


def test_responses() -> None:
    for source, query, response in (
        ("RFC 6749, 4.1.2: code and state", "code=c-1&state=state-1", code("c-1")),
        ("RFC 6749, 4.1.2: unknown parameters are ignored", "code=c-1&state=state-1&x=1", code("c-1")),
        ("RFC 6749, appendix B: form encoding", "code=c%2B1+2&state=state-1", code("c+1 2")),
        ("RFC 6749, 4.1.2.1: denied", "error=access_denied&state=state-1", error("access_denied")),
        ("RFC 6749, 4.1.2.1: an error counts, whatever follows", "error=x&code=c&state=state-1", error("x")),
        ("RFC 6749, 4.1.2: the code is required", "state=state-1", error("no_code")),
        ("RFC 6749, 4.1.2: the code is required", "code=&state=state-1", error("no_code")),
        ("RFC 6749, 4.1.2.1: an error without a name", "error=&state=state-1", error("no reason given")),
        ("RFC 9700, 4.2.4: the state is hidden", "error=x+state-1&state=state-1", error("x [redacted]")),
        ("RFC 6749, 10.12: another state", "code=c-1&state=state-2", None),
        ("RFC 6749, 10.12: the beginning of the state", "code=c-1&state=state-", None),
        ("RFC 6749, 10.12: no state", "code=c-1", None),
        ("RFC 6749, 10.12: an empty state", "code=c-1&state=", None),
        ("RFC 6749, 10.12: a state beyond ASCII", "code=c-1&state=%C3%A9", None),
        ("RFC 6749, 10.12: an error without the state", "error=access_denied", None),
        ("RFC 6749, 3.1: a parameter comes twice", "code=c-1&code=c-2&state=state-1", None),
        ("RFC 6749, 3.1: a parameter comes twice", "code=c-1&state=state-1&state=state-1", None),
        ("not a form", "", None),
        ("not a form", "%FF", None),
        ("not a form", "code=%FF&state=state-1", None),
        ("not a form", "&".join(f"x{n}=1" for n in range(40)), None),
        ("RFC 9700, 2.1.2: a token is not a code", "access_token=t&state=state-1", error("no_code")),
        ("RFC 9207, 2.4: the right issuer", f"code=c-1&state=state-1&{ISS}", code("c-1")),
        ("RFC 9207, 2.4: another issuer", f"code=c-1&state=state-1&{OTHER_ISS}", error("wrong_issuer")),
        ("RFC 9207, 2.4: to the letter", f"code=c-1&state=state-1&{ISS[:-3]}", error("wrong_issuer")),
        ("RFC 9207, 2.4: an empty issuer", "code=c-1&state=state-1&iss=", error("wrong_issuer")),
        ("RFC 9207, 2.4: errors, too", f"error=x&state=state-1&{OTHER_ISS}", error("wrong_issuer")),
    ):
        assert parse_authorization_response(query, EXPECTED) == response, source


def test_responses_of_a_server_that_promises_its_issuer() -> None:
    for source, query, response in (
        ("RFC 9207, 2.4: it was promised", "code=c-1&state=state-1", error("wrong_issuer")),
        ("RFC 9207, 2.4: it was promised", "error=access_denied&state=state-1", error("wrong_issuer")),
        ("RFC 9207, 2.4: it came", f"code=c-1&state=state-1&{ISS}", code("c-1")),
        ("RFC 6749, 10.12: the state is checked first", f"code=c-1&state=x&{ISS}", None),
    ):
        assert parse_authorization_response(query, PROMISED) == response, source


def test_errors_by_error_code() -> None:
    for source, name, kind, words in (
        ("RFC 6749, 4.1.2.1", "access_denied", LoginDeniedError, "denied in the browser"),
        ("RFC 8628, 3.5", "expired_token", LoginExpiredError, "not confirmed in time"),
        ("RFC 6749, 4.1.2.1", "server_error", AuthError, r"refused the login \(server_error\)"),
        ("RFC 6749, 5.2", "invalid_grant", AuthError, r"refused the login \(invalid_grant\)"),
        ("RFC 9207, 2.4", "wrong_issuer", AuthError, "comes from another server"),
        ("RFC 6749, 4.1.2", "no_code", AuthError, "sent no code"),
        ("RFC 6749, 5.1", "missing_token", AuthError, "sent no token"),
        ("a terminal must not obey a server", "a\x1b[31mb", AuthError, r"\(a \[31mb\)"),
    ):
        found = login_error(name)
        assert type(found) is kind, source
        assert re.search(rf"{words}.*Start again\.$", str(found)), source


def test_the_repr_shows_neither_code_nor_state() -> None:
    assert "c-1" not in repr(code("c-1"))
    assert "state-1" not in repr(EXPECTED)
