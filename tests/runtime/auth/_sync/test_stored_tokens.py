# DO NOT EDIT. Derived from ../_async/test_stored_tokens.py by "python -m seawall.codegen.derive".
import math
from base64 import b64encode
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from attrs import evolve

from seawall.core.auth.tokens import Token, token_from_refresh_token
from seawall.core.errors import (
    AttemptTimeoutError,
    AuthError,
    ConfigError,
    LoginRequiredError,
    MaybeProcessedError,
    NotSentError,
)
from seawall.core.http.message import Request, Response
from seawall.runtime.auth._sync.refresh_tokens import StoredTokens
from seawall.runtime.auth.token_file import TokenFile
from seawall.runtime.auth.token_store import MemoryTokenStore
from seawall.runtime.concurrency._sync.clock import SystemClock
from seawall.testing import FakeClock, MemoryTransport, Script, json_response
from tests.rows import row
from tests.runtime.auth.login.logins import DISCOVERY, ISSUER, NOW_S, TOKEN_URL, login, renewal

EXPIRED = 4000.0


def tokens_on(
    file: TokenFile, transport: MemoryTransport, clock: FakeClock | None = None
) -> StoredTokens:
    clock = clock or FakeClock(wall_s=NOW_S)
    return StoredTokens(
        file, transport, issuer=ISSUER, client_id="cli-1", login_hint="Log in again.", clock=clock
    )


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


# --- A valid login ---------------------------------------------------------------------------------------


def test_a_valid_login_causes_no_request(tmp_path: Path) -> None:
    transport = MemoryTransport(Script())
    assert tokens_on(login(tmp_path), transport).token(60.0) == "old"
    assert transport.requests == []


def test_a_valid_login_is_read_once(tmp_path: Path) -> None:
    file = login(tmp_path)
    tokens = tokens_on(file, MemoryTransport(Script()))
    tokens.token(60.0)
    file.delete()
    assert tokens.token(60.0) == "old"


def test_without_a_login_a_login_is_required(tmp_path: Path) -> None:
    with pytest.raises(LoginRequiredError, match="Log in again"):
        tokens_on(TokenFile(tmp_path / "none"), MemoryTransport(Script())).token(60.0)


def test_a_file_without_a_login_is_ignored(tmp_path: Path) -> None:
    for content in (b"", b"{", b"[]", b"null", b'{"access_token":"a"}', b"\xff", b"[" * 200_000):
        with row(content):
            path = tmp_path / "token.json"
            path.write_bytes(content)
            with pytest.raises(LoginRequiredError):
                tokens_on(TokenFile(path), MemoryTransport(Script())).token(60.0)


# --- Renewal --------------------------------------------------------------------------------------------


def test_a_due_login_is_renewed(tmp_path: Path) -> None:
    transport = MemoryTransport(Script(DISCOVERY, renewal()))
    file = login(tmp_path, age_s=EXPIRED)
    assert tokens_on(file, transport).token(60.0) == "new"
    assert [(request.method, request.url) for request in transport.requests] == [
        ("GET", f"{ISSUER}/.well-known/openid-configuration"),
        ("POST", TOKEN_URL),
    ]


def test_the_form_of_a_renewal_follows_the_rfc(tmp_path: Path) -> None:
    transport = MemoryTransport(Script(DISCOVERY, renewal()))
    tokens_on(login(tmp_path, age_s=EXPIRED), transport).token(60.0)
    request = transport.requests[1]
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert isinstance(request.body, bytes)
    assert parse_qs(request.body.decode()) == {
        "grant_type": ["refresh_token"],
        "refresh_token": ["refresh-1"],
        "client_id": ["cli-1"],
    }


def test_a_renewed_login_is_used_until_it_is_due(tmp_path: Path) -> None:
    script, clock = Script(DISCOVERY, renewal()), FakeClock(wall_s=NOW_S)
    tokens = tokens_on(login(tmp_path, age_s=EXPIRED), MemoryTransport(script), clock)
    tokens.token(60.0)
    clock.advance(3000.0)
    assert tokens.token(60.0) == "new"
    script.assert_used_up()


def test_the_lifetime_counts_from_the_request(tmp_path: Path) -> None:
    clock, script = FakeClock(wall_s=NOW_S), Script(DISCOVERY, renewal())

    def respond(request: Request) -> Response:
        clock.advance(10.0)
        return script(request)

    file = login(tmp_path, age_s=EXPIRED)
    tokens_on(file, MemoryTransport(respond), clock).token(60.0)
    stored = file.load()
    assert stored is not None
    assert (stored.obtained_at, stored.lifetime_s) == (NOW_S, 3600.0)


