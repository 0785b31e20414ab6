# DO NOT EDIT. Derived from ../_async/test_engine.py by "python -m seawall.codegen.derive".
import logging
from functools import partial

import pytest

from seawall.core.engine.policy import Policy, RetryRule
from seawall.core.errors import (
    AttemptTimeoutError,
    AuthError,
    ChangeTimeoutError,
    ConfigError,
    DecodeError,
    ForbiddenError,
    InputError,
    LoginRequiredError,
    MaybeProcessedError,
    NotFoundError,
    NotSentError,
    RateLimitedError,
    SeawallError,
    ServerStatusError,
    TransportError,
    UnauthorizedError,
)
from seawall.core.http.message import Request, Response
from seawall.runtime.auth._sync.providers import StaticToken
from seawall.runtime.engine._sync.engine import Engine
from seawall.testing import FakeClock, MemoryTransport, Script, TruncatedResponse, json_response
from tests.rows import row
from tests.runtime.calls import BASE_URL, POLICY, SECRET, thing

OK = json_response(200, {"id": 1})
UNAUTHORIZED = json_response(401, {"detail": "no"})
BUSY = json_response(503, {"detail": "busy"})


class NumberedTokens:
    """Returns token-1, token-2 and so on, and records the rejected tokens."""

    def __init__(self) -> None:
        self.count = 0
        self.rejected: list[str] = []

    def token(self, timeout_s: float) -> str:
        self.count += 1
        return f"token-{self.count}"

    def renew(self, rejected: str, timeout_s: float) -> str:
        self.rejected.append(rejected)
        return self.token(timeout_s)


class FailingTokens:
    """Raises each error once, and then returns a token."""

    def __init__(self, *errors: Exception) -> None:
        self._errors = list(errors)

    def token(self, timeout_s: float) -> str:
        if self._errors:
            raise self._errors.pop(0)
        return "token"

    def renew(self, rejected: str, timeout_s: float) -> str:
        return self.token(timeout_s)


def engine_on(transport: MemoryTransport, clock: FakeClock) -> Engine:
    return Engine(transport, base_url=BASE_URL, clock=clock)


def authorizations(transport: MemoryTransport) -> list[str | None]:
    return [request.headers.get("authorization") for request in transport.requests]


# --- Sending ---------------------------------------------------------------------------------------------


def test_a_call_that_succeeds_is_sent_once_without_a_delay() -> None:
    transport, clock = MemoryTransport(Script(OK)), FakeClock()
    result = engine_on(transport, clock).send(thing(), POLICY)
    assert result.value == {"id": 1}
    assert len(transport.requests) == 1
    assert clock.sleeps_s == []


def test_the_request_is_built_from_the_call_and_the_base_url() -> None:
    transport = MemoryTransport(Script(OK))
    engine = Engine(transport, base_url=f"{BASE_URL}/base/", user_agent="ua/1")
    engine.send(thing(), POLICY)
    request = transport.requests[0]
    assert (request.method, request.url) == ("GET", f"{BASE_URL}/base/v1/things/hunter2?q=hunter2")
    assert request.headers == {"user-agent": "ua/1", "accept": "application/json", "x-secret": SECRET}


def test_an_invalid_call_fails_before_a_token_is_requested() -> None:
    transport, tokens = MemoryTransport(Script()), NumberedTokens()
    call = thing()
    bad = type(call)(call.operation, path={"thing_id": ".."})
    with pytest.raises(InputError):
        Engine(transport, base_url=BASE_URL, tokens=tokens).send(bad, POLICY)
    assert (transport.requests, tokens.count) == ([], 0)


def test_an_engine_that_is_stopped_sends_nothing() -> None:
    transport = MemoryTransport(Script())
    engine = engine_on(transport, FakeClock())
    engine.stop("The client is closed.")
    with pytest.raises(ConfigError, match=r"^The client is closed\.$"):
        engine.send(thing(), POLICY)
    assert transport.requests == []


# --- Retries ---------------------------------------------------------------------------------------------


