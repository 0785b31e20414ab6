"""The error for async code outside of an event loop of asyncio. Pure."""

from seawall.core.errors import ConfigError

__all__ = ["no_event_loop_error"]


def no_event_loop_error() -> ConfigError:
    """Return the error for a call of an async client that no event loop of asyncio runs."""
    return ConfigError(
        "No event loop of asyncio is running, and async clients need one. Start your program with "
        "asyncio.run(…); with anyio, choose the backend asyncio, because trio is not supported."
    )
