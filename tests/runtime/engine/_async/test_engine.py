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
from seawall.runtime.auth._async.providers import AsyncStaticToken
from seawall.runtime.engine._async.engine import AsyncEngine
from seawall.testing import AsyncFakeClock, AsyncMemoryTransport, Script, TruncatedResponse, json_response
from tests.rows import row
from tests.runtime.calls import BASE_URL, POLICY, SECRET, thing

OK = json_response(200, {"id": 1})
UNAUTHORIZED = json_response(401, {"detail": "no"})
BUSY = json_response(503, {"detail": "busy"})


class AsyncNumberedTokens:
    """Returns token-1, token-2 and so on, and records the rejected tokens."""

    def __init__(self) -> None:
        self.count = 0
        self.rejected: list[str] = []

    async def token(self, timeout_s: float) -> str:
        self.count += 1
        return f"token-{self.count}"

    async def renew(self, rejected: str, timeout_s: float) -> str:
        self.rejected.append(rejected)
        return await self.token(timeout_s)


class AsyncFailingTokens:
    """Raises each error once, and then returns a token."""

    def __init__(self, *errors: Exception) -> None:
        self._errors = list(errors)

    async def token(self, timeout_s: float) -> str:
        if self._errors:
            raise self._errors.pop(0)
        return "token"

    async def renew(self, rejected: str, timeout_s: float) -> str:
        return await self.token(timeout_s)


def engine_on(transport: AsyncMemoryTransport, clock: AsyncFakeClock) -> AsyncEngine:
    return AsyncEngine(transport, base_url=BASE_URL, clock=clock)


def authorizations(transport: AsyncMemoryTransport) -> list[str | None]:
    return [request.headers.get("authorization") for request in transport.requests]


# --- Sending ---------------------------------------------------------------------------------------------


async def test_a_call_that_succeeds_is_sent_once_without_a_delay() -> None:
    transport, clock = AsyncMemoryTransport(Script(OK)), AsyncFakeClock()
    result = await engine_on(transport, clock).send(thing(), POLICY)
    assert result.value == {"id": 1}
    assert len(transport.requests) == 1
    assert clock.sleeps_s == []


async def test_the_request_is_built_from_the_call_and_the_base_url() -> None:
    transport = AsyncMemoryTransport(Script(OK))
    engine = AsyncEngine(transport, base_url=f"{BASE_URL}/base/", user_agent="ua/1")
    await engine.send(thing(), POLICY)
    request = transport.requests[0]
    assert (request.method, request.url) == ("GET", f"{BASE_URL}/base/v1/things/hunter2?q=hunter2")
    assert request.headers == {"user-agent": "ua/1", "accept": "application/json", "x-secret": SECRET}


async def test_an_invalid_call_fails_before_a_token_is_requested() -> None:
    transport, tokens = AsyncMemoryTransport(Script()), AsyncNumberedTokens()
    call = thing()
    bad = type(call)(call.operation, path={"thing_id": ".."})
    with pytest.raises(InputError):
        await AsyncEngine(transport, base_url=BASE_URL, tokens=tokens).send(bad, POLICY)
    assert (transport.requests, tokens.count) == ([], 0)


async def test_an_engine_that_is_stopped_sends_nothing() -> None:
    transport = AsyncMemoryTransport(Script())
    engine = engine_on(transport, AsyncFakeClock())
    engine.stop("The client is closed.")
    with pytest.raises(ConfigError, match=r"^The client is closed\.$"):
        await engine.send(thing(), POLICY)
    assert transport.requests == []


# --- Retries ---------------------------------------------------------------------------------------------


async def test_the_number_of_attempts_of_a_failing_call() -> None:
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
            transport = AsyncMemoryTransport(Script(*[failure] * 6))
            with pytest.raises(SeawallError):
                await engine_on(transport, AsyncFakeClock()).send(thing(method), POLICY)
            assert len(transport.requests) == attempts, (failure, method)


