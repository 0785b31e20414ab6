"""A canary in every provider and store: no secret shows in a repr, a log, an error or a traceback.

RFC 6750, section 5.3, and RFC 9700, section 4.3, require that. Tracebacks are searched with the local
variables of every frame, as error reporters collect them.
"""

import json
import logging
import pickle
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import keyring
import pytest
from keyring.errors import KeyringLocked

from seawall.core.auth.jwt import JwtRules
from seawall.core.auth.tokens import Token, token_from_response
from seawall.core.errors import AuthError, NotSentError, SeawallError
from seawall.core.http.message import Response
from seawall.runtime.auth._sync.client_credentials import ClientCredentials
from seawall.runtime.auth._sync.providers import CallableTokenProvider, StaticToken
from seawall.runtime.auth._sync.refresh_tokens import StoredTokens
from seawall.runtime.auth._sync.token_verifier import TokenVerifier
from seawall.runtime.auth.client_authentication import ClientAuthentication, ConfidentialClient
from seawall.runtime.auth.token_file import TokenFile
from seawall.runtime.auth.token_keyring import TokenKeyring
from seawall.runtime.auth.token_store import MemoryTokenStore
from seawall.testing import FakeClock, MemoryTransport, Script, TruncatedResponse, json_response
from tests.core.auth.jwts import AUDIENCE, ISSUER, jwks, key, signed
from tests.runtime.auth.keyrings import DictKeyring
from tests.runtime.auth.login import browsing
from tests.runtime.auth.login.device_server import CODE, DeviceServer
from tests.runtime.auth.login.logins import DISCOVERY, NOW_S
from tests.runtime.auth.login.logins import ISSUER as LOGIN_ISSUER

CANARY = "c4n4ry"
FAULTY = f"{CANARY} has a space"


def expired() -> Token:
    return Token(
        access_token=CANARY, refresh_token=f"{CANARY}-r", obtained_at=0.0, lifetime_s=1.0, issuer=LOGIN_ISSUER
    )


def stored(*steps: Response | Exception) -> StoredTokens:
    store = MemoryTokenStore(expired())
    clock = FakeClock(wall_s=NOW_S)
    return StoredTokens(
        store, MemoryTransport(Script(*steps)), issuer=LOGIN_ISSUER, client_id="c", clock=clock
    )


def credentials(
    *steps: Response | Exception, authentication: ClientAuthentication = ClientAuthentication.BASIC
) -> ClientCredentials:
    return ClientCredentials(
        MemoryTransport(Script(*steps)),
        client_id="c",
        client_secret=CANARY,
        token_url="https://login.test/token",
        authentication=authentication,
        clock=FakeClock(wall_s=NOW_S),
    )


def returning(what: object) -> CallableTokenProvider:
    return CallableTokenProvider(lambda: what)  # type: ignore[arg-type, return-value]


def verifier(*steps: Response | Exception) -> TokenVerifier:
    rules = JwtRules(issuer=ISSUER, audience=AUDIENCE)
    return TokenVerifier(
        MemoryTransport(Script(*steps)), rules, jwks_url="https://login.test/keys", clock=FakeClock()
    )


def bearing(**header: object) -> str:
    return signed("ES256", {"iss": CANARY, "aud": CANARY, "sub": CANARY, "exp": 1}, **header)


def save_in_a_locked_keyring() -> None:
    before, locked = keyring.get_keyring(), DictKeyring()
    locked.trouble_with_writing = KeyringLocked("locked")
    keyring.set_keyring(locked)
    try:
        TokenKeyring("me").save(expired())
    finally:
        keyring.set_keyring(before)


def in_a_browser(answer: Response) -> Token:
    server = browsing.LoginServer(token=answer)
    return server.login(lambda page: browsing.visit(page.redirect(code=CANARY)))


def by_device(*polls: Response, **fields: object) -> Token:
    return DeviceServer(*polls, code=json_response(200, {**CODE, "device_code": CANARY, **fields})).login()


ECHO_NAME = json_response(400, {"error": f"no {CANARY}-r", "error_description": CANARY})
NO_NUMBER = json_response(200, {"access_token": CANARY, "expires_in": CANARY})
ECHO = json_response(400, {"error": "invalid_grant", "error_description": f"{CANARY}-r is over"})
SPILT = json_response(200, {"access_token": FAULTY, "refresh_token": CANARY})
CUT = Response(200, {}, b'{"access_token": "' + CANARY.encode())
ODD = Response(200, {}, json.dumps({"access_token": CANARY, "expires_in": 1e999}).encode())
OF_ANOTHER_TYPE = json_response(200, {"access_token": CANARY, "token_type": "mac"})
KEYS = Response(200, {}, jwks(key("ES256")))