def test_the_number_of_attempts_of_a_failing_call() -> None:
    rows: list[tuple[Response | Exception, int, int]] = [
        (NotSentError("no connection."), 6, 6),
        (MaybeProcessedError("it broke."), 6, 1),
        (AttemptTimeoutError("too late."), 6, 1),
        (TruncatedResponse(200, {}, b"{"), 6, 1),
        (Response(408), 6, 1),
        (Response(429), 6, 1),
        (Response(500), 6, 1),
        (Response(503), 6, 1),
        (Response(520), 6, 1),
        (Response(501), 1, 1),
        (Response(400), 1, 1),
        (Response(404), 1, 1),
        (Response(409), 1, 1),
        (Response(302), 1, 1),
        (Response(200, {}, b"<html>"), 1, 1),
        (Response(200, {}, b"[]"), 1, 1),
        (ConfigError("no URL."), 1, 1),
    ]
    for failure, idempotent, other in rows:
        expected = {
            **dict.fromkeys(("GET", "HEAD", "PUT", "DELETE"), idempotent),
            **dict.fromkeys(("POST", "PATCH"), other),
        }
        for method, attempts in expected.items():
            transport = MemoryTransport(Script(*[failure] * 6))
            with pytest.raises(SeawallError):
                engine_on(transport, FakeClock()).send(thing(method), POLICY)
            assert len(transport.requests) == attempts, (failure, method)


def test_a_call_succeeds_after_failures() -> None:
    for failures in [1, 2, 3]:
        script = Script(*[BUSY] * failures, OK)
        result = engine_on(MemoryTransport(script), FakeClock()).send(thing(), POLICY)
        assert result.value == {"id": 1}, failures
        script.assert_used_up()


def test_the_policy_sets_the_number_of_attempts() -> None:
    for attempts in [1, 2, 7]:
        transport = MemoryTransport(Script(*[BUSY] * 7))
        policy = Policy(retry=RetryRule(attempts=attempts))
        with pytest.raises(ServerStatusError):
            engine_on(transport, FakeClock()).send(thing(), policy)
        assert len(transport.requests) == attempts, attempts


def test_the_error_of_the_last_attempt_is_raised() -> None:
    script = Script(BUSY, NotSentError("no connection."), Response(429), Response(404))
    with pytest.raises(NotFoundError):
        engine_on(MemoryTransport(script), FakeClock()).send(thing(), POLICY)


def test_the_delays_are_random_within_a_range_that_doubles() -> None:
    for random, sleeps_s in [
        (0.0, [0.0] * 5),
        (0.5, [0.5, 1.0, 2.0, 4.0, 8.0]),
        (0.9, [0.9, 1.8, 3.6, 7.2, 14.4]),
    ]:
        clock = FakeClock(random=random)
        with pytest.raises(ServerStatusError):
            engine_on(MemoryTransport(Script(*[BUSY] * 6)), clock).send(thing(), POLICY)
        assert clock.sleeps_s == pytest.approx(sleeps_s), (random, sleeps_s)


def test_the_engine_waits_the_retry_after_time() -> None:
    clock = FakeClock()
    later = json_response(
        503,
        {},
        headers={"retry-after": "Wed, 21 Oct 2015 07:28:07 GMT", "date": "Wed, 21 Oct 2015 07:28:00 GMT"},
    )
    script = Script(json_response(429, {}, headers={"retry-after": "12"}), later, OK)
    engine_on(MemoryTransport(script), clock).send(thing(), POLICY)
    assert clock.sleeps_s == [12.0, 7.0]


def test_a_retry_after_date_counts_from_the_receipt_if_the_response_has_no_date() -> None:
    # The fake clock says Tue, 14 Nov 2023 22:13:20 GMT.
    for retry_after, date, sleep_s in [
        ("Tue, 14 Nov 2023 22:13:27 GMT", {}, 7.0),
        ("Tuesday, 14-Nov-23 22:13:27 GMT", {}, 7.0),
        ("Tue Nov 14 22:13:27 2023", {}, 7.0),
        ("Tue, 14 Nov 2023 22:13:27 GMT", {"date": "today"}, 7.0),
        ("Tuesday, 14-Nov-23 22:13:27 GMT", {"date": "Tuesday, 14-Nov-23 22:13:22 GMT"}, 5.0),
        ("Monday, 14-Nov-94 22:13:27 GMT", {}, 0.0),
        ("soon", {}, 0.5),
    ]:
        with row(retry_after, date):
            clock = FakeClock()
            later = json_response(503, {}, headers={"retry-after": retry_after, **date})
            engine_on(MemoryTransport(Script(later, OK)), clock).send(thing(), POLICY)
            assert clock.sleeps_s == [sleep_s]


