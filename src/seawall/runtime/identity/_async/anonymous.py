"""Requests without the identity of the caller."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from attrs import field, frozen

from seawall.runtime.concurrency._async.clock import AsyncClock
from seawall.runtime.http._async.protocols import AsyncTransport
from seawall.runtime.identity.login_settings import SavedLoginSettings

__all__ = ["AsyncAnonymous"]


@frozen(eq=False)
class AsyncAnonymous:
    """Requests without the caller's identity: to lists of services, to login servers, to unknown servers.

    `make` makes a transport for them. `given` is the transport that the user passed, if they did; it is used
    instead, and not closed.
    """

    settings: SavedLoginSettings = field(repr=False)
    given: AsyncTransport | None = field(repr=False)
    clock: AsyncClock = field(repr=False)
    make: Callable[[], AsyncTransport] = field(kw_only=True, repr=False)

    @asynccontextmanager
    async def transport(self) -> AsyncIterator[AsyncTransport]:
        """A transport for the block."""
        if self.given is not None:
            yield self.given
            return
        made = self.make()
        try:
            yield made
        finally:
            await made.aclose()
