"""What SDK users test with: a transport that follows a script, and a clock that no test waits for.

Hand a client `MemoryTransport(Script(...))` and the `timing` of a `FakeClock`.
"""

from seawall.testing.fake_clock import AsyncFakeClock, FakeClock
from seawall.testing.script import Script, json_response
from seawall.transports import AsyncMemoryTransport, CutResponse, MemoryTransport

__all__ = [
    "AsyncFakeClock",
    "AsyncMemoryTransport",
    "CutResponse",
    "FakeClock",
    "MemoryTransport",
    "Script",
    "json_response",
]
