"""The server: its availability and its capabilities."""

from seawall.core.engine.call import Call
from seawall.core.vosi.availability import Availability, availability_of
from seawall.core.vosi.capabilities import Capability, parse_capabilities
from seawall.runtime.client._async.resource import AsyncResource
from seawall.sdks.sessions._async.context import AsyncContext
from seawall.sdks.sessions._generated import calls

__all__ = ["AsyncOverview"]


class AsyncOverview(AsyncResource[AsyncContext]):
    """`client.overview`: what the server says of itself; it needs no login."""

    async def availability(self) -> Availability:
        """Read whether the server takes calls now; raises DecodeError for another document."""
        return availability_of(await self._document(calls.get_availability()))

    async def capabilities(self) -> tuple[Capability, ...]:
        """Read the interfaces of the server: the standard, URL and security methods of each."""
        return parse_capabilities(await self._document(calls.get_capabilities()), "the server")

    async def _document(self, call: Call[bytes]) -> bytes:
        return (await self._context.send(call, self._context.policies.read)).value