FAILURES: dict[str, Callable[[], object]] = {
    "a keyring is locked": save_in_a_locked_keyring,
    "an invalid static token": lambda: StaticToken(FAULTY).token(60.0),
    "a function that returns no token": lambda: returning(FAULTY).token(60.0),
    "a function that returns an invalid Token": lambda: returning(
        Token(access_token=FAULTY, obtained_at=0.0, lifetime_s=0.0)
    ).token(60.0),
    "the login server can not be reached": lambda: stored(DISCOVERY, NotSentError("gone.")).token(60.0),
    "the login server fails": lambda: stored(DISCOVERY, Response(500, {}, CANARY.encode())).token(60.0),
    "the login server echoes": lambda: stored(DISCOVERY, ECHO).token(60.0),
    "the login server sends an invalid token": lambda: stored(DISCOVERY, SPILT).token(60.0),
    "the response of the login server is truncated": lambda: stored(DISCOVERY, CUT).token(60.0),
    "the lifetime of a token is infinite": lambda: stored(DISCOVERY, ODD).token(60.0),
    "the token has another type": lambda: stored(DISCOVERY, OF_ANOTHER_TYPE).token(60.0),
    "a rejected token can not be renewed": lambda: stored(DISCOVERY, ECHO).renew(
        expired().access_token, 60.0
    ),
    "a client is rejected": lambda: credentials(ECHO).token(60.0),
    "a client with its secret in the form is rejected": lambda: credentials(
        ECHO, authentication=ClientAuthentication.POST
    ).token(60.0),
    "a client's server can not be reached": lambda: credentials(NotSentError("gone.")).token(60.0),
    "a client's server sends an invalid token": lambda: credentials(SPILT).token(60.0),
    "the login server echoes in the name": lambda: stored(DISCOVERY, ECHO_NAME).token(60.0),
    "a client's server echoes in the name": lambda: credentials(ECHO_NAME).token(60.0),
    "a code is echoed": lambda: in_a_browser(ECHO),
    "a code is echoed in the name": lambda: in_a_browser(ECHO_NAME),
    "a code brings no token": lambda: in_a_browser(SPILT),
    "a code brings an odd token": lambda: in_a_browser(NO_NUMBER),
    "the server of a code fails": lambda: in_a_browser(Response(503, {}, CANARY.encode())),
    "a device code is echoed": lambda: by_device(ECHO),
    "a device code is echoed in the name": lambda: by_device(ECHO_NAME),
    "a device code brings no token": lambda: by_device(SPILT),
    "a device code brings an odd token": lambda: by_device(NO_NUMBER),
    "a device code comes with odd seconds": lambda: by_device(expires_in=CANARY),
    "the response to a code is truncated": lambda: in_a_browser(TruncatedResponse(200, {}, CUT.body)),
    "a text that is no token": lambda: verifier().claims(CANARY),
    "three parts that are no token": lambda: verifier().claims(f"{CANARY}.{CANARY}.{CANARY}"),
    "a token with an algorithm that is not accepted": lambda: verifier().claims(bearing(alg=CANARY)),
    "a token with an extension": lambda: verifier().claims(bearing(crit=[CANARY])),
    "a token with an unknown key": lambda: verifier(KEYS).claims(bearing(kid=CANARY)),
    "a token of another server": lambda: verifier(KEYS).claims(bearing()),
    "a token whose keys can not be fetched": lambda: verifier(NotSentError("gone.")).claims(bearing()),
}


def shown(error: BaseException) -> str:
    """Format the chain of `error` with local variables, except those of test frames."""
    trace = traceback.TracebackException.from_exception(error, capture_locals=True)
    todo: list[traceback.TracebackException | None] = [trace]
    while todo:
        one = todo.pop()
        if one is not None:
            for frame in one.stack:
                if Path(__file__).parent in Path(frame.filename).parents:
                    frame.locals = None
            todo += [one.__cause__, one.__context__]
    return "".join(trace.format())


@pytest.mark.parametrize("failure", FAILURES)
def test_no_failure_shows_a_secret(failure: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(SeawallError) as caught:
        FAILURES[failure]()
    for text in (shown(caught.value), caplog.text, repr(caught.value), repr(pickle.dumps(caught.value))):
        assert CANARY not in text
        # The parts of a token are this text in base64.
        assert "YzRuNHJ5" not in text
        assert "eyJhbGci" not in text


HOLDERS: dict[str, Callable[[], object]] = {
    "token": expired,
    "token of a response": lambda: token_from_response({"access_token": CANARY}, 0.0, issuer="i"),
    "static token": lambda: StaticToken(CANARY),
    "client": lambda: ConfidentialClient("c", CANARY),
    "client credentials": credentials,
    "stored tokens": stored,
    "callable tokens": lambda: returning(CANARY),
    "memory": lambda: MemoryTokenStore(expired()),
}


@pytest.mark.parametrize("holder", HOLDERS)
def test_no_repr_shows_a_secret(holder: str) -> None:
    held = HOLDERS[holder]()
    assert CANARY not in f"{held} {held!r} {[held]} {vars(held) if hasattr(held, '__dict__') else ''}"


def test_no_log_shows_a_secret(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    file = TokenFile(tmp_path / "token.json")
    file.save(expired())
    file.path.chmod(0o644)
    file.load()
    fresh = json_response(200, {"access_token": CANARY, "refresh_token": f"{CANARY}-2", "expires_in": 3600})
    assert stored(DISCOVERY, fresh).token(60.0) == CANARY
    assert credentials(fresh).token(60.0) == CANARY
    file.path.write_bytes(file.path.read_bytes()[:-1])
    file.load()
    file.save(expired())
    with suppress(AuthError):
        verifier(KEYS).claims(bearing())
    assert caplog.text
    assert CANARY not in caplog.text
