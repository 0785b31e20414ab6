"""A create whose answer was lost is looked for."""

import pytest

from seawall.core.errors import MaybeProcessedError, ServerStatusError
from seawall.runtime.client._async.many import async_create_or_find
from seawall.testing import AsyncFakeClock


async def created(clock: AsyncFakeClock, *, is_lost: bool, found: str | None) -> tuple[str, list[float]]:
    asked = list[float]()

    async def create() -> str:
        clock.advance(3.0)
        if is_lost:
            raise MaybeProcessedError("lost")
        return "made"

    async def find(since_s: float) -> str | None:
        asked.append(since_s)
        return found

    return await async_create_or_find(create, find, clock=clock), asked


async def test_it_is_looked_for_only_if_the_answer_was_lost() -> None:
    assert await created(AsyncFakeClock(), is_lost=False, found="found") == ("made", [])
    assert await created(AsyncFakeClock(), is_lost=True, found="found") == ("found", [3.0])
    with pytest.raises(MaybeProcessedError, match="lost"):
        await created(AsyncFakeClock(), is_lost=True, found=None)


async def test_a_search_that_fails_does_not_hide_that_it_may_exist() -> None:
    async def lost() -> str:
        raise MaybeProcessedError("lost")

    async def busy(_: float) -> str | None:
        raise ServerStatusError("busy", 503)

    with pytest.raises(MaybeProcessedError, match="lost") as caught:
        await async_create_or_find(lost, busy, clock=AsyncFakeClock())
    assert isinstance(caught.value.__cause__, ServerStatusError)