def test_a_new_refresh_token_replaces_the_old_one(tmp_path: Path) -> None:
    for sent, expected in (("refresh-2", "refresh-2"), (None, "refresh-1")):
        file = login(tmp_path, age_s=EXPIRED)
        tokens_on(file, MemoryTransport(Script(DISCOVERY, renewal(refresh_token=sent)))).token(
            60.0
        )
        stored = file.load()
        assert stored is not None
        assert (stored.access_token, stored.refresh_token) == ("new", expected)


def test_discovery_is_requested_once(tmp_path: Path) -> None:
    transport = MemoryTransport(Script(DISCOVERY, renewal("second"), renewal("third")))
    tokens = tokens_on(login(tmp_path), transport)
    assert tokens.renew("old", 60.0) == "second"
    assert tokens.renew("second", 60.0) == "third"
    assert [request.method for request in transport.requests] == ["GET", "POST", "POST"]


def test_a_rejected_token_is_renewed_even_if_it_is_not_due(tmp_path: Path) -> None:
    tokens = tokens_on(login(tmp_path), MemoryTransport(Script(DISCOVERY, renewal())))
    assert tokens.renew(tokens.token(60.0), 60.0) == "new"
    assert tokens.token(60.0) == "new"


def test_a_rejected_token_is_replaced_by_the_renewal_of_another_process(tmp_path: Path) -> None:
    transport = MemoryTransport(Script())
    tokens = tokens_on(login(tmp_path), transport)
    rejected = tokens.token(60.0)
    login(tmp_path, access_token="theirs")
    assert tokens.renew(rejected, 60.0) == "theirs"
    assert tokens.token(60.0) == "theirs"
    assert transport.requests == []


def test_a_due_token_is_replaced_by_the_renewal_of_another_process(tmp_path: Path) -> None:
    clock, transport = FakeClock(wall_s=NOW_S), MemoryTransport(Script())
    tokens = tokens_on(login(tmp_path), transport, clock)
    tokens.token(60.0)
    clock.wall_s += EXPIRED
    login(tmp_path, access_token="theirs", age_s=-EXPIRED)
    assert tokens.token(60.0) == "theirs"
    assert transport.requests == []


def test_after_a_logout_elsewhere_a_login_is_required(tmp_path: Path) -> None:
    file = login(tmp_path)
    tokens = tokens_on(file, MemoryTransport(Script()))
    rejected = tokens.token(60.0)
    file.delete()
    with pytest.raises(LoginRequiredError, match="no longer logged in"):
        tokens.renew(rejected, 60.0)


def test_a_login_without_a_refresh_token_expires(tmp_path: Path) -> None:
    file = login(tmp_path, refresh_token=None, age_s=EXPIRED)
    with pytest.raises(LoginRequiredError, match="expired"):
        tokens_on(file, MemoryTransport(Script())).token(60.0)


# --- Failed renewals -------------------------------------------------------------------------------------


def test_a_rejected_renewal_requires_a_login_and_leaves_the_file(tmp_path: Path) -> None:
    for rejection in (
        json_response(400, {"error": "invalid_grant", "error_description": "hunter2"}),
        json_response(401, {"error": "invalid_client"}),
        json_response(403, {}),
        Response(200, {}, b""),
        Response(200, {}, b"<html>hunter2</html>"),
        Response(200, {}, b"\xff"),
        Response(200, {}, b"[]"),
        Response(200, {}, b"5"),
        Response(200, {}, b"null"),
        Response(200, {}, b'"hunter2"'),
        Response(200, {}, b"[" * 200_000),
        Response(400, {}, b'{"error":5}'),
        Response(200, {}, b'{"access_token":"a","expires_in":1e999}'),
        json_response(200, {"refresh_token": "hunter2"}),
        json_response(200, {"access_token": None}),
        json_response(200, {"access_token": ""}),
        json_response(200, {"access_token": 5}),
        json_response(200, {"access_token": "hunter2\r\nx-evil: 1"}),
    ):
        with row(rejection):
            file = login(tmp_path, age_s=EXPIRED)
            before = file.path.read_bytes()
            with pytest.raises(LoginRequiredError, match="Log in again") as caught:
                tokens_on(file, MemoryTransport(Script(DISCOVERY, rejection))).token(60.0)
            assert "hunter2" not in str(caught.value)
            assert file.path.read_bytes() == before


