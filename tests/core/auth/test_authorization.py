"""The answer to an authorization request; each row names where the rule is from."""

import pytest
from attrs import evolve

from seawall.core.auth.authorization_response import (
    AuthorizationAnswer,
    ExpectedAnswer,
    answer_in,
    login_refusal,
)
from seawall.core.errors import AuthError, LoginDeniedError, LoginExpiredError

EXPECTED = ExpectedAnswer(state="state-1", issuer="https://login.test/")
PROMISED = evolve(EXPECTED, sends_issuer=True)
ISS = "iss=https%3A%2F%2Flogin.test%2F"
OTHER_ISS = "iss=https%3A%2F%2Fevil.test%2F"


def code(text: str) -> AuthorizationAnswer:
    return AuthorizationAnswer(code=text)


def refusal(name: str) -> AuthorizationAnswer:
    return AuthorizationAnswer(refusal=name)


@pytest.mark.parametrize(
    ("source", "query", "answer"),
    [
        ("RFC 6749, 4.1.2: code and state", "code=c-1&state=state-1", code("c-1")),
        ("RFC 6749, 4.1.2: unknown parameters are ignored", "code=c-1&state=state-1&x=1", code("c-1")),
        ("RFC 6749, appendix B: form encoding", "code=c%2B1+2&state=state-1", code("c+1 2")),
        ("RFC 6749, 4.1.2.1: denied", "error=access_denied&state=state-1", refusal("access_denied")),
        ("RFC 6749, 4.1.2.1: an error counts, whatever else", "error=x&code=c&state=state-1", refusal("x")),
        ("RFC 6749, 4.1.2: the code is required", "state=state-1", refusal("no_code")),
        ("RFC 6749, 4.1.2: the code is required", "code=&state=state-1", refusal("no_code")),
        ("RFC 6749, 4.1.2.1: an error without a name", "error=&state=state-1", refusal("no reason given")),
        ("RFC 9700, 4.2.4: no state", "error=x+state-1&state=state-1", refusal("x [redacted]")),
        ("RFC 6749, 10.12: another state", "code=c-1&state=state-2", None),
        ("RFC 6749, 10.12: the beginning of the state", "code=c-1&state=state-", None),
        ("RFC 6749, 10.12: no state", "code=c-1", None),
        ("RFC 6749, 10.12: an empty state", "code=c-1&state=", None),
        ("RFC 6749, 10.12: a state beyond ASCII", "code=c-1&state=%C3%A9", None),
        ("RFC 6749, 10.12: an error without the state", "error=access_denied", None),
        ("RFC 6749, 3.1: a parameter comes twice", "code=c-1&code=c-2&state=state-1", None),
        ("RFC 6749, 3.1: a parameter comes twice", "code=c-1&state=state-1&state=state-1", None),
        ("no form at all", "", None),
        ("no form at all", "%FF", None),
        ("no form at all", "code=%FF&state=state-1", None),
        ("no form at all", "&".join(f"x{n}=1" for n in range(40)), None),
        ("RFC 9700, 2.1.2: a token is no code", "access_token=t&state=state-1", refusal("no_code")),
        ("RFC 9207, 2.4: the right issuer", f"code=c-1&state=state-1&{ISS}", code("c-1")),
        ("RFC 9207, 2.4: another issuer", f"code=c-1&state=state-1&{OTHER_ISS}", refusal("wrong_issuer")),
        ("RFC 9207, 2.4: to the letter", f"code=c-1&state=state-1&{ISS[:-3]}", refusal("wrong_issuer")),
        ("RFC 9207, 2.4: an empty issuer", "code=c-1&state=state-1&iss=", refusal("wrong_issuer")),
        ("RFC 9207, 2.4: errors, too", f"error=x&state=state-1&{OTHER_ISS}", refusal("wrong_issuer")),
    ],
)
def test_what_an_answer_says(source: str, query: str, answer: AuthorizationAnswer | None) -> None:
    assert answer_in(query, EXPECTED) == answer, source


@pytest.mark.parametrize(
    ("source", "query", "answer"),
    [
        ("RFC 9207, 2.4: it was promised", "code=c-1&state=state-1", refusal("wrong_issuer")),
        ("RFC 9207, 2.4: it was promised", "error=access_denied&state=state-1", refusal("wrong_issuer")),
        ("RFC 9207, 2.4: it came", f"code=c-1&state=state-1&{ISS}", code("c-1")),
        ("RFC 6749, 10.12: the state comes first", f"code=c-1&state=x&{ISS}", None),
    ],
)
def test_a_server_that_promises_to_name_itself_must(
    source: str, query: str, answer: AuthorizationAnswer | None
) -> None:
    assert answer_in(query, PROMISED) == answer, source


@pytest.mark.parametrize(
    ("source", "name", "kind", "words"),
    [
        ("RFC 6749, 4.1.2.1", "access_denied", LoginDeniedError, "denied in the browser"),
        ("RFC 8628, 3.5", "expired_token", LoginExpiredError, "not confirmed in time"),
        ("RFC 6749, 4.1.2.1", "server_error", AuthError, r"refused the login \(server_error\)"),
        ("RFC 6749, 5.2", "invalid_grant", AuthError, r"refused the login \(invalid_grant\)"),
        ("RFC 9207, 2.4", "wrong_issuer", AuthError, "another server than was asked"),
        ("RFC 6749, 4.1.2", "no_code", AuthError, "with no code"),
        ("a terminal must not obey a server", "a\x1b[31mb", AuthError, r"\(a \[31mb\)"),
    ],
)
def test_each_refusal_has_its_error(source: str, name: str, kind: type[AuthError], words: str) -> None:
    error = login_refusal(name)
    assert type(error) is kind, source
    with pytest.raises(AuthError, match=rf"{words}.*Start again\.$"):
        raise error


def test_nothing_of_an_answer_shows() -> None:
    assert "c-1" not in repr(code("c-1"))
    assert "state-1" not in repr(EXPECTED)
