# DO NOT EDIT. Derived from ../_async/overview.py by "python -m seawall.codegen.derive".
"""The server: its availability and its capabilities."""

from seawall.core.engine.call import Call
from seawall.core.vosi.availability import Availability, availability_of
from seawall.core.vosi.capabilities import Capability, parse_capabilities
from seawall.runtime.client._sync.resource import Resource
from seawall.sdks.sessions._sync.context import Context
from seawall.sdks.sessions._generated import calls

__all__ = ["Overview"]


class Overview(Resource[Context]):
    """`client.overview`: what the server says of itself; it needs no login."""

    def availability(self) -> Availability:
        """Read whether the server takes calls now; raises DecodeError for another document."""
        return availability_of(self._document(calls.get_availability()))

    def capabilities(self) -> tuple[Capability, ...]:
        """Read the interfaces of the server: the standard, URL and security methods of each."""
        return parse_capabilities(self._document(calls.get_capabilities()), "the server")

    def _document(self, call: Call[bytes]) -> bytes:
        return (self._context.send(call, self._context.policies.read)).value