def test_a_rejected_renewal_names_the_reason(tmp_path: Path) -> None:
    script = Script(DISCOVERY, json_response(400, {"error": "invalid_grant"}))
    with pytest.raises(LoginRequiredError, match=r"\(invalid_grant\)"):
        tokens_on(login(tmp_path, age_s=EXPIRED), MemoryTransport(script)).token(60.0)


def test_errors_of_the_login_server_raise_not_sent(tmp_path: Path) -> None:
    for trouble in (
        Response(500),
        Response(503, {}, b"<html>"),
        Response(429),
        Response(408),
        NotSentError("no connection."),
        MaybeProcessedError("it broke."),
        AttemptTimeoutError("too late."),
    ):
        with row(trouble):
            file = login(tmp_path, age_s=EXPIRED)
            for before in ([], [DISCOVERY]):
                with pytest.raises(NotSentError, match="the login could not be renewed"):
                    tokens_on(file, MemoryTransport(Script(*before, trouble))).token(60.0)


def test_without_endpoints_the_renewal_fails(tmp_path: Path) -> None:
    for response in (
        Response(404),
        Response(302),
        Response(200, {}, b"<html>"),
        json_response(200, {"a": 1}),
    ):
        with row(response), pytest.raises(AuthError, match="names no login endpoints"):
            tokens_on(login(tmp_path, age_s=EXPIRED), MemoryTransport(Script(response))).token(
                60.0
            )


def test_the_refresh_token_is_not_sent_to_an_insecure_url(tmp_path: Path) -> None:
    for url in ("http://login.test/token", "ftp://login.test", "http://127.0.0.1.evil.test", ""):
        with row(url):
            transport = MemoryTransport(Script(json_response(200, {"token_endpoint": url})))
            with pytest.raises(ConfigError, match="https"):
                tokens_on(login(tmp_path, age_s=EXPIRED), transport).token(60.0)
            assert len(transport.requests) == 1


