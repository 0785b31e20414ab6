# fmt: off
# One line for each name: `seawall.core.lazy_names` reads them.
from seawall.testing._async.cassette import AsyncCassetteTransport as AsyncCassetteTransport
from seawall.testing._async.faulty import AsyncFaultyTransport as AsyncFaultyTransport
from seawall.testing._sync.cassette import CassetteTransport as CassetteTransport
from seawall.testing._sync.faulty import FaultyTransport as FaultyTransport
from seawall.testing.cassette import Cassette as Cassette
from seawall.testing._async.fake_clock import AsyncFakeClock as AsyncFakeClock
from seawall.testing._sync.fake_clock import FakeClock as FakeClock
from seawall.testing.fakes.seen_request import SeenRequest as SeenRequest
from seawall.testing.script import Script as Script
from seawall.testing.script import json_response as json_response
from seawall.testing.states import check_states as check_states
from seawall.transports import AsyncMemoryTransport as AsyncMemoryTransport
from seawall.transports import TruncatedResponse as TruncatedResponse
from seawall.transports import MemoryTransport as MemoryTransport