def test_an_error_has_the_time_of_a_retry_after_date_without_a_date() -> None:
    limited = json_response(429, {}, headers={"retry-after": "Tue, 14 Nov 2023 23:13:20 GMT"})
    with pytest.raises(RateLimitedError) as caught:
        engine_on(MemoryTransport(Script(limited)), FakeClock()).send(thing(), POLICY)
    assert caught.value.retry_after_s == 3600.0


def test_a_delay_beyond_the_deadline_is_not_started() -> None:
    for asked_s, requests in [(59, 2), (60, 1), (999_999, 1)]:
        clock = FakeClock()
        limited = json_response(429, {}, headers={"retry-after": str(asked_s)})
        transport = MemoryTransport(Script(limited, limited))
        with pytest.raises(RateLimitedError):
            engine_on(transport, clock).send(thing(), POLICY)
        assert clock.sleeps_s == [float(asked_s)] * (requests - 1), (asked_s, requests)
        assert len(transport.requests) == requests, (asked_s, requests)


# --- Time ------------------------------------------------------------------------------------------------


def test_the_wall_clock_does_not_change_the_deadline() -> None:
    for wall_jump_s in [-3600.0, 0.0, 3600.0, 1e9]:
        clock = FakeClock()
        transport = MemoryTransport(partial(busy_after_a_jump, clock, wall_jump_s))
        with pytest.raises(ServerStatusError):
            engine_on(transport, clock).send(thing(), POLICY)
        assert len(transport.requests) == 3, wall_jump_s


def busy_after_a_jump(clock: FakeClock, wall_jump_s: float, request: Request) -> Response:
    clock.advance(25.0)
    clock.wall_s += wall_jump_s
    return BUSY


def test_an_attempt_has_its_timeout_or_the_time_to_the_deadline() -> None:
    clock = FakeClock(random=0.0)

    def answer(request: Request) -> Response:
        clock.advance(9.0)
        raise AttemptTimeoutError("too late.")

    transport = MemoryTransport(answer)
    policy = Policy(attempt_timeout_s=10.0, deadline_s=25.0)
    with pytest.raises(AttemptTimeoutError):
        engine_on(transport, clock).send(thing(), policy)
    assert transport.timeouts_s == [10.0, 10.0, 7.0]


def test_nothing_is_sent_after_the_deadline() -> None:
    clock = FakeClock()

    class SlowTokens(NumberedTokens):
        def token(self, timeout_s: float) -> str:
            clock.advance(61.0)
            return super().token(timeout_s)

    transport = MemoryTransport(Script())
    engine = Engine(transport, base_url=BASE_URL, tokens=SlowTokens(), clock=clock)
    with pytest.raises(NotSentError, match=r"GET /v1/things/\[redacted\]: the deadline of 60 s passed"):
        engine.send(thing(), POLICY)
    assert transport.requests == []


def test_a_token_provider_receives_the_time_to_the_deadline() -> None:
    clock, timeouts_s = FakeClock(random=0.0), []

    class TimedTokens(NumberedTokens):
        def token(self, timeout_s: float) -> str:
            timeouts_s.append(timeout_s)
            return super().token(timeout_s)

    script = Script(BUSY, UNAUTHORIZED, OK)

    def answer(request: Request) -> Response:
        clock.advance(9.0)
        return script(request)

    engine = Engine(
        MemoryTransport(answer), base_url=BASE_URL, tokens=TimedTokens(), clock=clock
    )
    engine.send(thing(), Policy(attempt_timeout_s=10.0, deadline_s=60.0))
    # One for each attempt, and one for the renewal.
    assert timeouts_s == [60.0, 51.0, 42.0]


# --- Tokens ----------------------------------------------------------------------------------------------


def test_without_tokens_no_authorization_is_sent() -> None:
    transport = MemoryTransport(Script(OK))
    engine_on(transport, FakeClock()).send(thing(), POLICY)
    assert authorizations(transport) == [None]


