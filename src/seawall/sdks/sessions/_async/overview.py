"""The server: its availability and its capabilities."""

from seawall.core.engine.call import Call
from seawall.core.errors import DecodeError
from seawall.runtime.client._async.resource import AsyncResource
from seawall.sdks.sessions._async.context import AsyncContext
from seawall.sdks.sessions._generated import calls
from seawall.sdks.sessions.availability import Availability, availability_of
from seawall.sdks.sessions.identity.registry import Capability, parse_capabilities

__all__ = ["AsyncOverview"]

_OK = 200


class AsyncOverview(AsyncResource[AsyncContext]):
    """`client.overview`: what the server says of itself; it needs no login."""

    async def availability(self) -> Availability:
        """Read whether the server takes calls now; raises DecodeError for another document."""
        return availability_of(await self._document(calls.get_availability()))

    async def capabilities(self) -> tuple[Capability, ...]:
        """Read the interfaces of the server: the standard, URL and security methods of each."""
        body = await self._document(calls.get_capabilities())
        try:
            return parse_capabilities(body)
        except ValueError as error:
            raise DecodeError(
                f"The capabilities of the server can not be read: {error}.", _OK, body=body
            ) from error

    async def _document(self, call: Call[bytes]) -> bytes:
        return (await self._context.send(call, self._context.policies.read)).value
