import logging
import threading

import pytest

from seawall.core.http.message import Headers, Request
from seawall.core.observe.deprecation import Deprecation
from seawall.core.observe.events import AttemptEnded, CallStarted, subscribers_by_event
from seawall.runtime.engine._sync.engine import Engine
from seawall.runtime.observe._sync.observed_transport import ObservedTransport
from seawall.runtime.observe.deprecations import DEPRECATIONS, Deprecations, Notice
from seawall.testing import FakeClock, MemoryTransport, Script, json_response
from tests.runtime.calls import BASE_URL, POLICY, thing

NAME = "GET /v1/things/{thing_id}"
DATES = "deprecated as of 2023-06-30 and expected to stop working on 2024-06-30"
ADVICE = "Use its replacement."
DEPRECATED = {
    "deprecation": "@1688169599",
    "sunset": "Sun, 30 Jun 2024 23:59:59 GMT",
    "link": '<https://api.test/moved?token=abc>; rel="deprecation"',
}


def answered(headers: dict[str, str], method: str = "GET") -> AttemptEnded:
    operation = thing(method).operation
    return AttemptEnded(
        call_id=1, operation=operation, number=1, at_s=0.0, status=200, headers=Headers(headers)
    )


def test_the_engine_warns_once_per_operation(caplog: pytest.LogCaptureFixture) -> None:
    answers = [json_response(200, {}, headers=DEPRECATED) for _ in range(3)]
    for answer in answers:
        # All engines share DEPRECATIONS.
        Engine(MemoryTransport(Script(answer)), base_url=BASE_URL).send(thing(), POLICY)
    assert [(record.name, record.levelname, record.getMessage()) for record in caplog.records] == [
        (
            "seawall.deprecation",
            "WARNING",
            f"{NAME} of {BASE_URL} is {DATES}. {ADVICE} See https://api.test/moved.",
        )
    ]
    noticed = [(notice.base_url, notice.operation) for notice in DEPRECATIONS.notices]
    assert noticed.count((BASE_URL, NAME)) == 1


def test_each_api_has_its_own_warning(caplog: pytest.LogCaptureFixture) -> None:
    urls = ["https://one.test", "https://two.test", "https://three.test/v2"]
    for url in [*urls, *urls]:
        transport = MemoryTransport(Script(json_response(200, {}, headers=DEPRECATED)))
        Engine(transport, base_url=url).send(thing(), POLICY)
    assert [record.getMessage().partition(" is ")[0] for record in caplog.records] == [
        f"{NAME} of https://one.test",
        f"{NAME} of https://two.test",
        f"{NAME} of https://three.test/v2",
    ]


def test_a_year_of_two_digits_is_near_the_time_of_receipt() -> None:
    # The fake clock says 2023.
    for sunset, year in [("Sunday, 30-Jun-24 23:59:59 GMT", 2024), ("Sunday, 30-Jun-94 23:59:59 GMT", 1994)]:
        by_engine, by_transfer, clock = Deprecations(), Deprecations(), FakeClock()
        transport = MemoryTransport(Script(*[json_response(200, {}, headers={"sunset": sunset})] * 2))
        engine = Engine(transport, base_url=BASE_URL, clock=clock, observers=[by_engine])
        engine.send(thing(), POLICY)
        observed = ObservedTransport(transport, "download", [by_transfer], clock=clock)
        observed.send(Request("GET", BASE_URL), 5.0)
        for deprecations in (by_engine, by_transfer):
            (notice,) = deprecations.notices
            assert notice.deprecation.until is not None
            assert notice.deprecation.until.year == year, sunset


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"deprecation": "true"}, f"{NAME} is deprecated. {ADVICE}"),
        (
            {"sunset": "Sun, 30 Jun 2024 23:59:59 GMT"},
            f"{NAME} is expected to stop working on 2024-06-30. {ADVICE}",
        ),
    ],
)
def test_the_text_of_a_notice(fields: dict[str, str], expected: str) -> None:
    deprecations = Deprecations()
    deprecations(answered(fields))
    assert [str(notice) for notice in deprecations.notices] == [expected]


def test_each_operation_has_its_own_notice() -> None:
    deprecations = Deprecations()
    for method in ("GET", "PUT", "GET"):
        deprecations(answered(DEPRECATED, method))
    assert [notice.operation.split()[0] for notice in deprecations.notices] == ["GET", "PUT"]


def test_an_operation_that_is_not_deprecated_gets_no_warning(caplog: pytest.LogCaptureFixture) -> None:
    deprecations = Deprecations()
    deprecations(answered({}))
    deprecations(CallStarted(call_id=1, operation=thing().operation, at_s=0.0))
    deprecations(AttemptEnded(call_id=1, operation=thing().operation, number=1, at_s=0.0, error=OSError()))
    assert (deprecations.notices, caplog.records) == ((), [])


def test_threads_at_the_same_time_cause_one_warning(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, "seawall")
    deprecations, start = Deprecations(), threading.Barrier(8)

    def observe() -> None:
        start.wait()
        deprecations(answered(DEPRECATED))

    threads = [threading.Thread(target=observe) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(caplog.records) == 1


def test_the_observer_receives_responses_only() -> None:
    subscribers = subscribers_by_event([DEPRECATIONS.for_api("https://api.test")])
    assert {event for event, observers in subscribers.items() if observers} == {AttemptEnded}


def test_a_notice_does_not_show_the_password_of_a_base_url() -> None:
    notice = Notice("GET /v1/things", Deprecation(), "https://me:hunter2@api.test")
    assert "hunter2" not in f"{notice!r} {notice}"
    assert "api.test" in repr(notice)
