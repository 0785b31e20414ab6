"""`run watch` goes on after a lost connection."""

from typing import Any

import pytest

from seawall.core.errors import ServerStatusError, TransportError
from seawall.sdks.platform.cli import watch


class Clock:
    """A clock that moves with each sleep."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def until_end(looks: list[Any], timeout_s: float, clock: Clock, *, was_read: bool = True) -> object:
    def look(left_s: float) -> Any:
        found = looks.pop(0)
        if isinstance(found, Exception):
            raise found
        return found(left_s)

    return watch.until_end(look, timeout_s, was_read=lambda: was_read, clock=clock, sleep=clock.sleep)


def test_a_lost_connection_is_told_once_and_the_watch_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    lost = TransportError("No connection.")
    busy = ServerStatusError("Busy.", status=503)
    left: list[float] = []
    assert until_end([lost, lost, busy, left.append], 100, Clock()) is None
    assert left == [94.0]
    assert capsys.readouterr().err.count("tries again until --timeout") == 1


def test_a_watch_that_is_lost_until_its_timeout_ends_with_the_error() -> None:
    clock = Clock()
    with pytest.raises(TransportError):
        until_end([TransportError("No connection.") for _ in range(9)], 5, clock)
    assert clock.now == 4


def test_an_error_of_the_first_read_ends_the_watch() -> None:
    clock = Clock()
    with pytest.raises(TransportError):
        until_end([TransportError("No connection.")], 100, clock, was_read=False)
    assert clock.now == 0
