"""The base class of fake APIs: answers the requests of a memory transport, and keeps them for assertions."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from threading import RLock
from typing import TypeAlias
from urllib.parse import unquote

from attrs import evolve, frozen

from seawall.core.engine.call import Operation
from seawall.core.errors import InputError
from seawall.core.http.message import Request, Response
from seawall.core.process_bound import ProcessBound
from seawall.core.validation.closest_match import closest_match
from seawall.testing._async.fake_clock import AsyncFakeClock
from seawall.testing._sync.fake_clock import FakeClock
from seawall.testing.fakes.fake_call import FakeCall
from seawall.testing.fakes.problem import ProblemError
from seawall.testing.fakes.seen_request import SeenRequest
from seawall.testing.script import json_response

__all__ = ["FakeApi", "Handler"]

Handler: TypeAlias = Callable[[FakeCall], Response]
"""Answers one request; raises ProblemError for a response that is an error."""


@frozen
class _Fault:
    operation: str | None
    fault: Response | BaseException


class FakeApi(ProcessBound):
    """A fake of an API in memory: no server runs, and no time passes but that of its clocks.

    `requests` holds the requests so far, in order. `clock` and `async_clock` belong to the clients. `choices`
    has the query parameter, and its value, of an operation that shares method and path with another one; it
    comes before that one in `handlers`.
    """

    def __init__(
        self,
        base_url: str,
        *,
        server_path: str,
        handlers: Mapping[Operation[object], Handler],
        choices: Mapping[Operation[object], tuple[str, str]] | None = None,
        clock: FakeClock | None = None,
        async_clock: AsyncFakeClock | None = None,
    ) -> None:
        self.url = base_url
        self.requests: list[SeenRequest] = []
        self.clock: FakeClock = FakeClock() if clock is None else clock
        self.async_clock: AsyncFakeClock = AsyncFakeClock() if async_clock is None else async_clock
        self._server_path = server_path
        self._handlers = handlers
        self._choices = choices or {}
        self._faults: list[_Fault] = []
        # Threads of one program may share a fake.
        self._lock = RLock()

    @property
    def now(self) -> datetime:
        """The time of the fake: that of the clock that is ahead."""
        return datetime.fromtimestamp(max(self.clock.wall(), self.async_clock.wall()), UTC)

    def advance(self, seconds: float) -> None:
        """Let time pass on both clocks; cached results expire, for example."""
        self.clock.advance(seconds)
        self.async_clock.advance(seconds)

    def next_fails(
        self,
        fault: Response | BaseException | None = None,
        *,
        status: int = 503,
        times: int = 1,
        operation: str | None = None,
    ) -> None:
        """Let the next `times` requests fail, or those of one operation, such as `create_run`.

        They get `fault`, e.g. one of `seawall.testing.faults`, or else a response with `status`. Raises
        InputError for an operation that the API does not have.
        """
        known = self.operations
        if operation is not None and operation not in known:
            nearest = closest_match(operation, known)
            raise InputError(f"The API has no operation {operation!r}; the nearest is {nearest}.")
        failure = json_response(status, {"detail": "a fault of the test"}) if fault is None else fault
        with self._lock:
            self._faults.extend([_Fault(operation, failure)] * times)

    @property
    def operations(self) -> frozenset[str]:
        """The ids of all operations, as in `requests` and for `next_fails`."""
        return frozenset(operation.id for operation in self._handlers)

    def respond(self, request: Request) -> Response:
        """Answer a request: the function of a memory transport."""
        with self._lock:
            seen = SeenRequest.of(request)
            operation, values = self._find(seen)
            seen = evolve(seen, operation=None if operation is None else operation.id)
            self.requests.append(seen)
            for fault in self._faults:
                if fault.operation in {None, seen.operation}:
                    self._faults.remove(fault)
                    return _raise_or_return(fault.fault)
            response = self._answer(operation, FakeCall(seen=seen, path=values))
        headers = {"x-request-id": f"request-{len(self.requests)}", **response.headers}
        return Response(response.status, headers, response.body)

    def _find(self, seen: SeenRequest) -> tuple[Operation[object] | None, Mapping[str, str]]:
        path = seen.path.removeprefix(self._server_path)
        for operation in self._handlers:
            found = _pattern(operation.path).fullmatch(path)
            name, value = self._choices.get(operation, ("", ""))
            is_chosen = not name or seen.query.get(name, ("",))[0] == value
            if found and operation.method == seen.method and is_chosen:
                return operation, {name: unquote(value) for name, value in found.groupdict().items()}
        return None, {}

    def _answer(self, operation: Operation[object] | None, call: FakeCall) -> Response:
        if operation is None:
            return json_response(404, {"detail": "Not Found"})
        if operation.security and "authorization" not in call.seen.headers:
            return json_response(401, {"detail": "Not authenticated"})
        try:
            call.check(operation)
            return self._handlers[operation](call)
        except ProblemError as problem:
            return problem.response


@cache
def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(template)))


def _raise_or_return(fault: Response | BaseException) -> Response:
    if isinstance(fault, BaseException):
        raise fault
    return fault