def test_a_bug_in_the_transport_is_raised_unchanged(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        tokens_on(login(tmp_path, age_s=EXPIRED), MemoryTransport(Script(KeyError("x")))).token(
            60.0
        )


# --- Due tokens ------------------------------------------------------------------------------------------

DUE = 3500.0


def test_a_due_token_is_used_if_its_renewal_fails(tmp_path: Path) -> None:
    for trouble in (NotSentError("gone."), Response(400, {}, b'{"error": "invalid_grant"}')):
        file = login(tmp_path, age_s=DUE)
        tokens = tokens_on(file, MemoryTransport(Script(DISCOVERY, trouble)))
        assert tokens.token(60.0) == "old"


def test_a_login_without_a_refresh_token_is_used_until_it_expires(tmp_path: Path) -> None:
    clock = FakeClock(wall_s=NOW_S)
    file = login(tmp_path, refresh_token=None, age_s=DUE)
    tokens = tokens_on(file, MemoryTransport(Script()), clock)
    assert tokens.token(60.0) == "old"
    clock.advance(100)
    with pytest.raises(LoginRequiredError, match="The login has expired"):
        tokens.token(60.0)


def test_after_a_lost_race_the_token_of_the_other_process_is_used(tmp_path: Path) -> None:
    file = login(tmp_path, age_s=EXPIRED)

    def respond(request: Request) -> Response:
        if request.method == "GET":
            return DISCOVERY
        login(tmp_path, access_token="theirs")
        return Response(400, {}, b'{"error": "invalid_grant"}')

    assert tokens_on(file, MemoryTransport(respond)).token(60.0) == "theirs"


def test_after_a_lost_race_and_a_logout_a_login_is_required(tmp_path: Path) -> None:
    file = login(tmp_path, age_s=EXPIRED)

    def respond(request: Request) -> Response:
        if request.method == "GET":
            return DISCOVERY
        file.delete()
        return Response(400, {}, b'{"error": "invalid_grant"}')

    with pytest.raises(LoginRequiredError, match="no longer logged in"):
        tokens_on(file, MemoryTransport(respond)).token(60.0)


def test_a_token_that_expires_during_its_failed_renewal_is_not_used(tmp_path: Path) -> None:
    clock = FakeClock(wall_s=NOW_S)

    def respond(_: Request) -> Response:
        clock.advance(200.0)
        return Response(503)

    with pytest.raises(NotSentError, match="the login could not be renewed"):
        tokens_on(login(tmp_path, age_s=DUE), MemoryTransport(respond), clock).token(60.0)


def test_a_failed_renewal_is_not_repeated_for_30_s(tmp_path: Path) -> None:
    clock = FakeClock(wall_s=NOW_S)
    gone = NotSentError("gone.")
    transport = MemoryTransport(Script(DISCOVERY, gone, renewal()))
    tokens = tokens_on(login(tmp_path, age_s=DUE), transport, clock)
    assert [tokens.token(60.0) for _ in range(3)] == ["old"] * 3
    assert len(transport.requests) == 2
    clock.advance(31.0)
    assert tokens.token(60.0) == "new"


def test_a_renewed_token_that_can_not_be_stored_is_used(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = login(tmp_path, age_s=EXPIRED)
    aside = tmp_path / "aside"

    def respond(request: Request) -> Response:
        if request.method == "GET":
            return DISCOVERY
        # The folder of the file is gone, so nothing can be written.
        file.path.parent.rename(aside)
        file.path.parent.write_text("in the way")
        return renewal("n3w-t0ken")

    tokens = tokens_on(file, MemoryTransport(respond))
    assert tokens.token(60.0) == "n3w-t0ken"
    assert "could not be stored" in caplog.text
    assert "n3w-t0ken" not in caplog.text
    file.path.parent.unlink()
    aside.rename(file.path.parent)
    assert tokens.token(60.0) == "n3w-t0ken"


def test_a_refresh_token_that_could_not_be_stored_is_used_by_the_next_renewal() -> None:
    class ReadOnly(MemoryTokenStore):
        def save(self, token: Token) -> None:
            raise ConfigError("no room.")

    store = ReadOnly(
        Token(access_token="a", refresh_token="r-1", obtained_at=0.0, lifetime_s=60.0, issuer=ISSUER)
    )
    script = Script(DISCOVERY, renewal("b", "r-2"), renewal("c", "r-3"))
    transport = MemoryTransport(script)
    clock = FakeClock(wall_s=NOW_S)
    tokens = StoredTokens(store, transport, issuer=ISSUER, client_id="c", clock=clock)
    assert tokens.token(60.0) == "b"
    assert tokens.renew("b", 60.0) == "c"
    bodies = [request.body for request in transport.requests[1:]]
    assert [b"r-1" in body for body in bodies if isinstance(body, bytes)] == [True, False]


def test_a_login_to_another_server_is_not_used(tmp_path: Path) -> None:
    file = login(tmp_path)
    stored = file.load()
    assert stored is not None
    file.save(evolve(stored, issuer="https://elsewhere.test"))
    transport = MemoryTransport(Script())
    with pytest.raises(LoginRequiredError) as caught:
        tokens_on(file, transport).token(60.0)
    assert "a login to another server, https://elsewhere.test. It is not used for" in str(caught.value)
    assert ISSUER in str(caught.value)
    assert transport.requests == []


def test_discovery_over_http_is_rejected(tmp_path: Path) -> None:
    transport, issuer = MemoryTransport(Script()), "http://platform.internal"
    stored = login(tmp_path, age_s=EXPIRED).load()
    assert stored is not None
    tokens = StoredTokens(
        MemoryTokenStore(evolve(stored, issuer=issuer)),
        transport,
        issuer=issuer,
        client_id="cli-1",
        login_hint="",
        clock=FakeClock(wall_s=NOW_S),
    )
    with pytest.raises(ConfigError, match="https"):
        tokens.token(60.0)
    assert transport.requests == []


# --- renew_before_s -------------------------------------------------------------------------------------


def test_renew_before_s_sets_when_a_login_is_renewed(tmp_path: Path) -> None:
    for renew_before_s, age_s, is_renewed in (
        (300.0, 3299.0, False),
        (300.0, 3300.0, True),
        (0.0, 3599.0, False),
        (1800.0, 1800.0, True),
    ):
        tokens = StoredTokens(
            login(tmp_path, age_s=age_s),
            MemoryTransport(Script(*([DISCOVERY, renewal()] if is_renewed else []))),
            issuer=ISSUER,
            client_id="cli-1",
            renew_before_s=renew_before_s,
            clock=FakeClock(wall_s=NOW_S),
        )
        assert tokens.token(60.0) == ("new" if is_renewed else "old")


def test_an_invalid_renew_before_s_is_rejected(tmp_path: Path) -> None:
    for renew_before_s in (-1.0, math.nan, math.inf):
        with row(renew_before_s), pytest.raises(ConfigError, match="renew_before_s"):
            StoredTokens(
                login(tmp_path),
                MemoryTransport(Script()),
                issuer=ISSUER,
                client_id="c",
                renew_before_s=renew_before_s,
            )


# --- A refresh token alone -------------------------------------------------------------------------------


def test_a_refresh_token_alone_is_a_login() -> None:
    transport = MemoryTransport(Script(DISCOVERY, renewal()))
    store = MemoryTokenStore(token_from_refresh_token("refresh-1", issuer=ISSUER))
    tokens = StoredTokens(store, transport, issuer=ISSUER, client_id="cli-1")
    assert tokens.token(60.0) == "new"
    assert transport.requests[1].body == b"grant_type=refresh_token&client_id=cli-1&refresh_token=refresh-1"
    stored = store.load()
    assert stored is not None
    assert stored.refresh_token == "refresh-2"


# --- The store during a renewal -------------------------------------------------------------------------


def test_a_login_during_a_renewal_takes_precedence(tmp_path: Path) -> None:
    file = login(tmp_path, age_s=EXPIRED)

    def respond(request: Request) -> Response:
        if request.method == "GET":
            return DISCOVERY
        login(tmp_path, access_token="of-another-person", refresh_token="theirs")
        return renewal()

    assert tokens_on(file, MemoryTransport(respond)).token(60.0) == "of-another-person"
    stored = file.load()
    assert stored is not None
    assert stored.refresh_token == "theirs"


def test_a_logout_during_a_renewal_is_not_undone(tmp_path: Path) -> None:
    file = login(tmp_path, age_s=EXPIRED)

    def respond(request: Request) -> Response:
        if request.method == "POST":
            file.delete()
            return renewal()
        return DISCOVERY

    assert tokens_on(file, MemoryTransport(respond)).token(60.0) == "new"
    assert file.load() is None


def test_a_renewal_waits_for_the_lock_of_another_process(tmp_path: Path) -> None:
    file, clock = login(tmp_path, age_s=EXPIRED), FakeClock(wall_s=NOW_S)
    release = file.try_lock()
    assert release is not None

    def sleep(seconds: float) -> None:
        clock.sleep(seconds)
        if len(clock.sleeps_s) == 3:
            login(tmp_path, access_token="theirs")
            release()

    racing = evolve(SystemClock(monotonic=clock.monotonic, wall=clock.wall), sleep=sleep)
    transport = MemoryTransport(Script())
    tokens = StoredTokens(file, transport, issuer=ISSUER, client_id="cli-1", login_hint="", clock=racing)
    assert tokens.token(60.0) == "theirs"
    assert len(clock.sleeps_s) == 3
    assert max(clock.sleeps_s) <= 0.1


def test_after_75_s_the_lock_of_another_process_is_ignored(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file, clock = login(tmp_path, age_s=EXPIRED), FakeClock(wall_s=NOW_S)
    release = file.try_lock()
    assert release is not None
    tokens = tokens_on(file, MemoryTransport(Script(DISCOVERY, renewal())), clock)
    assert tokens.token(60.0) == "new"
    assert 75.0 <= sum(clock.sleeps_s) < 76.0
    assert "has locked the stored login" in caplog.text
    release()


def test_a_failed_renewal_releases_the_lock(tmp_path: Path) -> None:
    file = login(tmp_path, age_s=EXPIRED)
    with pytest.raises(NotSentError):
        tokens_on(file, MemoryTransport(Script(NotSentError("gone.")))).token(60.0)
    release = file.try_lock()
    assert release is not None
    release()


def test_without_a_login_no_file_is_created(tmp_path: Path) -> None:
    with pytest.raises(LoginRequiredError):
        tokens_on(TokenFile(tmp_path / "none" / "t"), MemoryTransport(Script())).token(60.0)
    assert names_in(tmp_path) == []


# --- Tokens of programs and of unknown servers -----------------------------------------------------------


def test_a_refresh_token_is_only_sent_to_the_server_of_its_login(tmp_path: Path) -> None:
    for change, words in (
        ({"grant": "client_credentials c"}, "the token of a program"),
        ({"issuer": None}, "does not name its server"),
    ):
        with row(change, words):
            stored = login(tmp_path, age_s=EXPIRED).load()
            assert stored is not None
            transport = MemoryTransport(Script())
            tokens = StoredTokens(
                MemoryTokenStore(evolve(stored, **change)),
                transport,
                issuer=ISSUER,
                client_id="c",
                login_hint="Log in.",
            )
            with pytest.raises(LoginRequiredError, match=f"{words}.*Log in"):
                tokens.token(60.0)
            assert transport.requests == []


# --- A client that was registered for the login ----------------------------------------------------------


def test_a_registered_client_renews_with_its_secret_at_the_stored_address(tmp_path: Path) -> None:
    transport = MemoryTransport(Script(renewal()))
    clock = FakeClock(wall_s=NOW_S)
    tokens = StoredTokens(
        login(tmp_path, age_s=EXPIRED),
        transport,
        issuer=ISSUER,
        client_id="cli-1",
        client_secret="s:1",
        token_url=TOKEN_URL,
        clock=clock,
    )
    assert tokens.token(60.0) == "new"
    [request] = transport.requests
    assert request.url == TOKEN_URL
    assert request.headers["authorization"] == f"Basic {b64encode(b'cli-1:s%3A1').decode()}"
    assert isinstance(request.body, bytes)
    assert parse_qs(request.body.decode())["refresh_token"] == ["refresh-1"]


def test_the_secret_of_a_registered_client_shows_in_no_error(tmp_path: Path) -> None:
    transport = MemoryTransport(Script(json_response(400, {"error": "no s3cr3t-s3cr3t"})))
    tokens = StoredTokens(
        login(tmp_path, age_s=EXPIRED),
        transport,
        issuer=ISSUER,
        client_id="cli-1",
        client_secret="s3cr3t-s3cr3t",
        token_url=TOKEN_URL,
        clock=FakeClock(wall_s=NOW_S),
    )
    with pytest.raises(LoginRequiredError) as caught:
        tokens.token(60.0)
    assert "s3cr3t" not in str(caught.value)


# --- Revocation ------------------------------------------------------------------------------------------

REVOKE_URL = f"{ISSUER}/oauth/revoke"
OFFERED = json_response(200, {"token_endpoint": TOKEN_URL, "revocation_endpoint": REVOKE_URL})


def test_a_login_is_revoked_by_its_refresh_token_and_stays_in_the_store(tmp_path: Path) -> None:
    for refresh_token, kind in (("refresh-1", "refresh_token"), (None, "access_token")):
        with row(kind):
            transport = MemoryTransport(Script(OFFERED, Response(200)))
            file = login(tmp_path / kind, refresh_token=refresh_token)
            assert tokens_on(file, transport).revoke()
            request = transport.requests[-1]
            assert (request.method, request.url) == ("POST", REVOKE_URL)
            assert isinstance(request.body, bytes)
            assert parse_qs(request.body.decode()) == {
                "token": [refresh_token or "old"],
                "token_type_hint": [kind],
                "client_id": ["cli-1"],
            }
            assert file.load() is not None


def test_nothing_is_revoked_where_it_is_not_offered_or_at_another_server(tmp_path: Path) -> None:
    transport = MemoryTransport(Script(DISCOVERY))
    assert not tokens_on(login(tmp_path), transport).revoke()
    assert len(transport.requests) == 1
    silent = MemoryTransport(Script())
    assert not tokens_on(TokenFile(tmp_path / "none"), silent).revoke()
    file = login(tmp_path)
    saved = file.load()
    assert saved is not None
    for other in (evolve(saved, issuer="https://other.test"), evolve(saved, grant="program")):
        file.save(other)
        assert not tokens_on(file, silent).revoke()
    assert silent.requests == []


def test_a_refused_revocation_is_told_without_the_token(tmp_path: Path) -> None:
    insecure = json_response(200, {"token_endpoint": TOKEN_URL, "revocation_endpoint": "http://a.test/r"})
    rows: list[tuple[list[Response], type[Exception], str]] = [
        ([OFFERED, json_response(400, {"error": "no refresh-1"})], AuthError, "refuses it"),
        ([OFFERED, Response(404, {}, b"<p>")], AuthError, "status 404"),
        ([OFFERED, Response(503)], NotSentError, "answered 503"),
        ([insecure], ConfigError, "https"),
    ]
    for answers, error, words in rows:
        with row(words):
            tokens = tokens_on(login(tmp_path), MemoryTransport(Script(*answers)))
            with pytest.raises(error, match=words) as caught:
                tokens.revoke()
            assert "refresh-1" not in str(caught.value)
