import logging

import pytest

from seawall.core.errors import NotFoundError, ServerStatusError
from seawall.core.http.message import Response
from seawall.core.observe.events import AttemptEnded, AttemptStarted, CallEnded, CallStarted, RetryPlanned
from seawall.runtime.auth._sync.providers import StaticToken
from seawall.runtime.engine._sync.engine import Engine
from seawall.runtime.observe.call_log import CallLog
from seawall.runtime.observe.redacting_filter import RedactingFilter
from seawall.testing import FakeClock, MemoryTransport, Script, json_response
from tests.runtime.calls import BASE_URL, POLICY, SECRET, thing

GET = thing().operation
OK = json_response(200, {"secret": SECRET})
ERROR = ServerStatusError(f"it said {SECRET}.")


def retry(at_s: float, number: int = 1, method: str = "GET") -> RetryPlanned:
    operation = thing(method).operation
    return RetryPlanned(
        call_id=1,
        operation=operation,
        number=number,
        max_attempts=6,
        delay_s=0.25,
        error=ERROR,
        at_s=at_s,
    )


def logged(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    return [
        (record.levelname, record.getMessage())
        for record in caplog.records
        if record.name in {"seawall.http", "seawall.retry"}
    ]


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (CallStarted(call_id=7, operation=GET, at_s=0.0), "started"),
        (
            AttemptStarted(call_id=7, operation=GET, number=2, url="https://h/v1", at_s=0.0),
            "attempt 2 is being sent",
        ),
        (
            AttemptEnded(call_id=7, operation=GET, number=2, at_s=0.0, status=503),
            "attempt 2 received status 503",
        ),
        (
            AttemptEnded(call_id=7, operation=GET, number=2, at_s=0.0, error=ERROR),
            "attempt 2 failed (ServerStatusError)",
        ),
        (CallEnded(call_id=7, operation=GET, attempts=2, at_s=0.0, status=200), "succeeded after 2 attempts"),
        (CallEnded(call_id=7, operation=GET, attempts=0, at_s=0.0, cached=True), "served from the cache"),
        (
            CallEnded(call_id=7, operation=GET, attempts=2, at_s=0.0, error=KeyError(SECRET)),
            "failed (KeyError) after 2 attempts",
        ),
    ],
)
def test_each_event_is_logged_at_debug(
    event: CallStarted, expected: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "seawall")
    CallLog()(event)
    assert logged(caplog) == [("DEBUG", f"GET /v1/things/{{thing_id}} [7]: {expected}")]


def test_a_retry_is_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    CallLog()(retry(0.0, number=2))
    expected = "GET /v1/things/{thing_id} [1]: attempt 2 of 6 failed (ServerStatusError); retrying in 0.25 s"
    assert logged(caplog) == [("WARNING", expected)]


def test_a_long_outage_does_not_flood_the_log(caplog: pytest.LogCaptureFixture) -> None:
    log = CallLog()
    for tenth in range(600):
        log(retry(tenth / 10))
    warnings = [text for _, text in logged(caplog)]
    assert len(warnings) == 6
    assert warnings[0].endswith("retrying in 0.25 s")
    assert {text.rpartition("; ")[2] for text in warnings[1:]} == {"99 more retries since the last warning"}


def test_each_operation_has_its_own_warning(caplog: pytest.LogCaptureFixture) -> None:
    log = CallLog()
    log(retry(0.0))
    log(retry(0.1, method="PUT"))
    assert [text.split(" [")[0] for _, text in logged(caplog)] == [
        "GET /v1/things/{thing_id}",
        "PUT /v1/things/{thing_id}",
    ]


def test_a_retry_without_a_warning_is_logged_at_debug(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "seawall")
    log = CallLog(quiet_s=1.0)
    for at_s in (0.0, 0.5, 1.0):
        log(retry(at_s))
    assert [level for level, _ in logged(caplog)] == ["WARNING", "DEBUG", "WARNING"]


def test_the_log_holds_nothing_of_requests_or_responses(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "seawall")
    script = Script(
        Response(503, {"x-secret": SECRET}, SECRET.encode()), OK, Response(404, {}, SECRET.encode())
    )
    engine = Engine(
        MemoryTransport(script),
        base_url=BASE_URL,
        tokens=StaticToken(SECRET),
        clock=FakeClock(),
    )
    engine.send(thing(), POLICY)
    with pytest.raises(NotFoundError):
        engine.send(thing(), POLICY)
    assert SECRET not in caplog.text
    assert len(logged(caplog)) == 11


# --- The filter ------------------------------------------------------------------------------------------


def filtered(record: logging.LogRecord) -> str:
    assert RedactingFilter().filter(record)
    return logging.Formatter("%(message)s").format(record)


@pytest.mark.parametrize(
    ("message", "arguments", "expected"),
    [
        ("Authorization: Bearer %s", ("abcdefghijkl",), "Authorization: [redacted]"),
        ("GET https://h/x?sig=%s", ("abc",), "GET https://h/x?[redacted]"),
        ("api_key=abc and %d more", (2,), "api_key=[redacted] and 2 more"),
        ("two\nlines", (), "two lines"),
        ("nothing to hide: 100%", (), "nothing to hide: 100%"),
    ],
)
def test_a_record_is_redacted(message: str, arguments: tuple[object, ...], expected: str) -> None:
    record = logging.LogRecord("other", logging.INFO, "f.py", 1, message, arguments or None, None)
    assert filtered(record) == expected


def test_a_traceback_is_redacted_line_by_line() -> None:
    with pytest.raises(ValueError, match="token=") as caught:
        int("token=abcdefgh")
    record = logging.LogRecord(
        "other", logging.ERROR, "f.py", 1, "it failed", None, (caught.type, caught.value, caught.tb)
    )
    lines = filtered(record).splitlines()
    assert record.exc_info is None  # other formatters would format it again
    assert lines[0] == "it failed"
    assert lines[1] == "Traceback (most recent call last):"
    assert lines[-1] == "ValueError: invalid literal for int() with base 10: 'token=[redacted]'"


def test_the_filter_works_on_a_handler() -> None:
    records: list[str] = []

    class ListHandler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append(self.format(record))

    handler, logger = ListHandler(), logging.getLogger("test_call_log")
    handler.addFilter(RedactingFilter())
    logger.addHandler(handler)
    try:
        logger.warning("password=%s", "abc")
    finally:
        logger.removeHandler(handler)
    assert records == ["password=[redacted]"]


@pytest.mark.parametrize(("message", "arguments"), [("100%d", ("token=abc",)), ("%s %s", ("token=abc",))])
def test_a_message_that_does_not_match_its_arguments_is_left_to_logging(
    message: str, arguments: tuple[object, ...]
) -> None:
    record = logging.LogRecord("other", logging.INFO, "f.py", 1, message, arguments, None)
    assert RedactingFilter().filter(record)
    assert "abc" not in f"{record.msg} {record.args}"
    with pytest.raises(TypeError):
        record.getMessage()


def test_a_stack_is_redacted() -> None:
    record = logging.LogRecord("other", logging.INFO, "f.py", 1, "here", None, None)
    record.stack_info = "Stack:\n  call(token='abc')"
    assert "abc" not in filtered(record)
    assert record.stack_info.startswith("Stack:\n")