async def test_a_call_succeeds_after_failures() -> None:
    for failures in [1, 2, 3]:
        script = Script(*[BUSY] * failures, OK)
        result = await engine_on(AsyncMemoryTransport(script), AsyncFakeClock()).send(thing(), POLICY)
        assert result.value == {"id": 1}, failures
        script.assert_used_up()


async def test_the_policy_sets_the_number_of_attempts() -> None:
    for attempts in [1, 2, 7]:
        transport = AsyncMemoryTransport(Script(*[BUSY] * 7))
        policy = Policy(retry=RetryRule(attempts=attempts))
        with pytest.raises(ServerStatusError):
            await engine_on(transport, AsyncFakeClock()).send(thing(), policy)
        assert len(transport.requests) == attempts, attempts


async def test_the_error_of_the_last_attempt_is_raised() -> None:
    script = Script(BUSY, NotSentError("no connection."), Response(429), Response(404))
    with pytest.raises(NotFoundError):
        await engine_on(AsyncMemoryTransport(script), AsyncFakeClock()).send(thing(), POLICY)


async def test_the_delays_are_random_within_a_range_that_doubles() -> None:
    for random, sleeps_s in [
        (0.0, [0.0] * 5),
        (0.5, [0.5, 1.0, 2.0, 4.0, 8.0]),
        (0.9, [0.9, 1.8, 3.6, 7.2, 14.4]),
    ]:
        clock = AsyncFakeClock(random=random)
        with pytest.raises(ServerStatusError):
            await engine_on(AsyncMemoryTransport(Script(*[BUSY] * 6)), clock).send(thing(), POLICY)
        assert clock.sleeps_s == pytest.approx(sleeps_s), (random, sleeps_s)


async def test_the_engine_waits_the_retry_after_time() -> None:
    clock = AsyncFakeClock()
    later = json_response(
        503,
        {},
        headers={"retry-after": "Wed, 21 Oct 2015 07:28:07 GMT", "date": "Wed, 21 Oct 2015 07:28:00 GMT"},
    )
    script = Script(json_response(429, {}, headers={"retry-after": "12"}), later, OK)
    await engine_on(AsyncMemoryTransport(script), clock).send(thing(), POLICY)
    assert clock.sleeps_s == [12.0, 7.0]


async def test_a_retry_after_date_counts_from_the_receipt_if_the_response_has_no_date() -> None:
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
            clock = AsyncFakeClock()
            later = json_response(503, {}, headers={"retry-after": retry_after, **date})
            await engine_on(AsyncMemoryTransport(Script(later, OK)), clock).send(thing(), POLICY)
            assert clock.sleeps_s == [sleep_s]


async def test_an_error_has_the_time_of_a_retry_after_date_without_a_date() -> None:
    limited = json_response(429, {}, headers={"retry-after": "Tue, 14 Nov 2023 23:13:20 GMT"})
    with pytest.raises(RateLimitedError) as caught:
        await engine_on(AsyncMemoryTransport(Script(limited)), AsyncFakeClock()).send(thing(), POLICY)
    assert caught.value.retry_after_s == 3600.0


async def test_a_delay_beyond_the_deadline_is_not_started() -> None:
    for asked_s, requests in [(59, 2), (60, 1), (999_999, 1)]:
        clock = AsyncFakeClock()
        limited = json_response(429, {}, headers={"retry-after": str(asked_s)})
        transport = AsyncMemoryTransport(Script(limited, limited))
        with pytest.raises(RateLimitedError):
            await engine_on(transport, clock).send(thing(), POLICY)
        assert clock.sleeps_s == [float(asked_s)] * (requests - 1), (asked_s, requests)
        assert len(transport.requests) == requests, (asked_s, requests)


# --- Time ------------------------------------------------------------------------------------------------


