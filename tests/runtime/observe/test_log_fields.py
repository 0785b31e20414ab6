"""Records of the log have fields, in the stdlib's JSON formatters and in structlog, and hold no secret."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import structlog

from seawall.core.errors import NotFoundError
from seawall.core.http.message import Response
from seawall.runtime import Engine, RedactingFilter, StaticToken
from seawall.runtime.loggers import LOGGER_NAMES, part_logger
from seawall.testing import FakeClock, MemoryTransport, Script, json_response
from tests.runtime.calls import BASE_URL, POLICY, SECRET, thing

OWN = {*vars(logging.LogRecord("", 0, "", 0, "", None, None)), "message", "asctime", "taskName"}


class JsonFormatter(logging.Formatter):
    """As the formatters of most programs: every attribute of a record that `logging` does not set."""

    def format(self, record: logging.LogRecord) -> str:
        fields = {name: value for name, value in vars(record).items() if name not in OWN}
        return json.dumps({"logger": record.name, "message": record.getMessage(), **fields})


@contextmanager
def lines(formatter: logging.Formatter, level: int = logging.DEBUG) -> Iterator[Callable[[], list[Any]]]:
    """Write the log of this block; the function returns its lines."""
    stream, logger = io.StringIO(), logging.getLogger("seawall")
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(level)
    try:
        yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)


def a_call_with_a_retry(**answer: str) -> None:
    answers = Script(
        json_response(503, {}, headers={"x-request-id": "r1"}),
        json_response(200, {}, headers={"x-request-id": "r2", **answer}),
    )
    clock = FakeClock()
    engine = Engine(MemoryTransport(answers), base_url=BASE_URL, clock=clock, tokens=StaticToken(SECRET))
    engine.send(thing(), POLICY)


def expected(records: list[Any]) -> None:
    """Check the fields of a call that was repeated once."""
    common = {"operation": "thing", "method": "GET", "path": "/v1/things/{thing_id}"}
    ids = {record["call_id"] for record in records}
    assert len(ids) == 1
    assert all(common.items() <= record.items() for record in records)
    kept = ("attempt", "attempts", "status", "request_id", "error", "cached")
    assert [{name: record[name] for name in kept if name in record} for record in records] == [
        {},
        {"attempt": 1},
        {"attempt": 1, "status": 503, "request_id": "r1"},
        {"attempt": 1, "status": 503, "request_id": "r1", "error": "ServerStatusError"},
        {"attempt": 2},
        {"attempt": 2, "status": 200, "request_id": "r2"},
        {"attempts": 2, "status": 200, "request_id": "r2", "cached": False},
    ]
    assert records[3]["delay_s"] == pytest.approx(records[6]["duration_s"], abs=0.01)


def test_a_json_formatter_shows_the_fields() -> None:
    with lines(JsonFormatter()) as read:
        a_call_with_a_retry()
        records = read()
    expected(records)
    assert [record["logger"] for record in records].count("seawall.retry") == 1
    assert records[3]["logger"] == "seawall.retry"


def test_structlog_shows_the_fields() -> None:
    formatter = structlog.stdlib.ProcessorFormatter(
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(),
        ],
        foreign_pre_chain=[structlog.stdlib.add_logger_name, structlog.stdlib.ExtraAdder()],
    )
    with lines(formatter) as read:
        a_call_with_a_retry()
        records = read()
    expected(records)
    assert records[0]["event"].startswith("GET /v1/things/{thing_id} [")
    assert records[3]["logger"] == "seawall.retry"


def test_a_failed_call_has_its_error_and_its_request_id() -> None:
    engine = Engine(
        MemoryTransport(Script(Response(404, {"request-id": "r9"}))), base_url=BASE_URL, clock=FakeClock()
    )
    with lines(JsonFormatter()) as read:
        with pytest.raises(NotFoundError):
            engine.send(thing(), POLICY)
        last = read()[-1]
    assert (last["error"], last["status"], last["request_id"], last["attempts"]) == (
        "NotFoundError",
        404,
        "r9",
        1,
    )


def test_no_field_holds_a_token_that_the_server_repeats() -> None:
    with lines(JsonFormatter()) as read:
        a_call_with_a_retry(**{"x-request-id": SECRET})
        assert SECRET not in json.dumps(read())


def test_each_part_can_be_silenced_and_the_parent_rules_all() -> None:
    retries = logging.getLogger("seawall.retry")
    with lines(JsonFormatter(), logging.WARNING) as read:
        a_call_with_a_retry()
        assert [record["logger"] for record in read()] == ["seawall.retry"]
        retries.setLevel(logging.CRITICAL)
        try:
            a_call_with_a_retry()
        finally:
            retries.setLevel(logging.NOTSET)
        assert len(read()) == 1


@pytest.mark.parametrize("name", LOGGER_NAMES)
def test_a_filter_of_the_parent_applies_to_each_part(name: str) -> None:
    parent, redacting = logging.getLogger("seawall"), RedactingFilter()
    parent.addFilter(redacting)
    try:
        with lines(JsonFormatter()) as read:
            text = "Authorization: Bearer abcdefghijkl"
            part_logger(name).warning(text, extra={"token": "abcdefghijkl", "status": 200})
            (record,) = read()
    finally:
        parent.removeFilter(redacting)
    assert record["message"] == "Authorization: [redacted]"
    assert (record["token"], record["status"]) == ("[redacted]", 200)


def test_a_logger_has_the_filter_once() -> None:
    assert part_logger("seawall.http") is part_logger("seawall.http")
    assert len(part_logger("seawall.http").filters) == 1
    with pytest.raises(ValueError, match="LOGGER_NAMES"):
        part_logger("seawall.other")


# --- Fields that other libraries and programs add ----------------------------------------------------------


class Described:
    def __init__(self, text: str) -> None:
        self.text = text

    def __str__(self) -> str:
        return self.text


class Broken:
    def __str__(self) -> str:
        raise RuntimeError


def redacted(**extra: object) -> Any:
    record = logging.getLogger("other").makeRecord("other", 20, "f.py", 1, "hi", (), None, extra=extra)
    assert RedactingFilter().filter(record)
    return vars(record)


def test_fields_are_redacted_by_name_and_by_format() -> None:
    fine = Described("fine")
    jwt = "eyJhbGciOiJIUzI1NiJ9.payload.signature"
    record = redacted(
        password="hunter2",
        pin=1234,
        note=f"it said {jwt}",
        headers={"authorization": "x", "accept": "y", "deep": [{"api_key": "z"}]},
        url=Described("https://h/x?sig=abc"),
        texts=("token=abc", "plain"),
        broken=Broken(),
        fine=fine,
        flag=True,
        nothing=None,
        _library={"token": "its own"},
    )
    assert record["password"] == record["pin"] == "[redacted]"
    assert record["note"] == "it said [redacted]"
    assert record["headers"] == {
        "authorization": "[redacted]",
        "accept": "y",
        "deep": [{"api_key": "[redacted]"}],
    }
    assert record["url"] == "https://h/x?[redacted]"
    assert record["texts"] == ["token=[redacted]", "plain"]
    assert record["broken"] == "Broken"
    assert record["fine"] is fine
    assert (record["flag"], record["nothing"], record["_library"]) == (True, None, {"token": "its own"})


def test_a_field_that_holds_itself_ends() -> None:
    loop: dict[str, object] = {}
    loop["again"] = loop
    assert "[redacted]" in str(redacted(loop=loop)["loop"])


def test_the_message_of_structlog_stays_a_dict() -> None:
    record = logging.LogRecord("other", 20, "f.py", 1, {"event": "token=abc", "token": "abc"}, None, None)
    assert RedactingFilter().filter(record)
    message: object = record.msg
    assert message == {"event": "token=[redacted]", "token": "[redacted]"}
