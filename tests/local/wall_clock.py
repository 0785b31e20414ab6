"""Wall clock for the tests of local servers."""

from datetime import UTC, datetime, timedelta


class FakeWallClock:
    """Clock that only `advance` moves."""

    def __init__(self) -> None:
        self.now = datetime(2026, 7, 8, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