async def test_the_wall_clock_does_not_change_the_deadline() -> None:
    for wall_jump_s in [-3600.0, 0.0, 3600.0, 1e9]:
        clock = AsyncFakeClock()
        transport = AsyncMemoryTransport(partial(busy_after_a_jump, clock, wall_jump_s))
        with pytest.raises(ServerStatusError):
            await engine_on(transport, clock).send(thing(), POLICY)
        assert len(transport.requests) == 3, wall_jump_s


def busy_after_a_jump(clock: AsyncFakeClock, wall_jump_s: float, request: Request) -> Response:
    clock.advance(25.0)
    clock.wall_s += wall_jump_s
    return BUSY


async def test_an_attempt_has_its_timeout_or_the_time_to_the_deadline() -> None:
    clock = AsyncFakeClock(random=0.0)

    def answer(request: Request) -> Response:
        clock.advance(9.0)
        raise AttemptTimeoutError("too late.")

    transport = AsyncMemoryTransport(answer)
    policy = Policy(attempt_timeout_s=10.0, deadline_s=25.0)
    with pytest.raises(AttemptTimeoutError):
        await engine_on(transport, clock).send(thing(), policy)
    assert transport.timeouts_s == [10.0, 10.0, 7.0]


async def test_nothing_is_sent_after_the_deadline() -> None:
    clock = AsyncFakeClock()

    class AsyncSlowTokens(AsyncNumberedTokens):
        async def token(self, timeout_s: float) -> str:
            clock.advance(61.0)
            return await super().token(timeout_s)

    transport = AsyncMemoryTransport(Script())
    engine = AsyncEngine(transport, base_url=BASE_URL, tokens=AsyncSlowTokens(), clock=clock)
    with pytest.raises(NotSentError, match=r"GET /v1/things/\[redacted\]: the deadline of 60 s passed"):
        await engine.send(thing(), POLICY)
    assert transport.requests == []


async def test_a_token_provider_receives_the_time_to_the_deadline() -> None:
    clock, timeouts_s = AsyncFakeClock(random=0.0), []

    class AsyncTimedTokens(AsyncNumberedTokens):
        async def token(self, timeout_s: float) -> str:
            timeouts_s.append(timeout_s)
            return await super().token(timeout_s)

    script = Script(BUSY, UNAUTHORIZED, OK)

    def answer(request: Request) -> Response:
        clock.advance(9.0)
        return script(request)

    engine = AsyncEngine(
        AsyncMemoryTransport(answer), base_url=BASE_URL, tokens=AsyncTimedTokens(), clock=clock
    )
    await engine.send(thing(), Policy(attempt_timeout_s=10.0, deadline_s=60.0))
    # One for each attempt, and one for the renewal.
    assert timeouts_s == [60.0, 51.0, 42.0]


# --- Tokens ----------------------------------------------------------------------------------------------


async def test_without_tokens_no_authorization_is_sent() -> None:
    transport = AsyncMemoryTransport(Script(OK))
    await engine_on(transport, AsyncFakeClock()).send(thing(), POLICY)
    assert authorizations(transport) == [None]


async def test_each_attempt_gets_a_token() -> None:
    transport = AsyncMemoryTransport(Script(BUSY, BUSY, OK))
    clock = AsyncFakeClock()
    engine = AsyncEngine(transport, base_url=BASE_URL, tokens=AsyncNumberedTokens(), clock=clock)
    await engine.send(thing(), POLICY)
    assert authorizations(transport) == ["Bearer token-1", "Bearer token-2", "Bearer token-3"]


async def test_a_rejected_token_is_renewed_and_the_request_is_sent_again() -> None:
    for method in ["GET", "POST"]:
        transport, clock, tokens = (
            AsyncMemoryTransport(Script(UNAUTHORIZED, OK)),
            AsyncFakeClock(),
            AsyncNumberedTokens(),
        )
        engine = AsyncEngine(transport, base_url=BASE_URL, tokens=tokens, clock=clock)
        await engine.send(thing(method), POLICY)
        assert tokens.rejected == ["token-1"], method
        assert authorizations(transport) == ["Bearer token-1", "Bearer token-2"], method
        assert clock.sleeps_s == [], method