def test_each_attempt_gets_a_token() -> None:
    transport = MemoryTransport(Script(BUSY, BUSY, OK))
    clock = FakeClock()
    engine = Engine(transport, base_url=BASE_URL, tokens=NumberedTokens(), clock=clock)
    engine.send(thing(), POLICY)
    assert authorizations(transport) == ["Bearer token-1", "Bearer token-2", "Bearer token-3"]


def test_a_rejected_token_is_renewed_and_the_request_is_sent_again() -> None:
    for method in ["GET", "POST"]:
        transport, clock, tokens = (
            MemoryTransport(Script(UNAUTHORIZED, OK)),
            FakeClock(),
            NumberedTokens(),
        )
        engine = Engine(transport, base_url=BASE_URL, tokens=tokens, clock=clock)
        engine.send(thing(method), POLICY)
        assert tokens.rejected == ["token-1"], method
        assert authorizations(transport) == ["Bearer token-1", "Bearer token-2"], method
        assert clock.sleeps_s == [], method


def test_a_second_rejection_is_the_error() -> None:
    transport = MemoryTransport(Script(UNAUTHORIZED, UNAUTHORIZED))
    tokens = NumberedTokens()
    with pytest.raises(UnauthorizedError):
        Engine(transport, base_url=BASE_URL, tokens=tokens).send(thing(), POLICY)
    assert tokens.rejected == ["token-1"]


def test_a_renewal_does_not_count_as_an_attempt() -> None:
    transport, clock = MemoryTransport(Script(UNAUTHORIZED, *[BUSY] * 6)), FakeClock()
    engine = Engine(transport, base_url=BASE_URL, tokens=NumberedTokens(), clock=clock)
    with pytest.raises(ServerStatusError):
        engine.send(thing(), POLICY)
    assert len(transport.requests) == 7


def test_a_request_is_not_repeated_with_the_same_token() -> None:
    transport = MemoryTransport(Script(UNAUTHORIZED))
    with pytest.raises(UnauthorizedError):
        Engine(transport, base_url=BASE_URL, tokens=StaticToken("t")).send(thing(), POLICY)
    assert authorizations(transport) == ["Bearer t"]


def test_a_401_without_tokens_is_the_error() -> None:
    transport = MemoryTransport(Script(UNAUTHORIZED))
    with pytest.raises(UnauthorizedError):
        engine_on(transport, FakeClock()).send(thing(), POLICY)


def test_without_a_token_no_request_is_sent() -> None:
    for error in [AuthError("no."), LoginRequiredError("log in."), ConfigError("no token.")]:
        transport, clock = MemoryTransport(Script()), FakeClock()
        tokens = FailingTokens(error)
        engine = Engine(transport, base_url=BASE_URL, tokens=tokens, clock=clock)
        with pytest.raises(type(error)) as caught:
            engine.send(thing(), POLICY)
        assert caught.value is error, error
        assert (transport.requests, clock.sleeps_s) == ([], []), error


def test_a_failing_login_server_is_retried() -> None:
    for method in ["GET", "POST"]:
        transport, clock = MemoryTransport(Script(OK)), FakeClock()
        tokens = FailingTokens(NotSentError("the login server answered 503."))
        engine = Engine(transport, base_url=BASE_URL, tokens=tokens, clock=clock)
        engine.send(thing(method), POLICY)
        assert clock.sleeps_s == [0.5], method


# --- Errors ----------------------------------------------------------------------------------------------


def test_a_bug_is_not_translated_and_not_retried() -> None:
    for bug in [KeyError("id"), AttributeError("x"), OSError("x"), ZeroDivisionError()]:
        for before in [[], [BUSY]]:
            transport = MemoryTransport(Script(*before, bug))
            with pytest.raises(type(bug)) as caught:
                engine_on(transport, FakeClock()).send(thing(), POLICY)
            assert caught.value is bug, (bug, before)
            assert len(transport.requests) == len(before) + 1, (bug, before)


