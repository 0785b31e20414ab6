"""Where work of our own gives others a turn, async and sync side by side."""

import asyncio

__all__ = ["async_turn", "turn"]


async def async_turn() -> None:
    """Let the other tasks of the loop go on, and a cancellation take effect."""
    await asyncio.sleep(0)


def turn() -> None:
    """Threads take turns by themselves."""