async def test_a_second_rejection_is_the_error() -> None:
    transport = AsyncMemoryTransport(Script(UNAUTHORIZED, UNAUTHORIZED))
    tokens = AsyncNumberedTokens()
    with pytest.raises(UnauthorizedError):
        await AsyncEngine(transport, base_url=BASE_URL, tokens=tokens).send(thing(), POLICY)
    assert tokens.rejected == ["token-1"]


async def test_a_renewal_does_not_count_as_an_attempt() -> None:
    transport, clock = AsyncMemoryTransport(Script(UNAUTHORIZED, *[BUSY] * 6)), AsyncFakeClock()
    engine = AsyncEngine(transport, base_url=BASE_URL, tokens=AsyncNumberedTokens(), clock=clock)
    with pytest.raises(ServerStatusError):
        await engine.send(thing(), POLICY)
    assert len(transport.requests) == 7


async def test_a_request_is_not_repeated_with_the_same_token() -> None:
    transport = AsyncMemoryTransport(Script(UNAUTHORIZED))
    with pytest.raises(UnauthorizedError):
        await AsyncEngine(transport, base_url=BASE_URL, tokens=AsyncStaticToken("t")).send(thing(), POLICY)
    assert authorizations(transport) == ["Bearer t"]


async def test_a_401_without_tokens_is_the_error() -> None:
    transport = AsyncMemoryTransport(Script(UNAUTHORIZED))
    with pytest.raises(UnauthorizedError):
        await engine_on(transport, AsyncFakeClock()).send(thing(), POLICY)


async def test_without_a_token_no_request_is_sent() -> None:
    for error in [AuthError("no."), LoginRequiredError("log in."), ConfigError("no token.")]:
        transport, clock = AsyncMemoryTransport(Script()), AsyncFakeClock()
        tokens = AsyncFailingTokens(error)
        engine = AsyncEngine(transport, base_url=BASE_URL, tokens=tokens, clock=clock)
        with pytest.raises(type(error)) as caught:
            await engine.send(thing(), POLICY)
        assert caught.value is error, error
        assert (transport.requests, clock.sleeps_s) == ([], []), error


async def test_a_failing_login_server_is_retried() -> None:
    for method in ["GET", "POST"]:
        transport, clock = AsyncMemoryTransport(Script(OK)), AsyncFakeClock()
        tokens = AsyncFailingTokens(NotSentError("the login server answered 503."))
        engine = AsyncEngine(transport, base_url=BASE_URL, tokens=tokens, clock=clock)
        await engine.send(thing(method), POLICY)
        assert clock.sleeps_s == [0.5], method


# --- Errors ----------------------------------------------------------------------------------------------


async def test_a_bug_is_not_translated_and_not_retried() -> None:
    for bug in [KeyError("id"), AttributeError("x"), OSError("x"), ZeroDivisionError()]:
        for before in [[], [BUSY]]:
            transport = AsyncMemoryTransport(Script(*before, bug))
            with pytest.raises(type(bug)) as caught:
                await engine_on(transport, AsyncFakeClock()).send(thing(), POLICY)
            assert caught.value is bug, (bug, before)
            assert len(transport.requests) == len(before) + 1, (bug, before)


