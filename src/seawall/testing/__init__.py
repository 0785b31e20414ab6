"""What SDK users test with: transports that follow a script, fail on purpose or replay a recording; a clock.

Hand a client `MemoryTransport(Script(...))` and the `timing` of a `FakeClock`. `seawall.testing.faults` names
what goes wrong on bad days, `seawall.testing.pytest_plugin` holds fixtures.
"""

from seawall.testing._async.cassette import AsyncCassetteTransport
from seawall.testing._async.faulty import AsyncFaultyTransport
from seawall.testing._sync.cassette import CassetteTransport
from seawall.testing._sync.faulty import FaultyTransport
from seawall.testing.cassette import Cassette
from seawall.testing.fake_clock import AsyncFakeClock, FakeClock
from seawall.testing.script import Script, json_response
from seawall.transports import AsyncMemoryTransport, CutResponse, MemoryTransport

__all__ = [
    "AsyncCassetteTransport",
    "AsyncFakeClock",
    "AsyncFaultyTransport",
    "AsyncMemoryTransport",
    "Cassette",
    "CassetteTransport",
    "CutResponse",
    "FakeClock",
    "FaultyTransport",
    "MemoryTransport",
    "Script",
    "json_response",
]