def test_an_interrupt_is_not_retried() -> None:
    for before in [[], [BUSY]]:
        transport = MemoryTransport(Script(*before, KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            engine_on(transport, FakeClock()).send(thing(), POLICY)
        assert len(transport.requests) == len(before) + 1, before


def test_a_transport_error_names_method_and_path_and_nothing_secret() -> None:
    for class_, raised in [
        (NotSentError, NotSentError),
        (MaybeProcessedError, MaybeProcessedError),
        (AttemptTimeoutError, ChangeTimeoutError),
    ]:
        transport = MemoryTransport(Script(class_("the cable is cut.")))
        with pytest.raises(TransportError) as caught:
            engine_on(transport, FakeClock()).send(
                thing("POST"), Policy(retry=RetryRule(attempts=1))
            )
        assert type(caught.value) is raised, class_
        assert str(caught.value) == "POST /v1/things/[redacted]: the cable is cut.", class_


def test_a_token_error_names_method_and_path() -> None:
    tokens = FailingTokens(NotSentError("the login server answered 503."))
    engine = Engine(MemoryTransport(Script()), base_url=BASE_URL, tokens=tokens)
    with pytest.raises(NotSentError, match=r"^GET /v1/things/\[redacted\]: the login server answered 503\.$"):
        engine.send(thing(), Policy(retry=RetryRule(attempts=1)))


def test_an_error_does_not_show_a_secret_that_the_server_repeats() -> None:
    for sent in ["a-token-of-ours", SECRET]:
        echo = json_response(403, {"detail": f"{sent} may not.", "title": sent})
        engine = Engine(
            MemoryTransport(Script(echo)), base_url=BASE_URL, tokens=StaticToken("a-token-of-ours")
        )
        with pytest.raises(ForbiddenError) as caught:
            engine.send(thing(), POLICY)
        assert sent not in str(caught.value), sent
        assert sent not in repr(caught.value.problem), sent


def test_a_response_that_does_not_decode_is_a_decode_error() -> None:
    with pytest.raises(DecodeError, match=r"GET /v1/things/\[redacted\] answered 200"):
        engine_on(MemoryTransport(Script(Response(200))), FakeClock()).send(thing(), POLICY)


def test_each_retry_is_logged_without_a_secret(caplog: pytest.LogCaptureFixture) -> None:
    limited = Response(429, {"set-cookie": SECRET}, f'{{"detail":"{SECRET}"}}'.encode())
    transport = MemoryTransport(Script(limited, NotSentError(SECRET), OK))
    engine = Engine(
        transport, base_url=BASE_URL, tokens=StaticToken(SECRET), clock=FakeClock()
    )
    with caplog.at_level(logging.DEBUG):
        engine.send(thing(), POLICY)
    ours = [record for record in caplog.records if record.name in {"seawall.http", "seawall.retry"}]
    warnings = [record.getMessage() for record in ours if record.levelname == "WARNING"]
    assert len(warnings) == 1
    assert warnings[0].startswith("GET /v1/things/{thing_id} [")
    assert warnings[0].endswith("attempt 1 of 6 failed (RateLimitedError 429); retrying in 0.50 s")
    assert SECRET not in caplog.text


def test_a_call_that_succeeds_at_once_logs_nothing(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="seawall"):
        engine_on(MemoryTransport(Script(OK)), FakeClock()).send(thing(), POLICY)
    assert caplog.records == []


# --- Errors of calls that were sent ------------------------------------------------------------------------


def test_a_call_that_was_sent_does_not_raise_not_sent() -> None:
    rows: list[tuple[Response | Exception, type[SeawallError]]] = [
        (MaybeProcessedError("it broke."), MaybeProcessedError),
        (AttemptTimeoutError("too late."), AttemptTimeoutError),
        (Response(503), ServerStatusError),
    ]
    for earlier, error in rows:
        not_sent = NotSentError("no connection.")
        transport = MemoryTransport(Script(not_sent, earlier, *[not_sent] * 4))
        with pytest.raises(error) as caught:
            engine_on(transport, FakeClock()).send(thing("PUT"), POLICY)
        assert isinstance(caught.value.__cause__, NotSentError), (earlier, error)


def test_a_call_that_was_never_sent_raises_not_sent() -> None:
    transport = MemoryTransport(Script(*[NotSentError("no connection.")] * 6))
    with pytest.raises(NotSentError):
        engine_on(transport, FakeClock()).send(thing("POST"), POLICY)