async def test_an_interrupt_is_not_retried() -> None:
    for before in [[], [BUSY]]:
        transport = AsyncMemoryTransport(Script(*before, KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            await engine_on(transport, AsyncFakeClock()).send(thing(), POLICY)
        assert len(transport.requests) == len(before) + 1, before


async def test_a_transport_error_names_method_and_path_and_nothing_secret() -> None:
    for class_, raised in [
        (NotSentError, NotSentError),
        (MaybeProcessedError, MaybeProcessedError),
        (AttemptTimeoutError, ChangeTimeoutError),
    ]:
        transport = AsyncMemoryTransport(Script(class_("the cable is cut.")))
        with pytest.raises(TransportError) as caught:
            await engine_on(transport, AsyncFakeClock()).send(
                thing("POST"), Policy(retry=RetryRule(attempts=1))
            )
        assert type(caught.value) is raised, class_
        assert str(caught.value) == "POST /v1/things/[redacted]: the cable is cut.", class_


async def test_a_token_error_names_method_and_path() -> None:
    tokens = AsyncFailingTokens(NotSentError("the login server answered 503."))
    engine = AsyncEngine(AsyncMemoryTransport(Script()), base_url=BASE_URL, tokens=tokens)
    with pytest.raises(NotSentError, match=r"^GET /v1/things/\[redacted\]: the login server answered 503\.$"):
        await engine.send(thing(), Policy(retry=RetryRule(attempts=1)))


async def test_an_error_does_not_show_a_secret_that_the_server_repeats() -> None:
    for sent in ["a-token-of-ours", SECRET]:
        echo = json_response(403, {"detail": f"{sent} may not.", "title": sent})
        engine = AsyncEngine(
            AsyncMemoryTransport(Script(echo)), base_url=BASE_URL, tokens=AsyncStaticToken("a-token-of-ours")
        )
        with pytest.raises(ForbiddenError) as caught:
            await engine.send(thing(), POLICY)
        assert sent not in str(caught.value), sent
        assert sent not in repr(caught.value.problem), sent


async def test_a_response_that_does_not_decode_is_a_decode_error() -> None:
    with pytest.raises(DecodeError, match=r"GET /v1/things/\[redacted\] answered 200"):
        await engine_on(AsyncMemoryTransport(Script(Response(200))), AsyncFakeClock()).send(thing(), POLICY)


async def test_each_retry_is_logged_without_a_secret(caplog: pytest.LogCaptureFixture) -> None:
    limited = Response(429, {"set-cookie": SECRET}, f'{{"detail":"{SECRET}"}}'.encode())
    transport = AsyncMemoryTransport(Script(limited, NotSentError(SECRET), OK))
    engine = AsyncEngine(
        transport, base_url=BASE_URL, tokens=AsyncStaticToken(SECRET), clock=AsyncFakeClock()
    )
    with caplog.at_level(logging.DEBUG):
        await engine.send(thing(), POLICY)
    ours = [record for record in caplog.records if record.name in {"seawall.http", "seawall.retry"}]
    warnings = [record.getMessage() for record in ours if record.levelname == "WARNING"]
    assert len(warnings) == 1
    assert warnings[0].startswith("GET /v1/things/{thing_id} [")
    assert warnings[0].endswith("attempt 1 of 6 failed (RateLimitedError 429); retrying in 0.50 s")
    assert SECRET not in caplog.text


async def test_a_call_that_succeeds_at_once_logs_nothing(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="seawall"):
        await engine_on(AsyncMemoryTransport(Script(OK)), AsyncFakeClock()).send(thing(), POLICY)
    assert caplog.records == []


# --- Errors of calls that were sent ------------------------------------------------------------------------


async def test_a_call_that_was_sent_does_not_raise_not_sent() -> None:
    rows: list[tuple[Response | Exception, type[SeawallError]]] = [
        (MaybeProcessedError("it broke."), MaybeProcessedError),
        (AttemptTimeoutError("too late."), AttemptTimeoutError),
        (Response(503), ServerStatusError),
    ]
    for earlier, error in rows:
        not_sent = NotSentError("no connection.")
        transport = AsyncMemoryTransport(Script(not_sent, earlier, *[not_sent] * 4))
        with pytest.raises(error) as caught:
            await engine_on(transport, AsyncFakeClock()).send(thing("PUT"), POLICY)
        assert isinstance(caught.value.__cause__, NotSentError), (earlier, error)


async def test_a_call_that_was_never_sent_raises_not_sent() -> None:
    transport = AsyncMemoryTransport(Script(*[NotSentError("no connection.")] * 6))
    with pytest.raises(NotSentError):
        await engine_on(transport, AsyncFakeClock()).send(thing("POST"), POLICY)
