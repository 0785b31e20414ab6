"""Retries of transfers: each time a transfer makes progress, its retry budget starts over."""

import pytest

from seawall.core.engine.policy import Policy, RetryRule
from seawall.core.errors import NotSentError
from seawall.runtime.retry._async.progress_retry import retry_while_progressing
from seawall.runtime.retry._async.retry_loop import AsyncRetryLoop
from seawall.testing import AsyncFakeClock

POLICY = Policy(retry=RetryRule(attempts=2))


class Transfer:
    """A transfer whose attempts reach these sizes, in bytes; the attempt that reaches `total` succeeds."""

    def __init__(self, *sizes: int, total: int) -> None:
        self.size = 0
        self.attempts = 0
        self._sizes = list(sizes)
        self._total = total

    async def send(self) -> str:
        self.attempts += 1
        self.size = self._sizes.pop(0)
        if self.size == self._total:
            return "done"
        raise NotSentError(f"attempt {self.attempts} failed.")


async def run(transfer: Transfer) -> str:
    clock = AsyncFakeClock()
    return await retry_while_progressing(
        transfer.send,
        lambda: transfer.size,
        lambda: AsyncRetryLoop("GET", POLICY, clock.monotonic() + 60.0, clock),
    )


async def test_progress_starts_the_retry_budget_over() -> None:
    # Two attempts without progress would be the end.
    transfer = Transfer(1, 1, 2, 2, 3, total=3)
    with pytest.raises(NotSentError, match=r"^attempt 2 failed\.$"):
        await run(transfer)
    transfer = Transfer(1, 2, 3, 4, 4, total=5)
    with pytest.raises(NotSentError, match=r"^attempt 5 failed\.$"):
        await run(transfer)
    assert await run(Transfer(1, 2, 3, 4, 5, total=5)) == "done"


async def test_a_transfer_that_starts_over_makes_progress_only_beyond_its_best_size() -> None:
    transfer = Transfer(3, 1, total=4)
    with pytest.raises(NotSentError, match=r"^attempt 2 failed\.$"):
        await run(transfer)
    transfer = Transfer(3, 4, 1, total=5)
    with pytest.raises(NotSentError, match=r"^attempt 3 failed\.$"):
        await run(transfer)


async def test_a_transfer_that_succeeds_at_once_needs_no_retry_loop() -> None:
    transfer = Transfer(1, total=1)

    def no_loop() -> AsyncRetryLoop:
        raise AssertionError

    assert await retry_while_progressing(transfer.send, lambda: transfer.size, no_loop) == "done"
    assert transfer.attempts == 1
